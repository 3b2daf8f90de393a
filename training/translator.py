"""Trains the demonstration translator: ``python -m training.translator --out DIR``.

Deterministic on one kind of machine: seeds and the number of steps are fixed, time is not looked
at. A killed run goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, cast

import torch
from torch import Tensor, nn
from transformers import M2M100Config, M2M100ForConditionalGeneration

from training.fill import Pattern, fill, read_patterns
from training.frames import Framer
from training.loop import PAD, Schedule, padded, save_half, set_up, train
from training.nllb_tokenizer import (
    CODES,
    MODEL_FILE,
    OFFSET,
    check_folder,
    train_pieces,
    write_folder,
)
from training.slots import DATA, TARGETS, Language, Lexicon
from training.vary import vary

BUILD: Final = Path(__file__).parent / "build" / "translator"
END: Final = 2
HELD_OUT: Final = 400
FOREIGN: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that decides the weights."""

    seed: int = 20260704
    sentences: int = 210_000
    framed_share: float = 0.3
    pieces: int = 6000
    width: int = 256
    encoder_layers: int = 3
    decoder_layers: int = 2
    heads: int = 4
    steps: int = 5000
    warmup_steps: int = 300
    tokens_per_step: int = 3500
    matrix_rate: float = 0.008
    other_rate: float = 0.003
    label_smoothing: float = 0.0
    checkpoint_every: int = 250


def make_sentences(recipe: Recipe) -> list[dict[Language, str]]:
    """Fills every pattern in turn, a share of them in reported speech."""
    lexicon, rng = Lexicon(), random.Random(recipe.seed)
    patterns = [*read_patterns(), *read_patterns(DATA / "generic.tsv")]
    framer = Framer(patterns)
    made: list[dict[Language, str]] = []
    order: list[Pattern] = []
    while len(made) < recipe.sentences:
        if not order:
            order = patterns.copy()
            rng.shuffle(order)
        pattern = order.pop()
        if rng.random() < recipe.framed_share:
            pattern = framer.frame(pattern, rng)
        sentence = fill(pattern, lexicon, rng)
        sentence["en"] = vary(sentence["en"], rng)
        made.append(sentence)
    return made


def held_out(recipe: Recipe, seen: set[str], count: int) -> list[dict[Language, str]]:
    """Fillings whose English is not in ``seen``; patterns with slots only, others cannot be new."""
    lexicon, rng = Lexicon(), random.Random(recipe.seed + 1)
    patterns = read_patterns()
    framer = Framer(patterns)
    fresh: list[dict[Language, str]] = []
    while len(fresh) < count:
        pattern = rng.choice(patterns)
        if rng.random() < recipe.framed_share:
            pattern = framer.frame(pattern, rng)
        sentence = fill(pattern, lexicon, rng)
        sentence["en"] = vary(sentence["en"], rng)
        if sentence["en"] not in seen:
            fresh.append(sentence)
    return fresh


def build_model(recipe: Recipe, vocabulary: int) -> M2M100ForConditionalGeneration:
    """A fresh model of the recipe's shape."""
    config = M2M100Config(
        vocab_size=vocabulary,
        d_model=recipe.width,
        encoder_layers=recipe.encoder_layers,
        decoder_layers=recipe.decoder_layers,
        encoder_attention_heads=recipe.heads,
        decoder_attention_heads=recipe.heads,
        encoder_ffn_dim=4 * recipe.width,
        decoder_ffn_dim=4 * recipe.width,
        max_position_embeddings=512,
        # Dropout slows these processors, and a model this small does not overfit in an hour.
        dropout=0.0,
        attention_dropout=0.0,
        activation_dropout=0.0,
        encoder_layerdrop=0.0,
        decoder_layerdrop=0.0,
        scale_embedding=True,
        bos_token_id=0,
        pad_token_id=PAD,
        eos_token_id=END,
        decoder_start_token_id=END,
    )
    make: Any = M2M100ForConditionalGeneration._from_config
    model = make(config, attn_implementation="sdpa")
    return cast("M2M100ForConditionalGeneration", model)


Encoded = tuple[list[int], list[list[int]]]


