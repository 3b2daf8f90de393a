"""Bad input: the contract's exit code, one or two lines that help, and nothing half-written."""

import os
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.cli.runner import Cli, Outcome

EXTRACTIVE = ("--summarizer", "extractive", "--to", "")


def _refused(outcome: Outcome, code: int, *words: str) -> None:
    """One or two lines on stderr that hold the words, and nothing on stdout."""
    assert outcome.code == code, outcome.err
    assert outcome.out == ""
    lines = outcome.err.strip().splitlines()
    assert 1 <= len(lines) <= 2, outcome.err
    assert "Traceback" not in outcome.err
    for word in words:
        assert word in outcome.err


def test_a_missing_path(cli: Cli) -> None:
    _refused(cli("brief", "nowhere.txt", *EXTRACTIVE), 1, "nowhere.txt")


def test_a_folder(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    _refused(cli("brief", "folder", *EXTRACTIVE), 1, "folder")


def test_an_empty_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    _refused(cli("brief", "empty.txt", *EXTRACTIVE), 1, "empty.txt")


def test_a_binary_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 64)
    _refused(cli("brief", "noise.txt", *EXTRACTIVE), 1, "noise.txt")


def test_a_file_in_a_wrong_encoding_is_read_or_refused_but_never_mangled(
    cli: Cli, tmp_path: Path
) -> None:
    text = (
        "Министерство образования сообщило, что школы в трёх провинциях открылись снова. "
        "Учителя сказали, что большинство учеников вернулось в классы после наводнения. "
    )
    (tmp_path / "cp1251.txt").write_bytes((text * 3).encode("cp1251"))
    outcome = cli("extract", "cp1251.txt", "--json")
    if outcome.code == 0:
        assert "Министерство образования сообщило" in outcome.out
    else:
        assert "cp1251.txt" in outcome.err


def test_an_unreachable_host(cli: Cli) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    url = f"http://127.0.0.1:{port}/article.html"
    _refused(cli("brief", url, "--allow-private", *EXTRACTIVE), 1, url)


def test_a_page_that_is_not_there(cli: Cli) -> None:
    class NotFound(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), NotFound)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/gone.html"
        _refused(cli("brief", url, "--allow-private", *EXTRACTIVE), 1, url, "404")
    finally:
        server.shutdown()
        server.server_close()


def test_a_private_address_is_refused_unless_allowed(cli: Cli) -> None:
    _refused(cli("extract", "http://127.0.0.1:9/"), 1, "--allow-private")


def test_offline_refuses_a_url(cli: Cli) -> None:
    outcome = cli("extract", "https://example.org/a.html", "--offline")
    assert outcome.code != 0
    assert "network" in outcome.err


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--to", "klingon", ("unknown language 'klingon'", "prs")),
        ("--preset", "best", ("unknown preset 'best'", "demo")),
        ("--format", "wav", ("unknown format 'wav'", "docx")),
        ("--words", "80-20", ("upside down", "20-80")),
        ("--words", "some", ("words",)),
        ("--length", "epic", ("unknown length 'epic'", "flash")),
        ("--style", "verse", ("unknown style 'verse'", "bullets")),
        ("--sentences", "0", ("sentences",)),
        ("--engine", "steam", ("unknown engine 'steam'",)),
        ("--device", "abacus", ("unknown device 'abacus'",)),
        ("--digits", "roman", ("unknown digits 'roman'",)),
        ("--calendar", "maya", ("unknown calendar 'maya'",)),
        ("--beams", "0", ("beams",)),
        ("--beams", "wide", ("--beams",)),
    ],
)
def test_an_option_that_cannot_be(
    cli: Cli, article: Path, option: str, value: str, words: tuple[str, ...]
) -> None:
    _refused(cli("brief", str(article), "--preset", "demo", option, value), 2, *words)


def test_an_unknown_option_and_an_unknown_command(cli: Cli, article: Path) -> None:
    _refused(cli("brief", str(article), "--tone", "calm"), 2, "--tone")
    _refused(cli("summon", str(article)), 2, "summon")


