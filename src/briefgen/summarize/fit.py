"""The length promise: which whole sentences to take so that their sizes add up to the range.

The choice is a multiple-choice knapsack, solved exactly by dynamic programming over the total
(Sinha and Zoltners 1979; for summaries McDonald 2007, "A study of global inference algorithms in
multi-document summarization"). Candidates that need or exclude one another form a group; each
admissible subset of a group is one option, and one option a group may be taken.

A size is a number of words, or 1 for each sentence where sentences are counted.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MAX_CELLS = 4_000_000
"""Options times totals that one exact solution may visit: about half a second, 8 MB."""

_CORE = 1_500
"""Size that is left to the exact solution where the best candidates had to be fixed first."""

_MAX_OPTIONS = 128
"""Subsets of one group that are looked at, the most valuable candidates first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may be chosen.

    Attributes:
        size: at least 1.
        value: what choosing it is worth, at least 0.
        needs: indices of the candidates that must be chosen with it.
        excludes: indices of those that say the same; one direction is enough.
    """

    size: int
    value: float
    needs: tuple[int, ...] = ()
    excludes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A choice.

    Attributes:
        chosen: indices of candidates, ascending.
        size: their sizes together.
        inside: whether the size lies in the asked range.
    """

    chosen: tuple[int, ...]
    size: int
    inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Option:
    members: tuple[int, ...]
    size: int
    value: float


