"""One brief of several articles on one event, through the library and the command line."""

from pathlib import Path

import pytest

from briefgen import Brief, Briefer, load_brief
from tests.cli.runner import Cli
from tests.summarize.articles import EVENT, event


@pytest.fixture(scope="module")
def brief() -> Brief:
    briefer = Briefer(
        summarizer="extractive", translator="briefgen/demo-translator", to="ru", sentences=2
    )
    return briefer.brief(*event(), merge=True)


def test_there_is_one_summary_and_one_section_a_language(brief: Brief) -> None:
    (summary,) = brief.summaries
    (section,) = brief.translations["ru"].sections
    assert [article.id for article in brief.articles] == ["a1", "a2", "a3"]
    assert summary.articles == ("a1", "a2", "a3")
    assert [s.id for s in section.sentences] == [s.id for s in summary.sentences]
    assert len(summary.sentences) == 2


def test_without_merge_there_is_one_for_each_article() -> None:
    brief = Briefer(summarizer="extractive", to=()).brief(*event())
    assert [summary.article for summary in brief.summaries] == ["a1", "a2", "a3"]
    assert not brief.merged


def test_the_command_line_merges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = []
    for number, (title, text) in enumerate(EVENT.items()):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"{title}\n\n{text}", encoding="utf-8")
        paths.append(str(path))
    target = tmp_path / "brief.json"
    done = Cli(monkeypatch, capfd)(
        "brief", *paths, "--merge", "--summarizer", "extractive", "--to", "", "-o", str(target)
    )
    assert done.code == 0, done.err
    assert load_brief(target).merged
