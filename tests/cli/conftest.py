import os
from pathlib import Path

import pytest

from tests.cli.runner import Cli

ARTICLE = """\
Three provinces reopen schools after the floods

By Laila Noorzai
March 3, 2026

Schools in three northern provinces reopened on Monday, two weeks after floods destroyed 1,400 \
homes and closed the main roads. Teachers said that most pupils had come back to their classes.

The provincial education office said that 62 schools had been cleaned and repaired with the help \
of volunteers. Another 15 schools will stay closed until April because their walls are unsafe.

"We want every child to be in class before the new year," said the head of the office, Karim \
Wafa. He added that books had been lost in almost every village along the river.

Aid agencies have delivered 300 tents that serve as classrooms. They say that the need for winter \
clothes and clean water remains large, and that roads to two districts are still blocked.

Weather services expect more rain at the end of the week. Families who live near the river have \
been asked to keep their papers and some food ready in case they must leave again.
"""


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Cli:
    """The command line in an empty folder, with a home of its own and no settings around it."""
    for name in list(os.environ):
        if name.startswith("BRIEFGEN_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("BRIEFGEN_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return Cli(monkeypatch, capfd)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "floods.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path
