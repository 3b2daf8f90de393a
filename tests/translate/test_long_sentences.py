"""A sentence longer than models are trained on is cut, translated in pieces, joined and marked."""

from briefgen.engines.base import Hypothesis, Request
from briefgen.options import TranslationOptions
from briefgen.translate.translator import Translator
from tests.translate.fakes import FakeEngine

LONG = "The governor visited the flooded valley; tents and blankets are on the way."
PIECES = {
    "The governor visited the flooded valley.": "Губернатор посетил затопленную долину.",
    "tents and blankets are on the way.": "Палатки и одеяла уже в пути.",
    "Talks ended.": "Переговоры завершились.",
}


class _ShortSighted(FakeEngine):
    max_source_tokens = 10

    def __init__(self) -> None:
        super().__init__(lambda request: [Hypothesis(text=_answer(request), score=-0.2)])


def _answer(request: Request) -> str:
    return PIECES[request.text]


def test_pieces_are_translated_apart_and_joined_in_order() -> None:
    engine = _ShortSighted()
    first, second = Translator(engine, TranslationOptions()).translate(
        [LONG, "Talks ended."], source="en", to=["ru"], ids=["a", "b"]
    )["ru"]
    assert first.source == LONG
    assert first.text == ("Губернатор посетил затопленную долину; Палатки и одеяла уже в пути.")
    assert [(f.code, f.severity, f.where) for f in first.flags] == [("split", "warning", "a")]
    assert (second.text, second.flags) == ("Переговоры завершились.", ())
    assert [len(batch) for batch in engine.batches] == [3]


def test_what_is_cut_in_a_piece_is_still_said() -> None:
    engine = FakeEngine(
        lambda request: [Hypothesis(text=_answer(request), score=-0.2, output_truncated=True)]
    )
    engine.max_source_tokens = 10
    (found,) = Translator(engine, TranslationOptions()).translate([LONG], source="en", to=["ru"])[
        "ru"
    ]
    assert {"truncated", "split"} <= {flag.code for flag in found.flags}
