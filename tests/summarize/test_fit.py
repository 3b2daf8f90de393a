"""The choice of whole sentences is exact, and admissible."""

import itertools
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.summarize.fit import Candidate, fit


def admissible(candidates: list[Candidate], chosen: frozenset[int]) -> bool:
    return all(
        set(candidates[index].needs) <= chosen and not chosen & {*candidates[index].excludes}
        for index in chosen
    )


def all_choices(candidates: list[Candidate]) -> list[frozenset[int]]:
    return [
        frozenset(chosen)
        for count in range(1, len(candidates) + 1)
        for chosen in itertools.combinations(range(len(candidates)), count)
        if admissible(candidates, frozenset(chosen))
    ]


@st.composite
def candidate_lists(draw: st.DrawFn) -> list[Candidate]:
    count = draw(st.integers(1, 8))
    found = []
    for index in range(count):
        earlier = st.integers(0, max(index - 1, 0))
        needs = draw(st.lists(earlier, max_size=1)) if index else []
        excludes = draw(st.lists(earlier, max_size=1)) if index else []
        found.append(
            Candidate(
                size=draw(st.integers(1, 30)),
                value=draw(st.integers(0, 100)) / 8,
                needs=tuple(needs),
                excludes=tuple(set(excludes) - set(needs)),
            )
        )
    return found


@settings(suppress_health_check=[HealthCheck.too_slow])  # of a busy machine
@given(candidate_lists(), st.integers(1, 80), st.integers(0, 20))
def test_the_choice_is_the_best_of_all_admissible_ones(
    candidates: list[Candidate], low: int, width: int
) -> None:
    high = low + width
    choices = all_choices(candidates)
    if not choices:
        return
    found = fit(candidates, low, high)
    sizes = {chosen: sum(candidates[i].size for i in chosen) for chosen in choices}
    inside = [chosen for chosen in choices if low <= sizes[chosen] <= high]
    assert frozenset(found.chosen) in choices
    assert found.size == sizes[frozenset(found.chosen)]
    assert found.inside == bool(inside)

    def value(chosen: frozenset[int]) -> float:
        return sum(candidates[i].value for i in chosen)

    def distance(chosen: frozenset[int]) -> int:
        return max(low - sizes[chosen], sizes[chosen] - high, 0)

    nearest = min(map(distance, choices))
    rivals = [chosen for chosen in choices if distance(chosen) == nearest]
    assert distance(frozenset(found.chosen)) == nearest
    assert value(frozenset(found.chosen)) == pytest.approx(max(map(value, rivals)))


def test_nothing_to_choose_from_is_an_empty_choice() -> None:
    assert fit([], 10, 20).chosen == ()


def test_a_range_above_all_takes_everything() -> None:
    candidates = [Candidate(size=n, value=1.0) for n in (5, 6, 7)]
    found = fit(candidates, 50, 60)
    assert (found.chosen, found.size, found.inside) == ((0, 1, 2), 18, False)


def test_a_range_below_all_takes_the_smallest() -> None:
    candidates = [Candidate(size=n, value=n) for n in (25, 19, 30)]
    assert fit(candidates, 1, 3).chosen == (1,)


@pytest.mark.parametrize(("low", "high"), [(225, 275), (9_000, 11_000)])
@pytest.mark.parametrize("count", [950, 4_000])
def test_thousands_of_sentences_fit_within_seconds(count: int, low: int, high: int) -> None:
    candidates = [
        Candidate(size=5 + index * 17 % 41, value=(index * 7919 % 1_000) / 1_000)
        for index in range(count)
    ]
    before = time.process_time()
    found = fit(candidates, low, high)
    assert found.inside
    assert low <= found.size <= high
    assert time.process_time() - before < 8


def test_a_large_narrow_range_is_met_where_the_best_sentences_alone_would_miss_it() -> None:
    # All but one size is even, so an odd total needs the worthless odd one.
    candidates = [Candidate(size=20, value=1.0) for _ in range(2_500)]
    candidates.append(Candidate(size=11, value=0.0))
    assert fit(candidates, 15_011, 15_011).inside
