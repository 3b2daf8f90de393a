"""Parts that a model can read whole, and together are the article."""

import pytest

from briefgen.summarize.chunks import split
from briefgen.words import count_words
from tests.summarize.articles import HARBOUR, article


def tokens(text: str) -> int:
    return count_words(text) + 2


@pytest.mark.parametrize("limit", [60, 90, 150, 1_000])
def test_the_chunks_are_the_article_and_each_fits(limit: int) -> None:
    sentences = article(HARBOUR).sentences
    chunks = split(sentences, limit, tokens)
    assert " ".join(chunk.text for chunk in chunks) == " ".join(s.text for s in sentences)
    assert all(tokens(chunk.text) <= limit for chunk in chunks)
    assert [chunk.first for chunk in chunks[1:]] == [chunk.last + 1 for chunk in chunks[:-1]]


def test_borders_are_those_of_paragraphs_where_these_fit() -> None:
    sentences = article(HARBOUR).sentences
    for chunk in split(sentences, 100, tokens)[1:]:
        assert sentences[chunk.first].paragraph != sentences[chunk.first - 1].paragraph


def test_the_parts_are_about_equal() -> None:
    paragraphs = [f"Village {number} has a new well and a school." for number in range(30)]
    lengths = [
        tokens(c.text) for c in split(article("\n\n".join(paragraphs)).sentences, 250, tokens)
    ]
    assert len(lengths) == 2
    assert max(lengths) - min(lengths) <= 15


def test_a_paragraph_that_is_too_long_is_split_between_sentences() -> None:
    text = " ".join(f"Village number {number} has a new well." for number in range(30))
    chunks = split(article(text).sentences, 50, tokens)
    assert len(chunks) > 1
    assert all(chunk.text.endswith("well.") for chunk in chunks)


def test_a_sentence_that_is_too_long_is_left_out() -> None:
    giant = "The list has " + "another village and " * 30 + "an end."
    sentences = article(f"Rain fell in Orsk.\n\n{giant}\n\nThe river rose by noon.").sentences
    assert [chunk.text for chunk in split(sentences, 40, tokens)] == [
        "Rain fell in Orsk.",
        "The river rose by noon.",
    ]
