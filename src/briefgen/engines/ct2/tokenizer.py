"""A checkpoint's tokenizer, read from its files without transformers.

`sentencepiece.bpe.model` and its kin are read by SentencePiece, which the checkpoints were trained
with and which takes a fraction of the time and the memory; where there is none, `tokenizer.json` is
read by the library tokenizers. What stands around a text is the family's (`families.Family.before`
and `after`); ids are the rows of the model's vocabulary.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from briefgen.engines.families import Code, Family
from briefgen.errors import CheckpointError

_GENERIC = ("PreTrainedTokenizerFast", "TokenizersBackend")
_NEVER_TEXT = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_LANGUAGE = re.compile(r"[a-z]{2,3}_[A-Z][A-Za-z]{1,3}|__[a-z]{2,3}__|>>[a-zA-Z_]+<<")
_SAYS_NO_LIMIT = 10**9
_OPUS_MANY = "marian-many"
_END = "</s>"
_UNKNOWN = "<unk>"
_PAD = "<pad>"


class _Pieces(Protocol):
    """From text to pieces and back."""

    def split(self, text: str) -> list[str]:
        """Pieces of a text."""

    def join(self, pieces: Sequence[str]) -> str:
        """Text of pieces, none of them special."""


class FileTokenizer:
    """A tokenizer read from a checkpoint's files; a `Tokenizer`.

    Args:
        folder: with the tokenizer's files.
        family: the checkpoint's row of the table.
        vocabulary: tokens of the encoder, by id.
        id: what errors call the checkpoint.

    Raises:
        CheckpointError: a file is missing or damaged.
    """

    def __init__(self, folder: Path, *, family: Family, vocabulary: Sequence[str], id: str) -> None:
        self._family = family
        self._vocabulary = tuple(vocabulary)
        self._ids = {token: number for number, token in enumerate(self._vocabulary)}
        self._settings = _read_settings(folder, id)
        self._special = frozenset(_NEVER_TEXT).intersection(self._ids) | {
            token for token in self._vocabulary if _LANGUAGE.fullmatch(token)
        }
        self._framed = False
        self._pieces = self._read_pieces(folder, id)

    @property
    def size(self) -> int:
        """How many tokens it knows."""
        return len(self._vocabulary)

    @property
    def end_token(self) -> int | None:
        """The id that ends a text."""
        return self._ids.get(_END)

    @property
    def pad_token(self) -> int | None:
        """The id that fills a row up."""
        return self._ids.get(_PAD)

    @property
    def unknown_token(self) -> int | None:
        """The id of what the tokenizer has no piece for."""
        return self._ids.get(_UNKNOWN)

    @property
    def max_tokens(self) -> int | None:
        """How long an input may be, where the tokenizer's files say so."""
        said = self._settings.get("model_max_length")
        return int(said) if isinstance(said, (int, float)) and 0 < said < _SAYS_NO_LIMIT else None

    @property
    def special_tokens(self) -> frozenset[str]:
        """Tokens that are no text."""
        return self._special

    @property
    def languages(self) -> tuple[str | None, str | None]:
        """What the files of a fixed pair say of its source and its target."""
        source, target = (self._settings.get(f"{end}_lang") for end in ("source", "target"))
        return (str(source) if source else None, str(target) if target else None)

    def encode(self, text: str, language: Code | None, limit: int | None = None) -> list[int]:
        """Ids of a text with its special tokens; see `Tokenizer.encode`."""
        code = "" if language is None else language.written
        prefix, text = self._language_prefix(text)
        unknown = self._ids.get(_UNKNOWN, 0)
        ids = [*prefix, *(self._ids.get(piece, unknown) for piece in self._pieces.split(text))]
        if self._framed:  # the tokenizer's file has put its own special tokens around the text
            fits = limit is None or len(ids) <= limit
            return ids if fits else [*ids[: (limit or 1) - 1], ids[-1]]
        before, after = (
            [self._ids[token] for token in frame.format(code).split() if token in self._ids]
            for frame in (self._family.before, self._family.after)
        )
        room = len(ids) if limit is None else max(0, limit - len(before) - len(after))
        return [*before, *ids[:room], *after]

    def decode(self, ids: Sequence[int]) -> str:
        """Text of some ids, special ones left out, the rest as it is written: ZWNJ too."""
        pieces = [self._vocabulary[id] for id in ids]
        return self._pieces.join([piece for piece in pieces if piece not in self._special]).strip()

    def id_of(self, token: str) -> int | None:
        """The id of a token, or None where there is no such token."""
        return self._ids.get(token)

    def token_of(self, id: int) -> str:
        """The token of an id."""
        return self._vocabulary[id]

    def _language_prefix(self, text: str) -> tuple[list[int], str]:
        """OPUS-MT's `>>rus<<` before a text, which SentencePiece would cut up."""
        found = re.match(r"(>>[a-zA-Z_]+<<) ?", text) if self._family.name == _OPUS_MANY else None
        if found is None or found[1] not in self._ids:
            return [], text
        return [self._ids[found[1]]], text[found.end() :]

    def _read_pieces(self, folder: Path, id: str) -> _Pieces:
        try:
            files = _sentencepiece_files(folder)
            named = self._settings.get("tokenizer_class")
            if files is not None and named not in _GENERIC:
                return _SentencePieces(*files)
            whole = _WholePieces(folder / "tokenizer.json")
            self._framed = named in _GENERIC and not self._family.source_named
            whole.framed = self._framed
            self._special |= whole.special & frozenset(self._ids)
            return whole
        except FileNotFoundError as error:
            raise CheckpointError(
                f"{id}: neither tokenizer.json nor a SentencePiece model is in {folder}:"
                " install the checkpoint again"
            ) from error
        except Exception as error:  # both libraries raise bare errors for a damaged file
            raise CheckpointError(
                f"{id}: its tokenizer cannot be read ({str(error)[:160]}):"
                " install the checkpoint again"
            ) from error


