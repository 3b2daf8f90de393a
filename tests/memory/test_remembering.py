"""A translator that asks the memory first: the model works once, and people have the last word."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from briefgen.engines.base import Decoding, Hypothesis, Request
from briefgen.memory import TranslationMemory
from briefgen.memory.entries import revision_key
from briefgen.memory.remembering import Remembering
from briefgen.options import TranslationOptions
from briefgen.records import Flag, ModelInfo, TranslatedSentence
from briefgen.translate.translator import Translator, decoding
from tests.memory.entries import approved, texts
from tests.translate.fakes import FakeEngine

TALKS, AID = "The talks ended on Monday.", "Aid reached 300 families."
RUSSIAN = {TALKS: "Переговоры завершились в понедельник.", AID: "Помощь получили 300 семей."}
PASHTO = {TALKS: "خبرې د دوشنبې په ورځ پای ته ورسېدې.", AID: "مرسته ۳۰۰ کورنیو ته ورسېده."}


class RememberingTranslator(Translator):
    """The translator with a memory bound to its engine and options."""

    def __init__(
        self, engine: FakeEngine, options: TranslationOptions, memory: TranslationMemory
    ) -> None:
        self.remembering = Remembering(
            memory,
            engine.info,
            decoding=decoding(options),
            settings={"digits": options.digits},
        )
        super().__init__(engine, options, memory=self.remembering)


def _answer(request: Request) -> list[Hypothesis]:
    book = RUSSIAN if request.target == "ru" else PASHTO
    return [
        Hypothesis(text="Что-то с числом 777.", score=-0.1),
        Hypothesis(text=book.get(request.text, "Ещё одно предложение."), score=-0.25),
    ]


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(_answer)


def _asked(engine: FakeEngine) -> list[list[tuple[str | None, str]]]:
    return [[(request.target, request.text) for request in batch] for batch in engine.batches]


def test_the_second_time_the_model_is_not_asked_and_the_result_is_the_same(
    engine: FakeEngine, memory: TranslationMemory
) -> None:
    translator = RememberingTranslator(engine, TranslationOptions(), memory)
    first = translator.translate([TALKS, AID], source="en", to=["ru", "ps"])
    assert [s.text for s in first["ru"]] == list(RUSSIAN.values())
    again = RememberingTranslator(engine, TranslationOptions(), memory)
    assert again.translate([TALKS, AID], source="en", to=["ru", "ps"]) == first
    assert len(engine.batches) == 1


def test_only_what_is_unknown_goes_to_the_model_in_one_batch(
    engine: FakeEngine, memory: TranslationMemory
) -> None:
    translator = RememberingTranslator(engine, TranslationOptions(), memory)
    translator.translate([AID], source="en", to=["ru"])
    found = translator.translate([TALKS, AID], source="en", to=["ps", "ru"])
    assert [s.text for s in found["ps"]] == list(PASHTO.values())
    assert [s.text for s in found["ru"]] == list(RUSSIAN.values())
    assert _asked(engine) == [[("ru", AID)], [("ps", TALKS), ("ps", AID), ("ru", TALKS)]]


def test_a_correction_wins_at_once_for_every_translator(
    engine: FakeEngine, memory: TranslationMemory
) -> None:
    translator = RememberingTranslator(engine, TranslationOptions(), memory)
    translator.translate([AID], source="en", to=["ru"])
    memory.store([approved(AID, "Помощь дошла до 300 семей.", target="ru")])
    for options in (TranslationOptions(), TranslationOptions(beams=8, digits="latin")):
        (found,) = RememberingTranslator(engine, options, memory).translate(
            [AID], source="en", to=["ru"]
        )["ru"]
        assert found.text == "Помощь дошла до 300 семей."
    assert len(engine.batches) == 1


def test_a_person_s_text_is_checked_but_kept_and_never_stored_as_the_model_s(
    engine: FakeEngine, memory: TranslationMemory
) -> None:
    memory.store([approved(AID, "Помощь получили 500 семей.", target="ru")])
    (found,) = RememberingTranslator(engine, TranslationOptions(), memory).translate(
        [AID], source="en", to=["ru"]
    )["ru"]
    assert found.text == "Помощь получили 500 семей."
    assert "number-missing" in {flag.code for flag in found.flags}
    assert memory.stats().model == 0


@pytest.mark.parametrize(
    "options", [TranslationOptions(beams=8), TranslationOptions(digits="latin")]
)
def test_other_settings_are_another_question(
    engine: FakeEngine, memory: TranslationMemory, options: TranslationOptions
) -> None:
    RememberingTranslator(engine, TranslationOptions(), memory).translate(
        [TALKS], source="en", to=["ru"]
    )
    RememberingTranslator(engine, options, memory).translate([TALKS], source="en", to=["ru"])
    assert len(engine.batches) == 2


def test_a_translation_with_an_error_is_asked_for_again(memory: TranslationMemory) -> None:
    wrong = FakeEngine(lambda request: [Hypothesis(text="Помощь получили 500 семей.", score=-0.1)])
    (first,) = RememberingTranslator(wrong, TranslationOptions(), memory).translate(
        [AID], source="en", to=["ru"]
    )["ru"]
    assert any(flag.severity == "error" for flag in first.flags)
    (better,) = RememberingTranslator(FakeEngine(_answer), TranslationOptions(), memory).translate(
        [AID], source="en", to=["ru"]
    )["ru"]
    assert better.text == RUSSIAN[AID]
    silent = FakeEngine(lambda request: [])
    (third,) = RememberingTranslator(silent, TranslationOptions(), memory).translate(
        [AID], source="en", to=["ru"]
    )["ru"]
    assert third == better


def test_a_text_in_its_own_language_is_not_remembered(
    engine: FakeEngine, memory: TranslationMemory
) -> None:
    RememberingTranslator(engine, TranslationOptions(), memory).translate(
        ["Переговоры завершились."], source="ru", to=["ru"]
    )
    assert list(memory.entries()) == []
    assert engine.batches == []


def test_a_memory_that_cannot_be_written_costs_no_translation(
    engine: FakeEngine, tmp_path: Path
) -> None:
    with (
        TranslationMemory(tmp_path / "m", timeout_s=0.05) as memory,
        TranslationMemory(tmp_path / "m") as holder,
    ):
        translator = RememberingTranslator(engine, TranslationOptions(), memory)
        holder._connection.execute("BEGIN IMMEDIATE")
        (found,) = translator.translate([TALKS], source="en", to=["ru"])["ru"]
        assert found.text == RUSSIAN[TALKS]
        assert "another briefgen" in translator.remembering.problem
        holder._connection.execute("ROLLBACK")
        translator.translate([TALKS], source="en", to=["ru"])
        assert translator.remembering.problem == ""
        assert memory.stats().model == 1


INFO = ModelInfo(id="m/x", revision="abc", licence="", engine="torch", quantization="float32")


def _keep(memory: TranslationMemory, info: ModelInfo, decoding: Decoding) -> Remembering:
    remembering = Remembering(memory, info, decoding=decoding, settings={"digits": "native"})
    sentence = TranslatedSentence(id="s1", source=TALKS, text=RUSSIAN[TALKS], score=-0.5)
    assert remembering.keep({"ru": [sentence]}, source="en") == 1
    return remembering


def test_the_key_is_written_so_that_a_new_option_of_decoding_changes_no_old_one(
    memory: TranslationMemory,
) -> None:
    _keep(memory, INFO, Decoding(beams=4, hypotheses=4))
    (entry,) = memory.entries()
    assert (entry.model, entry.revision) == ("m/x", "abc")
    assert entry.settings == "beams=4;digits=native;engine=torch;hypotheses=4;quantization=float32"


def test_a_folder_whose_weights_change_is_another_model(memory: TranslationMemory) -> None:
    folder = replace(INFO, revision="local", files={"b": "2", "a": "1"})
    digest = hashlib.sha256(b"a 1\nb 2\n").hexdigest()[:16]
    assert revision_key(folder) == f"local-{digest}"
    assert revision_key(replace(folder, files={"a": "1", "b": "3"})) != revision_key(folder)
    assert revision_key(replace(INFO, files={"a": "1"})) == "abc"
    _keep(memory, folder, Decoding())
    assert texts(
        memory,
        TALKS,
        target="ru",
        model="m/x",
        revision=f"local-{digest}",
        settings="beams=4;digits=native;engine=torch;quantization=float32",
    ) == [RUSSIAN[TALKS]]


def test_warnings_do_not_make_a_translation_flawed_and_errors_do(
    memory: TranslationMemory,
) -> None:
    remembering = _keep(memory, INFO, Decoding())
    for severity, known in (("warning", True), ("error", False)):
        flag = Flag(code="x", severity=severity, detail="")  # type: ignore[arg-type]
        sentence = TranslatedSentence(id="s1", source=AID, text="y", flags=(flag,))
        remembering.keep({"ru": [sentence]}, source="en")
        (found,) = remembering.recall([AID], source="en", target="ru")
        assert (found is not None) is known


def test_using_an_entry_again_does_not_change_when_it_was_made(
    memory: TranslationMemory,
) -> None:
    _keep(memory, INFO, Decoding())
    (entry,) = memory.entries()
    memory.store([replace(entry, created="2020-01-01T00:00:00+00:00", text="другое")])
    memory.store([replace(entry, created="", text="другое")])
    assert [one.created for one in memory.entries()] == ["2020-01-01T00:00:00+00:00"]


def test_what_was_replaced_is_told_again_when_the_text_comes_from_the_memory(
    memory: TranslationMemory,
) -> None:
    engine = FakeEngine(lambda _: [Hypothesis(text="کمک در ۳ ژوئن رسید.", score=-0.2)])
    translator = RememberingTranslator(engine, TranslationOptions(), memory)
    first = translator.translate(["Aid came on June 3."], source="en", to=["prs"])["prs"]
    assert [flag.code for flag in first[0].flags] == ["dari-word"]
    assert translator.translate(["Aid came on June 3."], source="en", to=["prs"])["prs"] == first
    assert len(engine.batches) == 1


def test_what_a_person_approved_is_marked(engine: FakeEngine, memory: TranslationMemory) -> None:
    memory.store([approved(AID, "Помощь дошла до 300 семей.", target="ru")])
    translator = RememberingTranslator(engine, TranslationOptions(), memory)
    found = translator.translate([TALKS, AID], source="en", to=["ru"])["ru"]
    assert [sentence.approved for sentence in found] == [False, True]
    # A model's own sentence is nobody's word, from the memory neither.
    again = translator.translate([TALKS], source="en", to=["ru"])["ru"]
    assert [sentence.approved for sentence in again] == [False]
