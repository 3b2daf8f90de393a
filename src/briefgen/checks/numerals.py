"""Number words of English, Dari, Pashto and Russian: what a word says, whatever its ending.

`lookup` is all that others need. Words are soft evidence: they explain a number that the other
side writes in digits, so a rare wrong reading (Pashto زر is "thousand" and "gold") hides at most
one fault and never makes an alarm.
"""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from briefgen.checks.number_words import (
    DARI,
    DARI_ENDINGS,
    DARI_HEADS,
    ENGLISH,
    PASHTO,
    PASHTO_ENDINGS,
    PASHTO_HEADS,
    RUSSIAN_ENDINGS,
    RUSSIAN_HEADS,
    RUSSIAN_PLACES,
    RUSSIAN_STEMS,
    Numeral,
    words_of,
)

_FOLD = str.maketrans(
    {"ي": "ی", "ې": "ی", "ۍ": "ی", "ئ": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه", "ة": "ه", "ګ": "گ",
     "أ": "ا", "آ": "ا", "ؤ": "و", "ё": "е"}
    | dict.fromkeys("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654\u0640", "")
)  # fmt: skip


def fold(word: str) -> str:
    """One spelling for what Dari and Pashto writers spell in several ways.

    >>> fold("ملياردونه") == fold("ملیاردونه")
    True
    """
    return word.lower().translate(_FOLD)


def _with_endings(
    table: dict[str, Numeral], endings: tuple[str, ...], ordinal: frozenset[str] = frozenset()
) -> dict[str, Numeral]:
    found = {
        fold(word) + ending: _place(numeral) if ending in ordinal else numeral
        for ending in endings
        for word, numeral in table.items()
    }
    return found | {fold(word): numeral for word, numeral in table.items()}


def _place(numeral: Numeral) -> Numeral:
    """The ordinal of a cardinal: پنجم of پنج."""
    return replace(numeral, role="ordinal") if numeral.role == "unit" else numeral


_BY_LANGUAGE = {
    "en": ENGLISH,
    "prs": _with_endings(DARI, DARI_ENDINGS, words_of("م مین")),
    "ps": _with_endings(DARI, ("",))
    | _with_endings(PASHTO, PASHTO_ENDINGS, words_of("م مه می مو یم یمه یمی")),
}
# New, not, heart, gold: as often another word as a number. Weeks, families, "like": never one.
_AMBIGUOUS = frozenset(
    map(fold, words_of("نه نو نوي نوی نویو ده سی زر زره شل سل دری اوه اوم سیم وه دهم"))
)
_OTHER_WORDS = frozenset(
    map(
        fold,
        words_of(
            "هفته هفتهها سهم دوی لکه لکی لکو دهی نوین چاره пятам"
            " семья семьи семье семью семьей семьям семьями семьях семей"
        ),
    )
)
_LONGEST_STEM = max(map(len, RUSSIAN_STEMS))
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "х": 10}


def is_ambiguous(word: str) -> bool:
    """Whether a word of Dari or Pashto is as often something else as a number.

    >>> is_ambiguous("نه"), is_ambiguous("هشت")
    (True, False)
    """
    return fold(word) in _AMBIGUOUS


@lru_cache(maxsize=1 << 14)
def lookup(word: str, language: str) -> Numeral | None:
    """What a word says as a number, or None where it is not one.

    Args:
        word: one word, as written.
        language: briefgen's code; for an unknown one no word is a number.

    >>> lookup("тридцати", "ru").value, lookup("میلیاردها", "prs").value
    (Decimal('30'), Decimal('1000000000'))
    """
    word = fold(word)
    if word in _OTHER_WORDS:
        return None
    if language == "ru":
        return _russian(word) or _roman(word)
    table = _BY_LANGUAGE.get(language)
    if table is None:
        return None
    found = table.get(word)
    if found is None and language in {"prs", "ps"}:
        found = _headed(word, table, DARI_HEADS if language == "prs" else PASHTO_HEADS)
    return found


def _russian(word: str) -> Numeral | None:
    if exact := RUSSIAN_STEMS.get(word + "="):
        return exact
    for length in range(min(len(word), _LONGEST_STEM), 1, -1):
        numeral = RUSSIAN_STEMS.get(word[:length])
        if numeral is None:
            continue
        rest = word[length:]
        if rest in RUSSIAN_ENDINGS:
            return _place(numeral) if numeral.value >= 4 and rest in RUSSIAN_PLACES else numeral
        if rest.removeprefix("и").removeprefix("о").startswith(RUSSIAN_HEADS):
            return numeral
    return None


def _headed(word: str, table: dict[str, Numeral], heads: tuple[str, ...]) -> Numeral | None:
    """The numeral at the head of a compound written in one (دوساله, درویشت)."""
    for length in range(min(len(word) - 2, 8), 1, -1):
        numeral = None if word[:length] in _AMBIGUOUS else table.get(word[:length])
        if numeral is not None and word[length:].startswith(heads):
            tens = table.get(word[length:])
            if tens is not None and numeral.value < 10 <= tens.value <= 90:
                return Numeral(value=numeral.value + tens.value, role="unit")
            return numeral
    return None


def _roman(word: str) -> Numeral | None:
    """A Roman numeral, as Russian writes centuries and monarchs."""
    if len(word) > 7 or not word or not all(letter in _ROMAN for letter in word):
        return None
    digits = [_ROMAN[letter] for letter in word]
    total = sum(
        -digit if digit < max(digits[place + 1 :], default=0) else digit
        for place, digit in enumerate(digits)
    )
    return Numeral(value=Decimal(total), role="ordinal")
