"""The Word file: right to left where the language is, and its text is that of the brief."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import takewhile
from typing import Any, cast

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from briefgen.records import Brief
from briefgen.render import render
from tests.briefs import retitled, sample, single, with_sentence

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
        assert properties.find(qn("w:rFonts")).get(qn("w:cs")) == "Arial"
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
