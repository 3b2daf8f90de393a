"""What a Word document looks like: page, styles, fonts, properties, and its fixed times.

Arial stands for Latin and Cyrillic letters, on every system or replaced by one of its measures;
the Arabic ones are Brief Sans Arabic (`tools/fonts.py`), which goes into the file, so that every
letter of Dari and Pashto is there on any machine (ECMA-376 part 1, 17.8: embedded fonts). A
template keeps its own styles and fonts; only what it lacks is added.
"""

import io
import zipfile
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import cast

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from lxml import etree

from briefgen.errors import TemplateError
from briefgen.languages import LANGUAGES, Language
from briefgen.render.document import Document

LATIN_FONT = "Arial"
ARABIC_FONT = "Brief Sans Arabic"
_SIZE_PT = 11.0
_COMPLEX_SIZE_PT = 12.0
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
_FONT_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_FONT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
# Any two will do; the keys are what the first bytes of the fonts are mixed with.
_FONT_KEYS = {
    "Regular": "{6D1C2A4E-5B0F-4C53-9A37-21D0F6B8E101}",
    "Bold": "{6D1C2A4E-5B0F-4C53-9A37-21D0F6B8E102}",
}
_SHADE, _RED, _BROWN, _GREY, _INK = "FDF3D7", "A8071A", "7A4D00", "55585E", "1C1C1E"
_ZIP_YEARS = (1980, 2107)
_MAX_TEMPLATE_BYTES = 50_000_000

_HEADINGS = {
    "Title": (20, 22),
    "Heading 1": (15, 16),
    "Heading 2": (12.5, 13.5),
    "Heading 3": (10, 11),
}
"""Sizes in points, Latin and complex."""
_BUILT_IN = (*_HEADINGS, "List Bullet")


def open_template(path: Path) -> WordDocument:
    """Open a Word file as a template.

    Args:
        path: a `.docx`.

    Raises:
        TemplateError: it cannot be read, or is no Word file.
    """
    try:
        if path.stat().st_size > _MAX_TEMPLATE_BYTES:
            raise TemplateError(f"the template {path} is larger than {_MAX_TEMPLATE_BYTES:,} bytes")
        with zipfile.ZipFile(path) as packed:
            if sum(item.file_size for item in packed.infolist()) > 4 * _MAX_TEMPLATE_BYTES:
                raise TemplateError(f"the template {path} unpacks to too much")
        return docx.Document(str(path))
    except OSError as error:
        raise TemplateError(f"the template {path} cannot be read: {error.strerror}") from error
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise TemplateError(f"the template {path} is no Word file (.docx)") from error


def prepare(document: Document, template: Path | None) -> WordDocument:
    """Make a document without content, its page, styles and properties those of a brief.

    Args:
        document: gives title, authors and time.
        template: a Word file whose styles, page, header and footer are kept, and what its body
            holds: the brief comes after it.

    Raises:
        TemplateError: the template cannot be read, or is no Word file.
    """
    word = docx.Document() if template is None else open_template(template)
    if template is None:
        page = word.sections[0]
        page.page_width, page.page_height = Cm(21.0), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.3)
        page.top_margin = page.bottom_margin = Cm(2.0)
        _set_built_in(word)
        _embed_fonts(word)
    else:
        for paragraph in word.paragraphs:
            if not paragraph.text and not paragraph._p.xpath(".//w:drawing | .//w:pict | .//w:br"):
                word.element.body.remove(paragraph._p)
        _add_missing_built_in(word)
    _add_own(word)
    _set_properties(word, document)
    return word


def body_style(language: Language) -> str:
    """The style of the sentences of a language."""
    return f"Brief {language.name}"


def _set_built_in(word: WordDocument) -> None:
    styles = word.styles
    normal = styles["Normal"]
    _set_font(normal, _SIZE_PT, _COMPLEX_SIZE_PT)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    for name, (size, complex_size) in _HEADINGS.items():
        _set_font(styles[name], size, complex_size, bold=True, color=_INK)
        styles[name].paragraph_format.space_before = Pt(0 if name == "Title" else 12)
        styles[name].paragraph_format.space_after = Pt(4)
        styles[name].paragraph_format.keep_with_next = True
    for border in styles["Title"].element.pPr.findall(qn("w:pBdr")):
        styles["Title"].element.pPr.remove(border)


def _add_missing_built_in(word: WordDocument) -> None:
    names = {style.name for style in word.styles}
    for name in _BUILT_IN:
        if name not in names:
            style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
            style.base_style = word.styles["Normal"] if "Normal" in names else None
            if name in _HEADINGS:
                style.font.bold = True
                style.font.size = Pt(_HEADINGS[name][0])
                _set_level(style, name)


