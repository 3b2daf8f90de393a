"""The nouns of the translation memory: an entry, counts of entries, a report of an import."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from briefgen.records import ModelInfo

Origin: TypeAlias = Literal["model", "human", "import"]

# White space that a file or a terminal may have put there; a no-break space is the author's own.
_SPACES = re.compile(r"[ \t\r\n]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")  # neither UTF-8 nor SQLite has half a character


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One remembered translation.

    Attributes:
        sentence: the text that was translated, as `fold` writes it.
        source: language of the sentence: briefgen's code where it has one, else ISO 639-1.
        target: briefgen's code of the language of `text`.
        text: the translation.
        origin: `human` for a correction, `import` for what came in a TMX file of others: both hold
            for every model. `model` holds for the model, revision and settings that it names.
        score: mean log-probability a token (natural logarithm); 0 where no model wrote the text.
        model: id of the checkpoint; empty where no model wrote the text.
        revision: of the checkpoint; empty where no model wrote the text.
        settings: what else the text depends on, as `settings_key` writes it.
        flawed: the checks found an error when the text was stored. It is kept so that a later
            correction can be told from it, and never given out again.
        created: ISO 8601, UTC.
        notes: code and detail of each flag that tells what was replaced in the model's words: the
            text no longer shows it.
        carried: notes, props and attributes of the TMX unit that it came from, as JSON; empty
            where there are none. Only `memory.tmx` reads it.
    """

    sentence: str
    source: str
    target: str
    text: str
    origin: Origin
    score: float = 0.0
    model: str = ""
    revision: str = ""
    settings: str = ""
    flawed: bool = False
    created: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    carried: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCount:
    """Entries of one pair of languages, by origin."""

    source: str
    target: str
    human: int
    imported: int
    model: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCount:
    """Entries that one checkpoint wrote."""

    model: str
    revision: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What a memory holds.

    Attributes:
        human: corrections.
        imported: entries from TMX files of others.
        model: entries that models wrote, flawed ones included.
        flawed: of those, how many are kept for comparison only.
        max_model_entries: how many of those it keeps at most.
        size_bytes: of its file and of the log beside it.
        pairs: by source, then target.
        models: by id, then revision.
    """

    human: int
    imported: int
    model: int
    flawed: int
    max_model_entries: int
    size_bytes: int
    pairs: tuple[PairCount, ...] = ()
    models: tuple[ModelCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of a file.

    Attributes:
        file: as the user named it.
        read: units of a TMX file, or translated sentences of a brief.
        taken: translations that now stand in the memory. A TMX unit may hold several.
        skipped: how many were not taken, by reason in words.
    """

    file: str
    read: int
    taken: int
    skipped: Mapping[str, int] = field(default_factory=dict)


def fold(text: str) -> str:
    r"""Write a text the way the memory compares it: NFC, each run of white space one space.

    No-break spaces, ZWNJ, letters and digits stay as they are.

    >>> fold(" Two\n lines ")
    'Two lines'
    """
    return clean(unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip(" ")))


def clean(text: str) -> str:
    """A text without halves of characters, which a file cannot hold; all else stays."""
    return _SURROGATE.sub("\ufffd", text)


def settings_key(settings: Mapping[str, object]) -> str:
    """Write settings as one text that is the same for the same settings.

    Args:
        settings: by name; values whose `str` tells them apart.

    >>> settings_key({"digits": "native", "beams": 4})
    'beams=4;digits=native'
    """
    return ";".join(f"{name}={settings[name]}" for name in sorted(settings))


def revision_key(info: ModelInfo) -> str:
    """What tells one state of a checkpoint from another.

    Args:
        info: a checkpoint that is loaded, or that a brief names.

    Returns:
        Its commit; for a folder, whose files may change under the same name, a digest of their
        checksums.
    """
    if info.revision not in {"", "local"} or not info.files:
        return info.revision
    listed = "".join(f"{name} {info.files[name]}\n" for name in sorted(info.files))
    return f"local-{hashlib.sha256(listed.encode()).hexdigest()[:16]}"


def now() -> str:
    """This second, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
