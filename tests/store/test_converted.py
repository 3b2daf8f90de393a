"""Repositories that somebody has converted for CTranslate2: fetched as they are on the hub."""

import socket
from pathlib import Path

import pytest

from briefgen import errors
from briefgen.registry import CHECKPOINTS, PRESETS
from briefgen.store import Store
from tests.hub_server import (
    Hub,
    Repository,
    bart_layout,
    converted_layout,
    nllb_layout,
    opennmt_layout,
)
from tests.store.converters import FakeConverter

SKYWOOD = "skywood/nllb-200-distilled-600M-ct2-int8"
NLLB = "facebook/nllb-200-distilled-600M"


@pytest.mark.parametrize(
    "repository",
    [converted_layout(), converted_layout(vocabulary="txt"), opennmt_layout()],
    ids=["json", "txt", "no-sentencepiece"],
)
def test_every_file_of_it_is_fetched_and_nothing_is_converted(
    hub: Hub, store: Store, converter: FakeConverter, repository: Repository
) -> None:
    hub.add(repository)
    installed = store.install(repository.id)
    assert set(installed.files) == set(repository.files) - {".gitattributes"}
    assert installed.engines == ("ct2",)
    assert installed.revision == repository.commit
    assert installed.licence == "CC-BY-NC-4.0"
    assert converter.calls == []
    assert store.verify(repository.id) == ()
    assert store.locate(repository.id) == installed


# The decoder that is cut for briefgen's languages


