"""A checkpoint's folder becomes an engine, and nothing in it is run."""

import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from briefgen.engines.base import Decoding, Request
from briefgen.engines.checkpoint import read_summary_prefix
from briefgen.engines.loading import read_confidence
from briefgen.engines.torch_engine import TorchEngine
from briefgen.errors import CheckpointError, UnsafeCheckpointError
from tests.checkpoints import train_pieces
from tests.engines.conftest import load

GREEDY = Decoding(beams=1, max_new_tokens=8)
REQUEST = Request(text="No one was hurt, the police said.", source="en", target="ru")


@pytest.fixture
def nllb(checkpoint: Callable[[str], Path], tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copytree(checkpoint("nllb"), tmp_path / "nllb"))


def change(folder: Path, name: str, **fields: Any) -> None:
    """Set fields of a JSON file of the folder."""
    path = folder / name
    content = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps(content | fields), encoding="utf-8")


def weights(folder: Path) -> dict[str, torch.Tensor]:
    found = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    return {name: tensor.clone() for name, tensor in found.items()}


def test_an_engine_says_what_it_is(engine_of: Callable[[str], TorchEngine]) -> None:
    info = engine_of("m2m100").info
    assert (info.id, info.revision, info.licence) == ("m2m100", "local", "CC0-1.0")
    assert (info.engine, info.quantization) == ("torch", "float32")
    assert info.codes == {"en": "en", "prs": "fa", "ps": "ps", "ru": "ru"}
    assert engine_of("bart").info.codes == {}


