"""What a run has to do: every item registered once, named, and put into a group."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal, TypeAlias

from briefgen.batch.items import Item
from briefgen.batch.names import Namer, folded
from briefgen.batch.rows import blob_of, text_of

GROUP_ITEMS = 8
"""Items that the translator sees at once: their some 60 sentences in three languages fill its
batches, and a kill costs no more than a group's work."""

Decision: TypeAlias = Literal["new", "again", "unchanged", "failed", "twice"]
"""Of an item: done for the first time, done (again), left as it is, left as failed, or named twice
in one run."""


class Plan:
    """Decides of every item of a run whether it is to be done. Made by `Manifest.planning`.

    Attributes:
        day: of the briefs that are asked for now, as ISO 8601; a run that was killed goes on with
            the day on which it began.
        unfinished: the run before this one has not come to its end.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._namer = Namer(self._taken)
        facts = dict(connection.execute("SELECT name, value FROM facts"))
        self._run = int(facts.get("run", 0)) + 1
        self._position = 0
        self.unfinished = "day" in facts
        self.day = facts.get("day") or datetime.now().astimezone().date().isoformat()
        connection.executemany(
            "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)",
            [("run", str(self._run)), ("day", self.day)],
        )
        # What was wrong with an input is found out anew each time.
        connection.execute("DELETE FROM items WHERE kind = 'broken'")

    def add(
        self,
        item: Item,
        *,
        input: str,
        identity: str,
        endings: Sequence[str],
        retry_failed: bool,
        resume: bool,
        stands: Callable[[str], bool],
    ) -> Decision:
        """Register an item, or know it again.

        Args:
            item: an item of this run.
            input: SHA-256 of its bytes.
            identity: SHA-256 of the settings and models.
            endings: of the files that are asked for.
            retry_failed: do again what has failed, though nothing has changed.
            resume: leave as it is what was done and has not changed.
            stands: whether a file of the folder is there.

        Returns:
            What is done about it.
        """
        self._position += 1
        found = self._connection.execute(
            "SELECT id, name, run, state, input, identity, endings, again FROM items WHERE key = ?",
            (text_of(item.key),),
        ).fetchone()
        if found is None:
            self._insert(item, input, identity, endings)
            return "new"
        id, name, run, state, old_input, old_identity, old_endings, again = found
        if run == self._run:
            return "twice"
        self._connection.execute(
            "UPDATE items SET source = ?, kind = ?, line = ?, offset = ?, length = ?, run = ?, "
            "position = ? WHERE id = ?",
            (
                blob_of(item.source),
                item.kind,
                item.line,
                item.offset,
                item.length,
                self._run,
                self._position,
                id,
            ),
        )
        same = resume and (old_input, old_identity) == (input, identity)
        written = tuple(old_endings.split(","))
        if same and state == "done" and all(stands(f"{name}.{one}") for one in endings):
            return "unchanged"
        if same and state == "failed" and not again and not retry_failed:
            return "failed"
        if same and state == "pending" and set(endings) <= set(written):
            return "again"
        if state == "done":
            # What stands with another ending as well would be left behind otherwise.
            others = (one for one in written if one not in endings and stands(f"{name}.{one}"))
            endings = (*endings, *others)
        self._connection.execute(
            "UPDATE items SET state = 'pending', team = NULL, error = '', input = ?, "
            "identity = ?, endings = ?, day = ? WHERE id = ?",
            (input, identity, ",".join(endings), self.day, id),
        )
        return "again"

    def close(self) -> None:
        """Put what is to be done and is in no group yet into groups, in the order of the inputs."""
        rows = self._connection.execute(
            "SELECT id FROM items WHERE run = ? AND state = 'pending' AND team IS NULL "
            "ORDER BY position",
            (self._run,),
        ).fetchall()
        first = self._connection.execute("SELECT COALESCE(MAX(team), 0) FROM items").fetchone()[0]
        self._connection.executemany(
            "UPDATE items SET team = ? WHERE id = ?",
            [(first + 1 + n // GROUP_ITEMS, id) for n, (id,) in enumerate(rows)],
        )

    def _insert(self, item: Item, input: str, identity: str, endings: Sequence[str]) -> None:
        name = self._namer.name(item.base)
        row = {
            "key": text_of(item.key),
            "name": name,
            "folded": folded(name),
            "source": blob_of(item.source),
            "kind": item.kind,
            "line": item.line,
            "offset": item.offset,
            "length": item.length,
            "problem": text_of(item.problem),
            "run": self._run,
            "position": self._position,
            "input": input,
            "identity": identity,
            "endings": ",".join(endings),
            "day": self.day,
        }
        columns, places = ", ".join(row), ", ".join("?" * len(row))
        self._connection.execute(
            f"INSERT INTO items ({columns}) VALUES ({places})",  # noqa: S608 - our own names
            tuple(row.values()),
        )

    def _taken(self, name: str) -> bool:
        found = self._connection.execute("SELECT 1 FROM items WHERE folded = ?", (name,))
        return found.fetchone() is not None
