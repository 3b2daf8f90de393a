"""How long a translation must be: a model of its letters given those of its source.

The logarithm of the letters of a good translation grows linearly with that of its source's. What a
text lacks or has too much of is measured against that line, in natural logarithms: -0.69 is half.
"""

import math
import re
from dataclasses import dataclass

from briefgen.records import Flag, Severity


@dataclass(frozen=True, slots=True)
class _Line:
    """`log(letters + 8) = slope * log(English letters + 8) + intercept`."""

    slope: float
    intercept: float


# Least squares on all 1,007 sentences of NTREX-128's development half, outliers beyond three
# standard deviations left out. Residual standard deviation: prs 0.14, ps 0.17, ru 0.17.
_LINES = {
    "en": _Line(1.0, 0.0),
    "prs": _Line(0.922, 0.316),
    "ps": _Line(0.896, 0.412),
    "ru": _Line(0.939, 0.395),
    "fa": _Line(0.915, 0.349),
}
# Languages without a line of their own are measured as English is, with more room: Arabic has a
# fifth fewer letters, German a tenth more. A sign of Chinese or Japanese, a syllable of Korean
# stand for several letters.
_ROOM_OTHERWISE = 1.6
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTERS_A_DENSE_SIGN = 2.5
_OFFSET = 8  # letters added to both sides, so that a headline of three words is no outlier

# Set on one half of those documents and confirmed on the other (docs/checks.md): human translations
# fall below `_TOO_SHORT` in some 0.2 %, first 40 % of the words only in some 90 %; the rest is
# caught by the missing end, which a model that stopped early leaves and a translator does not.
_TOO_SHORT = {"prs": -0.45, "ps": -0.48, "ru": -0.45}
_TOO_SHORT_OTHERWISE = -0.5  # phrases, and other languages
_TOO_SHORT_UNPUNCTUATED = -0.4
_TOO_SHORT_VERBLESS = -0.35  # of headlines, which may be a noun phrase
_TOO_SHORT_UNFINISHED = -0.27
_TOO_SHORT_BROKEN_OFF = -0.2
_SHORT = -0.4
_LONG = 0.6
_TOO_LONG = 0.85

# A closing quotation ends a sentence too: who moves "he said" to the front leaves its comma.
_FINISHED = re.compile(r"[.!?…؟۔:;؛。！？।።][\s\W]*$|[،,][\"”»'’]+[\s\u200e\u200f]*$")
_UNFINISHED_MIN_LETTERS = 25
_UNPUNCTUATED_MIN_LETTERS = 45  # a phrase has no verb to end with, and varies more


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What no sentence and no headline ends with: 1 in 1,007 human translations a language at most does.
_NEVER_LAST = {
    "prs": _words("و از در به که را با برای تا بر یا اگر هر بی اما چون"),
    "ps": _words("د په له چې او یا تر څو که هر"),
    "ru": _words("и в во на с со к ко о об от до из у за по для что при под без но или"),
}
# Dari ends its clauses with the verb: most human translations without a full stop do (66 of 74),
# and 16 % of those broken off after 40 % of the words. Pashto verbs end in too many ways.
_DARI_VERB = re.compile(r"(?:[دم]|شت|فت|خت|ست|یی)$")
_WORD = re.compile(r"[^\W_]+")


def letters(text: str) -> int:
    """Letters and digits of a text."""
    return sum(map(str.isalnum, text))


def _weight(text: str) -> float:
    """Letters of a text, each of a dense script counted as several."""
    return letters(text) + (_LETTERS_A_DENSE_SIGN - 1) * len(_DENSE.findall(text))


def surprise(source: str, target: str, source_language: str, target_language: str) -> float | None:
    """How much longer a target is than its source lets expect, as a natural logarithm.

    Returns:
        0 for the usual length, -0.69 for half of it; None where the target has no model. A source
        without one is taken for English.
    """
    theirs = _LINES.get(target_language)
    if theirs is None:
        return None
    ours = _LINES.get(source_language, _LINES["en"])
    english = (math.log(_weight(source) + _OFFSET) - ours.intercept) / ours.slope
    expected = theirs.slope * english + theirs.intercept
    return math.log(letters(target) + _OFFSET) - expected


def check_length(
    source: str, target: str, source_language: str, target_language: str, *, where: str = ""
) -> tuple[Flag, ...]:
    """Flag `omission` where a translation is much too short, `length-ratio` where too long.

    Args:
        source: the text translated.
        target: its translation.
        source_language: the code of any language.
        target_language: briefgen's code.
        where: the place that the flag names.
    """
    size = _weight(source)
    if size == 0:
        return ()
    if letters(target) == 0:
        detail = "the translation has no words"
        return (Flag(code="omission", severity="error", detail=detail, where=where),)
    found = surprise(source, target, source_language, target_language)
    if found is None:
        return ()
    found /= 1 + 10 / size + 200 / size**2  # short texts vary more: 1.7 times at 25 letters
    if source_language not in _LINES:
        found /= _ROOM_OTHERWISE
    percent = f"{math.exp(found):.0%} of the usual length"
    limit, problem = _shortest(source, target, target_language)
    if found < limit:
        return (Flag(code="omission", severity="error", detail=percent + problem, where=where),)
    if found < _SHORT:
        return (Flag(code="omission", severity="warning", detail=percent, where=where),)
    if found > _LONG:
        severity: Severity = "error" if found > _TOO_LONG else "warning"
        return (Flag(code="length-ratio", severity=severity, detail=percent, where=where),)
    return ()


def _shortest(source: str, target: str, language: str) -> tuple[float, str]:
    """Below which surprise something is missing, given how both end; and what to say of the end."""
    size, finished = _weight(source), _FINISHED.search(source) is not None
    if not finished and size < _UNPUNCTUATED_MIN_LETTERS:
        return _TOO_SHORT_OTHERWISE, ""
    if size < _UNFINISHED_MIN_LETTERS or _FINISHED.search(target):
        return _TOO_SHORT.get(language, _TOO_SHORT_OTHERWISE), ""
    last = _WORD.findall(target)[-1]
    verbless = language == "prs" and not _DARI_VERB.search(last)
    if last in _NEVER_LAST.get(language, ()) or (finished and verbless):
        return _TOO_SHORT_BROKEN_OFF, ", and it breaks off"
    if finished:
        return _TOO_SHORT_UNFINISHED, ", and the end of the sentence is missing"
    return (_TOO_SHORT_VERBLESS if verbless else _TOO_SHORT_UNPUNCTUATED), ""
