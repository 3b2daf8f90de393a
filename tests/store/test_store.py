"""The store: checkpoints found, installed from a hub, checked and removed.

The hub is a loopback server that speaks the hub's protocol to huggingface_hub's own client.
"""

import hashlib
import json
import logging
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from briefgen import errors
from briefgen.registry import CHECKPOINTS, PRESETS
from briefgen.store import LOCK_NAME, Progress, Store, home_from_environment
from tests.hub_server import Hub, bart_layout, nllb_layout, sharded_layout, small100_layout

NLLB = "facebook/nllb-200-distilled-600M"
CONVERTED_NLLB = "skywood/nllb-200-distilled-600M-ct2-int8"
BART = "facebook/bart-large-cnn"


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# What is fetched


def test_a_pickle_is_fetched_where_the_repository_has_nothing_else(hub: Hub, store: Store) -> None:
    repository = hub.add(nllb_layout())
    installed = store.install(NLLB)
    assert set(installed.files) == set(repository.files) - {".gitattributes"}
    for name, sha256 in installed.files.items():
        content = (installed.folder / name).read_bytes()
        assert content == repository.files[name]
        assert hashlib.sha256(content).hexdigest() == sha256
    assert installed.size_bytes == sum(len(repository.files[name]) for name in installed.files)


def test_of_five_weight_formats_only_safetensors_are_fetched(hub: Hub, store: Store) -> None:
    hub.add(bart_layout())
    installed = store.install(BART)
    unwanted = {"pytorch_model.bin", "flax_model.msgpack", "tf_model.h5", "rust_model.ot"}
    assert "model.safetensors" in installed.files
    assert unwanted.isdisjoint(hub.fetched)
    assert "model.onnx" not in hub.fetched
    assert {"vocab.json", "merges.txt", "tokenizer.json"} <= set(installed.files)


def test_code_of_a_repository_is_never_fetched(hub: Hub, store: Store) -> None:
    hub.add(small100_layout())
    installed = store.install("alirezamsh/small100")
    assert {"vocab.json", "sentencepiece.bpe.model", "model.safetensors"} <= set(hub.fetched)
    assert not [name for name in hub.fetched if name.endswith(".py")]
    assert not list(installed.folder.rglob("*.py"))


@pytest.mark.parametrize("name", ["..model", ".hidden.model", "-x.spm", "ключ.model", "a b.model"])
def test_a_file_with_a_name_that_no_lock_holds_stays_on_the_hub(
    hub: Hub, store: Store, name: str
) -> None:
    repository = hub.add(bart_layout())
    repository.files[name] = b"x"
    assert name not in store.install(BART).files
    assert store.verify(BART) == ()


def test_shards_come_with_their_index(hub: Hub, store: Store) -> None:
    hub.add(sharded_layout())
    files = store.install("facebook/nllb-200-3.3B").files
    assert "pytorch_model.bin.index.json" in files
    assert len([name for name in files if name.startswith("pytorch_model-")]) == 3


def test_a_repository_without_usable_weights_is_refused_before_any_download(
    hub: Hub, store: Store
) -> None:
    repository = hub.add(sharded_layout())
    del repository.files["pytorch_model-00002-of-00003.bin"]
    with pytest.raises(errors.CheckpointError, match="has no weights that briefgen reads"):
        store.install(repository.id)
    assert hub.fetched == []


def test_the_plan_says_size_and_licence_and_fetches_nothing(hub: Hub, store: Store) -> None:
    repository = hub.add(bart_layout())
    plan = store.plan(BART)
    assert plan.licence == "MIT"
    assert plan.revision == repository.commit
    assert plan.total_bytes == sum(len(repository.files[file.name]) for file in plan.files)
    assert hub.fetched == []
    assert store.install(BART, plan=plan).size_bytes == plan.total_bytes


def test_the_licence_of_the_registry_fills_in_for_a_card_without_one(
    hub: Hub, store: Store
) -> None:
    repository = hub.add(bart_layout())
    repository.licence = None
    assert store.install(BART).licence == "MIT"


