"""A cut model is the whole one without rows, and its encoder is as it was."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from briefgen.engines.ct2.cutting import CUT_FOLDER, cut
from briefgen.engines.ct2.folder import CONVERTED_FOLDER
from briefgen.engines.ct2.record import read_record
from briefgen.engines.ct2.vocabulary_files import read_vocabulary
from briefgen.engines.ct2.weights import Array, read_weights, write_weights
from briefgen.engines.families import NLLB
from briefgen.errors import CheckpointError

ENDS = ("decoder/embeddings/weight", "decoder/projection/weight")


@pytest.fixture
def whole(converted: Callable[[str], Path]) -> Path:
    return converted("nllb") / CONVERTED_FOLDER


def make(whole: Path, target: Path, *targets: str) -> Path:
    cut(whole, target, id="tiny", family=NLLB, targets=targets, latin_pieces=3)
    return target


def test_the_decoders_rows_are_those_of_its_vocabulary(whole: Path, tmp_path: Path) -> None:
    folder = make(whole, tmp_path / "cut", "ru")
    source, target = read_vocabulary(folder, id="tiny")
    vocabulary, _ = read_vocabulary(whole, id="tiny")
    assert source == vocabulary
    assert len(target) < len(source)
    rows = [vocabulary.index(token) for token in target]
    with read_weights(whole / "model.bin") as before, read_weights(folder / "model.bin") as after:
        for name in ENDS:
            old, new = before.find(name), after.find(name)
            assert old is not None
            assert new is not None
            assert np.array_equal(new, old[rows])


def test_everything_else_is_as_it_was(whole: Path, tmp_path: Path) -> None:
    folder = make(whole, tmp_path / "cut", "ps")
    with read_weights(whole / "model.bin") as before, read_weights(folder / "model.bin") as after:
        assert before.specification == after.specification
        names = {*before.variables, *before.aliases}
        assert names == {*after.variables, *after.aliases}
        for name in names - set(ENDS):
            old, new = before.find(name), after.find(name)
            assert old is not None
            assert new is not None
            assert np.array_equal(old, new), name


def test_the_cut_is_recorded(whole: Path, tmp_path: Path) -> None:
    record = read_record(make(whole, tmp_path / "cut", "ru", "ps"))
    assert record is not None
    assert record.cut is not None
    assert record.family == "nllb"
    assert record.cut.targets == ("ru", "ps")
    assert record.cut.latin_pieces == 3
    assert record.cut.rows < record.cut.of_rows


def test_the_same_cut_has_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    one, other = make(whole, tmp_path / "one", "ru"), make(whole, tmp_path / "other", "ru")
    for path in sorted(one.iterdir()):
        assert path.read_bytes() == (other / path.name).read_bytes()


def test_a_cut_model_is_not_cut_again(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="cut the whole model"):
        make(whole / CUT_FOLDER, tmp_path / "cut", "ru")


def test_a_vocabulary_of_another_model_is_refused(whole: Path, tmp_path: Path) -> None:
    tokens, _ = read_vocabulary(whole, id="tiny")
    other = tmp_path / "other"
    other.mkdir()
    for name in ("model.bin", "config.json"):
        (other / name).write_bytes((whole / name).read_bytes())
    (other / "shared_vocabulary.json").write_text(json.dumps(tokens[:-1]))
    with pytest.raises(CheckpointError, match="do not belong together"):
        make(other, tmp_path / "cut", "ru")


@pytest.mark.parametrize("content", [b"", b"\x09\0\0\0rest", b"\x06\0\0\0\x05\0ab"])
def test_what_is_no_model_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(content)
    with pytest.raises(CheckpointError), read_weights(path):
        pass


def test_a_model_that_is_cut_off_anywhere_is_refused(whole: Path, tmp_path: Path) -> None:
    data = (whole / "model.bin").read_bytes()
    path = tmp_path / "model.bin"
    for length in range(1, len(data), 1 + len(data) // 60):
        path.write_bytes(data[:length])
        with pytest.raises(CheckpointError), read_weights(path):
            pass


def test_what_is_written_is_read(tmp_path: Path) -> None:
    arrays: dict[str, tuple[int, Array]] = {
        "b": (0, np.arange(6, dtype="<f4").reshape(2, 3)),
        "a": (1, np.asarray(4, dtype="i1")),
    }
    write_weights(tmp_path / "model.bin", ("Spec", 3), arrays, {"c": "b"})
    with read_weights(tmp_path / "model.bin") as weights:
        assert weights.specification == ("Spec", 3)
        assert list(weights.variables) == ["a", "b"]
        assert np.array_equal(weights.variables["b"], arrays["b"][1])
        assert weights.aliases == {"c": "b"}
        assert weights.types == {"a": 1, "b": 0}
