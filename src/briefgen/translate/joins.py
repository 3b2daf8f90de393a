"""The zero-width non-joiner (ZWNJ, U+200C) of Dari, put back where a tokenizer made it a space.

SentencePiece's usual normalisation turns «می‌شود» into «می شود». Only what can hardly stand as two
words is joined: prefixes of verbs before a known stem, endings that are no words of their own, days
of the week, and a short list of compounds (`dari_joins.toml`). What is doubtful keeps its space.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

ZWNJ = "\u200c"
_LETTER = "\u0621-\u065f\u066e-\u06d3\u06d5\u06fa-\u06ff"
_START = rf"(?<![{_LETTER}{ZWNJ}])"
_END = rf"(?![{_LETTER}{ZWNJ}])"
# "می" is also the month of May: it is one after a number, «ماه» or «اول».
_NO_MONTH = r"(?<![0-9۰-۹] )(?<!ماه )(?<!اول )"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """Patterns whose first group ends where a space becomes a ZWNJ; the compounds by first part."""

    patterns: tuple[re.Pattern[str], ...]
    compound: re.Pattern[str]
    compounds: frozenset[str]


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    text = files("briefgen.translate").joinpath("dari_joins.toml").read_text(encoding="utf-8")
    words: dict[str, list[str]] = tomllib.loads(text)
    verb = (
        rf"(?:(?:{_either(words['present'])})(?:م|ی|د|یم|ید|ند)"
        rf"|(?:{_either(words['short_present'])})(?:ید|یید|یند|یم|ییم)"
        rf"|(?:{_either(words['past'])})(?:م|ی|یم|ید|ند|ه)?)(?:ش|شان|اش|م|مان|ت|تان)?"
    )
    patterns = (
        rf"{_START}{_NO_MONTH}((?:بر|در|باز|فرا|وا)?ن?می) (?={verb}{_END})",
        rf"([{_LETTER}]) (?=(?:{_either(words['endings'])}){_END})",
        # «هسته‌ای», «هفته‌یی», «کرده‌اند»: after a silent heh, where «ای» cannot be the vocative.
        rf"([{_LETTER}]{{2}}ه) (?=(?:ای|یی|اند|ایم|اید){_END})",
        # «کمک‌کنندگان»: the plural is no word of its own, while «کمک کننده» may be a phrase.
        rf"([{_LETTER}]{{2}}) (?=کنندگان{_END})",
        rf"{_START}({_either(words['compared'])}) (?=تر{_END})",
        rf"{_START}(یک|دو|سه|چهار|پنج) (?=شنبه)",
    )
    compounds = words["compounds"]
    first = _either({compound.split()[0] for compound in compounds})
    return _Rules(
        patterns=tuple(re.compile(pattern) for pattern in patterns),
        compound=re.compile(rf"{_START}({first}) (?=([{_LETTER}]+){_END})"),
        compounds=frozenset(compounds),
    )


def join_dari(text: str) -> str:
    """Put a ZWNJ where Dari writes one and the text has a space.

    Args:
        text: Dari, its letters already Persian (ی and ک).

    Returns:
        The text with some spaces turned into ZWNJ, and nothing else changed.

    >>> join_dari("مقام ها می گویند که پنج شنبه").replace(ZWNJ, "|")
    'مقام|ها می|گویند که پنج|شنبه'
    """
    rules = _rules()
    for pattern in rules.patterns:
        text = pattern.sub(rf"\1{ZWNJ}", text)

    def joined(found: re.Match[str]) -> str:
        known = f"{found[1]} {found[2]}" in rules.compounds
        return f"{found[1]}{ZWNJ}" if known else found[0]

    return rules.compound.sub(joined, text)
