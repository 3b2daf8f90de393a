"""`briefgen eval`: what is scored, where the report goes, and what is refused."""

import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.cli.runner import Cli

ENGLISH = (
    "The minister said that 12 hospitals had opened.",
    "Schools in three provinces reopened.",
    "The meeting in Kabul ended on Monday.",
    "Wheat prices rose by 1.5 percent.",
)
DARI = (
    "وزیر گفت که ۱۲ شفاخانه باز شد.",
    "مکاتب در سه ولایت دوباره باز شدند.",
    "جلسه در کابل روز دوشنبه پایان یافت.",
    "قیمت گندم ۱٫۵ درصد بالا رفت.",
)
RUSSIAN = (
    "Министр сообщил, что открылись 12 больниц.",
    "Школы в трёх провинциях вновь открылись.",
    "Встреча в Кабуле завершилась в понедельник.",
    "Цены на пшеницу выросли на 1,5 процента.",
)


def write(path: Path, lines: tuple[str, ...]) -> str:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """Test files called as in NTREX."""
    for name, lines in (("eng", ENGLISH), ("prs", DARI), ("rus", RUSSIAN)):
        write(tmp_path / "ntrex" / f"{name}.txt", lines)
    return str(tmp_path / "ntrex")


def scores(report: Any, system: int = 0, one: int = 0) -> dict[str, float]:
    found = report["sets"][one]["systems"][system]["scores"]
    return {score["metric"]: score["score"] for score in found}


def test_references_as_hypotheses_give_100_in_every_language(cli: Cli, folder: str) -> None:
    outcome = cli("eval", folder, "--hypothesis", folder, "--json")
    assert outcome.code == 0, outcome.err
    report = json.loads(outcome.out)
    assert report["schema"] == "briefgen/eval-1"
    assert [one["target_language"] for one in report["sets"]] == ["prs", "ru"]
    assert all(scores(report, one=n)["chrF++"] == 100 for n in range(2))


def test_shifted_lines_give_what_sacrebleus_command_gives(cli: Cli, folder: str) -> None:
    shifted = write(Path(folder).parent / "shifted.txt", DARI[1:] + DARI[:1])
    reference = str(Path(folder) / "prs.txt")
    outcome = cli(
        *("eval", "--source", str(Path(folder) / "eng.txt"), "--reference", reference),
        *("--hypothesis", f"shifted={shifted}", "--to", "prs", "--json"),
    )
    assert outcome.code == 0, outcome.err
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "sacrebleu", reference, "-i", shifted, "-m", "bleu", "chrf"),
            *("--chrf-word-order", "2", "-w", "4"),
        ],
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        check=True,
    )
    theirs = {one["name"]: one["score"] for one in json.loads(ran.stdout.decode("utf-8"))}
    ours = scores(json.loads(outcome.out))
    assert (ours["chrF++"], ours["BLEU"]) == (theirs["chrF2++"], theirs["BLEU"])
    assert 0 < ours["chrF++"] < 50


def test_several_systems_stand_side_by_side_in_a_table(cli: Cli, folder: str) -> None:
    shifted = write(Path(folder).parent / "shifted.txt", DARI[1:] + DARI[:1])
    outcome = cli(
        *("eval", folder, "--to", "prs", "--hypothesis", f"human={folder}"),
        *("--hypothesis", f"shifted={shifted}", "--quiet"),
    )
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0] == f"English into Dari, 4 lines: {Path(folder) / 'prs.txt'}"
    assert any(line.startswith("human") and "100.0 (100.0-100.0)" in line for line in lines)
    row = next(line for line in lines if line.startswith("number-missing"))
    assert row.split()[1] == "0.0", "the human translation has every number"
    assert float(row.split()[3]) == 75.0, "of the shifted lines three have another's numbers"
    assert "chrF++: nrefs:1|bs:1000|seed:12345|case:mixed|eff:yes|nc:6|nw:2" in outcome.out


@pytest.mark.parametrize("name", ["report.html", "report.json", "report"])
def test_the_report_is_written_as_its_name_says(
    cli: Cli, folder: str, tmp_path: Path, name: str
) -> None:
    outcome = cli("eval", folder, "--to", "ru", "--hypothesis", folder, "-o", name)
    assert outcome.code == 0, outcome.err
    written = {path.name for path in tmp_path.glob("report*")}
    assert written == ({"report.html", "report.json"} if name == "report" else {name})
    assert all(f"wrote {one}" in outcome.err for one in written)
    if "report.json" in written:
        report = json.loads((tmp_path / "report.json").read_text("utf-8"))
        assert scores(report)["chrF++"] == 100
        assert report["sets"][0]["references"]["rates"]


def test_the_page_holds_what_the_json_holds_and_fetches_nothing(
    cli: Cli, folder: str, tmp_path: Path
) -> None:
    assert cli("eval", folder, "--hypothesis", f"<b>&bad={folder}", "-o", "report").code == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))

    texts: list[str] = []
    linked: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            texts.append(data)

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            linked.extend(name for name, _ in attrs if name in {"src", "href"})
            assert tag not in {"script", "b"}

    Reader().feed(page)
    seen = " ".join(texts)
    assert not linked
    for one in report["sets"]:
        for value in (one["references_sha256"], *one["signatures"].values()):
            assert value in seen
        for rate in one["systems"][0]["rates"]:
            assert rate["code"] in seen
    assert "<b>&bad" in seen


