"""The demo on CTranslate2: as torch in float32, nearly so in int8, and the same when cut."""

import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from training.translator import Recipe, make_sentences

from briefgen.engines.base import Decoding, Engine, Request
from briefgen.engines.ct2.conversion import convert
from briefgen.engines.ct2.cutting import CUT_FOLDER, cut
from briefgen.engines.ct2.folder import CONVERTED_FOLDER
from briefgen.engines.ct2.record import read_record
from briefgen.engines.families import NLLB
from briefgen.engines.loading import load_engine
from briefgen.options import EngineName, EngineOptions

TRANSLATOR = Path(__file__).parents[3] / "src" / "briefgen" / "demo" / "translator"
GREEDY = Decoding(beams=1)


def load(folder: Path, engine: EngineName) -> Engine:
    return load_engine(
        folder,
        id="briefgen/demo-translator",
        revision="embedded",
        licence="CC0-1.0",
        files={},
        options=EngineOptions(engine=engine, device="cpu", threads=1),
    )


@pytest.fixture(scope="module")
def ours() -> Engine:
    return load(TRANSLATOR, "ct2")


@pytest.fixture(scope="module")
def taught(ours: Engine) -> list[Request]:
    """Sentences of the training text that the demo has learnt: it gives their own translations.

    The text may be further on than the weights.
    """
    sentences = random.Random(5).sample(make_sentences(Recipe()), 240)  # noqa: S311
    asked = [
        (Request(text=sentence["en"], source="en", target=code), sentence[code])
        for sentence in sentences
        for code in ("prs", "ps", "ru")
    ]
    outputs = ours.generate([request for request, _ in asked], GREEDY)
    pairs = zip(asked, outputs, strict=True)
    known = [request for (request, wanted), (best,) in pairs if best.text == wanted]
    assert len(known) > 200
    return known


def differing(engine: Engine, other: Engine, requests: Sequence[Request], how: Decoding) -> float:
    pairs = zip(engine.generate(requests, how), other.generate(requests, how), strict=True)
    return sum(a[0].tokens != b[0].tokens for a, b in pairs) / len(requests)


@pytest.mark.parametrize("beams", [1, 4])
def test_the_shipped_conversion_gives_token_for_token_what_torch_gives(
    beams: int, ours: Engine, taught: list[Request]
) -> None:
    torch_engine = load(TRANSLATOR, "torch")
    assert differing(ours, torch_engine, taught[:90], Decoding(beams=beams)) == 0


def test_int8_differs_in_at_most_one_sentence_in_a_hundred(
    ours: Engine, taught: list[Request], tmp_path: Path
) -> None:
    folder = tmp_path / "translator"
    shutil.copytree(TRANSLATOR, folder, ignore=shutil.ignore_patterns(CONVERTED_FOLDER))
    convert(folder, folder / CONVERTED_FOLDER, id="demo", quantization="int8")
    int8 = load(folder, "ct2")
    assert int8.info.quantization == "int8"
    assert differing(ours, int8, taught, GREEDY) <= 0.01


def test_the_cut_decoder_translates_alike(
    ours: Engine, taught: list[Request], tmp_path: Path
) -> None:
    folder = tmp_path / "translator"
    shutil.copytree(TRANSLATOR, folder)
    whole = folder / CONVERTED_FOLDER
    target = whole / CUT_FOLDER
    cut(whole, target, id="demo", family=NLLB, targets=("prs", "ps", "ru"), latin_pieces=0)
    record = read_record(target)
    assert record is not None
    assert record.cut is not None
    assert record.cut.rows < 0.8 * record.cut.of_rows  # English pieces are gone
    engine = load(folder, "ct2")
    expected = ours.generate(taught, GREEDY)
    for a, b in zip(engine.generate(taught, GREEDY), expected, strict=True):
        if not re.search(r"[A-Za-z]{2}", b[0].text):
            assert a[0].text == b[0].text
    # In a beam, hypotheses with English pieces may stand in others' way.
    assert differing(engine, ours, taught, Decoding(beams=4)) <= 0.01
