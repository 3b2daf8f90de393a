"""The Word file: right to left where the language is, and its text is that of the brief."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from itertools import takewhile
from pathlib import Path
from typing import Any, cast

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from briefgen.errors import TemplateError
from briefgen.options import DocumentOptions
from briefgen.records import Brief
from briefgen.render import render
from tests.briefs import (
    CODE_OF,
    HARD,
    retitled,
    sample,
    single,
    with_sentence,
    with_sentence_in,
)

RTL = {"prs": "fa-AF", "ps": "ps-AF"}
HEADINGS = {"en": "Summary", "prs": "دری", "ps": "پښتو", "ru": "Русский"}
NAMES = {"en": "English", "prs": "Dari", "ps": "Pashto", "ru": "Russian"}


@cache
def _made(make: Callable[[], Brief]) -> bytes:
    """The file of a sample, made once."""
    return render(make(), "docx")


def _open_made(make: Callable[[], Brief]) -> WordDocument:
    return docx.Document(io.BytesIO(_made(make)))


def _open(brief: Brief) -> WordDocument:
    return docx.Document(io.BytesIO(render(brief, "docx")))


def _style(paragraph: Paragraph) -> str:
    assert paragraph.style is not None
    return str(paragraph.style.name)


def _find(element: object, path: str) -> Any:
    """The element at a path of names such as `w:rPr/w:rtl`, or None."""
    return cast("Any", element).find("/".join(qn(name) for name in path.split("/")))


def _section(word: WordDocument, code: str) -> list[Paragraph]:
    """The paragraphs from a language's heading to the next heading of that level."""
    paragraphs = iter(word.paragraphs)
    for paragraph in paragraphs:
        if _style(paragraph) == "Heading 1" and paragraph.text == HEADINGS[code]:
            rest = takewhile(lambda item: _style(item) != "Heading 1", paragraphs)
            return [paragraph, *rest]
    raise AssertionError(f"no section of {code}")


def _text(paragraph: Paragraph) -> str:
    """The text without the marks, which stand in styles of their own."""
    runs = [run for run in paragraph.runs if run.style.name not in ("Brief error", "Brief warning")]
    return "".join(run.text for run in runs)


def _summary(word: WordDocument, code: str) -> list[str]:
    styles = ("List Bullet", f"Brief {NAMES[code]}")
    return [_text(paragraph) for paragraph in _section(word, code) if _style(paragraph) in styles]


def test_text_taken_out_of_the_file_is_that_of_the_brief() -> None:
    brief = sample()
    word = _open_made(sample)
    for article, text in zip(brief.summaries, _summary(word, "en"), strict=True):
        assert text == article.text
    for code, translation in brief.translations.items():
        assert "\n\n".join(_summary(word, code)) == translation.text


@pytest.mark.parametrize("case", HARD)
def test_hard_cases_come_out_as_they_went_in(case: str) -> None:
    code = CODE_OF.get(case, "prs")
    brief = with_sentence_in(sample(), code, HARD[case])
    assert "\n\n".join(_summary(_open(brief), code)) == brief.translations[code].text


def test_bullets_hold_one_sentence_each() -> None:
    brief = single()
    word = _open_made(single)
    for code, translation in brief.translations.items():
        assert _summary(word, code) == [item.text for item in translation.sections[0].sentences]


@pytest.mark.parametrize("make", [sample, single])
@pytest.mark.parametrize("code", RTL)
def test_right_to_left_paragraphs_and_runs_say_so(make: Callable[[], Brief], code: str) -> None:
    for paragraph in _section(_open_made(make), code):
        assert _find(paragraph._p, "w:pPr/w:bidi") is not None, paragraph.text
        assert _find(paragraph._p, "w:pPr/w:jc").get(qn("w:val")) == "left"
        for run in paragraph.runs:
            right_to_left = _find(run._r, "w:rPr/w:rtl") is not None
            arabic = any("\u0600" <= letter <= "\u06ff" for letter in run.text)
            latin = any(letter.isascii() and letter.isalpha() for letter in run.text)
            assert not (arabic and latin), run.text
            if arabic:
                assert right_to_left, run.text
                lang = _find(run._r, "w:rPr/w:lang")
                assert lang.get(qn("w:bidi")) == RTL[code]
            if latin:
                assert not right_to_left, run.text