def test_progress_counts_every_byte_once_up_to_the_total(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    seen: list[Progress] = []
    installed = store.install(NLLB, progress=seen.append)
    done = [step.done_bytes for step in seen]
    assert done == sorted(done)
    assert done[-1] == seen[-1].total_bytes == installed.size_bytes
    assert seen[-1].file == "pytorch_model.bin"


# The lock


def test_main_is_resolved_to_a_commit_and_locked(hub: Hub, store: Store) -> None:
    repository = hub.add(nllb_layout())
    installed = store.install(NLLB)
    lock = json.loads((installed.folder / LOCK_NAME).read_text(encoding="utf-8"))
    assert installed.revision == lock["revision"] == repository.commit
    keys = ["schema", "id", "revision", "licence", "files", "installed", "conversion"]
    assert list(lock) == keys
    assert lock["licence"] == "CC-BY-NC-4.0"
    weights = repository.files["pytorch_model.bin"]
    assert lock["files"]["pytorch_model.bin"] == {
        "sha256": hashlib.sha256(weights).hexdigest(),
        "size": len(weights),
    }
    assert hub.endpoint not in json.dumps(lock)


def test_nothing_but_the_files_and_the_lock_is_left(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    installed = store.install(NLLB)
    assert names_in(installed.folder) == {*installed.files, LOCK_NAME}


def test_what_is_installed_is_located_without_the_network(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    installed = store.install(NLLB)
    asked = len(hub.requests)
    assert store.locate(NLLB) == installed
    assert store.locate(str(installed.folder)) == installed
    assert store.installed() == (installed,)
    assert len(hub.requests) == asked


def test_a_second_install_asks_the_hub_nothing(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    first = store.install(NLLB)
    asked = len(hub.requests)
    assert store.install(NLLB) == first
    assert len(hub.requests) == asked


def test_two_installs_at_once_fetch_each_file_once(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(store.install(NLLB))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 3
    assert results[0] == results[1] == results[2]
    assert hub.fetched.count("tokenizer.json") == 1
    assert store.verify(NLLB) == ()


# Broken connections


def test_a_cut_connection_goes_on_at_the_byte_where_it_stopped(hub: Hub, store: Store) -> None:
    repository = hub.add(nllb_layout())
    hub.faults.cut_once["pytorch_model.bin"] = 20_000
    store.install(NLLB)
    assert hub.sent_bytes["pytorch_model.bin"] == len(repository.files["pytorch_model.bin"])
    assert store.verify(NLLB) == ()


def test_an_install_that_failed_goes_on_where_it_stopped(hub: Hub, store: Store) -> None:
    repository = hub.add(nllb_layout())
    weights = len(repository.files["pytorch_model.bin"])
    hub.faults.cut_after["pytorch_model.bin"] = 0
    hub.faults.cut_once["pytorch_model.bin"] = 20_000
    with pytest.raises(errors.ModelNotInstalledError, match="goes on where it stopped"):
        store.install(NLLB)
    with pytest.raises(errors.ModelNotInstalledError):
        store.locate(NLLB)
    hub.faults.cut_after.clear()
    seen: list[Progress] = []
    store.install(NLLB, progress=seen.append)
    assert hub.sent_bytes["pytorch_model.bin"] == weights
    assert hub.fetched.count("tokenizer.json") == 1
    assert seen[-1].done_bytes == seen[-1].total_bytes
    assert store.verify(NLLB) == ()


def test_a_killed_install_goes_on_where_it_stopped(hub: Hub, store: Store) -> None:
    repository = hub.add(nllb_layout())
    weights = repository.files["pytorch_model.bin"]
    code = (
        "import os, sys, pathlib\n"
        "from briefgen.store import Store\n"
        "def die(step):\n"
        "    if step.file == 'pytorch_model.bin' and step.done_bytes > 30_000:\n"
        "        os._exit(9)\n"
        "store = Store(pathlib.Path(sys.argv[1]))\n"
        "import briefgen.store.hub\n"
        "briefgen.store.hub.CHUNK_BYTES = 8_192\n"
        f"store.install({NLLB!r}, progress=die)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code, str(store.home)],
        env={**os.environ, "HF_ENDPOINT": hub.endpoint, "HF_TOKEN_PATH": str(store.home / "none")},
        check=False,
    )
    assert killed.returncode == 9
    folder = store.models_folder / "facebook--nllb-200-distilled-600M"
    assert LOCK_NAME not in names_in(folder)
    [partial] = folder.glob("*.part")
    kept = partial.stat().st_size
    assert 0 < kept < len(weights)
    hub.sent_bytes.clear()
    store.install(NLLB)
    assert hub.sent_bytes["pytorch_model.bin"] == len(weights) - kept
    assert hub.fetched.count("tokenizer.json") == 1
    assert store.verify(NLLB) == ()


def test_a_partial_file_that_is_too_long_is_thrown_away(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    hub.faults.cut_after["pytorch_model.bin"] = 0
    hub.faults.cut_once["pytorch_model.bin"] = 20_000
    with pytest.raises(errors.ModelNotInstalledError):
        store.install(NLLB)
    hub.faults.cut_after.clear()
    [partial] = (store.models_folder / "facebook--nllb-200-distilled-600M").glob("*.part")
    partial.write_bytes(b"x" * 70_000)
    store.install(NLLB)
    assert store.verify(NLLB) == ()


@pytest.mark.parametrize("name", ["pytorch_model.bin", "tokenizer.json"])
def test_a_wrong_checksum_is_found_named_and_not_kept(hub: Hub, store: Store, name: str) -> None:
    hub.add(nllb_layout())
    hub.faults.corrupt.add(name)
    with pytest.raises(errors.CheckpointError, match=f"{name} arrived with another checksum"):
        store.install(NLLB)
    assert store.installed() == ()
    hub.faults.corrupt.clear()
    store.install(NLLB)
    assert store.verify(NLLB) == ()


def test_a_branch_that_moved_between_two_attempts_leaves_no_mixture(hub: Hub, store: Store) -> None:
    old = hub.add(nllb_layout())
    hub.faults.cut_after["pytorch_model.bin"] = 0
    with pytest.raises(errors.ModelNotInstalledError):
        store.install(NLLB)
    hub.faults.cut_after.clear()
    new = nllb_layout()
    new.commit = "f" * 40
    new.files["config.json"] = b'{"model_type": "m2m_100", "new": 1}'
    new.files["pytorch_model.bin"] = new.files["pytorch_model.bin"][::-1]
    del new.files["generation_config.json"]
    hub.add(new)
    installed = store.install(NLLB)
    assert installed.revision == new.commit != old.commit
    assert names_in(installed.folder) == {*installed.files, LOCK_NAME}
    assert (installed.folder / "config.json").read_bytes() == new.files["config.json"]
    assert store.verify(NLLB) == ()


# Refusals


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (401, {}, "check the spelling"),
        (403, {}, "does not show it to you"),
        (403, {"X-Error-Code": "GatedRepo"}, "accept its conditions"),
        (404, {"X-Error-Code": "RepoNotFound"}, "check the spelling"),
        (404, {"X-Error-Code": "RevisionNotFound"}, "no such revision"),
        (429, {"Retry-After": "17"}, "too often.*in 17 seconds"),
    ],
)
def test_a_refusal_of_the_hub_says_what_to_do(
    hub: Hub, store: Store, status: int, headers: dict[str, str], words: str
) -> None:
    hub.faults.status, hub.faults.headers = status, headers
    with pytest.raises(errors.ModelError, match=words) as caught:
        store.install(NLLB)
    assert NLLB in str(caught.value)
    assert not isinstance(caught.value, errors.ModelNotInstalledError)
    assert str(caught.value).count("\n") <= 1


def test_a_checkpoint_that_the_hub_does_not_have_is_an_error(hub: Hub, store: Store) -> None:
    with pytest.raises(errors.ModelError, match="the hub has no nobody/nothing"):
        store.install("nobody/nothing")


def test_a_failing_hub_counts_as_not_reached(hub: Hub, store: Store) -> None:
    hub.faults.status = 503
    with pytest.raises(errors.ModelNotInstalledError, match="error 503"):
        store.install(NLLB)


def test_a_login_page_in_place_of_the_hub_is_recognised(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    hub.faults.not_json = True
    with pytest.raises(errors.ModelError, match="not the hub"):
        store.install(NLLB)


def test_a_hub_that_cannot_be_reached_is_said_with_the_alternative(
    hub: Hub, tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    store = Store(tmp_path, endpoint=f"http://127.0.0.1:{port}")
    with pytest.raises(errors.ModelNotInstalledError, match="cannot be reached") as caught:
        store.install(NLLB)
    assert "--preset demo" in str(caught.value)
    assert str(caught.value).count("\n") == 1


def test_offline_opens_no_socket(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_socket(*_: object, **__: object) -> None:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", no_socket)
    store = Store(tmp_path, offline=True, endpoint=hub.endpoint)
    for attempt in (store.install, store.plan):
        with pytest.raises(errors.OfflineError, match="--offline forbids") as caught:
            attempt(NLLB)
        # Exit code 5: a model is needed, and is not installed.
        assert isinstance(caught.value, errors.ModelNotInstalledError)
    assert hub.requests == []


def test_hf_hub_offline_opens_no_socket(
    hub: Hub, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(errors.OfflineError, match="HF_HUB_OFFLINE forbids"):
        store.install(NLLB)
    assert hub.requests == []


def test_the_clients_own_switches_are_left_as_they_were(hub: Hub, store: Store) -> None:
    from huggingface_hub import constants

    def switches() -> tuple[object, ...]:
        return (
            constants.HF_HUB_DISABLE_TELEMETRY,
            constants.DOWNLOAD_CHUNK_SIZE,
            logging.getLogger("huggingface_hub").level,
        )

    before = switches()
    hub.faults.status = 503
    with pytest.raises(errors.ModelError):
        store.install(NLLB)
    assert switches() == before


def test_nothing_but_the_checkpoint_is_asked_of_the_hub(
    hub: Hub, store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The client would ask the usual hub for a list of agents, to report which one runs it.
    from huggingface_hub import constants

    monkeypatch.setattr(
        constants, "AGENT_HARNESSES_PATH", str(tmp_path / "agents.json"), raising=False
    )
    monkeypatch.setattr("huggingface_hub.utils._detect_agent._registry", None, raising=False)
    hub.add(nllb_layout())
    store.install(NLLB)
    assert hub.requests
    assert all(NLLB in path for path in hub.requests)


def test_too_little_room_is_said_before_the_download(
    hub: Hub, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.add(nllb_layout())
    usage = SimpleNamespace(free=50_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(errors.ModelError, match=r"make room.*BRIEFGEN_HOME"):
        store.install(NLLB)
    assert hub.fetched == []


def test_a_home_that_cannot_be_written_is_said(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be", encoding="utf-8")
    store = Store(tmp_path / "home", endpoint=hub.endpoint)
    with pytest.raises(errors.ModelError, match="BRIEFGEN_HOME"):
        store.install(NLLB)


# Damage


def test_verify_finds_a_flipped_byte_and_install_mends_it(hub: Hub, store: Store) -> None:
    repository = hub.add(nllb_layout())
    installed = store.install(NLLB)
    weights = installed.folder / "pytorch_model.bin"
    content = bytearray(weights.read_bytes())
    content[1234] ^= 1
    weights.write_bytes(content)
    [problem] = store.verify(NLLB)
    assert problem.file == "pytorch_model.bin"
    assert "checksum" in problem.detail
    assert store.install(NLLB).files == installed.files
    assert weights.read_bytes() == repository.files["pytorch_model.bin"]
    assert hub.fetched.count("tokenizer.json") == 1


def test_a_repair_stays_at_the_commit_that_was_installed(hub: Hub, store: Store) -> None:
    repository = hub.add(nllb_layout())
    installed = store.install(NLLB)
    (installed.folder / "config.json").unlink()
    store.install(NLLB)
    assert f"/api/models/{NLLB}/revision/{repository.commit}" in hub.requests


def test_a_file_cut_short_is_found_when_the_checkpoint_is_used(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    installed = store.install(NLLB)
    (installed.folder / "tokenizer.json").write_bytes(b"{")
    with pytest.raises(errors.CheckpointError, match=r"tokenizer\.json has 1 bytes, not 5000"):
        store.locate(NLLB)
    assert store.installed() == ()


def test_verify_names_missing_and_foreign_files(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    installed = store.install(NLLB)
    (installed.folder / "config.json").unlink()
    (installed.folder / "model.safetensors").write_bytes(b"planted")
    found = {problem.file: problem.detail for problem in store.verify(NLLB)}
    assert found == {
        "config.json": "is missing",
        "model.safetensors": "was not installed by briefgen",
    }


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"schema": "briefgen/lock-9"}', "\x00"])
def test_a_lock_that_cannot_be_read_is_an_error_and_is_replaced_by_an_install(
    hub: Hub, store: Store, content: str
) -> None:
    hub.add(nllb_layout())
    folder = store.install(NLLB).folder
    (folder / LOCK_NAME).write_text(content, encoding="utf-8")
    with pytest.raises(errors.CheckpointError, match="install it again"):
        store.locate(NLLB)
    assert store.installed() == ()
    store.install(NLLB)
    assert store.verify(NLLB) == ()


def test_a_lock_cannot_name_files_outside_its_folder(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    folder = store.install(NLLB).folder
    lock = json.loads((folder / LOCK_NAME).read_text(encoding="utf-8"))
    lock["files"]["../../../etc/passwd"] = {"sha256": "0" * 64, "size": 1}
    (folder / LOCK_NAME).write_text(json.dumps(lock), encoding="utf-8")
    with pytest.raises(errors.CheckpointError):
        store.verify(NLLB)


def test_remove_takes_everything_and_says_how_much(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    installed = store.install(NLLB)
    assert store.remove(NLLB) >= installed.size_bytes
    assert not installed.folder.exists()
    assert store.installed() == ()
    with pytest.raises(errors.ModelNotInstalledError, match="nothing to remove"):
        store.remove(NLLB)


# Names


def test_what_is_not_installed_is_said_with_size_licence_and_the_way_out(store: Store) -> None:
    with pytest.raises(errors.ModelNotInstalledError) as caught:
        store.locate(NLLB)
    words = str(caught.value)
    assert f"`briefgen models install {NLLB}`" in words
    assert "about 2.5 GB" in words
    assert "CC-BY-NC-4.0, which does not permit commercial use" in words
    assert "--preset demo" in words
    assert words.count("\n") == 1


def test_a_hub_id_that_the_registry_lacks_may_be_used_as_well(hub: Hub, store: Store) -> None:
    hub.add(bart_layout("someone/fine-tuned"))
    with pytest.raises(errors.ModelNotInstalledError, match="models install someone/fine-tuned"):
        store.locate("someone/fine-tuned")
    assert store.install("someone/fine-tuned").licence == "MIT"
    assert store.locate("someone/fine-tuned").id == "someone/fine-tuned"


@pytest.mark.parametrize("name", ["nllb", "", "a b/c", "a/b--c", "../x", "a/..", "org/name\n"])
def test_a_name_that_is_neither_folder_nor_hub_id_is_refused(store: Store, name: str) -> None:
    with pytest.raises(errors.BriefgenError):
        store.locate(name)
    with pytest.raises(errors.UsageError):
        store.install(name)
    with pytest.raises(errors.UsageError):
        store.remove(name)


def test_a_folder_of_the_users_own_is_a_checkpoint(store: Store, tmp_path: Path) -> None:
    repository = bart_layout()
    folder = tmp_path / "mine"
    folder.mkdir()
    for name, content in repository.files.items():
        if "/" not in name:
            (folder / name).write_bytes(content)
    (folder / "evil.py").write_bytes(b"raise SystemExit")
    found = store.locate(str(folder))
    assert (found.id, found.revision, found.licence) == (str(folder), "local", "MIT")
    assert "model.safetensors" in found.files
    assert {"pytorch_model.bin", "evil.py"}.isdisjoint(found.files)
    expected = hashlib.sha256(repository.files["model.safetensors"]).hexdigest()
    assert found.files["model.safetensors"] == expected
    (folder / "README.md").write_text("No front matter.\nlicense: mit\n", encoding="utf-8")
    assert store.locate(str(folder)).licence == "unknown"


def test_a_folder_that_is_no_checkpoint_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(errors.CheckpointError, match=r"no config\.json"):
        store.locate(str(tmp_path))
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(errors.CheckpointError, match="no weights"):
        store.locate(str(tmp_path))
    with pytest.raises(errors.CheckpointError, match="there is no folder"):
        store.locate(str(tmp_path / "nowhere"))


# Embedded models and presets


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the package's own folder, with an embedded translator alone."""
    package = tmp_path / "package"
    translator = package / "demo" / "translator"
    translator.mkdir(parents=True)
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (translator / name).write_bytes(name.encode())
    monkeypatch.setattr("briefgen.store.local.resources", lambda _: package)
    return package


def test_an_embedded_checkpoint_is_there_and_told_by_its_weights(store: Store, demo: Path) -> None:
    found = store.locate("briefgen/demo-translator")
    weights = hashlib.sha256(b"model.safetensors").hexdigest()
    assert found.folder == demo / "demo" / "translator"
    assert found.revision == f"embedded-{weights[:12]}"
    assert found.licence == "CC0-1.0"
    assert store.install("briefgen/demo-translator") == found
    assert store.verify("briefgen/demo-translator") == ()
    for refused in (store.remove, store.plan):
        with pytest.raises(errors.UsageError, match="comes with briefgen"):
            refused("briefgen/demo-translator")


def test_a_copy_of_briefgen_without_the_embedded_files_says_so(store: Store, demo: Path) -> None:
    with pytest.raises(errors.CheckpointError, match="install briefgen again"):
        store.locate("briefgen/demo-summarizer")
    status = store.preset_status(PRESETS["demo"])
    assert [known.id for known in status.missing] == ["briefgen/demo-summarizer"]


def test_a_preset_says_what_it_lacks_and_how_much_that_is(hub: Hub, store: Store) -> None:
    status = store.preset_status(PRESETS["default"])
    assert not status.installed
    assert status.missing == (CHECKPOINTS[CONVERTED_NLLB], CHECKPOINTS[BART])
    assert status.download_bytes == 652_000_000 + 1_630_000_000
    assert store.preset_status(PRESETS["open"]).download_bytes is None
    hub.add(bart_layout())
    store.install(BART)
    assert store.preset_status(PRESETS["default"]).missing == (CHECKPOINTS[CONVERTED_NLLB],)


def test_the_best_preset_is_the_first_whose_models_are_all_here(
    hub: Hub, store: Store, demo: Path
) -> None:
    hub.add(nllb_layout())
    hub.add(bart_layout())
    assert store.best_installed_preset() is None
    store.install(NLLB)
    assert store.best_installed_preset() == PRESETS["light"]
    store.install(BART)
    assert store.best_installed_preset() == PRESETS["default"]
    store.remove(NLLB)
    assert store.best_installed_preset() is None


def test_the_home_is_briefgen_home_or_the_users_cache(tmp_path: Path) -> None:
    assert home_from_environment({"BRIEFGEN_HOME": str(tmp_path)}) == tmp_path
    assert home_from_environment({"BRIEFGEN_HOME": "~/models"}) == Path.home() / "models"
    assert home_from_environment({"BRIEFGEN_HOME": ""}).name == "briefgen"
    assert home_from_environment({}).is_absolute()


def test_importing_the_store_loads_neither_the_hub_client_nor_torch() -> None:
    code = (
        "import sys, briefgen.store; "
        "print([name for name in ('huggingface_hub', 'torch', 'transformers', 'httpx')"
        " if name in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert shown.strip() == "[]"
