"""The bottom line of a summary in every document, and in brief.json."""

import io
import json
from dataclasses import replace
from importlib.resources import files

import docx
import jsonschema
import pytest

from briefgen.errors import BriefFormatError
from briefgen.records import Brief, Evidence, Flag, SummarySentence, TranslatedSentence
from briefgen.render.html import to_html
from briefgen.render.layout import lay_out
from briefgen.render.markdown import to_markdown
from briefgen.render.text import to_text
from briefgen.render.word import to_docx
from briefgen.serialize import from_json, to_json
from tests.briefs import sample

ENGLISH = "Everything depends on the thaw."
RUSSIAN = "Всё зависит от оттепели."
FLAG = Flag(code="unsupported", severity="warning", detail="thaw", where="a1.b1")


def with_bottom_line() -> Brief:
    brief = sample()
    line = SummarySentence(
        id="a1.b1",
        text=ENGLISH,
        evidence=(Evidence(sentence=brief.articles[0].sentences[0].id, score=0.5),),
        flags=(FLAG,),
    )
    russian = brief.translations["ru"]
    translated = TranslatedSentence(id="a1.b1", source=ENGLISH, text=RUSSIAN, score=-0.5)
    section = replace(russian.sections[0], bottom_line=translated)
    russian = replace(russian, sections=(section, *russian.sections[1:]))
    return replace(
        brief,
        summaries=(replace(brief.summaries[0], bottom_line=line), *brief.summaries[1:]),
        translations={**brief.translations, "ru": russian},
    )


def drawn(brief: Brief) -> dict[str, str]:
    document = lay_out(brief)
    word = docx.Document(io.BytesIO(to_docx(document)))
    return {
        "md": to_markdown(document),
        "txt": to_text(document),
        "html": to_html(document),
        "docx": "\n".join(paragraph.text for paragraph in word.paragraphs),
    }


@pytest.mark.parametrize("kind", ["md", "txt", "html", "docx"])
def test_every_format_has_it_with_its_label_above_the_summary(kind: str) -> None:
    brief = with_bottom_line()
    text = drawn(brief)[kind]
    for label, line, first in (
        ("Bottom line", ENGLISH, brief.summaries[0].sentences[0].text[:30]),
        ("Главное", RUSSIAN, brief.translations["ru"].sections[0].sentences[0].text[:30]),
    ):
        assert text.index(label) < text.index(line) < text.index(first)
    assert "Bottom line" not in drawn(sample())[kind]


def test_its_flag_is_the_first_finding() -> None:
    brief = with_bottom_line()
    assert brief.flags[0] == FLAG
    english = lay_out(brief).sections[0]
    assert english.findings[0].detail == "thaw"
    assert english.blocks[0].bottom_line is not None
    assert english.blocks[0].bottom_line.marks == (english.findings[0].mark,)


def test_it_goes_through_brief_json_unchanged() -> None:
    brief = with_bottom_line()
    text = to_json(brief)
    assert from_json(text) == brief
    schema = json.loads(files("briefgen").joinpath("brief-1.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(text))
    assert "bottom_line" not in to_json(sample())


def test_a_translation_of_a_bottom_line_that_is_not_there_is_refused() -> None:
    brief = with_bottom_line()
    data = json.loads(to_json(brief))
    del data["summaries"][0]["bottom_line"]
    with pytest.raises(BriefFormatError, match=r"a1\.b1"):
        from_json(json.dumps(data))
