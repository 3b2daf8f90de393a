"""Whether a form stands in a text, in whatever case, number or spelling its grammar gives it.

No dictionary: a form is compared word by word, letters folded, with the endings that its language
puts on nouns and adjectives. What that costs and catches is measured in `docs/glossary.md`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SAME_LETTERS = str.maketrans(
    "يىېۍئكګةۀۂہھەأإآٱؤёЁ" + "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹" + "\u200c\xa0\u202f’‘",
    "یییییکگهههههه" + "ااااو" + "еЕ" + "0123456789" * 2 + "   ''",
)
# Vowel marks, hamza on its own, the stretched line, joiners and marks of direction.
_SILENT = re.compile(
    "[\u064b-\u065f\u0670\u0640\u0621\u200d\u200e\u200f\u2066-\u2069\u202a-\u202e\xad]"
)
_LETTERS = re.compile(r"[^\W_]+")
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"
_BETWEEN = r"[\s\-–—«»\"“”„'.]{1,3}"
# Words of one name are written apart, with a ZWNJ, or as one: «بین الملل», «بین‌الملل», «بینالملل».
_BETWEEN_ARABIC = r"[\s\-–—«»\"“”„'.]{0,3}"
_ARABIC = re.compile(r"[\u0620-\u06ff]")
_CYRILLIC = re.compile(r"[а-я]")


def _any(endings: str) -> str:
    return "|".join(sorted(endings.split(), key=lambda ending: (-len(ending), ending)))


_RUSSIAN_ENDINGS = _any(
    "а я о е у ю ы и ь й ой ей ою ею ом ем ам ям ах ях ами ями ов ев ий ый ия ии ию ие ией иею "
    "ием иям иях иями ья ьи ью ье ьев ьям ьями ьях ая яя ое ее ые ого его ому ему ым им ых их "
    "ыми ими ую юю"
)
# «Кабул» and «кабульский», «Россия» and «российского»: the adjective of a name names it as well.
_RUSSIAN_ADJECTIVE = r"[аеоиьйн]{0,3}(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ою|ое|ие|их|ими|и|ом)"
_RUSSIAN_LAST = re.compile(f"(?:{_RUSSIAN_ENDINGS})$")
_DARI_ENDINGS = _any(
    "ی یی ای ایی ها های هایی هایش هایشان هایم هایمان ان انی انش یان یانی گان گانی ات اتی ش شان "
    "اش مان م ست یها"
)
_PASHTO_ENDINGS = _any(
    "ه ی و ان انو انی ون ونه ونو ونی یان یانو یانی گان گانو گانی وال والو والی یو یی وی ای ایو "
    "ین ینو ینه ات اتو اتی گی گیو هو کی"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A text with letters folded that differ in writing only.

    Attributes:
        text: the folded text.
        places: for each of its characters, the index in the original.
    """

    text: str
    places: tuple[int, ...]


def compose(text: str) -> str:
    """The text in Unicode's composed form, which all places here refer to."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Fold letters, digits, case, ZWNJ and silent marks, so that writings of one word are equal.

    >>> fold("شفاخانه\u200cهای كابل") == fold("شفاخانه های کابل")
    True
    """
    return _SILENT.sub("", compose(text).translate(_SAME_LETTERS)).lower()


def fold_with_places(text: str) -> Folded:
    """As `fold`, of a text in composed form, with where each character came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        folded = _SILENT.sub("", letter.translate(_SAME_LETTERS)).lower()
        letters.append(folded)
        places.extend([place] * len(folded))
    return Folded(text="".join(letters), places=tuple(places))


@lru_cache(maxsize=20_000)
def pattern(form: str, language: str) -> re.Pattern[str]:
    """A pattern that finds a form in a folded text, inflected or not.

    Args:
        form: one or several words, as a glossary gives them.
        language: briefgen's code; of other languages forms are compared as they are.

    >>> bool(pattern("Министерство финансов", "ru").search(fold("в Министерстве финансов")))
    True
    >>> bool(pattern("شفاخانه", "prs").search(fold("به شفاخانه‌های کابل")))
    True
    """
    words = _LETTERS.findall(fold(form))
    arabic = _ARABIC.search(form) is not None
    parts = [_word(word, language) for word in words]
    between = _BETWEEN_ARABIC if arabic else _BETWEEN
    return re.compile(_BEFORE + between.join(parts) + _AFTER)


def _word(word: str, language: str) -> str:
    if language == "ru" and _CYRILLIC.search(word):
        return _russian(word)
    if language in {"prs", "ps"} and _ARABIC.search(word):
        return _dari(word) if language == "prs" else _pashto(word)
    # A name in Latin letters, or in Cyrillic inside another language, takes no endings.
    return re.escape(word)


def _russian(word: str) -> str:
    if len(word) < 3:
        return re.escape(word)
    stems = stems_of_russian(word)
    adjective = f"|{_RUSSIAN_ADJECTIVE}" if len(word) >= 4 else ""
    return f"(?:{'|'.join(stems)})(?:{_RUSSIAN_ENDINGS}{adjective})?"


def stems_of_russian(word: str) -> tuple[str, ...]:
    """What may stay of a folded Russian word before its endings, the longest first.

    >>> stems_of_russian("министерство")
    ('министерство', 'министерств')
    >>> stems_of_russian("беженец")
    ('беженец', 'беженц')
    """
    stems = [word]
    if found := _RUSSIAN_LAST.search(word):
        # The longest ending that leaves three letters, and the last letter: «Салам», «Салама».
        end = found.start() if found.start() >= 3 else len(word) - 1
        stems += [word[:end], word[:-1]] if len(word) >= 4 else [word[:-1]]
    if len(word) >= 5 and word[-2] in "еоё" and word[-1] in "цкньл":
        stems.append(word[:-2] + word[-1] if word[-1] != "ь" else word[:-2])
    return tuple(sorted(set(stems), key=lambda stem: (-len(stem), stem)))


def _dari(word: str) -> str:
    if len(word) < 3:
        return re.escape(word)
    if word.endswith("ه") and len(word) > 3:
        # نماینده, نمایندگان, نمایندگی; روسیه, روسی
        return f"{word[:-1]}(?:ه ?(?:{_DARI_ENDINGS})?|گان|گانی|گی|گانش)?"
    return f"{word}(?:{_DARI_ENDINGS})?"


def _pashto(word: str) -> str:
    if len(word) < 3:
        return re.escape(word)
    if len(word) == 3 and word.endswith("ه"):
        # ښځه, ښځې, ښځو: two letters alone would be found in too many words
        return f"{word[:-1]}(?:ه|ی|و)"
    stem = word[:-1] if word[-1] in "هی" and len(word) > 3 else word
    return f"{stem}(?:{_PASHTO_ENDINGS})?"
