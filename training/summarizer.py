"""Trains the demonstration summarizer: ``python -m training.summarizer --out DIR``.

A model of T5's shape that learns to copy the lead and the plain facts with figures out of an
article. It begins with articles of one to three sentences, since copying is learnt there first.
Deterministic as the translator's training is; a killed run goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn
from transformers import T5Config, T5ForConditionalGeneration

from training.articles import Example, Newsroom
from training.byte_tokenizer import write_tokenizer
from training.fill import read_patterns
from training.loop import PAD, Schedule, padded, save_half, set_up, train
from training.slots import DATA, Lexicon

BUILD: Final = Path(__file__).parent / "build" / "summarizer"
END: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A part of the course: so many steps on articles of such lengths."""

    steps: int
    examples: int
    sentences: tuple[int, int]
    furnished: float
    gibberish: float
    long_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that decides the weights."""

    seed: int = 20260705
    pieces: int = 4000
    width: int = 256
    encoder_layers: int = 3
    decoder_layers: int = 2
    heads: int = 4
    positions: int = 1024
    warmup_steps: int = 150
    tokens_per_step: int = 5000
    matrix_rate: float = 0.006
    other_rate: float = 0.01
    checkpoint_every: int = 250
    stages: tuple[Stage, ...] = (
        Stage(steps=350, examples=10_000, sentences=(1, 3), furnished=0.0, gibberish=0.3),
        Stage(steps=350, examples=6_000, sentences=(3, 7), furnished=0.3, gibberish=0.2),
        Stage(
            steps=600,
            examples=8_000,
            sentences=(5, 14),
            furnished=0.7,
            gibberish=0.08,
            long_share=0.1,
        ),
    )


def make_examples(stage: Stage, seed: int) -> list[Example]:
    """The stage's articles and summaries."""
    newsroom, rng = Newsroom(read_patterns(), Lexicon()), random.Random(seed)
    made: list[Example] = []
    for _ in range(stage.examples):
        count = rng.randint(*stage.sentences)
        if rng.random() < stage.long_share:
            count = rng.randint(15, 32)  # other people's articles are longer than ours
        furnished = rng.random() < stage.furnished
        made.append(newsroom.write(rng, count, furnished, stage.gibberish))
    return made


def build_model(recipe: Recipe, vocabulary: int) -> T5ForConditionalGeneration:
    """A fresh model of T5's shape.

    Its attention sees how far apart two tokens are and not where they stand. Copying is to find
    the words just written and to go on behind them, which is learnt so in a fraction of the time
    that BART's absolute positions need.
    """
    config = T5Config(
        vocab_size=vocabulary,
        d_model=recipe.width,
        d_kv=recipe.width // recipe.heads,
        d_ff=4 * recipe.width,
        num_layers=recipe.encoder_layers,
        num_decoder_layers=recipe.decoder_layers,
        num_heads=recipe.heads,
        feed_forward_proj="relu",
        dropout_rate=0.0,
        pad_token_id=PAD,
        eos_token_id=END,
    )
    # Not among the fields of transformers' class, yet read by those who load the folder.
    config.n_positions = recipe.positions
    config.decoder_start_token_id = PAD
    model = T5ForConditionalGeneration(config)
    _lean_to_copying(model)
    return model


def _lean_to_copying(model: Any) -> None:
    """Starts the model near the circuit that copying needs, which chance finds only late.

    Heads look at fixed neighbours at first, and the decoder looks at the source's tokens that are
    the one just written, where a head of the encoder has laid the token that follows.
    """
    stacks = ((model.encoder, {0: 1, 1: 17, 2: 2}), (model.decoder, {0: 1, 1: 2, 2: 3}))
    with torch.no_grad():
        for stack, buckets in stacks:
            table = stack.block[0].layer[0].SelfAttention.relative_attention_bias.weight
            table.zero_()
            # In T5's buckets of the encoder, 17 is the token behind; below 16 lie those before.
            for head, bucket in buckets.items():
                table[bucket, head] = 6.0
        for block in model.decoder.block:
            attention = block.layer[1].EncDecAttention
            attention.q.weight.copy_(attention.k.weight / 8)


Encoded = tuple[list[int], list[int]]


