"""Pages to articles: body, headings, and what a page says about itself."""

import json

import pytest

from briefgen.errors import SourceFormatError
from briefgen.sources.extracted import Extracted
from briefgen.sources.html import declared_encoding, extract_html, looks_like_html
from briefgen.sources.metadata import strip_site
from tests.sources import sites

PARAGRAPHS = "".join(f"<p>{part}</p>" for part in sites.BODY[:2])
REST = "".join(f"<p>{part}</p>" for part in sites.BODY[2:])


def page(head: str = "", body: str = "", *, lang: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head>{head}</head><body>'
        '<header><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>'
        f"</header><main><article><h1>{sites.TITLE}</h1>{body}</article></main>"
        '<aside><h3>More from us</h3><ul><li><a href="/x">Ferry prices rise again</a></li></ul>'
        "</aside><footer><p>© 2025 River News. All rights reserved.</p></footer></body></html>"
    )


BODY = f"<p>{sites.LEAD}</p>{PARAGRAPHS}<h2>{sites.HEADING}</h2>{REST}"


def paragraphs(found: Extracted) -> list[str]:
    return [block.text for block in found.blocks if block.kind != "heading"]


def headings(found: Extracted) -> list[str]:
    return [block.text for block in found.blocks if block.kind == "heading"]


def test_the_body_is_exactly_the_article() -> None:
    found = extract_html(page(body=BODY))
    assert paragraphs(found) == [sites.LEAD, *sites.BODY]
    assert headings(found) == [sites.HEADING]
    assert found.title == sites.TITLE


def test_quotations_and_lists_stay() -> None:
    quote = '"I have rowed this river for forty years and never seen it so low," he said.'
    items = ["Two arches of new stone", "A path for walkers on the upstream side"]
    body = (
        f"<p>{sites.LEAD}</p>{PARAGRAPHS}<blockquote><p>{quote}</p></blockquote>"
        f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>{REST}"
    )
    found = extract_html(page(body=body))
    assert quote in paragraphs(found)
    assert [block.text for block in found.blocks if block.kind == "item"] == items


@pytest.mark.parametrize(
    "extra",
    [
        "<figure><img src='a.jpg'><figcaption>The arch (Photo: Sara Omid)</figcaption></figure>",
        "<p>Read also: Ferry prices rise again before the harvest</p>",
        "<p>Advertisement</p>",
        "<ul><li><h3>Ferry prices rise again</h3></li><li><h3>Two villages</h3></li></ul>",
        "<script>var text = 'The council met in secret last week, it was said.';</script>",
        "<p>Workers at the quay last week. Sara Omid/RNA Images</p>",
    ],
)
def test_furniture_inside_the_article_goes(extra: str) -> None:
    body = f"<p>{sites.LEAD}</p>{PARAGRAPHS}{extra}<h2>{sites.HEADING}</h2>{REST}"
    assert paragraphs(extract_html(page(body=body))) == [sites.LEAD, *sites.BODY]


def test_linked_data_is_believed_first() -> None:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "River News"},
            {
                "@type": ["NewsArticle"],
                "headline": sites.TITLE,
                "datePublished": "2025-07-04T09:15:00+03:00",
                "author": [{"@type": "Person", "name": "Leila Hamdard"}, {"name": "Omid Rasa"}],
                "publisher": {"name": "River News"},
            },
        ],
    }
    head = (
        f'<script type="application/ld+json">{json.dumps(data)}</script>'
        '<meta property="og:title" content="Shorter"><meta name="author" content="Web Desk">'
        '<link rel="canonical" href="https://river.example/bridge">'
    )
    found = extract_html(page(head, BODY))
    assert found.title == sites.TITLE
    assert found.published == "2025-07-04"
    assert found.authors == ("Leila Hamdard", "Omid Rasa")
    assert found.url == "https://river.example/bridge"
    assert found.language == "en"


def test_opengraph_serves_where_there_is_no_linked_data() -> None:
    head = (
        f'<title>ignored</title><meta property="og:title" content="{sites.TITLE} - River News">'
        '<meta property="og:site_name" content="River News">'
        '<meta property="article:published_time" content="2025-07-04T09:15:00Z">'
    )
    found = extract_html(page(head, BODY))
    assert found.title == sites.TITLE
    assert found.published == "2025-07-04"


@pytest.mark.parametrize(
    "broken", ["{", "null", "[]", '"x"', '{"@type": 5}', '{"@type":"Article","headline":{}}']
)
def test_broken_linked_data_does_no_harm(broken: str) -> None:
    head = f'<script type="application/ld+json">{broken}</script>'
    assert extract_html(page(head, BODY)).title == sites.TITLE


def test_the_address_that_was_asked_for_wins() -> None:
    head = '<link rel="canonical" href="javascript:alert(1)">'
    assert extract_html(page(head, BODY)).url is None
    assert extract_html(page(head, BODY), url="https://a.example/b").url == "https://a.example/b"


@pytest.mark.parametrize(
    ("title", "site", "h1", "wanted"),
    [
        ("Talks begin | River News", "River News", "", "Talks begin"),
        ("Talks begin - World - River News", "River News", "Talks begin", "Talks begin - World"),
        ("Talks begin in Doha - River News", None, "Talks begin in Doha", "Talks begin in Doha"),
        ("Talks begin – a day of hope", "River News", "", "Talks begin – a day of hope"),
        ("River News", "River News", "", "River News"),
        ("A 2-1 win", "Win", "", "A 2-1 win"),
    ],
)
def test_the_site_s_name_comes_off_a_title(
    title: str, site: str | None, h1: str, wanted: str
) -> None:
    assert strip_site(title, site, h1) == wanted


def test_the_encoding_of_a_page_is_found() -> None:
    assert declared_encoding(b"<meta charset=utf-8>") == "utf-8"
    assert declared_encoding(b'<meta content="text/html; charset=koi8-r">') == "koi8-r"
    assert declared_encoding(b'<?xml version="1.0" encoding="cp1251"?>') == "cp1251"
    assert declared_encoding(b"no page") is None


@pytest.mark.parametrize(
    ("text", "is_page"),
    [
        (page(body=BODY), True),
        ("<p>One.</p><p>Two.</p>", True),
        ("words <b>bold</b> words", False),
        ("if a < b and c > d then", False),
        ("", False),
    ],
)
def test_a_page_is_told_from_a_text(text: str, is_page: bool) -> None:
    assert looks_like_html(text) is is_page


def test_too_many_tags_are_refused() -> None:
    with pytest.raises(SourceFormatError, match="tags"):
        extract_html("<i>" * 400_001)


def test_a_page_without_words_has_no_blocks() -> None:
    assert extract_html("<html><body></body></html>").blocks == ()
