"""A summary with one sentence above it that says the most important thing."""

from collections.abc import Iterator
from dataclasses import replace

from briefgen.options import NAMED_LENGTHS, SummaryOptions, resolve_length
from briefgen.records import Article, Summary, SummarySentence
from briefgen.summarize import standalone
from briefgen.summarize.base import Summarizer
from briefgen.summarize.extractive import article_proposals
from briefgen.summarize.terms import plain
from briefgen.words import count_words


def summarize_with_bottom_line(
    summarizer: Summarizer, article: Article, options: SummaryOptions
) -> Summary:
    """Summarise an article, and put its best single sentence of 15 to 30 words above the summary.

    The summary does not say that sentence again. Its own words are counted as ever.

    Args:
        summarizer: writes both.
        article: cleaned, with its sentences.
        options: length and style of the summary.

    Returns:
        The summary; without a bottom line where no sentence of that length can stand alone.

    Raises:
        EmptyArticleError: the article has no sentence with a word in it.
    """
    lines = list(_lines(summarizer, article))
    if not lines:
        return summarizer.summarize(article, options)
    summary = _summary_of_the_rest(summarizer, article, lines[0].text, options)
    said = {plain(sentence.text) for sentence in summary.sentences}
    best = next((line for line in lines if plain(line.text) not in said), None)
    if best is None:
        return summary
    name = f"{article.id}.b1"
    flags = tuple(replace(flag, where=name) for flag in best.flags)
    return replace(summary, bottom_line=replace(best, id=name, flags=flags))


def _lines(summarizer: Summarizer, article: Article) -> Iterator[SummarySentence]:
    """Sentences that may be the bottom line, the best first."""
    flash = summarizer.summarize(article, SummaryOptions(length=resolve_length(length="flash")))
    low, high = NAMED_LENGTHS["flash"]
    if len(flash.sentences) == 1 and low <= flash.words <= high:
        yield flash.sentences[0]
    ranked = sorted(article_proposals(article), key=lambda proposal: -proposal.merit)
    for proposal in ranked:
        alone = not proposal.needs and not proposal.fragment
        if alone and low <= count_words(proposal.text) <= high:
            yield SummarySentence(
                id="",
                text=proposal.text,
                evidence=proposal.evidence,
                score=round(proposal.score, 4),
                flags=proposal.flags,
            )


def _summary_of_the_rest(
    summarizer: Summarizer, article: Article, line: str, options: SummaryOptions
) -> Summary:
    """The summary of an article without one sentence, and without those that lean on it."""
    needs = standalone.needs(article.sentences, article.language)
    gone = {n for n, s in enumerate(article.sentences) if plain(s.text) == plain(line)}
    for number, needed in enumerate(needs):
        if gone.intersection(needed):
            gone.add(number)
    kept = tuple(s for number, s in enumerate(article.sentences) if number not in gone)
    if gone and any(count_words(sentence.text) for sentence in kept):
        rest = summarizer.summarize(replace(article, sentences=kept), options)
        if not any(flag.code == "length" for flag in rest.flags):
            return rest
    # The length is promised: then the sentence may stand in the summary as well.
    return summarizer.summarize(article, options)
