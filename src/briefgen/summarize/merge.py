"""One summary of several articles on one event, each sentence of it from one of them.

Every article is summarised as if it were alone; what comes of that, and all sentences of all
articles, are ranked and chosen from together, so that the length is promised as ever. Of sentences
that say the same in two articles one is taken. The order is that of the leading article; what
another one adds stands behind what is nearest to it there (themes, as in Barzilay, Elhadad and
McKeown 2002, "Inferring strategies for sentence ordering in multidocument news summarization").
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefgen.checks.contradictions import Contradiction, contradictions
from briefgen.errors import EmptyArticleError, UsageError
from briefgen.options import SummaryOptions
from briefgen.records import Article, Flag, Summary, SummarySentence
from briefgen.summarize.base import Summarizer
from briefgen.summarize.compose import Proposal, compose
from briefgen.summarize.extractive import article_proposals
from briefgen.summarize.ranking import rank, term_weights
from briefgen.summarize.standalone import starts_unresolved
from briefgen.summarize.terms import plain, rival, terms
from briefgen.words import count_words

_PREFERENCE = 2.0
"""How much more a model's sentence is worth than a copied one, as within one article."""

_TOLD_TWICE = ((0.4, 4), (0.3, 6))
"""Share of the shorter sentence's weighted terms, and their number, from which one of two articles'
sentences is enough. Within a document of NTREX 0.6 % of the pairs have so much in common; of pairs
that two papers could write of one fact (`benchmarks/contradictions.tsv`) 14 of 16."""

_TOLD_ELSEWHERE = 0.3
"""What each other article that tells it too adds to the worth of a sentence."""

_SAME_THEME = 0.12
"""Share of weighted terms in common from which two sentences are about the same thing."""


def summarize_together(
    summarizer: Summarizer, articles: Sequence[Article], options: SummaryOptions
) -> Summary:
    """One summary of one article, or of several.

    Raises:
        EmptyArticleError: no article has a sentence with a word in it.
        UsageError: the articles are in several languages.
    """
    if len(articles) == 1:
        return summarizer.summarize(articles[0], options)
    return merge(summarizer, articles, options)


def merge(summarizer: Summarizer, articles: Sequence[Article], options: SummaryOptions) -> Summary:
    """Summarise several articles on one event as one.

    Args:
        summarizer: any; it reads each article alone.
        articles: at least two, in one language; their ids differ.
        options: length and style.

    Returns:
        A summary whose sentences carry their article, and evidence of that article alone. Where
        another article gives another number for what a sentence says, the sentence has a
        `contradiction` warning.

    Raises:
        EmptyArticleError: no article has a sentence with a word in it.
        UsageError: the articles are in several languages.
    """
    languages = {article.language for article in articles}
    if len(languages) > 1:
        raise UsageError(
            f"articles in {' and '.join(sorted(languages))} cannot be merged into one summary: "
            "leave out --merge"
        )
    own = merged_proposals(articles)
    pool = _with_written(own, articles, tuple(_written(summarizer, articles, options)))
    summary = compose(articles[0].id, pool, options)
    for fewer in (own, *(_alone(own, article.id) for article in articles)):
        if not _misses(summary):
            break
        # Groups of sentences that exclude one another are not searched to the end, and where each
        # fact may be told once the length may be out of reach: the length is promised.
        other = compose(articles[0].id, fewer, options) if fewer else summary
        if not _misses(other):
            summary = other
    summary = replace(summary, articles=tuple(article.id for article in articles))
    return flag_contradictions(summary, articles)


def merged_proposals(articles: Sequence[Article]) -> tuple[Proposal, ...]:
    """The sentences of several articles as proposals for one summary, article by article.

    Raises:
        EmptyArticleError: no article has a sentence with a word in it.
    """
    found: list[Proposal] = []
    for article in articles:
        try:
            alone = article_proposals(article)
        except EmptyArticleError:
            continue
        start = len(found)
        found.extend(
            replace(
                proposal,
                article=article.id,
                needs=tuple(start + number for number in proposal.needs),
                excludes=tuple(start + number for number in proposal.excludes),
            )
            for proposal in alone
        )
    if not found:
        names = ", ".join(article.source for article in articles)
        raise EmptyArticleError(f"{names}: no article has a sentence to summarise")
    language = articles[0].language
    bags = [frozenset(terms(proposal.text, language)) for proposal in found]
    weights = term_weights(bags)
    ranked = rank(
        [proposal.text for proposal in found],
        " ".join(article.title for article in articles),
        language,
        [int(proposal.position) for proposal in found],
    )
    rivals = _rivals(found, bags, weights)
    found = [
        replace(
            proposal,
            merit=ranked[number].merit
            * (1 + _TOLD_ELSEWHERE * len({found[other].article for other in rivals[number]})),
            score=ranked[number].importance,
            excludes=tuple(
                sorted({*proposal.excludes, *rivals[number], *ranked[number].same} - {number})
            ),
        )
        for number, proposal in enumerate(found)
    ]
    themes = _themes(found, bags, weights)
    return tuple(replace(one, theme=theme) for one, theme in zip(found, themes, strict=True))


