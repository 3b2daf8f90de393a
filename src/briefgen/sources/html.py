"""A page's HTML to an article, by trafilatura, put right where it loses something.

Scripts are never run, and nothing that the page names is fetched.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from briefgen.errors import SourceFormatError
from briefgen.sources.dates import find_date
from briefgen.sources.decode import squeeze
from briefgen.sources.extracted import Block, BlockKind, Extracted
from briefgen.sources.furniture import split_words
from briefgen.sources.heads import split_authors
from briefgen.sources.layout import Unit
from briefgen.sources.lines import read_line
from briefgen.sources.metadata import read_metadata, strip_site

_MARKERS = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|div|p|h[1-6]|span|table|section|main|meta|script|ul|br)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"</(?:p|div|html|body|article|h[1-6]|span|section|main)\s*>", re.IGNORECASE)
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,40})"
    rb"|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([a-zA-Z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
_SNIFF_CHARS = 100_000
_MAX_TAGS = 400_000
_MAX_DEPTH = 200
_CAPTION_WORDS = 60


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page's head names, or None.

    >>> declared_encoding(b'<meta charset="windows-1251">')
    'windows-1251'
    """
    match = _META_CHARSET.search(data[:4096])
    if match is None:
        return None
    return (match[1] or match[2]).decode("ascii")


def looks_like_html(text: str, *, strictly: bool = False) -> bool:
    """Whether a text is a page's source.

    Args:
        text: any text.
        strictly: only where it begins as a page does, since Markdown may hold a few tags.

    >>> looks_like_html("<html><body><p>Words.</p></body></html>")
    True
    >>> looks_like_html("a < b and b > c")
    False
    """
    start = text[:2000].lstrip().lower()
    if start.startswith(("<!doctype html", "<html", "<?xml")):
        return "<html" in text[:_SNIFF_CHARS].lower() or start.startswith("<!doctype html")
    if strictly or "<" not in text:
        return False
    sample = text[:_SNIFF_CHARS]
    tags = len(_MARKERS.findall(sample))
    return tags >= 2 and bool(_CLOSING.search(sample)) and (start.startswith("<") or tags >= 6)


def extract_html(html: str, *, url: str | None = None) -> Extracted:
    """Find the article of a page.

    Args:
        html: the page's source as text, whatever its encoding was.
        url: where it came from; the page's own canonical address where it is None.

    Returns:
        Title without the site's name, date, authors, address and language as the page declares
        them, and the body; no blocks where the page holds no text.

    Raises:
        SourceFormatError: the page is too large or too deeply nested to be an article's.
    """
    tree = _parse(html)
    if tree is None:
        return Extracted()
    # Half a second to import, and only pages need them.
    import trafilatura
    from trafilatura.settings import Document

    _loosen(tree)
    data = read_metadata(tree)
    found = trafilatura.bare_extraction(tree, url=url, include_comments=False, with_metadata=True)
    document = found if isinstance(found, Document) else None
    blocks: tuple[Block, ...] = ()
    title, site, published, address = data.title, data.site, data.published, data.url
    authors = data.authors
    if document is not None:
        blocks = tuple(_blocks(document.body)) if document.body is not None else ()
        title = title or squeeze(document.title or "")
        published = published or find_date(document.date or "")
        authors = authors or split_authors((document.author or "").replace(";", ","))
        address = address or document.url
        site = site or document.sitename
    title = strip_site(title, site, data.h1)
    return Extracted(
        title=title,
        authors=authors,
        published=published,
        url=url or address,
        language=data.language,
        blocks=_tidy(blocks, title),
    )


def _parse(html: str) -> HtmlElement | None:
    """Parse a page leniently; None where nothing is left."""
    # A declaration of the encoding inside a text is out of date, and lxml refuses it.
    html = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", html)
    if html.count("<") > _MAX_TAGS:
        raise SourceFormatError(
            f"the page has more than {_MAX_TAGS} tags: save the article alone, or paste its text"
        )
    parser = lxml_html.HTMLParser(recover=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(html, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if _too_deep(tree):
        raise SourceFormatError(
            f"the page nests more than {_MAX_DEPTH} elements: save the article alone, or paste "
            "its text"
        )
    return tree


def _too_deep(tree: HtmlElement) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _MAX_DEPTH:
            return True
    return False


def _loosen(tree: HtmlElement) -> None:
    """Take out what runs or only shows, but not the JSON-LD, which says what the page is."""
    for element in list(tree.iter("script", "style", "template", "svg", "iframe", "object")):
        if element.tag == "script" and "ld+json" in str(element.get("type") or "").lower():
            continue
        element.drop_tree()


_PARAGRAPHS = frozenset(("p", "quote", "code", "ab", "div", "fw"))


def _blocks(body: etree._Element) -> Iterator[Block]:
    """Walk trafilatura's tree: paragraphs, quotations, items, cells of tables, headings."""
    for child in body:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "head":
            yield from _lines(child, "heading")
        elif tag == "list":
            for item in child.iter("item"):
                yield from _item(item)
        elif tag == "table":
            for row in child.iter("row"):
                text = squeeze(
                    " ".join(squeeze("".join(map(str, cell.itertext()))) for cell in row)
                )
                if text:
                    yield Block(kind="item", text=text)
        elif tag == "quote" and any(inner.tag in ("p", "list", "head") for inner in child):
            if child.text and child.text.strip():
                yield Block(kind="paragraph", text=squeeze(child.text))
            yield from _blocks(child)
        elif tag:
            yield from _lines(child, "paragraph")
        if child.tail and child.tail.strip():
            yield Block(kind="paragraph", text=squeeze(child.tail))


def _item(item: etree._Element) -> Iterator[Block]:
    """An item of a list; its headings are headings, and a card of nothing but them is no item."""
    heads = list(item.iter("head"))
    if not heads:
        yield from _lines(item, "item")
        return
    titles = [block for head in heads for block in _lines(head, "heading")]
    for head in heads:
        tail = head.tail
        head.clear()
        head.tail = tail
    texts = list(_lines(item, "item"))
    if texts:
        yield from titles
        yield from texts


def _lines(element: etree._Element, kind: BlockKind) -> Iterator[Block]:
    """The text of an element, cut where the page broke the line."""
    parts: list[str] = [element.text or ""]
    for inner in element.iterdescendants():
        if inner.tag == "lb":
            parts.append("\n")
        elif inner.tag in ("p", "item", "head"):
            parts.append("\n" + (inner.text or ""))
        else:
            parts.append(inner.text or "")
        parts.append(inner.tail or "")
    for line in "".join(parts).split("\n"):
        text = squeeze(line)
        if text:
            yield Block(kind=kind, text=text)


def _tidy(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """Leave out what the page's tree did not tell apart.

    The title where the body repeats it, calls to other articles, buttons, captions with their
    credit, and headings with nothing behind them.
    """
    wanted = split_words(title)
    found: list[Block] = []
    for block in blocks:
        line = read_line(Unit(text=block.text), frozenset(), 1.0)
        if (wanted and line.words == wanted) or not line.words:
            continue
        if line.calls or (line.hits.whole and len(line.words) <= 4):
            continue
        if line.credit and len(line.words) <= _CAPTION_WORDS and block.kind != "heading":
            continue
        found.append(block)
    while found and found[-1].kind == "heading":
        found.pop()
    return tuple(found)
