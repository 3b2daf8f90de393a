"""Lines of a plain text to units: a paragraph, an item or a heading each, with where it stood.

A unit is one line, unless the text was wrapped to a width: then the lines of a paragraph are put
together again.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from briefgen.sources.decode import squeeze

_BULLET = re.compile(r"^(?:[*+•·‣▪◦●○■–\-]|o(?= {0,3}\S)|[»›])[ \t]+(?=\S)|^[*+•·‣▪◦●■]$")
_NUMBERED = re.compile(r"^\(?\d{1,3}[.)][ \t]+(?=\S)")
_RULE = re.compile(r"^[-_=*~•.\s|#]{3,}$|^[|\s]+$")
_TAB_WIDTH = 8
_WRAP_WIDTHS = range(45, 140)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A line or a rejoined paragraph.

    Attributes:
        text: on one line, single-spaced, its bullet taken off.
        indent: columns before it.
        bullet: it stood in a list.
        gap_before: a blank line, or the start of the text, stood before it.
        gap_after: a blank line, or the end of the text, stood behind it.
    """

    text: str
    indent: int = 0
    bullet: bool = False
    gap_before: bool = True
    gap_after: bool = True


def read_units(text: str) -> tuple[Unit, ...]:
    r"""Cut a text into its units, in order; empty lines, rules and lone bullets fall away.

    >>> [unit.text for unit in read_units("Title\n\n  * One\n  * Two\n")]
    ['Title', 'One', 'Two']
    """
    rows = [line.expandtabs(_TAB_WIDTH) if "\t" in line else line for line in text.split("\n")]
    blocks: list[list[str]] = []
    current: list[str] = []
    for row in rows:
        if row.strip():
            current.append(row)
        elif current:
            blocks.append(current)
            current = []
    if current:
        blocks.append(current)
    width = _wrap_width(blocks)
    units: list[Unit] = []
    for block in blocks:
        units.extend(_block_units(block, width))
    return tuple(units)


def _block_units(block: list[str], width: int | None) -> list[Unit]:
    found: list[Unit] = []
    joined: list[str] = []
    for position, row in enumerate(block):
        joined.append(row)
        last = position == len(block) - 1
        if not last and width is not None and _continues(row, block[position + 1], width):
            continue
        unit = _unit(joined, first=len(found) == 0, last=last)
        if unit is not None:
            found.append(unit)
        joined = []
    return found


def _unit(rows: list[str], *, first: bool, last: bool) -> Unit | None:
    stripped = rows[0].strip()
    indent = len(rows[0]) - len(rows[0].lstrip())
    text = squeeze(" ".join(row.strip() for row in rows))
    mark = _BULLET.match(text)
    bullet = mark is not None
    if mark is not None:
        text = text[mark.end() :].strip()
    elif _NUMBERED.match(text):
        bullet = True
    if not text or _RULE.match(stripped):
        return None
    return Unit(text=text, indent=indent, bullet=bullet, gap_before=first, gap_after=last)


def _continues(row: str, following: str, width: int) -> bool:
    """Whether a line was broken only because the next word did not fit."""
    line, after = row.rstrip(), following.strip()
    if _BULLET.match(after) or _NUMBERED.match(after) or len(line) < width // 2:
        return False
    word = after.split(" ", 1)[0]
    return len(line) + 1 + len(word) > width


def _wrap_width(blocks: list[list[str]]) -> int | None:
    """The column that a text was wrapped to; None where its lines are paragraphs.

    In a wrapped text no line is much longer than the others, most lines inside a block end without
    a full stop, and nearly every break stands where the next word would have passed the column.
    """
    lengths = sorted(len(row.rstrip()) for block in blocks for row in block)
    if len(lengths) < 4:
        return None
    width = lengths[-1]
    if width not in _WRAP_WIDTHS:
        return None
    breaks = fitting = open_ended = 0
    for block in blocks:
        for row, following in pairwise(block):
            if len(row.rstrip()) < width // 2:
                continue
            breaks += 1
            fitting += _continues(row, following, width)
            open_ended += row.rstrip()[-1] not in ".!?؟۔…"
    if breaks < 3 or fitting < 0.8 * breaks or open_ended < 0.5 * breaks:
        return None
    return width
