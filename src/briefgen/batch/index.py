"""The index of a folder of briefs, for a person and for a program."""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from briefgen.batch.rows import Entry
from briefgen.version import __version__

SCHEMA = "briefgen/batch-1"
_PROGRAM = f"briefgen {__version__}"


def write_index(entries: Callable[[], Iterator[Entry]]) -> dict[str, bytes]:
    """Make `index.html` and `index.json`.

    Args:
        entries: gives all items in order, each time it is called.

    Returns:
        The two files by name, in UTF-8. `index.json` has `schema`, `created`, `generator`, `counts`
        by state, and `items`: `source`, `name`, `state`, `title`, `language`, `words`, `errors`,
        `warnings`, `created`, `files`, `error`.
    """
    created = datetime.now(UTC).isoformat(timespec="seconds")
    counts: dict[str, int] = {
        "done": 0,
        "failed": 0,
        "pending": 0,
        **Counter(one.state for one in entries()),
    }
    return {
        "index.html": _html(entries, counts, created),
        "index.json": _json(entries, counts, created),
    }


def _html(entries: Callable[[], Iterator[Entry]], counts: dict[str, int], created: str) -> bytes:
    template = files("briefgen.batch").joinpath("index.html.j2").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    # Piece by piece, as below: of 10,000 items only the finished text is in memory.
    page = environment.from_string(template).generate(
        entries=entries, counts=counts, created=created, program=_PROGRAM
    )
    return _gathered(page)


def _json(entries: Callable[[], Iterator[Entry]], counts: dict[str, int], created: str) -> bytes:
    head: dict[str, object] = {
        "schema": SCHEMA,
        "created": created,
        "generator": {"name": "briefgen", "version": __version__},
        "counts": counts,
        "items": [],
    }
    return _gathered(_json_pieces(head, entries()))


def _json_pieces(head: dict[str, object], entries: Iterator[Entry]) -> Iterator[str]:
    """What `json.dumps` with an indent of two would write."""
    start, _, end = json.dumps(head, ensure_ascii=False, indent=2).rpartition("[]")
    yield start + "["
    separator = ""
    for entry in entries:
        text = json.dumps(_item(entry), ensure_ascii=False, indent=2)
        yield separator + "\n    " + text.replace("\n", "\n    ")
        separator = ","
    yield ("\n  ]" if separator else "]") + end + "\n"


def _gathered(pieces: Iterator[str]) -> bytes:
    content = io.BytesIO()
    for piece in pieces:
        content.write(piece.encode("utf-8", "replace"))
    return content.getvalue()


def _item(entry: Entry) -> dict[str, object]:
    facts = entry.facts
    return {
        "source": entry.source,
        "name": entry.name,
        "state": entry.state,
        "title": facts.title if facts else "",
        "language": facts.language if facts else "",
        "words": facts.words if facts else 0,
        "errors": facts.errors if facts else 0,
        "warnings": facts.warnings if facts else 0,
        "created": facts.created if facts else "",
        "files": list(entry.files),
        "error": entry.error if entry.state == "failed" else "",
    }