def test_it_gets_a_cut_decoder_once_and_every_file_is_locked(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
    converter.cuts = True
    repository = hub.add(converted_layout())
    installed = store.install(SKYWOOD)
    cut = {"cut/config.json", "cut/model.bin"}
    assert set(installed.files) == (set(repository.files) - {".gitattributes"}) | cut
    assert store.install(SKYWOOD) == installed
    assert converter.calls == [SKYWOOD]
    assert store.verify(SKYWOOD) == ()


def test_one_that_was_installed_without_is_cut_without_the_network(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
    hub.add(converted_layout())
    store.install(SKYWOOD)
    asked = len(hub.requests)
    converter.cuts = True
    assert "cut/model.bin" in store.install(SKYWOOD).files
    assert len(hub.requests) == asked


def test_a_damaged_cut_is_named_and_made_again_without_a_download(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
    converter.cuts = True
    hub.add(converted_layout())
    installed = store.install(SKYWOOD)
    (installed.folder / "cut" / "model.bin").write_bytes(b"")
    assert [problem.file for problem in store.verify(SKYWOOD)] == ["cut/model.bin"]
    asked = len(hub.requests)
    assert store.install(SKYWOOD).files == installed.files
    assert len(hub.requests) == asked
    assert converter.calls == [SKYWOOD, SKYWOOD]


def test_a_damaged_download_is_mended_and_the_cut_stays(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
    converter.cuts = True
    hub.add(converted_layout())
    installed = store.install(SKYWOOD)
    (installed.folder / "model.bin").write_bytes(b"")
    assert store.install(SKYWOOD).files == installed.files
    assert converter.calls == [SKYWOOD]


def test_a_cut_that_fails_leaves_the_checkpoint_as_it_was_fetched(
    hub: Hub, store: Store, converter: FakeConverter
) -> None:
    def stop() -> None:
        raise errors.CheckpointError("model.bin is strange")

    converter.cuts, converter.before_end = True, stop
    hub.add(converted_layout())
    with pytest.raises(errors.CheckpointError, match=r"model\.bin is strange"):
        store.install(SKYWOOD)
    assert store.verify(SKYWOOD) == ()
    assert not [path for path in store.locate(SKYWOOD).folder.iterdir() if path.is_dir()]


def test_where_both_kinds_of_weights_are_there_the_original_is_taken(
    hub: Hub, store: Store
) -> None:
    repository = nllb_layout()
    repository.files |= {"model.bin": b"converted", "shared_vocabulary.json": b"[]"}
    hub.add(repository)
    files = store.install(NLLB).files
    assert "pytorch_model.bin" in files
    assert {"model.bin", "shared_vocabulary.json"}.isdisjoint(hub.fetched)


def test_one_without_a_vocabulary_is_not_taken_for_converted(hub: Hub, store: Store) -> None:
    repository = hub.add(converted_layout())
    del repository.files["shared_vocabulary.json"]
    with pytest.raises(errors.CheckpointError, match="no weights that briefgen reads"):
        store.install(SKYWOOD)
    assert hub.fetched == []


def test_one_that_leaves_the_tokenizer_to_the_original_is_refused_before_any_download(
    hub: Hub, store: Store
) -> None:
    repository = hub.add(converted_layout())
    del repository.files["tokenizer.json"], repository.files["sentencepiece.bpe.model"]
    with pytest.raises(errors.CheckpointError, match=r"has no tokenizer.*converted from"):
        store.install(SKYWOOD)
    assert hub.fetched == []


def test_a_cut_connection_goes_on_where_it_stopped(hub: Hub, store: Store) -> None:
    repository = hub.add(converted_layout())
    hub.faults.cut_after["model.bin"] = 0
    hub.faults.cut_once["model.bin"] = 9_000
    with pytest.raises(errors.ModelNotInstalledError, match="goes on where it stopped"):
        store.install(SKYWOOD)
    hub.faults.cut_after.clear()
    store.install(SKYWOOD)
    assert hub.sent_bytes["model.bin"] == len(repository.files["model.bin"])
    assert store.verify(SKYWOOD) == ()


@pytest.mark.parametrize("name", ["model.bin", "shared_vocabulary.json"])
def test_a_wrong_checksum_is_found_and_named(hub: Hub, store: Store, name: str) -> None:
    hub.add(converted_layout())
    hub.faults.corrupt.add(name)
    with pytest.raises(errors.CheckpointError, match=f"{name} arrived with another checksum"):
        store.install(SKYWOOD)
    assert store.installed() == ()


@pytest.mark.parametrize("name", ["model.bin", "shared_vocabulary.json", "tokenizer.json"])
def test_damage_on_the_disk_is_found_named_and_mended(hub: Hub, store: Store, name: str) -> None:
    repository = hub.add(converted_layout())
    path = store.install(SKYWOOD).folder / name
    path.write_bytes(b"!" + path.read_bytes()[1:])
    assert [problem.file for problem in store.verify(SKYWOOD)] == [name]
    store.install(SKYWOOD)
    assert path.read_bytes() == repository.files[name]


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (401, {}, "check the spelling"),
        (404, {"X-Error-Code": "RepoNotFound"}, "check the spelling"),
        (429, {"Retry-After": "17"}, "in 17 seconds"),
    ],
)
def test_a_refusal_names_the_repository(
    hub: Hub, store: Store, status: int, headers: dict[str, str], words: str
) -> None:
    hub.faults.status, hub.faults.headers = status, headers
    with pytest.raises(errors.ModelError, match=words) as caught:
        store.install(SKYWOOD)
    assert SKYWOOD in str(caught.value)


def test_a_pinned_commit_is_asked_for_whatever_main_has_become(hub: Hub, store: Store) -> None:
    repository = hub.add(opennmt_layout())
    store.install(repository.id)
    assert CHECKPOINTS[repository.id].revision == repository.commit
    assert f"/api/models/{repository.id}/revision/{repository.commit}" in hub.requests


def test_offline_opens_no_socket(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a socket was opened"))
    store = Store(tmp_path, offline=True, endpoint=hub.endpoint)
    with pytest.raises(errors.OfflineError):
        store.install(SKYWOOD)
    with pytest.raises(errors.ModelNotInstalledError, match="about 652 MB"):
        store.locate_way(SKYWOOD)
    assert hub.requests == []


# A preset that names one


def test_either_way_makes_the_preset_complete(hub: Hub, store: Store) -> None:
    hub.add(converted_layout())
    hub.add(nllb_layout())
    light = PRESETS["light"]
    assert light.translator == SKYWOOD
    assert not store.preset_status(light).installed
    store.install(NLLB)
    assert store.preset_status(light).installed
    assert store.locate_way(SKYWOOD).id == NLLB
    store.remove(NLLB)
    store.install(SKYWOOD)
    assert store.preset_status(light).installed
    assert store.locate_way(SKYWOOD).id == SKYWOOD


def test_who_has_both_uses_the_original(hub: Hub, store: Store) -> None:
    hub.add(converted_layout())
    hub.add(nllb_layout())
    store.install(SKYWOOD)
    store.install(NLLB)
    assert store.locate_way(SKYWOOD).id == NLLB
    assert store.locate(SKYWOOD).id == SKYWOOD


def test_a_name_that_only_the_user_gave_has_no_other_way(hub: Hub, store: Store) -> None:
    hub.add(nllb_layout())
    store.install(NLLB)
    with pytest.raises(errors.ModelNotInstalledError, match=SKYWOOD):
        store.locate(SKYWOOD)


def test_what_a_preset_lacks_is_its_own_choice(hub: Hub, store: Store) -> None:
    hub.add(bart_layout())
    store.install("facebook/bart-large-cnn")
    assert store.preset_status(PRESETS["default"]).missing == (CHECKPOINTS[SKYWOOD],)
