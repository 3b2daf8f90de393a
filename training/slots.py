"""The values that fill the slots of the sentence patterns, with every form a language needs.

A slot is written ``{letter:kind.form}``; the letter ties the four languages of a pattern
together. Named things (countries, persons, organisations ...) come from tables; numbers, money
and dates are drawn and written by rule.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from training.names import Sex, draw_name, full_name

Language: TypeAlias = Literal["en", "prs", "ps", "ru"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "prs", "ps", "ru")
TARGETS: Final[tuple[Language, ...]] = ("prs", "ps", "ru")
DATA: Final = Path(__file__).parent / "afghan-affairs"
TABLES: Final = (
    "airline", "animal", "arms", "attack", "building", "city", "country", "crime", "crop",
    "currency", "day", "disaster", "disease", "document", "event", "few", "field", "fruit",
    "good", "infection", "issue", "leader", "man", "media", "mineral", "month", "neighbor",
    "office", "org", "paper", "people", "person", "place", "post", "project", "reason", "right",
    "role", "sector", "supply", "town", "vehicle", "woman",
)  # fmt: skip
DRAWN: Final = ("num", "big", "money", "sum", "pct", "year", "date", "last")
_NATIVE: Final = str.maketrans("0123456789,.", "۰۱۲۳۴۵۶۷۸۹٬٫")
_FROM: Final = {"в": "из", "во": "из", "на": "с"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A row of a table: its column names to its forms."""

    kind: str
    forms: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number, with ``scale`` a power of ten that is written as a word (0, 6 or 9).

    ``currency`` is a row of its table where a ``sum`` is not in dollars alone.
    """

    kind: str
    amount: float
    scale: int = 0
    currency: Named | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A day of a month, without its year."""

    month: Named
    day: int


Value: TypeAlias = Named | Quantity | Date


def read_table(kind: str, folder: Path = DATA / "slots") -> tuple[Named, ...]:
    """Reads ``folder/kind.tsv``, whose first line names the columns."""
    head, *lines = (folder / f"{kind}.tsv").read_text(encoding="utf-8").splitlines()
    columns = head.split("\t")
    return tuple(
        Named(kind=kind, forms=dict(zip(columns, line.split("\t"), strict=True))) for line in lines
    )


def _recombined(rows: Sequence[Named]) -> tuple[Named, ...]:
    """Every first name with every surname of the table, so that parts of names are learnt.

    Names whose languages differ in their number of words are kept out.
    """
    plain = [r for r in rows if all(form.count(" ") == 1 for form in r.forms.values())]
    return tuple(
        Named(
            kind=first.kind,
            forms={
                column: f"{form.split(' ')[0]} {last.forms[column].split(' ')[1]}"
                for column, form in first.forms.items()
            },
        )
        for first in plain
        for last in plain
    )


