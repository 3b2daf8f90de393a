"""Numbers in every script, with magnitudes, in words, and their comparison."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.checks.numbers import compare, invented, numbers_in, unexplained
from briefgen.checks.numerals import is_ambiguous, lookup

READ = [
    ("en", "The plan costs $7.5 billion", ["7500000000"]),
    ("en", "a £125m fund", ["125000000"]),
    ("en", "one hundred and five wells", ["105"]),
    ("en", "twenty-five thousand tents", ["25000"]),
    ("en", "half a million people", ["500000"]),
    ("en", "two and a half years", ["2.5"]),
    ("en", "3½ litres", ["3.5"]),
    ("en", "two dozen trucks", ["24"]),
    ("en", "1,250,000 and 1.25", ["1250000", "1.25"]),
    ("en", "the 21st and the third", ["21", "3"]),
    ("en", "1.7 million four years ago", ["1700000", "4"]),
    ("en", "six per cent", ["6"]),
    ("ru", "3 тыс. человек", ["3000"]),
    ("ru", "2 млн 500 тыс. тонн", ["2500000"]),
    ("ru", "10\u00a0000 и 2,8 млрд", ["10000", "2800000000"]),
    ("ru", "двадцати пяти семьям", ["25"]),
    ("ru", "полтора миллиона", ["1500000"]),
    ("ru", "в XXI веке", ["21", "100"]),
    ("ru", "тридцатилетний врач", ["30"]),
    ("ru", "три с половиной года", ["3.5"]),
    ("prs", "۳ هزار و ۵۰۰ تن", ["3500"]),
    ("prs", "بیست و پنج فیصد", ["25"]),
    ("prs", "یک میلیون و دوصد هزار", ["1200000"]),
    ("prs", "میلیون‌ها نفر", ["1000000"]),
    ("prs", "دو و نیم سال", ["2.5"]),
    ("prs", "۱٬۲۵۰٫۵ افغانی", ["1250.5"]),
    ("prs", "روز سه شنبه", []),
    ("prs", "صد در صد", ["100"]),
    ("ps", "پنځه ویشت کسان", ["25"]),
    ("ps", "یودېرش ورځې", ["31"]),
    ("ps", "۲۰ زره کورنۍ", ["20000"]),
    ("ps", "درې سوه ځوانان", ["300"]),
    ("ps", "۴ ملياردونه افغانۍ", ["4000000000"]),
    ("ps", "لکه ۷ نور", ["7"]),
    ("de", "12 und 13.000", ["12", "13000"]),
]


@pytest.mark.parametrize(("language", "text", "values"), READ)
def test_reads(language: str, text: str, values: list[str]) -> None:
    found = [number.value for number in numbers_in(text, language)]
    assert found == [Decimal(value) for value in values]


SAME = [
    ("3,000 people", "۳۰۰۰ تن", "prs"),
    ("3,000 people", "سه هزار تن", "prs"),
    ("Three thousand people", "3 тыс. человек", "ru"),
    ("$7 billion", "۷ میلیارد دالر", "prs"),
    ("$7bn", "اووه ملیارده ډالر", "ps"),
    ("1.5 million", "1,5 млн", "ru"),
    ("half a million", "500 тыс.", "ru"),
    ("in the 1930s", "в 30-е годы", "ru"),
    ("at 3 p.m.", "в 15:00", "ru"),
    ("at 7.45am", "ساعت ۷:۴۵ صبح", "prs"),
    ("10:30 pm", "22:30", "ru"),
    ("in the 21st century", "в XXI веке", "ru"),
    ("30 yards", "в 27 метрах", "ru"),
    ("3 to 6 inches", "от 7,5 до 15 см", "ru"),
    ("85 miles per hour", "137 км/ч", "ru"),
    ("5 to 10 million", "از ۵ میلیون تا ۱۰ میلیون", "prs"),
    ("12 percent", "۱۲ په سلو کې", "ps"),
    ("25 schools", "پنځه ویشت ښوونځي", "ps"),
    ("a 2-2 draw", "ничья 2:2", "ru"),
    ("77 degrees", "25 градусов", "ru"),
    ("no number", "هیچ", "prs"),
]


@pytest.mark.parametrize(("source", "target", "language"), SAME)
def test_says_the_same(source: str, target: str, language: str) -> None:
    assert compare(source, target, "en", language) == ((), ())


DIFFERENT = [
    ("3,000 people", "۳۰ تن", "prs", ["3,000"], ["30"]),
    ("30,000 people", "30 тысяч и 7", "ru", [], ["7"]),
    ("$2 billion", "۲ میلیون دالر", "prs", ["2 billion"], ["2 میلیون"]),
    ("millions of people", "миллиарды людей", "ru", ["millions"], ["миллиарды"]),
    ("five weeks away", "شش هفته مانده", "prs", ["five"], ["شش"]),
    ("three per cent", "на %", "ru", ["three"], []),
    ("6.6 per cent", "۶ فیصد", "prs", ["6.6"], ["6"]),
    ("30 metres (100 feet)", "30 метров ( футов)", "ru", ["100"], []),
    ("from 2 to 2", "از ۲ تا", "prs", ["2", "2"], []),
]


@pytest.mark.parametrize(("source", "target", "language", "missing", "added"), DIFFERENT)
def test_tells_what_differs(
    source: str, target: str, language: str, missing: list[str], added: list[str]
) -> None:
    lost, new = compare(source, target, "en", language)
    assert [number.text for number in lost] == missing
    assert [number.text for number in new] == added


_PIECES = str.split(
    "12 3,000 1.5 million billion two twenty five hundred and half a 1980s 3 pm 10:30 7bn "
    "тыс млн двадцать пять ۳۰ میلیون و هزار نیم زره ویشت % - . , 5/6 ½ 2-2"
)


@given(
    st.lists(
        st.sampled_from(_PIECES),
        max_size=12,
    ),
    st.sampled_from(["en", "prs", "ps", "ru"]),
)
def test_a_text_has_all_of_its_own_numbers(words: list[str], language: str) -> None:
    text = " ".join(words)
    assert compare(text, text, language, language) == ((), ())


@given(st.integers(0, 10**9), st.sampled_from(["prs", "ps", "ru"]))
def test_digits_of_any_script_are_the_same_number(value: int, language: str) -> None:
    native = str(value).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert compare(f"about {value:,} afs", native, "en", language) == ((), ())


@given(st.integers(2, 9999), st.integers(1, 9999), st.sampled_from(["prs", "ps", "ru"]))
def test_another_number_is_always_told(value: int, more: int, language: str) -> None:
    missing, added = compare(f"It has {value} rooms", f"{value + more}", "en", language)
    assert missing
    assert added


def test_a_summary_may_write_a_number_in_another_way() -> None:
    article = numbers_in("They gave $7bn to twelve provinces in 2021.", "en")
    assert invented(numbers_in("7 billion dollars went to 12 provinces", "en"), article) == ()
    assert [n.text for n in invented(numbers_in("nine in 2022", "en"), article)] == ["nine", "2022"]


def test_soft_numbers_never_need_an_explanation() -> None:
    assert unexplained(numbers_in("twenty of them", "en"), ()) == ()


def test_words_that_are_often_something_else_are_known() -> None:
    assert is_ambiguous("زر")
    assert not is_ambiguous("هشتاد")
    assert lookup("لکه", "ps") is None
    assert lookup("stone", "en") is None
    assert lookup("пятница", "ru") is None
