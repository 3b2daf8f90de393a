"""Dates of an English text, and whether an article has them, whatever the way of saying them.

"July 3", "3 July" and "Jul. 3, 2025" are one date. Where it is known when an article was published,
"Thursday" and "yesterday" are dates too: the weekday of a sentence in the past is the latest one up
to that day. What cannot be told for certain ("next Thursday", a weekday in a sentence on what will
be) is no date, so a summary that makes one of it is found out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    "jan": 1, "january": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4,
    "may": 5, "jun": 6, "june": 6, "jul": 7, "july": 7, "aug": 8, "august": 8, "sep": 9,
    "sept": 9, "september": 9, "oct": 10, "october": 10, "nov": 11, "november": 11, "dec": 12,
    "december": 12,
}  # fmt: skip
_WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5,
    "sunday": 6,
}  # fmt: skip
_RELATIVE = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}

_MONTH = rf"(?P<month>(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))}))\b\.?"
_DAY = (
    r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
    r"(?![\d%]|[.,:]\d|\s*(?:percent|per\scent|[ap]\.?m\b))"
)
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
_CALENDAR = (
    re.compile(rf"(?i)\b{_MONTH}\s+{_DAY}\b{_YEAR}"),
    re.compile(rf"(?i)\b{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}"),
)
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_WEEKDAY = re.compile(
    rf"(?i)\b(?:(?P<which>last|next|this|past|previous|every|each|coming|following)\s+)?"
    rf"(?P<weekday>{'|'.join(_WEEKDAYS)})\b(?P<plural>s\b)?"
)
_DAY_WORD = re.compile(
    rf"(?i)\b(?P<word>{'|'.join(_RELATIVE)})\b(?!['’]s\s+(?:world|society|youth))"
)
# "In March 20 people died": the number counts something.
_COUNTED = re.compile(r"^\s+(?:people|men|women|children|[a-z]{3,}s)\b")
_NOT_SURE = re.compile(
    r"(?i)\b(?:will|shall|would|could|may|might|next|coming|upcoming|due|scheduled|expected|plans?|"
    r"planned|until|by|before|after|since|from|begin|begins|starting|ahead|later|earlier|"
    r"week|weeks|month|ago|is\sto|are\sto)\b"
)
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*\s+(?=[A-Z“\"(])")
_NEAR_DAYS = 6
"""A weekday names a day without saying the week only within so many days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A date as a text writes it.

    Attributes:
        text: as written.
        start: offset of its first character.
        end: offset behind its last one.
        month: 1 to 12; None where it is not said.
        day: 1 to 31; None where it is not said.
        year: None where it is not said.
        weekday: 0 for Monday; None where it is not said.
        word: `yesterday`, `today` and so on, in lower case; empty for others.
        sure: a weekday or such a word that means the latest day of that name.
    """

    text: str
    start: int
    end: int
    month: int | None = None
    day: int | None = None
    year: int | None = None
    weekday: int | None = None
    word: str = ""
    sure: bool = False

    def resolved(self, published: date | None) -> date | None:
        """The day that it means, or None where that cannot be told for certain."""
        if self.month is not None and self.day is not None:
            return _with_year(self.month, self.day, self.year, published)
        if published is None or not self.sure:
            return None
        if self.word:
            return published + timedelta(days=_RELATIVE[self.word])
        if self.weekday is not None:
            return published - timedelta(days=(published.weekday() - self.weekday) % 7)
        return None


def dates_in(text: str) -> tuple[Mention, ...]:
    """The dates of an English text in order: days of a month, weekdays, "yesterday" and its kin.

    >>> [found.text for found in dates_in("On Thursday, July 3, 2025, and again on 5 August.")]
    ['Thursday', 'July 3, 2025', '5 August']
    """
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for pattern in (_ISO, *_CALENDAR):
        for match in pattern.finditer(text):
            span = match.span()
            if any(span[0] < end and start < span[1] for start, end in taken):
                continue
            mention = _calendar(match, text)
            if mention is not None:
                taken.append(span)
                found.append(mention)
    for match in _WEEKDAY.finditer(text):
        if not match["plural"]:
            sure = match["which"] is None and _is_past(text, match)
            found.append(
                Mention(
                    text=match["weekday"],
                    start=match.start("weekday"),
                    end=match.end("weekday"),
                    weekday=_WEEKDAYS[match["weekday"].lower()],
                    sure=sure,
                )
            )
    for match in _DAY_WORD.finditer(text):
        word = match["word"].lower()
        found.append(
            Mention(text=match[0], start=match.start(), end=match.end(), word=word, sure=True)
        )
    return tuple(sorted(found, key=lambda mention: mention.start))


def strange_dates(text: str, article: str, published: str | None = None) -> tuple[Mention, ...]:
    """The dates of a text that an article has in no form.

    Args:
        text: a sentence of a summary, in English.
        article: in English.
        published: ISO 8601 date of the article, if known.

    >>> article = "The envoy arrived on Thursday."
    >>> [date.text for date in strange_dates("He came on July 3.", article, "2025-07-04")]
    []
    >>> [date.text for date in strange_dates("He came on July 2.", article, "2025-07-04")]
    ['July 2']
    """
    day = _parsed(published)
    known = dates_in(article)
    return tuple(mention for mention in dates_in(text) if not _is_known(mention, known, day))


def without_dates(text: str, mentions: Iterable[Mention]) -> str:
    """A text with dates blanked out, so that their parts count neither as numbers nor as names."""
    for mention in mentions:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text


def _is_known(mention: Mention, known: Iterable[Mention], published: date | None) -> bool:
    known = tuple(known)
    day = mention.resolved(published)
    for other in known:
        if mention.word and mention.word == other.word:
            return True
        if mention.weekday is not None and mention.weekday == other.weekday:
            return True
        if (
            mention.day is not None
            and (mention.month, mention.day) == (other.month, other.day)
            and (mention.year is None or other.year is None or mention.year == other.year)
        ):
            return True
    if published is None:
        return False
    for other in known:
        meant = other.resolved(published)
        if meant is None:
            continue
        if day is not None and meant == day:
            return True
        # "Thursday" for a date of the article: where it is near enough to be no other Thursday.
        near = abs((meant - published).days) <= _NEAR_DAYS
        if mention.weekday is not None and near and meant.weekday() == mention.weekday:
            return meant <= published or not mention.sure
    return False


def _calendar(match: re.Match[str], text: str) -> Mention | None:
    month = match["month"].lower()
    if month == "may" and match["month"] != "May":
        return None
    number = int(month) if month.isdigit() else _MONTHS[month]
    if not 1 <= number <= 12 or not 1 <= int(match["day"]) <= 31:
        return None
    follows = text[match.end() :]
    day_last = match.end("day") == match.end()
    if day_last and match["year"] is None and _COUNTED.match(follows):
        return None
    return Mention(
        text=match[0].strip(" ."),
        start=match.start(),
        end=match.end(),
        month=number,
        day=int(match["day"]),
        year=None if match["year"] is None else int(match["year"]),
    )


def _is_past(text: str, match: re.Match[str]) -> bool:
    """Whether nothing in the sentence says that the weekday may be another one than the last."""
    sentence = next((one for one in _sentences(text) if match.start() in range(*one)), None)
    if sentence is None:
        return False
    start, end = sentence
    return _NOT_SURE.search(text, start, end) is None


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield start, end.end()
        start = end.end()
    yield start, len(text)


def _with_year(month: int, day: int, year: int | None, published: date | None) -> date | None:
    """A day of the year, in the year that is said or that is nearest to the publication."""
    years = [year] if year is not None else []
    if year is None and published is not None:
        years = [published.year - 1, published.year, published.year + 1]
    days = []
    for one in years:
        try:
            days.append(date(one, month, day))
        except ValueError:  # 29 February of another year
            continue
    if not days or (year is None and published is None):
        return None
    if published is None:
        return days[0]
    return min(days, key=lambda found: abs(found - published))


def _parsed(published: str | None) -> date | None:
    try:
        return None if published is None else date.fromisoformat(published[:10])
    except ValueError:
        return None
