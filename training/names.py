"""Names of persons: known parts put together, and made-up names spelt sound by sound.

No table holds the names of tomorrow's news. Names that nobody bears, written in all four languages
by one rule, teach a model to spell what it has not seen.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

Sex: TypeAlias = Literal["m", "f"]
CASES: Final = ("nom", "gen", "dat", "acc", "ins", "loc")
# A sound in English, Dari, Pashto and Russian. What English alone cannot tell apart (the two
# kinds of k, h, s, t and z of Arabic) is left out.
_CONSONANTS: Final = (
    ("b", "ب", "ب", "б"), ("d", "د", "د", "д"), ("f", "ف", "ف", "ф"), ("g", "گ", "ګ", "г"),
    ("h", "ه", "ه", "х"), ("j", "ج", "ج", "дж"), ("k", "ک", "ک", "к"), ("l", "ل", "ل", "л"),
    ("m", "م", "م", "м"), ("n", "ن", "ن", "н"), ("p", "پ", "پ", "п"), ("r", "ر", "ر", "р"),
    ("s", "س", "س", "с"), ("sh", "ش", "ش", "ш"), ("t", "ت", "ت", "т"), ("v", "و", "و", "в"),
    ("z", "ز", "ز", "з"), ("kh", "خ", "خ", "х"), ("gh", "غ", "غ", "г"), ("ch", "چ", "چ", "ч"),
)  # fmt: skip
_VOWELS: Final = (
    ("a", "ا", "ا", "а"), ("i", "ی", "ی", "и"), ("u", "و", "و", "у"), ("o", "و", "و", "о"),
    ("e", "ی", "ې", "е"),
)  # fmt: skip
_CLOSING: Final = tuple(c for c in _CONSONANTS if c[0] in ("n", "r", "l", "m", "s", "d", "k", "t"))


def declined(name: str, sex: Sex, *, surname: bool = False) -> tuple[str, ...]:
    """The Russian cases of a foreign name, in the order of ``CASES``.

    Names in -и, -о, -у, -е and -зай do not change, nor do a woman's names in a consonant.

    >>> declined("Фарид", "m")[4], declined("Нурзай", "m", surname=True)[1]
    ('Фаридом', 'Нурзай')
    """
    stem, last = name[:-1], name[-1]
    if last == "а":
        back = stem[-1] in "гкхжшчщ"
        ins = "ей" if stem[-1] in "жшчщц" else "ой"
        ends = ("а", "и" if back else "ы", "е", "у", ins, "е")
    elif last == "я":
        soft = "и" if stem.endswith("и") else "е"
        ends = ("я", "и", soft, "ю", "ей", soft)
    elif sex == "f" or last in "иоуеёэыю" or (surname and name.endswith("зай")):
        return (name,) * len(CASES)
    elif last in "йь":
        ends = (last, "я", "ю", "я", "ем", "е")
    else:
        stem = name
        ends = ("", "а", "у", "а", "ем" if last in "жшчщц" else "ом", "е")
    return tuple(stem + end for end in ends)


def made_up(rng: random.Random) -> dict[str, str]:
    """A word of two or three syllables that is nobody's name, in en, prs, ps and ru."""
    letters = [""] * 4
    for _ in range(rng.choice((2, 2, 3))):
        sounds = [rng.choice(_CONSONANTS), rng.choice(_VOWELS)]
        if rng.random() < 0.45:
            sounds.append(rng.choice(_CLOSING))
        for sound in sounds:
            letters = [text + part for text, part in zip(letters, sound, strict=True)]
    en, prs, ps, ru = letters
    return {"en": en.capitalize(), "prs": prs, "ps": ps, "ru": ru.capitalize()}


def _oblique(name: str) -> str:
    """A man's Pashto surname after a preposition: ستانکزی becomes ستانکزي."""
    return name[:-1] + "ي" if name.endswith("زی") else name


def full_name(given: Mapping[str, str], family: Mapping[str, str], sex: Sex) -> dict[str, str]:
    """All forms of a person's name from its two parts, or of the surname where ``given`` is empty.

    Args:
        given: the first name in ``en``, ``prs``, ``ps`` and ``ru``, or nothing.
        family: the surname likewise.
        sex: ``m`` or ``f``.
    """

    def joined(first: str, last: str) -> str:
        return f"{first} {last}".strip()

    row = {lang: joined(given.get(lang, ""), family[lang]) for lang in ("en", "prs", "ps")}
    last = _oblique(family["ps"]) if sex == "m" else family["ps"]
    row["ps_obl"] = joined(given.get("ps", ""), last)
    firsts = declined(given["ru"], sex) if given else ("",) * len(CASES)
    lasts = declined(family["ru"], sex, surname=True)
    for case, first, surname in zip(CASES, firsts, lasts, strict=True):
        row[f"ru_{case}"] = joined(first, surname)
    return row


def draw_name(
    rng: random.Random,
    sex: Sex,
    given: Sequence[Mapping[str, str]],
    family: Sequence[Mapping[str, str]],
) -> dict[str, str]:
    """A person's name: of the tables' parts two times in three, else with a made-up part or two."""
    fresh = rng.random()
    first = made_up(rng) if fresh < 0.2 else rng.choice([g for g in given if g["sex"] == sex])
    last = made_up(rng) if fresh < 0.33 else rng.choice(family)
    return full_name(first, last, sex)
