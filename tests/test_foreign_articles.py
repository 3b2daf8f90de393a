"""Articles in other languages than English: read as they are, or put into English first."""

import pytest

from briefgen import Briefer, models
from briefgen.engines.base import Hypothesis
from briefgen.errors import ModelNotInstalledError, UnsupportedLanguageError
from briefgen.options import TranslationOptions
from briefgen.records import Article
from briefgen.serialize import from_json, to_json
from briefgen.summarize.base import Summarizer
from briefgen.summarize.extractive import ExtractiveSummarizer
from briefgen.summarize.seq2seq import Seq2SeqSummarizer
from briefgen.translate.translator import Translator
from tests.summarize.articles import article
from tests.summarize.fakes import ScriptedEngine

IN_ENGLISH = {
    "Порт закрывает пирс": "Port closes pier",
    "Порт Велморы закроет старый пирс в понедельник.": (
        "The port of Velmora will close its old pier on Monday."
    ),
    "Инспекторы нашли трещины в 14 опорах.": "Inspectors found cracks in 14 pillars.",
    "Паромы будут уходить от нового терминала.": "Ferries will leave from the new terminal.",
    "Ремонт займёт семь месяцев.": "Repairs will take seven months.",
}
TITLE, *SENTENCES = IN_ENGLISH
RUSSIAN = article(" ".join(SENTENCES), TITLE, "ru")
BACK = {english: russian for russian, english in IN_ENGLISH.items()}


def translating(text: str) -> list[str | Hypothesis]:
    """Russian into English, and English into Russian."""
    return [IN_ENGLISH.get(text) or BACK.get(text) or "Nothing is known of this."]


def summarizing(text: str) -> list[str | Hypothesis]:
    return ["The port of Velmora will close its pier on Monday."] if "Velmora" in text else ["No."]


def english_only() -> Summarizer:
    return Seq2SeqSummarizer(ScriptedEngine(summarizing), languages=("en",))


def briefer_with(
    monkeypatch: pytest.MonkeyPatch,
    summarizer: Summarizer,
    translator: Translator | Exception,
    **options: object,
) -> Briefer:
    def load_translator(*_: object, **__: object) -> Translator:
        if isinstance(translator, Exception):
            raise translator
        return translator

    monkeypatch.setattr(models, "load_summarizer", lambda *_: summarizer)
    monkeypatch.setattr(models, "load_translator", load_translator)
    return Briefer(**{"memory": False, "to": (), "sentences": 2, **options})  # type: ignore[arg-type]


@pytest.fixture
def translator() -> Translator:
    return Translator(ScriptedEngine(translating), TranslationOptions())


def test_what_the_summarizer_does_not_read_is_translated_first(
    monkeypatch: pytest.MonkeyPatch, translator: Translator
) -> None:
    briefer = briefer_with(monkeypatch, english_only(), translator)
    brief = briefer.brief(RUSSIAN)
    (summary,) = brief.summaries
    assert summary.language == "en"
    assert summary.title == "Port closes pier"
    assert summary.sentences[0].text == "The port of Velmora will close its pier on Monday."
    assert summary.sentences[0].evidence[0].sentence == "a1.s1"
    # The article is the original, and so is what the evidence points at.
    assert brief.articles[0] == RUSSIAN
    assert brief.models.translator == translator.info


def test_it_is_said_once_and_by_a_warning(
    monkeypatch: pytest.MonkeyPatch, translator: Translator
) -> None:
    brief = briefer_with(monkeypatch, english_only(), translator).brief(RUSSIAN)
    flags = [flag for flag in brief.flags if flag.code == "translated-source"]
    assert [flag.severity for flag in flags] == ["warning"]
    assert flags[0].where == brief.summaries[0].sentences[0].id
    assert "Russian" in flags[0].detail
    assert from_json(to_json(brief)) == brief


