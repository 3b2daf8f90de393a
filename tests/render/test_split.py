"""One document a language."""

from pathlib import Path

import pytest

from briefgen.errors import OutputError, UsageError
from briefgen.options import DocumentOptions
from briefgen.render import render, save, split_paths
from tests.briefs import sample

SPLIT = DocumentOptions(split=True)
CODES = ("en", "prs", "ps", "ru")


@pytest.mark.parametrize("ending", ["md", "txt", "html", "docx", "pdf"])
def test_each_language_gets_its_own_document(tmp_path: Path, ending: str) -> None:
    made = save(sample(), tmp_path / f"brief.{ending}", options=SPLIT)
    assert [path.name for path in made] == [f"brief.{code}.{ending}" for code in CODES]
    for code, path in zip(CODES, made, strict=True):
        assert path.read_bytes() == render(sample(), ending, only=code)


def test_a_document_of_one_language_holds_no_other(tmp_path: Path) -> None:
    brief = sample()
    for code in CODES[1:]:
        text = render(brief, "txt", only=code).decode()
        for other, translation in brief.translations.items():
            for section in translation.sections:
                for sentence in section.sentences:
                    assert (sentence.text in text) is (other == code)


@pytest.mark.parametrize("ending", ["json", "review.html"])
def test_what_holds_all_languages_is_not_split(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"brief.{ending}"
    assert save(sample(), path, options=SPLIT) == (path,)


def test_the_code_stands_before_the_ending() -> None:
    paths = split_paths(sample(), Path("v1.2.HTML"), "html")
    assert [path.name for path in paths.values()] == [f"v1.2.{code}.HTML" for code in CODES]


def test_nothing_is_written_where_one_of_them_exists(tmp_path: Path) -> None:
    (tmp_path / "brief.ps.md").write_text("mine")
    with pytest.raises(OutputError, match=r"brief\.ps\.md exists"):
        save(sample(), tmp_path / "brief.md", options=SPLIT)
    assert [path.name for path in tmp_path.iterdir()] == ["brief.ps.md"]


def test_a_brief_saves_itself_split(tmp_path: Path) -> None:
    made = sample().save_split(tmp_path / "brief.md")
    assert [path.name for path in made] == [f"brief.{code}.md" for code in CODES]


def test_a_language_that_the_brief_is_not_in_is_named() -> None:
    with pytest.raises(UsageError, match="'de'"):
        render(sample(), "md", only="de")


def test_one_language_has_no_columns() -> None:
    with pytest.raises(UsageError, match="columns"):
        DocumentOptions(split=True, layout="side-by-side")
