"""Looks for faults in the patterns: ``python -m training.lint``; exits with 1 if it finds any."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from training.fill import SLOT, Pattern, kinds_of, read_patterns
from training.slots import DATA, DRAWN, LANGUAGES, TABLES, Language

_ARABIC: Final = r"\u0600-\u06ff\u0750-\u077f"
_WRONG_SCRIPT: Final[dict[Language, re.Pattern[str]]] = {
    "en": re.compile(rf"[{_ARABIC}\u0400-\u04ff]"),
    "prs": re.compile(r"[A-Za-z\u0400-\u04ff]"),
    "ps": re.compile(r"[A-Za-z\u0400-\u04ff]"),
    "ru": re.compile(rf"[{_ARABIC}A-Za-z]"),
}
# Letters of Arabic and Pashto that Dari does not write, and the other way round.
_WRONG_LETTERS: Final[dict[Language, str]] = {"prs": "يكىةټډړږښڼېۍځڅګ", "ps": "كىگۀ"}
_IRANIAN_MONTHS: Final = re.compile(
    r"(?<![\w\u200c])(فروردین|اردیبهشت|خرداد|مرداد|شهریور|آبان|بهمن|اسفند)(?![\w\u200c])"
)
_KINDS: Final = {*TABLES, *DRAWN, "capital"}


def _text_faults(text: str, language: Language) -> Iterator[str]:
    """What is wrong with one language's text."""
    bare = SLOT.sub("", text)
    # څارنوال (prosecutor) is a Pashto word that Dari writes as it is.
    letters = set(bare.replace("څارنوال", "")) & set(_WRONG_LETTERS.get(language, ""))
    native = language in ("prs", "ps")
    checks = (
        (not text.strip() or text != text.strip(), "is empty or has outer spaces"),
        ("  " in text, "has doubled spaces"),
        (re.search(r"[{}]", bare), "has a broken slot"),
        (_WRONG_SCRIPT[language].search(bare), "has letters of another script"),
        (letters, "has letters of another language"),
        (native and re.search(r"[0-9]|[٠-٩]", bare), "has digits that are not its own"),
        (language == "prs" and _IRANIAN_MONTHS.search(bare), "has an Iranian month"),
    )
    yield from (fault for found, fault in checks if found)


def faults(pattern: Pattern) -> Iterator[str]:
    """What is wrong with a pattern, one line a fault."""
    try:
        kinds = kinds_of(pattern.texts)
    except ValueError as error:
        yield str(error)
        return
    for letter, kind in kinds.items():
        if kind not in _KINDS:
            yield f"unknown kind {kind}"
        for language in LANGUAGES:
            if "{" + letter + ":" not in pattern.texts[language]:
                yield f"{language} lacks slot {letter}"
    for language in LANGUAGES:
        yield from (
            f"{language} {fault}" for fault in _text_faults(pattern.texts[language], language)
        )
    ends = {pattern.texts[language].rstrip("»\"”'")[-1:] in ".!?؟" for language in LANGUAGES}
    if len(ends) > 1:
        yield "only some languages end as a sentence"


def lint(patterns: Sequence[Pattern]) -> list[str]:
    """All faults, each with its line number from 1 and its English."""
    found: list[str] = []
    seen: dict[str, int] = {}
    for number, pattern in enumerate(patterns, 1):
        english = pattern.texts["en"]
        if english in seen:
            found.append(f"{number}: repeats {seen[english]}: {english}")
        seen.setdefault(english, number)
        found += [f"{number}: {fault}: {english}" for fault in faults(pattern)]
    return found


def main() -> int:
    """Prints the faults of both pattern files."""
    count = 0
    for name in ("sentences.tsv", "generic.tsv"):
        for line in lint(read_patterns(DATA / name)):
            print(f"{name}:{line}")
            count += 1
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
