"""Compares the numbers of two texts.

A number written in digits is firm: it must be found again in the other text. A number in words is
soft: it explains a firm one of the other side («3 тыс.» for "three thousand"). Of the soft ones the
source's own count as missing, the target's as added only where they stand in place of one, or from
13 up; neither "one" nor "two" does, which languages say in too many other ways.
"""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from briefgen.checks.numerals import is_ambiguous
from briefgen.checks.reading import Number, numbers_in

__all__ = ["Number", "compare", "invented", "numbers_in", "unexplained"]

_TOLD_BY_WORDS = {"en", "ru"}  # their number words are nothing else
_TOLD_IN_WORDS = {"en", "ru", "prs", "ps"}
_NEVER_LIGHTLY = 13  # a number in words that no translator says of himself
_READ_AS = {"fa": "prs"}  # the number words of Persian are those of Dari

# "150 km (93 miles)": told twice, and readers of metres need it once.
_IN_BRACKETS = re.compile(
    r"\d[^()]{0,20}\(([\d,.]+)[ -](?:[Mm]i|[Mm]ph|[Ff]|[Pp]ound|[Ll]b|[Ii]n|[Aa]cre|[Yy])"
)
_SCORE = re.compile(r"(?<![\d.,\-])([0-9]{1,2})[-–]([0-9]{1,2})(?![\d.,\-])")

# "3 Mio.", 三千万: magnitudes of a language whose words are not read.
_UNREAD = frozenset(Decimal(10) ** power for power in (2, 3, 4, 5, 6, 7, 8, 9, 12))
_UNREAD_WORDS_TO = 12  # what newspapers of most languages write in words


def compare(
    source: str, target: str, source_language: str, target_language: str
) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """Compare the numbers of a text with those of its translation.

    Returns:
        The numbers missing from the target, and those added to it, each in the order of its text.

    >>> missing, added = compare("3,000 people", "۴۰۰۰ تن", "en", "prs")
    >>> [number.text for number in missing], [number.text for number in added]
    (['3,000'], ['4000'])
    """
    source_language = _READ_AS.get(source_language, source_language)
    ours = numbers_in(source, source_language)
    theirs = numbers_in(target, target_language)
    if source_language not in _TOLD_IN_WORDS:
        return _compare_digits(ours, theirs)
    missing = (
        *unexplained(ours, theirs),
        *_repeated(ours, theirs),
        *_halved(source, ours, theirs),
    )
    added = unexplained(theirs, ours)
    missing, added = _without_converted(missing, added, theirs)
    if "(" not in target and any(number.metric for number in missing):
        told = set(_IN_BRACKETS.findall(source))
        missing = tuple(n for n in missing if not (n.metric and n.text in told))
    if source_language in _TOLD_BY_WORDS and target_language in _TOLD_IN_WORDS:
        words = tuple(n for n in ours if _is_counted(n) and not _is_found(n, theirs))
        missing = tuple(n for n in ours if n in missing or n in words)
        added = tuple(
            n
            for n in theirs
            if n in added or ((words or n.value >= _NEVER_LIGHTLY) and _is_instead(n, ours))
        )
    if not missing and not added:
        missing, added = _exchanged(ours, theirs), _exchanged(theirs, ours)
    if not missing and not added:
        return _exchanged_places(ours, theirs)
    return missing, added


def _compare_digits(
    ours: tuple[Number, ...], theirs: tuple[Number, ...]
) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """Compare with a source of which only the digits are read, and be silent in doubt.

    Its magnitudes are words that are not read, its small and round numbers may be words, and a
    small number of its may be a month.
    """
    said = {value for number in ours for reading in number.readings for value in reading}
    told = {value for number in theirs for reading in number.readings for value in reading}
    told |= {n.value / n.magnitude for n in theirs if n.magnitude}
    added = tuple(
        n
        for n in unexplained(theirs, ours)
        if n.value > _UNREAD_WORDS_TO
        and len(n.value.normalize().as_tuple().digits) > 1
        and not any(n.value / unread in said for unread in _UNREAD)
    )
    missing = tuple(
        n
        for n in unexplained(ours, theirs)
        if (added or n.value > _UNREAD_WORDS_TO)
        and not any(
            all(value in told or any(value * unread in told for unread in _UNREAD) for value in one)
            for one in n.readings
        )
    )
    return missing, added


def _is_counted(number: Number) -> bool:
    """Whether a number in words is one that no translator leaves out."""
    plain = number.kind in {"cardinal", "percent"} and number.magnitude is None
    return not number.firm and plain and number.value >= 3


