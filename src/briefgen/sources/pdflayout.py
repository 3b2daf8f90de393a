"""Words with places to lines in the order of reading: margins, columns, right-to-left lines.

Columns are found by recursive cuts along white gutters (after the X-Y cut of Nagy and Seth 1984),
with lines that cross a gutter, such as a headline, cutting the page into bands.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from briefgen.sources.dates import find_date
from briefgen.sources.pdfium import Page, Word

_TIGHT_EM = 1.2
_SAME_LINE_EM = 0.35
_GUTTER_EM = 0.7
_MIN_COLUMN_LINES = 3
_MIN_COLUMN_WORDS = 2.5
_MAX_CUTS = 6
_MARGIN_SHARE = 0.14
_MARGIN_ROWS = 3

_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.|pages?|seite|стр\.?|страница|صفحه|مخ|پاڼه)?\W*"
    r"(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|von|из|از|\|)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_PRINTED_HEAD = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d\d")
_PRINTED_FOOT = re.compile(r"((?:https?|file):\S+)\s+(?:page )?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?$")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    r"""A line of a column.

    Attributes:
        text: its words in logical order; a typesetter's hyphen at the end is `\xad`.
        left: x of its left edge, in points.
        right: x of its right edge.
        base: y of its baseline from the top of the page.
        size: of most of its letters.
        bold: all its words are.
        rtl: read from right to left.
        first_word: width of its first word, in points.
        page: number of its page, from 0.
        column: number of its column in the document, from 0; columns follow in reading order.
        depth: how far down the page it stands, from 0 to 1.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    rtl: bool
    first_word: float
    page: int
    column: int
    depth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The lines of a document without its margins, and the address that a browser printed there."""

    lines: tuple[Line, ...]
    url: str | None


def read_lines(pages: Sequence[Page]) -> Layout:
    """Lines of all pages in reading order; running heads and feet and page numbers left out."""
    rows = [_rows(page.words) for page in pages]
    running = _running(pages, rows)
    url: str | None = None
    found: list[Line] = []
    column = 0
    for number, page in enumerate(pages):
        body: list[Word] = []
        rtl = _is_rtl(" ".join(word.text for word in page.words[:3000]))
        for place, row in enumerate(rows[number]):
            text = _join(row, rtl=rtl)
            if _is_margin(page, rows[number], place):
                foot = _PRINTED_FOOT.search(text)
                if foot is not None:
                    url = url or (foot[1] if foot[1].startswith("http") else None)
                    continue
                if _key(text) in running or _PRINTED_HEAD.match(text):
                    continue
                if place in (0, len(rows[number]) - 1) and (
                    _PAGE_NUMBER.fullmatch(text) or _stands_off(page, rows[number], place, text)
                ):
                    continue
            body.extend(row)
        for region in _order(_pieces(body, page.words), rtl, _MAX_CUTS):
            regional = _rows([word for piece in region for word in piece])
            found.extend(_line(row, page, number, column) for row in regional)
            column += 1
    return Layout(lines=tuple(found), url=url)


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that share a baseline, from top to bottom, each row from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.base, word.left)):
        if rows:
            last = rows[-1][-1]
            size = max(last.size, word.size)
            if word.base - rows[-1][0].base < _SAME_LINE_EM * size:
                rows[-1].append(word)
                continue
        rows.append([word])
    for row in rows:
        row.sort(key=lambda word: word.left)
    return rows


def _running(pages: Sequence[Page], rows: Sequence[Sequence[Sequence[Word]]]) -> frozenset[str]:
    """What stands in the margins of several pages, figures aside."""
    counts: Counter[str] = Counter()
    for page, page_rows in zip(pages, rows, strict=True):
        keys = {
            _key(_join(row, rtl=False))
            for place, row in enumerate(page_rows)
            if _is_margin(page, page_rows, place)
        }
        counts.update(key for key in keys if key)
    needed = max(2, len(pages) * 0.25)
    return frozenset(key for key, number in counts.items() if number >= needed)


def _key(text: str) -> str:
    words = sorted(_DIGITS.sub("#", text.lower()).split())
    return " ".join(words)


def _is_margin(page: Page, rows: Sequence[Sequence[Word]], place: int) -> bool:
    if _MARGIN_ROWS <= place < len(rows) - _MARGIN_ROWS:
        return False
    depth = rows[place][0].base / page.height if page.height else 0.5
    return (depth < _MARGIN_SHARE and place < _MARGIN_ROWS) or (
        depth > 1 - _MARGIN_SHARE and place >= len(rows) - _MARGIN_ROWS
    )


def _stands_off(page: Page, rows: Sequence[Sequence[Word]], place: int, text: str) -> bool:
    """Whether a page's first or last row is a head or foot that no other page repeats.

    It stands in the outermost part of the page, apart from the text, and is no sentence. A first
    row must have larger print below it, a headline, that it does not belong to; a date is kept.
    """
    row = rows[place]
    if len(rows) < 4 or len(row) > 12 or text.endswith((".", "!", "?")) or find_date(text):
        return False
    near = rows[1] if place == 0 else rows[-2]
    apart = abs(near[0].base - row[0].base) > 2.2 * max(near[0].size, row[0].size)
    depth = row[0].base / page.height if page.height else 0.5
    if place == 0:
        return apart and depth < 0.09 and near[0].size > 1.2 * row[0].size
    return apart and depth > 0.93 and row[0].size <= near[0].size


def _is_rtl(text: str) -> bool:
    kinds = Counter(unicodedata.bidirectional(letter) for letter in text)
    return kinds["R"] + kinds["AL"] > kinds["L"]


def _join(row: Sequence[Word], *, rtl: bool) -> str:
    """The words of a row in logical order; runs of figures and Latin words keep theirs."""
    if not rtl:
        return " ".join(word.text for word in row)
    ordered: list[str] = []
    run: list[str] = []
    for word in reversed(row):
        kinds = {unicodedata.bidirectional(letter) for letter in word.text}
        if "L" in kinds and not kinds & {"R", "AL"}:
            run.insert(0, word.text)
            continue
        ordered.extend([*run, _unmirrored(word.text)])
        run = []
    return " ".join([*ordered, *run])


def _unmirrored(text: str) -> str:
    """Brackets and guillemets by their place in a word: files hold them as they look."""
    lead = re.match(r"[«»()\[\]]*", text)
    tail = re.search(r"[«»()\[\].،,؛:؟!]*$", text)
    start = lead.end() if lead else 0
    stop = max(start, tail.start()) if tail else len(text)
    opening = text[:start].translate(str.maketrans("»)]", "«(["))
    closing = text[stop:].translate(str.maketrans("«([", "»)]"))
    return opening + text[start:stop] + closing


def _pieces(body: Sequence[Word], order: Sequence[Word]) -> list[list[Word]]:
    """Stretches of words that the file writes one after another, without a wide gap."""
    wanted = {id(word) for word in body}
    pieces: list[list[Word]] = []
    for word in order:
        if id(word) not in wanted:
            continue
        if pieces:
            last = pieces[-1][-1]
            size = max(last.size, word.size)
            gap = max(word.left - last.right, last.left - word.right)
            if abs(word.base - last.base) < _SAME_LINE_EM * size and gap < _TIGHT_EM * size:
                pieces[-1].append(word)
                continue
        pieces.append([word])
    return pieces


def _order(pieces: list[list[Word]], rtl: bool, cuts: int) -> list[list[list[Word]]]:
    """Cut a region into columns, and return these in reading order."""
    gutter = _gutter(pieces) if cuts else None
    if gutter is None:
        return [pieces] if pieces else []
    regions: list[list[list[Word]]] = []
    band: list[list[Word]] = []
    across: list[list[Word]] = []

    def flush() -> None:
        if across:
            regions.append(list(across))
            across.clear()
        if band:
            sides = (
                [piece for piece in band if _middle(piece) < gutter],
                [piece for piece in band if _middle(piece) >= gutter],
            )
            first, second = reversed(sides) if rtl else sides
            below = _headings_below(first, second)
            regions.extend(_order(first[: len(first) - len(below)], rtl, cuts - 1))
            regions.extend(_order(second, rtl, cuts - 1))
            if below:
                regions.append(below)
            band.clear()

    for piece in sorted(pieces, key=lambda piece: piece[0].base):
        if _left(piece) < gutter < _right(piece):
            if band:
                flush()
            across.append(piece)
        else:
            if across:
                flush()
            band.append(piece)
    flush()
    return regions


def _headings_below(first: list[list[Word]], second: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The headings at the end of a column, below the next one: they head what comes below both."""
    bottom = max((piece[0].base for piece in second), default=math.inf)
    size = median(word.size for piece in (*first, *second) for word in piece)
    bold = sum(word.bold for piece in first for word in piece) > sum(map(len, first)) / 2
    start = len(first)
    while start > 1:
        piece = first[start - 1]
        stands_out = piece[0].size > 1.08 * size or (not bold and all(word.bold for word in piece))
        if piece[0].base <= bottom or not stands_out:
            break
        start -= 1
    return first[start:]


