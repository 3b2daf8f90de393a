"""What a checkpoint's tokenizer knows: its languages, and the way from text to tokens and back.

It takes a loaded tokenizer and imports neither torch nor transformers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from briefgen.engines.base import Decoding, Request
from briefgen.engines.families import Code, Family, first_limit
from briefgen.engines.tokenizer import Tokenizer
from briefgen.errors import CheckpointError, UnsupportedLanguageError, UsageError
from briefgen.languages import LANGUAGES, language_name, resolve_source

_NAMED = 12
"""Languages that an error names at most."""

_WORD_MARKS = ("▁", "Ġ", " ")
"""How a piece that begins with a space is written: SentencePiece, byte-level BPE, plain."""


_PLAIN_SIGNS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "…": "..."}
    | dict.fromkeys("‐‑‒–—―", "-")
    | dict.fromkeys("\u00a0\u202f\u2009", " ")
)
"""What a source is written with where its own signs have no piece; as NLLB's quotes and dashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A source that the model can read.

    Attributes:
        tokens: ids, special ones included.
        truncated: the text was longer than the model reads.
        target_token: id of the language wanted, for families that are told it in the decoder.
    """

    tokens: tuple[int, ...]
    truncated: bool
    target_token: int | None


class Vocabulary:
    """The tokenizer of one checkpoint.

    Not for several threads at once: a tokenizer may be told the source's language before it reads.

    Args:
        tokenizer: the loaded tokenizer.
        family: the checkpoint's row of the table.
        config: its `config.json`.
        rows: how many tokens the model has embeddings for.
        name: what errors call the checkpoint.

    Raises:
        CheckpointError: the config does not say how much the model reads, or ends its texts with
            another token than the tokenizer.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        *,
        family: Family,
        config: Mapping[str, object],
        rows: int,
        name: str,
    ) -> None:
        self._tokenizer = tokenizer
        self._family = family
        self._config = config
        self._rows = rows
        self._name = name
        self._special = self._special_pattern()
        self.max_source_tokens = self._source_limit()
        if config.get("eos_token_id", tokenizer.end_token) != tokenizer.end_token:
            raise self._foreign()
        known = {code: self._find_code(code) for code in family.codes}
        self._sources = {code: found for code, found in known.items() if found is not None}
        self._targets = {code: found for code, found in self._sources.items() if code in LANGUAGES}
        tells = family.source_named or family.language == "source-token"
        self._any_language = next(iter(self._sources.values()), None) if tells else None

    @property
    def codes(self) -> dict[str, str]:
        """The checkpoint's code of each briefgen language that can be asked of it."""
        return {code: found.name for code, found in self._targets.items()}

    @property
    def pad_token(self) -> int | None:
        """The id that fills a row up, where the tokenizer has one."""
        return self._tokenizer.pad_token

    @property
    def unknown_token(self) -> int | None:
        """The id of what there is no piece for.

        Neither engine lets a model write it: what it would stand for would be missing from the
        text without a word.
        """
        return self._tokenizer.unknown_token

    def check_target(self, code: str) -> None:
        """Refuse a language that the checkpoint cannot write.

        Raises:
            UnsupportedLanguageError: the tokenizer has no token for it, or the model no row.
        """
        if code in self._targets:
            return
        tried = ", ".join(choice.name for choice in self._family.codes.get(code, ()))
        known = ", ".join(self._targets)
        raise UnsupportedLanguageError(
            f"{self._name} cannot write {code!r}"
            + (f": its tokenizer does not know {tried}" if tried else "")
            + (f"; it knows {known}" if known else "; it does not translate")
        )

    def check_source(self, code: str) -> None:
        """Refuse a language that the checkpoint cannot be told it reads.

        Raises:
            UnsupportedLanguageError: the tokenizer has no token for it, or the pair is another.
        """
        if self._family.language == "fixed":
            said = self._fixed("source", r"-([a-z_]+)-[a-z_]+$")
            names = [choice.name for choice in self._family.codes.get(code, ())]
            if said is None or said in names or _is_called(said, code):
                return
            known = [said]
        elif not self._family.source_named or code in self._sources:
            return
        else:
            known = list(self._sources)
        more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
        raise UnsupportedLanguageError(
            f"{self._name} cannot read {language_name(code)} ({code}): its tokenizer has no code of"
            f" that language; it has {', '.join(known[:_NAMED])}{more}"
        )

    def admitted(self, requests: Sequence[Request], decoding: Decoding) -> list[Request]:
        """The different ones among some requests, once each is known to be possible.

        Raises:
            UnsupportedLanguageError: one names a language that the checkpoint lacks.
            UsageError: more hypotheses are asked for than there are beams.
        """
        if not 1 <= decoding.hypotheses <= decoding.beams:
            raise UsageError(
                f"{decoding.hypotheses} hypotheses cannot be had from {decoding.beams} beams"
            )
        unique = list(dict.fromkeys(requests))
        for request in unique:
            if request.target is not None:
                self.check_target(request.target)
            if request.source is not None:
                self.check_source(request.source)
        return unique

    def encode(self, request: Request) -> Encoded:
        """Tokens of a request, whose languages have been checked.

        What is longer than the model reads is cut at the end, and the special tokens kept.

        Raises:
            CheckpointError: the tokenizer writes tokens that the model has no row for.
        """
        text = self._plain(request.text)
        target = self._targets[request.target] if request.target is not None else None
        token: int | None = None
        named = self._sources[request.source or "en"] if self._family.source_named else None
        if target is not None:
            match self._family.language:
                case "first-token" | "decoder-start":
                    token = self._token_id(target.written)
                case "source-token":
                    named = target
                case "input-prefix":
                    text = f"{target.written} {text}"
        ids = self._tokenizer.encode(text, named)
        if self.unknown_token in ids:
            text = text.translate(_PLAIN_SIGNS)
            ids = self._tokenizer.encode(text, named)
        truncated = len(ids) > self.max_source_tokens
        if truncated:
            ids = self._tokenizer.encode(text, named, self.max_source_tokens)
        if max(ids, default=0) >= self._rows:
            raise self._foreign()
        return Encoded(tokens=tuple(ids), truncated=truncated, target_token=token)

    def count(self, text: str) -> int:
        """Length of a text in tokens, special ones included, but for a language's prefix."""
        return len(self._tokenizer.encode(self._plain(text), self._any_language))

    def decode(self, tokens: Sequence[int]) -> str:
        """Text of some tokens, special ones left out, the rest as it is written: ZWNJ too."""
        return self._tokenizer.decode(tokens)

    @property
    def end_token(self) -> int:
        """The id that ends a text.

        Raises:
            CheckpointError: the tokenizer has none.
        """
        found = self._tokenizer.end_token
        if found is None:
            raise self._foreign()
        return found

    def id_of(self, token: str) -> int:
        """The id of a token that the model has written.

        Raises:
            CheckpointError: the tokenizer does not know it.
        """
        found = self._tokenizer.id_of(token)
        if found is None:
            raise self._foreign()
        return found

    def token_of(self, id: int) -> str:
        """The token of an id."""
        return self._tokenizer.token_of(id)

    def beginnings(self) -> list[bool]:
        """Whether each token, by its id, begins with a space."""
        pieces = (self._tokenizer.token_of(id) for id in range(self._tokenizer.size))
        return [piece.startswith(_WORD_MARKS) for piece in pieces]

    def _foreign(self) -> CheckpointError:
        return CheckpointError(
            f"{self._name}: its tokenizer and its weights do not belong together:"
            " install the checkpoint again"
        )

    def _source_limit(self) -> int:
        limit = first_limit(self._config, self._family.source_limits, self._family.trained_tokens)
        said = self._tokenizer.max_tokens
        return limit if said is None else min(limit, said)

    def _special_pattern(self) -> re.Pattern[str] | None:
        tokens = set(self._tokenizer.special_tokens)
        if self._family.language != "fixed":  # its codes are names of languages, not tokens
            tokens |= {code.written for some in self._family.codes.values() for code in some}
        long = sorted((re.escape(token) for token in tokens if len(token) > 1), key=len)
        return re.compile("|".join(reversed(long))) if long else None

    def _plain(self, text: str) -> str:
        """The text, with what the tokenizer would take for one of its special tokens broken up."""
        if self._special is None:
            return text
        return self._special.sub(lambda found: f"{found[0][0]} {found[0][1:]}", text)

    def _find_code(self, language: str) -> Code | None:
        """The checkpoint's own code of a language: the first that its tokenizer really knows."""
        for code in self._family.codes.get(language, ()):
            if self._family.language == "fixed":
                if self._fixed("target", r"-([a-z_]+)$") == code.name:
                    return code
            elif self._token_id(code.written) is not None:
                return code
        return None

    def _fixed(self, end: Literal["source", "target"], in_name: str) -> str | None:
        """A language of a fixed pair: as the tokenizer says it, else as the id ends (`en-ru`)."""
        source, target = self._tokenizer.languages
        said = source if end == "source" else target
        if said:
            return said
        found = re.search(in_name, self._name)
        return found[1] if found else None

    def _token_id(self, token: str) -> int | None:
        """The id of a token, or None where the tokenizer or the model does not have it.

        A tokenizer that knows more languages than the model has ids that the model has no row for.
        """
        found = self._tokenizer.id_of(token)
        if found is None or found >= self._rows:
            return None
        if self._family.language == "input-prefix" and found not in self._tokenizer.encode(
            f"{token} a", None
        ):
            return None  # it is a token, but what is read makes other pieces of it
        return found


def _is_called(name: str, code: str) -> bool:
    """Whether a checkpoint's name of a language, such as `de` or `deu`, is that of a language."""
    try:
        return resolve_source(name) == code
    except UsageError:
        return False
