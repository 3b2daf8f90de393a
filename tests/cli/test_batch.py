"""`briefgen batch` from outside: exit codes, what is said where, kills and interrupts."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch import kills
from tests.batch.articles import text_of, write_articles
from tests.batch.test_run import contents
from tests.cli.runner import Cli

EXTRACTIVE = ("--summarizer", "extractive", "--to", "", "--words", "20-40")


def test_a_batch_says_how_it_ended_and_nothing_on_stdout(cli: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 3)
    outcome = cli("batch", "in", "-o", "out", *EXTRACTIVE)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == f"briefgen: 3 made; see {Path('out', 'index.html')}\n", "no bar in a pipe"
    assert cli("batch", "in", "-o", "out", *EXTRACTIVE).err.startswith(
        "briefgen: 0 made, 3 unchanged"
    )
    assert cli("batch", "in", "-o", "out", "--quiet", *EXTRACTIVE).err == ""


def test_a_batch_logs_one_json_object_an_event(cli: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 2)
    (tmp_path / "in" / "bad.txt").write_text("")
    outcome = cli("batch", "in", "-o", "out", "--log-json", *EXTRACTIVE)
    assert outcome.code == 3
    events = [json.loads(line) for line in outcome.err.splitlines()]
    assert [event["event"] for event in events] == ["planned", "item", "item", "item", "end"]
    assert {event["state"] for event in events[1:4]} == {"done", "failed"}
    assert events[-1]["failed"] == 1


def test_what_stops_a_batch_is_logged_as_json_too(cli: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 1)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").write_text("mine")
    outcome = cli("batch", "in", "-o", "out", "--log-json", *EXTRACTIVE)
    assert outcome.code == 1
    (event,) = [json.loads(line) for line in outcome.err.splitlines()]
    assert event["event"] == "error"
    assert "--force" in event["error"]


def test_strict_counts_after_failures(cli: Cli, tmp_path: Path) -> None:
    # An article shorter than the asked length is flagged, though not as an error.
    write_articles(tmp_path / "in", 1)
    assert cli("batch", "in", "-o", "out", "--strict", *EXTRACTIVE).code == 0


def test_a_batch_needs_a_folder(cli: Cli, tmp_path: Path) -> None:
    assert cli("batch", "in").code == 2


def test_a_model_that_is_not_installed_exits_5(cli: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 1)
    outcome = cli("batch", "in", "-o", "out", "--preset", "default", "--offline")
    assert outcome.code == 5
    assert "Traceback" not in outcome.err


BAD: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.html": b" \n\t ",
    "menu.html": b"<html><nav><a href='/'>Home</a></nav></html>",
    "noise.txt": bytes(n * n % 251 for n in range(4000)),
    "broken.pdf": b"%PDF-1.7\nnot really",
    "broken.docx": b"PK\x03\x04 not a zip",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "sheet.xlsx": b"PK\x03\x04" + b"\0" * 100,
    "photo.jpg": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8,
    "table.csv": b"a,b\n1,2\n",
}


def test_ten_bad_files_of_every_kind_among_ninety_good_ones(cli: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 90)
    for name, data in BAD.items():
        (tmp_path / "in" / name).write_bytes(data)
    outcome = cli("batch", "in", "-o", "out", *EXTRACTIVE)
    assert outcome.code == 3
    assert len(list((tmp_path / "out").glob("wells*.md"))) == 90
    failed = [line for line in outcome.err.splitlines() if line.startswith("briefgen: failed: ")]
    assert len(failed) == 10
    for name in BAD:
        (line,) = [line for line in failed if name in line]
        assert ":" in line.removeprefix("briefgen: failed: ")
        assert any(word in line for word in ("give", "save", "check", "open")), line
        assert "internal error" not in line
    index = json.loads((tmp_path / "out" / "index.json").read_bytes())
    assert index["counts"] == {"done": 90, "failed": 10, "pending": 0}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks processes to kill")
def test_a_batch_that_is_killed_a_dozen_times_ends_as_if_it_never_was(
    cli: Cli, tmp_path: Path
) -> None:
    """The full hundred: benchmarks/kill_batch.py."""
    write_articles(tmp_path / "in", 60)
    killed = subprocess.run(
        [sys.executable, "-m", "tests.batch.kills", str(tmp_path), "12"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert killed.stdout.split() == [b"12"], killed.stderr.decode()
    assert cli(*kills.batch(tmp_path / "out")).code == 0
    whole = contents(tmp_path / "whole")
    assert len(whole) == 2 * 60 + 2
    for folder in tmp_path.glob("out*"):
        assert contents(folder) == whole


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as on POSIX")
def test_an_interrupt_finishes_what_is_in_hand_and_exits_130(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 600)
    with subprocess.Popen(
        [sys.executable, "-m", "briefgen", "batch", "in", "-o", "out", *EXTRACTIVE],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
    ) as process:
        while process.poll() is None and not list(tmp_path.glob("out/*.md")):
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert b"finishing what is in hand" in said
    assert b"Traceback" not in said
    index = json.loads((tmp_path / "out" / "index.json").read_bytes())
    assert index["counts"]["done"] == len(list((tmp_path / "out").glob("wells*.md")))
    assert index["counts"]["pending"] == 600 - index["counts"]["done"] > 0


def test_a_folder_that_cannot_be_made_is_said(cli: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 1)
    (tmp_path / "out").write_text("a file")
    outcome = cli("batch", "in", "-o", "out", *EXTRACTIVE)
    assert outcome.code == 1
    assert "-o" in outcome.err


def test_options_are_read_from_the_configuration_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "briefgen.toml").write_text('summarizer = "extractive"\nto = ""\nformat = "txt"\n')
    (tmp_path / "a.txt").write_text(text_of(1), encoding="utf-8")
    assert cli("batch", "a.txt", "-o", "out").code == 0
    assert (tmp_path / "out" / "a.txt").is_file()


@pytest.mark.skipif(os.name != "posix", reason="a terminal as POSIX has it")
def test_a_terminal_shows_a_bar_with_rate_and_time_left(tmp_path: Path) -> None:
    import fcntl
    import pty
    import struct
    import termios

    write_articles(tmp_path / "in", 20)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    ended = subprocess.run(
        [sys.executable, "-m", "briefgen", "batch", "in", "-o", "out", *EXTRACTIVE],
        cwd=tmp_path,
        stderr=theirs,
        check=False,
    )
    os.close(theirs)
    said = b""
    while not said.endswith(b"index.html\r\n"):
        said += os.read(ours, 4096)
    os.close(ours)
    assert ended.returncode == 0
    assert b"20/20 [00:" in said
    assert b"briefs" in said
