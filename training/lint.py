"""Looks for faults in the patterns: ``python -m training.lint``; exits with 1 if it finds any.

A pattern is looked at as it stands and as it reads when filled. ``--count`` adds what there is.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from training.fill import SLOT, Pattern, fill, kinds_of, pattern_files, read_patterns
from training.slots import DATA, DRAWN, LANGUAGES, TABLES, Language, Lexicon, read_table

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
    r"(?<![\w\u200c])(فروردین|اردیبهشت|خرداد|مرداد|شهریور|آبان|بهمن|اسفند|ژانویه|فوریه|آوریل|ژوئن"
    r"|ژوئیه|اوت|نوامبر|دسامبر)(?![\w\u200c])"
)
_KINDS: Final = {*TABLES, *DRAWN, "capital"}
_WESTERN: Final = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
# A preposition of Pashto, then an amount whose form is not the oblique.
_NOT_OBLIQUE: Final = re.compile(r"(?<![\w\u200c])(د|له|تر|په|پر) \{[a-z]:(money|sum|big|pct)\}")

# Prepositions and verbs of Russian that take the genitive, then an amount in another case.
_NOT_GENITIVE: Final = re.compile(
    r"(?<![\w-])(до|от|около|более|менее|свыше|больше|меньше|достигл[аои]|достиг) "
    r"\{[a-z]:(money|sum|big|pct)\}"
)
# A country is plural in Russian where it is США or ОАЭ: its authorities act in its stead.
_STATE_ACTS: Final = re.compile(
    r"(?<! и )(?<!власти )(?<!Власти )\{[a-z]:country(\.nom)?\} (?!и )"
    r"(не |вновь |уже |также |впервые )?"
    r"(\{[a-z]:(day|month)[^}]*\} )?\w+(ет|ит|ёт|ется|ится|ил|ал|ел|ила|ала|лся|лась)(?!\w)"
)


@cache
def spellings() -> tuple[tuple[Language, re.Pattern[str], str], ...]:
    """Language, the form not to be written, and the form to write, from ``spellings.txt``."""
    found: list[tuple[Language, re.Pattern[str], str]] = []
    for line in (DATA / "spellings.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        language, rest = line.split(" ", 1)
        wrong, right = rest.split(" = ")
        end = r"(?![\w\u200c])" if wrong.endswith("$") else ""
        pattern = re.compile(r"(?<![\w\u200c])" + re.escape(wrong.rstrip("$")) + end)
        found += [(lang, pattern, right) for lang in LANGUAGES if lang == language]
    return tuple(found)


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
        (native and re.search(r"[0-9]|[٠-٩]|[,;?](?!\d)", bare), "has signs that are not its own"),
        (language == "prs" and _IRANIAN_MONTHS.search(bare), "has an Iranian month"),
        (language == "ps" and _NOT_OBLIQUE.search(text), "has an amount not in the oblique"),
        (language == "ru" and _NOT_GENITIVE.search(text), "has an amount not in the genitive"),
        (language == "ru" and _STATE_ACTS.search(text), "lets a country act in the singular"),
        (text.count("«") != text.count("»"), "has a quotation that is not closed"),
        (re.search(r"(^|(?<=[ «]))د د ", bare), "has a doubled د"),
    )
    yield from (fault for found, fault in checks if found)
    for lang, wrong, right in spellings():
        if lang == language and (match := wrong.search(bare)):
            yield f"writes {match.group()} for {right}"


def digits_of(text: str) -> list[str]:
    """The numbers of a text in Western digits, in order of size, without their separators."""
    text = re.sub(r"(?<=\d)[,.٬٫\u00a0](?=\d)", "", text.translate(_WESTERN))
    return sorted(re.findall(r"\d+", text))


def _filled_faults(pattern: Pattern, lexicon: Lexicon) -> Iterator[str]:
    """What is wrong with a pattern once it is filled."""
    rng = random.Random(pattern.texts["en"])
    try:
        texts = fill(pattern, lexicon, rng)
    except (KeyError, IndexError, ValueError) as error:
        yield f"cannot be filled ({error!r})"
        return
    numbers = {language: digits_of(text) for language, text in texts.items()}
    for language in LANGUAGES:
        if _WRONG_SCRIPT[language].search(texts[language]):
            yield f"{language} is filled with letters of another script"
        if numbers[language] != numbers["en"]:
            yield f"{language} has the numbers {numbers[language]}, English {numbers['en']}"


def faults(pattern: Pattern, lexicon: Lexicon) -> Iterator[str]:
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
    yield from _filled_faults(pattern, lexicon)


def lint(patterns: Sequence[Pattern], lexicon: Lexicon, seen: dict[str, int]) -> list[str]:
    """All faults, each with its line number from 1 and its English.

    Args:
        patterns: the patterns of a file.
        lexicon: what fills them.
        seen: English texts of the files before, which this call adds to.
    """
    found: list[str] = []
    for number, pattern in enumerate(patterns, 1):
        english = pattern.texts["en"]
        if english in seen:
            found.append(f"{number}: repeats {seen[english]}: {english}")
        seen.setdefault(english, number)
        found += [f"{number}: {fault}: {english}" for fault in faults(pattern, lexicon)]
    return found


def lint_tables() -> list[str]:
    """Faults of the slot tables: scripts, spellings, empty and repeated values."""
    found: list[str] = []
    for kind in (*TABLES, "given", "family"):
        rows = read_table(kind)
        names = Counter(row.forms["en"] for row in rows)
        found += [f"{kind}: {name} stands twice" for name, times in names.items() if times > 1]
        for row in rows:
            for column, text in row.forms.items():
                language = next((lang for lang in LANGUAGES if column.startswith(lang)), None)
                if not text.strip():
                    found.append(f"{kind}: {row.forms['en']}: {column} is empty")
                elif language is not None and language != "en":
                    found += [
                        f"{kind}: {row.forms['en']}: {column} {fault}"
                        for fault in _text_faults(text, language)
                    ]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the faults of all pattern files and tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", action="store_true", help="also print what there is")
    options = parser.parse_args(arguments)
    lexicon = Lexicon()
    count = 0
    seen: dict[str, int] = {}
    topics: Counter[str] = Counter()
    for path in (*pattern_files(), DATA / "generic.tsv"):
        patterns = read_patterns(path)
        topics.update(pattern.topic for pattern in patterns)
        for line in lint(patterns, lexicon, seen):
            print(f"{path.name}:{line}")
            count += 1
    for line in lint_tables():
        print(line)
        count += 1
    if options.count:
        values = {kind: len(read_table(kind)) for kind in (*TABLES, "given", "family")}
        print(f"{topics.total()} patterns:", dict(topics.most_common()))
        print(f"{sum(values.values())} slot values:", values)
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
