"""Fills the sentence patterns: the same values in four languages, from a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from training.slots import (
    DATA,
    LANGUAGES,
    Language,
    Lexicon,
    Value,
    amount_of,
    plural,
    render,
)

SLOT: Final = re.compile(r"\{([a-z]):([^}]+)\}")
_OPENERS: Final = "\"'«“„("


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A sentence with slots: its topic and its text in each language."""

    topic: str
    texts: Mapping[Language, str]


def pattern_files(folder: Path = DATA) -> tuple[Path, ...]:
    """The files that hold patterns of the field: ``sentences.tsv`` and those under ``wider``."""
    return (folder / "sentences.tsv", *sorted((folder / "wider").glob("*.tsv")))


def read_patterns(*paths: Path) -> tuple[Pattern, ...]:
    """Reads patterns: topic, English, Dari, Pashto, Russian, by tabs; of the field by default."""
    rows = (
        line.split("\t")
        for path in paths or pattern_files()
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return tuple(
        Pattern(topic=row[0], texts=dict(zip(LANGUAGES, row[1:], strict=True))) for row in rows
    )


def kinds_of(texts: Mapping[Language, str]) -> dict[str, str]:
    """The kind that each letter of a pattern stands for.

    Raises:
        ValueError: a letter has two kinds (a country and its capital may share one).
    """
    kinds: dict[str, str] = {}
    for text in texts.values():
        for letter, slot in SLOT.findall(text):
            kind = slot.split(":")[0].split(".")[0]
            if kind == "pl":
                continue
            known = kinds.setdefault(letter, kind)
            if known != kind and {known, kind} != {"country", "capital"}:
                raise ValueError(f"{letter} is {known} and {kind}")
    return kinds


# A value that begins with د, in marks; before it stands a preposition that belongs to its noun.
# Names of offices and posts keep one د: د پوهنې وزارت راپور, but د بودیجې د کمښت له امله.
_NAMES: Final = frozenset(
    {"airline", "good", "leader", "media", "mineral", "office", "org", "post", "role"}
)
_MARKED: Final = re.compile("[\ue000\ue002]([^\ue001]*)\ue001")
_DISPLACED: Final = re.compile(
    r"(?<![\w\u200c])(?:(له|تر|په|پر) [\ue000\ue002]|(د) \ue000)([^\ue001]*)\ue001"
)
_LOCATIVE: Final = re.compile(r"(?<![\w\u200c])(په|پر) $")
# Words that end in a vowel and take a written ی where what they belong to follows.
_EZAFE: Final = re.compile(
    r"(?<![\w\u200c])(کچالو|شفتالو|زردآلو|لیمو|خرما|لوبیا|طلا|دوا|تنباکو) "
    r"(?=(افغانستان|ما|خود|آنها)(?!\w))"
)
# Words that stay with the noun behind them when a preposition moves there.
_ATTRIBUTES: Final = frozenset(
    {"یو", "یوه", "اقتصادي", "سیاسي", "نړیوال", "نړیوالې", "پراختیايي", "هوايي", "لوړ"}
    | {"ژوندي", "بې‌پیلوټه", "مرستیال", "تړل"}
)


def _prepose(match: re.Match[str]) -> str:
    """له د اوبو وزیر becomes د اوبو له وزیر: a preposition stands before the head noun."""
    preposition, words = match[1] or match[2], match[3].split(" ")
    heads = 2 if words[-2] in _ATTRIBUTES else 1
    return " ".join((*words[:-heads], preposition, *words[-heads:]))


def tidy(text: str, language: Language) -> str:
    """Mends what filling leaves: doubled spaces, Dari ezafe, Pashto prepositions, Russian во."""
    # Only plain spaces: the no-break space within Russian numbers has to stay.
    text = re.sub(r" {2,}", " ", text).strip(" ")
    if language == "ps":
        text = _MARKED.sub(r"\1", _DISPLACED.sub(_prepose, text))
        text = re.sub(r"(^|(?<=[\s«(]))د د ", "د ", text)
    if language == "prs":
        text = _EZAFE.sub(r"\1ی ", text)
    if language == "ru":
        text = re.sub(
            r"\b([Вв]) (?=Всемирн|вторник|Франц|Франк|Вьетнам|внезапн|взят)", r"\1о ", text
        )
        text = re.sub(r"\b([Сс]) (?=вторник|сред[уы]|Швец|Швейц|школ|странами)", r"\1о ", text)
        text = re.sub(r"\b([Оо]) (?=[аиоуэАИОУЭ]|11\b)", r"\1б ", text)
    if language in ("en", "ru"):
        start = len(text) - len(text.lstrip(_OPENERS))
        text = text[:start] + text[start : start + 1].upper() + text[start + 1 :]
    return text


def draw(
    pattern: Pattern,
    lexicon: Lexicon,
    rng: random.Random,
    known: Mapping[str, Sequence[Value]] | None = None,
) -> dict[str, Value]:
    """Draws a value for each letter; ``known`` offers values by kind that are taken first."""
    values: dict[str, Value] = {}
    english = pattern.texts["en"]
    for letter, kind in kinds_of(pattern.texts).items():
        offers = [v for v in (known or {}).get(kind, ()) if v not in values.values()]
        where = english.find("{" + letter + ":")
        hint = english[max(0, where - 30) : where + 45]
        asked = re.match(r"\{[a-z]:[a-z]+:([\d.-]+k?)\}", english[where:])
        span = asked.group(1) if asked else ""
        values[letter] = (
            offers[0] if offers else lexicon.sample(kind, rng, tuple(values.values()), hint, span)
        )
    return values


def put(pattern: Pattern, values: Mapping[str, Value]) -> dict[Language, str]:
    """The pattern's text in each language with the values put in."""
    filled: dict[Language, str] = {}
    for language, text in pattern.texts.items():

        def one(match: re.Match[str], language: Language = language) -> str:
            letter, slot = match.groups()
            if slot.startswith("pl:"):
                return plural(amount_of(values[letter]), slot[3:].split("|"))
            # The English alone may carry a range: {n:num:3-90}.
            kind, _, form = slot.split(":")[0].partition(".")
            if form.startswith("by"):
                form, _, counter = form.partition(".")
                return render(values[letter], kind, form, language, amount_of(values[counter]))
            before = match.string[max(0, match.start() - 4) : match.start()]
            written = render(values[letter], kind, form, language)
            if language == "ps" and form == "obl" and _LOCATIVE.search(before):
                # After په and پر a feminine noun in ه stays as it is: په دوحه کې.
                plain = render(values[letter], kind, "", language)
                written = plain if (plain[-1:], written[-1:]) == ("ه", "ې") else written
            if language == "ps" and written.startswith("د ") and written.count(" ") > 1:
                mark = "\ue002" if kind in _NAMES else "\ue000"
                return f"{mark}{written}\ue001"
            return written

        filled[language] = tidy(SLOT.sub(one, text), language)
    return filled


def fill(pattern: Pattern, lexicon: Lexicon, rng: random.Random) -> dict[Language, str]:
    """Draws values and puts them in."""
    return put(pattern, draw(pattern, lexicon, rng))
