"""Puts one number together of what a text has in a row: digits, number words, magnitudes."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from briefgen.checks.number_words import Numeral
from briefgen.checks.numerals import fold

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


@dataclass(slots=True)
class Token:
    """A digit string, a number word or anything else, with what stands between it and the last."""

    text: str
    start: int
    end: int
    readings: tuple[Reading, ...] = ()
    numeral: Numeral | None = None
    kind: Kind = "cardinal"


VULGAR = {
    sign: Numeral(value=Decimal(value), role="part")
    for sign, value in zip("½¼¾⅓⅔", ("0.5", "0.25", "0.75", "0.3333", "0.6667"), strict=True)
}
_GLUED = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "t": 10**12, "tn": 10**12,
}  # fmt: skip
_CONNECTORS: dict[str, set[str]] = {
    "en": {"and", "a", "of"}, "ru": {"с"}, "prs": {"و"}, "ps": {"او", "و"},
}  # fmt: skip
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
_TENS = frozenset(Decimal(tens) for tens in range(20, 100, 10))
_ONE = Decimal(1)
_METRIC = {
    "foot": "0.3048", "feet": "0.3048", "ft": "0.3048", "inch": "2.54", "inches": "2.54",
    "mile": "1.609", "miles": "1.609", "mph": "1.609", "yard": "0.9144", "yards": "0.9144",
    "pound": "0.4536", "pounds": "0.4536", "lb": "0.4536", "lbs": "0.4536", "acre": "0.4047",
    "acres": "0.4047", "gallon": "3.785", "gallons": "3.785", "ounce": "28.35",
    "ounces": "28.35", "stone": "6.35",
}  # fmt: skip
# Translators round what they convert: 85 miles are 137 km or "some 140".
_ROUNDED = Decimal("0.88"), Decimal("1.12")


def text_at(tokens: list[Token], at: int) -> str:
    """The token at a place in lower case; empty outside the list."""
    return tokens[at].text.lower() if 0 <= at < len(tokens) else ""


class Reader:
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

    def take(self, tokens: list[Token], at: int) -> int:
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
            after = at + (2 if text_at(tokens, at + 1) == "a" else 1)  # "two and a half"
            fits = after < len(tokens) and self._near(tokens, after)
            return after - at + 1 if fits and self._add(tokens[after], connected=True) else 0
        return 1 if self._add(token, connected=False) else 0

    def _multiply_half(self, tokens: list[Token], at: int) -> int:
        """Read "two and a half million", where the magnitude follows the share."""
        numeral = tokens[at].numeral
        if numeral is None or numeral.role != "magnitude" or not self._near(tokens, at):
            return 0
        self._halved = False
        return 1 if self._multiply(numeral.value) else 0

    def _near(self, tokens: list[Token], at: int) -> bool:
        gap = self._text[tokens[at - 1].end : tokens[at].start]
        return len(gap) <= 3 and not gap.strip(" -\u200c\u2010\u2011")

    def _begin(self, tokens: list[Token], at: int) -> int:
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

    def _share(self, tokens: list[Token], at: int, share: Decimal) -> int:
        """Read "half a million", where a magnitude follows a share."""
        self._current, self._closed, self._kind = share, True, "part"
        skipped = 0
        while text_at(tokens, at + skipped) in self._connectors and skipped < 2:
            skipped += 1
        following = tokens[at + skipped].numeral if at + skipped < len(tokens) else None
        if following is None or following.role != "magnitude":
            return 0
        self._others = ()
        self._multiply(following.value)
        return skipped + 1

    def _add(self, token: Token, *, connected: bool) -> bool:
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
            bare = self._language == "ps" or token.text in VULGAR
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

    def number(self, tokens: list[Token], start: int, end: int) -> Number:
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
        behind = text_at(tokens, end)
        cents = behind == "per" and text_at(tokens, end + 1) in {"cent", "centum"}
        if behind == "%" or behind.startswith(_PERCENT_WORDS) or cents:
            self._kind = "percent"
        elif self._firm and value <= 12 and self._half_day(tokens, end):
            self._kind = "time"
            readings = (*readings, (value + 12,), (value % 12,))
        a_year, a_day = ("months", Decimal(12)), ("hours", Decimal(24))
        whole = (behind, value) in {a_year, a_day}
        solar = value <= 32 and fold(behind) in _SOLAR_MONTHS
        if solar:
            self._kind = "time"
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
    def _half_day(tokens: list[Token], at: int) -> bool:
        word = text_at(tokens, at)
        return word in {"am", "pm"} or (word in {"a", "p"} and text_at(tokens, at + 1) == "m")


def _order(value: Decimal) -> Decimal:
    """What follows a unit must be smaller than this: "twenty" takes less than ten."""
    for order in (100, 10):
        if value > order and value % order == 0:
            return Decimal(order)
    return _ONE
