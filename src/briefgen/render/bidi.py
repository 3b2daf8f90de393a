"""Text of the other direction inside a line: where it begins and where it ends.

The Unicode bidirectional algorithm (UAX #9) puts plain words in order, but it tears apart what
hangs on them by neutral signs: in a right-to-left line «۸ °C» comes out with the degree sign on
the wrong side of its C, and «3.6 kW» in two pieces. HTML isolates such a run with `<bdi>`, Word by
a run of its own; both ask here which stretches those are.
"""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from briefgen.languages import Direction

LEFT_TO_RIGHT_MARK = "\u200e"
RIGHT_TO_LEFT_MARK = "\u200f"

_Side = Literal["L", "R", "N"]

_OPENING = {")": "(", "]": "[", "}": "{"}
_BRACKETS = frozenset("()[]{}")
# Signs that belong to the number or unit that follows them at once.
_PREFIX = frozenset("°$€£¥₽#@&+-−±~№§")
_SUFFIX = frozenset("°%‰+'′″®™©²³")
_LATIN_DIGITS = frozenset("0123456789")
# An isolated number: one that begins with a sign, or a telephone number in groups.
_SIGNED_NUMBER = re.compile(
    r"(?<![\w\d])[+\-−±]\d+(?:[.,:/٫٬\u00a0\u202f]\d+)*(?:(?<=\d)[ \-]\d+)*(?!\w)"
)

_NUMBER_BEFORE = re.compile(r"(?<!\w)[+\-−±$€£]?[0-9]+(?:[.,][0-9]+)*[ \u00a0\u202f]?$")
# Possessive, or a long number before a letter would be tried in every division.
_NUMBER_AFTER = re.compile(r"(?:[.\-–/=_$€£]?[ \u00a0]?[0-9]++(?:[.,:/][0-9]++)*+)++(?!\w)")
_MAX_NUMBER = 40  # letters that are looked back for a number; keeps long lines linear


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of a line. `foreign` runs against the direction of the line."""

    text: str
    foreign: bool


def split_runs(text: str, direction: Direction) -> tuple[Run, ...]:
    """Cut a line where its direction changes.

    Args:
        text: one line, in logical order.
        direction: of the line.

    Returns:
        Runs that joined give the text, no two neighbours alike. A foreign run begins and ends with
        what belongs to its words: digits, units, signs, brackets that it opens and closes itself.
        Native digits, and numbers that stand alone without a sign, stay with the line.

    >>> [run.text for run in split_runs("بانک (World Bank) ۸ °C", "rtl") if run.foreign]
    ['World Bank', '°C']
    """
    spans = _foreign_words(text, direction)
    if direction == "rtl":
        spans = _merge(spans + [match.span() for match in _SIGNED_NUMBER.finditer(text)])
    runs: list[Run] = []
    done = 0
    for start, end in spans:
        if start > done:
            runs.append(Run(text=text[done:start], foreign=False))
        runs.append(Run(text=text[start:end], foreign=True))
        done = end
    if done < len(text):
        runs.append(Run(text=text[done:], foreign=False))
    return tuple(runs)


def needs_isolation(run: Run) -> bool:
    """Whether a foreign run would be torn apart by the plain algorithm.

    True where it begins with something else than a letter, or ends with a sign; a name between
    brackets or spaces comes out right without help.

    >>> needs_isolation(Run(text="World Bank", foreign=True))
    False
    >>> needs_isolation(Run(text="3.6 kW", foreign=True))
    True
    """
    return _side(run.text[0]) == "N" or not run.text[-1].isalnum()


def _foreign_words(text: str, direction: Direction) -> list[tuple[int, int]]:
    """The spans of foreign letters with the neutral text between them, widened and trimmed."""
    foreign: _Side = "L" if direction == "rtl" else "R"
    spans: list[tuple[int, int]] = []
    start = end = -1
    for index, letter in enumerate(text):
        side = _side(letter)
        if side == foreign:
            if start < 0:
                start = index
            end = index + 1
        elif start >= 0 and (side != "N" or _breaks(letter, foreign)):
            spans.append((start, end))
            start = -1
    if start >= 0:
        spans.append((start, end))
    found: list[tuple[int, int]] = []
    for span in spans:
        for part in _balanced(text, *span):
            found.append(_widen(text, *part, foreign))  # noqa: PERF401 - two levels read worse
    return _merge(found)


def _side(letter: str) -> _Side:
    kind = unicodedata.bidirectional(letter)
    if kind == "L":
        return "L"
    # Arabic-script digits (EN, AN) and marks do not belong to a foreign word, so they are neutral
    # only by name: `_breaks` ends the run at them.
    return "R" if kind in ("R", "AL") else "N"


def _breaks(letter: str, foreign: _Side) -> bool:
    """Neutral signs that belong to the line, not to the foreign words on both sides of them."""
    if foreign == "R":
        return letter in "«»„“”;:" or letter in _LATIN_DIGITS
    return "\u0600" <= letter <= "\u06ff" or letter in "«»‹›;"


def _balanced(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a span at brackets without a partner in it; take in a closing one right after it."""
    open_at: list[int] = []
    pairs: list[tuple[int, int]] = []
    lonely: list[int] = []
    for index in range(start, min(end + 1, len(text))):
        letter = text[index]
        if letter not in _BRACKETS:
            continue
        if letter not in _OPENING:
            if index < end:
                open_at.append(index)
        elif open_at and text[open_at[-1]] == _OPENING[letter]:
            pairs.append((open_at.pop(), index))
            end = max(end, index + 1)
        elif index < end:
            lonely.append(index)
    cuts = sorted(lonely + open_at)
    # A pair around a cut would be torn by it, so it is cut as well.
    cuts += [
        index
        for pair in pairs
        if bisect_left(cuts, pair[0]) != bisect_left(cuts, pair[1])
        for index in pair
    ]
    parts: list[tuple[int, int]] = []
    for cut in sorted(cuts):
        parts.append((start, cut))
        start = cut + 1
    parts.append((start, end))
    return [trimmed for part in parts if (trimmed := _trim(text, *part))[0] < trimmed[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,.:/\u00a0–—-":
        start += 1
    while start < end and text[end - 1] in " ,:/\u00a0–—-":
        end -= 1
    return start, end


def _widen(text: str, start: int, end: int, foreign: _Side) -> tuple[int, int]:
    """Take in the digits and signs that hang on the words."""
    if foreign == "R":
        return start, end
    while start > 0 and (text[start - 1] in _PREFIX or text[start - 1] in _LATIN_DIGITS):
        start -= 1
    # A Latin number before a unit: "3.6 kW", "1,200 MW".
    number = _NUMBER_BEFORE.search(text, max(0, start - _MAX_NUMBER), start)
    if number is not None:
        start = number.start()
    # A number after a word or a sign: "COVID-19", "No. 407", "A4", "C++".
    tail = _NUMBER_AFTER.match(text, end)
    if tail is not None:
        end = tail.end()
    while end < len(text) and text[end] in _SUFFIX:
        end += 1
    # A full stop in the middle of a sentence is that of an abbreviation: "Smith Inc.".
    if text[end : end + 2] == ". ":
        end += 1
    return start, end


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sort spans and join those that touch or overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
