"""A document in Word (OOXML), right to left where the language is.

Direction is a property of paragraphs (`w:bidi`) and of runs (`w:rtl`): a paragraph without the
first has its bullets and its full stop on the wrong side, and a run without the second shows
brackets and digits in the wrong order. A right-to-left run takes its size, weight, font and
language from the complex-script properties (`w:szCs`, `w:bCs`, `w:rFonts w:cs`, `w:lang w:bidi`),
which is why each is said twice. Alignment stays `left`, which in a `w:bidi` paragraph means its
leading edge, the right.

Sentences carry no directional marks: what is copied out of the document is what `brief.json` holds.
"""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import cast

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from briefgen.languages import LANGUAGES, Language
from briefgen.render.bidi import LEFT_TO_RIGHT_MARK, split_runs
from briefgen.render.document import Block, Document, Fact, LanguageSection, Line

# Arial has Latin, Cyrillic and every letter of Dari and Pashto on Windows and macOS; elsewhere a
# font of the system stands in.
_FONT = "Arial"
_SIZE_PT = 11.0
_COMPLEX_SIZE_PT = 12.5  # Arabic letters look smaller than Latin ones of the same size
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
_SHADE, _RED, _BROWN, _GREY, _INK = "FDF3D7", "A8071A", "7A4D00", "55585E", "1C1C1E"
_ZIP_YEARS = (1980, 2107)

_HEADINGS = {
    "Title": (20, 22),
    "Heading 1": (15, 16),
    "Heading 2": (12.5, 13.5),
    "Heading 3": (10, 11),
}
"""Sizes in points, Latin and complex."""


def to_docx(document: Document) -> bytes:
    """Draw a document.

    Args:
        document: what `layout.lay_out` made.

    Returns:
        A `.docx`. Its times are those of the brief, so the same brief gives the same bytes.
    """
    word = docx.Document()
    _prepare(word, document)
    own = document.language
    _add_line(word, "Title", document.title, own)
    for language, title in document.titles:
        _add_line(word, "Brief title", title, language)
    _add_facts(word, document.facts, own)
    for section in document.sections:
        _add_section(word, section, bullets=document.bullets)
    if document.sources:
        _add_text(word, "Heading 1", document.sources_heading, own)
        _add_facts(word, document.sources, own)
    _add_text(word, "Heading 1", document.about_heading, own)
    for heading, lines in document.about:
        _add_text(word, "Heading 2", heading, own)
        for line in lines:
            _add_text(word, "Brief note", line, own)
    buffer = io.BytesIO()
    word.save(buffer)
    return _with_fixed_times(buffer.getvalue(), _moment(document.created))


def _add_section(word: WordDocument, section: LanguageSection, *, bullets: bool) -> None:
    language = section.language
    _add_text(word, "Heading 1", section.heading, language)
    for caution in section.cautions:
        _add_text(word, "Brief caution", caution, language)
    for block in section.blocks:
        _add_block(word, block, language, bullets=bullets)
    for notice in section.notices:
        _add_text(word, "Brief note", notice, language)
    if not section.findings:
        _add_text(word, "Brief note", section.nothing_found, language)
        return
    _add_text(word, "Heading 3", section.findings_heading, language)
    for finding in section.findings:
        paragraph = _paragraph(word, "Brief note", language)
        style = _mark_style(finding.mark.severity)
        _add_runs(paragraph, f"[{finding.mark.label}]", language, style=style)
        _add_runs(paragraph, f" {finding.meaning} (", language)
        _add_english(paragraph, finding.code, language)
        _add_runs(paragraph, "): ", language)
        _add_english(paragraph, finding.detail, language)


