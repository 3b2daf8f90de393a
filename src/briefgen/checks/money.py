"""Which currency a number is in, by a sign before it or by the word behind it."""

import re

from briefgen.checks.reading import Number, numbers_in

_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "₽": "ruble", "¥": "yen", "₹": "rupee"}
_SIGN = re.compile(rf"[{re.escape(''.join(_SIGNS))}]\s*$")
# By the first letters of the word, in the languages of a brief.
_WORDS = {
    "dollar": "dollar", "usd": "dollar", "euro": "euro", "eur": "euro", "sterling": "pound",
    "pound": "pound", "rouble": "ruble", "ruble": "ruble", "rupee": "rupee", "yen": "yen",
    "yuan": "yuan", "afghani": "afghani", "rial": "rial", "dirham": "dirham", "рубл": "ruble",
    "доллар": "dollar", "евро": "euro", "афгани": "afghani", "дирхам": "dirham",
    "دالر": "dollar", "دلار": "dollar", "ډالر": "dollar", "یورو": "euro", "افغانی": "afghani",
    "افغانۍ": "afghani", "کلدار": "rupee", "روپی": "rupee", "ریال": "rial", "درهم": "dirham",
}  # fmt: skip
_WORD = re.compile(r"^\s*(?:US|U\.S\.|Pakistani|Indian|Iranian|American)?\s*([^\W\d_]+)")


def currency(before: str, after: str) -> str | None:
    """The currency of a number, as one English word, or None.

    Args:
        before: what stands before the number.
        after: what stands behind it, its magnitude ("million") left out.

    >>> currency("gave $", " to schools"), currency("gave ", " US dollars"), currency("", " men")
    ('dollar', 'dollar', None)
    """
    sign = _SIGN.search(before)
    if sign:
        return _SIGNS[sign[0].strip()]
    word = _WORD.match(after)
    if word is None:
        return None
    return next((unit for stem, unit in _WORDS.items() if word[1].lower().startswith(stem)), None)


def money_in(text: str, language: str = "en") -> tuple[tuple[Number, str], ...]:
    """The sums of money in a text in order: the number, and the currency as one English word.

    >>> [(str(n.value), unit) for n, unit in money_in("US$7bn, or 6.1 billion euros")]
    [('7000000000', 'dollar'), ('6100000000', 'euro')]
    """
    found = []
    at = 0
    for number in numbers_in(text, language):
        start = text.find(number.text, at)
        if start < 0:
            continue
        at = start + len(number.text)
        unit = currency(text[:start], text[at:])
        if unit is not None:
            found.append((number, unit))
    return tuple(found)


def exchanged_money(text: str, article: str, language: str = "en") -> tuple[str, ...]:
    """The sums of a text that an article has only in another currency, as written.

    >>> exchanged_money("It cost 7 billion euros.", "It cost $7 billion.")
    ('7 billion euro',)
    """
    known = money_in(article, language)
    wrong = []
    for number, unit in money_in(text, language):
        units = {other for there, other in known if set(there.readings) & set(number.readings)}
        if units and unit not in units:
            wrong.append(f"{number.text.strip()} {unit}")
    return tuple(wrong)
