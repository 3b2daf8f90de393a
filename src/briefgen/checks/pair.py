"""Everything that can be checked on a text and its translation without a model."""

from collections.abc import Sequence

from briefgen.checks.confidence import check_confidence
from briefgen.checks.dari import check_dari
from briefgen.checks.language import check_language
from briefgen.checks.length import check_length
from briefgen.checks.numbers import Number, compare
from briefgen.checks.plugged import PluggedCheck
from briefgen.checks.repetition import check_repetition
from briefgen.records import Flag


def check_pair(
    source: str,
    target: str,
    *,
    source_language: str,
    target_language: str,
    where: str = "",
    score: float | None = None,
    threshold: float | None = None,
    extra: Sequence[PluggedCheck] = (),
) -> tuple[Flag, ...]:
    """Check one sentence and its translation.

    Args:
        source: the sentence.
        target: its translation.
        source_language: the code of any language; of others than Persian and briefgen's own only
            the digits are read, and what may be a word there is let pass.
        target_language: briefgen's code.
        where: what the flags name as their place.
        score: the model's mean log-probability a token, if a model made the translation.
        threshold: the lowest usual score of that model.
        extra: checks of plug-ins.

    Returns:
        The flags in a fixed order: language, Dari, repetition, length, numbers, confidence, and
        those of plug-ins.

    Raises:
        PluginError: a plug-in failed.

    >>> flags = check_pair("It has 12 schools.", "۱۳ مکتب دارد.",
    ...                    source_language="en", target_language="prs", where="s1")
    >>> [(flag.code, flag.severity) for flag in flags]
    [('number-missing', 'error'), ('number-added', 'error')]
    """
    return (
        *check_language(source, target, source_language, target_language, where=where),
        *check_dari(target, target_language, where=where),
        *check_repetition(source, target, where=where),
        *check_length(source, target, source_language, target_language, where=where),
        *check_numbers(source, target, source_language, target_language, where=where),
        *check_confidence(score, threshold, where=where),
        *(
            flag
            for check in extra
            for flag in check(
                source,
                target,
                source_language=source_language,
                target_language=target_language,
                where=where,
            )
        ),
    )


def check_numbers(
    source: str, target: str, source_language: str, target_language: str, *, where: str = ""
) -> tuple[Flag, ...]:
    """Flag `number-missing` and `number-added`, one flag a number.

    Args:
        source: the text translated.
        target: its translation.
        source_language: briefgen's code, or another one.
        target_language: briefgen's code.
        where: the place that the flags name.
    """
    missing, added = compare(source, target, source_language, target_language)
    return (
        *(
            _flag("number-missing", "is not in the translation", n, where, sure=bool(added))
            for n in missing
        ),
        *(_flag("number-added", "is not in the source", n, where, sure=True) for n in added),
    )


_SMALL = 13
"""Below it a number in words is lightly said in another way: "three of them", "all of them"."""


def _flag(code: str, problem: str, number: Number, where: str, *, sure: bool) -> Flag:
    certain = sure or number.firm or number.kind == "percent" or number.value >= _SMALL
    detail = f"“{number.text.strip()}” {problem}"
    return Flag(code=code, severity="error" if certain else "warning", detail=detail, where=where)
