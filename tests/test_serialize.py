"""brief.json: what is written is read back exactly, and what is wrong is named."""

import json
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.errors import BriefFormatError
from briefgen.records import Retry
from briefgen.serialize import article_to_dict, from_json, load_brief, to_json
from tests.briefs import SAMPLE, sample, single, with_sentence

Data = dict[str, Any]


@pytest.fixture
def data() -> Data:
    """The sample as plain JSON data."""
    loaded: Data = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(files("briefgen").joinpath("brief-1.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_a_brief_is_read_back_as_it_was() -> None:
    for brief in (sample(), single()):
        assert from_json(to_json(brief)) == brief


@settings(max_examples=30, deadline=None)
@given(st.text(), st.floats(allow_nan=False, allow_infinity=False))
def test_any_text_and_any_score_survive(text: str, score: float) -> None:
    brief = with_sentence(sample(), text)
    first = replace(brief.summaries[0].sentences[0], score=score)
    summary = replace(brief.summaries[0], sentences=(first, *brief.summaries[0].sentences[1:]))
    brief = replace(brief, summaries=(summary, *brief.summaries[1:]))
    assert from_json(to_json(brief)) == brief


def test_the_same_brief_gives_the_same_text_whatever_the_order_of_its_dictionaries() -> None:
    brief = sample()
    shuffled = replace(
        brief,
        translations=dict(reversed(brief.translations.items())),
        checks=replace(brief.checks, by_code=dict(reversed(brief.checks.by_code.items()))),
    )
    assert to_json(shuffled) == to_json(brief) == SAMPLE.read_text(encoding="utf-8")


def test_keys_come_in_the_order_of_the_contract(data: Data) -> None:
    written = json.loads(to_json(sample()))
    assert list(written) == [
        "schema", "created", "generator", "settings", "models", "articles", "summaries",
        "translations", "checks", "timings",
    ]  # fmt: skip
    assert list(written["articles"][0]) == [
        "id", "title", "source", "url", "authors", "published", "language", "words", "sha256",
        "sentences", "headings",
    ]  # fmt: skip
    assert list(written["translations"]) == ["prs", "ps", "ru"]
    assert list(written["translations"]["ps"]["sections"][0]["sentences"][0]) == [
        "id", "source", "text", "score", "flags",
    ]  # fmt: skip
    assert list(written["settings"]["length"]) == ["kind", "min_words", "max_words"]


def test_letters_are_written_as_they_are_with_two_spaces_and_a_newline() -> None:
    text = to_json(sample())
    assert "می‌کند" in text
    assert '\n  "created"' in text
    assert text.endswith("}\n")


def test_the_number_of_sentences_is_written_where_it_was_asked() -> None:
    brief = sample()
    length = replace(
        brief.settings.length, kind="sentences", min_words=None, max_words=None, sentences=3
    )
    brief = replace(brief, settings=replace(brief.settings, length=length))
    assert json.loads(to_json(brief))["settings"]["length"] == {
        "kind": "sentences", "min_words": None, "max_words": None, "sentences": 3,
    }  # fmt: skip
    assert from_json(to_json(brief)) == brief


def test_the_text_of_a_translation_is_not_said_twice(data: Data) -> None:
    assert "text" not in data["articles"][0]
    assert "text" not in data["summaries"][0]
    assert "text" not in data["translations"]["prs"]


def test_extract_prints_the_article_with_its_text_and_headings() -> None:
    article = sample().articles[0]
    printed = article_to_dict(article)
    assert list(printed)[-3:] == ["sentences", "text", "headings"]
    assert printed["text"] == article.text
    assert "What comes next" not in str(printed["text"])
    assert printed["headings"] == [{"text": "What comes next", "before_sentence": 4}]


def test_the_schema_takes_what_is_written(validator: jsonschema.Draft202012Validator) -> None:
    for brief in (sample(), single()):
        validator.validate(json.loads(to_json(brief)))


def test_the_schema_refuses_what_the_reader_refuses(
    validator: jsonschema.Draft202012Validator, data: Data
) -> None:
    for break_it, _ in BREAKAGES.values():
        broken = json.loads(json.dumps(data))
        break_it(broken)
        assert not validator.is_valid(broken)


def _set(path: str, value: object) -> Callable[[Data], None]:
    """Put a value at a dotted path; numbers are places in a list."""

    def change(data: Data) -> None:
        *parents, last = path.split(".")
        place: Any = data
        for name in parents:
            place = place[int(name) if name.isdigit() else name]
        place[int(last) if last.isdigit() else last] = value

    return change


def _drop(path: str) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        *parents, last = path.split(".")
        place: Any = data
        for name in parents:
            place = place[int(name) if name.isdigit() else name]
        del place[last]

    return change


BREAKAGES: dict[str, tuple[Callable[[Data], None], str]] = {
    "a number as text": (
        _set("articles.0.words", "many"),
        "articles[0].words: expected a whole number, found 'many'",
    ),
    "true as a number": (
        _set("articles.0.words", True),
        "articles[0].words: expected a whole number, found true or false",
    ),
    "an unknown severity": (
        _set("summaries.0.sentences.3.flags.0.severity", "fatal"),
        "summaries[0].sentences[3].flags[0].severity: expected 'error' or 'warning', found 'fatal'",
    ),
    "a missing key": (
        _drop("translations.ps.title.text"),
        "translations.ps.title.text is missing",
    ),
    "a key too many": (_set("settings.colour", "red"), "settings.colour: unknown key"),
    "a text as a list": (
        _set("articles.1.authors", "J. Smith"),
        "articles[1].authors: expected a list, found 'J. Smith'",
    ),
    "null for a text": (_set("created", None), "created: expected a text, found null"),
    "a language that is none": (
        lambda data: data["translations"].update(fr=data["translations"]["ru"]),
        "translations.fr: unknown language; known are prs, ps, ru",
    ),
    "a wrong direction": (
        _set("translations.prs.direction", "ltr"),
        "translations.prs.direction: expected 'rtl', found 'ltr'",
    ),
    "an unknown calendar": (
        _set("settings.calendar", "lunar"),
        "settings.calendar: unknown calendar 'lunar'; known are gregorian, solar-hijri, both",
    ),
    "another version": (
        _set("schema", "briefgen/brief-2"),
        "'briefgen/brief-2' is a version that this briefgen does not read",
    ),
    "no schema": (_drop("schema"), "schema is missing"),
    "another schema": (_set("schema", "tool/9"), "expected 'briefgen/brief-1', found 'tool/9'"),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_an_error_names_the_place(name: str, data: Data) -> None:
    break_it, message = BREAKAGES[name]
    break_it(data)
    with pytest.raises(BriefFormatError) as caught:
        from_json(json.dumps(data))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("summaries.0.article", "a9", "summaries[0].article: there is no article 'a9'"),
        ("articles.1.id", "a1", "two articles have the same id"),
        (
            "summaries.0.sentences.1.evidence.0.sentence",
            "a2-s1",
            "summaries[0].sentences[1].evidence[0].sentence: article 'a1' has no sentence 'a2-s1'",
        ),
        (
            "translations.ru.sections.1.sentences.0.id",
            "a1-u1",
            "translations.ru.sections[1].sentences[0].id: no summary has a sentence 'a1-u1'",
        ),
    ],
)
def test_a_reference_to_nothing_is_refused(data: Data, path: str, value: str, message: str) -> None:
    _set(path, value)(data)
    with pytest.raises(BriefFormatError) as caught:
        from_json(json.dumps(data))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[]", "expected an object, found a list"),
        ("null", "expected an object, found null"),
        ('{"schema": "briefgen/brief-1", "schema": "briefgen/brief-1"}', "comes twice"),
        ('{"schema": NaN}', "NaN is not a number that JSON has"),
        ("[" * 100_000, "nested too deeply"),
        ("1" * 5_000, "too many digits"),
    ],
)
def test_what_is_no_brief_at_all_is_said_so(text: str, message: str) -> None:
    with pytest.raises(BriefFormatError, match=message):
        from_json(text)