class Lexicon:
    """All tables, and the drawing of values from them."""

    def __init__(self, folder: Path = DATA / "slots") -> None:
        """Reads the tables under ``folder``."""
        self.tables: dict[str, tuple[Named, ...]] = {k: read_table(k, folder) for k in TABLES}
        self._mixed = {k: _recombined(self.tables[k]) for k in ("man", "woman")}
        self._given = [row.forms for row in read_table("given", folder)]
        self._family = [row.forms for row in read_table("family", folder)]

    def sample(
        self,
        kind: str,
        rng: random.Random,
        taken: Sequence[Value] = (),
        hint: str = "",
        span: str = "",
    ) -> Value:
        """Draws a value of ``kind`` that is not among ``taken``.

        Args:
            kind: a table's name, ``capital`` (a country) or one of ``DRAWN``.
            rng: the source of chance.
            taken: values that other slots of the sentence hold.
            hint: the English words round the slot, which narrow its range.
            span: the range that the pattern asks for, such as ``3-90``; of ``money``, ``sum`` and
                ``big`` in millions, or in thousands with a ``k`` behind it.

        Raises:
            KeyError: the kind is not known.
        """
        kind = "country" if kind == "capital" else kind
        for _ in range(20):
            value = self._draw(kind, rng, hint, span)
            if value not in taken:
                break
        return value

    def _draw(self, kind: str, rng: random.Random, hint: str, span: str) -> Value:
        if kind in self._mixed:
            if rng.random() < 0.65:
                sex: Sex = "m" if kind == "man" else "f"
                return Named(kind=kind, forms=draw_name(rng, sex, self._given, self._family))
            return rng.choice((*self._mixed[kind], *self.tables[kind]))
        if kind == "last":
            return Named(kind=kind, forms=full_name({}, rng.choice(self._family), "m"))
        # A province is asked for by name; elsewhere half of the places are towns and districts.
        if kind == "place" and rng.random() < 0.5 and not _PROVINCIAL.search(hint):
            return rng.choice(self.tables["town"])
        if kind in _CORE and rng.random() < 0.55:
            return rng.choice(self.tables[kind][: _CORE[kind]])
        if kind in self.tables:
            return rng.choice(self.tables[kind])
        if kind == "sum":
            currency = rng.choice(self.tables["currency"])
            amount, scale = _spanned(kind, rng, span) if span else _number("money", rng, hint)
            return Quantity(kind=kind, amount=amount, scale=scale, currency=currency)
        if span:
            amount, scale = _spanned(kind, rng, span)
            return Quantity(kind=kind, amount=amount, scale=scale)
        if kind == "date":
            return Date(month=rng.choice(self.tables["month"]), day=rng.randint(1, 28))
        amount, scale = _number(kind, rng, hint)
        return Quantity(kind=kind, amount=amount, scale=scale)


# What a count is likely to be, by a word beside it; the first that is found decides.
_RANGES: Final = (
    (("killed", "dead", "died", "bodies", "wounded", "injured", "deaths"), 2, 90),
    (("soldiers", "police", "journalists", "suspects", "fighters", "prisoners"), 2, 400),
    (("degrees", "meters", "metres", "magnitude"), 2, 60),
    (("clinics", "schools", "villages", "trucks", "wagons", "nurses"), 3, 900),
    (("afghanis", "dollars a", "tons", "tonnes", "hectares", "families", "houses"), 20, 9500),
)


# The first rows of some tables are the field's own: more than half of the draws.
_CORE: Final = {"country": 22, "org": 12}
_PROVINCIAL: Final = re.compile(r"provinc|governor", re.IGNORECASE)


