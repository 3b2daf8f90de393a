"""Scores of texts against references: chrF++ and BLEU by sacrebleu, ROUGE by rouge-score.

Intervals and comparisons are by bootstrap over lines (Koehn 2004), as sacrebleu does them: 1,000
resamples from one seed, 95 % intervals, and for every system after the first the p-value of its
difference to the first. Where there is no difference it is 1, unlike sacrebleu's.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Literal, TypeAlias, cast, get_args

from briefgen.errors import UsageError
from briefgen.evaluate.records import Score
from briefgen.words import find_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Tokenize: TypeAlias = Literal["13a", "intl", "char", "none"]
"""sacrebleu's tokenizers for BLEU that need no download and fit our languages. Its `flores200`,
which spBLEU is made with, fetches a model from the network when it is first used, so it is not
among them."""

SAMPLES = 1000
SEED = 12345
"""sacrebleu's own default, so that its command gives the same intervals."""

_ROUGE = {"rouge1": "ROUGE-1", "rouge2": "ROUGE-2", "rougeL": "ROUGE-L"}


def as_tokenize(value: str) -> Tokenize:
    """Narrow a user's text to a tokenizer.

    Raises:
        UsageError: there is no such tokenizer here.
    """
    if value not in get_args(Tokenize):
        why = " (it needs a download)" if value.startswith(("flores", "spm")) else ""
        raise UsageError(
            f"unknown tokenizer {value!r}{why}: use one of {', '.join(get_args(Tokenize))}"
        )
    return cast("Tokenize", value)


def check_installed() -> None:
    """Refuse to start where the extra is not installed, before any model runs.

    Raises:
        UsageError: says what to install.
    """
    try:
        import_module("rouge_score.rouge_scorer")
        import_module("sacrebleu.significance")
    except ImportError as error:
        raise UsageError(
            "briefgen eval needs an extra that is not installed: pip install 'briefgen[eval]'"
        ) from error


def score(
    outputs: Sequence[tuple[str, Sequence[str]]],
    references: Sequence[str],
    *,
    language: str,
    tokenize: Tokenize = "13a",
) -> tuple[tuple[tuple[Score, ...], ...], dict[str, str]]:
    """Score the texts of several systems.

    Args:
        outputs: name and texts of each system, the first being what others are compared with.
        references: as many as each has texts, and at least one.
        language: briefgen's code of the references.
        tokenize: the tokenizer of BLEU.

    Returns:
        For each system its scores, and by metric the signature of what made them.

    Raises:
        UsageError: the extra is not installed.
    """
    check_installed()
    translated, signatures = _sacrebleu(outputs, references, tokenize)
    summarised, made_by = _rouge([texts for _, texts in outputs], references, language)
    return (
        tuple((*ours, *theirs) for ours, theirs in zip(translated, summarised, strict=True)),
        {**signatures, **made_by},
    )


def _sacrebleu(
    outputs: Sequence[tuple[str, Sequence[str]]], references: Sequence[str], tokenize: Tokenize
) -> tuple[list[tuple[Score, ...]], dict[str, str]]:
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.significance import PairedTest, Result

    names = {"chrF++": "chrF2++", "BLEU": "BLEU"}  # ours, and those that sacrebleu gives them
    signatures, results = PairedTest(
        list(outputs),
        {"chrF2++": CHRF(word_order=2), "BLEU": BLEU(tokenize=tokenize)},
        [list(references)],
        test_type="bs",
        n_samples=SAMPLES,
    )()

    def found(metric: str, n: int) -> Score:
        result = cast("Result", results[names[metric]][n])
        first = cast("Result", results[names[metric]][0]).score
        value, mean, half = (float(x or 0) for x in (result.score, result.mean, result.ci))
        return Score(
            metric=metric,
            score=round(value, 4),
            # On a few lines it could leave the scale, or the score itself.
            low=round(min(value, max(0.0, mean - half)), 4),
            high=round(max(value, min(100.0, mean + half)), 4),
            p_value=_p_value(result.p_value, result.score - first),
        )

    return (
        [tuple(found(metric, n) for metric in names) for n in range(len(outputs))],
        {metric: str(signatures[theirs]) for metric, theirs in names.items()},
    )


class _Words:
    """rouge-score's tokenizer knows Latin letters only: other languages get briefgen's words."""

    def tokenize(self, text: str) -> list[str]:
        """The words of a text in lower case."""
        return find_words(text.lower())


def _rouge(
    outputs: Sequence[Sequence[str]], references: Sequence[str], language: str
) -> tuple[list[tuple[Score, ...]], dict[str, str]]:
    from importlib.metadata import version

    import numpy as np
    from rouge_score.rouge_scorer import RougeScorer

    english = language == "en"
    scorer = RougeScorer(list(_ROUGE), use_stemmer=english, tokenizer=None if english else _Words())
    # (systems, metrics, lines): F1, 0 to 100
    lines = np.array(
        [
            [
                [100 * result[key].fmeasure for key in _ROUGE]
                for result in map(scorer.score, references, texts)
            ]
            for texts in outputs
        ]
    ).transpose(0, 2, 1)
    chosen = np.random.default_rng(SEED).choice(
        len(references), size=(SAMPLES, len(references)), replace=True
    )
    rows = [
        tuple(
            _resampled(name, lines[n, m], None if n == 0 else lines[0, m], chosen)
            for m, name in enumerate(_ROUGE.values())
        )
        for n in range(len(outputs))
    ]
    made_by = (
        f"rouge-score:{version('rouge-score')}|f1|tok:{'porter' if english else 'words'}"
        f"|bs:{SAMPLES}|seed:{SEED}"
    )
    return rows, dict.fromkeys(_ROUGE.values(), made_by)


def _resampled(
    name: str,
    ours: "NDArray[np.float64]",
    first: "NDArray[np.float64] | None",
    chosen: "NDArray[np.int64]",
) -> Score:
    """The mean over `(lines,)` with its interval, and the p-value as sacrebleu computes it.

    Args:
        name: of the metric.
        ours: F1 of each line, `(lines,)`.
        first: that of the first system; None where this is it.
        chosen: indices of lines, `(samples, lines)`.
    """
    import numpy as np

    means = np.sort(ours[chosen].mean(axis=1))
    cut = SAMPLES // 40
    p_value = None
    if first is not None:
        differences = np.abs((ours - first)[chosen].mean(axis=1))
        real = float((ours - first).mean())
        extreme = int((differences - differences.mean() > abs(real)).sum())
        p_value = _p_value((extreme + 1) / (SAMPLES + 1), real)
    return Score(
        metric=name,
        score=round(float(ours.mean()), 4),
        low=round(float(means[cut]), 4),
        high=round(float(means[SAMPLES - cut - 1]), 4),
        p_value=p_value,
    )


def _p_value(found: float | None, difference: float) -> float | None:
    if found is None:
        return None
    return 1.0 if difference == 0 else round(float(found), 4)
