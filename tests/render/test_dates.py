"""Dates in words, in the calendars of Afghanistan."""

from datetime import date, timedelta

import jdatetime
import pytest

from briefgen.options import Calendar
from briefgen.render.dates import SOLAR_MONTHS, format_date, solar_hijri, write_digits


def test_the_conversion_agrees_with_jdatetime_for_two_centuries() -> None:
    # Every new year with the days around it, and days in every month.
    around = [date(year, 3, day) for year in range(1900, 2100) for day in range(18, 24)]
    through = [date(1900, 1, 1) + timedelta(days=passed) for passed in range(0, 73_000, 29)]
    for day in around + through:
        other = jdatetime.date.fromgregorian(date=day)
        assert solar_hijri(day) == (other.year, other.month, other.day), day


@pytest.mark.parametrize(
    ("day", "solar"),
    [
        (date(2025, 7, 4), (1404, 4, 13)),
        (date(2025, 3, 20), (1403, 12, 30)),  # the last day of a leap year
        (date(2025, 3, 21), (1404, 1, 1)),
        (date(2021, 8, 15), (1400, 5, 24)),
        (date(1500, 1, 1), None),
        (date(9999, 12, 31), None),
    ],
)
def test_days_that_are_known(day: date, solar: tuple[int, int, int] | None) -> None:
    assert solar_hijri(day) == solar


@pytest.mark.parametrize(
    ("language", "calendar", "text"),
    [
        ("en", "both", "4 July 2025"),
        ("ru", "solar-hijri", "4 июля 2025"),
        ("prs", "gregorian", "۴ جولای ۲۰۲۵"),
        ("prs", "solar-hijri", "۱۳ سرطان ۱۴۰۴"),
        ("prs", "both", "۱۳ سرطان ۱۴۰۴ (۴ جولای ۲۰۲۵)"),
        ("ps", "gregorian", "۴ جولای ۲۰۲۵"),
        ("ps", "solar-hijri", "۱۳ چنګاښ ۱۴۰۴"),
        ("ps", "both", "۱۳ چنګاښ ۱۴۰۴ (۴ جولای ۲۰۲۵)"),
    ],
)
def test_each_language_has_its_words(language: str, calendar: Calendar, text: str) -> None:
    assert format_date("2025-07-04", language, calendar=calendar) == text


def test_months_are_those_of_afghanistan() -> None:
    written = [format_date(f"2025-{month:02}-01", "prs") for month in range(1, 13)]
    names = [text.split()[1] for text in written]
    assert names[0] == "جنوری"
    assert names[7] == "اگست"
    assert not {"ژانویه", "فوریه", "ژوئیه", "اوت"} & set(names)
    assert len(set(SOLAR_MONTHS["prs"])) == len(set(SOLAR_MONTHS["ps"])) == 12
    assert not {"فروردین", "تیر"} & set(SOLAR_MONTHS["prs"])


def test_pashto_months_are_spelt_in_one_way() -> None:
    written = [format_date(f"2025-{month:02}-01", "ps").split()[1] for month in range(1, 13)]
    assert len(set(written)) == 12
    assert [written[index] for index in (0, 4, 7, 8, 11)] == [
        "جنوري", "مې", "اګست", "سپټمبر", "ډسمبر",
    ]  # fmt: skip


def test_digits_are_as_asked() -> None:
    assert format_date("2025-07-04", "ps", calendar="both", digits="latin") == (
        "13 چنګاښ 1404 (4 جولای 2025)"
    )
    assert write_digits("1234567890", "prs", "native") == "۱۲۳۴۵۶۷۸۹۰"
    assert write_digits("12", "ru", "native") == "12"


def test_a_moment_is_its_day_and_what_is_no_date_stays() -> None:
    assert format_date("2025-07-04T22:10:00Z", "en") == "4 July 2025"
    assert format_date("last spring", "prs") == "last spring"
    assert format_date("", "prs") == ""


def test_a_day_outside_the_rule_keeps_its_gregorian_date() -> None:
    assert format_date("1500-01-01", "prs", calendar="solar-hijri") == "۱ جنوری ۱۵۰۰"
