"""Reads the numbers of a text, whatever their script, separators, magnitudes and words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from briefgen.checks.composing import VULGAR, Kind, Number, Reader, Reading, Token, text_at
from briefgen.checks.numerals import lookup

__all__ = ["Number", "numbers_in"]

_DIGITS = str.maketrans(
    "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬،٪\u00a0\u202f\u2009’‘",
    "01234567890123456789.,,%   ''",
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
)
_TOKEN = re.compile(
    r"(?P<grouped>(?<!\d )(?<!\d)(?<!\d[.,])\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?![\d]))"
    r"|(?P<digits>\d+(?:[.,:/']\d+)*)"
    r"|(?P<vulgar>[½¼¾⅓⅔])"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<percent>%)"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,'])\d{3})(?:\1\d{3})*")
_THOUSANDS_DECIMAL = re.compile(r"(\d{1,3}(?:,\d{3})+)\.(\d+)|(\d{1,3}(?:\.\d{3})+),(\d+)")
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_WEEKDAY = "شنبه"
_PERCENT_PHRASES = {("در", "صد"), ("فی", "صد"), ("په", "سلو"), ("په", "سل")}
_RANGE = re.compile(r"\s*(?:[-–—]|to|or|and|تا|الی|до|или|и|څخه تر|تر)\s*")


def numbers_in(text: str, language: str) -> tuple[Number, ...]:
    """Find the numbers of a text, in order.

    Args:
        text: one sentence, or more.
        language: briefgen's code; of others only the digits are read.

    >>> [str(number.value) for number in numbers_in("Nearly 3.5 million in twenty-five days", "en")]
    ['3500000', '25']
    >>> [str(number.value) for number in numbers_in("۳ هزار و ۵۰۰ تن در سال ۲۰۲۴", "prs")]
    ['3500', '2024']
    """
    plain = text.translate(_DIGITS)
    return tuple(_combine(list(_tokens(plain, language)), plain, language))


def _tokens(text: str, language: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match["word"]
        if word is not None:
            token = Token(word, start, end)
            token.numeral = lookup(word, language)
            yield token
        elif match["percent"]:
            yield Token("%", start, end)
        elif match["vulgar"]:
            yield Token(match[0], start, end, (), VULGAR[match[0]])
        else:
            readings, kind = _read_digits(match[0].strip(), language)
            yield Token(match[0], start, end, readings, None, kind)


def _read_digits(text: str, language: str) -> tuple[tuple[Reading, ...], Kind]:
    """All that a run of digits and separators may mean, the likeliest first."""
    if text.isdigit():
        return ((Decimal(text),),), "cardinal"
    parts = tuple(Decimal(part) for part in re.split(r"[.,:/' ]", text))
    if ":" in text:
        return ((*(_clock(*parts) if _CLOCK.fullmatch(text) else ()), parts), "time")
    if " " in text:
        return ((Decimal(text.replace(" ", "").replace(",", ".")),), parts), "cardinal"
    if grouped := _THOUSANDS_DECIMAL.fullmatch(text):
        whole = re.sub(r"\D", "", grouped[1] or grouped[3])
        return ((Decimal(f"{whole}.{grouped[2] or grouped[4]}"),),), "cardinal"
    readings: list[Reading] = []
    if _THOUSANDS.fullmatch(text) or _INDIAN.fullmatch(text):
        readings.append((Decimal(re.sub(r"\D", "", text)),))
    if len(parts) != 2:
        return (*readings, parts, *_without_month(parts)), "cardinal"  # a date, a version, a list
    decimal: Reading = (Decimal(re.sub(r"\D", ".", text)),)
    if not readings:
        readings.append(decimal)
    elif language == "en" and "." in text:
        readings = [decimal]
    elif language != "en" and not text.endswith("000"):
        readings.append(decimal)  # "1.500" is three halves to some writers and 1500 to others
    if _CLOCK.fullmatch(text) and parts[0] < 24 and parts[1] < 60:
        readings.extend(_clock(*parts))
    elif "/" in text:
        readings.append(parts)
    return tuple(dict.fromkeys(readings)), "cardinal"


def _without_month(parts: Reading) -> list[Reading]:
    """A date such as 7/4/2025 or 2025.07.04, whose month may be a word elsewhere."""
    if len(parts) != 3 or not any(part >= 1000 for part in parts):
        return []
    months = [at for at, part in enumerate(parts) if 1 <= part <= 12]
    return [parts[:at] + parts[at + 1 :] for at in months]


def _clock(hours: Decimal, minutes: Decimal) -> list[Reading]:
    """A time of day on the clock of twelve and of twenty-four hours; full hours need no minutes."""
    others = [hours, hours + 12 if hours < 12 else hours - 12]
    if minutes == 0:
        return [(hour,) for hour in others]
    return [(hour, minutes) for hour in others]


def _combine(tokens: list[Token], text: str, language: str) -> Iterator[Number]:
    """Join digits, number words and magnitudes that make up one number."""
    at = 0
    last = 0
    found: list[Number] = []
    while at < len(tokens):
        token = tokens[at]
        if not token.readings and token.numeral is None:
            at += 1
        elif token.numeral is not None and text_at(tokens, at + 1) == _WEEKDAY:
            at += 2  # سه شنبه is Tuesday
        elif (text_at(tokens, at - 1), token.text) in _PERCENT_PHRASES:
            at += 1
        else:
            reader = Reader(text, language)
            end = at
            while end < len(tokens):
                taken = reader.take(tokens, end)
                if not taken:
                    break
                end += taken
            if found and _RANGE.fullmatch(text, tokens[last - 1].end, tokens[at].start):
                found.append(reader.number(tokens, at, end))
                found[-2:] = _shared(found[-2], found[-1]), _of_century(found[-2], found[-1])
            else:
                found.append(reader.number(tokens, at, end))
            at = last = end
    return iter(found)


def _shared(first: Number, second: Number) -> Number:
    """The first number of a range, with what stands behind the second only: "5 to 10 million"."""
    readings = first.readings
    if second.magnitude is not None and first.magnitude is None and len(readings[0]) == 1:
        readings = (*readings, (first.value * second.magnitude,))
    metric = first.metric
    if metric is None and second.metric is not None and second.value:
        low, high = second.metric
        metric = first.value * low / second.value, first.value * high / second.value
    return replace(first, readings=readings, metric=metric)


def _of_century(first: Number, second: Number) -> Number:
    """The second year of "2024-25", which others write as 2025."""
    if not (first.firm and second.firm and 1000 <= first.value < 3000 and second.value < 100):
        return second
    whole = first.value - first.value % 100 + second.value
    return replace(second, readings=(*second.readings, (whole,)))
