"""Checkpoints of BART's and T5's shape with random weights: what they write is noise.

They are laid out as real ones are and run through the real engine. Their tokenizers are trained on
the texts that they will read, so that the noise is made of pieces of the texts' own words, full
stops among them.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sentencepiece
import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from briefgen.engines.machine import quiet_transformers

_PIECES = 1200
_POSITIONS = 192
"""The documents have 150 to 1,300 tokens: most are read in parts."""


def bart(folder: Path, texts: Sequence[str]) -> Path:
    """BART with byte-level BPE and learned positions, which are its limit."""
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.train_from_iterator(
        texts,
        trainers.BpeTrainer(
            vocab_size=_PIECES,
            special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    trained = json.loads(backend.to_str())["model"]
    tokenizer = transformers.BartTokenizer(
        vocab=trained["vocab"],
        merges=[tuple(pair) for pair in trained["merges"]],
        model_max_length=_POSITIONS,
    )
    config = transformers.BartConfig(
        vocab_size=len(tokenizer),
        d_model=32,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        dropout=0.0,
        max_position_embeddings=_POSITIONS,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=2,
        forced_bos_token_id=0,
    )
    return _save(folder, transformers.BartForConditionalGeneration, config, tokenizer)


def t5(folder: Path, texts: Sequence[str]) -> Path:
    """T5 with SentencePiece and relative positions; the limit is named in its config."""
    (folder / "texts.txt").write_text("\n".join(texts) + "\n", encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "texts.txt"),
        model_prefix=str(folder / "pieces"),
        model_type="unigram",
        vocab_size=_PIECES,
        hard_vocab_limit=False,  # a few documents have fewer pieces
        character_coverage=1.0,
        num_threads=1,
        minloglevel=2,
    )
    read = sentencepiece.SentencePieceProcessor(model_file=str(folder / "pieces.model"))
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    pieces += [(read.id_to_piece(i), read.get_score(i)) for i in range(3, len(read))]
    for name in ("texts.txt", "pieces.model", "pieces.vocab"):
        (folder / name).unlink()
    tokenizer = transformers.T5Tokenizer(vocab=pieces, extra_ids=0, model_max_length=10**30)
    config = transformers.T5Config(
        vocab_size=len(tokenizer),
        d_model=32,
        d_kv=16,
        d_ff=32,
        num_layers=1,
        num_heads=2,
        n_positions=_POSITIONS,
        dropout_rate=0.0,
        feed_forward_proj="gated-gelu",
        decoder_start_token_id=0,
        pad_token_id=0,
        eos_token_id=1,
    )
    return _save(folder, transformers.T5ForConditionalGeneration, config, tokenizer)


BUILDERS: dict[str, Callable[[Path, Sequence[str]], Path]] = {"bart": bart, "t5": t5}


def _save(folder: Path, model_class: Any, config: Any, tokenizer: Any) -> Path:
    torch.manual_seed(1)
    model = model_class(config)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            # Weights large enough that the output varies with the input.
            if weight.ndim == 2 and "position" not in name and "relative" not in name:
                weight.normal_(0.0, 0.4)
    with quiet_transformers():
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    return folder