def test_a_preset_is_evaluated_without_the_memory(cli: Cli, folder: str, tmp_path: Path) -> None:
    outcome = cli("eval", folder, "--to", "ru", "--preset", "demo", "--json", "--beams", "1")
    assert outcome.code == 0, outcome.err
    report = json.loads(outcome.out)
    (system,) = report["sets"][0]["systems"]
    assert system["name"] == "demo"
    assert system["model"]["licence"] == "CC0-1.0"
    assert "low-confidence" in {rate["code"] for rate in system["rates"]}
    assert "4 of 4 lines into ru" in outcome.err
    assert not list((tmp_path / "home").rglob("*.sqlite*")), "the memory is neither used nor made"


def test_a_folder_of_a_translator_and_files_go_together(cli: Cli, folder: str) -> None:
    name = str(files("briefgen") / "demo" / "translator")
    outcome = cli(
        *("eval", folder, "--to", "ru", "--hypothesis", f"human={folder}"),
        *("--translator", name, "--beams", "1", "--json"),
    )
    assert outcome.code == 0, outcome.err
    human, model = json.loads(outcome.out)["sets"][0]["systems"]
    assert (human["name"], model["name"]) == ("human", name)
    assert scores(json.loads(outcome.out), system=1)["chrF++"] < 100
    assert model["scores"][0]["p_value"] is not None


def test_settings_name_models_only_where_the_command_line_does_not(
    cli: Cli, folder: str, tmp_path: Path
) -> None:
    (tmp_path / "briefgen.toml").write_text('preset = "demo"\nto = "ru"\nbeams = 1\n', "utf-8")
    names = [
        [one["name"] for one in json.loads(outcome.out)["sets"][0]["systems"]]
        for outcome in (
            cli("eval", folder, "--json"),
            cli("eval", folder, "--hypothesis", f"human={folder}", "--json"),
        )
    ]
    assert names == [["demo"], ["human"]]


def test_summaries_get_rouge_and_their_own_checks(cli: Cli, tmp_path: Path) -> None:
    article = (
        "Schools in three provinces reopened on Monday after the floods. Teachers cleaned 62 "
        "schools with volunteers. Roads to two districts are still blocked by mud and stones."
    )
    source = write(tmp_path / "articles.txt", (article, article))
    first = article.split(". ", maxsplit=1)[0] + "."
    reference = write(tmp_path / "summaries.txt", (first, first))
    wrong = write(tmp_path / "wrong.txt", (first, "The minister of Norway opened 95 schools."))
    outcome = cli(
        *("eval", "--source", source, "--reference", reference, "--to", "en", "--json"),
        *("--hypothesis", wrong, "--summarizer", "extractive", "--words", "8-12"),
    )
    assert outcome.code == 0, outcome.err
    (one,) = json.loads(outcome.out)["sets"]
    assert one["task"] == "summarize"
    file, extractive = one["systems"]
    assert {rate["code"]: rate["lines"] for rate in file["rates"]}["number-added"] == 1
    assert {rate["code"]: rate["lines"] for rate in extractive["rates"]}["length"] == 0
    assert scores({"sets": [one]}, system=1)["ROUGE-L"] > scores({"sets": [one]})["ROUGE-L"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("eval",), "nothing to evaluate on"),
        (("eval", "ntrex", "--source", "x"), "but not both"),
        (("eval", "missing"), "missing is no folder"),
        (("eval", "--source", "ntrex/eng.txt", "--reference", "ntrex/prs.txt"), "--to is missing"),
        (
            ("eval", "ntrex", "--hypothesis", "ntrex/prs.txt"),
            "is one file, and there are 2 languages",
        ),
        (
            ("eval", "ntrex", "--to", "prs", "--hypothesis", "short.txt"),
            "short.txt has 1 lines and ntrex/prs.txt has 4",
        ),
        (("eval", "ntrex", "--hypothesis", "ntrex", "--hypothesis", "ntrex"), "two systems"),
        (("eval", "ntrex", "--hypothesis", "ntrex", "--tokenize", "flores200"), "13a, intl"),
        (("eval", "ntrex", "--summarizer", "extractive"), "give --translator, not --summarizer"),
        (("eval", "ntrex", "--preset", "wonderful"), "wonderful"),
    ],
)
def test_wrong_usage_is_refused_in_one_line(
    cli: Cli, folder: str, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    write(tmp_path / "short.txt", DARI[:1])
    outcome = cli(*arguments)
    assert outcome.code == 2, outcome.err
    assert said in outcome.err
    assert outcome.out == ""


def test_without_a_system_an_installed_preset_is_needed(cli: Cli, folder: str) -> None:
    outcome = cli("eval", folder)
    assert outcome.code == 5
    assert "briefgen models install" in outcome.err


def test_an_existing_report_is_kept_without_force(cli: Cli, folder: str, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text("mine", "utf-8")
    arguments = ("eval", folder, "--hypothesis", folder, "-o", "r.json")
    outcome = cli(*arguments)
    assert outcome.code == 1
    assert "exists" in outcome.err
    assert (tmp_path / "r.json").read_text("utf-8") == "mine"
    assert cli(*arguments, "--force").code == 0


def test_a_missing_extra_is_said_before_anything_runs(
    cli: Cli, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rouge_score.rouge_scorer", None)
    outcome = cli("eval", folder, "--hypothesis", folder)
    assert outcome.code == 2
    assert "pip install 'briefgen[eval]'" in outcome.err
