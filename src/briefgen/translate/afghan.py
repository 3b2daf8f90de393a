"""Iranian names of months, and on request a few other words, replaced by the Afghan ones.

Only whole words are replaced, and only such as have no second meaning; a month that is also another
word («مه» fog, «اوت») needs a number or «ماه» beside it. Every change is a `dari-word` flag.
"""

import re

from briefgen.options import AfghanWords
from briefgen.records import Flag

_LETTER = "\u0621-\u065f\u066e-\u06d3\u06d5\u06fa-\u06ff"
_MONTHS = {
    "ژانویه": "جنوری",
    "فوریه": "فبروری",
    "آوریل": "اپریل",
    "آپریل": "اپریل",
    "ژوئن": "جون",
    "ژوئیه": "جولای",
    "سپتامبر": "سپتمبر",
    "اکتبر": "اکتوبر",
    "نوامبر": "نومبر",
    "دسامبر": "دسمبر",
    "فروردین": "حمل",
    "اردیبهشت": "ثور",
    "شهریور": "سنبله",
}
# Other words too, so they need a date beside them.
_DATED = {
    "مارس": "مارچ",
    "مه": "می",
    "اوت": "اگست",
    "خرداد": "جوزا",
    "تیر": "سرطان",
    "مرداد": "اسد",
    "مهر": "میزان",
    "آبان": "عقرب",
    "آذر": "قوس",
    "دی": "جدی",
    "بهمن": "دلو",
    "اسفند": "حوت",
}
_WORDS = {
    "پلیس": "پولیس",
    "بیمارستان": "شفاخانه",
    "بیمارستان‌ها": "شفاخانه‌ها",
    "بیمارستان‌های": "شفاخانه‌های",
    "دانشگاه": "پوهنتون",
    "دانشگاه‌ها": "پوهنتون‌ها",
    "دانشگاه‌های": "پوهنتون‌های",
    "دانشجویان": "محصلان",
    "دادگاه": "محکمه",
    "دبیرستان": "لیسه",
    "شهرداری": "شاروالی",
    "فرودگاه": "میدان هوایی",
    "ژاپن": "جاپان",
    "نروژ": "ناروی",
    "لهستان": "پولند",
}


def _whole(words: dict[str, str]) -> str:
    found = "|".join(sorted(words, key=len, reverse=True))
    return rf"(?<![{_LETTER}\u200c])({found})(?![{_LETTER}\u200c])"


_MONTH = re.compile(_whole(_MONTHS))
_DATED_MONTH = re.compile(
    rf"(?:(?<=[0-9۰-۹] )|(?<=ماه )){_whole(_DATED)}|{_whole(_DATED)}(?= (?:سال )?[0-9۰-۹]{{4}})"
)
_WORD = re.compile(_whole(_WORDS))
_ALL = {**_MONTHS, **_DATED, **_WORDS}


def use_afghan_words(
    text: str, language: str, choice: AfghanWords, *, where: str = ""
) -> tuple[str, tuple[Flag, ...]]:
    """Replace Iranian words by Afghan ones in Dari.

    Args:
        text: a sentence with Persian letters and ZWNJ.
        language: briefgen's code; only `prs` is changed.
        choice: `none`, `months`, or `all` for months and a few words more.
        where: the place that the flags name.

    Returns:
        The text, and a `dari-word` warning for each word that was replaced.

    >>> use_afghan_words("در ۳ ژوئن آمد.", "prs", "months")[0]
    'در ۳ جون آمد.'
    """
    if language != "prs" or choice == "none":
        return text, ()
    flags: list[Flag] = []

    def replaced(found: re.Match[str]) -> str:
        old = found[0]
        detail = f"“{old}” is Iranian usage: written “{_ALL[old]}”"
        flags.append(Flag(code="dari-word", severity="warning", detail=detail, where=where))
        return _ALL[old]

    for pattern in (_MONTH, _DATED_MONTH, *((_WORD,) if choice == "all" else ())):
        text = pattern.sub(replaced, text)
    return text, tuple(flags)
