"""A name is written in one way throughout a brief, whatever its case."""

from collections.abc import Sequence

import pytest

from briefgen.checks.names import names_in
from briefgen.engines.base import Hypothesis, Request
from briefgen.glossary import Glossary, Term
from briefgen.glossary.consistency import flag_inconsistent
from briefgen.options import TranslationOptions
from briefgen.records import TranslatedSentence
from briefgen.translate.translator import Translator
from tests.translate.fakes import FakeEngine


def _flags(
    pairs: Sequence[tuple[str, str]], language: str, glossary: Glossary | None = None
) -> list[tuple[str, str]]:
    sentences = [
        TranslatedSentence(id=f"s{n}", source=source, text=text)
        for n, (source, text) in enumerate(pairs, 1)
    ]
    found = flag_inconsistent(sentences, language, names_in, glossary)
    assert [sentence.text for sentence in found] == [text for _, text in pairs]
    assert all(flag.severity == "warning" for one in found for flag in one.flags)
    return [(flag.code, flag.where) for one in found for flag in one.flags]


SOURCES = ("The judge met Nazir Darwazi.", "Later Darwazi left.", "They waited for Darwazi.")


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("ru", ("Судья встретил Назира Дарвази.", "Позже Дарвази уехал.", "Ждали Дарвазия.")),
        ("prs", ("قاضی با نذیر دروازی دید.", "سپس دروازی رفت.", "منتظر دروازی‌ها بودند.")),
        ("ps", ("قاضي نذیر دروازي ولید.", "بیا دروازی لاړ.", "د دروازي په تمه وو.")),
        ("ru", ("Судья был там.", "Позже он уехал.", "Его ждали.")),
    ],
)
def test_one_name_in_several_cases_is_one(language: str, texts: tuple[str, ...]) -> None:
    assert _flags(list(zip(SOURCES, texts, strict=True)), language) == []


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("ru", ("Судья встретил Назира Дарвази.", "Позже Даравази уехал.", "Ждали Даравази.")),
        ("prs", ("قاضی با نذیر دروازی دید.", "سپس داروازی رفت.", "منتظر داروازی بودند.")),
        ("ps", ("قاضي نذیر دروازي ولید.", "بیا داروازي لاړ.", "د داروازي په تمه وو.")),
    ],
)
def test_another_spelling_is_flagged_once(language: str, texts: tuple[str, ...]) -> None:
    pairs = list(zip(SOURCES, texts, strict=True))
    assert _flags(pairs, language) == [("name-inconsistent", "s2")]


def test_what_a_glossary_gives_may_be_written_in_any_of_its_forms() -> None:
    term = Term(sources=("Darwazi",), targets={"ru": ("Дарвази", "Даравази")})
    texts = ("Судья встретил Назира Дарвази.", "Позже Даравази уехал.", "Ждали Дарвази.")
    pairs = list(zip(SOURCES, texts, strict=True))
    assert _flags(pairs, "ru", Glossary(terms=(term,), sha256="")) == []
    assert _flags(pairs, "ru") == [("name-inconsistent", "s2")]


def test_the_translator_looks_at_all_its_sentences() -> None:
    texts = dict(
        zip(SOURCES, ("Судья встретил Назира Дарвази.", "Даравази уехал.", "Ждали."), strict=True)
    )

    def answer(request: Request) -> list[Hypothesis]:
        return [Hypothesis(text=texts[request.text], score=-0.1)]

    found = Translator(FakeEngine(answer), TranslationOptions()).translate(
        SOURCES, source="en", to=["ru"]
    )["ru"]
    codes = [{flag.code for flag in sentence.flags} for sentence in found]
    assert ["name-inconsistent" in one for one in codes] == [False, True, False]