def _left(piece: Sequence[Word]) -> float:
    return min(word.left for word in piece)


def _right(piece: Sequence[Word]) -> float:
    return max(word.right for word in piece)


def _middle(piece: Sequence[Word]) -> float:
    return (_left(piece) + _right(piece)) / 2


def _gutter(pieces: Sequence[Sequence[Word]]) -> float | None:
    """The x of the white gutter between columns; None where there are no columns.

    Rows of a table have gutters as well; but its cells hold few words.
    """
    if len(pieces) < 2 * _MIN_COLUMN_LINES:
        return None
    left, right = min(map(_left, pieces)), max(map(_right, pieces))
    width = int(right - left) + 1
    if not 0 < width < 20_000:
        return None
    steps = [0] * (width + 2)
    for piece in pieces:
        steps[max(0, int(_left(piece) - left))] += 1
        steps[min(width, int(_right(piece) - left) + 1)] -= 1
    cover = []
    total = 0
    for step in steps[:width]:
        total += step
        cover.append(total)
    size = median(word.size for piece in pieces for word in piece)
    best: tuple[float, float] | None = None
    for start, stop, level in _valleys(cover, int(0.12 * width), int(0.88 * width)):
        if stop - start < max(4.0, _GUTTER_EM * size):
            continue
        x = left + (start + stop) / 2
        before = [piece for piece in pieces if _right(piece) <= x]
        after = [piece for piece in pieces if _left(piece) >= x]
        if not _is_column(before) or not _is_column(after) or not _beside(before, after):
            continue
        value = level / len(pieces) - (stop - start) / width
        if level <= 0.5 * min(_count_rows(before), _count_rows(after)) and (
            best is None or value < best[0]
        ):
            best = (value, x)
    return best[1] if best is not None else None


