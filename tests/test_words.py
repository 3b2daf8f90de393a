"""A word is a maximal run of letters, digits, apostrophes and hyphens."""

import pytest

from briefgen.words import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One two  three.", 3),
        ("Don't; it’s well-known", 3),
        ("a sum of $7 billion, or 3.5 percent", 9),
        ("dash — between", 2),
        ("snake_case", 2),
        ("В 2021 году", 3),
        ("د افغانستان حکومت", 3),
    ],
)
def test_counting(text: str, words: int) -> None:
    assert count_words(text) == words
