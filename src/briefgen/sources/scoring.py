"""Which units of a text are the article: a fitted score a unit, and the best stretch of them.

The weights are those of a logistic regression, fitted by `benchmarks/fit_text_filter.py`; their
file says on what, and how well they do on pages that they were not fitted on.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from briefgen.sources.features import NAMES, Look

_LOWEST, _HIGHEST = -2.0, 4.0
_FULL_WORDS = 40
_UNIT_WORDS = 20


@cache
def weights() -> tuple[float, ...]:
    """The weights in the order of `features.NAMES`."""
    table = tomllib.loads(
        resources.files("briefgen.sources").joinpath("weights.toml").read_text("utf-8")
    )
    return tuple(float(table["weights"].get(name, 0.0)) for name in NAMES)


def scores(looks: Sequence[Look]) -> tuple[float, ...]:
    """Log-odds of each unit that it is the article's, in order."""
    table = weights()
    return tuple(
        sum(weight * value for weight, value in zip(table, look.values, strict=True))
        for look in looks
    )


def best_stretch(looks: Sequence[Look], values: Sequence[float]) -> tuple[int, int]:
    """The stretch of units with the largest sum of scores, weighted by their length.

    Args:
        looks: the units, at least as many as values.
        values: of `scores`.

    Returns:
        The first unit, and the one behind the last; `(0, 0)` where no unit speaks for itself.
    """
    best, stretch = 0.0, (0, 0)
    total, start = 0.0, 0
    for place, (look, value) in enumerate(zip(looks, values, strict=True)):
        weight = min(look.words + 1, _FULL_WORDS) / _UNIT_WORDS
        if total <= 0:
            total, start = 0.0, place
        total += min(max(value, _LOWEST), _HIGHEST) * weight
        if total > best:
            best, stretch = total, (start, place + 1)
    return stretch
