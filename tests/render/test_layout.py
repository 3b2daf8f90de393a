"""What a document says, whatever its format."""

from dataclasses import replace

import pytest

from briefgen.languages import LANGUAGES
from briefgen.records import Brief, Checks, ModelInfo
from briefgen.render.document import Document
from briefgen.render.labels import labels_of
from briefgen.render.layout import languages_of, lay_out
from briefgen.render.made_of import stands_in
from tests.briefs import retitled, sample, single, with_sentence


def _section_texts(document: Document, code: str) -> list[str]:
    section = next(item for item in document.sections if item.language.code == code)
    return [line.text for block in section.blocks for line in block.lines]


def test_every_sentence_of_every_language_is_there_in_order() -> None:
    brief = sample()
    document = lay_out(brief)
    assert _section_texts(document, "en") == [
        sentence.text for summary in brief.summaries for sentence in summary.sentences
    ]
    for code, translation in brief.translations.items():
        assert _section_texts(document, code) == [
            sentence.text for section in translation.sections for sentence in section.sentences
        ]


def test_every_flag_is_marked_and_explained() -> None:
    brief = sample()
    document = lay_out(brief)
    found = [finding for section in document.sections for finding in section.findings]
    assert [(item.code, item.detail, item.mark.severity) for item in found] == [
        (flag.code, flag.detail, flag.severity) for flag in brief.flags
    ]
    for section in document.sections:
        lines = [line for block in section.blocks for line in (block.title, *block.lines) if line]
        marks = [mark for line in lines for mark in line.marks]
        assert marks == [finding.mark for finding in section.findings]


def test_marks_are_in_the_language_and_digits_of_their_section() -> None:
    labels = [
        [finding.mark.label for finding in section.findings]
        for section in lay_out(sample()).sections
    ]
    assert labels == [
        ["Check 1", "Note 2"],
        ["بررسی شود ۱", "یادداشت ۲", "یادداشت ۳"],
        ["وکتل شي ۱", "یادونه ۲"],
        ["Примечание 1"],
    ]


def test_languages_come_in_the_order_asked_after_english() -> None:
    brief = sample()
    brief = replace(brief, settings=replace(brief.settings, to=("ru", "ps", "prs")))
    codes = [section.language.code for section in lay_out(brief).sections]
    assert codes == ["en", "ru", "ps", "prs"]


def test_one_article_gives_the_document_its_title_source_and_date() -> None:
    document = lay_out(single())
    assert document.title.text == "Fund to pay for 12 clinics in Kunduz and Takhar"
    assert [fact.label for fact in document.facts] == ["Source", "Authors", "Published"]
    assert [language.code for language, _ in document.titles] == ["prs", "ps", "ru"]
    assert document.sections[0].blocks[0].title is None


def test_several_articles_each_have_their_own() -> None:
    document = lay_out(sample())
    assert document.title.text == "Briefing — Articles: 2"
    assert document.facts == ()
    titles = [block.title.text for block in document.sections[0].blocks if block.title]
    assert titles == [article.title for article in sample().articles]
    assert all(block.facts for section in document.sections for block in section.blocks)


def test_facts_are_in_each_language() -> None:
    facts = {
        section.language.code: [(fact.label, fact.value) for fact in section.blocks[1].facts]
        for section in lay_out(sample()).sections
    }
    assert facts == {
        "en": [("Source", "railway.txt"), ("Published", "21 March 2026")],
        "prs": [("منبع", "railway.txt"), ("تاریخ نشر", "۱ حمل ۱۴۰۵ (۲۱ مارچ ۲۰۲۶)")],
        "ps": [("سرچینه", "railway.txt"), ("د خپرېدو نېټه", "۱ وری ۱۴۰۵ (۲۱ مارچ ۲۰۲۶)")],
        "ru": [("Источник", "railway.txt"), ("Дата публикации", "21 марта 2026")],
    }


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("/home/someone/private/note.txt", "note.txt"),
        (r"C:\Users\someone\note.txt", "note.txt"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("-", None),
        ("", None),
    ],
)
def test_a_source_shows_no_folders_and_only_web_addresses_are_links(
    source: str, shown: str | None
) -> None:
    brief = single()
    article = replace(brief.articles[0], source=source, url=None, authors=(), published=None)
    facts = lay_out(replace(brief, articles=(article,))).facts
    assert [fact.value for fact in facts] == ([] if shown is None else [shown])
    assert all(fact.href is None for fact in facts)


