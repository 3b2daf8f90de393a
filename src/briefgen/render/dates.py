"""Dates and digits as each language writes them, in the calendars of Afghanistan.

Babel (CLDR) has the Gregorian months of Dari and Russian, but the months of Iran for the solar
Hijri year; those of Afghanistan stand here, and so do the Gregorian months of Pashto, of which
CLDR mixes two spellings. The conversion is the arithmetic calendar of 33
years with 8 leap years, for the years 1178 to 1633 (1799 to 2254), where it gives the official
days.
"""

from bisect import bisect_left
from datetime import date

from briefgen.languages import LANGUAGES
from briefgen.options import Calendar, Digits

SOLAR_MONTHS: dict[str, tuple[str, ...]] = {
    "prs": (
        "حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله",
        "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت",
    ),
    "ps": (
        "وری", "غويی", "غبرګولی", "چنګاښ", "زمری", "وږی",
        "تله", "لړم", "ليندۍ", "مرغومی", "سلواغه", "کب",
    ),
}  # fmt: skip
"""Months of the solar Hijri year as Afghanistan calls them, the first one in spring."""

_PASHTO_MONTHS = (
    "جنوري", "فبروري", "مارچ", "اپرېل", "مې", "جون",
    "جولای", "اګست", "سپټمبر", "اکتوبر", "نومبر", "ډسمبر",
)  # fmt: skip
"""Gregorian months in Pashto, spelt as the demonstration translator was taught to spell them."""

_CYCLE_YEARS = 33
_LEAP_YEARS = (1, 5, 9, 13, 17, 22, 26, 30)  # of each cycle
_ANCHOR_YEAR = 1404
_ANCHOR = date(2025, 3, 21)  # 1 Hamal 1404
_FIRST_YEAR, _LAST_YEAR = 1178, 1633


def solar_hijri(day: date) -> tuple[int, int, int] | None:
    """Convert a Gregorian day.

    Returns:
        Year, month (1 is Hamal) and day; None outside the years where the rule is exact.

    >>> solar_hijri(date(2025, 7, 4))
    (1404, 4, 13)
    """
    year = day.year - 621
    if day < _new_year(year):
        year -= 1
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    passed = (day - _new_year(year)).days
    # Six months of 31 days, then five of 30, and the last takes what is left.
    month, rest = divmod(passed, 31) if passed < 186 else divmod(passed - 186, 30)
    return year, month + (1 if passed < 186 else 7), rest + 1


def _new_year(year: int) -> date:
    """The Gregorian day of 1 Hamal."""
    leap_days = _leap_years_before(year) - _leap_years_before(_ANCHOR_YEAR)
    return date.fromordinal(max(1, _ANCHOR.toordinal() + 365 * (year - _ANCHOR_YEAR) + leap_days))


def _leap_years_before(year: int) -> int:
    cycles, rest = divmod(year, _CYCLE_YEARS)
    return cycles * len(_LEAP_YEARS) + bisect_left(_LEAP_YEARS, rest)


def format_date(
    published: str, language: str, *, calendar: Calendar = "gregorian", digits: Digits = "native"
) -> str:
    """Write a date in words.

    Args:
        published: an ISO 8601 date, or a moment that begins with one.
        language: a code of briefgen. English and Russian keep to the Gregorian calendar.
        calendar: `both` writes the solar date with the Gregorian one in brackets.
        digits: the language's own, or Latin ones.

    Returns:
        Day, month in words, year; a text that is no date comes back as it is.

    >>> format_date("2025-07-04", "ru")
    '4 июля 2025'
    >>> format_date("2025-07-04", "prs", calendar="solar-hijri", digits="latin")
    '13 سرطان 1404'
    """
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return published
    solar = None
    if calendar != "gregorian" and language in SOLAR_MONTHS:
        converted = solar_hijri(day)
        if converted is not None:
            year, month, of_month = converted
            solar = f"{of_month} {SOLAR_MONTHS[language][month - 1]} {year}"
    if solar is not None and calendar == "solar-hijri":
        return write_digits(solar, language, digits)
    gregorian = _gregorian(day, language)
    text = gregorian if solar is None else f"{solar} ({gregorian})"
    return write_digits(text, language, digits)


def _gregorian(day: date, language: str) -> str:
    if language == "ps":
        return f"{day.day} {_PASHTO_MONTHS[day.month - 1]} {day.year}"
    from babel.dates import format_date as babel_format

    # The order day, month, year is read rightly in all four languages, whatever CLDR's long form.
    return babel_format(day, "d MMMM y", locale=LANGUAGES[language].locale)


def write_digits(text: str, language: str, digits: Digits) -> str:
    """Write the Latin digits of a text as the language writes them.

    >>> write_digits("13", "ps", "native")
    '۱۳'
    """
    if digits == "latin":
        return text
    return text.translate(str.maketrans("0123456789", LANGUAGES[language].native_digits))
