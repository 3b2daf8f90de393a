"""The checks on texts that exist already, and how often each of them finds something."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from briefgen.checks.adequacy import Adequacy, Pair
from briefgen.checks.pair import check_pair
from briefgen.checks.plugged import PluggedCheck
from briefgen.checks.support import check_summary_sentence, support
from briefgen.evaluate.records import Rate, TestSet
from briefgen.glossary import Glossary
from briefgen.glossary.check import check_glossary
from briefgen.records import Flag
from briefgen.segment import sentences as split_sentences

_PAIRS = (
    "number-missing",
    "number-added",
    "wrong-language",
    "untranslated",
    "repetition",
    "omission",
    "length-ratio",
)
_SUMMARIES = ("unsupported", "name-unsupported", "number-added")
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """What texts are checked with beside the checks that need nothing.

    Attributes:
        glossary: terms that translations must use; None for none.
        adequacy: compares meanings; None for no such check.
        checks: those of plug-ins.
    """

    glossary: Glossary | None = None
    adequacy: Adequacy | None = None
    checks: tuple[PluggedCheck, ...] = ()

    def pairs(self, pairs: Sequence[Pair]) -> tuple[tuple[Flag, ...], ...]:
        """Check texts and their translations.

        Args:
            pairs: any number, in any mix of languages.

        Returns:
            The flags of each, in order: those of `check_pair`, of the glossary, of the meaning.
        """
        meanings: tuple[tuple[Flag, ...], ...] = ((),) * len(pairs)
        if self.adequacy is not None:
            meanings = self.adequacy.check(pairs)
        return tuple(
            (*self._pair(pair), *meaning) for pair, meaning in zip(pairs, meanings, strict=True)
        )

    def _pair(self, pair: Pair) -> tuple[Flag, ...]:
        return (
            *check_pair(
                pair.source,
                pair.target,
                source_language=pair.source_language,
                target_language=pair.target_language,
                where=pair.where,
                extra=self.checks,
            ),
            *check_glossary(
                self.glossary,
                pair.source,
                pair.target,
                source_language=pair.source_language,
                target_language=pair.target_language,
                where=pair.where,
            ),
        )

    def lines(self, test: TestSet, texts: Sequence[str]) -> tuple[tuple[Flag, ...], ...]:
        """Check texts line by line against the sources of a test set.

        Args:
            test: says what turns the sources into the texts.
            texts: as many as it has lines: translations, or summaries.

        Returns:
            The flags of each line.
        """
        if test.task == "summarize":
            return tuple(
                _summary(article, text, test.source_language, f"line {n}")
                for n, (article, text) in enumerate(zip(test.sources, texts, strict=True), start=1)
            )
        return self.pairs(
            [
                Pair(
                    source=source,
                    target=text,
                    source_language=test.source_language,
                    target_language=test.target_language,
                    where=f"line {n}",
                )
                for n, (source, text) in enumerate(zip(test.sources, texts, strict=True), start=1)
            ]
        )

    def codes(self, test: TestSet) -> tuple[str, ...]:
        """The codes that `lines` looks for."""
        if test.task == "summarize":
            return _SUMMARIES
        return (
            *_PAIRS,
            *(("iranian-persian",) if test.target_language == "prs" else ()),
            *(("glossary-miss",) if self.glossary is not None else ()),
            *(("low-adequacy",) if self.adequacy is not None else ()),
        )


def _summary(article: str, summary: str, language: str, where: str) -> tuple[Flag, ...]:
    sentences = split_sentences(article, language)
    return tuple(
        flag
        for text in split_sentences(summary, language)
        for flag in check_summary_sentence(
            text,
            [sentences[index] for index, _ in support(text, sentences)],
            article,
            where=where,
            language=language,
        )
    )


def count(flags: Sequence[Sequence[Flag]], codes: Sequence[str]) -> tuple[Rate, tuple[Rate, ...]]:
    """How often each code was raised.

    Args:
        flags: those of each line, of one line at least.
        codes: those that were looked for, in the order wanted; others that came follow.

    Returns:
        The rate of lines with any flag, and the rate of each code.

    >>> flag = Flag(code="omission", severity="error", detail="")
    >>> any_flag, rates = count([(flag, flag), ()], ["omission", "repetition"])
    >>> [(rate.code, rate.lines, rate.rate) for rate in (any_flag, *rates)]
    [('any', 1, 0.5), ('omission', 1, 0.5), ('repetition', 0, 0.0)]
    """
    came = sorted({flag.code for line in flags for flag in line} - set(codes))
    return (
        _rate("any", [list(line) for line in flags]),
        tuple(
            _rate(code, [[flag for flag in line if flag.code == code] for line in flags])
            for code in (*codes, *came)
        ),
    )


def _rate(code: str, flags: Sequence[Sequence[Flag]]) -> Rate:
    lines, total = sum(map(bool, flags)), len(flags)
    low, high = _wilson(lines, total)
    return Rate(
        code=code,
        lines=lines,
        errors=sum(any(flag.severity == "error" for flag in line) for line in flags),
        rate=round(lines / total, 6),
        low=round(low, 6),
        high=round(high, 6),
    )


def _wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927): it holds for rare faults, and for none at all."""
    share, slack = hits / total, _Z**2 / total
    middle = (share + slack / 2) / (1 + slack)
    half = _Z / (1 + slack) * (share * (1 - share) / total + slack / (4 * total)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)