def fit(candidates: Sequence[Candidate], low: int, high: int) -> Fit:
    """Choose the most valuable candidates whose sizes add up to a range.

    Never returns an empty choice where there is a candidate: when nothing fits, the choice is the
    one whose total is nearest to the range, the more valuable of equally near ones.

    Args:
        candidates: in any order.
        low: smallest total, included.
        high: largest total, included.

    Returns:
        The choice; empty only where no candidate can be chosen.

    >>> words = [Candidate(size=n, value=v) for n, v in ((22, 3.0), (12, 2.0), (9, 1.5))]
    >>> fit(words, 20, 23).chosen
    (1, 2)
    >>> fit(words, 13, 19)
    Fit(chosen=(1,), size=12, inside=False)
    """
    groups = _groups(candidates)
    if not any(groups):
        return Fit(chosen=(), size=0, inside=False)
    forced: tuple[int, ...] = ()
    if sum(map(len, groups)) * high > _MAX_CELLS and high > 2 * _CORE:
        forced = _greedy(candidates, high - _CORE)
        taken = set(forced)
        groups = [group for group in groups if not any(taken & {*o.members} for o in group)]
        groups = _most_valuable(groups, _MAX_CELLS // _CORE)
    fixed = sum(candidates[index].size for index in forced)
    best = _solve(groups, max(low - fixed, 0), high - fixed)
    if best is None and forced:
        forced, fixed = (), 0
        groups = _groups(candidates)
        best = _any_inside(groups, low, high)
    if best is not None:
        chosen = tuple(sorted({*forced, *best}))
        return _outcome(candidates, chosen, low, high)
    return _outcome(candidates, _nearest(groups, low, high), low, high)


def _outcome(candidates: Sequence[Candidate], chosen: tuple[int, ...], low: int, high: int) -> Fit:
    size = sum(candidates[index].size for index in chosen)
    return Fit(chosen=chosen, size=size, inside=low <= size <= high)


def _solve(groups: Sequence[Sequence[_Option]], low: int, high: int) -> tuple[int, ...] | None:
    """The most valuable members with a total in the range, or None; totals above are not seen."""
    if high < low:
        return None
    unreachable = float("-inf")
    best = [0.0] + [unreachable] * high
    picks: list[array[int]] = []
    reach = 0
    for group in groups:
        # Option number plus one for each total; 0 where the group adds nothing.
        pick = array("H", bytes(2 * (high + 1)))
        updated = best[:]
        for number, option in enumerate(group, start=1):
            size, value = option.size, option.value
            for total in range(size, min(reach + size, high) + 1):
                worth = best[total - size] + value
                if worth > updated[total]:
                    updated[total] = worth
                    pick[total] = number
        reach = min(high, reach + max((option.size for option in group), default=0))
        best = updated
        picks.append(pick)
    total = max(range(low, high + 1), key=best.__getitem__)
    if best[total] == unreachable:
        return None
    members: list[int] = []
    for group, pick in zip(reversed(groups), reversed(picks), strict=True):
        if pick[total]:
            option = group[pick[total] - 1]
            members.extend(option.members)
            total -= option.size
    return tuple(sorted(members)) or None


def _nearest(groups: Sequence[Sequence[_Option]], low: int, high: int) -> tuple[int, ...]:
    """Members whose total is nearest to a range that no total lies in."""
    smallest = min((option for group in groups for option in group), key=lambda o: o.size)
    # A total of one option is `smallest.size`: nothing farther away than that has to be seen.
    distance = low - smallest.size if smallest.size < low else smallest.size - high
    near, far = 0, distance
    found = smallest.members
    while near < far:
        middle = (near + far) // 2
        attempt = _any_inside(groups, max(low - middle, 1), high + middle)
        if attempt is None:
            near = middle + 1
        else:
            far, found = middle, attempt
    if sum(map(len, groups)) * (high + far) <= _MAX_CELLS:
        return _solve(groups, max(low - far, 1), high + far) or found
    return found


def _any_inside(groups: Sequence[Sequence[_Option]], low: int, high: int) -> tuple[int, ...] | None:
    """Some members with a total in the range, or None: reachable totals as bits of one integer."""
    mask = (1 << (high + 1)) - 1
    steps = [1]
    for group in groups:
        reached = steps[-1]
        for option in group:
            reached |= (steps[-1] << option.size) & mask
        steps.append(reached)
    total = (steps[-1] >> low << low).bit_length() - 1
    if total < low:
        return None
    members: list[int] = []
    for group, before in zip(reversed(groups), reversed(steps[:-1]), strict=True):
        if before >> total & 1:
            continue
        option = next(o for o in group if o.size <= total and before >> (total - o.size) & 1)
        members.extend(option.members)
        total -= option.size
    return tuple(sorted(members)) or None


def _groups(candidates: Sequence[Candidate]) -> list[list[_Option]]:
    """The connected components under `needs` and `excludes`, as lists of admissible subsets."""
    root = list(range(len(candidates)))

    def find(index: int) -> int:
        while root[index] != index:
            root[index] = root[root[index]]
            index = root[index]
        return index

    for index, candidate in enumerate(candidates):
        for other in (*candidate.needs, *candidate.excludes):
            root[find(index)] = find(other)
    components: dict[int, list[int]] = {}
    for index in range(len(candidates)):
        components.setdefault(find(index), []).append(index)
    excluded = _exclusions(candidates)
    return [_options(candidates, members, excluded) for members in components.values()]


def _exclusions(candidates: Sequence[Candidate]) -> dict[int, set[int]]:
    pairs: dict[int, set[int]] = {}
    for index, candidate in enumerate(candidates):
        for other in candidate.excludes:
            pairs.setdefault(index, set()).add(other)
            pairs.setdefault(other, set()).add(index)
    return pairs


def _closure(candidates: Sequence[Candidate], index: int) -> frozenset[int]:
    """A candidate with all that it needs, also indirectly."""
    found: set[int] = set()
    waiting = [index]
    while waiting:
        member = waiting.pop()
        if member not in found:
            found.add(member)
            waiting.extend(candidates[member].needs)
    return frozenset(found)


def _admissible(members: Iterable[int], excluded: dict[int, set[int]]) -> bool:
    members = set(members)
    return not any(members & excluded.get(member, set()) for member in members)


def _options(
    candidates: Sequence[Candidate], members: Sequence[int], excluded: dict[int, set[int]]
) -> list[_Option]:
    ordered = sorted(members, key=lambda index: (-candidates[index].value, index))
    closures = [_closure(candidates, index) for index in ordered]
    # Every closure alone is an option, so that a large group loses combinations, never sentences.
    subsets = dict.fromkeys(c for c in closures if _admissible(c, excluded))
    for closure in tuple(subsets):
        if len(subsets) >= _MAX_OPTIONS:
            break
        for subset in tuple(subsets):
            union = subset | closure
            if len(subsets) < _MAX_OPTIONS and _admissible(union, excluded):
                subsets.setdefault(union)
    return [
        _Option(
            members=tuple(sorted(subset)),
            size=sum(candidates[index].size for index in subset),
            value=sum(candidates[index].value for index in sorted(subset)),
        )
        for subset in subsets
    ]


def _greedy(candidates: Sequence[Candidate], budget: int) -> tuple[int, ...]:
    """The candidates of the best value for their size that the budget has room for."""
    excluded = _exclusions(candidates)
    chosen: set[int] = set()
    size = 0
    by_density = sorted(
        range(len(candidates)), key=lambda i: (-candidates[i].value / candidates[i].size, i)
    )
    for index in by_density:
        new = _closure(candidates, index) - chosen
        added = sum(candidates[member].size for member in new)
        if new and size + added <= budget and _admissible(chosen | new, excluded):
            chosen |= new
            size += added
    return tuple(sorted(chosen))


def _most_valuable(groups: Sequence[list[_Option]], options: int) -> list[list[_Option]]:
    """As many of the groups as have together at most so many options, the best first."""
    kept: list[list[_Option]] = []
    for group in sorted(groups, key=lambda g: -max((o.value / o.size for o in g), default=0.0)):
        options -= len(group)
        if options < 0:
            break
        kept.append(group)
    return kept
