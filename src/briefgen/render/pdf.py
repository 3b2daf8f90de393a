"""A document as a PDF, set by Typst with the fonts that briefgen carries.

Nothing of the machine goes into it: no system font, no clock, no network, so that the same brief
gives the same bytes everywhere. What is said goes to Typst as data (JSON), never as markup. The
file is tagged, with its title and the language of every part (PDF/UA-1, ISO 14289-1).
"""

import json
import re
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

import typst

from briefgen.languages import LANGUAGES, Language
from briefgen.render.bidi import needs_isolation, split_runs
from briefgen.render.document import Block, Document, Fact, LanguageSection, Line
from briefgen.render.pdf_text import give_marks_their_own

_Value: TypeAlias = "str | bool | int | list[_Value] | dict[str, _Value] | None"

# What has no place to break for so long leaves the page; a zero-width space gives it one.
_UNBROKEN = re.compile(r"[^\s\-/?.,:;&=]{60}(?=\S)")
_BREAK = "\u200b"
_MAX_BOX = 40  # characters; a box has no place for the line to break
_MAX_LINK = 2000  # characters; Typst refuses links of more than 8000
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def to_pdf(document: Document) -> bytes:
    """Draw a document.

    Args:
        document: what `layout.lay_out` made.

    Returns:
        A PDF on A4, its fonts embedded, its times those of the brief.
    """
    data = json.dumps(_data(document))
    moment = _moment(document.created)
    try:
        return _compile(data, moment, "ua-1")
    except typst.TypstError:
        # The standard refuses letters that no font has, such as Chinese ones: they are drawn as
        # boxes, and the file stays tagged.
        return _compile(data, moment, "1.7")


def _compile(data: str, moment: datetime, standard: Literal["1.7", "ua-1"]) -> bytes:
    made = typst.compile(
        files("briefgen.render").joinpath("templates", "brief.typ").read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"document": data},
        format="pdf",
        pdf_standards=standard,
        timestamp=moment,
    )
    return give_marks_their_own(made)


@cache
def _fonts() -> typst.Fonts:
    """The fonts beside this module, and no others."""
    folder = files("briefgen.render").joinpath("fonts")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )


def _data(document: Document) -> dict[str, _Value]:
    own = document.language
    moment = _moment(document.created)
    return {
        "language": _language(own),
        "title": document.title.text,
        "head": _line(document.title, own),
        "titles": [
            {"language": _language(language), "line": _line(line, language)}
            for language, line in document.titles
        ],
        "facts": _facts(document.facts, own),
        "bullets": document.bullets,
        "sections": [_section(section) for section in document.sections],
        "sources_heading": _runs(document.sources_heading, own),
        "sources": _facts(document.sources, own),
        "about_heading": _runs(document.about_heading, own),
        "about": [
            {"heading": _runs(heading, own), "lines": [_runs(line, own) for line in lines]}
            for heading, lines in document.about
        ],
        "authors": list(document.authors),
        "day": [moment.year, moment.month, moment.day],
        "program": document.program,
    }


def _section(section: LanguageSection) -> dict[str, _Value]:
    language = section.language
    return {
        "language": _language(language),
        "heading": _runs(section.heading, language),
        "cautions": [_runs(caution, language) for caution in section.cautions],
        "contents_heading": _runs(section.contents_heading, language),
        "similar_label": _runs(section.similar_label, language),
        "contents": [
            {
                "title": _runs(one.title, language),
                "anchor": section.anchor(one.article),
                "similar": one.similar,
            }
            for one in section.contents
        ],
        "blocks": [
            {
                **_block(block, language),
                "anchor": section.anchor(block.article) if section.contents else None,
            }
            for block in section.blocks
        ],
        "notices": [_runs(notice, language) for notice in section.notices],
        "findings_heading": _runs(section.findings_heading, language),
        "nothing_found": _runs(section.nothing_found, language),
        "findings": [
            {
                "label": _runs(finding.mark.label, language),
                "error": finding.mark.severity == "error",
                "meaning": _runs(finding.meaning, language),
                "code": finding.code,
                "detail": _runs(finding.detail, LANGUAGES["en"]),
            }
            for finding in section.findings
        ],
    }


def _block(block: Block, language: Language) -> dict[str, _Value]:
    return {
        "title": None if block.title is None else _line(block.title, language),
        "facts": _facts(block.facts, language),
        "bottom_line": None if block.bottom_line is None else _line(block.bottom_line, language),
        "bottom_line_label": _runs(block.bottom_line_label, language),
        "lines": [_line(line, language) for line in block.lines],
    }


def _facts(facts: tuple[Fact, ...], language: Language) -> list[_Value]:
    return [
        {
            "label": _runs(fact.label, language),
            "value": _runs(fact.value, LANGUAGES["en"] if fact.href else language),
            "href": fact.href if fact.href and len(fact.href) <= _MAX_LINK else None,
            "address": fact.href is not None,
        }
        for fact in facts
    ]


def _line(line: Line, language: Language) -> dict[str, _Value]:
    return {
        "runs": _runs(line.text, language),
        "marks": [
            {"label": _runs(mark.label, language), "error": mark.severity == "error"}
            for mark in line.marks
        ],
    }


def _runs(text: str, language: Language) -> list[_Value]:
    text = _UNBROKEN.sub(f"\\g<0>{_BREAK}", text)
    return [
        {
            "text": run.text,
            "held": run.foreign and len(run.text) <= _MAX_BOX and needs_isolation(run),
        }
        for run in split_runs(text, language.direction)
    ]


def _language(language: Language) -> dict[str, _Value]:
    lang, _, region = language.html_lang.partition("-")
    return {"lang": lang, "region": region or None, "rtl": language.direction == "rtl"}


def _moment(created: str) -> datetime:
    """When the brief was made, in UTC."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return _EPOCH
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).replace(microsecond=0)