def test_a_demonstration_model_is_named_as_such_in_every_language() -> None:
    for section in lay_out(sample()).sections:
        assert labels_of(section.language.code).demo in section.cautions
    assert not any(
        labels_of(section.language.code).demo in section.cautions
        for section in lay_out(single()).sections
    )


def test_persian_for_dari_is_said_in_the_dari_part_and_at_the_end() -> None:
    document = lay_out(single())
    by_code = {section.language.code: section.cautions for section in document.sections}
    assert by_code["prs"] == ("زبان خواسته‌شده: دری؛ زبان مدل: فارسی ایران.",)
    assert by_code["en"] == by_code["ps"] == by_code["ru"] == ()
    about = [line for _, lines in document.about for line in lines]
    assert "Language asked: Dari; language of the model: Persian." in about


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("fa", True), ("fa_IR", True), ("pes", True), ("<2fa>", True), ("__fa__", True),
        (">>pes<<", True), ("pes_Arab", True),
        ("prs_Arab", False), ("<2prs>", False), ("prs", False), ("", False),
    ],
)  # fmt: skip
def test_which_codes_are_persian(code: str, expected: bool) -> None:
    model = ModelInfo(
        id="m", revision="r", licence="MIT", engine="torch", quantization="", codes={"prs": code}
    )
    assert stands_in(model) is expected


def test_machine_translation_is_said_in_every_translation() -> None:
    for section in lay_out(sample()).sections[1:]:
        _, notice = section.notices
        labels = labels_of(section.language.code)
        assert notice == labels.machine_translation.format(
            model="briefgen/demo-translator", licence="CC0-1.0"
        )


def test_models_stand_at_the_end_with_revision_and_licence_but_no_folders() -> None:
    brief = sample()
    assert brief.models.translator is not None
    local = replace(brief.models.translator, id="/home/someone/models/nllb")
    brief = replace(brief, models=replace(brief.models, translator=local))
    lines = dict(lay_out(brief).about)["Models"]
    assert lines[0] == (
        "Summary: briefgen/demo-summarizer, revision demo-1, licence CC0-1.0, torch float32"
    )
    assert lines[1].startswith("Translation: nllb, ")
    assert "someone" not in str(lay_out(brief))


def _bare(brief: Brief) -> Brief:
    article = replace(brief.articles[0], title="", source="-", url=None, authors=(), published=None)
    return replace(
        brief,
        articles=(article,),
        summaries=(),
        translations={},
        settings=replace(brief.settings, to=()),
        models=replace(brief.models, translator=None),
        checks=Checks(errors=0, warnings=0),
    )


def test_a_brief_of_almost_nothing_is_a_document_still() -> None:
    document = lay_out(_bare(single()))
    assert document.title.text == "Briefing"
    assert [section.language.code for section in document.sections] == ["en"]
    assert dict(document.about)["Checks"] == (labels_of("en").nothing_found,)


def test_a_title_that_was_not_translated_does_not_hide_its_flags() -> None:
    brief = sample()
    translation = brief.translations["ps"]
    flagged = translation.sections[1]
    flagged = replace(flagged, title=replace(flagged.title, text=""))
    translation = replace(translation, sections=(translation.sections[0], flagged))
    brief = replace(brief, translations={**brief.translations, "ps": translation})
    section = lay_out(brief).sections[2]
    title = section.blocks[1].title
    assert title is not None
    assert [mark.label for mark in title.marks] == ["یادونه ۲"]


def test_line_breaks_and_control_signs_never_reach_a_document() -> None:
    document = lay_out(with_sentence(retitled(single(), "a\x00b\nc"), "d\x1be\r\nf\ud800g"))
    assert document.title.text == "a\ufffdb c"
    assert document.sections[0].blocks[0].lines[0].text == "d\ufffde f\ufffdg"