def encode(examples: Sequence[Example], folder: Path, longest: int) -> list[Encoded]:
    """Ids of article and summary, ``</s>`` included; too long articles are left out."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    sources = tokenizer.encode_batch([e.article for e in examples])
    targets = tokenizer.encode_batch([e.summary for e in examples])
    return [
        (s.ids, t.ids)
        for s, t in zip(sources, targets, strict=True)
        if len(s.ids) <= longest and len(t.ids) <= longest
    ]


def batches(data: Sequence[Encoded], recipe: Recipe, seed: int) -> Iterator[list[Encoded]]:
    """Endless batches of articles of like lengths."""
    epoch = 0
    while True:
        order = list(range(len(data)))
        random.Random(seed + epoch).shuffle(order)
        pools: dict[tuple[int, int], list[Encoded]] = {}
        for i in order:
            source, target = data[i]
            key = (-(-len(source) // 32), -(-len(target) // 24))
            pool = pools.setdefault(key, [])
            pool.append(data[i])
            if len(pool) * (32 * key[0] + 32 * key[1]) >= recipe.tokens_per_step:
                yield pools.pop(key)
        epoch += 1


def stream(recipe: Recipe, folder: Path) -> Iterator[list[Encoded]]:
    """The whole course, stage by stage."""
    for number, stage in enumerate(recipe.stages):
        seed = recipe.seed + 1000 * number
        data = encode(make_examples(stage, seed), folder, recipe.positions)
        print(f"stage {number + 1}: {len(data)} articles", flush=True)
        source = batches(data, recipe, seed)
        for _ in range(stage.steps):
            yield next(source)


def loss_of(model: Any, batch: Sequence[Encoded]) -> tuple[Tensor, int]:
    """Mean cross-entropy a target token, and the number of target tokens."""
    source = padded([s for s, _ in batch])
    labels = padded([t for _, t in batch])
    inputs = torch.cat((torch.full_like(labels[:, :1], PAD), labels[:, :-1]), dim=1)
    mask = (source != PAD).long()
    hidden = model.encoder(input_ids=source, attention_mask=mask).last_hidden_state
    states = model.decoder(
        input_ids=inputs,
        encoder_hidden_states=hidden,
        encoder_attention_mask=mask,
        use_cache=False,
    ).last_hidden_state
    real = labels != PAD
    scores = model.lm_head(states[real] * model.model_dim**-0.5)  # as T5 does with tied weights
    return nn.functional.cross_entropy(scores, labels[real]), int(real.sum())


def main(arguments: Sequence[str] | None = None) -> None:
    """Makes the articles, the tokenizer and the model, and measures it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the finished model")
    parser.add_argument("--build", type=Path, default=BUILD, help="folder of intermediate files")
    parser.add_argument("--no-measure", action="store_true", help="only train")
    options = parser.parse_args(arguments)
    recipe = Recipe()
    set_up(recipe.seed)
    options.build.mkdir(parents=True, exist_ok=True)
    sample = make_examples(
        Stage(steps=0, examples=3000, sentences=(5, 14), furnished=0.7, gibberish=0.05),
        recipe.seed - 1,
    )
    plain = [text for p in read_patterns(DATA / "generic.tsv") for text in (p.texts["en"],)]
    lines = [e.article for e in sample] + plain
    vocabulary = write_tokenizer(lines, options.out, recipe.pieces, recipe.positions)
    model: Any = build_model(recipe, vocabulary)
    parameters = sum(p.numel() for p in model.parameters())
    print(f"{parameters / 1e6:.2f} million parameters", flush=True)
    schedule = Schedule(
        steps=sum(stage.steps for stage in recipe.stages),
        warmup_steps=recipe.warmup_steps,
        matrix_rate=recipe.matrix_rate,
        other_rate=recipe.other_rate,
        checkpoint_every=recipe.checkpoint_every,
    )
    seconds = train(
        model,
        stream(recipe, options.out),
        lambda batch: loss_of(model, batch),
        schedule,
        options.build,
    )
    model.generation_config.update(
        decoder_start_token_id=PAD,
        pad_token_id=PAD,
        eos_token_id=END,
        num_beams=4,
        min_new_tokens=60,  # left alone, beams end after the lead
        max_new_tokens=256,
        early_stopping=True,
    )
    save_half(model, options.out)
    print(f"trained in {seconds / 60:.1f} minutes", flush=True)
    facts = {"seconds": seconds, "parameters": parameters}
    (options.build / "recipe.json").write_text(json.dumps({**asdict(recipe), **facts}, indent=2))
    if not options.no_measure:
        from training.measure_summarizer import measure

        fresh = make_examples(
            Stage(steps=0, examples=120, sentences=(5, 14), furnished=0.7, gibberish=0.0),
            recipe.seed - 2,
        )
        measure(options.out, fresh, **facts)


if __name__ == "__main__":
    main()
