"""What a user names, taken apart into items."""

import json
from pathlib import Path

import pytest

from briefgen.batch.inputs import Network, expand
from briefgen.batch.items import Item, input_sha256, read_line
from briefgen.errors import UsageError
from tests.batch.articles import write_articles
from tests.batch.sites import serve

OFFLINE = Network(offline=True)


def _found(*inputs: object, network: Network = OFFLINE) -> list[Item]:
    return list(expand([str(one) for one in inputs], network=network))


def _sources(*inputs: object) -> list[str]:
    return [Path(item.source).name for item in _found(*inputs)]


def test_a_folder_gives_all_files_below_it_by_name(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 2)
    write_articles(tmp_path / "in" / "more", 1)
    (tmp_path / "in" / ".hidden.txt").write_text("no")
    (tmp_path / "in" / "Thumbs.db").write_text("no")
    (tmp_path / "in" / "data.csv").write_text("a,b")
    found = _found(tmp_path / "in")
    assert [item.base for item in found] == ["data", "wells000", "wells001", "wells000"]
    assert {item.kind for item in found} == {"file"}, "no file is left out unseen"


def test_the_pictures_that_a_browser_saved_beside_a_page_are_no_articles(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>Text</p>")
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "logo.png").write_bytes(b"\x89PNG")
    assert _sources(tmp_path) == ["page.html"]


def test_a_pattern_is_matched_where_no_shell_has_done_it(tmp_path: Path) -> None:
    write_articles(tmp_path, 3)
    assert _sources(tmp_path / "wells00[12].txt") == ["wells001.txt", "wells002.txt"]
    (nothing,) = _found(tmp_path / "*.pdf")
    assert nothing.kind == "broken"
    assert "matches no file" in nothing.problem


def test_a_missing_file_is_an_item_that_will_fail(tmp_path: Path) -> None:
    (item,) = _found(tmp_path / "missing.txt")
    assert item.kind == "file"
    assert input_sha256(item) == ""


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    (item,) = _found(tmp_path)
    assert "holds no files" in item.problem


def test_each_line_of_a_jsonl_is_an_item(tmp_path: Path) -> None:
    write_articles(tmp_path, 1)
    lines = [
        {"text": "Rain fell on three provinces.", "source": "news/rain.html"},
        {"text": "Snow closed the pass."},
        {"path": "wells000.txt"},
        {"url": "https://example.org/news/floods.html"},
        {"url": "https://example.org/sun.html", "text": "The sun came out."},
    ]
    listing = tmp_path / "list.jsonl"
    listing.write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    found = _found(listing)
    assert [item.kind for item in found] == ["line", "line", "file", "url", "line"]
    assert [item.base for item in found] == ["rain", "list-3", "wells000", "floods", "sun"]
    assert [read_line(item).text for item in found if item.kind == "line"] == [
        "Rain fell on three provinces.",
        "Snow closed the pass.",
        "The sun came out.",
    ]
    assert read_line(found[1]).source == f"{listing}:3"
    assert len({input_sha256(item) for item in found if item.kind == "line"}) == 3


def test_a_text_of_addresses_is_a_list(tmp_path: Path) -> None:
    write_articles(tmp_path, 1)
    listing = tmp_path / "today.txt"
    listing.write_text(
        "# today\nhttps://example.org/a\n\nhttps://example.org/b.html\nwells000.txt\n"
    )
    found = _found(listing)
    assert [item.kind for item in found] == ["url", "url", "file"]
    assert [item.base for item in found] == ["a", "b", "wells000"]


def test_an_article_that_mentions_an_address_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("See\nhttps://example.org/a\nfor the whole text.\n")
    assert [item.kind for item in _found(path)] == ["file"]


RSS = """<?xml version="1.0" encoding="utf-8"?>
<!-- made by hand -->
<rss version="2.0"><channel><title>News</title>
<item><title>One</title><link>https://example.org/one?utm_source=rss&amp;id=4#top</link></item>
<item><title>Again</title><link>https://example.org/one?id=4</link></item>
<item><title>Two</title><link>/two.html</link></item>
<item><title>No link</title></item>
<item><title>Odd</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<entry><title>One</title><link rel="alternate" href="https://example.org/one"/></entry></feed>"""


def test_a_feed_gives_its_articles_each_once(tmp_path: Path) -> None:
    (tmp_path / "rss.xml").write_text(RSS)
    (tmp_path / "atom").write_text(ATOM)
    assert [item.source for item in _found(tmp_path / "rss.xml")] == [
        "https://example.org/one?id=4"
    ]
    assert [item.source for item in _found(tmp_path / "atom")] == ["https://example.org/one"]


def test_a_feed_that_declares_entities_is_not_read(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>'
    (tmp_path / "rss.xml").write_text(bomb)
    (item,) = _found(tmp_path / "rss.xml")
    assert item.kind == "broken"


def test_an_xml_file_that_is_no_feed_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<note/>")
    (item,) = _found(tmp_path / "a.xml")
    assert "no RSS or Atom feed" in item.problem


def test_an_address_is_a_feed_where_its_answer_is_one() -> None:
    with serve({"/feed": ("application/rss+xml", RSS)}) as site:
        found = _found(f"{site}/feed", network=Network(allow_private=True))
    assert [item.source for item in found] == ["https://example.org/one?id=4", f"{site}/two.html"]


def test_a_feed_is_not_fetched_offline_or_from_a_private_address() -> None:
    (offline,) = _found("https://example.org/feed")
    assert "network" in offline.problem
    (private,) = _found("http://127.0.0.1:9/feed", network=Network())
    assert "--allow-private" in private.problem


def test_standard_input_cannot_be_resumed() -> None:
    with pytest.raises(UsageError, match="save it"):
        _found("-")
