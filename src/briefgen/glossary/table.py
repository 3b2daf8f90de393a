"""Glossaries that are tables: a header, then a term a row.

Columns are `source`, a language each (`prs`, `ps`, `ru`, or any of their names), `note`; for a
language also `ru_forms`, further accepted forms, and `ru_wrong`, forms to be replaced; and `forms`,
further spellings of the source. Several forms in one cell stand apart by `|`.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from briefgen.errors import GlossaryError, UsageError
from briefgen.glossary.inflection import fold
from briefgen.glossary.terms import Term
from briefgen.languages import TARGETS, resolve

Kind: TypeAlias = Literal["source", "target", "more", "wrong", "note"]

_PLAIN = {"source": "source", "term": "source", "forms": "more", "note": "note", "notes": "note"}
_LETTER = re.compile(r"[^\W_]")
_COMMENT = "# "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    name: str
    kind: str
    language: str = ""


def read_table(
    data: bytes, path: Path, *, dialect: type[csv.Dialect] | None, builtin: bool = False
) -> tuple[Term, ...]:
    """Read the terms of a table.

    Args:
        data: the file.
        path: what errors name.
        dialect: how cells are parted; None for commas or semicolons, as the header has it.
        builtin: mark the terms as briefgen's own.

    Raises:
        GlossaryError: the table is malformed; names the line and the column.
    """
    text = _decode(data, path)
    if dialect is None:
        lines = (line for line in text.splitlines() if line.strip() and line[:2] != _COMMENT)
        header = next(lines, "")
        dialect = _Semicolons if header.count(";") > header.count(",") else csv.excel
    rows = csv.reader(io.StringIO(text, newline=""), dialect, strict=True)
    columns: tuple[_Column, ...] | None = None
    terms: list[Term] = []
    seen: dict[str, int] = {}
    last = 0
    try:
        for row in rows:
            line, last = last + 1, rows.line_num
            if not any(cell.strip() for cell in row) or row[0].startswith(_COMMENT):
                continue
            if columns is None:
                columns = tuple(_columns(row, path, line))
                continue
            term = _term(row, columns, path, line, builtin=builtin)
            for source in term.sources:
                first = seen.setdefault(_key(source), line)
                if first != line:
                    raise _error(
                        path, line, "source", f"{source!r} stands in line {first} already: keep one"
                    )
            terms.append(term)
    except csv.Error as error:
        raise GlossaryError(
            f"{path}, line {rows.line_num}: this row cannot be read ({error}): mend the quotes"
        ) from error
    if columns is None:
        raise GlossaryError(f"{path}: the table is empty: its first line must be source,prs,ps,ru")
    return tuple(terms)


class _Semicolons(csv.excel):
    delimiter = ";"


def _decode(data: bytes, path: Path) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise GlossaryError(
            f"{path}, line {line}: this is not UTF-8: save the table as UTF-8 and try again"
        ) from error


def _columns(header: list[str], path: Path, line: int) -> Iterator[_Column]:
    seen: set[tuple[str, str]] = set()
    for cell in header:
        name = cell.strip()
        column = _column(name)
        if column is None:
            known = f"source, forms, {', '.join(TARGETS)}, note, ru_forms, ru_wrong and so on"
            raise _error(path, line, name, f"no glossary has such a column: use {known}")
        if (column.kind, column.language) in seen and column.kind != "note":
            raise _error(path, line, name, "this column is there twice: keep one")
        seen.add((column.kind, column.language))
        yield column
    if ("source", "") not in seen:
        raise _error(path, line, "source", "the header lacks this column")
    if not any(kind == "target" for kind, _ in seen):
        raise _error(path, line, ", ".join(TARGETS), "the header has no language")


def _column(name: str) -> _Column | None:
    plain = name.lower()
    if plain in _PLAIN:
        return _Column(name=name, kind=_PLAIN[plain])
    kind = "target"
    for ending, meant in (("_wrong", "wrong"), ("_forms", "more")):
        if plain.endswith(ending):
            plain, kind = plain.removesuffix(ending), meant
    try:
        language = resolve(plain).code
    except UsageError:
        return None
    if language == "en" and kind == "target":
        return _Column(name=name, kind="source")
    return _Column(name=name, kind=kind, language=language) if language in TARGETS else None


def _term(
    row: list[str], columns: tuple[_Column, ...], path: Path, line: int, *, builtin: bool
) -> Term:
    if len(row) > len(columns):
        raise _error(
            path,
            line,
            str(len(columns) + 1),
            f"more cells than the header has columns ({len(row)}, not {len(columns)}):"
            " put a cell with a comma into quotes",
        )
    found: dict[tuple[str, str], list[str]] = {}
    for column, cell in zip(columns, row, strict=False):
        found.setdefault((column.kind, column.language), []).extend(_forms(cell, column))
        for form in found[column.kind, column.language]:
            if column.kind != "note" and not _LETTER.search(form):
                raise _error(path, line, column.name, f"{form!r} has neither letter nor digit")
    sources = tuple(dict.fromkeys((*found.get(("source", ""), ()), *found.get(("more", ""), ()))))
    if not found.get(("source", "")):
        raise _error(path, line, "source", "the term is empty: fill it in, or remove the row")
    targets = {
        code: tuple(dict.fromkeys((*first, *found.get(("more", code), ()))))
        for code in TARGETS
        if (first := found.get(("target", code)))
    }
    if not targets:
        raise _error(
            path,
            line,
            ", ".join(column.name for column in columns if column.kind == "target"),
            f"{sources[0]!r} has no translation: fill one in, or remove the row",
        )
    wrong = {code: tuple(bad) for code in TARGETS if (bad := found.get(("wrong", code)))}
    for code, forms in wrong.items():
        for form in forms:
            if code not in targets:
                raise _error(path, line, code, f"{form!r} is wrong, but nothing right is given")
            if form in targets[code]:
                raise _error(path, line, f"{code}_wrong", f"{form!r} is given as right as well")
    return Term(
        sources=sources,
        targets=targets,
        wrong=wrong,
        note=" ".join(found.get(("note", ""), ())),
        builtin=builtin,
    )


def _forms(cell: str, column: _Column) -> list[str]:
    parts = [cell] if column.kind == "note" else cell.split("|")
    return [" ".join(part.split()) for part in parts if part.strip()]


def _key(source: str) -> str:
    # "WHO" and "who" are two terms: acronyms keep their case.
    return source if source.isupper() else fold(source)


def _error(path: Path, line: int, column: str, problem: str) -> GlossaryError:
    return GlossaryError(f"{path}, line {line}, column {column}: {problem}")