def test_a_flag_that_is_not_known_is_shown_all_the_same() -> None:
    brief = single()
    sentence = brief.summaries[0].sentences[3]
    flag = replace(sentence.flags[0], code="brand-new")
    summary = replace(
        brief.summaries[0],
        sentences=(*brief.summaries[0].sentences[:3], replace(sentence, flags=(flag,))),
    )
    (finding,) = lay_out(replace(brief, summaries=(summary,))).sections[0].findings
    assert (finding.meaning, finding.code) == ("Finding", "brand-new")


def test_every_language_has_all_labels_and_the_same_places_to_fill() -> None:
    english = labels_of("en")
    for code in LANGUAGES:
        labels = labels_of(code)
        assert labels.flags.keys() == english.flags.keys()
        for name in ("machine_translation", "machine_summary"):
            text = getattr(labels, name).format(model="M", licence="L")
            assert "M" in text
            assert "L" in text
        assert "7" in labels.articles.format(count="7")


def test_labels_use_the_letters_of_their_language() -> None:
    for code in ("prs", "ps"):
        labels = labels_of(code)
        words = " ".join([str(labels), *labels.flags.values()])
        assert "ك" not in words
        assert "٤" not in words
    assert "ي" not in str(labels_of("prs"))


def test_every_translation_says_who_wrote_the_summary() -> None:
    for section in lay_out(sample()).sections:
        assert "briefgen/demo-summarizer" in section.notices[0]
    for section in lay_out(single()).sections:
        assert section.notices[0] == labels_of(section.language.code).extractive_summary


def test_sources_are_listed_with_their_titles_where_there_are_several() -> None:
    document = lay_out(sample())
    assert [source.label for source in document.sources] == [a.title for a in sample().articles]
    assert document.sources[0].href == "https://news.example/health/clinics-2025?id=7&lang=en"
    assert lay_out(single()).sources == ()


@pytest.mark.parametrize("code", ["en", "prs", "ps", "ru"])
def test_a_document_of_one_language_says_everything_in_it(code: str) -> None:
    labels = labels_of(code)
    document = lay_out(sample(), only=code)
    assert document.language.code == code
    assert [section.language.code for section in document.sections] == [code]
    assert document.sections[0].heading == labels.summary
    assert document.titles == ()
    assert document.about_heading == labels.about
    assert document.sources_heading == labels.sources
    if code != "en":
        titles = [section.title.text for section in sample().translations[code].sections]
        assert [source.label for source in document.sources] == titles


@pytest.mark.parametrize("code", ["prs", "ps", "ru"])
def test_the_only_title_of_a_document_stands_at_its_head_with_its_marks(code: str) -> None:
    document = lay_out(single(), only=code)
    section = single().translations[code].sections[0]
    assert document.title.text == section.title.text
    assert len(document.title.marks) == len(section.title.flags)
    assert document.sections[0].blocks[0].title is None
    assert document.facts[0].label == labels_of(code).source


def test_the_languages_of_a_brief_are_english_and_those_asked_for() -> None:
    assert languages_of(sample()) == ("en", *sample().settings.to)


@pytest.mark.parametrize(
    ("code", "tag", "direction"),
    [
        ("ru", "ru-RU", "ltr"),
        ("prs", "fa-AF", "rtl"),
        ("ar", "ar", "rtl"),
        ("ur", "ur", "rtl"),
        ("de", "de", "ltr"),
        ("xx", "xx", "ltr"),
    ],
)
def test_a_summary_in_another_language_says_its_language_and_direction(
    code: str, tag: str, direction: str
) -> None:
    brief = single()
    brief = replace(brief, articles=(replace(brief.articles[0], language=code),))
    document = lay_out(brief)
    first = document.sections[0]
    assert (first.language.html_lang, first.language.direction) == (tag, direction)
    assert first.heading == "Summary"
    assert document.language == LANGUAGES["en"]
