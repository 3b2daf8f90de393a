"""Trains the translator's SentencePiece model and writes a tokenizer folder in hub NLLB's layout.

NLLB's own model is of the BPE type, and transformers' ``NllbTokenizer`` builds nothing else. Ids:
``<s> <pad> </s> <unk>``, the pieces (SentencePiece's ids plus one), the language codes, ``<mask>``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import sentencepiece

from training.slots import Language

CODES: Final[Mapping[Language, str]] = {
    "en": "eng_Latn",
    "prs": "prs_Arab",
    "ps": "pbt_Arab",
    "ru": "rus_Cyrl",
}
SPECIALS: Final = ("<s>", "<pad>", "</s>", "<unk>")
OFFSET: Final = 1
MODEL_FILE: Final = "sentencepiece.bpe.model"
_NATIVE_DIGITS: Final = "۰۱۲۳۴۵۶۷۸۹"
# Letters and marks that other people's articles may hold, though the patterns may not.
_COVERED: Final = (
    "".join(map(chr, range(0x21, 0x7F)))
    + "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    + "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويىٱٹپټځڅچډړږژښکګگڼیېۍۀہھےۀ"
    + "ًٌٍَُِّْ،؛؟٪٫٬«»“”‘’„–—…№°€£•·é\u00a0\u200c\u200d\u202f"
)


def train_pieces(lines: Iterable[str], path: Path, pieces: int) -> None:
    """Trains a BPE model of ``pieces`` pieces on ``lines`` and writes it to ``path``."""
    text = path.with_suffix(".txt")
    text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(path.with_suffix("")),
        model_type="bpe",
        vocab_size=pieces,
        # Any other rule would turn the zero-width non-joiner of Dari into a space.
        normalization_rule_name="identity",
        split_digits=True,
        # split_digits knows no native digits: as symbols of their own they join no piece.
        user_defined_symbols=list(_NATIVE_DIGITS),
        required_chars=_COVERED,
        character_coverage=1.0,
        byte_fallback=False,
        unk_id=0,
        bos_id=1,
        eos_id=2,
        pad_id=-1,
        num_threads=2,
        minloglevel=2,
    )
    text.unlink()
    _forget_paths(path)


def _forget_paths(path: Path) -> None:
    """Takes out of a model where on this machine it was made."""
    schema: Any = import_module("sentencepiece.sentencepiece_model_pb2")  # made by protoc
    model = schema.ModelProto()
    model.ParseFromString(path.read_bytes())
    model.trainer_spec.ClearField("input")
    model.trainer_spec.ClearField("model_prefix")
    path.write_bytes(model.SerializeToString())


def _merges(pieces: Mapping[str, int]) -> list[tuple[str, str]]:
    """The merges that make each piece, in the order in which SentencePiece prefers them."""
    merges: list[tuple[str, str]] = []
    for piece in sorted(pieces, key=pieces.__getitem__):
        halves = [(piece[:i], piece[i:]) for i in range(1, len(piece))]
        pairs = [(a, b) for a, b in halves if a in pieces and b in pieces]
        merges += sorted(pairs, key=lambda pair: (pieces[pair[0]], pieces[pair[1]]))
    return merges


def write_folder(model: Path, folder: Path) -> None:
    """Writes the tokenizer's files into ``folder``.

    Args:
        model: a SentencePiece model as ``train_pieces`` makes it.
        folder: where a model of transformers' M2M100 class is or will be saved.
    """
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

    processor = sentencepiece.SentencePieceProcessor(model_file=str(model))
    pieces = {processor.id_to_piece(i): i for i in range(3, processor.get_piece_size())}
    names = [*SPECIALS, *pieces, *CODES.values(), "<mask>"]
    vocabulary = {name: i for i, name in enumerate(names)}
    tokenizer = Tokenizer(
        models.BPE(
            vocab=vocabulary,
            merges=_merges({p: i for p, i in pieces.items() if p not in _NATIVE_DIGITS}),
            unk_token="<unk>",  # noqa: S106 - no password
            fuse_unk=True,
            byte_fallback=False,
        )
    )
    metaspace: dict[str, Any] = {"replacement": "▁", "prepend_scheme": "always", "split": True}
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(**metaspace)
    tokenizer.decoder = decoders.Metaspace(**metaspace)
    tokenizer.add_special_tokens(
        [AddedToken(n, special=True, normalized=False) for n in (*SPECIALS, *CODES.values())]
        + [AddedToken("<mask>", special=True, lstrip=True, normalized=True)]
    )
    source = CODES["en"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=[source, "$A", "</s>"],
        pair=[source, "$A", "$B", "</s>"],
        special_tokens=[(source, vocabulary[source]), ("</s>", vocabulary["</s>"])],
    )
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / MODEL_FILE).write_bytes(model.read_bytes())
    named: dict[str, Any] = {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "cls_token": "<s>",
        "mask_token": "<mask>",
    }
    # Without this list transformers would add some 200 codes that the model does not know.
    codes = list(CODES.values())
    config = {
        **named,
        "tokenizer_class": "NllbTokenizer",
        "src_lang": source,
        "tgt_lang": None,
        "legacy_behaviour": False,
        "extra_special_tokens": codes,
        "model_max_length": 512,
        "clean_up_tokenization_spaces": False,
    }
    for name, content in (
        ("tokenizer_config.json", config),
        ("special_tokens_map.json", {**named, "additional_special_tokens": codes}),
    ):
        text = json.dumps(content, ensure_ascii=False, indent=2)
        (folder / name).write_text(text + "\n", encoding="utf-8")


def check_folder(folder: Path, lines: Iterable[str]) -> None:
    """Checks that transformers' tokenizer and SentencePiece agree on every line.

    Raises:
        ValueError: ids or text differ, or there is another language code than the four.
    """
    from transformers import AutoTokenizer

    tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), src_lang=CODES["en"])
    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / MODEL_FILE))
    size = processor.get_piece_size() + OFFSET + len(CODES) + 1
    if len(tokenizer) != size:
        raise ValueError(f"the tokenizer has {len(tokenizer)} entries, not {size}")
    head: int = tokenizer.convert_tokens_to_ids(CODES["en"])
    for line in lines:
        ids = tokenizer(line)["input_ids"]
        expected = [i + OFFSET if i else 3 for i in processor.encode(line)]
        if ids != [head, *expected, 2]:
            raise ValueError(f"ids differ: {line}")
        if 3 not in ids and tokenizer.decode(ids, skip_special_tokens=True) != line:
            raise ValueError(f"text differs: {line}")
