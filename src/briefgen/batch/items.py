"""What a batch is made of: items before, and what became of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from briefgen.errors import SourceError, SourceFormatError
from briefgen.records import Article, Brief
from briefgen.sources.jsonl import read_jsonl
from briefgen.store.files import sha256_of

Kind: TypeAlias = Literal["file", "url", "line", "broken"]
State: TypeAlias = Literal["pending", "done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One article to be.

    Attributes:
        key: what it is known by from run to run: the absolute path, the address, or the absolute
            path of a `.jsonl` with the number of the line.
        source: as the user wrote it; the brief names it.
        base: the wished name of its files, without ending.
        kind: a file, an address, a line of a `.jsonl`, or an input that is wrong in itself.
        line: number of the line, from 1.
        offset: where the line begins in its file, in bytes.
        length: of the line, in bytes.
        problem: what is wrong with a `broken` one, for the user.
    """

    key: str
    source: str
    base: str
    kind: Kind
    line: int = 0
    offset: int = 0
    length: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An item that is to be done now.

    Attributes:
        id: its number in the manifest.
        item: the item.
        name: of its files, without ending; no other item of the folder has it.
        endings: of its files, a document each.
    """

    id: int
    item: Item
    name: str
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an index says of a brief; `errors` and `warnings` count its flags."""

    title: str
    language: str
    words: int
    errors: int
    warnings: int
    created: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of a task: documents by ending and facts, or `error` where it failed."""

    task: Task
    documents: Mapping[str, bytes] | None = None
    facts: Facts | None = None
    error: str = ""
    seconds: float = 0.0


def facts_of(brief: Brief) -> Facts:
    """What the index says of a brief of one article."""
    article = brief.articles[0]
    return Facts(
        title=article.title,
        language=article.language,
        words=brief.summaries[0].words,
        errors=brief.checks.errors,
        warnings=brief.checks.warnings,
        created=brief.created,
    )


def input_sha256(item: Item) -> str:
    """The SHA-256 of an item's own bytes; empty where it has none here, or cannot be read."""
    if item.kind in ("url", "broken"):
        return ""
    try:
        if item.kind == "line":
            return hashlib.sha256(_line(item)).hexdigest()
        path = Path(item.source)
        return sha256_of(path) if path.is_file() else ""
    except (OSError, ValueError):
        return ""


def read_line(item: Item) -> Article:
    """The article of a line of a `.jsonl`, under the id `a1`.

    Raises:
        SourceError: the line is not an article, or the file has gone.
    """
    try:
        data = _line(item)
    except OSError as error:
        raise SourceFormatError(
            f"{item.source}: the file cannot be read ({error.strerror}); check the path"
        ) from error
    for found in read_jsonl(data, source=_path(item), line=item.line):
        if isinstance(found, SourceError):
            raise found
        return found
    raise SourceFormatError(f"{item.source} has changed meanwhile: run the batch again")


def _path(item: Item) -> str:
    return item.source.rpartition(":")[0]


def _line(item: Item) -> bytes:
    with Path(_path(item)).open("rb") as stream:
        stream.seek(item.offset)
        return stream.read(item.length)