def _valleys(cover: Sequence[int], start: int, stop: int) -> list[tuple[int, int, int]]:
    """Stretches of x that fewer pieces cover than their surroundings, with that number."""
    found = []
    place = start
    while place < stop:
        level = cover[place]
        end = place
        while end < stop and cover[end] == level:
            end += 1
        lower_before = place == 0 or cover[place - 1] > level
        lower_after = end >= len(cover) or cover[end] > level
        if lower_before and lower_after:
            found.append((place, end, level))
        place = end
    return found


def _count_rows(pieces: Sequence[Sequence[Word]]) -> int:
    return len(_rows([piece[0] for piece in pieces]))


def _is_column(pieces: Sequence[Sequence[Word]]) -> bool:
    rows = _count_rows(pieces)
    # Scripts without spaces write six letters or so in the room of a word.
    words = sum(max(len(piece), sum(len(word.text) for word in piece) / 8) for piece in pieces)
    return rows >= _MIN_COLUMN_LINES and words >= _MIN_COLUMN_WORDS * rows


def _beside(one: Sequence[Sequence[Word]], other: Sequence[Sequence[Word]]) -> bool:
    """Whether two sets of lines stand side by side, not one below the other."""
    top = max(min(piece[0].base for piece in side) for side in (one, other))
    bottom = min(max(piece[0].base for piece in side) for side in (one, other))
    inside = sum(top <= piece[0].base <= bottom for side in (one, other) for piece in side)
    return inside >= _MIN_COLUMN_LINES * 2 - 1


def _line(row: Sequence[Word], page: Page, number: int, column: int) -> Line:
    rtl = _is_rtl(" ".join(word.text for word in row))
    sizes: Counter[float] = Counter()
    for word in row:
        sizes[round(word.size, 1)] += len(word.text)
    first = row[-1] if rtl else row[0]
    return Line(
        text=_join(row, rtl=rtl),
        left=_left(row),
        right=_right(row),
        base=row[0].base,
        size=sizes.most_common(1)[0][0],
        bold=all(word.bold for word in row),
        rtl=rtl,
        first_word=first.right - first.left,
        page=number,
        column=column,
        depth=row[0].base / page.height if page.height else 0.0,
    )
