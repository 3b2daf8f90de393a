"""Files are written whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from briefgen.errors import OutputError, UsageError
from briefgen.render import FORMATS, render, save, write, write_file
from briefgen.serialize import load_brief, to_json
from tests.briefs import sample


@pytest.mark.parametrize("name", FORMATS)
def test_the_ending_chooses_the_format(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"brief.{name}"
    assert sample().save(path) == path
    assert path.read_bytes() == render(sample(), name)


def test_json_is_read_back(tmp_path: Path) -> None:
    (path,) = save(sample(), tmp_path / "brief.JSON")
    assert path.read_text(encoding="utf-8") == to_json(sample())
    assert load_brief(path) == sample()


@pytest.mark.parametrize("name", ["brief.odt", "brief", ".docx"])
def test_an_ending_of_no_format_is_wrong_use(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="ends in no format"):
        save(sample(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="unknown format 'odt': use one of md, html, docx"):
        render(sample(), "odt")


def test_an_existing_file_is_replaced_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "brief.md"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="exists"):
        save(sample(), path)
    assert path.read_text(encoding="utf-8") == "mine"
    save(sample(), path, force=True)
    assert path.read_bytes() == render(sample(), "md")
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_and_a_missing_or_wrong_parent_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for path, message in (
        (tmp_path / "folder.md", "is a folder"),
        (tmp_path / "none" / "brief.md", "does not exist"),
        (tmp_path / "file" / "brief.md", "is not a folder"),
        (tmp_path / ("n" * 400 + ".md"), "cannot be written"),
    ):
        with pytest.raises(OutputError, match=message):
            save(sample(), path, force=True)


def test_a_full_disk_leaves_nothing_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "brief.md"
    path.write_text("mine", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match=r"brief\.md cannot be written: No space left"):
        save(sample(), path, force=True)
    assert path.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(sample(), tmp_path / "brief.md")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        save(sample(), tmp_path / "brief.md")


def test_several_formats_are_all_made_before_one_is_written(tmp_path: Path) -> None:
    paths = {name: tmp_path / f"brief.{name}" for name in FORMATS}
    assert write(sample(), paths) == tuple(paths.values())
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in paths.values()}


def test_one_place_that_is_taken_keeps_all_others_free(tmp_path: Path) -> None:
    taken = tmp_path / "brief.txt"
    taken.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="exists"):
        write(sample(), {"md": tmp_path / "brief.md", "txt": taken})
    with pytest.raises(UsageError, match="unknown format"):
        write(sample(), {"md": tmp_path / "brief.md", "odt": tmp_path / "brief.odt"})
    assert list(tmp_path.iterdir()) == [taken]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.md"
    real.write_text("old", encoding="utf-8")
    link = tmp_path / "link.md"
    link.symlink_to(real)
    write_file(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="no permission bits there")
def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    path = write_file(tmp_path / "brief.md", b"x")
    assert path.stat().st_mode == (tmp_path / "other").stat().st_mode
