"""How Dari a Persian text is, against the Persian of Iran.

Dari and Iranian Persian are one written language with different words (پوهنتون, دانشگاه), different
spellings (پولیس, پلیس) and different habits (joined «میشود», digits, quotes). A linear model over
words and character n-grams weighs them: L2-loss linear SVM (Hsieh et al. 2008), made by
`benchmarks/dari.py`, measured in `docs/dari.md`. Its weights are data: `dariness.tsv`.

Habits are those of the translators of NTREX-128, so carefully set Dari (ZWNJ, «», native digits)
scores lower than it should: `afghan_words` and `iranian_words` say what does not depend on habits.
"""

import re
from collections import Counter
from functools import lru_cache
from importlib.resources import files

_LETTERS = str.maketrans("يىك", "ییک", "\u0640\u200e\u200f")
_MARKS = re.compile("[\u064b-\u0652]")
_ARABIC = "\u0621-\u065f\u066e-\u06d3\u06d5\u06fa-\u06ff"
_TOKEN = re.compile(rf"([{_ARABIC}\u200c]+)|([0-9]+)|([۰-۹]+)|([A-Za-z]+)|[^\s\w]")
_SIZES = (2, 3, 4)

_AFGHAN = frozenset(
    {
        *("ولسوالی", "ولسوالی‌ها", "ولسوال", "والی", "شفاخانه", "شفاخانه‌ها", "پوهنتون", "پوهنځی"),
        *("پوهنتون‌ها", "فیصد", "فیصدی", "موتر", "موترها", "طیاره", "طیارات", "قوماندان", "پولیس"),
        *("قوماندانی", "سارنوال", "سارنوالی", "څارنوال", "څارنوالی", "قول‌اردو", "اکمالات", "تذکره"),
        *("متعلمان", "متعلمین", "محصلان", "محصلین", "محصل", "شاروالی", "شاروال", "ملیارد", "لیسه"),
        *(
            "جنوری",
            "فبروری",
            "مارچ",
            "اپریل",
            "جولای",
            "اگست",
            "سپتمبر",
            "اکتوبر",
            "نومبر",
            "دسمبر",
        ),
        *("ثور", "جوزا", "سنبله", "امریکا", "امریکایی", "چینایی", "جاپان", "جرمنی", "معلومات"),
        *("نماینده‌گان", "زنده‌گی", "مسوولان", "مسؤولین", "مسوول", "سرک", "سرک‌ها", "مکاتب"),
    }
)
"""Words and spellings of Kabul that Tehran does not use."""

_IRANIAN = frozenset(
    {
        *("پلیس", "دانشگاه", "دانشگاه‌ها", "دانشجو", "دانشجویان", "دانش‌آموز", "دانش‌آموزان"),
        *("بیمارستان", "بیمارستان‌ها", "استاندار", "استانداری", "استان", "شهرستان", "شهردار"),
        *("شهرداری", "دادگاه", "دبیرستان", "دانشکده", "خودرو", "خودروها"),
        *("خودروی", "خودروهای", "خیابان", "خیابان‌ها"),
        *("ژانویه", "فوریه", "آوریل", "ژوئن", "ژوئیه", "سپتامبر", "اکتبر", "نوامبر"),
        *("دسامبر", "فروردین", "اردیبهشت", "شهریور", "ژاپن"),
        *("ژاپنی", "دوچرخه", "بلیت", "رایانه"),
        *("لهستان", "نروژ"),
    }
)
"""Words and spellings of Tehran that Kabul avoids; what Dari writers use too is not among them."""

_WORD = re.compile(rf"[{_ARABIC}]+(?:\u200c[{_ARABIC}]+)*")


def features(text: str) -> Counter[str]:
    """Count what the model looks at.

    Args:
        text: a sentence or a whole text.

    Returns:
        `=word`; n-grams of 2 to 4 letters, a word's borders as `_`; and after `#` what is habit:
        signs, kinds of digits (`#0`, `#۰`), Latin words (`#A`), and ZWNJ as `|` with its
        neighbours.
    """
    found: Counter[str] = Counter()
    for token in _TOKEN.finditer(text.translate(_LETTERS)):
        kind = token.lastindex
        if kind != 1:
            found["#" + ({2: "0", 3: "۰", 4: "A"}[kind] if kind else token[0])] += 1
            continue
        for mark in _MARKS.findall(token[0]):
            found["#" + mark] += 1
        whole = _MARKS.sub("", token[0]).strip("\u200c")
        parts = [part for part in whole.split("\u200c") if part]
        if len(parts) > 1:
            found["#|"] += 1
            found.update(_around_joins(f"_{whole}_".replace("\u200c", "|")))
        for part in parts:
            found["=" + part] += 1
            framed = f"_{part}_"
            for size in _SIZES:
                found.update(framed[at : at + size] for at in range(len(framed) - size + 1))
    return found


def _around_joins(framed: str) -> list[str]:
    return [
        "#" + framed[at - left : at + right + 1]
        for at, letter in enumerate(framed)
        if letter == "|"
        for left in (1, 2, 3)
        for right in range(5 - left)
        if left <= at and right <= 3 and at + right < len(framed)
    ]


@lru_cache(maxsize=1)
def _weights() -> dict[str, int]:
    text = files("briefgen").joinpath("dariness.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("##"))
    return {name: int(weight) for name, weight in rows}


UNIT = 100
"""The weights of `dariness.tsv` are hundredths of a nat."""


def dariness(text: str) -> float:
    """How Dari a Persian text is.

    Args:
        text: in Dari or Persian.

    Returns:
        Log-odds (natural logarithm), calibrated on single sentences: above 0 is Dari, below 0
        Iranian Persian. A feature counts once, however often it stands.

    >>> dariness("محصلین پوهنتون به پولیس معلومات دادند.") > 0
    True
    >>> dariness("دانشجویان دانشگاه به پلیس اطلاعات دادند.") > 0
    False
    """
    weights = _weights()
    return sum(weights.get(name, 0) for name in features(text)) / UNIT


def is_dari(text: str) -> bool:
    """Whether a Persian text is rather Dari than Iranian Persian: `dariness` above 0."""
    return dariness(text) > 0


def afghan_words(text: str) -> tuple[str, ...]:
    """The words of a text that are Afghan usage only, in order, each once."""
    return _marked(text, _AFGHAN)


def iranian_words(text: str) -> tuple[str, ...]:
    """The words of a text that are Iranian usage only, in order, each once.

    >>> iranian_words("پلیس در ماه ژوئن به دانشگاه رفت.")
    ('پلیس', 'ژوئن', 'دانشگاه')
    """
    return _marked(text, _IRANIAN)


def _marked(text: str, words: frozenset[str]) -> tuple[str, ...]:
    found = _WORD.findall(text.translate(_LETTERS))
    return tuple(dict.fromkeys(word for word in found if word in words))
