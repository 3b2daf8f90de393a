"""The tables of a manifest, and their rows as records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefgen.batch.items import Facts, Item, State, Task

VERSION = 1
APPLICATION = 0x62726231  # "brb1"
TABLES = (
    """
    CREATE TABLE items (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE,
        source BLOB NOT NULL, kind TEXT NOT NULL,
        line INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL,
        problem TEXT NOT NULL,
        run INTEGER NOT NULL DEFAULT 0, position INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL DEFAULT 'pending', team INTEGER,
        input TEXT NOT NULL DEFAULT '', identity TEXT NOT NULL DEFAULT '',
        endings TEXT NOT NULL DEFAULT '', error TEXT NOT NULL DEFAULT '',
        again INTEGER NOT NULL DEFAULT 0,
        day TEXT NOT NULL DEFAULT '',
        title TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '',
        words INTEGER NOT NULL DEFAULT 0, errors INTEGER NOT NULL DEFAULT 0,
        warnings INTEGER NOT NULL DEFAULT 0, created TEXT NOT NULL DEFAULT '')
    """,
    "CREATE INDEX items_by_run ON items (run, position)",
    "CREATE INDEX items_by_team ON items (team)",
    """
    CREATE TABLE files (
        path TEXT NOT NULL, sha256 TEXT NOT NULL, item INTEGER,
        UNIQUE (path, sha256))
    """,
    "CREATE INDEX files_by_item ON files (item)",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
)


TASK_COLUMNS = "id, key, source, kind, line, offset, length, problem, name, endings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item as an index shows it.

    Attributes:
        source: as the user wrote it.
        name: of its files.
        state: `pending`, `done` or `failed`.
        files: that stand for it now, relative to the folder.
        facts: of its brief; None where there is none.
        error: why it failed.
        day: on which its brief was asked for.
    """

    source: str
    name: str
    state: State
    files: tuple[str, ...]
    facts: Facts | None
    error: str
    day: str


def task_of(row: Sequence[Any]) -> Task:
    """A task from its columns, in the order of `TASK_COLUMNS`."""
    id, key, source, kind, line, offset, length, problem, name, endings = row
    return Task(
        id=id,
        item=Item(
            key=key,
            source=source_of(source),
            base=name,
            kind=kind,
            line=line,
            offset=offset,
            length=length,
            problem=problem,
        ),
        name=name,
        endings=tuple(endings.split(",")),
    )


def text_of(text: str) -> str:
    """A text as SQLite can hold it: a path that is not UTF-8 has halves of surrogate pairs."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def blob_of(text: str) -> bytes:
    """Any path, exactly."""
    return text.encode("utf-8", "surrogatepass")


def source_of(blob: bytes) -> str:
    """What `blob_of` was given."""
    return blob.decode("utf-8", "surrogatepass")
