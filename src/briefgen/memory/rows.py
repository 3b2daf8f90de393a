"""Entries to rows of the memory's tables, and back."""

import json
from typing import Any, TypeAlias

from briefgen.memory.entries import Entry, clean, fold

Row: TypeAlias = tuple[Any, ...]  # what SQLite gives: text, numbers

SELECT_APPROVED = """
    SELECT sentence, source, target, text, origin, created, carried FROM approved
"""
SELECT_PROPOSED = """
    SELECT sentence, source, target, text, score, flawed, created, model, revision, settings,
           notes, proposed.id, used
    FROM proposed JOIN makers ON makers.id = maker
"""

APPROVE = """
    INSERT INTO approved (source, target, sentence, text, origin, created, carried)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (source, target, sentence) DO UPDATE SET
        text = excluded.text, origin = excluded.origin, created = excluded.created,
        carried = iif(excluded.carried = '', carried, excluded.carried)
    WHERE excluded.origin = 'human' OR origin = 'import'
"""
"""A correction replaces all, an import only an import; notes outlive a correction."""

PROPOSE = """
    INSERT INTO proposed
        (source, target, sentence, maker, text, score, flawed, created, used, notes)
    VALUES (?, ?, ?, (SELECT id FROM makers WHERE model = ? AND revision = ? AND settings = ?),
            ?, ?, ?, ?, ?, ?)
    ON CONFLICT (source, target, sentence, maker) DO UPDATE SET
        text = excluded.text, score = excluded.score, flawed = excluded.flawed,
        created = iif(text = excluded.text, created, excluded.created), used = excluded.used,
        notes = excluded.notes
"""


def approved_row(entry: Entry, moment: str) -> Row:
    """The values of `APPROVE`; `moment` is when, where the entry does not say."""
    return (
        entry.source,
        entry.target,
        fold(entry.sentence),
        clean(entry.text),
        entry.origin,
        entry.created or moment,
        clean(entry.carried),
    )


def approved_entry(row: Row) -> Entry:
    """The entry of a row of `SELECT_APPROVED`."""
    sentence, source, target, text, origin, created, carried = row
    return Entry(
        sentence=sentence,
        source=source,
        target=target,
        text=text,
        origin=origin,
        created=created,
        carried=carried,
    )


def proposed_row(entry: Entry, moment: str, used: int) -> Row:
    """The values of `PROPOSE`; `used` in seconds since 1970."""
    return (
        entry.source,
        entry.target,
        fold(entry.sentence),
        entry.model,
        entry.revision,
        entry.settings,
        clean(entry.text),
        entry.score,
        entry.flawed,
        entry.created or moment,
        used,
        json.dumps(entry.notes, ensure_ascii=False) if entry.notes else "",
    )


def proposed_entry(row: Row) -> Entry:
    """The entry of a row of `SELECT_PROPOSED`; its id and use come after that."""
    sentence, source, target, text, score, flawed, created, model, revision, settings = row[:10]
    notes = json.loads(row[10]) if row[10] else ()
    return Entry(
        sentence=sentence,
        source=source,
        target=target,
        text=text,
        origin="model",
        score=score,
        model=model,
        revision=revision,
        settings=settings,
        flawed=bool(flawed),
        created=created,
        notes=tuple((str(code), str(detail)) for code, detail in notes),
    )
