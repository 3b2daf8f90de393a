"""`briefgen memory`: what comes in, what goes out, what is asked before anything is lost."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.runner import Cli
from tests.memory.briefs import edited, sentence

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence"
 o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/><body>
<tu><tuv xml:lang="en"><seg>One.</seg></tuv><tuv xml:lang="fa-AF"><seg>یک.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Two.</seg></tuv><tuv xml:lang="fa"><seg>دو.</seg></tuv></tu>
</body></tmx>
"""


@pytest.fixture
def tmx(tmp_path: Path) -> Path:
    path = tmp_path / "a.tmx"
    path.write_text(TMX, encoding="utf-8")
    return path


def _stats(cli: Cli) -> dict[str, object]:
    outcome = cli("memory", "stats", "--json")
    assert outcome.code == 0, outcome.err
    found: dict[str, object] = json.loads(outcome.out)
    return found


def test_a_new_memory_is_empty_and_lies_beside_the_checkpoints(cli: Cli, tmp_path: Path) -> None:
    outcome = cli("memory", "stats")
    assert outcome.code == 0, outcome.err
    assert str(tmp_path / "home" / "memory.sqlite") in outcome.out
    assert "0 corrected by people, 0 imported, 0 written by models" in outcome.out


def test_import_says_what_was_taken_and_why_the_rest_was_not(cli: Cli, tmx: Path) -> None:
    outcome = cli("memory", "import", "a.tmx")
    assert (outcome.code, outcome.out) == (0, "")
    assert "a.tmx: 2 read, 1 translation taken" in outcome.err
    assert "1 skipped: language fa: Persian, not said to be Dari" in outcome.err
    assert _stats(cli)["imported"] == 1
    quiet = cli("memory", "import", "a.tmx", "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    report = json.loads(cli("memory", "import", "a.tmx", "--json").out)
    assert (report["file"], report["read"], report["taken"]) == ("a.tmx", 2, 1)


@pytest.mark.parametrize("name", ["brief.json", "corrected.txt"])
def test_import_takes_corrections_of_a_brief(cli: Cli, tmp_path: Path, name: str) -> None:
    def edit(data: object) -> None:
        sentence(data, "ru", 0)["text"] = "Поправлено."

    edited(tmp_path, edit).rename(tmp_path / name)
    outcome = cli("memory", "import", name)
    assert outcome.code == 0, outcome.err
    assert _stats(cli)["human"] == 6


def test_export_writes_what_import_takes_back(cli: Cli, tmx: Path, tmp_path: Path) -> None:
    cli("memory", "import", "a.tmx")
    outcome = cli("memory", "export", "b.tmx")
    assert (outcome.code, outcome.out) == (0, "")
    assert "wrote 1 translation to b.tmx" in outcome.err
    before = (tmp_path / "b.tmx").read_bytes()
    refused = cli("memory", "export", "b.tmx")
    assert refused.code == 1
    assert "--force" in refused.err
    cli("memory", "clear", "--yes")
    assert cli("memory", "import", "b.tmx").code == 0
    assert cli("memory", "export", "b.tmx", "--force").code == 0
    assert (tmp_path / "b.tmx").read_bytes() == before


def test_clear_does_not_lose_people_s_work_unasked(cli: Cli, tmx: Path) -> None:
    assert cli("memory", "clear").code == 0  # nothing of anybody's is in it
    cli("memory", "import", "a.tmx")
    refused = cli("memory", "clear")
    assert refused.code == 2
    assert "--yes" in refused.err
    assert cli("memory", "clear", "--models").code == 0
    assert _stats(cli)["imported"] == 1
    done = cli("memory", "clear", "--yes")
    assert (done.code, "forgot 1 translation" in done.err) == (0, True)
    assert _stats(cli)["imported"] == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<tmx><body>", "line 1: this is no well-formed XML"),
        ('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx/>', "declares XML entities"),
        (None, "no such file"),
    ],
)
def test_a_bad_file_is_one_message_and_exit_1(
    cli: Cli, tmp_path: Path, content: str | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "bad.tmx").write_text(content)
    outcome = cli("memory", "import", "bad.tmx")
    assert outcome.code == 1
    assert said in outcome.err
    assert "bad.tmx" in outcome.err
    assert "Traceback" not in outcome.err
    assert cli("memory", "import", "missing").code == 1


def test_a_damaged_memory_is_told_with_what_to_do(cli: Cli, tmp_path: Path) -> None:
    assert cli("memory", "stats").code == 0
    (tmp_path / "home" / "memory.sqlite").write_text("no database " * 500)
    outcome = cli("memory", "stats")
    assert outcome.code == 1
    assert "memory.sqlite" in outcome.err
    assert "move this file away" in outcome.err
    assert len(outcome.err.splitlines()) <= 2


def test_stats_name_languages_and_models(cli: Cli, tmx: Path, tmp_path: Path) -> None:
    cli("memory", "import", "a.tmx")
    with sqlite3.connect(tmp_path / "home" / "memory.sqlite") as raw:
        raw.execute("INSERT INTO makers VALUES (1, 'some/model', 'c0ffee', '')")
        raw.execute(
            "INSERT INTO proposed VALUES"
            " (1, 'en', 'ps', 'One.', 1, 'یو.', 0, 1, '2026-01-01', 0, '')"
        )
    raw.close()
    outcome = cli("memory", "stats", "-v")
    assert "en to prs: 0 corrected, 1 imported, 0 by models" in outcome.out
    assert "by some/model at c0ffee: 1" in outcome.out
    assert "1 of those had errors" in outcome.out


@pytest.mark.parametrize("command", ["stats", "import", "export", "clear"])
def test_every_command_has_help_with_an_example(cli: Cli, command: str) -> None:
    outcome = cli("memory", command, "--help")
    assert outcome.code == 0
    assert f"Example: briefgen memory {command}" in outcome.out
