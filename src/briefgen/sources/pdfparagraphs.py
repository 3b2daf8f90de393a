"""Lines of a PDF to paragraphs: by spacing, indents and sizes, with broken words made whole."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from briefgen.sources.pdflayout import Line

_BULLET = re.compile(r"^[•·‣▪◦●○■–—\-*\uf0b7\uf0a7][ \t]+(?=\S)|^[•‣▪◦●■\uf0b7\uf0a7](?=\S)")
_NUMBERED = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)] +(?=\S)")
_TERMINAL = re.compile(r"[.!?…؟۔:]['\"’”»)\]]*$")
_BROKEN = re.compile(r"([^\W\d_]{2,})[-\u2010\xad]$")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$")
_NOTE = re.compile(r"^(?:\d{1,3}|[*†‡§])[.)]?\s?\S")
_SIZE_STEP = 0.08
_SMALL = 0.88
# Parts behind which a hyphen belongs to the word in any case.
_KEEP_AFTER = frozenset(
    (
        *("two", "three", "four", "five", "six", "seven", "eight", "nine", "twenty", "thirty"),
        *("forty", "fifty", "sixty", "seventy", "eighty", "ninety", "half", "self", "well"),
        *("ill", "non", "юго", "северо"),
    )
)
_KEEP_BEFORE = frozenset(("то", "нибудь", "либо", "таки", "year", "old", "based", "led"))
_ENDINGS = frozenset(
    ("ed", "er", "ers", "es", "ing", "ish", "ly", "ment", "ness", "teen", "teenth", "ty")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, an item or a heading, not yet told apart.

    Attributes:
        text: on one line.
        size: of most of its letters, in points.
        bold: all of it is.
        bullet: it had a bullet or a number, which is taken off if it is a bullet.
        lines: how many lines it took.
        page: number of the page that it begins on, from 0.
        depth: how far down that page it begins, from 0 to 1.
    """

    text: str
    size: float
    bold: bool
    bullet: bool
    lines: int
    page: int
    depth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A column's edges, and whether its lines begin at one of them; centred lines do not."""

    left: float
    right: float
    flush: bool


_Edges: TypeAlias = dict[int, _Column]


@dataclass(slots=True)
class _Open:
    lines: list[Line]
    bullet: bool


def body_size(lines: Iterable[Line]) -> float:
    """The size in points that most letters of a document have; 0 where it has none."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def read_paragraphs(lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """Put the lines of a document together; notes at the foot of a page are left out."""
    if not lines:
        return ()
    body = body_size(lines)
    leading = _leading(lines)
    edges = _edges(lines)
    groups: list[_Open] = []
    for line in lines:
        bullet = _BULLET.match(line.text) or _NUMBERED.match(line.text)
        last = groups[-1].lines[-1] if groups else None
        if last is None or bullet or _breaks(last, line, groups[-1], leading, edges):
            groups.append(_Open([line], bool(bullet)))
        else:
            groups[-1].lines.append(line)
    groups = _across(_without_notes(groups, body), body, edges)
    vocabulary = _vocabulary(lines)
    return tuple(_paragraph(group, vocabulary) for group in groups)


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance between baselines, as a multiple of the size."""
    steps = [
        (line.base - last.base) / line.size
        for last, line in pairwise(lines)
        if last.page == line.page
        and last.column == line.column
        and _alike(last, line)
        and 0.8 < (line.base - last.base) / line.size < 3.2
    ]
    return median(steps) if steps else 1.3


def _edges(lines: Sequence[Line]) -> _Edges:
    columns: dict[int, list[Line]] = {}
    for line in lines:
        columns.setdefault(line.column, []).append(line)
    edges = {}
    for number, found in columns.items():
        starts = Counter(round(line.right if line.rtl else line.left) for line in found)
        flush = starts.most_common(1)[0][1] > 0.34 * len(found)
        edges[number] = _Column(
            left=min(line.left for line in found),
            right=max(line.right for line in found),
            flush=flush,
        )
    return edges


def _alike(one: Line, other: Line) -> bool:
    larger = max(one.size, other.size)
    return abs(one.size - other.size) <= _SIZE_STEP * larger and one.bold == other.bold


def _breaks(
    last: Line,
    line: Line,
    group: _Open,
    leading: float,
    edges: _Edges,
) -> bool:
    """Whether a new paragraph begins at a line."""
    if not _alike(last, line):
        # A sentence that begins or ends in bold runs on.
        runs_on = abs(last.size - line.size) <= _SIZE_STEP * line.size and _fills(last, line, edges)
        return not runs_on or bool(_TERMINAL.search(last.text))
    step = line.base - last.base
    if last.page != line.page or last.column != line.column:
        # A headline may be cut in two by the search for columns; other text waits for `_across`.
        return not (last.page == line.page and 0 < step < 1.6 * line.size and line.size > 12)
    if not 0 < step <= (leading + 0.3) * line.size:
        return True
    begin = _indent(line, edges) - _indent(last, edges)
    if begin > 0.8 * line.size and not group.bullet:
        return True
    first = group.lines[0]
    if len(group.lines) > 1 and _indent(last, edges) > 0.8 * line.size > _indent(line, edges):
        # Back at the edge after lines that were set in: a quotation or an item has ended.
        return _indent(first, edges) >= _indent(last, edges) - 1
    if _fills(last, line, edges) or _BROKEN.search(last.text):
        return False
    column = edges[line.column]
    rest = _rest(last, edges) / (column.right - column.left or 1.0)
    # An item's bullet may be drawn, not written; then only the short lines tell.
    set_in = _indent(last, edges) > 0.8 * last.size and last.text.endswith((",", ";", "؛", "،"))
    return bool(_TERMINAL.search(last.text)) or rest > 0.4 or (set_in and rest > 0.15)