def test_a_number_without_end_is_refused(data: Data) -> None:
    text = json.dumps(data).replace('"translate": 2.25', '"translate": 1e999')
    with pytest.raises(BriefFormatError, match=r"timings\.translate: a number too large"):
        from_json(text)


def test_what_goes_beyond_the_contract_may_be_absent(data: Data) -> None:
    for article in data["articles"]:
        del article["headings"]
    for translation in data["translations"].values():
        for section in translation["sections"]:
            del section["title"]
    for model in data["models"].values():
        del model["codes"], model["files"]
    brief = from_json(json.dumps(data))
    assert brief.articles[0].headings == ()
    assert brief.models.summarizer.codes == {}
    assert brief.translations["ru"].sections[1].title.text == ""


def test_one_section_without_a_title_takes_that_of_the_whole(data: Data) -> None:
    single_data: Data = json.loads(to_json(single()))
    del single_data["translations"]["ru"]["sections"][0]["title"]
    brief = from_json(json.dumps(single_data))
    assert brief.translations["ru"].sections[0].title == brief.translations["ru"].title


def test_a_file_is_loaded_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "brief.json"
    path.write_bytes(b"\xef\xbb\xbf" + SAMPLE.read_bytes())
    assert load_brief(path) == sample()
    assert load_brief(str(SAMPLE)) == sample()


def test_an_error_names_the_file(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"schema": "briefgen/brief-9"}', encoding="utf-8")
    latin = tmp_path / "latin.json"
    latin.write_bytes(b'{"schema": "caf\xe9"}')
    for path, message in (
        (broken, "update briefgen"),
        (latin, "not UTF-8"),
        (tmp_path / "none.json", "no such file"),
        (tmp_path, "is a folder"),
    ):
        with pytest.raises(BriefFormatError, match=message) as caught:
            load_brief(path)
        assert str(path) in str(caught.value)


def test_a_number_that_json_has_not_is_a_defect_and_not_written() -> None:
    brief = sample()
    with pytest.raises(ValueError, match="Out of range"):
        to_json(replace(brief, timings=replace(brief.timings, load=float("nan"))))


def test_retries_stand_only_where_there_were_any(
    validator: jsonschema.Draft202012Validator,
) -> None:
    brief = sample()
    assert '"retries"' not in to_json(brief)
    retry = Retry(decoding="beams=8", text="…", score=-0.5, flags=("number-missing",))
    translation = brief.translations["ru"]
    section = translation.sections[0]
    tried = replace(
        section,
        title=replace(section.title, retries=(retry,)),
        sentences=(replace(section.sentences[0], retries=(retry,)), *section.sentences[1:]),
    )
    brief = replace(
        brief,
        translations={
            **brief.translations,
            "ru": replace(translation, sections=(tried, *translation.sections[1:])),
        },
    )
    text = to_json(brief)
    validator.validate(json.loads(text))
    assert text.count('"retries"') == 2
    assert from_json(text) == brief