def flag_contradictions(summary: Summary, articles: Sequence[Article]) -> Summary:
    """Flag the sentences of a summary for whose numbers another article has other ones.

    Args:
        summary: of the articles; what was flagged so before is flagged anew.
        articles: in one language.
    """
    found = contradictions(articles)
    numbers = {article.id: number for number, article in enumerate(articles, start=1)}
    return replace(
        summary,
        sentences=tuple(_flagged(one, found, numbers) for one in summary.sentences),
        bottom_line=None
        if summary.bottom_line is None
        else _flagged(summary.bottom_line, found, numbers),
    )


def _flagged(
    sentence: SummarySentence, found: Sequence[Contradiction], numbers: Mapping[str, int]
) -> SummarySentence:
    evidence = {item.sentence for item in sentence.evidence}
    details = dict.fromkeys(
        contradiction.told(numbers)
        for contradiction in found
        for side in contradiction.sides
        if side.sentence in evidence and side.said_in(sentence.text)
    )
    others = (flag for flag in sentence.flags if flag.code != "contradiction")
    flags = (
        Flag(code="contradiction", severity="warning", detail=detail, where=sentence.id)
        for detail in details
    )
    return replace(sentence, flags=(*others, *flags))


def _misses(summary: Summary) -> bool:
    return any(flag.code == "length" for flag in summary.flags)


