"""What the documentation shows is true: commands, options, examples, links, the site's pages."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from briefgen.cli.app import app

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
PAGES_BY_HAND = tuple(page for page in PAGES if page.name != "cli.md")


def blocks(page: Path, language: str) -> Iterator[str]:
    for found in re.finditer(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S):
        yield found[1]


def examples() -> list[Any]:
    """Every different Python example, by the first page that has it."""
    seen: dict[str, str] = {}
    for page in PAGES:
        for number, code in enumerate(blocks(page, "python"), start=1):
            seen.setdefault(code, f"{page.name}-{number}")
    return [pytest.param(code, id=name) for code, name in seen.items()]


def command_lines() -> list[tuple[str, str]]:
    """Every command line of briefgen in a shell example, with its page."""
    found = []
    for page in PAGES_BY_HAND:
        for block in blocks(page, "sh"):
            for line in block.replace("\\\n", " ").splitlines():
                said = re.search(r"(?:^|\| |0 6 \* \* \* )briefgen (.*)", line)
                if said:
                    found.append((page.name, said[1]))
    return found


def test_the_page_of_commands_is_what_help_says() -> None:
    from tools.cli_reference import PAGE, page

    assert PAGE.read_text("utf-8") == page(), "run: python -m tools.cli_reference"


def test_every_option_that_an_example_names_exists() -> None:
    wrong = []
    lines = command_lines()
    for name, line in lines:
        command: Any = get_command(app)
        for word in shlex.split(line, comments=True):
            below = getattr(command, "commands", {})
            if word in below:
                command = below[word]
            elif word.startswith("-") and word != "-":
                known = {option for parameter in command.params for option in parameter.opts}
                if word.partition("=")[0] not in {*known, "-h", "--help", "--version", "-v"}:
                    wrong.append(f"{name}: briefgen {line}: {word}")
    assert len(lines) > 30
    assert not wrong


def test_every_command_is_in_the_readme() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in commands if f"briefgen {name}" not in readme] == []


@pytest.mark.parametrize("code", examples())
def test_every_python_example_runs(code: str, tmp_path: Path) -> None:
    article = (ROOT / "examples" / "diplomacy.txt").read_text("utf-8")
    (tmp_path / "news").mkdir()
    for name in ("article.txt", "news/one.txt"):
        (tmp_path / name).write_text(article, encoding="utf-8")
    for name, line in (("en", "Rain fell."), ("ps", "باران وشو."), ("old", "باران وو.")):
        (tmp_path / f"{name}.txt").write_text(f"{line}\n", encoding="utf-8")
    (tmp_path / "house.tmx").write_text(
        '<tmx version="1.4"><header srclang="en" segtype="sentence" adminlang="en" datatype="plain"'
        ' creationtool="t" creationtoolversion="1" o-tmf="t"/><body><tu>'
        '<tuv xml:lang="en"><seg>Rain fell.</seg></tuv><tuv xml:lang="ru"><seg>Прошёл дождь.</seg>'
        "</tuv></tu></body></tmx>",
        encoding="utf-8",
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_links_between_pages_and_to_their_headings_lead_somewhere() -> None:
    broken = []
    for page in PAGES_BY_HAND:
        for target, anchor in re.findall(r"\]\(([^)#:\s]*)(#[^)\s]*)?\)", page.read_text("utf-8")):
            file = (page.parent / target).resolve() if target else page
            if not file.exists():
                broken.append(f"{page.name}: {target}")
            elif anchor and file.suffix == ".md" and anchor[1:] not in headings(file):
                broken.append(f"{page.name}: {target}{anchor}")
    assert not broken


def headings(page: Path) -> set[str]:
    """The anchors of a page, as Markdown's table of contents names them."""
    titles = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.M)
    return {
        re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", title.lower())).strip("-")
        for title in titles
    }


def test_the_site_has_every_page() -> None:
    listed = re.findall(r"^ +- .*: (\S+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.M)
    assert sorted(listed) == sorted(page.name for page in PAGES[1:])