def test_translations_are_made_of_the_english_summary(
    monkeypatch: pytest.MonkeyPatch, translator: Translator
) -> None:
    briefer = briefer_with(monkeypatch, english_only(), translator, to="ru", sentences=3)
    brief = briefer.brief(RUSSIAN)
    section = brief.translations["ru"].sections[0]
    assert section.title.text == TITLE
    assert all(s.source in BACK or "Velmora" in s.source for s in section.sentences)
    assert not any(flag.code == "passed-through" for flag in brief.flags)


def test_what_was_doubtful_in_the_translation_is_said_of_the_summary(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = IN_ENGLISH | {SENTENCES[1]: "Inspectors found cracks in 15 pillars."}
    translator = Translator(ScriptedEngine(lambda text: [wrong[text]]), TranslationOptions())
    briefer = briefer_with(monkeypatch, english_only(), translator, sentences=4)
    (summary,) = briefer.brief(RUSSIAN).summaries
    (sentence,) = [s for s in summary.sentences if "15 pillars" in s.text]
    found = [flag for flag in sentence.flags if flag.code == "number-added"]
    assert found
    assert found[0].severity == "error"
    assert found[0].where == sentence.id
    assert found[0].detail.startswith("in the translation of a1.s2: ")


@pytest.mark.parametrize(
    "summarizer",
    [
        ExtractiveSummarizer(),
        Seq2SeqSummarizer(ScriptedEngine(lambda _: ["Нет."]), languages=("en", "ru")),
        Seq2SeqSummarizer(ScriptedEngine(lambda _: ["Нет."])),
    ],
)
def test_what_the_summarizer_reads_stays_in_its_language(
    monkeypatch: pytest.MonkeyPatch, summarizer: Summarizer
) -> None:
    missing = ModelNotInstalledError("nothing is installed")
    (summary,) = briefer_with(monkeypatch, summarizer, missing).brief(RUSSIAN).summaries
    assert summary.language is None
    assert summary.title is None
    assert [s.text for s in summary.sentences] == [
        s for s in SENTENCES if s in [sentence.text for sentence in summary.sentences]
    ]


def test_dari_is_read_by_what_reads_persian() -> None:
    reads = Seq2SeqSummarizer(ScriptedEngine(summarizing), languages=("en", "fa")).reads
    assert (reads("prs"), reads("fa"), reads("ps")) == (True, True, False)


def test_without_a_translator_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    briefer = briefer_with(monkeypatch, english_only(), ModelNotInstalledError("none there."))
    with pytest.raises(UnsupportedLanguageError) as caught:
        briefer.summarize(RUSSIAN)
    message = str(caught.value)
    assert "test.txt is in Russian, which scripted does not read" in message
    assert "--summarizer extractive" in message


def test_a_translator_that_writes_no_english_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    copying = Translator(ScriptedEngine(lambda text: [text]), TranslationOptions())
    briefer = briefer_with(monkeypatch, english_only(), copying)
    with pytest.raises(UnsupportedLanguageError, match="does not translate Russian into English"):
        briefer.summarize(RUSSIAN)


ENGLISH = article(
    "Velmora's fishermen fear for their catch. They asked for a quay in the north.",
    "Fishermen worry",
    identity="a2",
)


@pytest.mark.parametrize("order", [(RUSSIAN, ENGLISH), (ENGLISH, RUSSIAN)])
def test_articles_of_several_languages_are_merged_in_english(
    monkeypatch: pytest.MonkeyPatch, translator: Translator, order: tuple[Article, ...]
) -> None:
    briefer = briefer_with(monkeypatch, ExtractiveSummarizer(), translator, sentences=4)
    brief = briefer.brief(*order, merge=True)
    (summary,) = brief.summaries
    assert summary.language == "en"
    assert {s.article for s in summary.sentences} == {"a1", "a2"}
    assert all(s.text.isascii() for s in summary.sentences)
    flags = [flag.detail for flag in summary.flags]
    assert flags == ["made from a machine translation of the article's Russian into English"]
    assert [a.language for a in brief.articles] == [a.language for a in order]
