"""A document in Word (OOXML), right to left where the language is.

Direction is a property of paragraphs (`w:bidi`) and of runs (`w:rtl`): a paragraph without the
first has its bullets and its full stop on the wrong side, and a run without the second shows
brackets and digits in the wrong order. A right-to-left run takes its size, weight, font and
language from the complex-script properties (`w:szCs`, `w:bCs`, `w:rFonts w:cs`, `w:lang w:bidi`),
which is why each is said twice. Alignment stays `left`, which in a `w:bidi` paragraph means its
leading edge, the right.

LibreOffice does not heed `w:rtl` and orders a line by its letters alone, so «3.6 kW» would come out
in two pieces. Marks around it hold it together there; they stand as symbols (`w:sym`), which are no
text, so that what is copied out of the document is what `brief.json` holds.
"""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from briefgen.languages import LANGUAGES, Language
from briefgen.render.bidi import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK, needs_isolation, split_runs
from briefgen.render.document import Block, Document, Fact, LanguageSection, Line, Row, rows_of
from briefgen.render.word_styles import (
    LATIN_FONT,
    body_style,
    language_tag,
    prepare,
    with_fixed_times,
)

_ENGLISH = LANGUAGES["en"]


def to_docx(document: Document, *, template: Path | None = None) -> bytes:
    """Draw a document.

    Args:
        document: what `layout.lay_out` made.
        template: a Word file whose styles, page, header and footer are kept.

    Returns:
        A `.docx`. Its times are those of the brief, so the same brief gives the same bytes.

    Raises:
        TemplateError: the template cannot be read, or is no Word file.
    """
    word = prepare(document, template)
    if document.side_by_side and template is None:
        page = word.sections[0]
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width
    # Looked up once: finding a style by its name is slow, and a template has its own ids.
    writer = _Writer(word, word, {style.name: style.style_id for style in word.styles})
    own = document.language
    writer.line("Title", document.title, own)
    for language, title in document.titles:
        writer.line("Brief title", title, language)
    writer.facts(document.facts, own)
    if document.side_by_side:
        _add_columns(word, writer, document)
    else:
        for section in document.sections:
            writer.section(section, bullets=document.bullets)
    if document.sources:
        writer.text("Heading 1", document.sources_heading, own)
        writer.facts(document.sources, own)
    writer.text("Heading 1", document.about_heading, own)
    for heading, lines in document.about:
        writer.text("Heading 2", heading, own)
        for line in lines:
            writer.text("Brief note", line, own)
    buffer = io.BytesIO()
    word.save(buffer)
    return with_fixed_times(buffer.getvalue(), document.created)


def _add_columns(word: WordDocument, writer: "_Writer", document: Document) -> None:
    """The languages side by side, and under them what is to be said of each."""
    table = word.add_table(rows=0, cols=len(document.sections))
    table.style = writer.table_style
    header = _add_row(table, writer)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))  # said again on every page
    for cell, section in zip(header, document.sections, strict=True):
        cell.text("Heading 1", section.heading, section.language)
    if any(section.cautions for section in document.sections):
        for cell, section in zip(_add_row(table, writer), document.sections, strict=True):
            for caution in section.cautions:
                cell.text("Brief caution", caution, section.language)
            cell.close()
    for row in rows_of(document):
        for cell, part, section in zip(
            _add_row(table, writer), row.cells, document.sections, strict=True
        ):
            _fill_cell(cell, row, part, section)
    for section in document.sections:
        writer.text("Heading 2", section.heading, section.language)
        writer.findings(section)


def _add_row(table: Table, writer: "_Writer") -> list["_Writer"]:
    row = table.add_row()  # type: ignore[no-untyped-call]
    return [writer.within(cell) for cell in row.cells]


def _fill_cell(
    cell: "_Writer", row: Row, part: Block | Line | None, section: LanguageSection
) -> None:
    language = section.language
    if isinstance(part, Block):
        cell.head(part, language)
    elif part is not None and row.kind == "bottom":
        cell.bottom_line(section.blocks[0].bottom_line_label, part, language)
    elif part is not None:
        cell.line(body_style(language), part, language)
    cell.close()


