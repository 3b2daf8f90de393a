"""The index of a folder of briefs."""

import json
from collections.abc import Iterator

import pytest

from briefgen.batch.index import write_index
from briefgen.batch.items import Facts
from briefgen.batch.rows import Entry


def _entries(count: int) -> Iterator[Entry]:
    for n in range(count):
        yield Entry(
            source=f"in/a{n} & <b>.txt",
            name=f"a{n}",
            state="done",
            files=(f"a{n}.review.html", f"a{n} ?.md"),
            facts=Facts(
                title='سیلاب "در" کندز <script>',
                language="prs",
                words=60,
                errors=n,
                warnings=1,
                created="2026-03-03T06:00:00+00:00",
            ),
            error="",
            day="2026-03-03",
        )
    yield Entry(
        source="in/bad\udcff.txt",
        name="bad",
        state="failed",
        files=(),
        facts=None,
        error="in/bad is empty: give a file",
        day="2026-03-03",
    )


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_json_is_written_as_json_dumps_would(count: int) -> None:
    content = write_index(lambda: _entries(count))["index.json"].decode("utf-8")
    record = json.loads(content)
    assert content == json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    assert record["schema"] == "briefgen/batch-1"
    assert record["counts"] == {"done": count, "failed": 1, "pending": 0}
    assert [item["source"] for item in record["items"]][-1] == "in/bad?.txt"


def test_an_empty_index_is_json_as_well() -> None:
    record = json.loads(write_index(lambda: iter(()))["index.json"])
    assert record["items"] == []


def test_the_page_escapes_what_articles_say_and_links_to_each_file() -> None:
    page = write_index(lambda: _entries(2))["index.html"].decode("utf-8")
    assert "<script" not in page
    assert "سیلاب" in page
    assert 'href="a1%20%3F.md"' in page
    assert '<a href="a0.review.html">review.html</a>' in page
    assert "<strong" in page
    assert "1 error<" in page
    assert "in/bad is empty: give a file" in page
    assert 'lang="prs" dir="auto"' in page
