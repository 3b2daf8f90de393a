"""Dates as pages print them."""

import pytest

from briefgen.sources.dates import find_date


@pytest.mark.parametrize(
    "line",
    [
        "July 04, 2025 12:22 AM GMT+03:00",
        "Published Jul 4th, 2025 - 07:29 GMT",
        "Fri 4 Jul 2025",
        "04-Jul-2025",
        "4 July, 2025",
        "2025-07-04T10:00:00Z",
        "2025/07/04",
        "10:48 04.07.2025",
        "4 июля 2025 г., 10:15",
        "viernes, 4 de julio de 2025",
        "4. Juli 2025",
        "4 juillet 2025",
        "۴ جولای ۲۰۲۵",
        "۱۳ سرطان ۱۴۰۴",
        "13 تیر 1404",
        "د ۲۰۲۵ جولای ۴",
        "د ۱۴۰۴ کال د چنګاښ ۱۳مه",
        "2025年7月4日",
    ],
)
def test_one_day_in_many_writings(line: str) -> None:
    assert find_date(line) == "2025-07-04"


@pytest.mark.parametrize(
    "line", ["", "in 2025", "31.02.2025", "July 2025", "call 020 7946 0018", "1-2-3"]
)
def test_what_is_no_date(line: str) -> None:
    assert find_date(line) is None


def test_the_first_of_two_dates_counts() -> None:
    assert find_date("PUBLISHED: 10:48, Tue, Nov 19, 2019 | UPDATED: Nov 20, 2019") == "2019-11-19"


def test_figures_alone_are_day_first_unless_they_cannot_be() -> None:
    assert find_date("03/04/2025") == "2025-04-03"
    assert find_date("03/24/2025") == "2025-03-24"


def test_solar_leap_day() -> None:
    assert find_date("30 حوت 1399") == "2021-03-20"
    assert find_date("30 حوت 1400") is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("۱۲ اګست ۲۰۲۶", "2026-08-12"),
        ("۳ سېپتمبر ۲۰۲۶", "2026-09-03"),
        ("۵ جنورۍ ۲۰۲۶", "2026-01-05"),
    ],
)
def test_pashto_months_in_the_spellings_that_its_papers_use(text: str, date: str) -> None:
    assert find_date(text) == date
