"""Trains the summarizer's byte-level BPE and writes its tokenizer folder.

T5's own tokenizer is a unigram model that knows no letters but those it was trained on; bytes
copy any name. The folder is read by transformers' class for a bare ``tokenizer.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

SPECIALS: Final = ("<s>", "<pad>", "</s>", "<unk>")


def write_tokenizer(lines: Iterable[str], folder: Path, pieces: int, longest: int) -> int:
    """Trains on ``lines`` and writes tokenizer.json and the settings.

    Args:
        lines: English text.
        folder: where the files go.
        pieces: vocabulary entries, the special ones and the 256 bytes counted in.
        longest: the most tokens of an input.

    Returns:
        The size of the vocabulary, T5's ``<extra_id_0>`` at its end.
    """
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors
    from tokenizers.trainers import BpeTrainer

    tokenizer = Tokenizer(models.BPE())
    # Numbers are copied digit by digit.
    single = pre_tokenizers.Digits(individual_digits=True)
    whole = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([single, whole])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = BpeTrainer(
        vocab_size=pieces - 1,
        special_tokens=list(SPECIALS),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines, trainer)
    # A sentinel by which checkpoints of T5's shape are told from MADLAD's.
    tokenizer.add_special_tokens([AddedToken("<extra_id_0>", special=True)])
    tokenizer.post_processor = processors.TemplateProcessing(
        single=["$A", "</s>"], pair=["$A", "</s>", "$B", "</s>"], special_tokens=[("</s>", 2)]
    )
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    named = {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
    }
    config = {
        **named,
        "tokenizer_class": "PreTrainedTokenizerFast",
        "extra_special_tokens": ["<extra_id_0>"],
        "model_input_names": ["input_ids", "attention_mask"],
        "model_max_length": longest,
        "clean_up_tokenization_spaces": False,
    }
    for name, content in (("tokenizer_config.json", config), ("special_tokens_map.json", named)):
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return int(tokenizer.get_vocab_size())
