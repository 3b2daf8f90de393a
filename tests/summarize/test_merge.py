"""One summary of several articles on one event."""

import random
from dataclasses import replace
from itertools import combinations

import pytest

from briefgen.errors import EmptyArticleError, UsageError
from briefgen.options import SummaryOptions
from briefgen.records import Article, Summary
from briefgen.summarize.base import Summarizer
from briefgen.summarize.bottom_line import summarize_with_bottom_line
from briefgen.summarize.extractive import ExtractiveSummarizer
from briefgen.summarize.merge import merge, summarize_together
from briefgen.summarize.ranking import term_weights
from briefgen.summarize.seq2seq import Seq2SeqSummarizer
from briefgen.summarize.terms import rival, terms
from briefgen.words import count_words
from tests.summarize.articles import HARBOUR, RANGES, TALKS, WATER, article, asked, event
from tests.summarize.fakes import ScriptedEngine, saying


def noise(text: str) -> list[str]:
    """The words of a text in any order."""
    rng = random.Random(text)  # noqa: S311
    words = text.split()
    return [" ".join(rng.sample(words, min(len(words), 60))) + "." for _ in range(4)]


SUMMARIZERS = [ExtractiveSummarizer(), Seq2SeqSummarizer(ScriptedEngine(noise))]


@pytest.mark.parametrize("summarizer", SUMMARIZERS)
@pytest.mark.parametrize("options", RANGES)
def test_the_length_is_promised_of_all_articles_together(
    summarizer: Summarizer, options: SummaryOptions
) -> None:
    summary = merge(summarizer, event(), options)
    assert summary.words == sum(count_words(sentence.text) for sentence in summary.sentences)
    low, high = options.length.min_words, options.length.max_words
    assert low is not None
    assert high is not None
    assert low <= summary.words <= high
    assert not any(flag.code == "length" for flag in summary.flags)


@pytest.mark.parametrize("summarizer", SUMMARIZERS)
@pytest.mark.parametrize("number", [1, 3, 5, 8])
def test_so_is_the_number_of_sentences(summarizer: Summarizer, number: int) -> None:
    assert len(merge(summarizer, event(), asked(sentences=number)).sentences) == number


@pytest.mark.parametrize("options", RANGES)
def test_each_sentence_says_its_article_and_has_evidence_there_alone(
    options: SummaryOptions,
) -> None:
    articles = event()
    summary = merge(ExtractiveSummarizer(), articles, options)
    texts = {s.id: s.text for article in articles for s in article.sentences}
    assert summary.article == "a1"
    assert summary.articles == ("a1", "a2", "a3")
    assert len({sentence.id for sentence in summary.sentences}) == len(summary.sentences)
    for sentence in summary.sentences:
        assert sentence.article in summary.articles
        assert [texts[item.sentence] for item in sentence.evidence] == [sentence.text]
        assert all(item.sentence.startswith(f"{sentence.article}.") for item in sentence.evidence)


def test_a_long_summary_is_of_every_article() -> None:
    summary = merge(ExtractiveSummarizer(), event(), asked(length="standard"))
    assert {sentence.article for sentence in summary.sentences} == {"a1", "a2", "a3"}


@pytest.mark.parametrize("options", RANGES)
def test_no_two_articles_say_the_same(options: SummaryOptions) -> None:
    articles = event()
    bags = [frozenset(terms(s.text)) for a in articles for s in a.sentences]
    weights = term_weights(bags)
    summary = merge(ExtractiveSummarizer(), articles, options)
    for one, other in combinations(summary.sentences, 2):
        assert not rival(frozenset(terms(one.text)), frozenset(terms(other.text)), weights)


def test_the_same_article_twice_gives_every_sentence_once() -> None:
    twice = [article(HARBOUR, identity="a1"), article(HARBOUR, identity="a2")]
    summary = merge(ExtractiveSummarizer(), twice, asked(length="long"))
    texts = [sentence.text for sentence in summary.sentences]
    assert len(texts) == len(set(texts))
    assert 220 <= summary.words <= 280


def test_what_stands_in_two_articles_matters_more_than_what_stands_in_one() -> None:
    one = "Snow fell in Orsk. The bridge over the Sel collapsed at noon on Monday. Cats slept late."
    other = "Trains ran on time. On Monday at noon the bridge over the Sel collapsed. Dogs barked."
    articles = [article(one, identity="a1"), article(other, identity="a2")]
    (sentence,) = merge(ExtractiveSummarizer(), articles, asked(sentences=1)).sentences
    assert "collapsed" in sentence.text


