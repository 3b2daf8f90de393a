"""The one sentence above a summary."""

import pytest

from briefgen.options import SummaryOptions, resolve_length
from briefgen.records import Summary
from briefgen.summarize.bottom_line import summarize_with_bottom_line
from briefgen.summarize.extractive import ExtractiveSummarizer
from briefgen.words import count_words
from tests.summarize.articles import HARBOUR, TALKS, WATER, article


def summarized(text: str, **length: object) -> Summary:
    options = SummaryOptions(length=resolve_length(**length))  # type: ignore[arg-type]
    return summarize_with_bottom_line(ExtractiveSummarizer(), [article(text)], options)


@pytest.mark.parametrize("text", [HARBOUR, WATER, TALKS])
@pytest.mark.parametrize("length", [{"length": "short"}, {"sentences": 3}, {"words": 90}])
def test_it_is_one_sentence_of_a_flash_that_the_summary_does_not_repeat(
    text: str, length: dict[str, object]
) -> None:
    summary = summarized(text, **length)
    assert summary.bottom_line is not None
    assert 15 <= count_words(summary.bottom_line.text) <= 30
    assert summary.bottom_line.text in " ".join(text.split())
    assert summary.bottom_line.id == "a1.b1"
    assert summary.bottom_line.evidence
    assert summary.bottom_line.text not in [sentence.text for sentence in summary.sentences]


def test_the_summary_keeps_its_length_and_counts_its_own_words() -> None:
    summary = summarized(HARBOUR, length="short")
    assert 50 <= summary.words <= 70
    assert summary.words == sum(count_words(sentence.text) for sentence in summary.sentences)
    assert summary.all_sentences == (summary.bottom_line, *summary.sentences)


def test_the_length_is_promised_even_where_the_bottom_line_takes_the_room() -> None:
    summary = summarized(HARBOUR, words=(count_words(HARBOUR) - 6, count_words(HARBOUR)))
    assert not any(flag.code == "length" for flag in summary.flags)


def test_an_article_of_short_sentences_has_none() -> None:
    text = "It rained in Orsk. The river rose. Nobody was hurt. The mayor thanked all. " * 3
    summary = summarized(text, sentences=2)
    assert summary.bottom_line is None
    assert summary.all_sentences == summary.sentences