def _indent(line: Line, edges: _Edges) -> float:
    column = edges[line.column]
    if not column.flush:
        return 0.0
    return column.right - line.right if line.rtl else line.left - column.left


def _rest(line: Line, edges: _Edges) -> float:
    """The white behind a line's end, in points."""
    column = edges[line.column]
    white = column.right - column.left - (line.right - line.left)
    if not column.flush:
        return white
    return line.left - column.left if line.rtl else column.right - line.right


def _fills(last: Line, line: Line, edges: _Edges) -> bool:
    """Whether a line was broken because the next word did not fit."""
    return _rest(last, edges) < line.first_word + 0.45 * line.size


def _without_notes(groups: list[_Open], body: float) -> list[_Open]:
    """Leave out small print at the foot of a column that begins with a note's mark."""
    last_of: dict[int, int] = {}
    for place, group in enumerate(groups):
        if group.lines[0].size > _SMALL * body:
            last_of[group.lines[0].column] = place
    found = []
    in_notes: int | None = None
    for place, group in enumerate(groups):
        first = group.lines[0]
        small = first.size <= _SMALL * body and first.depth > 0.5
        below = place > last_of.get(first.column, -1)
        if small and below and (_NOTE.match(first.text) or in_notes == first.column):
            in_notes = first.column
            continue
        in_notes = None
        found.append(group)
    return found


def _across(groups: list[_Open], body: float, edges: _Edges) -> list[_Open]:
    """Join a paragraph that goes on in the next column or on the next page."""
    found: list[_Open] = []
    running: _Open | None = None
    for group in groups:
        first = group.lines[0]
        if running is not None and _goes_on(running, group, edges):
            running.lines.extend(group.lines)
            continue
        found.append(group)
        if abs(first.size - body) <= _SIZE_STEP * body and not first.bold:
            running = group
        elif first.size > body * 1.1 or first.bold:
            running = None
    return found


def _goes_on(running: _Open, group: _Open, edges: _Edges) -> bool:
    last, first = running.lines[-1], group.lines[0]
    moved = last.page != first.page or last.column != first.column
    if group.bullet or not moved or not _alike(last, first):
        return False
    if _BROKEN.search(last.text):
        return first.text[:1].islower() or first.rtl
    if not _TERMINAL.search(last.text):
        return first.text[:1].islower() or _fills(last, first, edges)
    indented = _indent(first, edges) > 0.8 * first.size
    # A full stop at a full line's end, where paragraphs begin with an indent and this does not.
    inside = len(running.lines) > 1 and _indent(running.lines[0], edges) > 0.8 * first.size
    return inside and not indented and _fills(last, first, edges)


def _vocabulary(lines: Sequence[Line]) -> Counter[str]:
    """The document's own words, hyphenated ones whole: what broken words are compared with."""
    found: Counter[str] = Counter()
    for line in lines:
        words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*(?![-\u2010\xad]$)", line.text.lower())
        found.update(words)
    return found


def _paragraph(group: _Open, vocabulary: Counter[str]) -> Paragraph:
    text = ""
    for line in group.lines:
        text = join_lines(text, line.text, vocabulary) if text else line.text
    mark = _BULLET.match(text)
    if mark is not None:
        text = text[mark.end() :]
    first = group.lines[0]
    sizes = Counter({line.size: 0 for line in group.lines})
    for line in group.lines:
        sizes[line.size] += len(line.text)
    return Paragraph(
        text=text.replace("\xad", "").strip(),
        size=sizes.most_common(1)[0][0],
        bold=all(line.bold for line in group.lines),
        bullet=group.bullet,
        lines=len(group.lines),
        page=first.page,
        depth=first.depth,
    )


def _is_wide(letter: str) -> bool:
    """Whether a letter is of a script without spaces between words."""
    return letter != "" and unicodedata.east_asian_width(letter) in "WF"


def join_lines(text: str, line: str, vocabulary: Counter[str]) -> str:
    r"""Put a line behind a text, and make a word whole that was broken between them.

    A hyphen stays where the document writes the word with one, or where both parts are words.

    Args:
        text: what stands before.
        line: what follows.
        vocabulary: the document's words in lower case.

    >>> join_lines("the stop-", "ped mill", Counter())
    'the stopped mill'
    >>> join_lines("a well-", "known mill", Counter())
    'a well-known mill'
    """
    broken = _BROKEN.search(text)
    following = re.match(r"[^\W\d_]+", line)
    if broken is not None and _ADDRESS.search(text):
        return text.replace("\xad", "-") + line
    if broken is None:
        if _is_wide(text[-1:]) and _is_wide(line[:1]):
            return text + line
        # Behind figures a hyphen is part of the text: 2020-21.
        return text + ("" if re.search(r"\w[-\u2010]$", text) else " ") + line
    if following is None or (following[0][0].isupper() and not broken[1].isupper()):
        return text.replace("\xad", "-") + line
    head, tail = broken[1].lower(), following[0].lower()
    stem = text[: broken.end(1)]
    if text.endswith("\xad"):
        return stem + line
    if vocabulary[head + tail]:
        return stem + line
    if tail in _ENDINGS:
        return stem + line
    whole = head in _KEEP_AFTER or tail in _KEEP_BEFORE or vocabulary[f"{head}-{tail}"]
    both = len(head) > 2 and len(tail) > 2 and vocabulary[head] and vocabulary[tail]
    return stem + ("-" if whole or both else "") + line
