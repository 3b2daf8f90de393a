"""Whether one name of the source is written in one way throughout a brief.

A name and its transliteration are matched by their consonants, in classes that Latin, Cyrillic and
Arabic letters share; vowels come and go between scripts. It finds out that two spellings stand for
one name, not which of them is right.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache

from briefgen.glossary.inflection import fold, pattern
from briefgen.glossary.terms import Glossary
from briefgen.records import Flag, TranslatedSentence

_WORD = re.compile(r"[^\W\d_]+(?:[’'‌\-][^\W\d_]+)*")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_MIN_LETTERS, _MIN_CONSONANTS = 5, 3
# Of consonants, in order. Calibrated on NTREX's development half, see docs/glossary.md.
_ALIKE = 0.85
_LATIN = (
    ("tch", "C"), ("sch", "X"), ("sh", "X"), ("ch", "C"), ("kh", "K"), ("gh", "G"), ("zh", "J"),
    ("ph", "F"), ("th", "T"), ("ck", "K"), ("ce", "S"), ("ci", "S"), ("x", "KS"), ("q", "K"),
    ("c", "K"), ("dj", "J"), ("j", "J"), ("w", ""), ("v", ""), ("h", ""), ("y", ""),
)  # fmt: skip
_CYRILLIC = (
    ("дж", "J"), ("тч", "C"), ("ж", "J"), ("ш", "X"), ("щ", "X"), ("ч", "C"), ("ц", "S"),
    ("х", ""), ("в", ""),
)  # fmt: skip
_ONE = (
    dict(zip("бдфгклмнпрстз", "BDFGKLMNPRSTZ", strict=True))
    | dict(zip("bdfgklmnprstz", "BDFGKLMNPRSTZ", strict=True))
    | dict(
        zip(
            "بپتټثجچخدډذرړزژږسشښصضطظغفقکگلمنڼځڅ",
            "BPTTSJCKDDZRRZJJSXXSZTZGFKKGLMNNZS",
            strict=True,
        )
    )
)


def flag_inconsistent(
    sentences: Sequence[TranslatedSentence],
    language: str,
    names: Callable[[str], Sequence[str]],
    glossary: Glossary | None = None,
) -> tuple[TranslatedSentence, ...]:
    """Add a `name-inconsistent` warning where a name is written otherwise than before.

    Args:
        sentences: translated, in the order of reading.
        language: briefgen's code of the translations.
        names: the names of a source sentence.
        glossary: what it has several forms for may be written in any of them.

    Returns:
        The sentences, in order, each name flagged at the first place of another spelling.
    """
    seen: dict[str, list[tuple[str, str]]] = {}
    flagged: list[TranslatedSentence] = []
    for sentence in sentences:
        flags = []
        for name in _names(sentence.source, names):
            if glossary is not None and glossary.matches(name, language):
                continue
            written = _counterpart(name, sentence.text)
            known = seen.setdefault(name, [])
            if not written or any(_same(one, written, language) for one, _ in known):
                continue
            known.append((written, sentence.id))
            first, where = known[0]
            if len(known) > 1:
                detail = f"“{name}” is “{written}” here and “{first}” in {where}"
                code = "name-inconsistent"
                flags.append(Flag(code=code, severity="warning", detail=detail, where=sentence.id))
        flagged.append(replace(sentence, flags=(*sentence.flags, *flags)) if flags else sentence)
    return tuple(flagged)


def _names(source: str, names: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """The words of the names of a source that are long enough to be known again."""
    found = dict.fromkeys(word for name in names(source) for word in _WORD.findall(name))
    return tuple(
        word
        for word in found
        if len(word) >= _MIN_LETTERS and len(skeleton(word)) >= _MIN_CONSONANTS
    )


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonants of a word in classes that the three scripts share.

    >>> skeleton("Khalilzad") == skeleton("Халилзад") == skeleton("خلیلزاد")
    False
    >>> skeleton("Baradar") == skeleton("Барадар") == skeleton("برادر")
    True
    """
    text = fold(word)
    for letters, consonants in (*_LATIN, *_CYRILLIC):
        text = text.replace(letters, consonants)
    found = "".join(letter if letter.isupper() else _ONE.get(letter, "") for letter in text)
    # Double consonants are single ones in other scripts: "Abdullah", «Абдулла», عبدالله.
    return re.sub(r"(.)\1+", r"\1", found)


def _counterpart(name: str, text: str) -> str:
    """The word of a translation that sounds like a name; empty where none surely does."""
    wanted = skeleton(name)
    best, found = _ALIKE, ""
    for word in _WORD.findall(text):
        if _LATIN_LETTER.match(word):
            continue  # left as it is, which other checks look at
        other = skeleton(word)
        if abs(len(other) - len(wanted)) > 1:
            continue
        alike = SequenceMatcher(None, wanted, other, autojunk=False).ratio()
        if alike > best or (alike == best and not found):
            best, found = alike, word
    return found


def _same(first: str, second: str, language: str) -> bool:
    """Whether two words are one, endings aside."""
    one, other = fold(first).replace(" ", ""), fold(second).replace(" ", "")
    if one == other or pattern(first, language).search(other):
        return True
    return pattern(second, language).search(one) is not None or _stem(one) == _stem(other)


def _stem(word: str) -> str:
    """A folded word without what may be an ending."""
    return re.sub(r"(?:[аеиоуыэюяйь]{1,2}[мхв]?и?|[اویه]{1,2}[نو]?|ها|های|ان|ات)$", "", word)
