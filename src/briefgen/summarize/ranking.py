"""How much each sentence of an article matters, with no model: graph ranking and what news needs.

Centrality is continuous LexRank: the stationary distribution of a walk over sentences that are
linked by their idf-weighted cosine (Erkan and Radev 2004, "LexRank: Graph-based Lexical Centrality
as Salience in Text Summarization"; the same walk as TextRank, Mihalcea and Tarau 2004). Added to it
are the place in the article, since news puts first what matters (Brandow, Mitze and Rau 1995), and
the likeness to the title (Edmundson 1969). What was already said counts less: a sentence is worth
what it adds to those that rank above it, as in MMR (Carbonell and Goldstein 1998), and in a long
report less where its part has been heard already.
"""

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefgen.summarize.terms import is_whole, say_the_same, terms
from briefgen.words import count_words

_DAMPING = 0.85
_ROUNDS = 40
_NEIGHBOURS = 40
_COMMON = 300
"""Terms of more sentences than this say nothing, and would cost the square of their number."""

# Shares of the three signs; from NTREX's development half, where the optimum is flat.
_CENTRALITY, _LEAD, _TITLE = 0.15, 0.35, 0.50
_LEAD_DECAY = 3.0
"""The sentence of this index (from 0) has half of the first one's bonus."""
_OLD_NEWS = 0.4
"""What remains of the worth of a sentence that says nothing new."""

_PART_SENTENCES = 20
"""A report longer than two such parts is covered part by part."""
_SAME_PART = 0.5
"""Each better sentence of the same part adds this to the divisor of a sentence's worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """What is known of one sentence.

    Attributes:
        importance: 0 to 1, the best sentence of the article near 1.
        merit: the importance that is left after what better sentences already say.
        same: indices of sentences that say the same.
    """

    importance: float
    merit: float
    same: tuple[int, ...] = ()


def rank(
    texts: Sequence[str],
    title: str = "",
    language: str = "en",
    places: Sequence[int] | None = None,
) -> tuple[Ranked, ...]:
    """Rank the sentences of an article, or of several on one event.

    Time and memory grow with the number of sentences, not with its square.

    Args:
        texts: the sentences in order.
        title: of the article; may be empty.
        language: of both.
        places: of each sentence in its article, from 0; None where all are of one article.

    Returns:
        One record a sentence, in order.
    """
    bags = [Counter(terms(text, language)) for text in texts]
    idf = term_weights(bags)
    links = _links(bags, idf)
    central = _scaled(_walk(links))
    about = Counter(terms(title, language))
    titles = [_share(bag, about, idf) for bag in bags]
    # Without a title its share goes to the lead, which says what a title would.
    lead, title_share = (_LEAD, _TITLE) if about else (_LEAD + _TITLE, 0.0)
    importance = [
        (
            _CENTRALITY * central[index]
            + lead / (1 + place / _LEAD_DECAY)
            + title_share * titles[index]
        )
        * _form(text, place)
        for index, (text, place) in enumerate(
            zip(texts, range(len(texts)) if places is None else places, strict=True)
        )
    ]
    merits = _merits(importance, bags, idf)
    sets = [frozenset(bag) for bag in bags]
    return tuple(
        Ranked(
            importance=importance[index],
            merit=merits[index],
            same=tuple(
                other for other in sorted(links[index]) if say_the_same(sets[index], sets[other])
            ),
        )
        for index in range(len(texts))
    )


def term_weights(bags: Sequence[Iterable[str]]) -> dict[str, float]:
    """How much each term says: inverse sentence frequency, at least the logarithm of 2.

    Args:
        bags: the terms of each sentence, each term once.
    """
    frequency = Counter(term for bag in bags for term in bag)
    return {term: math.log(1 + len(bags) / count) for term, count in frequency.items()}


def _links(bags: Sequence[Counter[str]], idf: dict[str, float]) -> list[dict[int, float]]:
    """For each sentence its nearest others with their cosine, both ways."""
    vectors: list[dict[str, float]] = []
    holders: dict[str, list[int]] = {}
    for index, bag in enumerate(bags):
        weights = {term: count * idf[term] for term, count in bag.items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values()))
        vectors.append({term: weight / norm for term, weight in weights.items()})
        for term in bag:
            holders.setdefault(term, []).append(index)
    links: list[dict[int, float]] = [{} for _ in bags]
    for index, vector in enumerate(vectors):
        cosines: dict[int, float] = {}
        for term, weight in vector.items():
            if len(holders[term]) <= _COMMON:
                for other in holders[term]:
                    cosines[other] = cosines.get(other, 0.0) + weight * vectors[other][term]
        cosines.pop(index, None)
        for other, cosine in heapq.nlargest(
            _NEIGHBOURS, cosines.items(), key=lambda item: (item[1], -item[0])
        ):
            links[index][other] = links[other][index] = cosine
    return links


def _walk(links: Sequence[dict[int, float]]) -> list[float]:
    """Stationary probabilities times the number of sentences, by power iteration."""
    totals = [sum(edges.values()) for edges in links]
    ranks = [1.0] * len(links)
    for _ in range(_ROUNDS):
        received = [1.0 - _DAMPING] * len(links)
        for index, edges in enumerate(links):
            if totals[index]:
                passed = _DAMPING * ranks[index] / totals[index]
                for other, cosine in edges.items():
                    received[other] += passed * cosine
        ranks = received
    return ranks


def _scaled(values: Sequence[float]) -> list[float]:
    top = max(values, default=0.0)
    return [value / top for value in values] if top > 0 else list(values)


def _share(bag: Counter[str], about: Counter[str], idf: dict[str, float]) -> float:
    """How much of the title's weight a sentence has."""
    usual = max(idf.values(), default=1.0)
    total = sum(idf.get(term, usual) for term in about)
    return sum(idf[term] for term in about if term in bag) / total if total else 0.0


def _form(text: str, place: int) -> float:
    """Less for what is hardly a sentence: a fragment, a question, one without an end."""
    factor = 1.0
    words = count_words(text)
    if words < 6:
        factor *= 0.4
    elif words > 60:
        factor *= 0.8
    if not is_whole(text, place):
        factor *= 0.5
    elif text.rstrip("\"'”’»)]").endswith(("?", "؟")):
        factor *= 0.6
    return factor


def _merits(
    importance: Sequence[float], bags: Sequence[Counter[str]], idf: dict[str, float]
) -> list[float]:
    """Importance times what is new, in the order of merit; lazily, since merit only falls."""
    merits = [0.0] * len(bags)
    covered: set[str] = set()
    weight = [sum(idf[term] for term in bag) for bag in bags]
    parts = len(bags) // _PART_SENTENCES if len(bags) >= 2 * _PART_SENTENCES else 1
    crowd = [0] * parts
    queue = [(-value, index, 0) for index, value in enumerate(importance)]
    heapq.heapify(queue)
    settled = 0
    while queue:
        _, index, seen = heapq.heappop(queue)
        part = index * parts // len(bags)
        new = sum(idf[term] for term in bags[index] if term not in covered)
        novelty = new / weight[index] if weight[index] else 0.0
        merit = importance[index] * (_OLD_NEWS + (1 - _OLD_NEWS) * novelty)
        if parts > 1:
            merit /= 1 + _SAME_PART * crowd[part]
        if seen == settled or not queue or -merit <= queue[0][0]:
            merits[index] = merit
            covered.update(bags[index])
            crowd[part] += 1
            settled += 1
        else:
            heapq.heappush(queue, (-merit, index, settled))
    return merits
