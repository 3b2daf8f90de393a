"""Articles of a .jsonl stream."""

import io
import json
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.errors import SourceError, SourceFormatError
from briefgen.records import Article
from briefgen.serialize import article_to_dict
from briefgen.sources import jsonl
from briefgen.sources.jsonl import read_jsonl

TEXT = (
    "The ferry ran again on Tuesday, after three weeks in which only small boats had crossed.\n\n"
    "Its captain said that the river was lower than in any spring that he could remember."
)


def read(*records: object) -> list[Article | SourceError]:
    return list(read_jsonl("\n".join(map(json.dumps, records)), source="in.jsonl"))


def one(**record: object) -> Article:
    [article] = read(record)
    assert isinstance(article, Article), article
    return article


def test_each_line_is_an_article_with_its_own_id() -> None:
    found = list(
        read_jsonl(
            "\n".join(json.dumps({"text": TEXT, "title": name}) for name in "ABC"),
            source="in.jsonl",
            first=4,
        )
    )
    assert [item.id for item in found if isinstance(item, Article)] == ["a4", "a5", "a6"]
    first = found[0]
    assert isinstance(first, Article)
    assert [sentence.id for sentence in first.sentences] == ["a4.s1", "a4.s2"]
    assert first.paragraphs == tuple(TEXT.split("\n\n"))


def test_what_a_line_states_counts_more_than_what_its_text_says() -> None:
    article = one(
        text=f"Another title\n\nBy Somebody Else\n\n1 May 2020\n\n{TEXT}",
        title="A ferry returns",
        url="https://example.org/ferry",
        authors=["Omar Said", "Ann Lee"],
        published="4 July 2025",
        language="fa-AF",
        source="the wire",
    )
    assert article.title == "A ferry returns"
    assert article.url == "https://example.org/ferry"
    assert article.authors == ("Omar Said", "Ann Lee")
    assert article.published == "2025-07-04"
    assert article.language == "prs"
    assert article.source == "the wire"


def test_what_a_line_does_not_state_is_found_in_the_text() -> None:
    article = one(text=TEXT)
    assert (article.language, article.source, article.url) == ("en", "in.jsonl:1", None)


def test_a_page_is_read_as_html() -> None:
    paragraphs = "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n"))
    article = one(html=f"<html><body><article><h1>A ferry</h1>{paragraphs}</article></body></html>")
    assert "<p>" not in article.text
    assert "three weeks in which only small boats had crossed" in article.text


def test_what_extract_writes_can_be_read_again() -> None:
    article = one(text=TEXT, title="A ferry returns", authors="Omar Said", published="2025-07-04")
    again = one(**article_to_dict(article))
    assert again == article


def test_a_bad_line_is_an_error_with_its_number_and_the_rest_is_read() -> None:
    lines = ['{"text": ', "[1, 2]", "", json.dumps({"text": TEXT}), '{"title": "only"}']
    found = list(read_jsonl("\n".join(lines), source="in.jsonl"))
    kinds = [type(item).__name__ for item in found]
    assert kinds == ["SourceFormatError", "SourceFormatError", "Article", "SourceFormatError"]
    messages = [str(item) for item in found if isinstance(item, SourceError)]
    assert messages[0].startswith("in.jsonl, line 1 is not JSON")
    assert messages[1].startswith("in.jsonl, line 2 is not an object")
    assert messages[2].startswith("in.jsonl, line 5 has neither text nor html")
    assert isinstance(found[2], Article)
    assert (found[2].id, found[2].source) == ("a1", "in.jsonl:4")


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"text": TEXT, "html": "<p>a</p>"}, "both text and html"),
        ({"text": 5}, '"text" must be a text'),
        ({"text": TEXT, "title": ["a"]}, '"title" must be a text'),
        ({"text": TEXT, "authors": [1]}, '"authors" must be a list of texts'),
        ({"text": "?!"}, "no article"),
    ],
)
def test_a_line_that_says_too_little_or_too_much_is_refused(
    record: dict[str, object], said: str
) -> None:
    [error] = read(record)
    assert isinstance(error, SourceError)
    assert "in.jsonl, line 1" in str(error)
    assert said in str(error)


def test_an_address_that_is_none_is_left_out() -> None:
    assert one(text=TEXT, url="javascript:alert(1)").url is None


def test_bytes_that_are_not_utf8_are_an_error_of_their_line() -> None:
    data = b"\xef\xbb\xbf" + json.dumps({"text": TEXT}).encode() + b'\r\n{"text": "\xff"}\n'
    first, second = read_jsonl(io.BytesIO(data), source="in.jsonl")
    assert isinstance(first, Article)
    assert isinstance(second, SourceFormatError)
    assert "line 2 is not UTF-8" in str(second)


def test_a_line_beyond_measure_is_skipped_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 1_000)
    good = json.dumps({"text": TEXT}).encode()
    stream: BinaryIO = io.BytesIO(b'{"text": "' + b"a" * 5_000 + b'"}\n' + good)
    error, article = read_jsonl(stream, source="in.jsonl")
    assert isinstance(error, SourceFormatError)
    assert "line 1 is longer than" in str(error)
    assert isinstance(article, Article)
    assert article.source == "in.jsonl:2"


def test_nesting_and_figures_beyond_measure_are_errors() -> None:
    found = list(read_jsonl("[" * 100_000 + "\n" + "1" * 10_000, source="-"))
    assert [type(item) for item in found] == [SourceFormatError, SourceFormatError]


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_articles_or_errors(data: bytes) -> None:
    for item in read_jsonl(io.BytesIO(data), source="-"):
        assert isinstance(item, Article | SourceError)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["text", "title", "url", "authors", "published", "language", "source"]),
        st.one_of(st.text(max_size=60), st.none(), st.integers(), st.lists(st.text(max_size=9))),
    )
)
def test_any_object_gives_an_article_or_an_error(record: dict[str, object]) -> None:
    [item] = read(record)
    assert isinstance(item, Article | SourceError)
