"""Checkpoints in one file: written, carried to a machine without a network, and taken over."""

import contextlib
import hashlib
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import errors
from briefgen.store import LOCK_NAME, Installed, Progress, Store
from tests.hub_server import (
    Hub,
    bart_layout,
    converted_layout,
    nllb_layout,
    running_hub,
    use_hub,
)
from tests.store.converters import FakeConverter

SKYWOOD = "skywood/nllb-200-distilled-600M-ct2-int8"
NLLB = "facebook/nllb-200-distilled-600M"
BART = "facebook/bart-large-cnn"
LISTING = "briefgen-models.json"


@pytest.fixture
def full(hub: Hub, store: Store, converter: FakeConverter) -> Store:
    """A store with a converted repository, and with one that was converted here."""
    hub.add(converted_layout())
    hub.add(bart_layout())
    store.install(SKYWOOD)
    converter.able = True
    store.install(BART)
    return store


@pytest.fixture
def archive(full: Store, tmp_path: Path) -> Path:
    full.export([SKYWOOD, BART], tmp_path / "models.tar")
    return tmp_path / "models.tar"


@pytest.fixture(scope="module")
def whole_archive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An archive of one checkpoint, made once."""
    folder = tmp_path_factory.mktemp("whole")
    store = Store(folder / "home", converter=FakeConverter())
    with running_hub() as hub, pytest.MonkeyPatch.context() as patch:
        use_hub(hub, patch, folder)
        hub.add(converted_layout())
        store.install(SKYWOOD)
    store.export([SKYWOOD], folder / "x.tar")
    return (folder / "x.tar").read_bytes()


@pytest.fixture
def other(tmp_path: Path) -> Store:
    """Another machine, without a network."""
    return Store(tmp_path / "other", offline=True)


def contents(store: Store, id: str) -> dict[str, bytes]:
    folder = store.locate(id).folder
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LOCK_NAME
    }


def members(archive: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(archive) as tar:
        found = []
        for member in tar:
            stream = tar.extractfile(member)
            found.append((member, b"" if stream is None else stream.read()))
        return found


def rewrite(
    archive: Path, change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], None], **options: Any
) -> None:
    """Write the archive again with other members."""
    found = members(archive)
    change(found)
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT, **options) as tar:
        for member, content in found:
            if member.isreg():
                member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


def relist(archive: Path, change: Callable[[Any], None]) -> None:
    """Change what the archive lists."""

    def in_listing(found: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        content = json.loads(found[0][1])
        change(content)
        found[0] = (found[0][0], json.dumps(content).encode())

    rewrite(archive, in_listing)


def nothing_is_left(store: Store) -> bool:
    return not [path for path in store.home.rglob("*") if path.is_file() and path.suffix != ".lock"]


# There and back


def test_what_is_exported_is_imported_whole_without_a_socket(
    full: Store, archive: Path, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a socket was opened"))
    found = other.import_archive(archive)
    assert [one.checkpoint.id for one in found] == [BART, SKYWOOD]
    assert not any(one.was_here for one in found)
    for id in (BART, SKYWOOD):
        assert contents(other, id) == contents(full, id)
        assert other.verify(id) == ()
        here, there = full.locate(id), other.locate(id)
        assert (there.revision, there.licence, there.files) == (
            here.revision,
            here.licence,
            here.files,
        )
        assert there.engines == ("ct2",)
    assert {one.id for one in other.installed()} == {BART, SKYWOOD}
    # Nothing else is left there.
    assert sorted(path.name for path in other.models_folder.iterdir() if any(path.iterdir())) == [
        ".locks",
        BART.replace("/", "--"),
        SKYWOOD.replace("/", "--"),
    ]


def test_the_same_checkpoints_give_the_same_bytes_on_every_machine(
    full: Store, archive: Path, other: Store, tmp_path: Path
) -> None:
    other.import_archive(archive)
    lock = other.locate(BART).folder / LOCK_NAME
    content = json.loads(lock.read_text(encoding="utf-8")) | {"installed": "2001-01-01T00:00:00"}
    lock.write_text(json.dumps(content), encoding="utf-8")
    os.utime(lock.parent / "config.json", (0, 0))
    (lock.parent / "config.json").chmod(0o600)
    other.export([BART, SKYWOOD, BART], tmp_path / "again.tar")
    assert (tmp_path / "again.tar").read_bytes() == archive.read_bytes()


def test_the_listing_comes_first_and_names_every_file_with_its_checksum(archive: Path) -> None:
    found = members(archive)
    assert found[0][0].name == LISTING
    listing = json.loads(found[0][1])
    assert listing["schema"] == "briefgen/models-1"
    listed = {
        f"{number}/{name}": (entry["size"], entry["sha256"])
        for number, one in enumerate(listing["checkpoints"])
        for name, entry in one["files"].items()
    }
    held = {m.name: (m.size, hashlib.sha256(content).hexdigest()) for m, content in found[1:]}
    assert held == listed
    for member, _ in found:
        assert (member.mtime, member.uid, member.gid, member.uname) == (0, 0, 0, "")
        assert member.isreg()


def test_what_is_here_and_the_same_is_left_alone(full: Store, archive: Path) -> None:
    before = {id: (full.locate(id).folder / LOCK_NAME).stat().st_mtime_ns for id in (BART, SKYWOOD)}
    assert all(one.was_here for one in full.import_archive(archive))
    after = {id: (full.locate(id).folder / LOCK_NAME).stat().st_mtime_ns for id in (BART, SKYWOOD)}
    assert before == after


def test_an_import_mends_what_is_damaged_and_leaves_the_rest(full: Store, archive: Path) -> None:
    weights = full.locate(SKYWOOD).folder / "model.bin"
    whole = weights.read_bytes()
    weights.write_bytes(b"!" + whole[1:])
    assert [one.was_here for one in full.import_archive(archive)] == [True, False]
    assert weights.read_bytes() == whole
    assert full.verify(SKYWOOD) == ()


def test_another_commit_is_replaced_by_a_whole_archive_alone(
    hub: Hub, full: Store, archive: Path
) -> None:
    full.remove(SKYWOOD)
    newer = converted_layout()
    newer.commit, newer.files["config.json"] = "f" * 40, b'{"newer": true}'
    hub.add(newer)
    full.install(SKYWOOD)
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(errors.CheckpointError):
        full.import_archive(archive)
    assert full.locate(SKYWOOD).revision == newer.commit
    assert full.verify(SKYWOOD) == ()
    archive.write_bytes(whole)
    full.import_archive(archive)
    assert full.locate(SKYWOOD).revision == converted_layout().commit
    assert full.verify(SKYWOOD) == ()


def test_progress_counts_up_to_the_total(full: Store, archive: Path, other: Store) -> None:
    for act in (
        lambda report: full.export([BART], archive, progress=report),
        lambda report: other.import_archive(archive, progress=report),
    ):
        seen: list[Progress] = []
        act(seen.append)
        done = [step.done_bytes for step in seen]
        assert done == sorted(done)
        assert done[-1] == seen[-1].total_bytes > 0


def test_an_imported_checkpoint_is_mended_by_the_network_where_there_is_one(
    hub: Hub, archive: Path, tmp_path: Path, converter: FakeConverter
) -> None:
    third = Store(tmp_path / "third", endpoint=hub.endpoint, converter=converter)
    third.import_archive(archive)
    (third.locate(SKYWOOD).folder / "tokenizer.json").unlink()
    third.install(SKYWOOD)
    assert third.verify(SKYWOOD) == ()


# Export refuses


def test_an_export_of_what_is_damaged_names_the_file_and_leaves_nothing(
    full: Store, tmp_path: Path
) -> None:
    weights = full.locate(SKYWOOD).folder / "model.bin"
    weights.write_bytes(b"!" + weights.read_bytes()[1:])
    target = tmp_path / "new.tar"
    target.write_text("what was here before", encoding="utf-8")
    with pytest.raises(errors.CheckpointError, match=r"model\.bin is not what was installed"):
        full.export([SKYWOOD], target)
    assert target.read_text(encoding="utf-8") == "what was here before"
    assert [path.name for path in tmp_path.iterdir() if "new" in path.name] == ["new.tar"]


def test_what_is_not_here_cannot_be_exported(full: Store, tmp_path: Path) -> None:
    with pytest.raises(errors.ModelNotInstalledError, match=NLLB):
        full.export([BART, NLLB], tmp_path / "x.tar")
    with pytest.raises(errors.UsageError, match="comes with briefgen"):
        full.export(["briefgen/demo-translator"], tmp_path / "x.tar")
    assert not (tmp_path / "x.tar").exists()


def test_a_full_disk_is_said_before_anything_is_written(
    full: Store, archive: Path, other: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=50_000))
    with pytest.raises(errors.ModelError, match="free"):
        full.export([BART], tmp_path / "x.tar")
    with pytest.raises(errors.ModelError, match="make room"):
        other.import_archive(archive)
    assert nothing_is_left(other)


# Import refuses


def test_a_file_that_is_no_archive_of_briefgen_is_said(other: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    for content in (b"", b"text" * 1_000, b"\0" * 10_240, b"PK\x03\x04" + b"x" * 600):
        path.write_bytes(content)
        with pytest.raises(errors.CheckpointError, match="not an archive that `briefgen models"):
            other.import_archive(path)
    with tarfile.open(path, "w") as tar:
        tar.addfile(tarfile.TarInfo("readme.txt"))
    with pytest.raises(errors.CheckpointError, match="not an archive"):
        other.import_archive(path)
    with pytest.raises(errors.ModelError, match="cannot be read: No such file"):
        other.import_archive(tmp_path / "nowhere.tar")
    with pytest.raises(errors.ModelError, match="cannot be read"):
        other.import_archive(tmp_path)


def test_a_compressed_one_is_refused_rather_than_unpacked(
    archive: Path, other: Store, tmp_path: Path
) -> None:
    with tarfile.open(tmp_path / "x.tgz", "w:gz") as tar:
        tar.add(archive, LISTING)
    with pytest.raises(errors.CheckpointError, match="not an archive"):
        other.import_archive(tmp_path / "x.tgz")


@pytest.mark.parametrize("part", range(1, 12))
def test_one_that_was_cut_short_leaves_nothing_half_done(
    archive: Path, other: Store, part: int
) -> None:
    whole = archive.read_bytes()
    last = max(m.offset_data + m.size for m, _ in members(archive))
    archive.write_bytes(whole[: last * part // 12])
    with pytest.raises(errors.CheckpointError):
        other.import_archive(archive)
    # Checkpoints that had arrived whole may stay; nothing of another does.
    for one in other.installed():
        assert other.verify(one.id) == ()
    assert other.broken() == {}
    assert not list(other.models_folder.glob(".import/*"))


@pytest.mark.parametrize("size", [100, 512, 700, 1_500])
def test_one_that_is_cut_in_its_listing_is_refused(archive: Path, other: Store, size: int) -> None:
    archive.write_bytes(archive.read_bytes()[:size])
    with pytest.raises(errors.CheckpointError):
        other.import_archive(archive)
    assert nothing_is_left(other)


def test_a_changed_byte_is_found_and_the_file_named(archive: Path, other: Store) -> None:
    [weights] = [m for m, _ in members(archive) if m.name == "1/model.bin"]
    content = bytearray(archive.read_bytes())
    content[weights.offset_data + 77] ^= 1
    archive.write_bytes(content)
    with pytest.raises(errors.CheckpointError, match=r"'1/model\.bin' has another checksum"):
        other.import_archive(archive)
    assert [one.id for one in other.installed()] == [BART]


def _link(member: tarfile.TarInfo, kind: bytes) -> tarfile.TarInfo:
    changed = tarfile.TarInfo(member.name)
    changed.type, changed.linkname = kind, "/etc/passwd"
    return changed


@pytest.mark.parametrize(
    "kind",
    [
        tarfile.SYMTYPE,
        tarfile.LNKTYPE,
        tarfile.CHRTYPE,
        tarfile.BLKTYPE,
        tarfile.FIFOTYPE,
        tarfile.DIRTYPE,
    ],
)
@pytest.mark.parametrize("place", [0, 2])
def test_links_devices_and_folders_are_refused(
    archive: Path, other: Store, kind: bytes, place: int
) -> None:
    def change(found: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        found[place] = (_link(found[place][0], kind), b"")

    rewrite(archive, change)
    with pytest.raises(errors.CheckpointError, match="is no ordinary file"):
        other.import_archive(archive)
    assert nothing_is_left(other)


@pytest.mark.parametrize(
    "name", ["../../evil", "/etc/evil", "0/../../evil", "0/setup.py", "", "0\\config.json"]
)
def test_a_member_under_another_name_is_refused(archive: Path, other: Store, name: str) -> None:
    def change(found: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        found[1][0].name = name

    rewrite(archive, change)
    with pytest.raises(errors.CheckpointError, match="stands where it lists"):
        other.import_archive(archive)
    assert nothing_is_left(other)


@pytest.mark.parametrize(
    "name",
    ["../evil.json", "/etc/passwd", "a/b.json", "tokenization_own.py", ".bashrc", "ct2/x.py", "x"],
)
def test_a_listing_that_names_another_file_is_refused(
    archive: Path, other: Store, name: str
) -> None:
    def change(listing: Any) -> None:
        listing["checkpoints"][0]["files"][name] = {"sha256": "0" * 64, "size": 1}

    relist(archive, change)
    with pytest.raises(errors.CheckpointError, match="file name"):
        other.import_archive(archive)
    assert nothing_is_left(other)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "../../evil"),
        ("id", "a/b--c"),
        ("id", ""),
        ("revision", "\x1b[2J"),
        ("licence", "MIT\nand more"),
        ("files", {}),
        ("files", []),
        ("files", {"config.json": {"sha256": "0" * 64, "size": -1}}),
        ("files", {"config.json": {"sha256": "0" * 64, "size": "1"}}),
        ("files", {"config.json": {"sha256": "0" * 64, "size": 1}}),
        ("schema", "briefgen/lock-9"),
        ("conversion", {"tool": 1}),
    ],
)
def test_a_listing_of_what_cannot_be_is_refused(
    archive: Path, other: Store, field: str, value: object
) -> None:
    relist(archive, lambda listing: listing["checkpoints"][0].update({field: value}))
    with pytest.raises(errors.ModelError) as caught:
        other.import_archive(archive)
    assert str(caught.value).isascii()
    assert "\x1b" not in str(caught.value)
    assert nothing_is_left(other)


@pytest.mark.parametrize("listing", [b"", b"[]", b"{}", b'{"schema": 1}', b"[" * 100_000, b"\xff"])
def test_a_listing_that_is_no_listing_is_refused(
    archive: Path, other: Store, listing: bytes
) -> None:
    rewrite(archive, lambda found: found.__setitem__(0, (found[0][0], listing)))
    with pytest.raises(errors.CheckpointError, match="cannot be used"):
        other.import_archive(archive)


def test_a_checkpoint_listed_twice_is_refused(archive: Path, other: Store) -> None:
    relist(archive, lambda listing: listing["checkpoints"].append(listing["checkpoints"][0]))
    with pytest.raises(errors.CheckpointError, match="one twice"):
        other.import_archive(archive)


def test_a_huge_file_is_refused_before_it_is_written(archive: Path, other: Store) -> None:
    def change(listing: Any) -> None:
        listing["checkpoints"][0]["files"]["config.json"]["size"] = 10**18

    relist(archive, change)
    with pytest.raises(errors.ModelError, match="make room"):
        other.import_archive(archive)
    assert nothing_is_left(other)


def test_a_member_of_another_size_than_listed_is_refused(archive: Path, other: Store) -> None:
    rewrite(archive, lambda found: found.__setitem__(1, (found[1][0], b"x" * 1_000_000)))
    with pytest.raises(errors.CheckpointError, match="stands where it lists"):
        other.import_archive(archive)
    assert nothing_is_left(other)


def test_a_header_as_long_as_the_disk_is_not_read(other: Store, tmp_path: Path) -> None:
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 1 << 33
    path = tmp_path / "x.tar"
    with path.open("wb") as stream:
        stream.write(header.tobuf())
        stream.truncate(1 << 33)  # sparse: it takes no room
    with pytest.raises(errors.CheckpointError):
        other.import_archive(path)


def test_headers_without_end_are_refused(other: Store, tmp_path: Path) -> None:
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 0
    path = tmp_path / "x.tar"
    path.write_bytes(header.tobuf() * 5_000)
    with pytest.raises(errors.CheckpointError):
        other.import_archive(path)


def test_a_sparse_member_is_refused(archive: Path, other: Store) -> None:
    def change(found: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        member = found[1][0]
        member.pax_headers = {"GNU.sparse.map": "0,1", "GNU.sparse.size": "1"}

    rewrite(archive, change)
    with pytest.raises(errors.CheckpointError):
        other.import_archive(archive)
    assert nothing_is_left(other)


# Interruptions


def _killed(archive: Path, store: Store, code: str) -> None:
    program = f"import os, pathlib, shutil, sys\nfrom briefgen.store import Store\n{code}\n"
    program += (
        "Store(pathlib.Path(sys.argv[1])).import_archive(pathlib.Path(sys.argv[2]), progress=die)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(store.home), str(archive)], check=False
    )
    assert done.returncode == 9


def test_an_import_that_was_killed_goes_on_where_it_stopped(
    archive: Path, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _killed(
        archive,
        other,
        "def die(step):\n    if step.file == 'ct2/model.bin':\n        os._exit(9)",
    )
    assert other.installed() == ()
    [partial] = other.models_folder.glob(".import/*")
    arrived = {path.name: path.stat().st_mtime_ns for path in partial.iterdir() if path.is_file()}
    assert "README.md" in arrived
    (partial / "stranger.json").write_text("{}", encoding="utf-8")
    other.import_archive(archive)
    assert other.verify(BART) == ()
    assert (other.locate(BART).folder / "README.md").stat().st_mtime_ns == arrived["README.md"]


def test_a_kill_between_the_two_renames_loses_nothing(full: Store, archive: Path) -> None:
    installed = full.locate(BART)
    lock = json.loads((installed.folder / LOCK_NAME).read_text(encoding="utf-8"))
    lock["revision"] = "0" * 40
    (installed.folder / LOCK_NAME).write_text(json.dumps(lock), encoding="utf-8")
    _killed(
        archive,
        full,
        "real = pathlib.Path.rename\n"
        "def rename(self, target):\n"
        "    if self.parent.name == '.import':\n"
        "        os._exit(9)\n"
        "    return real(self, target)\n"
        "pathlib.Path.rename = rename\n"
        "die = None",
    )
    assert not installed.folder.exists()
    assert full.install(BART).revision == "0" * 40
    full.import_archive(archive)
    assert full.locate(BART).revision == installed.revision
    assert not list(full.models_folder.glob(".old-*"))


def test_two_imports_at_once_do_no_harm(archive: Path, other: Store) -> None:
    results: list[Installed] = []
    threads = [
        threading.Thread(
            target=lambda: results.extend(one.checkpoint for one in other.import_archive(archive))
        )
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    assert {one.id for one in results} == {BART, SKYWOOD}
    assert other.verify(BART) == other.verify(SKYWOOD) == ()


def test_the_originals_weights_travel_where_they_were_kept(
    hub: Hub, store: Store, converter: FakeConverter, other: Store, tmp_path: Path
) -> None:
    converter.able = True
    hub.add(nllb_layout())
    store.install(NLLB, keep_original=True)
    store.export([NLLB], tmp_path / "x.tar")
    other.import_archive(tmp_path / "x.tar")
    assert other.locate(NLLB).engines == ("ct2", "torch")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_change_of_its_bytes_is_taken_over(
    whole_archive: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(whole_archive)
    # Headers are a small part of the file: half of the changes go there.
    headers = [n for n in range(0, len(content), 512) if content[n + 257 : n + 262] == b"ustar"]
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(
            st.one_of(
                st.integers(0, len(content) - 1),
                st.builds(int.__add__, st.sampled_from(headers), st.integers(0, 511)),
            )
        )
        content[place] = data.draw(st.integers(0, 255))
    folder = tmp_path_factory.mktemp("changed")
    (folder / "x.tar").write_bytes(content)
    store = Store(folder / "home", offline=True)
    with contextlib.suppress(errors.BriefgenError):
        store.import_archive(folder / "x.tar")
    assert store.broken() == {}
    for one in store.installed():
        assert store.verify(one.id) == ()
    outside = [path for path in folder.rglob("*") if not path.is_relative_to(folder / "home")]
    assert outside == [folder / "x.tar"]
