"""The memory's file: how it is opened, what is in it, and what its errors mean to a user.

The file is in SQLite's WAL mode: readers never wait, writers wait for each other, and a process
that is killed leaves at most an unfinished transaction that the next one ignores. `synchronous` is
FULL, one flush to the disk for each transaction: with NORMAL a power cut may take back what was
already reported as stored, and a person's correction cannot be computed again. A brief is one
transaction, so this costs some milliseconds a brief.
"""

import contextlib
import sqlite3
import time
from collections.abc import Generator
from pathlib import Path

from briefgen.errors import MemoryFileError

VERSION = 2
_APPLICATION = 0x62726D31  # "brm1": tells a memory from any other SQLite file

_TABLES = (
    # What people approved: one translation for a sentence, whatever the model.
    """
    CREATE TABLE approved (
        source TEXT NOT NULL, target TEXT NOT NULL, sentence TEXT NOT NULL,
        text TEXT NOT NULL,
        origin TEXT NOT NULL CHECK (origin IN ('human', 'import')),
        created TEXT NOT NULL,
        carried TEXT NOT NULL,
        UNIQUE (source, target, sentence))
    """,
    """
    CREATE TABLE makers (
        id INTEGER PRIMARY KEY,
        model TEXT NOT NULL, revision TEXT NOT NULL, settings TEXT NOT NULL,
        UNIQUE (model, revision, settings))
    """,
    # What models wrote; `used` is in seconds since 1970.
    """
    CREATE TABLE proposed (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL, target TEXT NOT NULL, sentence TEXT NOT NULL,
        maker INTEGER NOT NULL REFERENCES makers (id),
        text TEXT NOT NULL, score REAL NOT NULL, flawed INTEGER NOT NULL,
        created TEXT NOT NULL, used INTEGER NOT NULL, notes TEXT NOT NULL DEFAULT '',
        UNIQUE (source, target, sentence, maker))
    """,
    "CREATE INDEX proposed_by_use ON proposed (used, id)",
    "CREATE TABLE header (id INTEGER PRIMARY KEY CHECK (id = 1), content TEXT NOT NULL)",
)

_FROM_1 = "ALTER TABLE proposed ADD COLUMN notes TEXT NOT NULL DEFAULT ''"


def open_file(path: Path, *, timeout_s: float) -> sqlite3.Connection:
    """Open the memory's file, or begin one.

    Args:
        path: the file; folders above it are made.
        timeout_s: how long to wait for other processes.

    Returns:
        A connection in autocommit mode, which the caller closes.

    Raises:
        MemoryFileError: the file is damaged, is not a memory, was written by a newer briefgen, is
            held by another process for too long, or cannot be written where it is.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MemoryFileError(
            f"the folder {path.parent} of the translation memory cannot be made"
            f" ({error.strerror}): set BRIEFGEN_HOME to a folder that can be written"
        ) from error
    with speaking(path):
        connection = sqlite3.connect(
            path, timeout=timeout_s, isolation_level=None, check_same_thread=False
        )
        try:
            if not _is_memory(connection, path):
                _begin(connection, path, timeout_s)
            _bring_up(connection)
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
    return connection


def _is_memory(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file is a memory of this version; False for an empty one.

    Nothing is written until this is known: the file may be somebody else's.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application == _APPLICATION and version in {1, VERSION}:
        return True
    if application == _APPLICATION:
        raise MemoryFileError(
            f"{path} was written by another version of briefgen (format {version}, and this one"
            f" reads {VERSION}): update briefgen, or move the file away and a new one is begun"
        )
    if application or version or tables:
        raise MemoryFileError(
            f"{path} is a database, but not a translation memory of briefgen: move it away, or set"
            " BRIEFGEN_HOME to another folder"
        )
    return False


def _begin(connection: sqlite3.Connection, path: Path, timeout_s: float) -> None:
    """Make an empty file a memory; of several processes at once, one does."""
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            # SQLite does not wait by itself where two connections change the mode at once.
            if _primary(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not _is_memory(connection, path):
            for table in _TABLES:
                connection.execute(table)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _bring_up(connection: sqlite3.Connection) -> None:
    """Give a memory of format 1 what it lacks; of several processes at once, one does."""
    if connection.execute("PRAGMA user_version").fetchone() != (1,):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("PRAGMA user_version").fetchone() == (1,):
            connection.execute(_FROM_1)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def speaking(path: Path) -> Generator[None, None, None]:
    """Turn what SQLite raises about the file into a MemoryFileError that says what to do."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        words = _WORDS.get(_primary(error))
        if words is None:
            raise  # such as a wrong statement: a defect of ours
        raise MemoryFileError(f"{path}: {words}") from error


def damaged(path: Path) -> MemoryFileError:
    """The error for a file that is not whole."""
    return MemoryFileError(f"{path}: {_DAMAGED}")


def _primary(error: sqlite3.Error) -> int:
    """SQLite's code for a kind of error, without what it adds for a variety of it."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


_DAMAGED = (
    "the translation memory is damaged: move this file away, and a new one is begun; then import"
    " your TMX files and corrected briefs again. --no-memory works without it"
)
_UNWRITABLE = (
    "the translation memory cannot be opened or written here: check the permissions of its folder,"
    " set BRIEFGEN_HOME to another one, or add --no-memory"
)
_BUSY = "another briefgen has been writing to the translation memory for long: try again later"
_WORDS = {
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FORMAT: _DAMAGED,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_IOERR: "the disk of the translation memory failed to read or write: check it",
    sqlite3.SQLITE_FULL: "the disk is full: make room, or add --no-memory",
}