def test_importing_the_loader_imports_neither_torch_nor_transformers() -> None:
    code = (
        "import sys, briefgen.engines.loading;"
        "print([m for m in ('torch', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Weights ------------------------------------------------------------------------------------


def test_torch_s_own_format_is_read_where_there_are_no_safetensors(
    nllb: Path, engine_of: Callable[[str], TorchEngine]
) -> None:
    torch.save(weights(nllb), nllb / "pytorch_model.bin")
    assert load(nllb).generate([REQUEST], GREEDY) == engine_of("nllb").generate([REQUEST], GREEDY)


def test_shards_are_read_by_their_index(
    nllb: Path, engine_of: Callable[[str], TorchEngine]
) -> None:
    whole = weights(nllb)
    names = sorted(whole)
    shards = {"a.safetensors": names[: len(names) // 2], "b.safetensors": names[len(names) // 2 :]}
    for shard, held in shards.items():
        save_file({name: whole[name] for name in held}, nllb / shard, metadata={"format": "pt"})
    index = {name: shard for shard, held in shards.items() for name in held}
    change(nllb, "model.safetensors.index.json", metadata={"total_size": 1}, weight_map=index)
    assert load(nllb).generate([REQUEST], GREEDY) == engine_of("nllb").generate([REQUEST], GREEDY)

    (nllb / "b.safetensors").unlink()
    with pytest.raises(CheckpointError, match=r"b\.safetensors is missing"):
        load(nllb)


def test_a_shard_outside_the_folder_is_refused(nllb: Path) -> None:
    weights(nllb)
    change(nllb, "pytorch_model.bin.index.json", weight_map={"x": "../other/model.bin"})
    with pytest.raises(UnsafeCheckpointError, match="outside"):
        load(nllb)


def test_half_precision_on_disk_runs_in_full_precision(nllb: Path) -> None:
    halves = {name: tensor.half() for name, tensor in weights(nllb).items()}
    save_file(halves, nllb / "model.safetensors", metadata={"format": "pt"})
    change(nllb, "config.json", dtype="float16")
    engine = load(nllb)
    assert engine.info.quantization == "float32"
    assert {weight.dtype for weight in engine._model.parameters()} == {torch.float32}
    assert engine.generate([REQUEST], GREEDY)[0][0].tokens


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return (Path.write_text, (self.path, "it ran"))


@pytest.mark.parametrize("how", ["torch", "pickle"])
def test_a_pickle_that_runs_code_is_refused_and_does_not_run(
    nllb: Path, tmp_path: Path, how: str
) -> None:
    weights(nllb)
    mark = tmp_path / "mark"
    content: Mapping[str, Any] = {"model.shared.weight": Bomb(mark)}
    if how == "torch":
        torch.save(content, nllb / "pytorch_model.bin")
    else:
        (nllb / "pytorch_model.bin").write_bytes(pickle.dumps(content))
    with pytest.raises(UnsafeCheckpointError, match="safetensors"):
        load(nllb)
    assert not mark.exists()


@pytest.mark.parametrize("name", ["model.safetensors", "pytorch_model.bin"])
@pytest.mark.parametrize("damage", ["cut", "noise", "empty"])
def test_damaged_weights_are_an_error_that_says_so(nllb: Path, name: str, damage: str) -> None:
    path = nllb / name
    if not path.exists():
        torch.save(weights(nllb), path)
    whole = path.read_bytes()
    path.write_bytes(
        {"cut": whole[: len(whole) // 2], "noise": b"\x93" * 999, "empty": b""}[damage]
    )
    with pytest.raises(CheckpointError, match=r"tiny: its weights cannot be read"):
        load(nllb)


def test_weights_that_lack_a_part_are_not_filled_with_noise(nllb: Path) -> None:
    whole = weights(nllb)
    del whole["model.encoder.layers.0.fc1.weight"]
    save_file(whole, nllb / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(
        CheckpointError, match=r"1 of its weights .*encoder\.layers\.0\.fc1\.weight"
    ):
        load(nllb)


# Files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("config.json", r"no config\.json"),
        ("tokenizer.json", r"tokenizer\.json is missing"),
        ("model.safetensors", r"neither model\.safetensors nor pytorch_model\.bin"),
    ],
)
def test_a_missing_file_is_named(nllb: Path, missing: str, said: str) -> None:
    (nllb / missing).unlink()
    with pytest.raises(CheckpointError, match=said):
        load(nllb)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no folder"):
        load(tmp_path / "none")


@pytest.mark.parametrize("name", ["config.json", "tokenizer_config.json", "tokenizer.json"])
def test_a_damaged_json_file_is_named(nllb: Path, name: str) -> None:
    (nllb / name).write_text('{"model_type": ', encoding="utf-8")
    with pytest.raises(CheckpointError, match=name):
        load(nllb)


def test_a_tokenizer_of_nonsense_is_an_error(nllb: Path) -> None:
    (nllb / "tokenizer.json").write_text('{"model": {"type": "None"}}', encoding="utf-8")
    with pytest.raises(CheckpointError, match="its tokenizer cannot be read"):
        load(nllb)


def test_a_config_that_contradicts_the_weights_is_an_error(nllb: Path) -> None:
    change(nllb, "config.json", d_model=32)
    with pytest.raises(CheckpointError, match="weights"):
        load(nllb)


@pytest.mark.parametrize(
    ("name", "fields", "said"),
    [
        ("adapter_config.json", {"base_model_name_or_path": "some/other"}, "adapter"),
        ("config.json", {"quantization_config": {"quant_method": "gptq"}}, "quantized"),
    ],
)
def test_what_is_no_whole_checkpoint_is_refused(
    nllb: Path, name: str, fields: dict[str, Any], said: str
) -> None:
    change(nllb, name, **fields)
    with pytest.raises(CheckpointError, match=said):
        load(nllb)


def test_nllb_is_not_built_from_its_sentencepiece_file_alone(nllb: Path, tmp_path: Path) -> None:
    # transformers would, with each language code one place off.
    (nllb / "tokenizer.json").unlink()
    train_pieces(tmp_path / "pieces").rename(nllb / "sentencepiece.bpe.model")
    with pytest.raises(CheckpointError, match=r"tokenizer\.json is missing"):
        load(nllb)


def test_a_tokenizer_of_another_checkpoint_is_refused(
    nllb: Path, checkpoint: Callable[[str], Path]
) -> None:
    shutil.copy(checkpoint("mbart50") / "tokenizer.json", nllb / "tokenizer.json")
    change(nllb, "config.json", eos_token_id=7)
    with pytest.raises(CheckpointError, match="do not belong together"):
        load(nllb)


# Code ---------------------------------------------------------------------------------------


def test_code_beside_a_known_model_is_never_run(
    nllb: Path, tmp_path: Path, engine_of: Callable[[str], TorchEngine]
) -> None:
    mark = tmp_path / "mark"
    code = f"from pathlib import Path\nPath({str(mark)!r}).write_text('it ran')\n"
    for name in ("modeling_own.py", "tokenization_own.py", "configuration_own.py"):
        (nllb / name).write_text(code)
    (nllb / "custom_generate").mkdir()
    (nllb / "custom_generate" / "generate.py").write_text(code)
    change(
        nllb,
        "config.json",
        auto_map={
            "AutoConfig": "configuration_own.Own",
            "AutoModelForSeq2SeqLM": "modeling_own.Own",
        },
    )
    change(
        nllb, "tokenizer_config.json", auto_map={"AutoTokenizer": ["tokenization_own.Own", None]}
    )
    assert load(nllb).generate([REQUEST], GREEDY) == engine_of("nllb").generate([REQUEST], GREEDY)
    assert not mark.exists()


def test_a_model_that_is_only_code_is_refused(nllb: Path) -> None:
    change(nllb, "config.json", model_type="own", auto_map={"AutoModel": "modeling_own.Own"})
    with pytest.raises(UnsafeCheckpointError, match=r"'own'.*never runs such code"):
        load(nllb)


def test_a_tokenizer_that_is_only_code_is_refused(nllb: Path) -> None:
    change(
        nllb,
        "tokenizer_config.json",
        tokenizer_class="OwnTokenizer",
        auto_map={"AutoTokenizer": ["tokenization_own.OwnTokenizer", None]},
    )
    with pytest.raises(UnsafeCheckpointError, match="'OwnTokenizer'"):
        load(nllb)


def test_small100_runs_without_the_code_it_ships(engine_of: Callable[[str], TorchEngine]) -> None:
    assert engine_of("small100").family.name == "small100"


def test_small100_saved_by_its_own_tokenizer_runs_without_its_code_too(
    checkpoint: Callable[[str], Path], tmp_path: Path, engine_of: Callable[[str], TorchEngine]
) -> None:
    folder = Path(shutil.copytree(checkpoint("small100"), tmp_path / "small100"))
    change(
        folder,
        "tokenizer_config.json",
        tokenizer_class="SMALL100Tokenizer",
        auto_map={"AutoTokenizer": ["tokenization_small100.SMALL100Tokenizer", None]},
    )
    assert load(folder).generate([REQUEST], GREEDY) == engine_of("small100").generate(
        [REQUEST], GREEDY
    )


def test_loading_writes_nothing_to_the_terminal(
    nllb: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    load(nllb).generate([REQUEST], GREEDY)
    assert capfd.readouterr() == ("", "")


# Confidence ---------------------------------------------------------------------------------


def test_thresholds_are_read_where_a_checkpoint_has_them(tmp_path: Path) -> None:
    assert read_confidence(tmp_path) is None
    change(tmp_path, "confidence.json", threshold={"prs": -0.3, "ru": -1})
    assert read_confidence(tmp_path) == {"prs": -0.3, "ru": -1.0}
    change(tmp_path, "confidence.json", threshold={"prs": "low"})
    with pytest.raises(CheckpointError, match="no number"):
        read_confidence(tmp_path)


def test_the_prefix_of_a_checkpoint_of_several_tasks_is_read(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(
        '{"task_specific_params": {"summarization": {"prefix": "summarize: "}}}'
    )
    assert read_summary_prefix(tmp_path) == "summarize: "
    (tmp_path / "config.json").write_text('{"task_specific_params": null}')
    assert read_summary_prefix(tmp_path) == ""
