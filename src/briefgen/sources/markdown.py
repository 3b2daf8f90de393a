"""Markdown to an article: headings are marked, so nothing has to be guessed."""

import re

from briefgen.sources.dates import find_date
from briefgen.sources.decode import squeeze
from briefgen.sources.extracted import Block, Extracted
from briefgen.sources.heads import split_authors

_FRONT = re.compile(r"\A---\s*\n(.{0,5000}?)\n(?:---|\.\.\.)\s*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|date|author|authors|url|published|lang|language)\s*:\s*(.+)$", re.I)
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
_ATX = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_SETEXT = re.compile(r"^\s{0,3}(=+|-{3,})\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+(.*)$")
_RULE = re.compile(r"^\s{0,3}(?:[-*_]\s*){3,}$")
_IMAGE = re.compile(r"!\[[^\]]{0,500}\](?:\([^)]{0,2000}\)|\[[^\]]{0,200}\])")
_LINK = re.compile(r"\[([^\]]{1,2000})\](?:\([^)]{0,2000}\)|\[[^\]]{0,200}\])")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]]{1,200}\]:\s+\S+.*$")
_AUTOLINK = re.compile(r"<(https?://[^>\s]{1,2000})>")
_COMMENT = re.compile(r"<!--.{0,20000}?-->", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_CODE = re.compile(r"`+([^`]{1,2000})`+")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*]{1,2000}?)(?<=\S)\*(?![\w*])"
                       r"|(?<![\w_])_(?=\S)([^_]{1,2000}?)(?<=\S)_(?![\w_])")  # fmt: skip
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])")
_HIDDEN = 0xF0000
_REVEAL = re.compile("[\U000f0000-\U000f007f]")


def plain(line: str) -> str:
    """A line of Markdown without its marks.

    >>> plain("The **ministry** [said](https://example.org) so.")
    'The ministry said so.'
    """
    # An escaped mark is hidden in the private use area until the real marks are gone.
    line = _ESCAPE.sub(lambda match: chr(_HIDDEN + ord(match[1])), line)
    line = _IMAGE.sub("", line)
    line = _LINK.sub(r"\1", line)
    line = _AUTOLINK.sub(r"\1", line)
    line = _TAG.sub("", line)
    line = _CODE.sub(r"\1", line)
    line = _STRONG.sub(r"\2", line)
    line = _EMPHASIS.sub(lambda match: match[1] or match[2], line)
    return squeeze(_REVEAL.sub(lambda match: chr(ord(match[0]) - _HIDDEN), line))


def extract_markdown(text: str) -> Extracted:
    """Read a Markdown article: the first `#` is its title, other headings are headings.

    Front matter gives title, date, authors and address where it has them. Code blocks are left
    out; quotations and lists stay, each item a block of its own.
    """
    front: dict[str, str] = {}
    match = _FRONT.match(text)
    if match:
        for line in match[1].split("\n"):
            field = _FIELD.match(line.strip())
            if field:
                front[field[1].lower()] = field[2].strip().strip("\"'")
        text = text[match.end() :]
    blocks = _read_blocks(_COMMENT.sub("", text))
    title = front.get("title", "")
    if not title:
        first = next((n for n, block in enumerate(blocks) if block.kind == "heading"), None)
        if first is not None and first <= 3:
            title = blocks.pop(first).text
    elif blocks and blocks[0].kind == "heading" and blocks[0].text == title:
        blocks.pop(0)
    published = find_date(front.get("date") or front.get("published") or "")
    authors = split_authors(front.get("authors") or front.get("author") or "")
    while blocks and blocks[0].kind != "heading" and len(blocks[0].text) < 100:
        line = blocks[0].text
        when = find_date(line)
        by = re.match(r"(?i)by:?\s+(.+)$", line)
        if when is None and by is None:
            break
        published = published or when
        authors = authors or (split_authors(by[1]) if by else ())
        blocks.pop(0)
    return Extracted(
        title=title,
        authors=authors,
        published=published,
        url=front.get("url"),
        language=front.get("lang") or front.get("language"),
        blocks=tuple(blocks),
    )


def _read_blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    paragraph: list[str] = []
    item = False
    fence: str | None = None

    def flush() -> None:
        nonlocal item
        words = plain(" ".join(paragraph))
        if words:
            blocks.append(Block(kind="item" if item else "paragraph", text=words))
        paragraph.clear()
        item = False

    rows = text.split("\n")
    fences = sum(1 for row in rows if _FENCE.match(row))
    for raw in rows:
        line = re.sub(r"^\s{0,3}(?:>\s?)+", "", raw)
        # Fences come in pairs; with an odd one out, nobody knows what is code, and all is kept.
        mark = _FENCE.match(line)
        if mark and fences % 2:
            flush()
            continue
        if fence is not None:
            fence = None if mark and mark[1] == fence else fence
            continue
        if mark:
            flush()
            fence = mark[1]
            continue
        heading = _ATX.match(line)
        if heading:
            flush()
            words = plain(heading[2])
            if words:
                blocks.append(Block(kind="heading", text=words))
        elif paragraph and not item and _SETEXT.match(line):
            words = plain(" ".join(paragraph))
            paragraph.clear()
            if words:
                blocks.append(Block(kind="heading", text=words))
        elif not line.strip() or _RULE.match(line) or _REFERENCE.match(line):
            flush()
        else:
            entry = _ITEM.match(line)
            if entry:
                flush()
                item = True
                paragraph.append(entry[1])
            else:
                paragraph.append(line.strip())
    flush()
    return blocks
