"""`briefgen models`, against a hub on the loopback interface."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.runner import Cli
from tests.hub_server import (
    Hub,
    bart_layout,
    converted_layout,
    nllb_layout,
    opennmt_layout,
    running_hub,
    use_hub,
)
from tests.store.converters import FakeConverter

SKYWOOD = "skywood/nllb-200-distilled-600M-ct2-int8"
NLLB = "facebook/nllb-200-distilled-600M"
BART = "facebook/bart-large-cnn"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    with running_hub() as running:
        use_hub(running, monkeypatch, tmp_path)
        for layout in (converted_layout, nllb_layout, bart_layout, opennmt_layout):
            running.add(layout())
        yield running


@pytest.fixture(autouse=True)
def converter(monkeypatch: pytest.MonkeyPatch) -> FakeConverter:
    fake = FakeConverter(able=True, cuts=False)
    monkeypatch.setattr("briefgen.store.installing.OwnConverter", lambda: fake)
    return fake


def listed(cli: Cli) -> dict[str, dict[str, object]]:
    return {
        one["id"]: one for one in json.loads(cli("models", "list", "--json").out)["checkpoints"]
    }


# install


def test_a_preset_says_size_licence_maker_and_the_other_way_before_it_asks(
    cli: Cli, hub: Hub
) -> None:
    outcome = cli("models", "install", "light")
    assert outcome.code == 2
    assert f"{SKYWOOD} at commit {hub.repositories[SKYWOOD].commit}: 38 kB" in outcome.err
    assert "CC-BY-NC-4.0, which does not permit commercial use" in outcome.err
    assert f"converted to int8 from {NLLB} by skywood, not by its makers" in outcome.err
    assert f"--from-original fetches {NLLB} (about 2.5 GB) and converts it here" in outcome.err
    assert "add --yes" in outcome.err
    assert hub.fetched == []


def test_the_converted_repository_is_fetched_and_nothing_is_converted(
    cli: Cli, hub: Hub, converter: FakeConverter
) -> None:
    outcome = cli("models", "install", "light", "--yes")
    assert outcome.code == 0, outcome.err
    assert "installed" in outcome.err
    assert "preparing" not in outcome.err
    assert converter.calls == []
    assert listed(cli)[SKYWOOD]["engines"] == ["ct2"]
    assert cli("models", "install", "light").err == "briefgen: light is installed\n"


def test_from_original_fetches_and_converts_the_original(
    cli: Cli, hub: Hub, converter: FakeConverter
) -> None:
    outcome = cli("models", "install", "light", "--yes", "--from-original")
    assert outcome.code == 0, outcome.err
    assert f"preparing {NLLB} for the ct2 engine, once" in outcome.err
    assert converter.calls == [NLLB]
    assert not [path for path in hub.requests if SKYWOOD in path]
    here = listed(cli)
    assert here[NLLB]["engines"] == ["ct2"]
    assert not here[SKYWOOD]["installed"]
    assert "light  (installed)" in cli("models", "list").out
    # What serves the preset is not fetched a second time in another form.
    assert cli("models", "install", "light").err == "briefgen: light is installed\n"


def test_from_original_is_said_of_an_id_as_well(cli: Cli, hub: Hub) -> None:
    assert cli("models", "install", SKYWOOD, "--from-original", "--yes").code == 0
    assert listed(cli)[NLLB]["installed"]


def test_keep_original_leaves_both(cli: Cli, hub: Hub) -> None:
    outcome = cli("models", "install", BART, "--yes", "--keep-original")
    assert outcome.code == 0
    assert "its own weights stay" in outcome.err
    assert listed(cli)[BART]["engines"] == ["ct2", "torch"]


def test_who_says_no_gets_nothing(cli: Cli, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefgen.cli.models.confirm", lambda *_, **__: False)
    monkeypatch.setattr("briefgen.cli.models._somebody_is_there", lambda: True)
    assert cli("models", "install", "light").code == 1
    assert hub.fetched == []


def test_quiet_says_nothing_but_what_it_asks(cli: Cli, hub: Hub) -> None:
    outcome = cli("models", "install", "light", "--quiet")
    assert outcome.code == 2
    assert "CC-BY-NC-4.0" in outcome.err
    assert cli("models", "install", "light", "--yes", "--quiet").err == ""


def test_an_install_of_what_is_damaged_mends_it(cli: Cli, hub: Hub) -> None:
    cli("models", "install", "light", "--yes")
    weights = Path(cli("models", "path", SKYWOOD).out.strip()) / "model.bin"
    weights.write_bytes(b"!" + weights.read_bytes()[1:])
    outcome = cli("models", "verify", "light")
    assert outcome.code == 1
    assert f"{SKYWOOD}: model.bin: has another checksum" in outcome.err
    assert f"mend it with: briefgen models install {SKYWOOD}" in outcome.err
    assert cli("models", "install", SKYWOOD).code == 0
    assert cli("models", "verify", "light").code == 0


def test_what_is_installed_needs_no_network_to_install(cli: Cli, hub: Hub) -> None:
    cli("models", "install", "light", "--yes")
    assert cli("models", "install", "light", "--offline").code == 0
    outcome = cli("models", "install", "quality", "--offline", "--yes")
    assert outcome.code == 5
    assert "--offline forbids" in outcome.err


def test_a_folder_of_the_users_own_is_converted_where_it_stands(cli: Cli, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    for name, content in nllb_layout().files.items():
        (mine / name).write_bytes(content)
    outcome = cli("models", "install", "mine", "--offline")
    assert outcome.code == 0, outcome.err
    assert "mine is ready for the engine ct2 or torch" in outcome.err
    assert (mine / "pytorch_model.bin").is_file()
    assert (mine / "ct2" / "model.bin").is_file()


def test_a_folder_that_is_called_like_a_preset_hides_it_not(
    cli: Cli, hub: Hub, tmp_path: Path
) -> None:
    (tmp_path / "light").mkdir()
    assert cli("models", "install", "light", "--yes").code == 0
    assert listed(cli)[SKYWOOD]["installed"]


def test_room_for_all_of_a_preset_is_asked_before_the_first_download(
    cli: Cli, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sum(len(content) for content in hub.repositories[SKYWOOD].files.values())
    free = 64_000_000 + 3 * first  # enough for the first alone
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    outcome = cli("models", "install", "default", "--yes")
    assert outcome.code == 1
    assert "make room" in outcome.err
    assert SKYWOOD in outcome.err.splitlines()[-1]
    assert BART in outcome.err.splitlines()[-1]
    assert hub.fetched == []


# list


def test_the_list_shows_size_on_disk_languages_licence_and_engine(cli: Cli, hub: Hub) -> None:
    cli("models", "install", "light", "--yes")
    out = cli("models", "list").out
    [line] = {line for line in out.splitlines() if line.startswith(f"  + {SKYWOOD}")}
    assert "translate (en, prs, ps, ru); 38 kB on disk, engine ct2; under CC-BY-NC-4.0" in line
    assert f"converted from {NLLB} by skywood" in out


def test_the_list_names_what_no_preset_has_and_what_is_broken(cli: Cli, hub: Hub) -> None:
    hub.add(bart_layout("someone/fine-tuned"))
    cli("models", "install", "someone/fine-tuned", "--yes")
    cli("models", "install", "light", "--yes")
    (Path(cli("models", "path", SKYWOOD).out.strip()) / "model.bin").unlink()
    out = cli("models", "list").out
    assert "also installed\n  + someone/fine-tuned: " in out
    assert f"! {SKYWOOD}: model.bin is missing" in out
    found = json.loads(cli("models", "list", "--json").out)
    assert found["broken"] == [{"id": SKYWOOD, "detail": "model.bin is missing"}]
    [record] = [one for one in found["checkpoints"] if one["id"] == "someone/fine-tuned"]
    assert record["installed"]
    assert record["size_bytes"] > 0


# verify, remove, path


def test_verify_without_a_name_reads_everything(cli: Cli, hub: Hub) -> None:
    cli("models", "install", "default", "--yes")
    outcome = cli("models", "verify", "--json")
    assert outcome.code == 0
    assert json.loads(outcome.out) == [
        {"id": BART, "problems": []},
        {"id": SKYWOOD, "problems": []},
    ]
    (Path(cli("models", "path", BART).out.strip()) / "ct2" / "model.bin").write_bytes(b"")
    outcome = cli("models", "verify", "--json")
    assert outcome.code == 1
    assert json.loads(outcome.out)[0]["problems"][0]["file"] == "ct2/model.bin"


def test_verify_finds_half_an_install(cli: Cli, hub: Hub) -> None:
    hub.faults.cut_after["model.bin"] = 100
    assert cli("models", "install", "light", "--yes").code == 5
    assert cli("models", "verify").code == 1
    assert "its install is not finished" in cli("models", "list").out


def test_remove_takes_what_a_preset_has_here(cli: Cli, hub: Hub) -> None:
    cli("models", "install", "light", "--yes")
    outcome = cli("models", "remove", "default")
    assert outcome.code == 0
    assert f"removed {SKYWOOD}" in outcome.err
    assert BART not in outcome.err
    assert cli("models", "remove", "default").code == 5


def test_path_of_a_preset_is_a_line_for_each_checkpoint(cli: Cli, hub: Hub) -> None:
    cli("models", "install", "default", "--yes")
    lines = cli("models", "path", "default").out.splitlines()
    assert [Path(line).name for line in lines] == [
        SKYWOOD.replace("/", "--"),
        BART.replace("/", "--"),
    ]
    assert all(Path(line).is_dir() for line in lines)


# export and import


def test_an_archive_carries_a_preset_to_a_machine_without_a_network(
    cli: Cli, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("models", "install", "default", "--yes")
    outcome = cli("models", "export", "models.tar", "default", "light")
    assert outcome.code == 0, outcome.err
    assert outcome.out == ""
    assert f"in models.tar: {BART}, {SKYWOOD}" in outcome.err
    asked = len(hub.requests)
    monkeypatch.setenv("BRIEFGEN_HOME", str(tmp_path / "elsewhere"))
    outcome = cli("models", "import", "models.tar", "--offline")
    assert outcome.code == 0, outcome.err
    assert f"{SKYWOOD}: imported at commit" in outcome.err
    assert "under CC-BY-NC-4.0, which does not permit commercial use" in outcome.err
    assert cli("models", "verify", "default").code == 0
    assert "default  (installed)" in cli("models", "list").out
    assert "was here before" in cli("models", "import", "models.tar").err
    assert len(hub.requests) == asked


def test_export_without_names_takes_all_that_is_installed(cli: Cli, hub: Hub) -> None:
    outcome = cli("models", "export", "all.tar")
    assert outcome.code == 5
    assert "nothing is installed" in outcome.err
    cli("models", "install", "light", "--yes")
    assert cli("models", "export", "all.tar").code == 0
    assert cli("models", "export", "one.tar", SKYWOOD).code == 0
    assert Path("all.tar").read_bytes() == Path("one.tar").read_bytes()


def test_export_replaces_a_file_only_when_forced(cli: Cli, hub: Hub) -> None:
    cli("models", "install", "light", "--yes")
    Path("x.tar").write_text("mine", encoding="utf-8")
    outcome = cli("models", "export", "x.tar", "light")
    assert outcome.code == 1
    assert "--force" in outcome.err
    assert Path("x.tar").read_text(encoding="utf-8") == "mine"
    assert cli("models", "export", "x.tar", "light", "--force").code == 0


def test_export_of_what_is_not_here_exits_5(cli: Cli) -> None:
    outcome = cli("models", "export", "x.tar", "light")
    assert outcome.code == 5
    assert "briefgen models install" in outcome.err
    assert not Path("x.tar").exists()


def test_import_of_something_else_is_said_in_two_lines(cli: Cli) -> None:
    Path("x.tar").write_bytes(b"no tar")
    outcome = cli("models", "import", "x.tar")
    assert outcome.code == 1
    assert "x.tar is not an archive" in outcome.err
    assert outcome.err.count("\n") <= 2
    assert cli("models", "import", "nowhere.tar").code == 1
