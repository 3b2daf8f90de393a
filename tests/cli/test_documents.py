"""`--split`, `--layout` and `--template` of `render` and `brief`."""

from pathlib import Path

import pytest

from briefgen.serialize import to_json
from tests.briefs import sample
from tests.cli.runner import Cli


@pytest.fixture
def brief_json(tmp_path: Path) -> Path:
    path = tmp_path / "b.json"
    path.write_text(to_json(sample()), encoding="utf-8")
    return path


def test_split_writes_a_document_a_language_in_each_format(
    cli: Cli, brief_json: Path, tmp_path: Path
) -> None:
    outcome = cli("render", str(brief_json), "--split", "--format", "md,pdf,json", "-o", "out")
    assert outcome.code == 0, outcome.err
    names = {path.name for path in tmp_path.glob("out.*")}
    codes = ("en", "prs", "ps", "ru")
    assert names == {f"out.{c}.{e}" for c in codes for e in ("md", "pdf")} | {"out.json"}
    assert outcome.err.count("wrote ") == 9


def test_split_needs_a_place(cli: Cli, brief_json: Path) -> None:
    outcome = cli("render", str(brief_json), "--split")
    assert outcome.code == 2
    assert "add -o PATH" in outcome.err


def test_split_replaces_nothing_without_force(cli: Cli, brief_json: Path, tmp_path: Path) -> None:
    (tmp_path / "out.ru.txt").write_text("mine")
    outcome = cli("render", str(brief_json), "--split", "-o", "out.txt")
    assert outcome.code == 1
    assert "out.ru.txt exists" in outcome.err
    assert not (tmp_path / "out.en.txt").exists()
    assert cli("render", str(brief_json), "--split", "-o", "out.txt", "--force").code == 0


def test_languages_side_by_side(cli: Cli, brief_json: Path) -> None:
    outcome = cli("render", str(brief_json), "--format", "html", "--layout", "side-by-side")
    assert outcome.code == 0, outcome.err
    assert "<table>" in outcome.out


def test_an_unknown_layout_is_wrong_use(cli: Cli, brief_json: Path) -> None:
    outcome = cli("render", str(brief_json), "--layout", "diagonal")
    assert outcome.code == 2
    assert "side-by-side" in outcome.err


def test_pdf_is_no_text_for_a_terminal(cli: Cli, brief_json: Path) -> None:
    outcome = cli("render", str(brief_json), "--format", "pdf")
    assert outcome.code == 2
    assert "add -o FILE.pdf" in outcome.err


def test_a_template_is_filled_in(cli: Cli, brief_json: Path, tmp_path: Path) -> None:
    (tmp_path / "own.md.j2").write_text("{{ document.title.text }}!", encoding="utf-8")
    outcome = cli("render", str(brief_json), "--template", "own.md.j2")
    assert outcome.code == 0, outcome.err
    assert outcome.out == "Briefing — Articles: 2!\n"


def test_a_broken_template_is_told_before_any_work(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "own.md.j2").write_text("\n{% if %}", encoding="utf-8")
    # The source does not exist: it would be told if it were looked for first.
    outcome = cli("brief", "nothing.txt", "--template", "own.md.j2")
    assert outcome.code == 1
    assert "own.md.j2, line 2" in outcome.err


def test_a_template_for_another_format_is_wrong_use(
    cli: Cli, brief_json: Path, tmp_path: Path
) -> None:
    (tmp_path / "own.html.j2").write_text("x", encoding="utf-8")
    outcome = cli("render", str(brief_json), "--format", "md", "--template", "own.html.j2")
    assert outcome.code == 2
    assert "is for html" in outcome.err