def test_left_to_right_parts_carry_no_direction() -> None:
    word = _open_made(sample)
    for code in ("en", "ru"):
        for paragraph in _section(word, code):
            assert _find(paragraph._p, "w:pPr/w:bidi") is None
    tagged = [
        lang.get(qn("w:val"))
        for paragraph in _section(word, "ru")
        for lang in paragraph._p.iter(qn("w:lang"))
    ]
    assert "ru-RU" in tagged


def test_styles_name_complex_fonts_sizes_and_languages() -> None:
    styles = _open_made(sample).styles
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Brief note"):
        properties = styles[name].element.rPr
        fonts = properties.find(qn("w:rFonts"))
        if name != "Brief note":  # which has that of Normal
            assert fonts.get(qn("w:cs")) == "Brief Sans Arabic"
            assert not [key for key in fonts.attrib if key.lower().endswith("theme")]
        complex_size = int(properties.find(qn("w:szCs")).get(qn("w:val")))
        assert complex_size > int(properties.find(qn("w:sz")).get(qn("w:val")))
    for name in ("Title", "Heading 1", "Heading 2"):
        assert styles[name].element.rPr.find(qn("w:bCs")) is not None
    for code, tag in RTL.items():
        lang = styles[f"Brief {NAMES[code]}"].element.rPr.find(qn("w:lang"))
        assert lang.get(qn("w:bidi")) == tag


def test_headings_are_headings() -> None:
    word = _open_made(sample)
    headings = [p.text for p in word.paragraphs if _style(p) == "Heading 1"]
    assert headings == [*HEADINGS.values(), "Sources", "About this document"]
    assert _style(word.paragraphs[0]) == "Title"


def test_every_flag_has_its_mark_and_its_code() -> None:
    brief = sample()
    word = _open_made(sample)
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "said. [Check 1]" in text
    assert "[وکتل شي ۱]" in text
    for flag in brief.flags:
        assert flag.code in text
        assert flag.detail in text
    marks = [
        run.text
        for paragraph in word.paragraphs
        for run in paragraph.runs
        if run.style.name in ("Brief error", "Brief warning")
    ]
    assert len(marks) == 2 * len(brief.flags)  # after the sentence, and before its explanation


def test_properties_are_those_of_the_brief() -> None:
    properties = _open_made(single).core_properties
    assert properties.title == "Fund to pay for 12 clinics in Kunduz and Takhar"
    assert properties.author == "Leila Omar; J. Smith"
    assert properties.language == "en"
    assert properties.created.replace(tzinfo=None) == datetime(2025, 7, 5, 6, 30)  # noqa: DTZ001
    assert properties.comments == ""


def test_the_same_brief_gives_the_same_bytes() -> None:
    brief = sample()
    first = _made(sample)
    assert first == render(brief, "docx")
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2025, 7, 5, 6, 30, 0)}
        assert "docProps/thumbnail.jpeg" not in archive.namelist()
    later = replace(brief, created="2025-07-05T06:31:00Z")
    assert render(later, "docx") != first