def _is_instead(number: Number, ours: tuple[Number, ...]) -> bool:
    """Whether a number in words may stand in place of one of ours."""
    plain = not number.firm and number.kind in {"cardinal", "percent"} and number.value >= 2
    ambiguous = [is_ambiguous(word) for word in number.text.split()]
    sure = not any(ambiguous) or (number.counts and len(ambiguous) == 1)
    return plain and number.magnitude is None and sure and not _is_found(number, ours)


def _is_found(number: Number, others: Iterable[Number]) -> bool:
    values = _values(others)
    return any(values.issuperset(reading) for reading in number.readings)


def _values(numbers: Iterable[Number]) -> set[Decimal]:
    return {value for number in numbers for reading in number.readings for value in reading}


def _repeated(ours: tuple[Number, ...], theirs: tuple[Number, ...]) -> tuple[Number, ...]:
    """Numbers in digits that ours say more often than theirs do, whatever the way of saying it."""
    plain = [n for n in ours if n.firm or n.kind == "cardinal"]
    said, firm = Counter(n.value for n in plain), {n.value for n in plain if n.firm}
    if not any(said[value] > 1 for value in firm):
        return ()
    found = {
        value: sum(max(reading.count(value) for reading in n.readings) for n in theirs)
        for value in firm
    }
    lost = {value for value in firm if 0 < found[value] < said[value]}
    return tuple(number for number in ours if number.firm and number.value in lost)


def _halved(
    source: str, ours: tuple[Number, ...], theirs: tuple[Number, ...]
) -> tuple[Number, ...]:
    """Of a score or a range, the number that is lost where the other is kept in digits.

    A "first" elsewhere explains the 1 of "1-0" else.
    """
    kept = _values(number for number in theirs if number.firm)
    pairs = [{Decimal(part) for part in found} for found in _SCORE.findall(source)]
    lost = {value for pair in pairs if len(pair - kept) == 1 for value in pair - kept}
    return tuple(number for number in ours if number.firm and number.value in lost)


def unexplained(numbers: Iterable[Number], available: Iterable[Number]) -> tuple[Number, ...]:
    """The firm ones among `numbers` that no reading finds among the values of `available`."""
    values = _values(available)
    return tuple(
        number
        for number in numbers
        if number.firm and not any(values.issuperset(reading) for reading in number.readings)
    )


def invented(numbers: Iterable[Number], available: Iterable[Number]) -> tuple[Number, ...]:
    """The numbers, in digits or in words, that a summary has and its article has not.

    >>> article = numbers_in("It gave $7bn to twelve provinces.", "en")
    >>> summary = numbers_in("7 billion dollars for 12 in nine days", "en")
    >>> [number.text for number in invented(summary, article)]
    ['nine']
    """
    available = tuple(available)
    return tuple(
        number
        for number in numbers
        if (number.firm or _is_counted(number) or (number.magnitude or 0) >= 10**6)
        and not _is_found(number, available)
    )


def _without_converted(
    missing: tuple[Number, ...], added: tuple[Number, ...], theirs: tuple[Number, ...]
) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """Leave out what was converted from feet and pounds to metres and kilograms."""
    if not any(number.metric for number in missing):
        return missing, added
    spare = {n.value for n in (*added, *(n for n in theirs if not n.firm))}
    kept = [n for n in missing if not (n.metric and _within(n.metric, spare))]
    used = [n.metric for n in missing if n.metric and n not in kept]
    return tuple(kept), tuple(n for n in added if not any(_within(b, {n.value}) for b in used))


def _within(bounds: tuple[Decimal, Decimal], values: Iterable[Decimal]) -> bool:
    return any(bounds[0] <= value <= bounds[1] for value in values)


def _exchanged(numbers: tuple[Number, ...], others: tuple[Number, ...]) -> tuple[Number, ...]:
    """Number words with a magnitude that only these have, where the others have one of their own.

    "Millions" for "billions" is wrong whatever else the sentence says.
    """
    ours, theirs = ({n.magnitude for n in side if n.magnitude} for side in (numbers, others))
    if not ours - theirs or not theirs - ours:
        return ()
    values = _values(others)
    return tuple(n for n in numbers if n.magnitude in ours - theirs and n.value not in values)


def _exchanged_places(
    ours: tuple[Number, ...], theirs: tuple[Number, ...]
) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """Ordinals in words that differ: what ours have and theirs have not, and the reverse.

    "First" for "only" and "second" for "other" are said lightly: what counts is a third or more
    that only theirs have, or that stands in ours where theirs have another ordinal.
    """
    lost, new = (
        tuple(n for n in side if n.kind == "ordinal" and not n.firm and not _is_found(n, others))
        for side, others in ((ours, theirs), (theirs, ours))
    )
    added = tuple(n for n in new if n.value >= 3 and len(n.text) > 3 and not is_ambiguous(n.text))
    if added or (new and any(n.value >= 3 for n in lost)):
        return lost, added or new
    return (), ()
