"""Sources that hold several articles."""

import io
import json
from pathlib import Path

import pytest

from briefgen.errors import SourceError, SourceNotFoundError
from briefgen.records import Article
from briefgen.sources.many import load_each

LINES = "\n".join(
    [
        json.dumps({"title": "Rain", "text": "It rained all night in the valley of the river."}),
        "not json",
        json.dumps({"text": "The road was closed in the morning and opened at noon."}),
    ]
)


def _seen(found: list[Article | SourceError]) -> list[str]:
    return [one.id if isinstance(one, Article) else "error" for one in found]


def test_a_jsonl_file_gives_an_article_a_line_and_the_error_of_a_bad_one(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    path.write_text(LINES, encoding="utf-8")
    assert _seen(list(load_each(path, first=4))) == ["a4", "error", "a5"]


def test_standard_input_is_jsonl_where_its_first_line_is_an_object() -> None:
    found = list(load_each("-", stdin=io.BytesIO(LINES.encode())))
    assert _seen(found) == ["a1", "error", "a2"]


@pytest.mark.parametrize(
    "text", ["{The mayor spoke} of rain and of roads.", "It rained all night."]
)
def test_other_standard_input_is_one_article(text: str) -> None:
    found = list(load_each("-", stdin=io.BytesIO(text.encode())))
    assert _seen(found) == ["a1"]


def test_a_missing_file_is_an_error_that_is_given_not_raised(tmp_path: Path) -> None:
    for name in ("none.jsonl", "none.txt"):
        (error,) = load_each(tmp_path / name)
        assert isinstance(error, SourceNotFoundError)
        assert name in str(error)