@pytest.mark.parametrize("created", ["", "1601-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_strange_moment_does_not_stop_the_file(created: str) -> None:
    assert _open(replace(sample(), created=created)).paragraphs


def test_what_xml_cannot_hold_is_replaced() -> None:
    word = _open(with_sentence(retitled(single(), "a\x00<b>&"), "x\x0cy\ud800\ufffe"))
    assert word.paragraphs[0].text == "a\ufffd<b>&"
    assert _summary(word, "en")[0] == "x y\ufffd\ufffd"


def test_a_source_on_the_web_is_a_link() -> None:
    word = _open_made(single)
    (link,) = [link for p in word.paragraphs[:8] for link in p.hyperlinks]
    assert link.address == "https://news.example/health/clinics-2025?id=7&lang=en"
    assert link.text == link.address


def test_the_arabic_font_is_in_the_file_and_is_the_one_of_briefgen() -> None:
    packed = zipfile.ZipFile(io.BytesIO(_made(sample)))
    table = packed.read("word/fontTable.xml").decode()
    folder = files("briefgen.render").joinpath("fonts")
    for number, style in enumerate(("Regular", "Bold"), start=1):
        assert f"w:embed{style}" in table
        key = re.search(rf'w:embed{style} r:id="\w+" w:fontKey="{{(.+?)}}"', table)
        assert key is not None
        mask = bytes.fromhex(key[1].replace("-", ""))[::-1]
        data = packed.read(f"word/fonts/font{number}.odttf")
        head = bytes(byte ^ mask[index % 16] for index, byte in enumerate(data[:32]))
        font = folder.joinpath(f"BriefSansArabic-{style}.ttf").read_bytes()
        assert head + data[32:] == font


def test_marks_that_hold_a_run_together_are_no_text() -> None:
    text = "پنل‌های 3.6 kW در ۸ °C، حرارت \u221212 است"
    word = _open(with_sentence(sample(), text))
    paragraph = next(item for item in _section(word, "prs") if text in item.text)
    marks = [sym.get(qn("w:char")) for sym in paragraph._p.iter(qn("w:sym"))]
    assert marks.count("200E") >= 6
    assert not set(paragraph.text) & {"\u200e", "\u200f", "\u2066", "\u2067"}


def test_languages_side_by_side_stand_sentence_beside_sentence() -> None:
    brief = sample()
    word = docx.Document(
        io.BytesIO(render(brief, "docx", options=DocumentOptions(layout="side-by-side")))
    )
    (table,) = word.tables
    assert [cell.text for cell in table.rows[0].cells] == list(HEADINGS.values())
    assert _find(table.rows[0]._tr, "w:trPr/w:tblHeader") is not None
    said = [[_text(cell.paragraphs[0]) for cell in row.cells] for row in table.rows]
    for summary, *sections in zip(
        brief.summaries,
        *(brief.translations[code].sections for code in brief.settings.to),
        strict=True,
    ):
        for sentence in summary.sentences:
            row = next(row for row in said if row[0] == sentence.text)
            for text, section in zip(row[1:], sections, strict=True):
                assert text == next(x.text for x in section.sentences if x.id == sentence.id)


def test_right_to_left_cells_say_so() -> None:
    word = docx.Document(
        io.BytesIO(render(sample(), "docx", options=DocumentOptions(layout="side-by-side")))
    )
    for row in word.tables[0].rows:
        for index, cell in enumerate(row.cells):
            for paragraph in cell.paragraphs:
                if paragraph.text:
                    found = _find(paragraph._p, "w:pPr/w:bidi") is not None
                    assert found is (index in (1, 2)), paragraph.text


def _template(path: Path) -> Path:
    """A letterhead: a header with words, a style of its own, a page of its own, text above."""
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "Ministry of Tests"
    word.sections[0].page_width = docx.shared.Cm(18)
    word.styles["Heading 1"].font.name = "Courier New"
    word.add_paragraph("Confidential")
    word.save(str(path))
    return path


def test_a_template_keeps_its_styles_header_page_and_text(tmp_path: Path) -> None:
    options = DocumentOptions(template=_template(tmp_path / "letter.docx"))
    word = docx.Document(io.BytesIO(render(sample(), "docx", options=options)))
    assert word.sections[0].header.paragraphs[0].text == "Ministry of Tests"
    width = word.sections[0].page_width
    assert width is not None
    assert round(width.cm) == 18
    assert word.styles["Heading 1"].font.name == "Courier New"
    assert word.paragraphs[0].text == "Confidential"
    assert _style(word.paragraphs[1]) == "Title"
    for code in RTL:
        assert "\n\n".join(_summary(word, code)) == sample().translations[code].text


def test_a_template_without_the_styles_of_headings_gets_them(tmp_path: Path) -> None:
    word = docx.Document(str(_template(tmp_path / "bare.docx")))
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet"):
        word.styles[name].delete()
    word.save(str(tmp_path / "bare.docx"))
    options = DocumentOptions(template=tmp_path / "bare.docx")
    made = docx.Document(io.BytesIO(render(single(), "docx", options=options)))
    level = _find(made.styles["Heading 2"].element, "w:pPr/w:outlineLvl")
    assert level.get(qn("w:val")) == "1"
    assert _summary(made, "ps") == [
        item.text for item in single().translations["ps"].sections[0].sentences
    ]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_a_template_that_is_no_word_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(content)
    with pytest.raises(TemplateError, match=r"letter\.docx"):
        render(sample(), "docx", options=DocumentOptions(template=path))


def test_libreoffice_opens_it_and_finds_the_words(tmp_path: Path) -> None:
    """Slow (some 5 s): a whole office program starts."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    brief = sample()
    (tmp_path / "brief.docx").write_bytes(_made(sample))
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "brief.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = (tmp_path / "brief.txt").read_text("utf-8-sig").replace("\u200e", "")
    for translation in brief.translations.values():
        for section in translation.sections:
            for sentence in section.sentences:
                assert sentence.text in text
