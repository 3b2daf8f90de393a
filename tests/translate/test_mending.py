"""What the checks find wrong is decoded again before it is flagged."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefgen.checks.adequacy import Adequacy
from briefgen.engines.base import Decoding, Hypothesis, Request
from briefgen.memory.database import TranslationMemory
from briefgen.memory.entries import Entry
from briefgen.memory.remembering import Remembering
from briefgen.options import TranslationOptions
from briefgen.records import TranslatedSentence
from briefgen.translate.translator import Translator, decoding
from tests.translate.fakes import FakeEngine

WRONG = {"prs": "کمک به ۵۰۰ خانواده رسید.", "ru": "Помощь получили 500 семей."}
RIGHT = {"prs": "کمک به ۳۰۰ خانواده رسید.", "ru": "Помощь получили 300 семей."}
SENTENCE = "Aid reached 300 families."
LOOP = "Помощь получили " * 9 + "300 семей."


class _Healing(FakeEngine):
    """Wrong at first, right where it is decoded in a way that heals it."""

    def __init__(self, first: dict[str, str], heals: str) -> None:
        super().__init__(lambda request: [])
        self._first = first
        self._heals = heals

    def generate(
        self, requests: Sequence[Request], decoding: Decoding
    ) -> tuple[tuple[Hypothesis, ...], ...]:
        super().generate(requests, decoding)
        healed = {"beams": decoding.beams > 4, "penalty": decoding.repetition_penalty > 1}
        table = RIGHT if healed.get(self._heals) else self._first
        return tuple(
            (Hypothesis(text=table[request.target or ""], score=-0.3),) for request in requests
        )


def _translate(
    engine: FakeEngine, to: list[str], thresholds: dict[str, float] | None = None
) -> dict[str, tuple[TranslatedSentence, ...]]:
    translator = Translator(engine, TranslationOptions(), thresholds)
    return translator.translate([SENTENCE], source="en", to=to)


def test_a_sentence_with_an_error_is_decoded_with_more_beams_all_languages_in_one_batch() -> None:
    engine = _Healing(WRONG, "beams")
    found = _translate(engine, ["prs", "ru"])
    assert {code: one.text for code, (one,) in found.items()} == RIGHT
    assert not any(one.flags for (one,) in found.values())
    assert [[request.target for request in batch] for batch in engine.batches] == [
        ["prs", "ru"],
        ["prs", "ru"],
    ]
    assert [decoding.hypotheses for decoding in engine.decodings] == [4, 8]


def test_every_retry_is_recorded_and_the_earlier_text_stands_where_it_is_no_better() -> None:
    (found,) = _translate(_Healing(WRONG, "nothing"), ["ru"])["ru"]
    assert found.text == WRONG["ru"]
    assert {flag.code for flag in found.flags} == {"number-missing", "number-added"}
    (retry,) = found.retries
    assert (retry.decoding, retry.text) == ("beams=8", WRONG["ru"])
    assert set(retry.flags) == {"number-missing", "number-added"}


def test_a_loop_that_more_beams_leave_is_decoded_with_a_penalty() -> None:
    engine = _Healing({"ru": LOOP}, "penalty")
    (found,) = _translate(engine, ["ru"])["ru"]
    assert found.text == RIGHT["ru"]
    assert [retry.decoding for retry in found.retries] == [
        "beams=8",
        "beams=8 no_repeat_ngram=4 repetition_penalty=1.2",
    ]


def test_what_passes_and_what_only_the_model_doubts_is_not_decoded_again() -> None:
    for thresholds in (None, {"ru": -0.1}):
        engine = _Healing(RIGHT, "nothing")
        (found,) = _translate(engine, ["ru"], thresholds)["ru"]
        assert len(engine.batches) == 1
        assert found.retries == ()
        assert [flag.code for flag in found.flags] == (["low-confidence"] if thresholds else [])


def test_what_a_person_approved_is_flagged_and_never_replaced(tmp_path: Path) -> None:
    engine = _Healing(WRONG, "beams")
    with TranslationMemory(tmp_path / "memory.sqlite") as memory:
        memory.store(
            [Entry(sentence=SENTENCE, source="en", target="ru", text=WRONG["ru"], origin="human")]
        )
        remembering = Remembering(
            memory, engine.info, decoding=decoding(TranslationOptions()), settings={}
        )
        translator = Translator(engine, TranslationOptions(), None, remembering)
        (found,) = translator.translate([SENTENCE], source="en", to=["ru"])["ru"]
    assert found.text == WRONG["ru"]
    assert "number-missing" in {flag.code for flag in found.flags}
    assert found.retries == ()
    assert engine.batches == []


class _Opinion:
    """An embedder to which one text means something else than everything else."""

    def __init__(self, odd: str) -> None:
        self._odd = odd

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[0, 1] if text == self._odd else [1, 0] for text in texts], np.float32)


def test_a_wrong_meaning_is_decoded_again_and_another_hypothesis_taken() -> None:
    odd, right = "Дождь лил 300 дней подряд там.", RIGHT["ru"]

    def answer(request: Request) -> list[Hypothesis]:
        return [Hypothesis(text=odd, score=-0.1), Hypothesis(text=right, score=-0.4)]

    translator = Translator(
        FakeEngine(answer), TranslationOptions(), adequacy=Adequacy(_Opinion(odd))
    )
    (found,) = translator.translate([SENTENCE], source="en", to=["ru"])["ru"]
    assert (found.text, found.flags) == (right, ())
    assert len(found.retries) == 1


def test_a_meaning_that_stays_wrong_is_flagged() -> None:
    translator = Translator(
        _Healing(RIGHT, "nothing"), TranslationOptions(), adequacy=Adequacy(_Opinion(RIGHT["ru"]))
    )
    (found,) = translator.translate([SENTENCE], source="en", to=["ru"])["ru"]
    assert [(flag.code, flag.severity) for flag in found.flags] == [("low-adequacy", "error")]
    assert [retry.flags for retry in found.retries] == [("low-adequacy",)]
