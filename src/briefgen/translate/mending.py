"""Mending before flagging: what the checks find wrong is decoded again before a reader sees it.

More beams come first, for the whole beam is another list to choose from. What loops is then decoded
with a penalty on repetition (Keskar et al. 2019) and without repeated n-grams (Paulus et al. 2018).
A sentence whose only error is the model's own doubt is left alone: a wider beam finds what the
model likes better by a few hundredths, and does not make it know what it has not learnt.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeAlias

from briefgen.engines.base import Decoding, Engine, Hypothesis, Request
from briefgen.records import Retry, TranslatedSentence

Judge: TypeAlias = Callable[
    [Sequence[tuple[int, tuple[Hypothesis, ...]]]], list[TranslatedSentence]
]
"""Of each n-best list, with the index of the attempt that it belongs to, the best by the checks."""

MOST_BEAMS = 32
_NOT_MENDABLE = frozenset({"low-confidence"})
_LOOPS = frozenset({"repetition", "length-ratio", "truncated"})
_USUAL = Decoding()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A text and what came of it at first."""

    request: Request
    best: TranslatedSentence


def mendable(sentence: TranslatedSentence) -> bool:
    """Whether decoding again can help: it has an error other than `low-confidence`."""
    return bool(_errors(sentence) - _NOT_MENDABLE)


def badness(sentence: TranslatedSentence) -> tuple[int, int, float]:
    """What sorts translations, the best first: errors, then warnings, then the model's score."""
    errors = sum(flag.severity == "error" for flag in sentence.flags)
    return errors, len(sentence.flags) - errors, -sentence.score


def mend(
    engine: Engine, attempts: Sequence[Attempt], judge: Judge, beams: int
) -> tuple[TranslatedSentence, ...]:
    """Decode again what has errors, all of it in one batch a round.

    Args:
        engine: the checkpoint.
        attempts: sentences in any mix of languages; those that need nothing come back as they are.
        judge: runs the checks.
        beams: width of the search that made the attempts.

    Returns:
        For each attempt, in order, the best translation that was seen, by `badness`; the earlier
        one where two are alike. Its `retries` name every further attempt.
    """
    found = [attempt.best for attempt in attempts]
    wider = min(MOST_BEAMS, max(8, 2 * beams))
    rounds: tuple[tuple[Decoding, Callable[[TranslatedSentence], bool]], ...] = (
        (Decoding(beams=wider, hypotheses=wider), mendable),
        (
            Decoding(beams=wider, hypotheses=wider, repetition_penalty=1.2, no_repeat_ngram=4),
            lambda sentence: bool(_errors(sentence) & _LOOPS),
        ),
    )
    for decoding, concerns in rounds:
        broken = [n for n, sentence in enumerate(found) if concerns(sentence)]
        if not broken:
            break
        answers = engine.generate([attempts[n].request for n in broken], decoding)
        for n, candidate in zip(
            broken, judge(list(zip(broken, answers, strict=True))), strict=True
        ):
            retry = Retry(
                decoding=describe(decoding),
                text=candidate.text,
                score=candidate.score,
                flags=tuple(flag.code for flag in candidate.flags),
            )
            kept = min(found[n], candidate, key=badness)
            found[n] = replace(kept, retries=(*found[n].retries, retry))
    return tuple(found)


def describe(decoding: Decoding) -> str:
    """The beams, and what else differs from the usual.

    >>> describe(Decoding(beams=8, hypotheses=8, no_repeat_ngram=4))
    'beams=8 no_repeat_ngram=4'
    """
    return " ".join(
        f"{field.name}={value}"
        for field in fields(decoding)
        if field.name != "hypotheses"
        and (
            (value := getattr(decoding, field.name)) != getattr(_USUAL, field.name)
            or field.name == "beams"
        )
    )


def _errors(sentence: TranslatedSentence) -> set[str]:
    return {flag.code for flag in sentence.flags if flag.severity == "error"}
