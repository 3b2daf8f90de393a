"""A summary with one sentence above it that says the most important thing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefgen.options import NAMED_LENGTHS, SummaryOptions, resolve_length
from briefgen.records import Article, Summary, SummarySentence
from briefgen.summarize import standalone
from briefgen.summarize.base import Summarizer
from briefgen.summarize.compose import Proposal
from briefgen.summarize.extractive import article_proposals
from briefgen.summarize.merge import flag_contradictions, merged_proposals, summarize_together
from briefgen.summarize.ranking import term_weights
from briefgen.summarize.terms import plain, rival, terms
from briefgen.words import count_words


def summarize_with_bottom_line(
    summarizer: Summarizer, articles: Sequence[Article], options: SummaryOptions
) -> Summary:
    """Summarise one article, or several as one, and put the best single sentence above the summary.

    That sentence has 15 to 30 words. The summary does not say it again, and its own words are
    counted as ever.

    Args:
        summarizer: writes both.
        articles: one, or several on one event in one language.
        options: length and style of the summary.

    Returns:
        The summary; without a bottom line where no sentence of that length can stand alone.

    Raises:
        EmptyArticleError: no article has a sentence with a word in it.
        UsageError: the articles are in several languages.
    """
    lines = list(_lines(summarizer, articles))
    if not lines:
        return summarize_together(summarizer, articles, options)
    summary = _summary_of_the_rest(summarizer, articles, lines[0].text, options)
    said = {plain(sentence.text) for sentence in summary.sentences}
    best = next((line for line in lines if plain(line.text) not in said), None)
    if best is None:
        return summary
    name = f"{articles[0].id}.b1"
    flags = tuple(replace(flag, where=name) for flag in best.flags)
    return flag_contradictions(
        replace(
            summary,
            bottom_line=replace(best, id=name, flags=flags),
            articles=tuple(article.id for article in articles) if len(articles) > 1 else (),
        ),
        articles,
    )


def _proposals(articles: Sequence[Article]) -> tuple[Proposal, ...]:
    return article_proposals(articles[0]) if len(articles) == 1 else merged_proposals(articles)


def _lines(summarizer: Summarizer, articles: Sequence[Article]) -> Iterator[SummarySentence]:
    """Sentences that may be the bottom line, the best first."""
    asked = SummaryOptions(length=resolve_length(length="flash"))
    flash = summarize_together(summarizer, articles, asked)
    low, high = NAMED_LENGTHS["flash"]
    if len(flash.sentences) == 1 and low <= flash.words <= high:
        yield flash.sentences[0]
    ranked = sorted(_proposals(articles), key=lambda proposal: -proposal.merit)
    for proposal in ranked:
        alone = not proposal.needs and not proposal.fragment
        if alone and low <= count_words(proposal.text) <= high:
            yield SummarySentence(
                id="",
                text=proposal.text,
                evidence=proposal.evidence,
                score=round(proposal.score, 4),
                flags=proposal.flags,
                article=proposal.article,
            )


def _summary_of_the_rest(
    summarizer: Summarizer, articles: Sequence[Article], line: str, options: SummaryOptions
) -> Summary:
    """The summary without one sentence, what says the same, and what leans on either."""
    bags = [
        frozenset(terms(sentence.text, article.language))
        for article in articles
        for sentence in article.sentences
    ]
    weights = term_weights(bags)
    rests = []
    for article in articles:
        said = frozenset(terms(line, article.language))
        needs = standalone.needs(article.sentences, article.language)
        gone = {
            number
            for number, sentence in enumerate(article.sentences)
            if plain(sentence.text) == plain(line)
            or (
                len(articles) > 1
                and rival(frozenset(terms(sentence.text, article.language)), said, weights)
            )
        }
        for number, needed in enumerate(needs):
            if gone.intersection(needed):
                gone.add(number)
        kept = tuple(s for number, s in enumerate(article.sentences) if number not in gone)
        rests.append(replace(article, sentences=kept))
    left = sum(len(rest.sentences) for rest in rests)
    if left < len(bags) and any(count_words(s.text) for rest in rests for s in rest.sentences):
        rest = summarize_together(summarizer, rests, options)
        if not any(flag.code == "length" for flag in rest.flags):
            return rest
    # The length is promised: then the sentence may stand in the summary as well.
    return summarize_together(summarizer, articles, options)
