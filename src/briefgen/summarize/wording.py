"""Whether a sentence is put together as the text it comes from, or is the same words in any order.

Support by words alone cannot tell a sentence from word salad. Summarizers, also abstractive ones,
keep short runs of their source (See, Liu and Manning 2017 count the novel n-grams); a model that
fails keeps the words and loses the runs.
"""

from collections.abc import Iterable
from itertools import pairwise

from briefgen.words import find_words

_REACH = 3
"""Words that follow within so many places count as following: a summary drops words."""

_LEAST_SHARE = 0.4
"""Below this share of kept pairs a sentence is salad. Calibrated on NTREX's development half: of
sentences with a third of their words dropped 0.1 % are below it; of words drawn from the whole
article 1.5 % are above it, of one sentence's words shuffled 9 %."""


def pairs_of(texts: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The pairs of words of which the second follows closely upon the first, in lower case."""
    found: set[tuple[str, str]] = set()
    for text in texts:
        words = find_words(text.lower())
        for index, word in enumerate(words):
            found.update((word, later) for later in words[index + 1 : index + 1 + _REACH])
    return frozenset(found)


def is_salad(sentence: str, source_pairs: frozenset[tuple[str, str]]) -> bool:
    """Whether hardly any two neighbouring words of a sentence follow each other in its source.

    Args:
        sentence: of a summary.
        source_pairs: `pairs_of` what it summarises.

    >>> pairs = pairs_of(["The port of Velmora will close its oldest pier on Monday."])
    >>> is_salad("Velmora will close its pier on Monday.", pairs)
    False
    >>> is_salad("Monday pier Velmora its port close on oldest.", pairs)
    True
    """
    words = find_words(sentence.lower())
    neighbours = list(pairwise(words))
    if not neighbours:
        return False
    kept = sum(pair in source_pairs for pair in neighbours)
    return kept < _LEAST_SHARE * len(neighbours)
