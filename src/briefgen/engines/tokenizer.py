"""What an engine needs of a checkpoint's tokenizer, and transformers' tokenizers behind it.

The other implementation reads the same files without transformers: `ct2.tokenizer`.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from briefgen.engines.families import Code

_SAYS_NO_LIMIT = 10**9
"""transformers writes 10^30 where a tokenizer does not say how long an input may be."""


class Tokenizer(Protocol):
    """From text to ids and back, for one checkpoint."""

    @property
    def size(self) -> int:
        """How many tokens it knows."""

    @property
    def end_token(self) -> int | None:
        """The id that ends a text."""

    @property
    def pad_token(self) -> int | None:
        """The id that fills a row up."""

    @property
    def unknown_token(self) -> int | None:
        """The id of what the tokenizer has no piece for."""

    @property
    def max_tokens(self) -> int | None:
        """How long an input may be, where the tokenizer's files say so."""

    @property
    def special_tokens(self) -> frozenset[str]:
        """Tokens that are no text."""

    @property
    def languages(self) -> tuple[str | None, str | None]:
        """What the files of a fixed pair say of its source and its target."""

    def encode(self, text: str, language: Code | None, limit: int | None = None) -> list[int]:
        """Ids of a text with its special tokens.

        Args:
            text: what is to be read; special tokens in it are taken as such.
            language: what is named before the text, or after it, as the family wants; or nothing.
            limit: how many ids there may be; what is over is cut from the text's end.
        """

    def decode(self, ids: Sequence[int]) -> str:
        """Text of some ids, special ones left out, the rest as it is written: ZWNJ too."""

    def id_of(self, token: str) -> int | None:
        """The id of a token, or None where there is no such token."""

    def token_of(self, id: int) -> str:
        """The token of an id."""


class TransformersTokenizer:
    """A tokenizer that transformers has loaded; a `Tokenizer`.

    Not for several threads at once: it is told the source's language before it reads.
    """

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    @property
    def size(self) -> int:
        """How many tokens it knows."""
        return len(self._tokenizer)

    @property
    def end_token(self) -> int | None:
        """The id that ends a text."""
        return _whole(self._tokenizer.eos_token_id)

    @property
    def pad_token(self) -> int | None:
        """The id that fills a row up."""
        return _whole(self._tokenizer.pad_token_id)

    @property
    def unknown_token(self) -> int | None:
        """The id of what the tokenizer has no piece for."""
        return _whole(self._tokenizer.unk_token_id)

    @property
    def max_tokens(self) -> int | None:
        """How long an input may be, where the tokenizer's files say so."""
        said = _whole(self._tokenizer.model_max_length)
        return said if said and said < _SAYS_NO_LIMIT else None

    @property
    def special_tokens(self) -> frozenset[str]:
        """Tokens that are no text."""
        return frozenset(str(token) for token in self._tokenizer.all_special_tokens)

    @property
    def languages(self) -> tuple[str | None, str | None]:
        """What the files of a fixed pair say of its source and its target."""
        source, target = (
            getattr(self._tokenizer, name, None) for name in ("source_lang", "target_lang")
        )
        return (str(source) if source else None, str(target) if target else None)

    def encode(self, text: str, language: Code | None, limit: int | None = None) -> list[int]:
        """Ids of a text with its special tokens; see `Tokenizer.encode`."""
        if language is not None:
            self._tokenizer.src_lang = language.name
        cut = {} if limit is None else {"truncation": True, "max_length": limit}
        ids: list[int] = self._tokenizer(text, verbose=False, **cut)["input_ids"]
        return ids

    def decode(self, ids: Sequence[int]) -> str:
        """Text of some ids, special ones left out, the rest as it is written: ZWNJ too."""
        text = self._tokenizer.decode(
            list(ids), skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return str(text).strip()

    def id_of(self, token: str) -> int | None:
        """The id of a token; one that is not known would be answered with that of `<unk>`."""
        found = _whole(self._tokenizer.convert_tokens_to_ids(token))
        if found is None or found == self._tokenizer.unk_token_id:
            return None
        return found if self.token_of(found) == token else None

    def token_of(self, id: int) -> str:
        """The token of an id."""
        return str(self._tokenizer.convert_ids_to_tokens(id))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