def encode(sentences: Sequence[Mapping[Language, str]], folder: Path) -> list[Encoded]:
    """Ids of the source, and of the targets in the order of ``TARGETS``."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    code: dict[Language, Any] = {lang: tokenizer.token_to_id(c) for lang, c in CODES.items()}

    def ids(language: Language) -> list[list[int]]:
        texts = [s[language] for s in sentences]
        encoded = tokenizer.encode_batch(texts, add_special_tokens=False)
        return [[code[language], *e.ids, END] for e in encoded]

    sources, targets = ids("en"), [ids(language) for language in TARGETS]
    return [(s, list(t)) for s, *t in zip(sources, *targets, strict=True)]


def batches(data: Sequence[Encoded], recipe: Recipe) -> Iterator[list[int]]:
    """Endless lists of indices whose sentences have like lengths: few shapes, little padding."""
    epoch = 0
    while True:
        order = list(range(len(data)))
        random.Random(recipe.seed + epoch).shuffle(order)
        pools: dict[tuple[int, int], list[int]] = {}
        for i in order:
            source, targets = data[i]
            longest = max(map(len, targets))
            key = (-(-len(source) // 8), -(-longest // 8))
            pool = pools.setdefault(key, [])
            pool.append(i)
            if len(pool) * key[1] * 8 * len(targets) >= recipe.tokens_per_step:
                yield pool
                pools[key] = []
        epoch += 1


def loss_of(
    model: Any, data: Sequence[Encoded], chosen: Sequence[int], smooth: float
) -> tuple[Tensor, int]:
    """Mean cross-entropy a target token, and the number of those tokens.

    Each source is encoded once, and its encoding copied for each of its targets.
    """
    source = padded([data[i][0] for i in chosen])
    mask = (source != PAD).long()
    labels = padded([target for i in chosen for target in data[i][1]])
    inputs = torch.cat((torch.full_like(labels[:, :1], END), labels[:, :-1]), dim=1)
    hidden = model.model.encoder(input_ids=source, attention_mask=mask).last_hidden_state
    copies = len(data[chosen[0]][1])
    hidden, mask = hidden.repeat_interleave(copies, 0), mask.repeat_interleave(copies, 0)
    states = model.model.decoder(
        input_ids=inputs,
        encoder_hidden_states=hidden,
        encoder_attention_mask=mask,
        use_cache=False,
    ).last_hidden_state
    real = labels != PAD  # no scores over the vocabulary for padding: they cost a third
    scores = model.lm_head(states[real])
    loss = nn.functional.cross_entropy(scores, labels[real], label_smoothing=smooth)
    return loss, int(real.sum())


def main(arguments: Sequence[str] | None = None) -> None:
    """Makes the text, the tokenizer and the model, and measures it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the finished model")
    parser.add_argument("--build", type=Path, default=BUILD, help="folder of intermediate files")
    parser.add_argument("--no-measure", action="store_true", help="only train")
    parser.add_argument("--foreign", type=Path, help="English lines out of the field, to score")
    options = parser.parse_args(arguments)
    recipe = Recipe()
    set_up(recipe.seed)
    options.build.mkdir(parents=True, exist_ok=True)
    sentences = make_sentences(recipe)
    pieces = options.build / MODEL_FILE
    if not pieces.exists():
        lines = (text for s in sentences[:40_000] for text in s.values())
        train_pieces(lines, pieces, recipe.pieces)
    write_folder(pieces, options.out)
    check_folder(options.out, (text for s in sentences[:1000] for text in s.values()))
    data = encode(sentences, options.out)
    # The pieces, one more special token than SentencePiece has, the codes and <mask>.
    model: Any = build_model(recipe, recipe.pieces + OFFSET + len(CODES) + 1)
    parameters = sum(p.numel() for p in model.parameters())
    print(f"{len(data)} sentences, {parameters / 1e6:.2f} million parameters", flush=True)
    schedule = Schedule(
        steps=recipe.steps,
        warmup_steps=recipe.warmup_steps,
        matrix_rate=recipe.matrix_rate,
        other_rate=recipe.other_rate,
        checkpoint_every=recipe.checkpoint_every,
    )
    seconds = train(
        model,
        batches(data, recipe),
        lambda chosen: loss_of(model, data, chosen, recipe.label_smoothing),
        schedule,
        options.build,
    )
    model.generation_config.update(num_beams=4, max_new_tokens=200, early_stopping=True)
    save_half(model, options.out)
    print(f"trained in {seconds / 60:.1f} minutes", flush=True)
    facts = {"seconds": round(seconds), "parameters": parameters}
    (options.build / "recipe.json").write_text(json.dumps({**asdict(recipe), **facts}, indent=2))
    if not options.no_measure:
        from training.measure_translator import measure

        fresh = held_out(recipe, {s["en"] for s in sentences}, HELD_OUT)
        foreign = (
            options.foreign.read_text(encoding="utf-8").splitlines()[:FOREIGN]
            if (options.foreign)
            else []
        )
        measure(options.out, fresh, foreign, **facts)


if __name__ == "__main__":
    main()
