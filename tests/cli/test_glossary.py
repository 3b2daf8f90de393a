"""`--glossary` and `--no-builtin-glossary`."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.runner import Cli

TABLE = "source,prs,ps,ru\nhospital,شفاخانه,روغتون,больница\n"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, ...]:
    source, target = tmp_path / "s.txt", tmp_path / "t.txt"
    source.write_text("The hospital was closed.\nThe clinic in Herat was closed.\n", "utf-8")
    target.write_text("Клиника была закрыта.\nКлиника в городе была закрыта.\n", "utf-8")
    return ("check", "--source", str(source), "--target", str(target), "--to", "ru", "--json")


def _found(out: str) -> list[list[tuple[str, str]]]:
    rows = [json.loads(line) for line in out.splitlines()]
    return [[(flag["code"], flag["severity"]) for flag in row["flags"]] for row in rows]


def test_check_uses_the_users_glossary_and_the_built_in_one(
    cli: Cli, pair: tuple[str, ...], tmp_path: Path
) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text(TABLE, "utf-8")
    outcome = cli(*pair, "--glossary", str(terms), "--strict")
    assert outcome.code == 4
    assert _found(outcome.out) == [[("glossary-miss", "error")], [("glossary-miss", "warning")]]
    outcome = cli(*pair, "--no-builtin-glossary")
    assert outcome.code == 0
    assert _found(outcome.out) == [[], []]


def test_a_broken_glossary_is_one_line_with_its_place(
    cli: Cli, pair: tuple[str, ...], tmp_path: Path
) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text("source,ru\n,больница\n", "utf-8")
    outcome = cli(*pair, "--glossary", str(terms))
    assert outcome.code == 1
    assert outcome.out == ""
    assert "line 2, column source" in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_a_brief_says_which_glossary_was_in_force(cli: Cli, article: Path, tmp_path: Path) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text(TABLE, "utf-8")
    common = ("brief", str(article), "--summarizer", "extractive", "--to", "", "--format", "json")
    with_glossary = json.loads(cli(*common, "--glossary", str(terms)).out)
    digest = hashlib.sha256(terms.read_bytes()).hexdigest()
    assert with_glossary["settings"]["glossary"] == digest
    assert json.loads(cli(*common).out)["settings"]["glossary"] is None
