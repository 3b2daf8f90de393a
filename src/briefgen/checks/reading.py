"""Reads the numbers of a text, whatever their script, separators, magnitudes and words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from briefgen.checks.numerals import Numeral, fold, lookup

Kind: TypeAlias = Literal["cardinal", "ordinal", "percent", "time", "decade", "part", "magnitude"]
Reading: TypeAlias = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number that a text mentions.

    Attributes:
        text: as written.
        value: the likeliest value.
        kind: what it counts as.
        firm: written with digits.
        magnitude: the largest word or suffix such as "million" in it.
        metric: bounds of its value in metric units, where a unit of feet and pounds follows.
        readings: everything it may mean; a reading is met where all of its values are found
            ("1,500" is 1500 or 1.5, "10:30 pm" is 10 and 30 or 22 and 30).
        counts: a word for years, people, a share or the like stands behind it (Dari, Pashto), so
            that a word with other meanings too is a number here.
    """

    text: str
    value: Decimal
    kind: Kind
    firm: bool
    readings: tuple[Reading, ...]
    magnitude: Decimal | None = None
    metric: tuple[Decimal, Decimal] | None = None
    counts: bool = False


_DIGITS = str.maketrans(
    "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬،٪\u00a0\u202f\u2009’‘",
    "01234567890123456789.,,%   ''",
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
)
_VULGAR = {
    sign: Numeral(value=Decimal(value), role="part")
    for sign, value in zip("½¼¾⅓⅔", ("0.5", "0.25", "0.75", "0.3333", "0.6667"), strict=True)
}
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
_GLUED = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "t": 10**12, "tn": 10**12,
}  # fmt: skip
_CONNECTORS: dict[str, set[str]] = {
    "en": {"and", "a", "of"}, "ru": {"с"}, "prs": {"و"}, "ps": {"او", "و"},
}  # fmt: skip
_WEEKDAY = "شنبه"
_PERCENT_WORDS = ("percent", "pct", "процент", "درصد", "فیصد", "سلنه", "فيصد")
_KINDS: dict[str, Kind] = {"ordinal": "ordinal", "multiple": "part"}
_COUNTED = frozenset(
    fold(word)
    for words in (
        "سال سالگی ساله ماه هفته روز شب ساعت دقیقه ثانیه تن نفر بار مرتبه فیصد درصد هزار میلیون",
        "کیلومتر متر دالر افغانی پوند یورو",
        "کاله کلونه کلونو کلن کلنه میاشتې میاشتو اونۍ اونیو ورځې ورځو شپې ساعتونه دقیقې دقیقو",
        "تنه تنو کسان کسانو کسه ځله ځلې سلنه زره میلیونه ډالر ډالره ډالرو افغانۍ",
    )
    for word in words.split()
)
# A day of theirs is another one of the Gregorian calendar, which the same text may tell as well.
_SOLAR_MONTHS = frozenset(
    fold(word)
    for words in (
        "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
        "وری غویی غبرګولی چنګاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه کب",
    )
    for word in words.split()
)
_PERCENT_PHRASES = {("در", "صد"), ("فی", "صد"), ("په", "سلو"), ("په", "سل")}
_TENS = frozenset(Decimal(tens) for tens in range(20, 100, 10))
_ONE = Decimal(1)
_RANGE = re.compile(r"\s*(?:[-–—]|to|or|and|تا|الی|до|или|и|څخه تر|تر)\s*")
_METRIC = {
    "foot": "0.3048", "feet": "0.3048", "ft": "0.3048", "inch": "2.54", "inches": "2.54",
    "mile": "1.609", "miles": "1.609", "mph": "1.609", "yard": "0.9144", "yards": "0.9144",
    "pound": "0.4536", "pounds": "0.4536", "lb": "0.4536", "lbs": "0.4536", "acre": "0.4047",
    "acres": "0.4047", "gallon": "3.785", "gallons": "3.785", "ounce": "28.35",
    "ounces": "28.35", "stone": "6.35",
}  # fmt: skip
# Translators round what they convert: 85 miles are 137 km or "some 140".
_ROUNDED = Decimal("0.88"), Decimal("1.12")


@dataclass(slots=True)
class _Token:
    """A digit string, a number word or anything else, with what stands between it and the last."""

    text: str
    start: int
    end: int
    readings: tuple[Reading, ...] = ()
    numeral: Numeral | None = None
    kind: Kind = "cardinal"


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


