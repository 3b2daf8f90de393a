"""Markdown to an article."""

import pytest

from briefgen.sources.extracted import Extracted
from briefgen.sources.markdown import extract_markdown, plain

ARTICLE = """# Valley road opens after *eight* years

By Nadia Sami
4 July 2025

The **governor** opened the [valley road](https://example.org/road) on Friday.
It cuts the way to the hospital by three hours.

## What it cost

> "We paid for it with our own hands," said a farmer.

- Forty kilometres of gravel
- Two bridges

![A lorry](lorry.jpg)

```
ignored = code
```

Next year
---------

The second part is planned for spring.
"""


def read() -> Extracted:
    return extract_markdown(ARTICLE)


def test_title_date_and_author() -> None:
    found = read()
    assert found.title == "Valley road opens after eight years"
    assert found.published == "2025-07-04"
    assert found.authors == ("Nadia Sami",)


def test_blocks_in_order_without_marks() -> None:
    assert [(block.kind, block.text) for block in read().blocks] == [
        (
            "paragraph",
            "The governor opened the valley road on Friday. "
            "It cuts the way to the hospital by three hours.",
        ),
        ("heading", "What it cost"),
        ("paragraph", '"We paid for it with our own hands," said a farmer.'),
        ("item", "Forty kilometres of gravel"),
        ("item", "Two bridges"),
        ("heading", "Next year"),
        ("paragraph", "The second part is planned for spring."),
    ]


def test_front_matter_is_data() -> None:
    found = extract_markdown(
        '---\ntitle: "Two bridges"\ndate: 2025-07-04\nauthor: Ali Reza and Sara Omid\n'
        "url: https://example.org/a\nlang: en\n---\n\nThe bridges stand.\n"
    )
    assert (found.title, found.published) == ("Two bridges", "2025-07-04")
    assert found.authors == ("Ali Reza", "Sara Omid")
    assert found.url == "https://example.org/a"
    assert [block.text for block in found.blocks] == ["The bridges stand."]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("a **b** _c_ `d`", "a b c d"),
        ("snake_case_name stays", "snake_case_name stays"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        (r"\*not emphasis\*", "*not emphasis*"),
        ("see <https://example.org/x>", "see https://example.org/x"),
        ("[text][ref] and ![pic](x.png)", "text and"),
    ],
)
def test_marks_come_off(line: str, wanted: str) -> None:
    assert plain(line) == wanted


def test_an_unclosed_fence_loses_no_text() -> None:
    found = extract_markdown("# T\n\n```\nThe whole article stands here.\n")
    assert any("whole article" in block.text for block in found.blocks)


def test_a_text_without_headings_has_no_title() -> None:
    found = extract_markdown("Only a sentence.\n")
    assert found.title == ""
    assert [block.text for block in found.blocks] == ["Only a sentence."]
