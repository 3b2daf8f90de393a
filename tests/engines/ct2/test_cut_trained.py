"""A small model that has learnt its sentences by heart translates alike, cut and whole."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers

from briefgen.engines.base import Decoding, Request
from briefgen.engines.ct2.conversion import convert
from briefgen.engines.ct2.cutting import CUT_FOLDER, cut
from briefgen.engines.ct2.engine import Ct2Engine
from briefgen.engines.ct2.folder import CONVERTED_FOLDER
from briefgen.engines.ct2.record import read_record
from briefgen.engines.families import NLLB
from briefgen.engines.machine import quiet_transformers
from tests.checkpoints import NLLB_CODES, TEXTS, nllb
from tests.engines.ct2.conftest import load

TARGETS = ("prs", "ps", "ru")
NAMED = "The railway between Kabul and Tashkent is expected in May."
# Names in Latin letters stand in all translations, as they do in news.
WITH_NAMES = {
    "prs": "باران میان Kabul و Tashkent باز شد.",
    "ps": "باران د Kabul او Tashkent ترمنځ جوړ شو.",
    "ru": "Сильный дождь закрыл дорогу между Kabul и Tashkent.",
}
CODE = dict(zip(("en", *TARGETS), NLLB_CODES, strict=True))


def pairs() -> list[tuple[str, str, str]]:
    """English, a target language, and the translation."""
    found = [
        (source, code, text)
        for code in TARGETS
        for source, text in zip(TEXTS["en"][:6], TEXTS[code][:6], strict=True)
    ]
    return found + [(NAMED, code, WITH_NAMES[code]) for code in TARGETS]


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny checkpoint's tokenizer with a model of width 96, trained for half a minute."""
    folder = nllb(tmp_path_factory.mktemp("learnt") / "nllb")
    with quiet_transformers():
        tokenizer: Any = transformers.NllbTokenizer.from_pretrained(folder)
        config = transformers.M2M100Config.from_pretrained(folder)
        config.update({"d_model": 96, "encoder_ffn_dim": 192, "decoder_ffn_dim": 192})
        torch.manual_seed(3)
        model: Any = transformers.M2M100ForConditionalGeneration(config)
    sources, targets = [], []
    for source, code, text in pairs():
        tokenizer.src_lang = CODE["en"]
        sources.append(tokenizer(source)["input_ids"])
        tokenizer.src_lang = CODE[code]  # `code tokens </s>`, as the decoder writes
        targets.append(tokenizer(text)["input_ids"])
    pad = config.pad_token_id
    width, depth = max(map(len, sources)), max(map(len, targets))
    inputs = torch.tensor([row + [pad] * (width - len(row)) for row in sources])
    labels = torch.tensor([row + [-100] * (depth - len(row)) for row in targets])
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    model.train()
    loss = torch.tensor(9.0)
    for _ in range(400):
        loss = model(input_ids=inputs, attention_mask=inputs != pad, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if loss < 0.01:
            break
    with quiet_transformers():
        model.save_pretrained(folder)
    convert(folder, folder / CONVERTED_FOLDER, id="learnt", quantization="float32")
    return folder


def translations(engine: Ct2Engine, beams: int) -> list[str]:
    requests = [Request(text=source, source="en", target=code) for source, code, _ in pairs()]
    return [best.text for (best,) in engine.generate(requests, Decoding(beams=beams))]


@pytest.mark.parametrize("beams", [1, 4])
def test_cut_and_whole_give_the_learnt_translations(
    learnt: Path, beams: int, tmp_path: Path
) -> None:
    wanted = [text for _, _, text in pairs()]
    cut_engine = load(learnt)
    assert cut_engine._folder.cut is not None
    assert translations(cut_engine, beams) == wanted
    whole = tmp_path / "whole"
    shutil.copytree(learnt, whole)
    shutil.rmtree(whole / CONVERTED_FOLDER / CUT_FOLDER)
    assert translations(load(whole), beams) == wanted


def test_without_any_pieces_for_names_all_else_is_translated_alike(
    learnt: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "learnt"
    shutil.copytree(learnt, folder)
    target = folder / CONVERTED_FOLDER / CUT_FOLDER
    shutil.rmtree(target)
    cut(target.parent, target, id="learnt", family=NLLB, targets=TARGETS, latin_pieces=0)
    record = read_record(target)
    assert record is not None
    assert record.cut is not None
    assert record.cut.rows < record.cut.of_rows - 50  # English pieces are gone
    named = len(TARGETS)
    assert translations(load(folder), 1)[:-named] == [text for _, _, text in pairs()][:-named]