def _alone(proposals: Sequence[Proposal], article: str) -> tuple[Proposal, ...]:
    """The proposals of one article, numbered anew."""
    kept = [n for n, proposal in enumerate(proposals) if proposal.article == article]
    number = {index: place for place, index in enumerate(kept)}
    return tuple(
        replace(
            proposals[index],
            needs=tuple(number[other] for other in proposals[index].needs if other in number),
            excludes=tuple(number[other] for other in proposals[index].excludes if other in number),
        )
        for index in kept
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A sentence of one article's summary; `before` is the one that it begins with a pronoun of."""

    article: str
    sentence: SummarySentence
    before: str | None


def _written(
    summarizer: Summarizer, articles: Sequence[Article], options: SummaryOptions
) -> Iterator[_Written]:
    """What the summarizer wrote of each article, beyond what stands in it."""
    for article in articles:
        if not any(count_words(sentence.text) for sentence in article.sentences):
            continue
        copied = {plain(sentence.text) for sentence in article.sentences}
        before: str | None = None
        for sentence in summarizer.summarize(article, options).sentences:
            if plain(sentence.text) not in copied and sentence.evidence:
                unresolved = starts_unresolved(sentence.text, article.language)
                flags = tuple(flag for flag in sentence.flags if flag.code != "length")
                yield _Written(
                    article=article.id,
                    sentence=replace(sentence, flags=flags),
                    before=before if unresolved else None,
                )
            before = plain(sentence.text)


def _with_written(
    own: Sequence[Proposal], articles: Sequence[Article], written: Sequence[_Written]
) -> tuple[Proposal, ...]:
    """The articles' sentences, and behind them what a model wrote of each."""
    language = articles[0].language
    number_of = {
        (one.article, item.sentence): n for n, one in enumerate(own) for item in one.evidence
    }
    pool = list(own)
    bags = [frozenset(terms(proposal.text, language)) for proposal in own]
    weights = term_weights(bags)
    by_text = {(one.article, plain(one.text)): number for number, one in enumerate(own)}
    for item in written:
        near = number_of.get((item.article, item.sentence.evidence[0].sentence))
        if near is None:
            continue
        bag = frozenset(terms(item.sentence.text, language))
        before = by_text.get((item.article, item.before)) if item.before is not None else None
        excludes = {n for n, other in enumerate(bags) if rival(bag, other, weights)}
        number = len(pool)
        by_text[item.article, plain(item.sentence.text)] = number
        flags = item.sentence.flags
        pool.append(
            Proposal(
                text=item.sentence.text,
                position=own[near].position
                if before is None
                else max(own[near].position, pool[before].position),
                merit=_PREFERENCE * (0.5 + 0.5 * own[near].score) * (0.6 if flags else 1.0),
                score=item.sentence.score,
                evidence=item.sentence.evidence,
                flags=flags,
                needs=() if before is None else (before,),
                excludes=tuple(sorted(excludes - {before})),
                article=item.article,
                theme=own[near].theme,
            )
        )
        bags.append(bag)
    return tuple(pool)


def _rivals(
    proposals: Sequence[Proposal], bags: Sequence[frozenset[str]], weights: Mapping[str, float]
) -> list[set[int]]:
    """For each sentence those of other articles that say the same."""
    shared = _Shared(bags)
    found: list[set[int]] = [set() for _ in proposals]
    said: dict[str, int] = {}
    for number, (proposal, bag) in enumerate(zip(proposals, bags, strict=True)):
        first = said.setdefault(plain(proposal.text), number)
        near = {
            other
            for other, terms_in_common in shared.with_terms_of(bag).items()
            if other < number and (terms_in_common >= 3 or terms_in_common == len(bag))
        }
        found[number].update(
            other
            for other in near | ({first} - {number})
            if proposals[other].article != proposal.article
            and (other == first or _told_twice(bag, bags[other], weights))
        )
    return found


def _told_twice(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> bool:
    """Whether sentences of two articles tell the same."""
    if rival(one, other, weights):
        return True
    common = one & other
    shorter = min(sum(weights[term] for term in bag) for bag in (one, other))
    share = sum(weights[term] for term in common) / shorter if shorter else 0.0
    return any(share >= least and len(common) >= terms for least, terms in _TOLD_TWICE)


class _Shared:
    """Finds the bags that have terms in common with one, without looking at every other."""

    def __init__(self, bags: Iterable[frozenset[str]]) -> None:
        self._holders: dict[str, list[int]] = {}
        for number, bag in enumerate(bags):
            for term in bag:
                self._holders.setdefault(term, []).append(number)

    def with_terms_of(
        self, bag: frozenset[str], weights: Mapping[str, float] | None = None
    ) -> dict[int, float]:
        """The numbers of such bags, each with how many terms, or what weight, it shares."""
        found: dict[int, float] = {}
        for term in bag:
            weight = 1.0 if weights is None else weights.get(term, 0.0)
            for other in self._holders.get(term, ()):
                found[other] = found.get(other, 0.0) + weight
        return found


def _themes(
    proposals: Sequence[Proposal], bags: Sequence[frozenset[str]], weights: Mapping[str, float]
) -> list[float]:
    """Where each sentence belongs in the order of the leading article."""
    best = max(range(len(proposals)), key=lambda number: (proposals[number].merit, -number))
    leading = proposals[best].article
    members: dict[str | None, list[int]] = {}
    for number, proposal in enumerate(proposals):
        members.setdefault(proposal.article, []).append(number)
    shared = _Shared(bags[number] for number in members[leading])
    themes = [float(proposal.position) for proposal in proposals]
    for article, numbers in members.items():
        if article == leading:
            continue
        anchors = [_nearest(number, members[leading], bags, weights, shared) for number in numbers]
        place = 0.0
        for number, anchor in zip(numbers, _rising(anchors), strict=True):
            if anchor is not None:
                place = proposals[anchor].position
            # Behind the leading article's own sentence.
            themes[number] = place + 0.5
    return themes


def _nearest(
    number: int,
    leading: Sequence[int],
    bags: Sequence[frozenset[str]],
    weights: Mapping[str, float],
    shared: _Shared,
) -> int | None:
    """The sentence of the leading article that has most in common with another, if enough."""

    def weight(bag: frozenset[str]) -> float:
        return sum(weights[term] for term in bag)

    own = weight(bags[number])
    found: tuple[float, int] | None = None
    for place, common in shared.with_terms_of(bags[number], weights).items():
        share = common / (own + weight(bags[leading[place]]) - common)
        if share >= _SAME_THEME and (found is None or (-share, place) < found):
            found = -share, place
    return None if found is None else leading[found[1]]


def _rising(anchors: Sequence[int | None]) -> list[int | None]:
    """The longest run of anchors that never goes back; the others become None."""
    tops: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place, anchor in enumerate(anchors):
        if anchor is None:
            continue
        at = bisect_right(tops, anchor)
        before[place] = ends[at - 1] if at else None
        tops[at:] = [anchor, *tops[at + 1 :]]
        ends[at:] = [place, *ends[at + 1 :]]
    kept: list[int | None] = [None] * len(anchors)
    at_end = ends[-1] if ends else None
    while at_end is not None:
        kept[at_end] = anchors[at_end]
        at_end = before[at_end]
    return kept
