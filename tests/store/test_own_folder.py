"""A folder of the user's own, converted where it stands."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen import errors
from briefgen.store import Store
from briefgen.store.conversion import OwnConverter
from tests.hub_server import Hub, bart_layout
from tests.store.converters import FakeConverter


@pytest.fixture
def mine(checkpoint: Callable[[str], Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(checkpoint("bart"), tmp_path / "mine"))


def test_it_is_converted_and_nothing_of_it_is_deleted(mine: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in mine.iterdir()}
    store = Store(tmp_path / "home", offline=True, converter=OwnConverter())
    assert store.locate(str(mine)).engines == ("torch",)
    found = store.prepare(str(mine))
    assert found.engines == ("ct2", "torch")
    assert "ct2/model.bin" in found.files
    for name, content in before.items():
        assert (mine / name).read_bytes() == content
    assert store.locate(str(mine)) == found
    assert store.prepare(str(mine)) == found


def test_it_is_converted_once(mine: Path, tmp_path: Path) -> None:
    fake = FakeConverter(able=True)
    store = Store(tmp_path / "home", converter=fake)
    store.prepare(str(mine))
    store.prepare(str(mine))
    assert fake.calls == [str(mine)]


def test_one_that_ctranslate2_does_not_run_stays_as_it_is(mine: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "home", converter=FakeConverter(able=False))
    assert store.prepare(str(mine)).engines == ("torch",)


def test_one_without_its_own_weights_is_still_a_checkpoint(mine: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "home", converter=OwnConverter())
    store.prepare(str(mine))
    (mine / "model.safetensors").unlink()
    assert store.locate(str(mine)).engines == ("ct2",)


def test_a_folder_that_is_no_checkpoint_is_said(tmp_path: Path) -> None:
    with pytest.raises(errors.CheckpointError, match=r"no config\.json"):
        Store(tmp_path / "home").prepare(str(tmp_path))


def test_the_folder_of_an_installed_one_is_refused(hub: Hub, store: Store) -> None:
    hub.add(bart_layout())
    folder = store.install("facebook/bart-large-cnn").folder
    with pytest.raises(errors.UsageError, match="was installed as facebook/bart-large-cnn"):
        store.prepare(str(folder))