def test_two_lengths_at_once(cli: Cli, article: Path) -> None:
    outcome = cli("brief", str(article), "--length", "short", "--words", "60", *EXTRACTIVE)
    _refused(outcome, 2, "cannot be given together")


def test_word_needs_a_file(cli: Cli, article: Path) -> None:
    _refused(cli("brief", str(article), "--format", "docx", *EXTRACTIVE), 2, "-o")


def test_an_output_without_an_ending(cli: Cli, article: Path) -> None:
    _refused(cli("brief", str(article), "-o", "result", *EXTRACTIVE), 2, "result", "--format")


def test_an_output_in_a_folder_that_is_not_there(cli: Cli, article: Path, tmp_path: Path) -> None:
    _refused(cli("brief", str(article), "-o", "no/where.md", *EXTRACTIVE), 1, "no")
    assert not (tmp_path / "no").exists()


def test_an_existing_file_is_not_replaced_unless_forced(
    cli: Cli, article: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "brief.md"
    kept.write_text("mine")
    _refused(cli("brief", str(article), "-o", "brief.md", *EXTRACTIVE), 1, "--force")
    assert kept.read_text() == "mine"
    assert cli("brief", str(article), "-o", "brief.md", "--force", *EXTRACTIVE).code == 0
    assert kept.read_text() != "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_permission(cli: Cli, article: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    _refused(cli("brief", str(article), "-o", "locked/b.md", *EXTRACTIVE), 1, "locked")


def test_a_place_that_cannot_be_written_leaves_nothing(cli: Cli, article: Path) -> None:
    # A device is writable by name and takes no files beside it, for root too.
    _refused(cli("brief", str(article), "-o", "/dev/null/brief.md", *EXTRACTIVE), 1, "/dev/null")


def test_no_failed_run_leaves_a_file(cli: Cli, article: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    for arguments in (
        ("brief", "nowhere.txt", "-o", "out.md", *EXTRACTIVE),
        ("brief", str(article), "nowhere.txt", "-o", "out.md", *EXTRACTIVE),
        ("brief", str(article), "-o", "out.md", "--translator", "no/such-model"),
    ):
        assert cli(*arguments).code != 0
    assert sorted(tmp_path.rglob("*")) == before


def test_a_model_that_is_not_installed_says_what_would_fetch_it(cli: Cli, article: Path) -> None:
    outcome = cli("brief", str(article), "--preset", "default")
    _refused(outcome, 5, "models install", "CC-BY-NC-4.0", "GB", "--preset demo")


def test_without_a_preset_and_a_model_the_way_out_is_named(cli: Cli, article: Path) -> None:
    _refused(cli("brief", str(article)), 5, "models install default", "--preset demo")


def test_a_console_that_cannot_show_the_text_is_told_what_to_do(
    article: Path, tmp_path: Path
) -> None:
    article.write_text(
        "Schools reopened in Çüngüş on Monday, officials said after the long flood.\n"
        "Teachers in Çüngüş said that most pupils had come back to their classes again.\n",
        encoding="utf-8",
    )
    ended = subprocess.run(
        [sys.executable, "-m", "briefgen", "extract", str(article)],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "BRIEFGEN_HOME": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stdout == b""
    message = ended.stderr.decode("ascii")
    assert "PYTHONIOENCODING=utf-8" in message
    assert len(message.strip().splitlines()) == 1


def test_a_brief_that_is_no_brief(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text('{"schema": "else"}')
    _refused(cli("render", "b.json"), 1, "schema")
    _refused(cli("render", "none.json"), 1, "none.json")


def test_check_refuses_files_of_unequal_length(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("One.\nTwo.\n")
    (tmp_path / "t.txt").write_text("Один.\n")
    outcome = cli("check", "--source", "s.txt", "--target", "t.txt", "--to", "ru")
    _refused(outcome, 2, "2 lines", "1")
