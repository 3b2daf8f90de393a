"""Trains the summarizer's byte-level BPE and writes a tokenizer folder in hub BART's layout."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

SPECIALS: Final = ("<s>", "<pad>", "</s>", "<unk>")


def write_tokenizer(lines: Iterable[str], folder: Path, pieces: int, longest: int) -> int:
    """Trains on ``lines`` and writes tokenizer.json, vocab.json, merges.txt and the settings.

    Args:
        lines: English text.
        folder: where the files go.
        pieces: vocabulary entries, the special ones and the 256 bytes counted in.
        longest: the most tokens of an input.

    Returns:
        The size of the vocabulary, ``<mask>`` at its end.
    """
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors
    from tokenizers.trainers import BpeTrainer

    tokenizer = Tokenizer(models.BPE())
    # Trained on single digits, the vocabulary has no merge that holds one: numbers are copied
    # digit by digit, and transformers' class, which knows ByteLevel alone, does the same.
    whole = pre_tokenizers.ByteLevel(add_prefix_space=False)
    single = pre_tokenizers.Digits(individual_digits=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([single, whole])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = BpeTrainer(
        vocab_size=pieces - 1,
        special_tokens=list(SPECIALS),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines, trainer)
    tokenizer.pre_tokenizer = whole
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, special=True)])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), True, False)
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    tokenizer.model.save(str(folder))
    named = {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "cls_token": "<s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
        "mask_token": "<mask>",
    }
    config = {
        **named,
        "tokenizer_class": "BartTokenizer",
        "add_prefix_space": False,
        "model_max_length": longest,
        "clean_up_tokenization_spaces": False,
    }
    for name, content in (("tokenizer_config.json", config), ("special_tokens_map.json", named)):
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return int(tokenizer.get_vocab_size())