def _tokens(text: str, language: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match["word"]
        if word is not None:
            token = _Token(word, start, end)
            token.numeral = lookup(word, language)
            yield token
        elif match["percent"]:
            yield _Token("%", start, end)
        elif match["vulgar"]:
            yield _Token(match[0], start, end, (), _VULGAR[match[0]])
        else:
            readings, kind = _read_digits(match[0].strip(), language)
            yield _Token(match[0], start, end, readings, None, kind)


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


def _combine(tokens: list[_Token], text: str, language: str) -> Iterator[Number]:
    """Join digits, number words and magnitudes that make up one number."""
    at = 0
    last = 0
    found: list[Number] = []
    while at < len(tokens):
        token = tokens[at]
        if not token.readings and token.numeral is None:
            at += 1
        elif token.numeral is not None and _text_at(tokens, at + 1) == _WEEKDAY:
            at += 2  # سه شنبه is Tuesday
        elif (_text_at(tokens, at - 1), token.text) in _PERCENT_PHRASES:
            at += 1
        else:
            reader = _Reader(text, language)
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


def _text_at(tokens: list[_Token], at: int) -> str:
    return tokens[at].text.lower() if 0 <= at < len(tokens) else ""


class _Reader:
    """Reads one number token by token, as long as the next one still belongs to it."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language
        self._connectors = _CONNECTORS.get(language, set())
        self._total = Decimal(0)  # what is closed by a magnitude of a thousand and more
        self._current = Decimal(0)
        self._limit = Decimal("Infinity")  # what may still be added is smaller
        self._others: tuple[Reading, ...] = ()
        self._magnitude: Decimal | None = None
        self._taken = 0
        self._firm = False
        self._closed = self._halved = False
        self._kind: Kind = "cardinal"

    def take(self, tokens: list[_Token], at: int) -> int:
        """Take the token at `at`, with a connector before it; returns how many were taken."""
        token = tokens[at]
        if self._closed:
            return self._multiply_half(tokens, at) if self._halved else 0
        if not self._taken:
            return self._begin(tokens, at)
        glued = tokens[at - 1].end == token.start
        if glued and self._firm and self._glued(token.text.lower()):
            return 1
        if not self._near(tokens, at):
            return 0
        if token.text.lower() in self._connectors and at + 1 < len(tokens):
            after = at + (2 if _text_at(tokens, at + 1) == "a" else 1)  # "two and a half"
            fits = after < len(tokens) and self._near(tokens, after)
            return after - at + 1 if fits and self._add(tokens[after], connected=True) else 0
        return 1 if self._add(token, connected=False) else 0

    def _multiply_half(self, tokens: list[_Token], at: int) -> int:
        """Read "two and a half million", where the magnitude follows the share."""
        numeral = tokens[at].numeral
        if numeral is None or numeral.role != "magnitude" or not self._near(tokens, at):
            return 0
        self._halved = False
        return 1 if self._multiply(numeral.value) else 0

    def _near(self, tokens: list[_Token], at: int) -> bool:
        gap = self._text[tokens[at - 1].end : tokens[at].start]
        return len(gap) <= 3 and not gap.strip(" -\u200c\u2010\u2011")

    def _begin(self, tokens: list[_Token], at: int) -> int:
        token = tokens[at]
        self._taken = 1
        if token.readings:
            self._firm = True
            self._kind = token.kind
            first, *rest = token.readings
            self._current = first[0]
            self._others = tuple(rest)
            self._limit = _ONE
            if len(first) > 1:
                self._others = token.readings
                self._closed = True
            return 1
        numeral = token.numeral
        if numeral is None:
            return 0
        self._others = tuple((other,) for other in numeral.others)
        if numeral.role == "magnitude":
            self._multiply(numeral.value)
            self._kind = "magnitude"
        elif numeral.role == "part":
            return 1 + self._share(tokens, at + 1, numeral.value)
        else:
            self._current = numeral.value
            self._limit = _order(numeral.value)
            self._closed = numeral.role in {"ordinal", "multiple"}
            self._kind = _KINDS.get(numeral.role, "cardinal")
        return 1

    def _share(self, tokens: list[_Token], at: int, share: Decimal) -> int:
        """Read "half a million", where a magnitude follows a share."""
        self._current, self._closed, self._kind = share, True, "part"
        skipped = 0
        while _text_at(tokens, at + skipped) in self._connectors and skipped < 2:
            skipped += 1
        following = tokens[at + skipped].numeral if at + skipped < len(tokens) else None
        if following is None or following.role != "magnitude":
            return 0
        self._others = ()
        self._multiply(following.value)
        return skipped + 1

    def _add(self, token: _Token, *, connected: bool) -> bool:
        if token.readings:
            value = token.readings[0][0]
            fits = len(token.readings) == 1 and self._current == 0 and value < self._limit
            # "2 thousand 500" and «یک هزار و ۵۰۰», but "four thousand 500" are two
            if not fits or not (self._firm or connected) or (connected and self._language == "en"):
                return False
            self._current, self._limit, self._firm = value, _ONE, True
            return True
        numeral = token.numeral
        if numeral is None or numeral.role == "multiple":
            return False
        value = numeral.value
        if numeral.role == "magnitude":
            return not connected and self._multiply(value)
        if numeral.role == "part":
            bare = self._language == "ps" or token.text in _VULGAR
            return (connected or bare) and self._half(numeral)
        if self._firm and not (connected and value >= 100):
            return False  # "1.7 million four years ago"; «۲ هزار و پنجصد» is one
        tens_last = self._language == "ps" and not self._firm and value in _TENS
        if tens_last and 0 < self._current % 100 < 10:  # پنځه دېرش: five and thirty
            self._limit = _ONE
        elif value >= self._limit or value == 0:
            return False
        else:
            self._limit = _order(value)
        self._current += value
        self._others = ()
        if numeral.role == "ordinal":
            self._closed, self._kind = True, "ordinal"
        return True

    def _half(self, numeral: Numeral) -> bool:
        """Add a share: "two and a half"."""
        self._others = ((self._total + self._current,), *((other,) for other in numeral.others))
        self._current += numeral.value
        self._closed = self._halved = True
        return True

    def _multiply(self, magnitude: Decimal) -> bool:
        """Multiply what is read by a magnitude, or say that it begins another number."""
        if self._total and (self._current == 0 or magnitude >= self._total):
            return False
        product = (self._current or _ONE) * magnitude
        self._others = tuple(
            (reading[0] * magnitude,) for reading in self._others if len(reading) == 1
        )
        if magnitude >= 1000:
            self._total += product
            self._current = Decimal(0)
        else:
            self._current = product
        self._limit = magnitude
        if self._magnitude is None or magnitude > self._magnitude:
            self._magnitude = magnitude
        return True

    def _glued(self, suffix: str) -> bool:
        """A suffix written onto digits: "7bn", "125m", "1980s"."""
        value = self._current
        if suffix in _GLUED:
            bare = (value,)
            self._multiply(Decimal(_GLUED[suffix]))
            if len(suffix) == 1:  # "125m" may be metres
                self._others = (*self._others, bare)
            return True
        if suffix == "s" and value < 10_000 and value % 10 == 0:
            self._kind = "decade"
            century = ((value // 100 + 1,),) if value % 100 == 0 else ()
            self._others = (*self._others, (value % 100,), *century)
            self._closed = True
            return True
        return False

    def number(self, tokens: list[_Token], start: int, end: int) -> Number:
        """What was read from the tokens `start` to `end`, with what stands behind them."""
        value = self._total + self._current
        if value == value.to_integral_value():
            value = Decimal(int(value))
        readings = ((value,), *self._others)
        if (
            self._closed
            and len(tokens[start].readings) > 0
            and self._others == tokens[start].readings
        ):
            readings = self._others
        behind = _text_at(tokens, end)
        cents = behind == "per" and _text_at(tokens, end + 1) in {"cent", "centum"}
        if behind == "%" or behind.startswith(_PERCENT_WORDS) or cents:
            self._kind = "percent"
        elif self._firm and value <= 12 and self._half_day(tokens, end):
            self._kind = "time"
            readings = (*readings, (value + 12,), (value % 12,))
        whole = (behind, value) in {("months", 12), ("hours", 24)}  # a year, a day
        solar = value <= 32 and fold(behind) in _SOLAR_MONTHS
        if self._language in {"prs", "ps"} and 1300 <= value <= 1450:
            readings = (*readings, (value + 621,), (value + 622,))  # 1343 is 1964 and 1965
        return Number(
            text=self._text[tokens[start].start : tokens[end - 1].end],
            value=value,
            kind=self._kind,
            firm=self._firm and not whole and not solar,
            readings=tuple(dict.fromkeys(readings)),
            magnitude=self._magnitude,
            metric=self._metric(value, behind),
            counts=fold(behind) in _COUNTED,
        )

    def _metric(self, value: Decimal, unit: str) -> tuple[Decimal, Decimal] | None:
        if not self._firm or self._language != "en":
            return None
        if unit in {"degrees", "fahrenheit", "f"}:
            celsius = (value - 32) * 5 / 9
            return celsius - _ONE, celsius + _ONE
        if unit not in _METRIC:
            return None
        exact = value * Decimal(_METRIC[unit])
        return exact * _ROUNDED[0], exact * _ROUNDED[1]

    @staticmethod
    def _half_day(tokens: list[_Token], at: int) -> bool:
        word = _text_at(tokens, at)
        return word in {"am", "pm"} or (word in {"a", "p"} and _text_at(tokens, at + 1) == "m")


def _order(value: Decimal) -> Decimal:
    """What follows a unit must be smaller than this: "twenty" takes less than ten."""
    for order in (100, 10):
        if value > order and value % order == 0:
            return Decimal(order)
    return _ONE
