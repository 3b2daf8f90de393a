"""One translation for each sentence, in order, the best of what the model proposes."""

import pytest

from briefgen.engines.base import Hypothesis, Request
from briefgen.errors import UnsupportedLanguageError
from briefgen.options import TranslationOptions
from briefgen.translate.translator import Translator
from tests.translate.fakes import FakeEngine

RUSSIAN = {
    "The talks ended on Monday.": "Переговоры завершились в понедельник.",
    "Aid reached 300 families.": "Помощь получили 300 семей.",
}


def _faithful(request: Request) -> list[Hypothesis]:
    return [Hypothesis(text=RUSSIAN[request.text], score=-0.1)]


def test_every_sentence_comes_back_in_order_and_once() -> None:
    engine = FakeEngine(_faithful)
    found = Translator(engine, TranslationOptions()).translate(
        list(RUSSIAN), source="en", to=["ru"]
    )["ru"]
    assert [sentence.text for sentence in found] == list(RUSSIAN.values())
    assert [sentence.source for sentence in found] == list(RUSSIAN)
    assert [sentence.flags for sentence in found] == [(), ()]


def test_all_languages_go_through_the_model_in_one_batch() -> None:
    engine = FakeEngine(lambda request: [Hypothesis(text="x", score=-0.1)])
    found = Translator(engine, TranslationOptions()).translate(
        list(RUSSIAN), source="en", to=["prs", "ps", "ru"]
    )
    assert list(found) == ["prs", "ps", "ru"]
    batch, *_ = engine.batches
    assert [(request.target, request.text) for request in batch] == [
        (code, text) for code in ("prs", "ps", "ru") for text in RUSSIAN
    ]


def test_a_hypothesis_that_passes_the_checks_beats_a_likelier_one_that_does_not() -> None:
    engine = FakeEngine(
        lambda request: [
            Hypothesis(text="Помощь получили 500 семей.", score=-0.1),
            Hypothesis(text="Помощь получили 300 семей.", score=-0.4),
        ]
    )
    (found,) = Translator(engine, TranslationOptions()).translate(
        ["Aid reached 300 families."], source="en", to=["ru"]
    )["ru"]
    assert found.text == "Помощь получили 300 семей."
    assert not found.flags


def test_what_no_hypothesis_mends_stays_flagged() -> None:
    engine = FakeEngine(lambda request: [Hypothesis(text="Помощь получили 500 семей.", score=-0.1)])
    (found,) = Translator(engine, TranslationOptions()).translate(
        ["Aid reached 300 families."], source="en", to=["ru"], ids=["a1.m1"]
    )["ru"]
    assert {flag.code for flag in found.flags} >= {"number-missing"}
    assert {flag.where for flag in found.flags} == {"a1.m1"}


def test_a_sentence_that_the_model_is_not_sure_of_is_an_error() -> None:
    engine = FakeEngine(lambda request: [Hypothesis(text=RUSSIAN[request.text], score=-2.0)])
    found = Translator(engine, TranslationOptions(), {"ru": -1.0}).translate(
        list(RUSSIAN), source="en", to=["ru"]
    )["ru"]
    assert [[(f.code, f.severity) for f in x.flags] for x in found] == [
        [("low-confidence", "error")]
    ] * 2


def test_limits_are_never_reached_silently() -> None:
    engine = FakeEngine(
        lambda request: [
            Hypothesis(
                text=RUSSIAN[request.text], score=-0.1, input_truncated=True, output_truncated=True
            )
        ]
    )
    (found,) = Translator(engine, TranslationOptions()).translate(
        ["The talks ended on Monday."], source="en", to=["ru"]
    )["ru"]
    assert [flag.code for flag in found.flags] == ["truncated", "truncated"]


def test_a_text_already_in_the_language_is_passed_through_and_marked() -> None:
    engine = FakeEngine(_faithful)
    found = Translator(engine, TranslationOptions()).translate(
        ["Переговоры завершились."], source="ru", to=["ru"]
    )["ru"]
    assert [(x.text, [f.code for f in x.flags]) for x in found] == [
        ("Переговоры завершились.", ["passed-through"])
    ]
    assert engine.batches in ([], [()])


def test_a_language_that_the_checkpoint_lacks_is_refused_before_anything_runs() -> None:
    engine = FakeEngine(_faithful, languages=("en", "ru"))
    with pytest.raises(UnsupportedLanguageError):
        Translator(engine, TranslationOptions()).translate(["x"], source="en", to=["ru", "ps"])
    assert engine.batches == []


def test_no_sentences_give_no_translations() -> None:
    found = Translator(FakeEngine(_faithful), TranslationOptions()).translate(
        [], source="en", to=["ru"]
    )
    assert found == {"ru": ()}