def _spanned(kind: str, rng: random.Random, span: str) -> tuple[float, int]:
    """An amount within a pattern's own range, now and then a round one or one with a fraction."""
    low, high = (float(end) for end in span.rstrip("k").split("-"))
    if span.endswith("k"):
        return rng.randint(int(low), int(high)) * 1000, 0
    scale = 6 if kind in ("money", "sum", "big") else 0
    if (scale or kind == "pct") and rng.random() < 0.3:
        return round(rng.uniform(low, high), 1), scale
    amount = rng.randint(int(low), int(high))
    if amount > 150 and kind != "year" and rng.random() < 0.4:
        step = 10 ** (len(str(amount)) - 2)
        amount = max(int(low), amount // step * step)
    return amount, scale


def _number(kind: str, rng: random.Random, hint: str) -> tuple[float, int]:
    """An amount and its scale for one of the drawn kinds."""
    if kind == "year":
        part = rng.random()
        if part < 0.6:
            return (2021 if part < 0.1 else rng.randint(2016, 2026)), 0
        return rng.randint(1990, 2026), 0
    if kind == "pct":
        part = rng.random()
        return (rng.randint(2, 95) if part < 0.7 else round(rng.uniform(0.5, 40), 1)), 0
    if kind == "money":
        few = rng.randint(1, 9)
        amounts = (rng.randint(2, 99), few * 100, rng.randint(10, 99) * 10, few + few / 10)
        fine = (rng.randint(101, 999), round(rng.uniform(1.1, 99.9), 1))
        return rng.choice(amounts + fine), rng.choice((6, 6, 6, 9))
    if kind == "big":
        if rng.random() < 0.5:
            whole = rng.randint(1, 48)
            return rng.choice((whole, round(whole + rng.randint(1, 9) / 10, 1))), 6
        thousands = (rng.randint(10, 99), rng.randint(1, 9) * 100, rng.randint(10, 99) * 10)
        return rng.choice(thousands) * 1000, 0
    if kind == "num":
        for words, low, high in _RANGES:
            if rng.random() < 0.5 and any(word in hint for word in words):
                return rng.randint(low, high), 0
        size = rng.random()
        if size < 0.45:
            return rng.randint(2, 99), 0
        if size < 0.7:
            return rng.randint(100, 999), 0
        if size < 0.9:
            return rng.choice((rng.randint(1000, 9999), rng.randint(10, 99) * 100)), 0
        return rng.choice((rng.randint(10000, 999999), rng.randint(10, 999) * 1000)), 0
    raise KeyError(kind)


def figures(amount: float, language: Language) -> str:
    """The digits of an amount in the manner of a language.

    >>> figures(1400, "en"), figures(1400, "ru"), figures(1400.5, "prs")
    ('1,400', '1400', '۱٬۴۰۰٫۵')
    """
    whole = float(amount).is_integer()
    text = f"{int(amount):,}" if whole else f"{amount:,.1f}"
    if language == "en":
        return text
    if language in ("prs", "ps"):
        return text.translate(_NATIVE)
    # Russian parts thousands from five digits on, by a space that does not break.
    return text.replace(",", "\u00a0" if amount >= 10000 else "").replace(".", ",")


def plural(amount: float, forms: Sequence[str]) -> str:
    """The Russian form after an amount: one of (1, 2 to 4 and fractions, 5 and more)."""
    if not float(amount).is_integer():
        return forms[1]
    ones, tens = int(amount) % 10, int(amount) % 100
    if ones == 1 and tens != 11:
        return forms[0]
    return forms[1] if 2 <= ones <= 4 and not 12 <= tens <= 14 else forms[2]


def _genitive(amount: float, forms: Sequence[str]) -> str:
    """The genitive beside an amount in the genitive (до 2 миллионов), from the same three forms."""
    one = not float(amount).is_integer() or (amount % 10 == 1 and amount % 100 != 11)
    return forms[1] if one else forms[2]


def amount_of(value: Value) -> float:
    """The amount that governs a Russian plural; 5 for what is no number."""
    if isinstance(value, Quantity):
        return value.amount
    if isinstance(value, Named) and value.kind == "few":
        return int(value.forms["value"])
    return 5


_SCALE_WORDS: Final[Mapping[tuple[int, Language], tuple[str, str, str]]] = {
    (6, "en"): ("million",) * 3,
    (6, "prs"): ("میلیون",) * 3,
    (6, "ps"): ("میلیونه",) * 3,
    (6, "ru"): ("миллион", "миллиона", "миллионов"),
    (9, "en"): ("billion",) * 3,
    (9, "prs"): ("میلیارد",) * 3,
    (9, "ps"): ("میلیارده",) * 3,
    (9, "ru"): ("миллиард", "миллиарда", "миллиардов"),
}


def _quantity(value: Quantity, language: Language, form: str = "") -> str:
    if value.kind == "year":
        year = str(int(value.amount))
        return year.translate(_NATIVE) if language in ("prs", "ps") else year
    text = figures(value.amount, language)
    oblique = language == "ps" and form == "obl"
    many = _genitive if language == "ru" and form == "gen" else plural
    if value.scale:
        word = many(value.amount, _SCALE_WORDS[value.scale, language])
        if language == "ps" and value.amount == 1:
            word = word.removesuffix("ه")  # one million is no plural
        elif oblique:
            word = word.removesuffix("ه") + "و"
        text += " " + word
    if value.currency is not None:
        return f"{text} {_currency(value, value.currency.forms, language, oblique)}"
    if value.kind == "money":
        if language == "en":
            return "$" + text
        pashto = " ډالرو" if oblique else " ډالر"
        return text + {"prs": " دالر", "ps": pashto, "ru": " долларов"}[language]
    if value.kind == "pct":
        per_cent = many(value.amount, ("процент", "процента", "процентов"))
        pashto = "سلنې" if oblique else "سلنه"
        return f"{text} " + {"en": "percent", "prs": "درصد", "ps": pashto, "ru": per_cent}[language]
    return text


def _currency(value: Quantity, row: Mapping[str, str], language: Language, oblique: bool) -> str:
    if language == "ru":
        return row["ru_5"] if value.scale else plural(value.amount, _counts(row))
    return row[f"{language}_obl" if oblique else language]


def _counts(row: Mapping[str, str], accusative: bool = False) -> tuple[str, str, str]:
    """The Russian forms of a countable row after 1, after 2 to 4, and after 5 and more."""
    return row["ru_1_acc" if accusative else "ru_1"], row["ru_2"], row["ru_5"]


# On, from and until a day of a month.
_PASHTO_DATES: Final = {"on": ("په ", "مه"), "from": ("له ", "مې"), "until": ("تر ", "مې")}


def _date(value: Date, form: str, language: Language) -> str:
    month, day = value.month.forms, figures(value.day, language)
    if language == "en":
        return f"{month['en']} {day}"
    if language == "prs":
        return f"{day} {month['prs']}"
    if language == "ps":
        preposition, ending = _PASHTO_DATES.get(form, ("", "مه"))
        return f"د {month['ps']} {preposition}{day}{ending}"
    return f"{day} {month['ru_gen']}"


def render(
    value: Value, kind: str, form: str, language: Language, count: float | None = None
) -> str:
    """Writes a value in a language.

    Args:
        value: what the slot holds.
        kind: the slot's kind; ``capital`` takes a country's capital.
        form: the form after the first point, such as ``gen``, ``adj.m.nom``, ``in`` or "".
        language: en, prs, ps or ru.
        count: the amount that a Russian form ``by`` or ``byacc`` agrees with.

    Raises:
        KeyError: the tables have no such form.
    """
    if isinstance(value, Quantity):
        return _quantity(value, language, form)
    if isinstance(value, Date):
        return _date(value, form, language)
    row = value.forms
    infix = "_capital" if kind == "capital" else ""
    base = f"{language}{infix}"
    if language == "en":
        text = row[f"en_{form}"] if form in ("adj", "people") else row[base]
        return text[0].upper() + text[1:] if form == "cap" else text
    if language == "prs":
        return row["prs_adj"] if form == "adj" else row[base]
    if language == "ps":
        if value.kind == "day":
            return row["ps_obl"]
        if form.startswith("adj"):
            return row["ps_adj"]
        if value.kind == "few" and form == "f":
            return row["ps_f"]
        return row[f"{base}_obl"] if form == "obl" else row[base]
    if count is not None:
        return plural(count, _counts(row, accusative=form == "byacc"))
    if value.kind == "few":
        return row[f"ru_{form}"] if form in ("f", "gen", "anim") else row["ru"]
    if value.kind in ("day", "month"):
        return row[f"ru_{form}"]
    if form in ("in", "to", "from"):
        preposition = row.get("ru_prep", "в") if kind in ("country", "neighbor") else "в"
        case = {"in": "loc", "to": "acc", "from": "gen"}[form]
        return f"{_FROM[preposition] if form == 'from' else preposition} {row[f'{base}_{case}']}"
    return row[f"{base}_{(form or 'nom').replace('.', '_')}"]
