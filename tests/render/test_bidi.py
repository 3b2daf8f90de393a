"""Runs of the other direction in a line."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.languages import Direction
from briefgen.render.bidi import Run, needs_isolation, split_runs
from tests.briefs import sample


def _foreign(text: str, direction: Direction = "rtl") -> list[str]:
    return [run.text for run in split_runs(text, direction) if run.foreign]


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("بانک جهانی (World Bank) گفت", ["World Bank"]),
        ("صندوق (Hindukush Health Fund, HHF) گفت", ["Hindukush Health Fund, HHF"]),
        ("در Health Fund (HHF) گفت", ["Health Fund (HHF)"]),
        ("سازمان WHO (از UN) گفت", ["WHO", "UN"]),
        ("NATO، WHO", ["NATO", "WHO"]),
        ("حرارت ۲ تا ۸ °C است", ["°C"]),
        ("پنل 3.6 kW است", ["3.6 kW"]),
        ("۳۶٬۰۰۰ km² زمین", ["km²"]),
        ("کووید COVID-19 و گروه G7", ["COVID-19", "G7"]),
        ("قطار (No. 407)، واگون", ["No. 407"]),
        ("شرکت AT&T Inc. گفت", ["AT&T Inc."]),
        ("در AT&T.", ["AT&T"]),
        ("مبلغ US$4.5 میلیون", ["US$4.5"]),
        ("www.example.org/a?b=1", ["www.example.org/a?b=1"]),
        ("شماره +93 700 123 456 است", ["+93 700 123 456"]),
        ("دمای -5 درجه", ["-5"]),
        ("رئیس (مرحلهٔ A) گفت", ["A"]),
        ("Мария сказала", ["Мария сказала"]),
    ],
)
def test_latin_runs_in_a_right_to_left_line(text: str, foreign: list[str]) -> None:
    assert _foreign(text) == foreign


@pytest.mark.parametrize(
    "text", ["۱۲ کلینیک در ۲۰۲۶", "سال 2024", "۱۸٪ بیشتر", "۲–۸ درجه", "«کلمهٔ ‹موقتی›»", "", " "]
)
def test_what_belongs_to_the_line_stays_in_it(text: str) -> None:
    assert _foreign(text) == []


def test_two_numbers_side_by_side_are_not_taken_for_one() -> None:
    assert _foreign("در سال 2024 12 نفر") == []


def test_arabic_script_in_a_left_to_right_line() -> None:
    assert _foreign("сказал Карим Вафа (کریم وفا).", "ltr") == ["کریم وفا"]
    assert _foreign("«امارت اسلامی» and طالبان, 12 men", "ltr") == ["امارت اسلامی", "طالبان"]


def test_zero_width_non_joiner_stays_inside_its_word() -> None:
    assert _foreign("the word می‌شود here", "ltr") == ["می‌شود"]


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="ab Cکی()[]،.,«»°$+-–0123۱۲٫\u200c\u200f%", max_size=30),
    st.sampled_from(("ltr", "rtl")),
)
def test_the_runs_joined_are_the_text(text: str, direction: Direction) -> None:
    runs = split_runs(text, direction)
    assert "".join(run.text for run in runs) == text
    assert all(run.text for run in runs)
    pairs = pairwise(runs)
    assert all(one.foreign != other.foreign for one, other in pairs)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab کی()[]،. ", max_size=30))
def test_a_foreign_run_holds_whole_pairs_of_brackets(text: str) -> None:
    for run in _foreign(text):
        for opening, closing in ("()", "[]"):
            assert run.count(opening) == run.count(closing)


def test_only_what_would_be_torn_apart_needs_isolation() -> None:
    for text, needed in (
        ("World Bank", False),
        ("No. 407", False),
        ("CC0-1.0", False),
        ("3.6 kW", True),
        ("°C", True),
        ("AT&T Inc.", True),
        ("+93 700", True),
    ):
        assert needs_isolation(Run(text=text, foreign=True)) is needed


def test_a_long_line_is_cut_in_time() -> None:
    line = "کابل (Kabul) 3.6 kW " * 3_000
    assert len(_foreign(line)) == 6_000
    assert "".join(run.text for run in split_runs("x" + "1" * 5_000 + "ی", "rtl"))[0] == "x"


def test_the_sample_has_what_is_hard() -> None:
    text = sample().translations["prs"].text + sample().translations["ps"].text
    assert {"Maria Lindqvist", "3.6 kW", "°C", "No. 407"} <= set(_foreign(text.replace("\n", " ")))
