"""Whatever comes in: an article without anything harmful, or an error that says what to do."""

import io
import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.errors import BriefgenError, SourceError, SourceFormatError
from briefgen.records import Article
from briefgen.sources.decode import MAX_BYTES
from briefgen.sources.layout import read_units
from briefgen.sources.load import article_from_html, article_from_text, load_article
from briefgen.sources.text import extract_text
from tests.sources import sites

SENTENCE = "The river council voted on Thursday to rebuild the old bridge. "
BIDI_CONTROLS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

any_text = st.text(alphabet=st.characters(codec=None), max_size=400)
page_like = st.lists(
    st.sampled_from(
        [
            "<p>", "</p>", "<div>", "</div>", "<h1>", "</h1>", "<h2>", "<script>", "</script>",
            "<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&#0;", "&#xD800;", "&bogus;", "<table>",
            "<td>", "<li>", "<ul>", "<title>", "<meta charset=x>", "<base href='//x'>", "<?xml ?>",
            "<script type='application/ld+json'>{\"@type\":[\"NewsArticle\"],\"headline\":[1]}",
            "<script type='application/ld+json'>[[{\"author\":{\"name\":[null]}}]]</script>",
            "<html lang=''>", "<blockquote>", "<br>", "\x00", "\u202e", "\ud800", SENTENCE, "word ",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip
news_like = st.lists(
    st.one_of(
        st.sampled_from(sites.NEWS_SITE.split("\n") + sites.DARI_SITE.split("\n")),
        st.text(max_size=80),
    ),
    max_size=40,
).map("\n".join)


def check(article: Article) -> None:
    """What holds for any article."""
    for text in (
        article.title,
        article.text,
        *article.authors,
        *(heading.text for heading in article.headings),
    ):
        for letter in text:
            assert letter in "\n" or unicodedata.category(letter) not in ("Cc", "Cs")
            assert letter not in BIDI_CONTROLS
        text.encode("utf-8")
    assert article.words > 0
    assert all(sentence.text == sentence.text.strip() != "" for sentence in article.sentences)
    assert len({sentence.id for sentence in article.sentences}) == len(article.sentences)
    assert all(
        0 <= heading.before_sentence < len(article.sentences) for heading in article.headings
    )
    numbers = [sentence.paragraph for sentence in article.sentences]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(numbers[-1] + 1))


def try_to(read: Callable[[], Article]) -> None:
    try:
        article = read()
    except SourceError:
        return
    check(article)


@quick
@given(any_text)
def test_any_text(text: str) -> None:
    try_to(lambda: article_from_text(text))


@quick
@given(news_like)
def test_any_mixture_of_lines(text: str) -> None:
    try_to(lambda: article_from_text(text))


@quick
@given(page_like)
def test_any_mixture_of_tags(text: str) -> None:
    try_to(lambda: article_from_html(text))


@quick
@given(st.binary(max_size=600))
def test_any_bytes(data: bytes) -> None:
    try_to(lambda: load_article("-", stdin=io.BytesIO(data)))


@quick
@given(st.binary(max_size=100), st.sampled_from(["cp1251", "utf-16", "utf-8-sig", "cp1256"]))
def test_broken_bytes_in_a_real_text(noise: bytes, encoding: str) -> None:
    data = sites.DARI_SITE if encoding == "cp1256" else sites.RUSSIAN_SITE
    encoded = data.encode(encoding, errors="ignore")
    try_to(lambda: load_article("-", stdin=io.BytesIO(encoded[:200] + noise + encoded[200:])))


@quick
@given(news_like)
def test_what_is_kept_was_there(text: str) -> None:
    units = {unit.text for unit in read_units(text)}
    found = extract_text(text)
    assert {block.text for block in found.blocks} <= units
    assert found.title == "" or found.title in units


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE * 6_000,
        "a" * 500_000,
        '"' * 500_000,
        "(" * 250_000 + ")" * 250_000,
        "Home\n" * 4_000,
        "* a b c\n" * 4_000,
        " " * 500_000 + "x",
        "Photo: " * 60_000,
        "a / b / " * 50_000,
        "Jul 4, " * 60_000,
    ],
    ids=["line", "word", "quotes", "brackets", "menu", "list", "spaces", "labels", "bars", "dates"],
)
def test_a_huge_text_is_read_in_bounded_time(text: str) -> None:
    start = time.process_time()
    try_to(lambda: article_from_text(text))
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "text",
    [SENTENCE * 40_000, "Home\n" * 30_000],
    ids=["two and a half megabytes", "thirty thousand lines"],
)
def test_a_text_beyond_any_article_is_refused_at_once(text: str) -> None:
    start = time.process_time()
    with pytest.raises(SourceFormatError, match="longer than any article"):
        article_from_text(text)
    assert time.process_time() - start < 5


def test_more_bytes_than_the_limit_are_not_even_read() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= MAX_BYTES + 1
            self.given += size
            return b"a" * size

    stream = Endless()
    with pytest.raises(SourceFormatError, match="20 MB"):
        load_article("-", stdin=stream)  # type: ignore[arg-type]
    assert stream.given <= MAX_BYTES + 1


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + SENTENCE + "</div>" * 100_000,
        "<html><body>" + "<b><i><u>" * 20_000 + SENTENCE,
        "<html><body>" + "< " * 190_000,
        "<p>a</p>" * 20_000,
        '<html><script type="application/ld+json">' + "[" * 200_000 + "</script><p>" + SENTENCE * 5,
        f"<html><body><p class='{'a ' * 500_000}'>{SENTENCE * 5}</p></body></html>",
    ],
    ids=["deep", "unclosed", "brackets", "many", "json", "attribute"],
)
def test_a_hostile_page_is_read_in_bounded_time(page: str) -> None:
    start = time.process_time()
    try_to(lambda: article_from_html(page))
    assert time.process_time() - start < 20


def test_entities_are_not_expanded() -> None:
    page = (
        '<!DOCTYPE html [<!ENTITY a "lol lol lol"><!ENTITY b "&a;&a;&a;&a;">]><html><body>'
        f'<p>&b; {SENTENCE * 3}</p><p>&x; <img src="file:///etc/passwd"></p></body></html>'
    )
    assert "lol lol" not in article_from_html(page).text


def test_scripts_are_neither_run_nor_read() -> None:
    page = (
        f"<html><body><article><p>{SENTENCE * 3}</p><script>document.write('Injected words here.')"
        f"</script><style>p {{ color: red }}</style><p>{SENTENCE}</p></article></body></html>"
    )
    text = article_from_html(page).text
    assert "Injected" not in text
    assert "color" not in text


def test_every_error_is_briefgen_s_own() -> None:
    with pytest.raises(BriefgenError):
        article_from_text("\x00\x01\u202e")
