"""Conversion at install: once, whole or not at all, and what remains of the original.

What CTranslate2 makes of real weights is tested where the engine is.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from briefgen import errors
from briefgen.store import LOCK_NAME, Progress, Store
from tests.hub_server import Hub, bart_layout, nllb_layout, sharded_layout
from tests.store.converters import FakeConverter

NLLB = "facebook/nllb-200-distilled-600M"
WEIGHTS = "pytorch_model.bin"
MADE = {"ct2/config.json", "ct2/cut/model.bin", "ct2/model.bin", "ct2/shared_vocabulary.json"}


@pytest.fixture
def converter() -> FakeConverter:
    return FakeConverter(able=True)


def stop() -> None:
    raise errors.CheckpointError("its weights are strange")


def test_the_converted_files_take_the_place_of_the_originals_weights(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
    repository = hub.add(nllb_layout())
    installed = store.install(NLLB)
    assert set(installed.files) >= MADE
    assert WEIGHTS not in installed.files
    assert not (installed.folder / WEIGHTS).exists()
    assert installed.engines == ("ct2",)
    assert installed.size_bytes < sum(len(content) for content in repository.files.values())
    assert store.verify(NLLB) == ()
    assert store.locate(NLLB) == installed


def test_the_original_is_kept_where_asked(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    installed = store.install(NLLB, keep_original=True)
    assert {WEIGHTS, *MADE} <= set(installed.files)
    assert installed.engines == ("ct2", "torch")
    assert store.verify(NLLB) == ()


@pytest.mark.parametrize("keep", [False, True])
def test_the_lock_says_what_was_made_of_which_weights(hub: Hub, store: Store, keep: bool) -> None:
    hub.add(nllb_layout())
    folder = store.install(NLLB, keep_original=keep).folder
    made = json.loads((folder / LOCK_NAME).read_text(encoding="utf-8"))["conversion"]
    assert made["weights"] == "int8"
    assert made["kept"] is keep
    assert made["tool"].startswith("briefgen ")
    assert "ctranslate2 " in made["tool"]
    [sha256] = [entry["sha256"] for entry in made["original"].values()]
    assert (folder / "ct2/model.bin").read_text(encoding="utf-8") == f"made of {sha256}"


def test_a_family_that_ctranslate2_does_not_run_stays_as_it_is(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
    converter.able = False
    hub.add(nllb_layout())
    installed = store.install(NLLB)
    assert WEIGHTS in installed.files
    assert installed.engines == ("torch",)
    assert converter.calls == []


def test_shards_and_their_index_go_together(hub: Hub, store: Store) -> None:
    hub.add(sharded_layout())
    installed = store.install("facebook/nllb-200-3.3B")
    assert not [name for name in installed.files if name.startswith(WEIGHTS[:13])]
    assert not list(installed.folder.glob("pytorch_model*"))


def test_it_is_converted_once(hub: Hub, store: Store, converter: FakeConverter) -> None:
    hub.add(nllb_layout())
    first = store.install(NLLB)
    asked = len(hub.requests)
    assert store.install(NLLB) == first
    assert converter.calls == [NLLB]
    assert len(hub.requests) == asked


def test_two_installs_at_once_convert_once(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
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
    assert converter.calls == [NLLB]


def test_two_processes_at_once_fetch_and_convert_once(hub: Hub, store: Store) -> None:
    repository = hub.add(nllb_layout())
    code = (
        "import pathlib, sys, time\n"
        "from briefgen.store import Store\n"
        "from tests.store.converters import FakeConverter\n"
        "fake = FakeConverter(able=True, before_end=lambda: time.sleep(0.2))\n"
        f"Store(pathlib.Path(sys.argv[1]), converter=fake).install({NLLB!r})\n"
        "print(len(fake.calls))\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(store.home)],
            env={
                **os.environ,
                "HF_ENDPOINT": hub.endpoint,
                "HF_TOKEN_PATH": str(store.home / "no"),
            },
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert sorted(said) == ["0\n", "1\n"]
    assert hub.sent_bytes[WEIGHTS] == len(repository.files[WEIGHTS])
    assert store.verify(NLLB) == ()


def test_what_was_installed_without_conversion_is_converted_without_the_network(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
    converter.able = False
    hub.add(nllb_layout())
    store.install(NLLB)
    asked = len(hub.requests)
    converter.able = True
    assert store.install(NLLB).engines == ("ct2",)
    assert len(hub.requests) == asked


def test_the_original_is_fetched_again_for_who_wants_it_later(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
    hub.add(nllb_layout())
    store.install(NLLB)
    installed = store.install(NLLB, keep_original=True)
    assert installed.engines == ("ct2", "torch")
    assert hub.fetched.count("tokenizer.json") == 1
    assert store.verify(NLLB) == ()


def test_progress_says_when_the_conversion_begins(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    seen: list[Progress] = []
    store.install(NLLB, progress=seen.append)
    assert [step.converting for step in seen].count(True) == 1
    assert seen[-1].converting
    assert seen[-2].done_bytes == seen[-2].total_bytes


# Failures


def test_a_failed_conversion_leaves_the_checkpoint_for_torch_and_says_so(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
    hub.add(nllb_layout())
    converter.before_end = stop
    with pytest.raises(errors.CheckpointError, match="its weights are strange") as caught:
        store.install(NLLB)
    assert "--engine torch" in str(caught.value)
    installed = store.locate(NLLB)
    assert installed.engines == ("torch",)
    assert not [path for path in installed.folder.iterdir() if path.is_dir()]
    converter.before_end = lambda: None
    assert store.install(NLLB).engines == ("ct2",)
    assert hub.sent_bytes[WEIGHTS] == 60_000


def test_a_conversion_that_was_killed_is_done_again_without_a_second_download(
    hub: Hub, store: Store
) -> None:
    hub.add(nllb_layout())
    code = (
        "import os, pathlib, sys\n"
        "from briefgen.store import Store\n"
        "from tests.store.converters import FakeConverter\n"
        "fake = FakeConverter(able=True, before_end=lambda: os._exit(9))\n"
        f"Store(pathlib.Path(sys.argv[1]), converter=fake).install({NLLB!r})\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code, str(store.home)],
        env={**os.environ, "HF_ENDPOINT": hub.endpoint, "HF_TOKEN_PATH": str(store.home / "none")},
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert killed.returncode == 9
    before = store.locate(NLLB)
    assert before.engines == ("torch",)
    asked = len(hub.requests)
    installed = store.install(NLLB)
    assert installed.engines == ("ct2",)
    assert len(hub.requests) == asked
    assert store.verify(NLLB) == ()
    assert [path.name for path in installed.folder.iterdir() if path.is_dir()] == ["ct2"]


def test_weights_that_a_kill_has_left_behind_are_deleted_by_the_next_install(
    hub: Hub, store: Store
) -> None:
    hub.add(nllb_layout())
    left = store.install(NLLB).folder / WEIGHTS
    left.write_bytes(b"x" * 60_000)
    assert [problem.file for problem in store.verify(NLLB)] == [WEIGHTS]
    store.install(NLLB)
    assert not left.exists()
    assert store.verify(NLLB) == ()


def test_room_is_asked_for_the_download_and_the_conversion(
    hub: Hub, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = hub.add(nllb_layout())
    whole = sum(len(repository.files[file.name]) for file in store.plan(NLLB).files)
    enough = whole + len(repository.files[WEIGHTS]) * 3 // 5 + 64_000_000
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=enough - 1))
    with pytest.raises(errors.ModelError, match=r"needs 64 MB .*make room"):
        store.install(NLLB)
    assert hub.fetched == []
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=enough))
    store.install(NLLB)


# Damage


@pytest.mark.parametrize("name", sorted(MADE))
def test_damage_of_a_converted_file_is_found_named_and_mended(
    hub: Hub, store: Store, converter: FakeConverter, name: str
) -> None:
    hub.add(nllb_layout())
    installed = store.install(NLLB)
    path = installed.folder / name
    path.write_bytes(b"!" + path.read_bytes()[1:])
    assert [problem.file for problem in store.verify(NLLB)] == [name]
    assert store.install(NLLB).files == installed.files
    assert converter.calls == [NLLB, NLLB]
    assert store.verify(NLLB) == ()


def test_damage_of_another_file_costs_neither_the_weights_nor_a_conversion(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
    hub.add(nllb_layout())
    installed = store.install(NLLB)
    (installed.folder / "tokenizer.json").unlink()
    assert store.install(NLLB).files == installed.files
    assert converter.calls == [NLLB]
    assert hub.sent_bytes[WEIGHTS] == 60_000
    assert store.verify(NLLB) == ()


def test_damage_of_a_kept_original_is_mended_alone(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
    hub.add(nllb_layout())
    installed = store.install(NLLB, keep_original=True)
    (installed.folder / WEIGHTS).write_bytes(b"")
    # What another install asks for does not change what this one keeps.
    assert store.install(NLLB).files == installed.files
    assert converter.calls == [NLLB]


def test_a_damaged_conversion_of_a_kept_original_is_made_again_without_the_network(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
    hub.add(nllb_layout())
    installed = store.install(NLLB, keep_original=True)
    (installed.folder / "ct2/model.bin").write_bytes(b"")
    asked = len(hub.requests)
    assert store.install(NLLB).files == installed.files
    assert len(hub.requests) == asked
    assert converter.calls == [NLLB, NLLB]


def test_a_foreign_file_among_the_converted_ones_is_named(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    folder = store.install(NLLB).folder
    (folder / "ct2" / "extra.py").write_text("", encoding="utf-8")
    [problem] = store.verify(NLLB)
    assert (problem.file, problem.detail) == ("ct2/extra.py", "was not installed by briefgen")


def test_a_missing_converted_file_is_found_when_the_checkpoint_is_used(
    hub: Hub, store: Store
) -> None:
    hub.add(nllb_layout())
    (store.install(NLLB).folder / "ct2/model.bin").unlink()
    with pytest.raises(errors.CheckpointError, match=r"ct2/model\.bin is missing"):
        store.locate(NLLB)
    assert store.installed() == ()


def test_remove_takes_the_converted_files_as_well(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    installed = store.install(NLLB)
    assert store.remove(NLLB) >= installed.size_bytes
    assert not installed.folder.exists()


@pytest.mark.parametrize(
    "name", ["ct2/../x", "ct2/a/b", "../x", "/etc/passwd", "ct2/", ".hidden", "cut/cut/a"]
)
def test_a_lock_names_files_in_the_two_folders_alone(hub: Hub, store: Store, name: str) -> None:
    hub.add(bart_layout())
    folder = store.install("facebook/bart-large-cnn").folder
    lock = json.loads((folder / LOCK_NAME).read_text(encoding="utf-8"))
    lock["files"][name] = {"sha256": "0" * 64, "size": 1}
    (folder / LOCK_NAME).write_text(json.dumps(lock), encoding="utf-8")
    with pytest.raises(errors.CheckpointError, match="not a lock that this briefgen reads"):
        store.verify("facebook/bart-large-cnn")
