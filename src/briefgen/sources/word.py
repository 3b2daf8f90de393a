"""A Word file to an article: headings by style, paragraphs, lists and tables in their order."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

from briefgen.errors import SourceFormatError
from briefgen.sources.dates import find_date
from briefgen.sources.decode import MAX_BYTES, clean, squeeze
from briefgen.sources.extracted import Block, BlockKind, Extracted
from briefgen.sources.furniture import split_words
from briefgen.sources.heads import split_authors
from briefgen.sources.wordzip import repack

if TYPE_CHECKING:
    from docx.document import Document

_Element: TypeAlias = etree._Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted and moved-away text, fields' codes, notes' marks, pictures, and the readings of ruby.
_LEFT_OUT = frozenset(
    (
        *(_W + name for name in ("del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "trPr")),
        *(_W + name for name in ("instrText", "delText", "delInstrText", "fldData", "rt")),
        *(_W + name for name in ("footnoteReference", "endnoteReference", "commentReference")),
        *(_W + name for name in ("drawing", "pict", "object")),
        _MC + "Fallback",
    )
)
_ONE_LETTER = {
    _W + "tab": " ",
    _W + "ptab": " ",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
}
_OFF = frozenset(("0", "false", "off"))

_TITLE = re.compile(r"title", re.IGNORECASE)
_HEADING = re.compile(r"heading\b|subtitle", re.IGNORECASE)
_LIST = re.compile(r"list\b", re.IGNORECASE)
_SKIPPED = re.compile(
    r"(?:toc|caption|header|footer|footnote|endnote|annotation|index|table of)\b", re.IGNORECASE
)
_BYLINE = re.compile(r"(?:by|автор|نویسنده|لیکوال)\b:?\s*(.+)", re.IGNORECASE)
_NOBODY = re.compile(
    r"\b(?:admin\w*|user|owner|unknown|anonymous|microsoft|windows|python-docx)\b", re.IGNORECASE
)
_JUNK_TITLE = re.compile(r"(?:word document|untitled|document\d*|.*\.docx?|\W*)", re.IGNORECASE)
_TEMPLATE_MADE = datetime(2013, 12, 23, 23, 15)  # noqa: DTZ001 - python-docx's own template
_HEADING_WORDS = 16
_CELL_WORDS = 40
_DATA_WORDS = 12
# What python-docx raises where a file breaks its expectations.
_BROKEN = (
    *(KeyError, ValueError, AttributeError, TypeError, IndexError, AssertionError, OSError),
    *(RecursionError, etree.LxmlError, zipfile.BadZipFile, zlib.error),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Styles:
    """Ids of the paragraph styles by what they mean; a style means what its base means."""

    titles: frozenset[str]
    headings: frozenset[str]
    lists: frozenset[str]
    skipped: frozenset[str]


def extract_docx(data: bytes, *, source: str) -> Extracted:
    """Find the article of a Word file.

    Tracked insertions are kept, deletions left out; headers, footers, notes, comments, captions,
    pictures, tables of contents and macros are not read. Nothing that the file names is fetched.
    A row of a table is one item, its cells in order.

    Args:
        data: the file, at most `MAX_BYTES`; `.docm` as well.
        source: its name, for messages.

    Raises:
        SourceFormatError: no Word file, a damaged or protected one, or one that unpacks to more
            than an article could need.
    """
    if len(data) > MAX_BYTES:
        raise SourceFormatError(
            f"{source} is larger than {MAX_BYTES // 1_000_000} MB: give the article alone"
        )
    packed = repack(data, source=source)
    # A fifth of a second to import, and only Word files need it.
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(packed))
        styles = _read_styles(document)
        body = document.element.body
    except (*_BROKEN, OpcError) as error:
        raise SourceFormatError(
            f"{source} is a damaged Word file: open it in a word processor and save it anew"
        ) from error
    blocks: list[tuple[str, Block]] = []
    if body is not None:
        blocks.extend(_walk(body, styles))
    return _article(blocks, _properties(document))


def _read_styles(document: "Document") -> _Styles:
    by_id = {
        str(style.get(_W + "styleId")): style
        for style in document.styles.element.iter(_W + "style")
    }
    found: dict[str, set[str]] = {"title": set(), "heading": set(), "list": set(), "skip": set()}
    for name in by_id:
        meaning = _meaning(name, by_id)
        if meaning:
            found[meaning].add(name)
    return _Styles(
        titles=frozenset(found["title"]),
        headings=frozenset(found["heading"]),
        lists=frozenset(found["list"]),
        skipped=frozenset(found["skip"]),
    )


def _meaning(style_id: str, by_id: Mapping[str, _Element]) -> str:
    """What a style means: by its English name, which Word keeps in every language, or its level.

    Args:
        style_id: of the style; where it means nothing, its base is asked, ten steps at most.
        by_id: all styles.

    Returns:
        A key of what `_read_styles` finds, or nothing.
    """
    for _ in range(10):
        style = by_id.get(style_id)
        if style is None:
            break
        name = _value(style.find(_W + "name"))
        for pattern, meaning in (
            (_SKIPPED, "skip"),
            (_TITLE, "title"),
            (_HEADING, "heading"),
            (_LIST, "list"),
        ):
            if pattern.match(name):
                return meaning
        level = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
        if level.isdigit() and int(level) < 9:
            return "heading"
        style_id = _value(style.find(_W + "basedOn"))
    return ""


def _value(element: _Element | None) -> str:
    return "" if element is None else str(element.get(_W + "val") or "")


def _walk(parent: _Element, styles: _Styles) -> Iterator[tuple[str, Block]]:
    """Blocks with their role: `title` for a paragraph in the style of titles, else empty."""
    carried = ""
    for child in parent:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == _W + "p":
            text = carried + _text(child)
            if child.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
                # The end of this paragraph is deleted: it goes on in the next one.
                carried = text
                continue
            carried = ""
            yield from _paragraph(child, text, styles)
            for box in _boxes(child):
                yield from _walk(box, styles)
        elif child.tag == _W + "tbl":
            yield from _table(child, styles)
        elif isinstance(child.tag, str):
            # Content controls, tracked insertions of whole paragraphs, and other wrappers.
            yield from _walk(child, styles)
    if carried.strip():
        yield "", Block(kind="paragraph", text=squeeze(clean(carried)))


def _boxes(paragraph: _Element) -> Iterator[_Element]:
    """The text boxes that hang on a paragraph; a file holds most of them twice, one is taken."""
    for box in paragraph.iter(_W + "txbxContent"):
        ancestors = {parent.tag for parent in box.iterancestors()}
        if not ancestors & {_MC + "Fallback", _W + "del", _W + "moveFrom"}:
            inner = sum(parent.tag == _W + "txbxContent" for parent in box.iterancestors())
            outer = sum(parent.tag == _W + "txbxContent" for parent in paragraph.iterancestors())
            if inner == outer:
                yield box


def _paragraph(paragraph: _Element, text: str, styles: _Styles) -> Iterator[tuple[str, Block]]:
    lines = [line for line in (squeeze(part) for part in clean(text).split("\n")) if line]
    properties = paragraph.find(_W + "pPr")
    style = ""
    level = ""
    numbered = False
    if properties is not None:
        style = _value(properties.find(_W + "pStyle"))
        level = _value(properties.find(_W + "outlineLvl"))
        number = properties.find(f"{_W}numPr/{_W}numId")
        numbered = number is not None and _value(number) not in ("", "0")
    if style in styles.skipped or not lines:
        return
    kind: BlockKind = "paragraph"
    role = ""
    if style in styles.titles:
        kind, role, lines = "heading", "title", [" ".join(lines)]
    elif style in styles.headings or (level.isdigit() and int(level) < 9):
        kind, lines = "heading", [" ".join(lines)]
    elif numbered or style in styles.lists:
        kind, lines = "item", [" ".join(lines)]
    elif len(lines) == 1 and _looks_like_heading(paragraph, lines[0]):
        kind = "heading"
    for line in lines:
        yield role, Block(kind=kind, text=line)


def _looks_like_heading(paragraph: _Element, text: str) -> bool:
    """Whether a paragraph without a style is one in bold letters, short and without a full stop."""
    if len(text.split()) > _HEADING_WORDS or text.endswith((".", ",", ";", ":", "،", "؛", "۔")):
        return False
    runs = [run for run in paragraph.iter(_W + "r") if _text(run).strip()]
    return bool(runs) and all(_is_on(run, "b") or _is_on(run, "bCs") for run in runs)


def _is_on(run: _Element, name: str) -> bool:
    switch = run.find(f"{_W}rPr/{_W}{name}")
    return switch is not None and _value(switch).lower() not in _OFF


def _text(element: _Element) -> str:
    """The text of a paragraph or a run, without what is deleted or hidden."""
    parts: list[str] = []
    for child in element:
        tag = child.tag
        if tag in _LEFT_OUT or not isinstance(tag, str):
            continue
        if tag in (_W + "t", _M + "t"):
            parts.append(child.text or "")
        elif tag in _ONE_LETTER:
            parts.append(_ONE_LETTER[tag])
        elif tag != _W + "r" or not _is_on(child, "vanish"):
            parts.append(_text(child))
    return "".join(parts)


def _table(table: _Element, styles: _Styles) -> Iterator[tuple[str, Block]]:
    """A row is an item; but a table that only arranges running text is walked through."""
    rows = [
        [cell for cell in row.iter(_W + "tc") if next(cell.iterancestors(_W + "tr")) is row]
        for row in table.iter(_W + "tr")
        if next(row.iterancestors(_W + "tbl")) is table and row.find(f"{_W}trPr/{_W}del") is None
    ]
    texts = [[_cell(cell) for cell in row] for row in rows]
    arranges = all(len(row) <= 1 for row in rows) or any(
        len(text.split()) > _CELL_WORDS for row in texts for text in row
    )
    for row, row_texts in zip(rows, texts, strict=True):
        if arranges:
            for cell in row:
                yield from _walk(cell, styles)
            continue
        line = squeeze(" ".join(text for text in row_texts if text))
        if line:
            yield "", Block(kind="item", text=line)


def _cell(cell: _Element) -> str:
    parts = (_text(paragraph) for paragraph in cell.iter(_W + "p"))
    return squeeze(clean(" ".join(part for part in parts if part.strip())))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Properties:
    title: str
    authors: tuple[str, ...]
    created: str | None
    language: str | None


def _properties(document: "Document") -> _Properties:
    """What the file says about itself; nothing where that part is missing or broken."""
    try:
        core = document.core_properties
        title, author = squeeze(clean(core.title or "")), squeeze(clean(core.author or ""))
        created, language = core.created, core.language or None
    except _BROKEN:
        return _Properties(title="", authors=(), created=None, language=None)
    known = created is not None and created.replace(tzinfo=None) != _TEMPLATE_MADE
    return _Properties(
        title="" if _JUNK_TITLE.fullmatch(title) or len(title) > 300 else title,
        authors=() if _NOBODY.search(author) else split_authors(author),
        created=created.date().isoformat() if created is not None and known else None,
        language=language,
    )


def _article(found: list[tuple[str, Block]], properties: _Properties) -> Extracted:
    place = next((n for n, (role, _) in enumerate(found) if role == "title"), None)
    if place is None and not properties.title and found and found[0][1].kind == "heading":
        place = 0
    title = found[place][1].text if place is not None else properties.title
    blocks = [block for n, (_, block) in enumerate(found) if n != place]
    wanted = split_words(title)
    for n, block in enumerate(blocks[:3]):
        if wanted and split_words(block.text) == wanted:
            blocks.pop(n)
            break
    published: str | None = None
    authors: tuple[str, ...] = ()
    # Byline and dateline stand between the title and the first sentence.
    while blocks and blocks[0].kind != "item" and len(blocks[0].text.split()) <= _DATA_WORDS:
        line = blocks[0].text
        when, by = find_date(line), _BYLINE.match(line)
        names = split_authors(by[1]) if by is not None else ()
        if (when is None and not names) or line.endswith("."):
            break
        published, authors = published or when, authors or names
        blocks.pop(0)
    while blocks and blocks[-1].kind == "heading":
        blocks.pop()
    return Extracted(
        title=title,
        authors=authors or properties.authors,
        published=published or properties.created,
        language=properties.language,
        blocks=tuple(blocks),
    )
