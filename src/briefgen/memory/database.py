"""The translation memory: what was translated before, kept in one SQLite file."""

import sqlite3
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType

from briefgen.errors import MemoryFileError
from briefgen.memory.entries import Entry, ModelCount, PairCount, Stats, fold, now
from briefgen.memory.rows import (
    APPROVE,
    PROPOSE,
    SELECT_APPROVED,
    SELECT_PROPOSED,
    Row,
    approved_entry,
    approved_row,
    proposed_entry,
    proposed_row,
)
from briefgen.memory.schema import damaged, open_file, speaking

FILE_NAME = "memory.sqlite"
"""Its name in the folder that holds the checkpoints."""

MAX_MODEL_ENTRIES = 200_000
"""Some 150 MB of news sentences. What people approved is not counted, and never dropped."""

_TOUCH_AFTER_S = 3600
"""Use is noted by the hour, so that looking up seldom has to write."""

_CHUNK = 500
"""Sentences asked for in one statement; SQLite takes 999 values even where it is old."""


class TranslationMemory:
    """A file of translations, open until `close`; also a context manager.

    Several processes may have it open. Each method is one transaction: it happens whole or not at
    all. Threads of one process take turns.

    Args:
        path: the file; it and its folder are made where they do not exist. It must not lie on a
            network share, where SQLite's locks cannot be relied on.
        max_model_entries: when more entries of models are stored, the least recently used go.
        timeout_s: how long to wait for other processes.
        clock: seconds since 1970.

    Raises:
        MemoryFileError: as for every method: the file is damaged, foreign, of a newer briefgen,
            held by another process for longer than `timeout_s`, or cannot be written.
    """

    def __init__(
        self,
        path: Path,
        *,
        max_model_entries: int = MAX_MODEL_ENTRIES,
        timeout_s: float = 30.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.path = path
        self._max_model_entries = max_model_entries
        self._clock = clock
        self._timeout_ms = int(1000 * timeout_s)
        self._turn = threading.RLock()
        self._connection = open_file(path, timeout_s=timeout_s)

    def __enter__(self) -> "TranslationMemory":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        with self._turn:
            self._connection.close()

    def look_up(
        self,
        sentences: Sequence[str],
        *,
        source: str,
        target: str,
        model: str,
        revision: str,
        settings: str,
    ) -> tuple[Entry | None, ...]:
        """Find what is known of sentences, for one model and any person.

        Args:
            sentences: any number, in any order, also repeated.
            source: their language.
            target: the language wanted.
            model: id of the checkpoint.
            revision: of the checkpoint.
            settings: as `settings_key` writes them.

        Returns:
            For each sentence, in order, what a person approved, else what this model wrote with
            these settings and without an error, else None.

        Raises:
            MemoryFileError: the memory cannot be read.
        """
        keys = [fold(sentence) for sentence in sentences]
        found = self._approved(keys, source, target)
        missing = [key for key in dict.fromkeys(keys) if key not in found]
        used: list[int] = []
        due = int(self._clock()) - _TOUCH_AFTER_S
        for id, last_used, entry in self._proposed(missing, source, target, model, revision):
            if entry.settings == settings and not entry.flawed:
                found[entry.sentence] = entry
                if last_used <= due:
                    used.append(id)
        self._touch(used)
        return tuple(found.get(key) for key in keys)

    def look_up_approved(
        self, sentences: Sequence[str], *, source: str, target: str
    ) -> tuple[Entry | None, ...]:
        """Find what people approved: the part of `look_up` that holds for every model.

        Args:
            sentences: any number.
            source: their language.
            target: the language wanted.

        Returns:
            An entry of origin `human` or `import` for each sentence, in order, or None.

        Raises:
            MemoryFileError: the memory cannot be read.
        """
        keys = [fold(sentence) for sentence in sentences]
        found = self._approved(keys, source, target)
        return tuple(found.get(key) for key in keys)

    def model_texts(
        self, sentence: str, *, source: str, target: str, model: str, revision: str
    ) -> tuple[str, ...]:
        """What a model has written for a sentence, with any settings, flawed or not.

        Args:
            sentence: the text that was translated.
            source: its language.
            target: language of the translation.
            model: id of the checkpoint.
            revision: of the checkpoint.

        Raises:
            MemoryFileError: the memory cannot be read.
        """
        found = self._proposed([fold(sentence)], source, target, model, revision)
        return tuple(entry.text for _, _, entry in found)

    def store(self, entries: Iterable[Entry], *, header: Callable[[str], str] | None = None) -> int:
        """Keep entries, in one transaction.

        A correction replaces what stands; an import replaces an import, and leaves a correction
        as it is; a model's entry replaces the one of the same model, revision and settings.

        Args:
            entries: any number; of two for one key the later stands. `created` may be empty, for
                now. All are taken before the file is held against other writers.
            header: makes the new header of exports from the old one, which is empty at first.

        Returns:
            How many entries were written: all but the imports that met a correction.

        Raises:
            MemoryFileError: nothing was stored.
        """
        entries = tuple(entries)
        moment = now()
        approved = [approved_row(one, moment) for one in entries if one.origin != "model"]
        proposed = [
            proposed_row(one, moment, int(self._clock()))
            for one in entries
            if one.origin == "model"
        ]
        makers = {(e.model, e.revision, e.settings) for e in entries if e.origin == "model"}
        with self._transaction() as connection:
            written = connection.executemany(APPROVE, approved).rowcount if approved else 0
            connection.executemany(
                "INSERT OR IGNORE INTO makers (model, revision, settings) VALUES (?, ?, ?)",
                sorted(makers),
            )
            if proposed:
                written += connection.executemany(PROPOSE, proposed).rowcount
                self._evict(connection)
            if header is not None:
                connection.execute(
                    "INSERT OR REPLACE INTO header (id, content) VALUES (1, ?)",
                    (header(_header(connection)),),
                )
        return written

    def entries(self) -> Iterator[Entry]:
        """All entries: approved ones first, then those of models, each sorted by all of its key.

        Raises:
            MemoryFileError: the memory cannot be read.
        """
        with speaking(self.path):
            for row in self._connection.execute(
                SELECT_APPROVED + " ORDER BY source, sentence, target"
            ):
                yield approved_entry(row)
            for row in self._connection.execute(
                SELECT_PROPOSED + " ORDER BY source, sentence, target, model, revision, settings"
            ):
                yield proposed_entry(row)

    def header(self) -> str:
        """What `store` was last given as the header of exports; empty where nothing was."""
        with self._turn, speaking(self.path):
            return _header(self._connection)

    def stats(self) -> Stats:
        """Count what is kept, and read the whole file to see that it is sound.

        Raises:
            MemoryFileError: the file is damaged.
        """
        with self._turn, speaking(self.path):
            if self._connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise damaged(self.path)
            pairs = tuple(
                PairCount(source=row[0], target=row[1], human=row[2], imported=row[3], model=row[4])
                for row in self._connection.execute(
                    "SELECT source, target, sum(human), sum(imported), sum(model) FROM ("
                    " SELECT source, target, origin = 'human' AS human,"
                    " origin = 'import' AS imported, 0 AS model FROM approved"
                    " UNION ALL SELECT source, target, 0, 0, 1 FROM proposed)"
                    " GROUP BY source, target ORDER BY source, target"
                )
            )
            models = tuple(
                ModelCount(model=row[0], revision=row[1], entries=row[2])
                for row in self._connection.execute(
                    "SELECT model, revision, count(*) FROM proposed JOIN makers"
                    " ON makers.id = maker GROUP BY model, revision ORDER BY model, revision"
                )
            )
            (flawed,) = self._connection.execute(
                "SELECT count(*) FROM proposed WHERE flawed"
            ).fetchone()
        return Stats(
            human=sum(pair.human for pair in pairs),
            imported=sum(pair.imported for pair in pairs),
            model=sum(pair.model for pair in pairs),
            flawed=flawed,
            max_model_entries=self._max_model_entries,
            size_bytes=sum(
                path.stat().st_size
                for path in (self.path, self.path.with_name(f"{self.path.name}-wal"))
                if path.exists()
            ),
            pairs=pairs,
            models=models,
        )

    def clear(self, *, models_only: bool = False) -> int:
        """Forget entries and give their room back to the disk.

        Args:
            models_only: keep what people approved.

        Returns:
            How many entries are gone.

        Raises:
            MemoryFileError: nothing was forgotten.
        """
        with self._transaction() as connection:
            gone = connection.execute("DELETE FROM proposed").rowcount
            connection.execute("DELETE FROM makers")
            if not models_only:
                gone += connection.execute("DELETE FROM approved").rowcount
                connection.execute("DELETE FROM header")
        with self._turn:
            try:
                self._connection.execute("VACUUM")
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.OperationalError:
                pass  # another process reads: its pages are used again later
        return gone

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection, None, None]:
        """Hold the file against other writers; undo everything where something is raised."""
        with self._turn, speaking(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _approved(self, keys: Iterable[str], source: str, target: str) -> dict[str, Entry]:
        """What people approved, by sentence."""
        found = {}
        for row in self._select(
            SELECT_APPROVED + " WHERE source = ? AND target = ?",
            (source, target),
            keys,
        ):
            entry = approved_entry(row)
            found[entry.sentence] = entry
        return found

    def _proposed(
        self, keys: Iterable[str], source: str, target: str, model: str, revision: str
    ) -> list[tuple[int, int, Entry]]:
        """What a model wrote: number of the row, when it was last used, the entry."""
        return [
            (row[-2], row[-1], proposed_entry(row))
            for row in self._select(
                SELECT_PROPOSED + " WHERE source = ? AND target = ? AND model = ? AND revision = ?",
                (source, target, model, revision),
                keys,
            )
        ]

    def _select(
        self, statement: str, values: tuple[str, ...], keys: Iterable[str]
    ) -> Iterator[Row]:
        """Run a statement for sentences, some hundred at a time."""
        remaining = iter(dict.fromkeys(keys))
        while chunk := tuple(islice(remaining, _CHUNK)):
            marks = ", ".join("?" * len(chunk))
            with self._turn, speaking(self.path):
                rows = self._connection.execute(
                    f"{statement} AND sentence IN ({marks})", values + chunk
                ).fetchall()
            yield from rows

    def _touch(self, ids: Sequence[int]) -> None:
        """Note that entries were used."""
        if not ids:
            return
        moment = int(self._clock())
        with self._turn:
            self._connection.execute("PRAGMA busy_timeout = 0")
            try:
                with self._transaction() as connection:
                    connection.executemany(
                        "UPDATE proposed SET used = ? WHERE id = ?", [(moment, id) for id in ids]
                    )
            except MemoryFileError:
                pass  # held by a writer: who looks something up shall neither wait nor fail
            finally:
                self._connection.execute(f"PRAGMA busy_timeout = {self._timeout_ms}")

    def _evict(self, connection: sqlite3.Connection) -> None:
        """Drop the least recently used entries of models that are too many."""
        (count,) = connection.execute("SELECT count(*) FROM proposed").fetchone()
        if count > self._max_model_entries:
            connection.execute(
                "DELETE FROM proposed WHERE id IN"
                " (SELECT id FROM proposed ORDER BY used, id LIMIT ?)",
                (count - self._max_model_entries,),
            )


def _header(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT content FROM header").fetchone()
    return "" if row is None else str(row[0])
