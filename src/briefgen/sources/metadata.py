"""What a page says about itself: JSON-LD, OpenGraph, and the elements that browsers read."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from briefgen.sources.dates import find_date
from briefgen.sources.decode import squeeze
from briefgen.sources.furniture import split_words
from briefgen.sources.heads import split_authors

_ARTICLE_TYPES = re.compile(r"article|posting|report|review", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[|\u2013\u2014•·»:\-]+\s+|\s*[|»]\s*")
_MAX_JSON_CHARS = 500_000
_MAX_NODES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageData:
    """Metadata of a page; empty or None where the page does not say."""

    title: str = ""
    h1: str = ""
    site: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    language: str | None = None


def read_metadata(tree: HtmlElement) -> PageData:
    """Read a page's metadata; JSON-LD is believed first, then OpenGraph, then the elements."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = squeeze(str(meta.get("content") or ""))
        if name and content:
            metas.setdefault(name, content)
    article = _linked_article(tree)
    h1 = _main_h1(tree)
    title = _text(article.get("headline")) or metas.get("og:title") or metas.get("twitter:title")
    if not title:
        title = h1 or _element_text(tree.find(".//title"))
    published = None
    for value in (
        _text(article.get("datePublished")),
        metas.get("article:published_time"),
        metas.get("og:published_time"),
        metas.get("datepublished"),
        metas.get("date"),
        metas.get("pubdate"),
        metas.get("publish-date"),
        metas.get("dc.date"),
        metas.get("dcterms.created"),
    ):
        published = published or find_date(value or "")
    authors = tuple(dict.fromkeys(_names(article.get("author"))))
    if not authors:
        authors = split_authors(metas.get("author") or metas.get("article:author") or "")
    site = metas.get("og:site_name") or metas.get("application-name")
    if site is None:
        site = next(iter(_names(article.get("publisher"))), None)
    canonical = next(
        (
            str(link.get("href"))
            for link in tree.iter("link")
            if str(link.get("rel", "")).lower() == "canonical" and link.get("href")
        ),
        None,
    )
    url = canonical or metas.get("og:url")
    if url is not None and not re.match(r"https?://\S+$", url):
        url = None
    return PageData(
        title=squeeze(title or ""),
        h1=h1,
        site=site,
        authors=authors,
        published=published,
        url=url,
        language=str(tree.get("lang") or metas.get("og:locale") or "") or None,
    )


def strip_site(title: str, site: str | None, h1: str) -> str:
    """A title without the name of the site that pages append.

    >>> strip_site("Talks begin in Doha | The Example", "The Example", "")
    'Talks begin in Doha'
    """
    words, h1_words = split_words(title), split_words(h1)
    if h1_words and len(h1_words) >= 3 and words[: len(h1_words)] == h1_words != words:
        return h1
    site_words = set(split_words(site or ""))
    while site_words:
        separators = list(_SEPARATOR.finditer(title))
        if not separators:
            break
        last = set(split_words(title[separators[-1].end() :]))
        if not last or not last <= site_words:
            break
        title = title[: separators[-1].start()].rstrip()
    return title


def _main_h1(tree: HtmlElement) -> str:
    """The text of the page's only h1, or of the longest where there are several."""
    found = [text for h1 in tree.iter("h1") if (text := _element_text(h1))]
    return max(found, key=len, default="")


def _element_text(element: HtmlElement | None) -> str:
    return squeeze(" ".join(element.itertext()))[:500] if element is not None else ""


def _linked_article(tree: HtmlElement) -> dict[str, Any]:
    """The first object of the page's JSON-LD that describes an article; empty where none does."""
    for script in tree.iter("script"):
        if "ld+json" not in str(script.get("type") or "").lower():
            continue
        source = script.text or ""
        if len(source) > _MAX_JSON_CHARS:
            continue
        try:
            value = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(value):
            kind = node.get("@type")
            kinds = kind if isinstance(kind, list) else [kind]
            if any(isinstance(name, str) and _ARTICLE_TYPES.search(name) for name in kinds):
                return node
    return {}


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Objects of a JSON value, outer ones first, at most `_MAX_NODES`."""
    queue = [value]
    seen = 0
    while queue and seen < _MAX_NODES:
        node = queue.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            queue.extend(node.values())
        elif isinstance(node, list):
            queue.extend(node)


def _text(value: Any) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    return squeeze(value) if isinstance(value, str) else ""


def _names(value: Any) -> list[str]:
    found: list[str] = []
    for entry in value if isinstance(value, list) else [value]:
        name = _text(entry.get("name")) if isinstance(entry, dict) else _text(entry)
        if name and not name.startswith("http") and len(name) <= 100:
            found.append(name)
    return found
