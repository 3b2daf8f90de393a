"""Which units of a text are the article: a fitted score a unit, and the best stretch of them.

The weights are those of a logistic regression, fitted by `benchmarks/fit_text_filter.py`; their
file says on what, and how well they do on pages that they were not fitted on.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from briefgen.sources.features import NAMES, Look

# Tuned with the weights, by the same five-fold measure.
_LOWEST, _HIGHEST = -3.0, 4.0
_FULL_WORDS = 40
_UNIT_WORDS = 20
_SWITCH = 1.5
_FURNITURE_INSIDE = -1.5
_ABOVE_TITLE = -5.0
_GAP = 15
_ISLAND = 0.25
_ITEM_WORDS = 6
_ITEM_FUNCTION = 0.45


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


def choose(looks: Sequence[Look]) -> tuple[int, ...]:
    """Choose the units of the article.

    A text goes into the article and out of it a few times, not at every line: each change costs,
    and the cheapest way through all lines is found as in a hidden Markov model of two states
    (Viterbi 1967). Inside, a line that is furniture beyond doubt is still left out.

    Returns:
        Places in order; empty where nothing speaks for itself.
    """
    values = [
        min(value, _ABOVE_TITLE) if look.above_title else value
        for look, value in zip(looks, scores(looks), strict=True)
    ]
    outside, inside = 0.0, -_SWITCH
    stays: list[tuple[bool, bool]] = []
    for look, value in zip(looks, values, strict=True):
        weight = min(look.words + 1, _FULL_WORDS) / _UNIT_WORDS
        gain = min(max(value, _LOWEST), _HIGHEST) * weight
        stays.append((outside >= inside - _SWITCH, inside >= outside - _SWITCH))
        outside, inside = (
            max(outside, inside - _SWITCH),
            max(inside, outside - _SWITCH) + gain,
        )
    is_inside = inside > outside
    chosen: list[int] = []
    for place in range(len(looks) - 1, -1, -1):
        if is_inside and values[place] > _FURNITURE_INSIDE and not looks[place].calls:
            chosen.append(place)
        if not stays[place][is_inside]:
            is_inside = not is_inside
    chosen.reverse()
    return tuple(_with_lists(looks, _without_islands(looks, chosen)))


def _without_islands(looks: Sequence[Look], chosen: Sequence[int]) -> list[int]:
    """Leave out small stretches far from the others: a teaser, a comment, a cookie notice."""
    stretches: list[list[int]] = []
    for place in chosen:
        if stretches and place - stretches[-1][-1] <= _GAP:
            stretches[-1].append(place)
        else:
            stretches.append([place])
    sizes = [sum(min(looks[place].words, 80) for place in stretch) for stretch in stretches]
    least = _ISLAND * max(sizes, default=0)
    return [
        place
        for stretch, size in zip(stretches, sizes, strict=True)
        if size >= least
        for place in stretch
    ]


def _with_lists(looks: Sequence[Look], chosen: Sequence[int]) -> list[int]:
    """Take in lists of phrases between chosen units, which a menu's weights have cost their place.

    Their items are as wordy as running text is, and no heading of other articles stands above.
    """
    found: list[int] = []
    for place in chosen:
        between = range(found[-1] + 1, place) if found else range(0)
        items = [looks[other] for other in between]
        words = sum(item.words for item in items)
        if items and (
            all(item.bullet and not item.calls and not item.hits.whole for item in items)
            and words >= _ITEM_WORDS * len(items)
            and sum(item.function * item.words for item in items) >= _ITEM_FUNCTION * words
        ):
            found.extend(between)
        found.append(place)
    return found