def test_a_pronoun_stays_behind_the_sentence_of_its_own_article() -> None:
    for options in RANGES:
        summary = merge(ExtractiveSummarizer(), event(), options)
        for before, sentence in zip((None, *summary.sentences), summary.sentences, strict=False):
            if sentence.text.startswith("He ") and before is not None:
                assert before.article == sentence.article


def test_what_a_model_writes_is_attributed_to_the_article_that_it_read() -> None:
    def script(text: str) -> list[str]:
        if "vegetable cart" in text:
            return [
                "Police said a bomb hidden in a vegetable cart killed fifteen people in Karwan."
            ]
        return ["Nothing of this is in the article, which is about quite another matter."]

    summarizer = Seq2SeqSummarizer(ScriptedEngine(script))
    summary = merge(summarizer, event(), asked(length="short"))
    (written,) = [s for s in summary.sentences if "hidden in a vegetable cart killed" in s.text]
    assert written.article == "a2"
    assert all(item.sentence.startswith("a2.") for item in written.evidence)
    assert 50 <= summary.words <= 70


def test_differing_numbers_are_flagged_with_both_sentences() -> None:
    summary = merge(ExtractiveSummarizer(), event(), asked(length="long"))
    details = [flag.detail for flag in summary.flags if flag.code == "contradiction"]
    assert any(
        "killing at least 12 people” in article 1 (a1.s1)" in detail
        and "Fifteen people were killed” in article 2 (a2.s1)" in detail
        for detail in details
    )
    assert {flag.severity for flag in summary.flags} == {"warning"}
    for sentence in summary.sentences:
        assert all(flag.where == sentence.id for flag in sentence.flags)


def test_articles_on_different_things_do_not_contradict() -> None:
    articles = [
        article(text, identity=f"a{number}")
        for number, text in enumerate((HARBOUR, WATER, TALKS), start=1)
    ]
    summary = merge(ExtractiveSummarizer(), articles, asked(length="long"))
    assert not summary.flags


def test_bullets_are_ordered_by_weight() -> None:
    options = replace(asked(length="standard"), style="bullets")
    prose = merge(ExtractiveSummarizer(), event(), asked(length="standard"))
    bullets = merge(ExtractiveSummarizer(), event(), options)
    assert [s.text for s in bullets.sentences] != [s.text for s in prose.sentences]
    assert 100 <= bullets.words <= 140


@pytest.mark.parametrize("length", ["short", "standard"])
def test_a_bottom_line_is_of_all_articles_and_not_said_again(length: str) -> None:
    summary = summarize_with_bottom_line(ExtractiveSummarizer(), event(), asked(length=length))
    line = summary.bottom_line
    assert line is not None
    assert line.article in summary.articles
    assert summary.articles == ("a1", "a2", "a3")
    bag = frozenset(terms(line.text))
    weights = term_weights([frozenset(terms(s.text)) for a in event() for s in a.sentences])
    for sentence in summary.sentences:
        assert not rival(bag, frozenset(terms(sentence.text)), weights)


def test_an_empty_article_among_others_is_passed_over() -> None:
    articles = [article(BLANK, identity="a1"), *event()[1:]]
    summary: Summary = merge(ExtractiveSummarizer(), articles, asked(length="short"))
    assert {sentence.article for sentence in summary.sentences} <= {"a2", "a3"}


BLANK = "— …"


def test_nothing_but_empty_articles_is_an_error() -> None:
    empty = [article(BLANK, identity="a1"), article(BLANK, identity="a2")]
    with pytest.raises(EmptyArticleError):
        merge(ExtractiveSummarizer(), empty, asked(length="short"))


def test_languages_are_not_mixed() -> None:
    articles: list[Article] = [article(HARBOUR), article("Шёл снег.", language="ru", identity="a2")]
    with pytest.raises(UsageError, match="en and ru"):
        merge(ExtractiveSummarizer(), articles, asked(length="short"))


def test_one_article_is_summarised_as_ever() -> None:
    options = asked(length="short")
    alone = summarize_together(ExtractiveSummarizer(), [article(HARBOUR)], options)
    assert alone == ExtractiveSummarizer().summarize(article(HARBOUR), options)
    assert alone.articles == ()


def test_a_summarizer_that_says_nothing_of_use_leaves_the_articles_own_sentences() -> None:
    summarizer = Seq2SeqSummarizer(ScriptedEngine(saying("No.")))
    summary = merge(summarizer, event(), asked(length="short"))
    own = {s.text for a in event() for s in a.sentences}
    assert {sentence.text for sentence in summary.sentences} <= own
