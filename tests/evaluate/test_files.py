"""Which files make a test set, and which are refused."""

from pathlib import Path

import pytest

from briefgen.errors import UsageError
from briefgen.evaluate.files import read_folder, read_lines, read_parallel


def lay(folder: Path, **files: str) -> str:
    for name, text in files.items():
        (folder / f"{name.replace('__', '.')}.txt").write_text(text, encoding="utf-8", newline="")
    return str(folder)


def test_lines_are_those_of_wc(tmp_path: Path) -> None:
    lay(tmp_path, a="one  \r\ntwo\u2028still two\n\nfour")
    assert read_lines(tmp_path / "a.txt") == ("one", "two\u2028still two", "", "four")


def test_a_folder_gives_a_set_for_each_language_it_has(tmp_path: Path) -> None:
    folder = lay(tmp_path, eng="a\nb\n", prs="پ\nد\n", rus="а\nб\n", fas="x\n", docs="d\nd\n")
    found = read_folder(folder, source_language="en", to=())
    assert [(one.target_language, one.references) for one in found] == [
        ("prs", ("پ", "د")),
        ("ru", ("а", "б")),
    ]
    assert {one.sources for one in found} == {("a", "b")}
    assert {one.task for one in found} == {"translate"}


def test_the_names_of_ntrex_itself_are_known(tmp_path: Path) -> None:
    names = {"newstest2019-src.eng": "a\n", "newstest2019-ref.pus": "پ\n"}
    for name, text in names.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (found,) = read_folder(str(tmp_path), source_language="en", to=("ps",))
    assert (found.sources, found.references) == (("a",), ("پ",))


@pytest.mark.parametrize(
    ("files", "to", "said"),
    [
        ({"prs": "x\n"}, (), "has no eng.txt"),
        ({"eng": "a\n"}, (), "has no references"),
        ({"eng": "a\n", "prs": "x\n"}, ("prs", "ps"), "has no pus.txt: leave that language out"),
        ({"eng": "a\nb\n", "prs": "x\n"}, (), r"eng.txt has 2 lines and .*prs.txt has 1"),
        ({"eng": "", "prs": ""}, (), "eng.txt is empty"),
        ({"eng": "a\n", "ps": "x\n", "pus": "y\n"}, (), "has pus.txt and ps.txt"),
    ],
)
def test_a_folder_that_cannot_be_used_says_why(
    tmp_path: Path, files: dict[str, str], to: tuple[str, ...], said: str
) -> None:
    folder = lay(tmp_path, **files)
    with pytest.raises(UsageError, match=said):
        read_folder(folder, source_language="en", to=to)


def test_files_of_unequal_length_are_refused_with_both_counts(tmp_path: Path) -> None:
    lay(tmp_path, s="a\nb\nc\n", r="x\ny\n")
    with pytest.raises(UsageError, match=r"s\.txt has 3 lines and .*r\.txt has 2"):
        read_parallel(
            str(tmp_path / "s.txt"), str(tmp_path / "r.txt"), source_language="en", to="prs"
        )


def test_one_language_on_both_sides_means_summaries(tmp_path: Path) -> None:
    lay(tmp_path, s="a\n", r="x\n")
    found = read_parallel(
        str(tmp_path / "s.txt"), str(tmp_path / "r.txt"), source_language="eng", to="English"
    )
    assert found.task == "summarize"
