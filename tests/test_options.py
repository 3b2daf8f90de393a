"""Lengths and choices: what a user may ask for, and what is refused with a remedy."""

import pytest

from briefgen.errors import UsageError
from briefgen.options import EngineOptions, SummaryOptions, TranslationOptions, resolve_length
from briefgen.records import Length


@pytest.mark.parametrize(
    ("asked", "bounds"),
    [
        (60, (54, 66)),
        (20, (18, 22)),
        (30, (27, 33)),
        (1, (1, 1)),
        (15, (14, 16)),
        (250, (225, 275)),
    ],
)
def test_n_words_mean_ten_percent_either_way(asked: int, bounds: tuple[int, int]) -> None:
    length = resolve_length(words=asked)
    assert (length.min_words, length.max_words) == bounds


@pytest.mark.parametrize("asked", ["50-70", " 50 - 70 ", "50\u201370", (50, 70)])
def test_a_range_is_taken_as_it_is(asked: str | tuple[int, int]) -> None:
    assert resolve_length(words=asked) == Length(kind="words", min_words=50, max_words=70)


@pytest.mark.parametrize(
    ("name", "bounds"),
    [("flash", (15, 30)), ("short", (50, 70)), ("standard", (100, 140)), ("long", (220, 280))],
)
def test_named_lengths_are_those_of_the_contract(name: str, bounds: tuple[int, int]) -> None:
    length = resolve_length(length=name)
    assert (length.min_words, length.max_words) == bounds


def test_the_length_is_standard_where_nothing_is_asked() -> None:
    assert resolve_length().kind == "standard"


@pytest.mark.parametrize("asked", ["80-20", "0", "-5", "many", "", "10-20-30", "1e9", "99999999"])
def test_words_that_cannot_be_are_refused(asked: str) -> None:
    with pytest.raises(UsageError):
        resolve_length(words=asked)


def test_an_upside_down_range_is_put_right_in_the_message() -> None:
    with pytest.raises(UsageError, match="write 20-80"):
        resolve_length(words="80-20")


def test_two_ways_of_asking_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="length and words cannot be given together"):
        resolve_length(length="short", words=60)


@pytest.mark.parametrize("sentences", [0, -1, 1001])
def test_a_number_of_sentences_that_cannot_be_is_refused(sentences: int) -> None:
    with pytest.raises(UsageError):
        resolve_length(sentences=sentences)


def test_unknown_choices_name_the_known_ones() -> None:
    with pytest.raises(UsageError, match="prose, bullets"):
        SummaryOptions(style="haiku")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="native, latin"):
        TranslationOptions(digits="roman")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="auto, ct2, torch"):
        EngineOptions(engine="steam")  # type: ignore[arg-type]


def test_options_that_cannot_run_are_refused() -> None:
    with pytest.raises(UsageError):
        TranslationOptions(beams=0)
    with pytest.raises(UsageError):
        EngineOptions(device="abacus")
    with pytest.raises(UsageError):
        EngineOptions(threads=-1)