class _WholePieces:
    """`tokenizer.json`, by the library tokenizers."""

    def __init__(self, path: Path) -> None:
        from tokenizers import Tokenizer

        if not path.is_file():
            raise FileNotFoundError(path)
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.framed = False
        self.special = frozenset(
            token.content
            for token in self._tokenizer.get_added_tokens_decoder().values()
            if token.special
        )

    def split(self, text: str) -> list[str]:
        encoded = self._tokenizer.encode(text, add_special_tokens=self.framed)
        return list(encoded.tokens)

    def join(self, pieces: Sequence[str]) -> str:
        ids = [self._tokenizer.token_to_id(piece) for piece in pieces]
        known = [id for id in ids if id is not None]
        return str(self._tokenizer.decode(known, skip_special_tokens=True))


class _SentencePieces:
    """SentencePiece's own files: one for both ends, or one for each."""

    def __init__(self, source: Path, target: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._source = SentencePieceProcessor(model_file=str(source))
        self._target = (
            self._source if target == source else SentencePieceProcessor(model_file=str(target))
        )

    def split(self, text: str) -> list[str]:
        return list(self._source.encode(text, out_type=str))

    def join(self, pieces: Sequence[str]) -> str:
        return str(self._target.decode(list(pieces))).replace("▁", " ")


def _sentencepiece_files(folder: Path) -> tuple[Path, Path] | None:
    """The models for the source and for the target, one for most; None where there are none."""
    if (folder / "source.spm").is_file() and (folder / "target.spm").is_file():
        return folder / "source.spm", folder / "target.spm"
    for name in ("sentencepiece.bpe.model", "spiece.model", "sentencepiece.model"):
        if (folder / name).is_file():
            return folder / name, folder / name
    return None


def _read_settings(folder: Path, id: str) -> Mapping[str, Any]:
    path = folder / "tokenizer_config.json"
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"{id}: {path.name} is damaged: install it again") from error
    return content if isinstance(content, dict) else {}