def _add_block(word: WordDocument, block: Block, language: Language, *, bullets: bool) -> None:
    if block.title is not None:
        _add_line(word, "Heading 2", block.title, language)
    _add_facts(word, block.facts, language)
    if block.bottom_line is not None:
        paragraph = _paragraph(word, _body_style(language), language)
        _add_runs(paragraph, f"{block.bottom_line_label}: ", language)
        _fill(paragraph, block.bottom_line, language)
    if bullets:
        for line in block.lines:
            _add_line(word, "List Bullet", line, language)
    elif block.lines:
        paragraph = _paragraph(word, _body_style(language), language)
        for index, line in enumerate(block.lines):
            if index:
                _add_runs(paragraph, " ", language)
            _fill(paragraph, line, language)


def _add_facts(word: WordDocument, facts: Iterable[Fact], language: Language) -> None:
    for fact in facts:
        paragraph = _paragraph(word, "Brief note", language)
        _add_runs(paragraph, f"{fact.label}: ", language)
        if fact.href is None:
            _add_runs(paragraph, fact.value, language)
        else:
            _add_link(paragraph, fact.value, fact.href)


def _add_text(word: WordDocument, style: str, text: str, language: Language) -> None:
    _add_runs(_paragraph(word, style, language), text, language)


def _add_line(word: WordDocument, style: str, line: Line, language: Language) -> None:
    _fill(_paragraph(word, style, language), line, language)


def _fill(paragraph: Paragraph, line: Line, language: Language) -> None:
    _add_runs(paragraph, line.text, language)
    for mark in line.marks:
        _add_runs(paragraph, f" [{mark.label}]", language, style=_mark_style(mark.severity))


def _mark_style(severity: str) -> str:
    return "Brief error" if severity == "error" else "Brief warning"


def _paragraph(word: WordDocument, style: str, language: Language) -> Paragraph:
    paragraph = word.add_paragraph()
    paragraph._p.style = _style_id(style)
    if language.direction == "rtl":
        # python-docx knows neither; `w:bidi` has its place before `w:jc` in the schema.
        properties = paragraph._p.get_or_add_pPr()
        properties.append(OxmlElement("w:bidi"))
        alignment = OxmlElement("w:jc")
        alignment.set(qn("w:val"), "left")
        properties.append(alignment)
    return paragraph


def _add_runs(
    paragraph: Paragraph, text: str, language: Language, *, style: str | None = None
) -> None:
    """Add text as runs, each of one direction."""
    for run in split_runs(text, language.direction):
        right_to_left = run.foreign != (language.direction == "rtl")
        added = paragraph.add_run(run.text)
        if style is not None:
            added._r.style = _style_id(style)
        _direct(added, language if not run.foreign else None, right_to_left=right_to_left)


def _add_english(paragraph: Paragraph, text: str, language: Language) -> None:
    """Add English text to a paragraph of any language, held together where that is needed."""
    mark = LEFT_TO_RIGHT_MARK if language.direction == "rtl" else ""
    _add_runs(paragraph, f"{mark}{text}{mark}", LANGUAGES["en"])


def _direct(run: WordRun, language: Language | None, *, right_to_left: bool) -> None:
    """Say direction and language of a run; `None` is a language that nobody knows."""
    properties = run._r.get_or_add_rPr()
    if right_to_left:
        properties.append(OxmlElement("w:rtl"))
    if language is not None:
        properties.append(_language_tag(language))


def _language_tag(language: Language) -> BaseOxmlElement:
    tag = cast("BaseOxmlElement", OxmlElement("w:lang"))
    tag.set(qn("w:bidi" if language.direction == "rtl" else "w:val"), language.html_lang)
    return tag


