"""Converted repositories as they are on the hub, and conversions of our own."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.engines.base import Decoding, Request
from briefgen.engines.ct2.conversion import can_convert, convert
from briefgen.engines.ct2.folder import CONVERTED_FOLDER, converted_folder, inspect_converted
from briefgen.engines.ct2.record import RECORD_NAME
from briefgen.errors import CheckpointError
from tests.checkpoints import TEXTS
from tests.engines.ct2.conftest import load


@pytest.fixture
def repository(
    converted: Callable[[str], Path], tmp_path: Path
) -> Callable[[str, tuple[str, ...]], Path]:
    """A family's model as somebody else has put it on the hub: CTranslate2's files at the top."""

    def make(family: str, tokenizer_files: tuple[str, ...]) -> Path:
        source, folder = converted(family), tmp_path / f"{family}-ct2"
        folder.mkdir()
        for name in ("model.bin", "config.json", "shared_vocabulary.json"):
            shutil.copy(source / CONVERTED_FOLDER / name, folder / name)
        for name in tokenizer_files:
            shutil.copy(source / name, folder / name)
        return folder

    return make


@pytest.mark.parametrize(
    ("family", "files"),
    [
        ("nllb", ("tokenizer.json",)),
        ("nllb", ("tokenizer.json", "tokenizer_config.json")),
        ("m2m100", ("sentencepiece.bpe.model",)),
        ("madlad", ("tokenizer.json",)),
    ],
)
def test_a_converted_repository_translates_as_our_own_conversion(
    family: str,
    files: tuple[str, ...],
    repository: Callable[[str, tuple[str, ...]], Path],
    whole_engine_of: Callable[[str], object],
) -> None:
    ours = load(repository(family, files), family)
    own = whole_engine_of(family)
    requests = [
        Request(text=text, source="en", target=target)
        for text in TEXTS["en"][:4]
        for target in ("prs", "ps", "ru")
    ]
    decoding = Decoding(beams=1, max_new_tokens=12)
    assert ours.generate(requests, decoding) == own.generate(requests, decoding)  # type: ignore[attr-defined]


def test_a_vocabulary_of_a_token_a_line_is_read(
    repository: Callable[[str, tuple[str, ...]], Path],
) -> None:
    folder = repository("nllb", ("tokenizer.json",))
    before = inspect_converted(folder, id="nllb").vocabulary
    path = folder / "shared_vocabulary.json"
    tokens = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    (folder / "shared_vocabulary.txt").write_text("\n".join(tokens) + "\n", encoding="utf-8")
    assert inspect_converted(folder, id="nllb").vocabulary == before


def test_a_repository_that_does_not_show_its_family_is_refused(
    repository: Callable[[str, tuple[str, ...]], Path],
) -> None:
    with pytest.raises(CheckpointError, match="cannot be told"):
        inspect_converted(repository("bart", ("tokenizer.json",)), id="bart")


def test_small100_is_told_by_its_shallow_decoder(
    repository: Callable[[str, tuple[str, ...]], Path],
) -> None:
    folder = repository("m2m100", ("sentencepiece.bpe.model",))
    assert inspect_converted(folder, id="x").family.name == "m2m100"


def test_longformers_cannot_be_converted(checkpoint: Callable[[str], Path], tmp_path: Path) -> None:
    assert not can_convert(checkpoint("led"), id="led")
    assert can_convert(checkpoint("nllb"), id="nllb")
    with pytest.raises(CheckpointError, match="--engine torch"):
        convert(checkpoint("led"), tmp_path / "ct2", id="led")
    assert not (tmp_path / "ct2").exists()


def test_a_folder_without_a_model_is_not_converted(tmp_path: Path) -> None:
    assert converted_folder(tmp_path) is None
    with pytest.raises(CheckpointError, match="install the checkpoint again"):
        inspect_converted(tmp_path, id="x")


def test_a_damaged_record_is_an_error(converted: Callable[[str], Path], tmp_path: Path) -> None:
    folder = tmp_path / "nllb"
    shutil.copytree(converted("nllb"), folder)
    (folder / CONVERTED_FOLDER / RECORD_NAME).write_text("{}")
    with pytest.raises(CheckpointError, match="is damaged"):
        inspect_converted(folder, id="nllb")
