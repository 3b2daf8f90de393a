"""Documents of a merged summary: every sentence says which article it is from."""

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from briefgen.errors import BriefFormatError
from briefgen.records import Brief, Flag
from briefgen.render import FORMATS, save
from briefgen.render.layout import lay_out
from briefgen.serialize import from_json, to_json
from tests.briefs import sample


def merged() -> Brief:
    """The sample with the second summary's sentences moved into the first."""
    brief = sample()
    first, second = brief.summaries
    moved = tuple(
        replace(sentence, id=f"a1.x{number}", article=second.article, flags=())
        for number, sentence in enumerate(second.sentences)
    )
    own = tuple(replace(sentence, article=first.article) for sentence in first.sentences)
    contradiction = Flag(
        code="contradiction", severity="warning", detail="12 or 15", where=moved[-1].id
    )
    moved = (*moved[:-1], replace(moved[-1], flags=(contradiction,)))
    summary = replace(first, sentences=(*own, *moved), articles=(first.article, second.article))
    translations = {}
    for code, translation in brief.translations.items():
        head, tail = translation.sections
        sentences = tuple(
            replace(sentence, id=f"a1.x{number}") for number, sentence in enumerate(tail.sentences)
        )
        section = replace(head, sentences=(*head.sentences, *sentences))
        translations[code] = replace(translation, sections=(section,))
    return replace(brief, summaries=(summary,), translations=translations)


def test_a_number_behind_every_sentence_points_at_the_list_of_sources() -> None:
    document = lay_out(merged())
    latin, native = ("1", "2"), ("۱", "۲")
    digits = {"en": latin, "ru": latin, "prs": native, "ps": native}
    for section in document.sections:
        first, second = digits[section.language.code]
        (block,) = section.blocks
        ends = [line.text[-4:] for line in block.lines]
        assert set(ends) == {f" [{first}]", f" [{second}]"}
        assert ends == sorted(ends)
    assert [fact.label[:4] for fact in document.sources] == ["[1] ", "[2] "]


def test_the_title_says_whose_it_is() -> None:
    document = lay_out(merged())
    for section in document.sections:
        title = section.blocks[0].title
        assert title is not None
        assert title.text.endswith(("[1]", "[۱]"))
        assert section.blocks[0].facts == ()


def test_a_contradiction_is_told_in_every_language() -> None:
    for section in lay_out(merged()).sections:
        found = [item.detail for item in section.findings if item.code == "contradiction"]
        assert found == ["12 or 15"]


@pytest.mark.parametrize("ending", sorted(set(FORMATS) - {"json", "pdf"}))
def test_it_can_be_saved_in_every_format(ending: str, tmp_path: Path) -> None:
    (path,) = save(merged(), tmp_path / f"brief.{ending}")
    assert path.stat().st_size > 500


def test_brief_json_holds_it_and_gives_it_back() -> None:
    brief = merged()
    text = to_json(brief)
    assert '"articles": [\n        "' in text
    assert from_json(text) == brief
    assert from_json(text).merged
    assert not sample().merged


def test_the_schema_takes_it_with_a_translated_source_too() -> None:
    schema = json.loads(files("briefgen").joinpath("brief-1.schema.json").read_text("utf-8"))
    brief = merged()
    translated = replace(brief.summaries[0], language="en", title="Title")
    for summary in (brief.summaries[0], translated):
        written = to_json(replace(brief, summaries=(summary,)))
        jsonschema.validate(json.loads(written), schema)
        assert from_json(written).summaries == (summary,)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"articles": [\n        "a1"', '"articles": [\n        "a9"', "no article 'a9'"),
        ('"article": "a2"\n', '"article": "a9"\n', "is of no article 'a9'"),
    ],
)
def test_an_article_that_is_not_there_is_refused(old: str, new: str, message: str) -> None:
    text = to_json(merged())
    assert old in text
    with pytest.raises(BriefFormatError, match=message):
        from_json(text.replace(old, new, 1))
