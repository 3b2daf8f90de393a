"""Feeds: the addresses of the articles that an RSS or Atom feed lists.

Only the list is taken. Each article is fetched from its own page, under the rules for pages, and
a feed's teaser never stands in for it.
"""

import io
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from briefgen.errors import SourceFormatError

_HEAD_BYTES = 4096
_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
# What may stand before the root of an XML document.
_PROLOGUE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*", re.DOTALL
)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid")
MAX_ENTRIES = 10_000


def is_feed(content: bytes) -> bool:
    """Whether a document is an RSS (0.9 to 2.0) or Atom (RFC 4287) feed, by its root element.

    >>> is_feed(b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>')
    True
    >>> is_feed(b"<html><body><p>About rss feeds</p></body></html>")
    False
    """
    head = content[:_HEAD_BYTES]
    start = _PROLOGUE.match(head)
    return _ROOT.match(head, start.end() if start else 0) is not None


def entry_links(content: bytes, *, source: str) -> tuple[str, ...]:
    """The addresses that a feed lists, in its order, each once.

    Args:
        content: the feed.
        source: the address or path of it, against which its links are read.

    Returns:
        http and https addresses, without fragments and the parameters that only count visitors, by
        which one article would look like two.

    Raises:
        SourceFormatError: it declares entities of its own, which no feed needs and bombs are made
            of, or it has entries and no link in any.
    """
    if b"<!ENTITY" in content:
        raise SourceFormatError(f"{source} declares entities, which no feed needs: it is not read")
    import feedparser

    found = feedparser.parse(io.BytesIO(content), resolve_relative_uris=False, sanitize_html=False)
    links: dict[str, None] = {}
    for entry in found.entries[:MAX_ENTRIES]:
        stated = str(entry.get("link", "")).strip()
        link = _clean(urljoin(source, stated)) if stated else ""
        if link:
            links[link] = None
    if found.entries and not links:
        raise SourceFormatError(f"{source} links to no article: give the articles themselves")
    return tuple(links)


def _clean(link: str) -> str:
    """The address without what does not name the article; empty where it is none."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    query = parts.query
    if _TRACKING.search(query):
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode([(key, value) for key, value in pairs if not _TRACKING.fullmatch(key)])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
