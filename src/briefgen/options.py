"""What a user may choose, one dataclass a stage, checked when it is made.

Nothing here reads files or the environment: `config` does, and the command line.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args

from briefgen.errors import UsageError
from briefgen.records import Length

Style: TypeAlias = Literal["prose", "bullets"]
Digits: TypeAlias = Literal["native", "latin"]
AfghanWords: TypeAlias = Literal["none", "months", "all"]
Calendar: TypeAlias = Literal["gregorian", "solar-hijri", "both"]
Layout: TypeAlias = Literal["stacked", "side-by-side"]
EngineName: TypeAlias = Literal["auto", "ct2", "torch"]

NAMED_LENGTHS: dict[str, tuple[int, int]] = {
    "flash": (15, 30),
    "short": (50, 70),
    "standard": (100, 140),
    "long": (220, 280),
}
"""Bounds in English words, both ends included."""

MAX_WORDS = 20_000
MAX_SENTENCES = 1_000
WORDS_TOLERANCE = 0.10


def _choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise UsageError(f"unknown {name} {value!r}: use one of {', '.join(choices)}")


def resolve_length(
    *,
    length: str | None = None,
    words: int | tuple[int, int] | str | None = None,
    sentences: int | None = None,
) -> Length:
    """Turn the three ways of asking for a length into one.

    Args:
        length: `flash`, `short`, `standard` or `long`; `standard` where nothing is given.
        words: N for N ± 10 %, a pair of bounds, or the texts `N` and `A-B`.
        sentences: how many sentences.

    Raises:
        UsageError: more than one is given, or the value cannot be.

    >>> resolve_length(words=60)
    Length(kind='words', min_words=54, max_words=66, sentences=None)
    """
    given = [
        name
        for name, value in (("length", length), ("words", words), ("sentences", sentences))
        if value is not None
    ]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} cannot be given together: choose one")
    if sentences is not None:
        if not 1 <= sentences <= MAX_SENTENCES:
            raise UsageError(f"sentences must be from 1 to {MAX_SENTENCES}, not {sentences}")
        return Length(kind="sentences", min_words=None, max_words=None, sentences=sentences)
    if words is not None:
        low, high = _word_bounds(words)
        return Length(kind="words", min_words=low, max_words=high)
    name = length if length is not None else "standard"
    _choice("length", name, tuple(NAMED_LENGTHS))
    low, high = NAMED_LENGTHS[name]
    return Length(kind=name, min_words=low, max_words=high)


def _word_bounds(words: int | tuple[int, int] | str) -> tuple[int, int]:
    if isinstance(words, str):
        found = re.fullmatch(r"\s*(\d{1,7})\s*(?:[-\u2013]\s*(\d{1,7})\s*)?", words)
        if found is None:
            raise UsageError(f"words must be a number or a range such as 50-70, not {words!r}")
        low_text, high_text = found.groups()
        words = int(low_text) if high_text is None else (int(low_text), int(high_text))
    if isinstance(words, int):
        slack = WORDS_TOLERANCE * words
        # Rounded inwards, so that the range never promises less than it says.
        low, high = -int(-(words - slack) // 1), int(words + slack + 1e-9)
        return _checked_bounds(low, high)
    return _checked_bounds(*words)


def _checked_bounds(low: int, high: int) -> tuple[int, int]:
    if low < 1 or high > MAX_WORDS:
        raise UsageError(f"words must be from 1 to {MAX_WORDS}, not {low}-{high}")
    if low > high:
        raise UsageError(f"the range of words {low}-{high} is upside down: write {high}-{low}")
    return low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryOptions:
    """How to summarise."""

    length: Length = field(default_factory=resolve_length)
    style: Style = "prose"

    def __post_init__(self) -> None:
        """Refuse an unknown style."""
        _choice("style", self.style, get_args(Style))


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationOptions:
    """How to translate.

    Attributes:
        beams: width of the beam search; 1 is greedy.
        digits: digits of the translations: the language's own, or Latin ones.
        afghan_words: what is replaced in Dari where a model writes as in Iran: the names of
            months, `all` for a few words more, or `none`.
    """

    beams: int = 4
    digits: Digits = "native"
    afghan_words: AfghanWords = "months"

    def __post_init__(self) -> None:
        """Refuse a beam that cannot be."""
        if not 1 <= self.beams <= 32:
            raise UsageError(f"beams must be from 1 to 32, not {self.beams}")
        _choice("digits", self.digits, get_args(Digits))
        _choice("afghan words", self.afghan_words, get_args(AfghanWords))


TEMPLATE_ENDINGS: dict[str, tuple[str, ...]] = {
    "docx": (".docx",),
    "html": (".html.j2", ".html.jinja", ".html"),
    "md": (".md.j2", ".md.jinja", ".md"),
}
"""The formats that take a template, each with how the name of one ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOptions:
    """How a brief becomes documents.

    Attributes:
        split: a document for each language instead of one with all of them.
        layout: languages one after another, or in columns where a format can (HTML and Word).
        template: a Word file, or a Jinja template of Markdown or HTML, named by its ending.

    Raises:
        UsageError: the layout is unknown, or the template's name ends in no format that takes one.
    """

    split: bool = False
    layout: Layout = "stacked"
    template: Path | None = None

    def __post_init__(self) -> None:
        _choice("layout", self.layout, get_args(Layout))
        if self.split and self.layout == "side-by-side":
            raise UsageError("a document of one language has no columns: leave out split or layout")
        if self.template is not None and not self.template_format:
            endings = ", ".join(ending for group in TEMPLATE_ENDINGS.values() for ending in group)
            raise UsageError(f"the template {self.template} ends in none of {endings}")

    @property
    def template_format(self) -> str:
        """The format that the template is for; empty where there is none."""
        name = "" if self.template is None else self.template.name.lower()
        fitting = (
            format_ for format_, endings in TEMPLATE_ENDINGS.items() if name.endswith(endings)
        )
        return next(fitting, "")

    def template_for(self, format: str) -> Path | None:
        """The template of a format, or None."""
        return self.template if self.template_format == format else None


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """Where the models run.

    Attributes:
        engine: `auto` chooses.
        device: such as `cpu`, `cuda`, `mps`; `auto` takes what the machine has.
        threads: 0 for the real cores.
        offline: never open a socket.
    """

    engine: EngineName = "auto"
    device: str = "auto"
    threads: int = 0
    offline: bool = False

    def __post_init__(self) -> None:
        """Refuse an unknown engine or a number of threads that cannot be."""
        _choice("engine", self.engine, get_args(EngineName))
        if not re.fullmatch(r"auto|cpu|mps|(cuda|xpu)(:\d+)?", self.device):
            raise UsageError(f"unknown device {self.device!r}: use auto, cpu, cuda, cuda:N or mps")
        if not 0 <= self.threads <= 1024:
            raise UsageError(f"threads must be from 0 to 1024, not {self.threads}")


def as_style(value: str) -> Style:
    """Narrow a user's text to a style; raises UsageError."""
    _choice("style", value, get_args(Style))
    return cast("Style", value)


def as_digits(value: str) -> Digits:
    """Narrow a user's text to a choice of digits; raises UsageError."""
    _choice("digits", value, get_args(Digits))
    return cast("Digits", value)


def as_calendar(value: str) -> Calendar:
    """Narrow a user's text to a calendar; raises UsageError."""
    _choice("calendar", value, get_args(Calendar))
    return cast("Calendar", value)


def as_engine(value: str) -> EngineName:
    """Narrow a user's text to an engine; raises UsageError."""
    _choice("engine", value, get_args(EngineName))
    return cast("EngineName", value)


def as_afghan_words(value: str) -> AfghanWords:
    """Narrow a user's text to a choice of Afghan words; raises UsageError."""
    _choice("afghan words", value, get_args(AfghanWords))
    return cast("AfghanWords", value)