def _set_level(style: ParagraphStyle, name: str) -> None:
    """Make a heading of a style, for the outline of the document."""
    if name.startswith("Heading"):
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(int(name[-1]) - 1))
        style.element.get_or_add_pPr().append(level)


def _add_own(word: WordDocument) -> None:
    """Add the styles that are only a brief's; a template may have them already."""
    for language in LANGUAGES.values():
        style = _new_style(word, body_style(language))
        if style is not None:
            style.paragraph_format.space_before = Pt(6)
            style.element.get_or_add_rPr().append(language_tag(language))
    title = _new_style(word, "Brief title")
    if title is not None:
        _set_size(title, 14, 16)
    note = _new_style(word, "Brief note")
    if note is not None:
        _set_size(note, 9.5, 10.5, color=_GREY)
        note.paragraph_format.space_after = Pt(2)
    caution = _new_style(word, "Brief caution")
    if caution is not None:
        _shade(caution)
    for name, color in (("Brief error", _RED), ("Brief warning", _BROWN)):
        mark = _new_character_style(word, name)
        if mark is not None:
            _set_size(mark, 9, 10, bold=True, color=color)
    link = _new_character_style(word, "Brief link")
    if link is not None:
        link.font.color.rgb = RGBColor.from_string("0B57A4")
        link.font.underline = True


def language_tag(language: Language) -> BaseOxmlElement:
    """What says that a run or a style is in a language."""
    tag = cast("BaseOxmlElement", OxmlElement("w:lang"))
    tag.set(qn("w:bidi" if language.direction == "rtl" else "w:val"), language.html_lang)
    return tag


def _new_style(word: WordDocument, name: str) -> ParagraphStyle | None:
    if name in [style.name for style in word.styles]:
        return None
    style = cast("ParagraphStyle", word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = word.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    style.quick_style = True
    return style


def _new_character_style(word: WordDocument, name: str) -> CharacterStyle | None:
    if name in [style.name for style in word.styles]:
        return None
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
    style.font.name = LATIN_FONT
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for attribute in [name for name in fonts.attrib if name.lower().endswith("theme")]:
        del fonts.attrib[attribute]
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(name), LATIN_FONT)
    fonts.set(qn("w:cs"), ARABIC_FONT)
    _set_size(style, size_pt, complex_size_pt, bold=bold, color=color)


def _set_size(
    style: ParagraphStyle | CharacterStyle,
    size_pt: float,
    complex_size_pt: float,
    *,
    bold: bool = False,
    color: str | None = None,
) -> None:
    """Set size and weight for Latin and for complex script alike."""
    style.font.size = Pt(size_pt)
    style.font.bold = bold or None
    if color is not None:
        style.font.color.rgb = RGBColor.from_string(color)
    properties = style.element.get_or_add_rPr()
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


def _embed_fonts(word: WordDocument) -> None:
    """Put the Arabic font into the file, obfuscated as the standard asks (17.8.1)."""
    table = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    root = parse_xml(table.blob)
    entry = parse_xml(
        f'<w:font {nsdecls("w")} w:name="{ARABIC_FONT}"><w:altName w:val="{LATIN_FONT}"/>'
        '<w:charset w:val="B2"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
    )
    folder = files("briefgen.render").joinpath("fonts")
    for number, (style, key) in enumerate(_FONT_KEYS.items(), start=1):
        data = folder.joinpath(f"BriefSansArabic-{style}.ttf").read_bytes()
        name = PackURI(f"/word/fonts/font{number}.odttf")
        part = Part(name, _FONT_TYPE, _obfuscated(data, key), word.part.package)
        embedded = OxmlElement(f"w:embed{style}")
        embedded.set(qn("r:id"), table.relate_to(part, _FONT_RELATION))
        embedded.set(qn("w:fontKey"), key)
        entry.append(embedded)
    root.append(entry)
    table._blob = etree.tostring(root, encoding="UTF-8", standalone=True, xml_declaration=True)


def _obfuscated(data: bytes, key: str) -> bytes:
    """Mix the first 32 bytes of a font with its key, read from its end."""
    mask = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1]
    return bytes(byte ^ mask[index % 16] for index, byte in enumerate(data[:32])) + data[32:]


def _set_properties(word: WordDocument, document: Document) -> None:
    moment = _moment(document.created)
    properties = word.core_properties
    properties.title = document.title.text[:255]
    properties.author = "; ".join(document.authors)[:255]
    properties.last_modified_by = document.program[:255]
    properties.comments = ""
    properties.language = document.language.html_lang
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


def with_fixed_times(data: bytes, created: str) -> bytes:
    """Pack a ZIP again with one time, that of the brief, for all of its entries."""
    moment = _moment(created)
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
