"""The real converter, from the hub's layout to a model that CTranslate2 loads."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen import errors
from briefgen.engines.base import Decoding, Request
from briefgen.engines.ct2.folder import inspect_converted
from briefgen.engines.loading import load_engine
from briefgen.options import EngineOptions
from briefgen.store import Installed, Store
from tests.hub_server import Hub, converted_layout, nllb_layout, small100_layout

NLLB = "facebook/nllb-200-distilled-600M"
SKYWOOD = "skywood/nllb-200-distilled-600M-ct2-int8"


@pytest.fixture
def store(hub: Hub, tmp_path: Path) -> Store:
    return Store(tmp_path / "home", endpoint=hub.endpoint)


@pytest.fixture
def original(hub: Hub, store: Store, checkpoint: Callable[[str], Path]) -> Installed:
    """A tiny NLLB with random weights, fetched in the hub's layout and converted."""
    layout = nllb_layout()
    tiny = checkpoint("nllb")
    layout.files = {
        ".gitattributes": b"",
        "README.md": layout.files["README.md"],
        **{path.name: path.read_bytes() for path in tiny.iterdir()},
    }
    hub.add(layout)
    return store.install(NLLB)


def converted_repository(original: Installed, vocabulary: str) -> dict[str, bytes]:
    """What somebody would publish who had converted it."""
    made = original.folder / "ct2"
    words = json.loads((made / "shared_vocabulary.json").read_text(encoding="utf-8"))
    text = json.dumps(words) if vocabulary == "json" else "".join(f"{word}\n" for word in words)
    tokenizer = ("tokenizer.json", "tokenizer_config.json")
    return {
        "model.bin": (made / "model.bin").read_bytes(),
        "config.json": (made / "config.json").read_bytes(),
        f"shared_vocabulary.{vocabulary}": text.encode(),
        **{name: (original.folder / name).read_bytes() for name in tokenizer},
    }


def test_an_original_becomes_a_whole_and_a_cut_model(original: Installed, store: Store) -> None:
    assert original.engines == ("ct2",)
    assert not (original.folder / "model.safetensors").exists()
    found = inspect_converted(original.folder, id=NLLB)
    assert found.family.name == "nllb"
    assert found.quantization == "int8"
    assert found.cut is not None
    assert found.cut.targets == frozenset({"prs", "ps", "ru"})
    assert {"ct2/model.bin", "ct2/cut/model.bin", "ct2/briefgen-ct2.json"} <= set(original.files)
    assert store.verify(NLLB) == ()


@pytest.mark.parametrize("vocabulary", ["json", "txt"])
def test_a_converted_repository_of_the_hub_is_cut_and_stays_as_it_is(
    hub: Hub, store: Store, original: Installed, vocabulary: str
) -> None:
    layout = converted_layout()
    layout.files = converted_repository(original, vocabulary)
    hub.add(layout)
    installed = store.install(SKYWOOD)
    found = inspect_converted(installed.folder, id=SKYWOOD)
    ours = inspect_converted(original.folder, id=NLLB)
    assert found.family.name == "nllb"
    assert found.cut is not None
    assert ours.cut is not None
    assert found.vocabulary == ours.vocabulary
    assert found.cut.target_vocabulary == ours.cut.target_vocabulary
    for name, content in layout.files.items():
        assert (installed.folder / name).read_bytes() == content
    assert store.verify(SKYWOOD) == ()


def test_ours_and_theirs_translate_alike_without_torch(
    hub: Hub, store: Store, original: Installed
) -> None:
    layout = converted_layout()
    layout.files = converted_repository(original, "txt")
    hub.add(layout)
    requests = [
        Request(text="No one was hurt, the police said.", source="en", target=target)
        for target in ("prs", "ps", "ru")
    ]
    outputs = []
    for installed in (original, store.install(SKYWOOD)):
        engine = load_engine(
            installed.folder,
            id=installed.id,
            revision=installed.revision,
            licence=installed.licence,
            files=installed.files,
            options=EngineOptions(device="cpu", threads=1),
        )
        assert (engine.info.engine, engine.info.quantization) == ("ct2", "int8")
        outputs.append(engine.generate(requests, Decoding(beams=1, max_new_tokens=8)))
    assert outputs[0] == outputs[1]
    assert all(found[0].tokens for found in outputs[0])


def test_a_converted_repository_needs_neither_torch_nor_transformers(
    hub: Hub, store: Store, original: Installed
) -> None:
    layout = converted_layout()
    layout.files = converted_repository(original, "json")
    hub.add(layout)
    code = (
        "import pathlib, sys\n"
        "from briefgen.store import Store\n"
        f"Store(pathlib.Path(sys.argv[1])).install({SKYWOOD!r})\n"
        "print([name for name in ('torch', 'transformers') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(store.home)],
        env={**os.environ, "HF_ENDPOINT": hub.endpoint, "HF_TOKEN_PATH": str(store.home / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[]\n"
    assert "cut/model.bin" in store.locate(SKYWOOD).files


def test_a_converted_repository_that_is_something_else_is_said(hub: Hub, store: Store) -> None:
    hub.add(converted_layout())  # its model.bin is no model
    with pytest.raises(
        errors.CheckpointError, match="was fetched whole, and cannot be used"
    ) as why:
        store.install(SKYWOOD)
    assert SKYWOOD in str(why.value)


def test_small100_is_converted_as_what_it_is(
    hub: Hub, store: Store, checkpoint: Callable[[str], Path]
) -> None:
    layout = small100_layout()
    tiny = checkpoint("small100")
    del layout.files["pytorch_model.bin"]
    for name in layout.files:
        if (tiny / name).is_file():
            layout.files[name] = (tiny / name).read_bytes()
    hub.add(layout)
    installed = store.install(layout.id)
    found = inspect_converted(installed.folder, id=layout.id)
    assert found.family.name == "small100"
    assert found.cut is not None
    assert found.cut.targets == frozenset({"prs", "ps", "ru"})
    assert not list(installed.folder.rglob("*.py"))


def test_what_ctranslate2_does_not_run_is_left_for_torch(
    hub: Hub, store: Store, checkpoint: Callable[[str], Path]
) -> None:
    layout = nllb_layout("allenai/led-base-16384")
    tiny = checkpoint("led")
    layout.files = {path.name: path.read_bytes() for path in tiny.iterdir()}
    hub.add(layout)
    assert store.install(layout.id).engines == ("torch",)


def test_an_encoder_that_compares_meanings_is_installed_as_it_is(hub: Hub, store: Store) -> None:
    layout = nllb_layout("sentence-transformers/LaBSE")
    layout.files["config.json"] = b'{"model_type": "bert"}'
    hub.add(layout)
    assert store.install(layout.id).engines == ("torch",)


def test_the_torch_engine_says_how_to_get_the_originals_weights(
    hub: Hub, store: Store, original: Installed
) -> None:
    layout = converted_layout()
    layout.files = converted_repository(original, "json")
    hub.add(layout)
    for installed, option in ((original, "--keep-original"), (store.install(SKYWOOD), "--from-o")):
        with pytest.raises(errors.CheckpointError, match=f"install {installed.id} {option}"):
            load_engine(
                installed.folder,
                id=installed.id,
                revision=installed.revision,
                licence=installed.licence,
                files=installed.files,
                options=EngineOptions(engine="torch", device="cpu", threads=1),
            )
