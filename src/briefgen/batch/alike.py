"""Which articles are much the same: one text in several papers, or an update of an earlier one.

Articles are compared by their shingles, the runs of four words that stand in them (Broder 1997, "On
the resemblance and containment of documents"). The longest article comes first and owns its
shingles; an article half of whose shingles one group owns joins that group. That is exact, needs no
library and one pass: MinHash (datasketch) estimates the same for millions of documents, at the
price of numpy and scipy, and a day's news is some hundreds.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

SHINGLE_WORDS = 4
"""Two reports of one event share names and numbers, but few runs of four words."""

ALIKE = 0.5
"""Of an article's shingles: copies with another lead and other cuts keep far more than half."""

_FEWEST = 8
"""Shingles below which chance is too large."""

_WORD = re.compile(r"\w+")


def group_alike(texts: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Put texts that are much the same together.

    Args:
        texts: bodies of articles, in any language.

    Returns:
        Groups of indices, every index once: in a group in the order of the texts, the groups in
        the order of their first.

    >>> news = "The river rose by two metres on Monday and closed both of the bridges in the town."
    >>> group_alike([news, "Wheat prices fell.", f"Update: {news} Nobody was hurt."])
    ((0, 2), (1,))
    """
    shingles = [_shingles(text) for text in texts]
    owner: dict[int, int] = {}
    group_of: dict[int, int] = {}
    for n in sorted(range(len(texts)), key=lambda n: (-len(shingles[n]), n)):
        own = shingles[n]
        hits = Counter(owner[one] for one in own if one in owner)
        group, shared = min(hits.items(), key=lambda hit: (-hit[1], hit[0]), default=(n, 0))
        if len(own) < _FEWEST or shared < ALIKE * len(own):
            group = n
        group_of[n] = group
        for one in own:
            owner.setdefault(one, group)
    members: dict[int, list[int]] = {}
    for n in range(len(texts)):
        members.setdefault(group_of[n], []).append(n)
    return tuple(tuple(found) for found in members.values())


def _shingles(text: str) -> set[int]:
    words = _WORD.findall(text.casefold())
    return {hash(run) for run in _runs(words)}


def _runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[n:] for n in range(SHINGLE_WORDS)), strict=False)
