"""What became of every item, so that a batch which is killed goes on where it was.

A file in SQLite beside the briefs. It was chosen over a growing list of JSON lines because a
transaction is whole or absent after a kill, a power cut or a full disk without any code of ours,
because 10,000 states need not be read to change one, and because its lock on the file goes with the
process: a second batch on the folder is refused, a killed one holds nothing.

The rules that make it so:

- Items are registered, named and put into groups in one transaction, before any work. A group is
  what the translator sees at once, and stays as it is over all runs: with other company the last
  bits of a score might differ.
- Before a file is written its name and SHA-256 are recorded; after a group's files are on the disk
  its items are `done`, in one transaction. A kill in between leaves files that are known as ours.
- Only a file whose content is a recorded one is replaced: what a person has corrected is theirs.
"""

import contextlib
import hashlib
import os
import sqlite3
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from briefgen.batch.items import Facts, Made, Task
from briefgen.batch.plan import Plan
from briefgen.batch.rows import (
    APPLICATION,
    TABLES,
    TASK_COLUMNS,
    VERSION,
    Entry,
    source_of,
    task_of,
    text_of,
)
from briefgen.errors import BatchFolderError
from briefgen.store.files import sha256_of

FILE_NAME = ".briefgen-batch.sqlite"


class Manifest:
    """The manifest of one folder, held against every other batch as long as it is open.

    Safe to use from several threads.

    Args:
        folder: where the briefs go; it is made where it is absent.

    Attributes:
        unfinished: after planning, whether the run before this one had not come to its end.

    Raises:
        BatchFolderError: another batch holds the folder, it cannot be written, or its manifest is
            damaged or of a newer briefgen.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        self.unfinished = False
        self._turn = threading.RLock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BatchFolderError(
                f"cannot make the folder {folder}: {error.strerror}; choose another with -o"
            ) from error
        with self._errors():
            self._connection = sqlite3.connect(
                self.path, timeout=0, isolation_level=None, check_same_thread=False
            )
        try:
            self._open()
        except BaseException:
            self._connection.close()
            raise
        self._place = self._identity()

    def __enter__(self) -> "Manifest":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the folder go."""
        with self._turn:
            self._connection.close()

    def check_folder(self) -> None:
        """See that the folder and this file in it are still those that were opened.

        Raises:
            BatchFolderError: they are not: what is written now would not be remembered.
        """
        if self._identity() != self._place:
            raise BatchFolderError(
                f"{self.folder} has gone or was replaced while the batch ran: bring it back, or "
                "run the same command for a new one"
            )

    # Planning -------------------------------------------------------------------------------

    @contextlib.contextmanager
    def planning(self) -> Generator["Plan"]:
        """One transaction in which the items of this run are registered; undone by an error."""
        with self._transaction():
            plan = Plan(self._connection)
            self.unfinished = plan.unfinished
            yield plan
            plan.close()

    def knows(self, key: str) -> bool:
        """Whether an item is registered."""
        with self._turn:
            found = self._connection.execute("SELECT 1 FROM items WHERE key = ?", (text_of(key),))
            return found.fetchone() is not None

    def wrote(self, path: Path) -> bool:
        """Whether a file in the folder bears a name that this batch has written."""
        try:
            name = path.resolve().relative_to(self.folder.resolve()).as_posix()
        except (OSError, ValueError):
            return False
        with self._turn:
            found = self._connection.execute(
                "SELECT 1 FROM files WHERE path = ? LIMIT 1", (text_of(name),)
            )
            return found.fetchone() is not None

    # Work -----------------------------------------------------------------------------------

    def groups(self) -> Iterator[tuple[Task, ...]]:
        """The groups that have something to do in this run, in order, read one by one."""
        teams = self._all(
            "SELECT team FROM items WHERE run = ? AND state = 'pending' AND team IS NOT NULL "
            "GROUP BY team ORDER BY MIN(position)",
            (self._run(),),
        )
        for (team,) in teams:
            rows = self._all(
                f"SELECT {TASK_COLUMNS} FROM items WHERE team = ? AND run = ? "  # noqa: S608 - our own
                "AND state = 'pending' ORDER BY position",
                (team, self._run()),
            )
            yield tuple(task_of(row) for row in rows)

    def ours(self, name: str) -> bool:
        """Whether a file of the folder may be replaced: it is absent, or as we wrote it."""
        path = self.folder / name
        if not os.path.lexists(path):
            return True
        with self._turn:
            found = self._connection.execute(
                "SELECT sha256 FROM files WHERE path = ?", (text_of(name),)
            ).fetchall()
        if not found:
            return False
        try:
            return path.is_file() and (sha256_of(path),) in found
        except OSError:
            return False

    def intend(self, files: Iterable[tuple[int | None, str, bytes]]) -> None:
        """Record files that are about to be written: whose item, their names and contents."""
        with self._transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO files (item, path, sha256) VALUES (?, ?, ?)",
                [
                    (item, text_of(name), hashlib.sha256(content).hexdigest())
                    for item, name, content in files
                ],
            )

    def finish(self, made: Sequence[Made]) -> None:
        """Record what became of a group, all of it at once, its files being on the disk."""
        with self._transaction():
            for one in made:
                if one.error or one.facts is None or one.documents is None:
                    self._connection.execute(
                        "UPDATE items SET state = 'failed', error = ?, again = 0, team = NULL "
                        "WHERE id = ?",
                        (text_of(one.error), one.task.id),
                    )
                    continue
                facts = one.facts
                self._connection.execute(
                    "UPDATE items SET state = 'done', error = '', again = 0, team = NULL, "
                    "title = ?, language = ?, words = ?, errors = ?, warnings = ?, created = ? "
                    "WHERE id = ?",
                    (
                        text_of(facts.title),
                        facts.language,
                        facts.words,
                        facts.errors,
                        facts.warnings,
                        facts.created,
                        one.task.id,
                    ),
                )
                self._forget_others(
                    (f"{one.task.name}.{format_}", content)
                    for format_, content in one.documents.items()
                )

    def settle(self, name: str, content: bytes) -> None:
        """Record that a document of the batch itself, such as its index, is on the disk."""
        with self._transaction():
            self._forget_others([(name, content)])

    def refuse(self, task: Task, error: str) -> None:
        """Record that an item cannot be written, which every run tries anew."""
        with self._transaction():
            self._connection.execute(
                "UPDATE items SET state = 'failed', again = 1, error = ?, team = NULL WHERE id = ?",
                (text_of(error), task.id),
            )

    def end_day(self) -> None:
        """The run has come to its end: what is asked for next may be of another day."""
        with self._transaction():
            self._connection.execute("DELETE FROM facts WHERE name = 'day'")

    # Looking --------------------------------------------------------------------------------

    def entries(self, *, day: str | None = None, identity: str | None = None) -> Iterator[Entry]:
        """All items that were ever registered, or those of one day and of the same settings.

        The order is that of the runs and, in a run, of its inputs.
        """
        last = 0
        while True:
            rows = self._all(
                "SELECT id, source, name, state, error, day, title, language, words, errors, "
                "warnings, created FROM items WHERE id > ? AND (? IS NULL OR day = ?) "
                "AND (? IS NULL OR identity = ?) ORDER BY id LIMIT 256",
                (last, day, day, identity, identity),
            )
            for row in rows:
                yield self._entry(row)
            if not rows:
                return
            last = rows[-1][0]

    def day(self) -> str:
        """The day of this run, as ISO 8601."""
        return str(self._all("SELECT value FROM facts WHERE name = 'day'")[0][0])

    def failures(self) -> Iterator[tuple[str, str]]:
        """Source and error of each item of this run that has failed, in the order of the inputs."""
        rows = self._all(
            "SELECT source, error FROM items WHERE run = ? AND state = 'failed' ORDER BY position",
            (self._run(),),
        )
        for source, error in rows:
            yield source_of(source), error

    def counts(self) -> dict[str, int]:
        """How many items of this run are in each state."""
        return dict(
            self._all("SELECT state, COUNT(*) FROM items WHERE run = ? GROUP BY 1", (self._run(),))
        )

    def flagged(self) -> int:
        """How many briefs of this run have an error flag."""
        found = self._all(
            "SELECT COUNT(*) FROM items WHERE run = ? AND state = 'done' AND errors > 0",
            (self._run(),),
        )
        return int(found[0][0])

    # Inside ---------------------------------------------------------------------------------

    def _open(self) -> None:
        with self._errors():
            # Held from here to the end; a rollback journal and FULL are for power cuts and for
            # network shares, on which a write-ahead log cannot be.
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.execute("BEGIN EXCLUSIVE")
            application = self._pragma("application_id")
            version = self._pragma("user_version")
            empty = (
                self._connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0] == 0
            )
            if empty:
                for statement in TABLES:
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
                self._connection.execute(f"PRAGMA user_version = {VERSION}")
            self._connection.execute("COMMIT")
            self._connection.execute("PRAGMA synchronous = FULL")
        if not empty and (application != APPLICATION or version > VERSION):
            what = "of a newer briefgen" if application == APPLICATION else "no manifest of a batch"
            raise BatchFolderError(f"{self.path} is {what}: choose another folder with -o")

    def _forget_others(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Of each file only the content that stands is known from now on."""
        self._connection.executemany(
            "DELETE FROM files WHERE path = ? AND sha256 <> ?",
            [(text_of(name), hashlib.sha256(content).hexdigest()) for name, content in files],
        )

    def _pragma(self, name: str) -> int:
        return int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])

    def _identity(self) -> tuple[int, int]:
        try:
            found = self.path.stat()
        except OSError:
            return (0, 0)
        return (found.st_dev, found.st_ino)

    def _run(self) -> int:
        found = self._all("SELECT value FROM facts WHERE name = 'run'")
        return int(found[0][0]) if found else 0

    def _all(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with self._turn, self._errors():
            return self._connection.execute(statement, values).fetchall()

    @contextlib.contextmanager
    def _transaction(self) -> Generator[None]:
        with self._turn:
            self.check_folder()
            with self._errors():
                self._connection.execute("BEGIN IMMEDIATE")
            try:
                with self._errors():
                    yield
                    self._connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _errors(self) -> Generator[None]:
        """What SQLite says, as what a user can do about it."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (
                sqlite3.SQLITE_BUSY,
                sqlite3.SQLITE_LOCKED,
            ):
                raise BatchFolderError(
                    f"another briefgen batch is writing into {self.folder}: wait until it has "
                    "ended, or choose another folder with -o"
                ) from error
            raise BatchFolderError(
                f"{self.path} cannot be written ({error}): make room or mend the folder, then run "
                "the same command, which goes on where this one stopped"
            ) from error
        except sqlite3.DatabaseError as error:
            raise BatchFolderError(
                f"{self.path} is damaged or no manifest ({error}): move it away, or choose "
                "another folder with -o"
            ) from error

    def _entry(self, row: Sequence[Any]) -> Entry:
        id, source, name, state, error, day, *facts = row
        files = self._all("SELECT DISTINCT path FROM files WHERE item = ? ORDER BY path", (id,))
        title, language, words, errors, warnings, created = facts
        done = state == "done"
        return Entry(
            source=source_of(source),
            name=name,
            state=state,
            files=tuple(path for (path,) in files if done and (self.folder / path).is_file()),
            facts=Facts(
                title=title,
                language=language,
                words=words,
                errors=errors,
                warnings=warnings,
                created=created,
            )
            if done
            else None,
            error=error,
            day=day,
        )
