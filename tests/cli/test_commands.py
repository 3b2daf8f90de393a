"""The commands on good input: what goes to stdout, what to files, what to stderr."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from briefgen.words import count_words
from tests.cli.runner import Cli

EXTRACTIVE = ("--summarizer", "extractive", "--to", "")


def test_brief_writes_markdown_to_stdout(cli: Cli, article: Path) -> None:
    outcome = cli("brief", str(article), "--length", "short", *EXTRACTIVE)
    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("# Three provinces reopen schools after the floods")


def test_brief_reads_standard_input(cli: Cli, article: Path) -> None:
    outcome = cli("brief", "-", "--format", "json", *EXTRACTIVE, stdin=article.read_text("utf-8"))
    assert outcome.code == 0, outcome.err
    made = json.loads(outcome.out)
    assert made["articles"][0]["source"] == "-"
    assert made["articles"][0]["published"] == "2026-03-03"


def test_several_formats_take_the_base_name(cli: Cli, article: Path, tmp_path: Path) -> None:
    outcome = cli(
        "brief", str(article), "--format", "md,html,docx,json,txt", "-o", "out", *EXTRACTIVE
    )
    assert outcome.code == 0, outcome.err
    assert sorted(path.name for path in tmp_path.glob("out.*")) == [
        "out.docx",
        "out.html",
        "out.json",
        "out.md",
        "out.txt",
    ]
    assert outcome.out == ""
    assert "wrote out.md" in outcome.err


def test_a_folder_takes_a_name_made_from_the_title(cli: Cli, article: Path, tmp_path: Path) -> None:
    outcome = cli("brief", str(article), "-o", "briefs/", *EXTRACTIVE)
    assert outcome.code == 0, outcome.err
    assert [path.name for path in (tmp_path / "briefs").iterdir()] == [
        "three-provinces-reopen-schools-after-the-floods.md"
    ]


def test_the_ending_sets_the_format(cli: Cli, article: Path, tmp_path: Path) -> None:
    assert cli("brief", str(article), "-o", "b.json", *EXTRACTIVE).code == 0
    assert json.loads((tmp_path / "b.json").read_text("utf-8"))["schema"] == "briefgen/brief-1"


def test_quiet_says_nothing(cli: Cli, article: Path) -> None:
    outcome = cli("brief", str(article), "-o", "b.md", "--quiet", *EXTRACTIVE)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")


def test_the_same_brief_twice_differs_only_in_when_it_was_made(
    cli: Cli, article: Path, tmp_path: Path
) -> None:
    for name in ("one.json", "two.json"):
        assert cli("brief", str(article), "-o", name, *EXTRACTIVE).code == 0
    one, two = (json.loads((tmp_path / n).read_text("utf-8")) for n in ("one.json", "two.json"))
    for made in (one, two):
        del made["created"], made["timings"]
    assert one == two


def test_several_sources_make_one_document_a_section_each(
    cli: Cli, article: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text(
        "Bridge opens again\n\nThe bridge over the river opened again on Friday after repairs that "
        "took four months, the ministry said.\n\nDrivers had to take a road of 90 kilometres "
        "while it was closed, and goods became more expensive in the valley.\n",
        encoding="utf-8",
    )
    outcome = cli(
        "brief", str(article), str(other), "--format", "json", "--sentences", "1", *EXTRACTIVE
    )
    made = json.loads(outcome.out)
    assert [a["id"] for a in made["articles"]] == ["a1", "a2"]
    assert [s["article"] for s in made["summaries"]] == ["a1", "a2"]
    assert all(s["sentences"][0]["id"].startswith(s["article"]) for s in made["summaries"])


@pytest.mark.parametrize(("words", "low", "high"), [("40", 36, 44), ("50-70", 50, 70)])
def test_summarize_keeps_the_length(
    cli: Cli, article: Path, words: str, low: int, high: int
) -> None:
    outcome = cli("summarize", str(article), "--summarizer", "extractive", "--words", words)
    assert outcome.code == 0, outcome.err
    assert low <= count_words(outcome.out) <= high


def test_summarize_puts_a_bottom_line_above(cli: Cli, article: Path) -> None:
    base = ("summarize", str(article), "--summarizer", "extractive", "--words", "50-70")
    line, _, summary = cli(*base, "--bottom-line").out.partition("\n\n")
    assert 15 <= count_words(line) <= 30
    assert 50 <= count_words(summary) <= 70
    bullets = cli(*base, "--bottom-line", "--style", "bullets").out.splitlines()
    assert bullets[0] == line
    assert all(bullet.startswith("- ") for bullet in bullets[2:])
    record = json.loads(cli(*base, "--bottom-line", "--json").out)
    assert record["bottom_line"]["text"] == line


def test_summarize_in_bullets_and_in_json(cli: Cli, article: Path) -> None:
    base = ("summarize", str(article), "--summarizer", "extractive", "--sentences", "3")
    bullets = cli(*base, "--style", "bullets").out.splitlines()
    assert [line[:2] for line in bullets] == ["- "] * 3
    summary = json.loads(cli(*base, "--json").out)
    assert [s["id"] for s in summary["sentences"]] == ["a1.m1", "a1.m2", "a1.m3"]
    assert all(s["evidence"] for s in summary["sentences"])


def test_extract_json_has_the_contract_s_keys(cli: Cli, article: Path) -> None:
    outcome = cli("extract", str(article), "--json")
    assert outcome.code == 0, outcome.err
    (line,) = outcome.out.splitlines()
    found = json.loads(line)
    assert set(found) >= {
        "id",
        "title",
        "source",
        "url",
        "authors",
        "published",
        "language",
        "words",
        "sha256",
        "sentences",
        "text",
        "headings",
    }
    assert found["authors"] == ["Laila Noorzai"]
    assert found["text"].startswith("Schools in three northern provinces reopened on Monday")
    assert "Laila" not in found["text"]


def test_extract_goes_on_after_a_source_that_fails(cli: Cli, article: Path) -> None:
    outcome = cli("extract", str(article), "missing.txt", str(article), "--json")
    assert outcome.code == 3
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    assert ["error" in line for line in lines] == [False, True, False]
    assert set(lines[1]) == {"source", "error"}


def test_extract_of_one_source_that_fails_exits_1(cli: Cli) -> None:
    outcome = cli("extract", "missing.txt", "--json")
    assert outcome.code == 1
    assert json.loads(outcome.out)["source"] == "missing.txt"


def test_render_makes_other_formats_of_a_brief(cli: Cli, article: Path, tmp_path: Path) -> None:
    assert cli("brief", str(article), "--format", "json,md", "-o", "b", *EXTRACTIVE).code == 0
    outcome = cli("render", "b.json")
    assert outcome.code == 0, outcome.err
    assert outcome.out == (tmp_path / "b.md").read_text("utf-8")
    assert cli("render", "b.json", "-o", "c.docx").code == 0
    assert (tmp_path / "c.docx").read_bytes().startswith(b"PK")


def test_check_finds_a_changed_number_line_by_line(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("Aid reached 300 families.\nThe talks ended on Monday.\n")
    (tmp_path / "t.txt").write_text(
        "Помощь получили 500 семей.\nПереговоры завершились в понедельник.\n", "utf-8"
    )
    base = ("check", "--source", "s.txt", "--target", "t.txt", "--to", "ru")
    outcome = cli(*base, "--json")
    assert outcome.code == 0, outcome.err
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    assert [line["line"] for line in lines] == [1, 2]
    assert "number-missing" in {flag["code"] for flag in lines[0]["flags"]}
    assert lines[1]["flags"] == []
    assert cli(*base, "--strict").code == 4


def test_check_without_files_says_how(cli: Cli) -> None:
    outcome = cli("check")
    assert outcome.code == 2
    assert "--source" in outcome.err


def test_models_list_is_honest_about_the_demo(cli: Cli) -> None:
    outcome = cli("models", "list")
    assert outcome.code == 0, outcome.err
    assert "default  (not installed" in outcome.out
    assert "CC-BY-NC-4.0" in outcome.out
    demo = outcome.out[outcome.out.index("\ndemo") :]
    assert "one field" in demo
    assert "demonstration" in demo


def test_models_list_as_json(cli: Cli) -> None:
    listed = json.loads(cli("models", "list", "--json").out)
    assert {p["name"] for p in listed["presets"]} >= {"default", "light", "quality", "open", "demo"}


def test_models_install_offline_opens_nothing_and_exits_5(cli: Cli) -> None:
    outcome = cli("models", "install", "default", "--offline", "--yes")
    assert outcome.code == 5
    assert "offline" in outcome.err


def test_doctor_names_presets_and_folders(cli: Cli, tmp_path: Path) -> None:
    outcome = cli("doctor")
    assert outcome.code == 0, outcome.err
    assert str(tmp_path / "home") in outcome.out
    assert re.search(r"default: lacks .*models install default", outcome.out)
    assert json.loads(cli("doctor", "--json").out)["packages"]["torch"]


def test_version(cli: Cli) -> None:
    assert re.fullmatch(r"briefgen \d+\.\d+\.\d+\S*\n", cli("--version").out)


@pytest.mark.parametrize(
    "command",
    [
        "brief",
        "batch",
        "summarize",
        "translate",
        "extract",
        "check",
        "render",
        "doctor",
        "models install",
        "models list",
        "models verify",
        "models remove",
        "models path",
        "models export",
        "models import",
    ],
)
def test_every_command_has_help_with_an_example(cli: Cli, command: str) -> None:
    outcome = cli(*command.split(), "--help")
    assert outcome.code == 0
    assert "Example: " in outcome.out


def test_a_config_file_sets_options_and_the_command_line_wins(
    cli: Cli, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "briefgen.toml").write_text(
        'summarizer = "extractive"\nto = []\nsentences = 2\nformat = "json"\n'
    )

    def sentences(*arguments: str) -> int:
        outcome = cli("brief", str(article), *arguments)
        assert outcome.code == 0, outcome.err
        return len(json.loads(outcome.out)["summaries"][0]["sentences"])

    assert sentences() == 2
    monkeypatch.setenv("BRIEFGEN_SENTENCES", "3")
    assert sentences() == 3
    assert sentences("--sentences", "1") == 1


def test_pyproject_is_read_too(cli: Cli, article: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.briefgen]\nsummarizer = "extractive"\nto = ""\nformat = "txt"\n'
    )
    outcome = cli("brief", str(article))
    assert outcome.code == 0, outcome.err
    assert not outcome.out.startswith("#")


@pytest.mark.parametrize(
    ("toml", "words"), [("colour = 1\n", "unknown key 'colour'"), ("length = \n", "not valid TOML")]
)
def test_a_broken_config_file_is_named(
    cli: Cli, article: Path, tmp_path: Path, toml: str, words: str
) -> None:
    (tmp_path / "briefgen.toml").write_text(toml)
    outcome = cli("brief", str(article), *EXTRACTIVE)
    assert outcome.code == 2
    assert words in outcome.err
    assert "briefgen.toml" in outcome.err


def test_help_loads_no_heavy_library() -> None:
    script = (
        "import sys\n"
        "from briefgen.cli.app import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'transformers', 'trafilatura', 'py3langid', 'huggingface_hub', 'docx',"
        " 'jinja2', 'babel', 'httpx', 'numpy', 'sentencepiece'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "Usage: briefgen" in ended.stdout
    assert ended.stderr.strip() == "[]"


def test_importing_the_package_loads_no_heavy_library() -> None:
    script = (
        "import sys, briefgen\n"
        "print(sorted({'torch', 'transformers', 'trafilatura', 'numpy'} & set(sys.modules)))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "[]"


def test_articles_come_through_a_pipe_as_jsonl(cli: Cli, article: Path) -> None:
    extracted = cli("extract", str(article), str(article), "--json").out
    outcome = cli(
        "brief", "-", "--sentences", "1", "--format", "json", *EXTRACTIVE, stdin=extracted
    )
    assert outcome.code == 0, outcome.err
    made = json.loads(outcome.out)
    assert [a["id"] for a in made["articles"]] == ["a1", "a2"]
    assert made["articles"][0]["title"] == "Three provinces reopen schools after the floods"


def test_a_jsonl_without_articles_is_an_error(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("\n\n")
    outcome = cli("brief", "none.jsonl", *EXTRACTIVE)
    assert outcome.code == 1
    assert "no article" in outcome.err