class _Writer:
    """Adds paragraphs to a document, or to a cell of a table."""

    def __init__(
        self, word: WordDocument, container: "WordDocument | _Cell", ids: dict[str, str]
    ) -> None:
        self._word = word
        self._container = container
        self._ids = ids
        self._empty = container is not word
        self._bookmarks = 0

    @property
    def table_style(self) -> str | None:
        """The style of tables with lines, where the document has it."""
        return "Table Grid" if "Table Grid" in self._ids else None

    def within(self, cell: _Cell) -> "_Writer":
        """A writer for a cell."""
        return _Writer(self._word, cell, self._ids)

    def close(self) -> None:
        """Give an empty cell the paragraph that it must have, in a small style."""
        if self._empty:
            self._paragraph("Brief note", _ENGLISH)

    def section(self, section: LanguageSection, *, bullets: bool) -> None:
        """All of one language."""
        language = section.language
        self.text("Heading 1", section.heading, language)
        for caution in section.cautions:
            self.text("Brief caution", caution, language)
        self._contents(section)
        for block in section.blocks:
            anchor = section.anchor(block.article) if section.contents else ""
            self._block(block, language, bullets=bullets, anchor=anchor)
        self.findings(section)

    def findings(self, section: LanguageSection) -> None:
        """How a section was made, and what the checks found in it."""
        language = section.language
        for notice in section.notices:
            self.text("Brief note", notice, language)
        if not section.findings:
            self.text("Brief note", section.nothing_found, language)
            return
        titled = any(block.title is not None for block in section.blocks)
        level = "Heading 3" if titled else "Heading 2"
        self.text(level, section.findings_heading, language)
        for finding in section.findings:
            paragraph = self._paragraph("Brief note", language)
            style = _mark_style(finding.mark.severity)
            self._runs(paragraph, f"[{finding.mark.label}]", language, style=style)
            self._runs(paragraph, f" {finding.meaning} (", language)
            self._english(paragraph, finding.code, language)
            self._runs(paragraph, "): ", language)
            self._english(paragraph, finding.detail, language)

    def head(self, block: Block, language: Language, *, anchor: str = "") -> None:
        """Title and facts of an article; `anchor` is what the table of contents links to."""
        if block.title is not None:
            paragraph = self._paragraph("Heading 2", language)
            self._fill(paragraph, block.title, language)
            if anchor:
                self._mark_place(paragraph, anchor)
        self.facts(block.facts, language)

    def bottom_line(self, label: str, line: Line, language: Language) -> None:
        """The sentence above the others."""
        paragraph = self._paragraph(body_style(language), language)
        self._runs(paragraph, f"{label}: ", language)
        self._fill(paragraph, line, language)

    def facts(self, facts: Iterable[Fact], language: Language) -> None:
        """Facts, a line each."""
        for fact in facts:
            paragraph = self._paragraph("Brief note", language)
            self._runs(paragraph, f"{fact.label}: ", language)
            if fact.href is None:
                self._runs(paragraph, fact.value, language)
            else:
                self._link(paragraph, fact.value, fact.href)

    def text(self, style: str, text: str, language: Language) -> None:
        """One paragraph."""
        self._runs(self._paragraph(style, language), text, language)

    def line(self, style: str, line: Line, language: Language) -> None:
        """One paragraph with its marks."""
        self._fill(self._paragraph(style, language), line, language)

    def _contents(self, section: LanguageSection) -> None:
        """The articles, each with a link to where it stands."""
        language = section.language
        if section.contents:
            self.text("Heading 3", section.contents_heading, language)
        for one in section.contents:
            paragraph = self._paragraph("Brief note", language)
            if one.similar:
                paragraph.paragraph_format.left_indent = Cm(0.75)
                self._runs(paragraph, f"{section.similar_label}: ", language)
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), _bookmark_name(section.anchor(one.article)))
            before = len(paragraph._p)
            self._runs(paragraph, one.title, language, style="Brief link")
            for run in list(paragraph._p)[before:]:
                link.append(run)
            paragraph._p.append(link)

    def _mark_place(self, paragraph: Paragraph, name: str) -> None:
        """Put a bookmark at the end of a paragraph."""
        self._bookmarks += 1
        for kind in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(kind)
            mark.set(qn("w:id"), str(self._bookmarks))
            if kind == "w:bookmarkStart":
                mark.set(qn("w:name"), _bookmark_name(name))
            paragraph._p.append(mark)

    def _block(self, block: Block, language: Language, *, bullets: bool, anchor: str = "") -> None:
        self.head(block, language, anchor=anchor)
        if block.bottom_line is not None:
            self.bottom_line(block.bottom_line_label, block.bottom_line, language)
        if bullets:
            for line in block.lines:
                self.line("List Bullet", line, language)
        elif block.lines:
            paragraph = self._paragraph(body_style(language), language)
            for index, line in enumerate(block.lines):
                if index:
                    self._runs(paragraph, " ", language)
                self._fill(paragraph, line, language)

    def _fill(self, paragraph: Paragraph, line: Line, language: Language) -> None:
        self._runs(paragraph, line.text, language)
        for mark in line.marks:
            style = _mark_style(mark.severity)
            self._runs(paragraph, f" [{mark.label}]", language, style=style)

    def _paragraph(self, style: str, language: Language) -> Paragraph:
        if self._empty:  # a cell has one from the start
            paragraph = self._container.paragraphs[0]
            self._empty = False
        else:
            paragraph = self._container.add_paragraph()
        paragraph._p.style = self._ids[style]
        if self._container is not self._word:
            # A heading that stays with the next paragraph would tie all rows to one page.
            paragraph.paragraph_format.keep_with_next = False
        if language.direction == "rtl":
            # python-docx knows neither; `w:bidi` has its place before `w:jc` in the schema.
            properties = paragraph._p.get_or_add_pPr()
            properties.append(OxmlElement("w:bidi"))
            alignment = OxmlElement("w:jc")
            alignment.set(qn("w:val"), "left")
            properties.append(alignment)
        return paragraph

    def _runs(
        self, paragraph: Paragraph, text: str, language: Language, *, style: str | None = None
    ) -> None:
        """Add text as runs, each of one direction."""
        for run in split_runs(text, language.direction):
            right_to_left = run.foreign != (language.direction == "rtl")
            added = paragraph.add_run(run.text)
            if style is not None:
                added._r.style = self._ids[style]
            _direct(added, language if not run.foreign else None, right_to_left=right_to_left)
            if run.foreign and needs_isolation(run):
                mark = RIGHT_TO_LEFT_MARK if right_to_left else LEFT_TO_RIGHT_MARK
                added._r.addprevious(_symbol(mark))
                added._r.addnext(_symbol(mark))

    def _english(self, paragraph: Paragraph, text: str, language: Language) -> None:
        """Add English text to a paragraph of any language, held together where that is needed."""
        if language.direction == "rtl":
            paragraph._p.append(_symbol(LEFT_TO_RIGHT_MARK))
        self._runs(paragraph, text, _ENGLISH)
        if language.direction == "rtl":
            paragraph._p.append(_symbol(LEFT_TO_RIGHT_MARK))

    def _link(self, paragraph: Paragraph, text: str, address: str) -> None:
        """Add a link; python-docx has no call for it."""
        relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), relation)
        run = paragraph.add_run(text)
        run._r.style = self._ids["Brief link"]
        link.append(run._r)
        paragraph._p.append(link)


def _bookmark_name(anchor: str) -> str:
    """Word takes letters, digits and low lines."""
    return anchor.replace("-", "_")


def _mark_style(severity: str) -> str:
    return "Brief error" if severity == "error" else "Brief warning"


def _direct(run: WordRun, language: Language | None, *, right_to_left: bool) -> None:
    """Say direction and language of a run; `None` is a language that nobody knows."""
    properties = run._r.get_or_add_rPr()
    if right_to_left:
        properties.append(OxmlElement("w:rtl"))
    if language is not None:
        properties.append(language_tag(language))


def _symbol(mark: str) -> BaseOxmlElement:
    """A run with a mark of direction that is not text."""
    run = cast("BaseOxmlElement", OxmlElement("w:r"))
    symbol = OxmlElement("w:sym")
    symbol.set(qn("w:font"), LATIN_FONT)
    symbol.set(qn("w:char"), f"{ord(mark):04X}")
    run.append(symbol)
    return run
