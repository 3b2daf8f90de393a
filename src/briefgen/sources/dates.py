"""Dates as pages print them, to ISO 8601."""

import re
from datetime import date

_MONTH_NAMES = (
    # Gregorian months and their short forms in English, Russian, German, French, Spanish,
    # Portuguese, Italian, Turkish, Indonesian, Persian, Pashto and Arabic.
    "january jan января январь янв januar jänner janvier janv enero ene janeiro gennaio gen "
    "ocak januari جنوری ژانویه جنوري جنورۍ يناير",
    "february feb февраля февраль фев februar février fevrier févr febrero fevereiro fev "
    "febbraio şubat februari فبروری فوریه فبروري فبرورۍ فبراير",
    "march mar марта март мар märz mars marzo março mart maret مارچ مارس",
    "april apr апреля апрель апр avril avr abril abr aprile nisan اپریل آوریل اپرېل أبريل",
    "may мая май mai mayo maio maggio mag mayıs mei می مه مې مۍ مايو",
    "june jun июня июнь juni juin junio junho giugno giu haziran جون ژوئن يونيو",
    "july jul июля июль juli juillet juil julio julho luglio lug temmuz جولای ژوئیه ژوییه "
    "جولاى يوليو",
    "august aug августа август авг août aout agosto ago ağustos agustus اگست آگست اګست اوت أغسطس",
    "september sep sept сентября сентябрь сен сент septembre septiembre setembro settembre "
    "set eylül سپتمبر سپتامبر سپټمبر سېپتمبر سبتمبر",
    "october oct октября октябрь окт oktober okt octobre octubre outubro out ottobre ott ekim "
    "oktobr اکتوبر اکتبر أكتوبر",
    "november nov ноября ноябрь ноя novembre noviembre novembro kasım نوامبر نومبر نوفمبر",
    "december dec декабря декабрь дек dezember dez décembre decembre déc diciembre dic "
    "dezembro dicembre aralık desember دسامبر دسمبر ډسمبر ديسمبر",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
# The Solar Hijri months, in the names of Afghanistan (Dari, Pashto) and of Iran.
_SOLAR_NAMES: tuple[tuple[str, ...], ...] = (
    ("حمل", "وری", "فروردین"),
    ("ثور", "غویی", "غويی", "اردیبهشت"),
    ("جوزا", "غبرګولی", "خرداد"),
    ("سرطان", "چنګاښ", "تیر"),
    ("اسد", "زمری", "مرداد"),
    ("سنبله", "وږی", "شهریور"),
    ("میزان", "تله", "مهر"),
    ("عقرب", "لړم", "آبان"),
    ("قوس", "لیندۍ", "ليندۍ", "آذر"),
    ("جدی", "مرغومی", "دی"),
    ("دلو", "سلواغه", "بهمن"),
    ("حوت", "کب", "اسفند"),
)
_SOLAR = {name: number for number, names in enumerate(_SOLAR_NAMES, 1) for name in names}

_ISO = re.compile(
    r"(?<![\d-])((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?![\d-])"
    r"|(?<![\d/.])((?:19|20)\d\d)[/.](\d{1,2})[/.](\d{1,2})(?![\d/.]\d)"
)
_LETTERS = r"[^\W\d_]{2,12}"
_MONTH_DAY = re.compile(
    rf"(?<!\w)({_LETTERS})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+((?:19|20)\d\d)(?!\d)"
)
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|º|ª|er)?\.?(?:\s+|-)(?:de\s+|of\s+|د\s+)?"
    rf"({_LETTERS})\.?,?(?:\s+|-)(?:de\s+|of\s+|del\s+|سال\s+|کال\s+)?(\d{{4}})(?!\d)"
)
_YEAR_MONTH_DAY = re.compile(
    rf"(?<!\d)(\d{{4}})(?:\s+کال)?(?:\s+د)?\s+({_LETTERS})\s+(?:په\s+)?(\d{{1,2}})(?!\d)"
)
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_CJK = re.compile(r"((?:19|20)\d\d)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


def find_date(text: str) -> str | None:
    """The first date in a line, as ISO 8601.

    Day and month in words are read in twelve languages, Solar Hijri ones included. A date in
    figures alone is read day first, unless only the other way is possible; where both are, a
    slash means the American way only if the day would pass 12.

    >>> find_date("July 04, 2025 12:22 AM GMT+03:00")
    '2025-07-04'
    >>> find_date("4 июля 2025, 10:15")
    '2025-07-04'
    >>> find_date("no date in 2025") is None
    True
    """
    line = text[:400].translate(_DIGITS).lower().replace("\u200c", " ").replace("،", ",")
    found: list[tuple[int, str]] = []
    for pattern, reader in (
        (_ISO, _read_iso),
        (_MONTH_DAY, _read_month_day),
        (_DAY_MONTH, _read_day_month),
        (_YEAR_MONTH_DAY, _read_year_month_day),
        (_NUMERIC, _read_numeric),
        (_CJK, _read_iso),
    ):
        for match in pattern.finditer(line):
            value = reader(match)
            if value is not None:
                found.append((match.start(), value))
                break
    return min(found)[1] if found else None


def _iso(year: int, month: int, day: int) -> str | None:
    if not 1900 <= year <= 2100:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _read_iso(match: re.Match[str]) -> str | None:
    year, month, day = (int(part) for part in match.groups() if part is not None)
    return _iso(year, month, day)


def _by_name(year: int, name: str, day: int) -> str | None:
    month = _MONTHS.get(name)
    if month is not None:
        return _iso(year, month, day)
    solar = _SOLAR.get(name)
    if solar is not None and 1250 <= year <= 1500 and 1 <= day <= 31:
        return _from_solar(year, solar, day)
    return None


def _read_month_day(match: re.Match[str]) -> str | None:
    return _by_name(int(match[3]), match[1], int(match[2]))


def _read_day_month(match: re.Match[str]) -> str | None:
    return _by_name(int(match[3]), match[2], int(match[1]))


def _read_year_month_day(match: re.Match[str]) -> str | None:
    return _by_name(int(match[1]), match[2], int(match[3]))


def _read_numeric(match: re.Match[str]) -> str | None:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    return _iso(year, second, first) or _iso(year, first, second)


def _from_solar(year: int, month: int, day: int) -> str | None:
    """Solar Hijri to Gregorian by the 33-year cycle (Borkowski 1996), right from 1244 to 1531."""
    leap_years = (1, 5, 9, 13, 17, 22, 26, 30)

    def days_before(solar_year: int) -> int:
        full, rest = divmod(solar_year - 1, 33)
        return (solar_year - 1) * 365 + full * 8 + sum(1 for leap in leap_years if leap <= rest)

    lengths = [31] * 6 + [30] * 5 + [30 if year % 33 in leap_years else 29]
    if day > lengths[month - 1]:
        return None
    # 1 Hamal 1400 was 21 March 2021.
    offset = days_before(year) - days_before(1400) + sum(lengths[: month - 1]) + day - 1
    return date.fromordinal(date(2021, 3, 21).toordinal() + offset).isoformat()