def _add_link(paragraph: Paragraph, text: str, address: str) -> None:
    """Add a link; python-docx has no call for it."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(text, style="Brief link")
    link.append(run._r)
    paragraph._p.append(link)


def _style_id(name: str) -> str:
    """The id that Word and python-docx give a style; looking it up by name is slow."""
    return name.replace(" ", "")


def _body_style(language: Language) -> str:
    return f"Brief {language.name}"


def _prepare(word: WordDocument, document: Document) -> None:
    """Page, styles and properties."""
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.3)
    page.top_margin = page.bottom_margin = Cm(2.0)
    styles = word.styles
    normal = styles["Normal"]
    _set_font(normal, _SIZE_PT, _COMPLEX_SIZE_PT)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    for name, (size, complex_size) in _HEADINGS.items():
        _set_font(styles[name], size, complex_size, bold=True, color=_INK)
        styles[name].paragraph_format.space_before = Pt(0 if name == "Title" else 12)
        styles[name].paragraph_format.space_after = Pt(4)
    for border in styles["Title"].element.pPr.findall(qn("w:pBdr")):
        styles["Title"].element.pPr.remove(border)
    for language in LANGUAGES.values():
        style = _new_style(word, _body_style(language))
        style.paragraph_format.space_before = Pt(6)
        style.element.get_or_add_rPr().append(_language_tag(language))
    _set_font(_new_style(word, "Brief title"), 14, 16)
    note = _new_style(word, "Brief note")
    _set_font(note, 9.5, 11, color=_GREY)
    note.paragraph_format.space_after = Pt(2)
    caution = _new_style(word, "Brief caution")
    _shade(caution)
    for name, color in (("Brief error", _RED), ("Brief warning", _BROWN)):
        _set_font(_new_character_style(word, name), 9, 10, bold=True, color=color)
    link = _new_character_style(word, "Brief link")
    link.font.color.rgb = RGBColor.from_string("0B57A4")
    link.font.underline = True
    _set_properties(word, document)


def _new_style(word: WordDocument, name: str) -> ParagraphStyle:
    style = cast("ParagraphStyle", word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = word.styles["Normal"]
    style.quick_style = True
    return style


def _new_character_style(word: WordDocument, name: str) -> CharacterStyle:
    return cast("CharacterStyle", word.styles.add_style(name, WD_STYLE_TYPE.CHARACTER))


def _set_font(
    style: ParagraphStyle | CharacterStyle,
    size_pt: float,
    complex_size_pt: float,
    *,
    bold: bool = False,
    color: str | None = None,
) -> None:
    """Set font, size and weight for Latin and for complex script alike."""
    style.font.name = _FONT
    style.font.size = Pt(size_pt)
    style.font.bold = bold or None
    if color is not None:
        style.font.color.rgb = RGBColor.from_string(color)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[attribute]
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), _FONT)
    for tag in ("w:bCs", "w:szCs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    if bold:
        properties.find(qn("w:b")).addnext(OxmlElement("w:bCs"))
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(round(complex_size_pt * 2)))
    properties.find(qn("w:sz")).addnext(size)


def _shade(style: ParagraphStyle) -> None:
    """Give the paragraphs of a style a background."""
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shade.set(qn(f"w:{name}"), value)
    style.element.get_or_add_pPr().append(shade)


def _set_properties(word: WordDocument, document: Document) -> None:
    moment = _moment(document.created)
    properties = word.core_properties
    properties.title = document.title.text[:255]
    properties.author = "; ".join(document.authors)[:255]
    properties.last_modified_by = document.program[:255]
    properties.comments = ""
    properties.language = LANGUAGES["en"].html_lang
    properties.created = properties.modified = moment
    for key, relation in list(word.part.package.rels.items()):
        if relation.reltype == _THUMBNAIL:  # a picture of python-docx's own empty page
            del word.part.package.rels[key]
    for tag in word.styles.element.iter(qn("w:lang")):
        if tag.getparent().getparent().tag == qn("w:rPrDefault"):
            tag.set(qn("w:val"), "en-US")
            tag.set(qn("w:bidi"), LANGUAGES["prs"].html_lang)


def _moment(created: str) -> datetime:
    """When the brief was made, in UTC without a zone, as Word and ZIP write it."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return datetime(_ZIP_YEARS[0], 1, 1)  # noqa: DTZ001
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def _with_fixed_times(data: bytes, moment: datetime) -> bytes:
    """Pack a ZIP again with one time for all of its entries."""
    first, last = _ZIP_YEARS
    moment = moment.replace(year=min(max(moment.year, first), last))
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return buffer.getvalue()
