"""Quotes, punctuation and spaces of each language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.translate.signs import NBSP, set_signs


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ('او گفت: "بیا"', "prs", "او گفت: «بیا»"),
        ("او گفت: “بیا”.", "prs", "او گفت: «بیا»."),
        ('او گفت: "کتاب "سرک" را بخوان."', "prs", "او گفت: «کتاب ‹سرک› را بخوان.»"),
        ('هغه وویل،"زه ځم،"', "ps", "هغه وویل، «زه ځم،»"),
        ("Он сказал: “Да”.", "ru", "Он сказал: «Да»."),
        ("«Журнал «Огонёк» закрыт».", "ru", "«Журнал „Огонёк“ закрыт»."),
        ("Журнал „Огонёк“ закрыт.", "ru", "Журнал «Огонёк» закрыт."),
        ('پایان سخن."', "prs", "پایان سخن.»"),
        ('پایان سخن. "', "prs", "پایان سخن.»"),
        ('تخته 6" است', "prs", 'تخته 6" است'),
    ],
)
def test_quotes(text: str, language: str, written: str) -> None:
    assert set_signs(text, language) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("آب, نان; برق?", "آب، نان؛ برق؟"),
        ("آب ، نان .", "آب، نان."),
        ("ده ،دوازده", "ده، دوازده"),
        ("1,400 نفر", "1,400 نفر"),
        ("Kabul, Herat و بلخ", "Kabul, Herat و بلخ"),
        ("در WFP, که", "در WFP، که"),
        ("نگاه کن https://example.org/a?b=1;2 بعد", "نگاه کن https://example.org/a?b=1;2 بعد"),
        ("a.b@example.org بنویس?", "a.b@example.org بنویس؟"),
        ("( آب )", "(آب)"),
        ("باز ... نان", "باز … نان"),
        ("نمره 2 : 1 شد", "نمره 2 : 1 شد"),
    ],
)
def test_signs_of_arabic_script(text: str, written: str) -> None:
    assert set_signs(text, "prs") == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("12 500 человек", "12~500 человек"),
        ("1 250 000 тонн", "1~250~000 тонн"),
        ("5 млн и 40 %", "5~млн и 40~%"),
        ("на 40% выше", "на 40% выше"),
        ("тел. 8 800 555 35 35", "тел. 8 800 555 35 35"),
        ("в 2018 году", "в 2018 году"),
        ("5 городов и 3 газеты", "5 городов и 3 газеты"),
        ("№ 5", "№~5"),
        ("Кабул - столица", "Кабул — столица"),
        ("10 - 12 км", "10 - 12~км"),
        ("Да , нет !", "Да, нет!"),
    ],
)
def test_spaces_of_russian(text: str, written: str) -> None:
    assert set_signs(text, "ru") == written.replace("~", NBSP)


def test_english_is_left_alone() -> None:
    assert set_signs('He said , "no" ...', "en") == 'He said , "no" ...'


@given(
    st.text(alphabet='آب می12۳,;?.:!"«»“”„‹›() аб-…', max_size=30),
    st.sampled_from(["prs", "ps", "ru"]),
)
def test_words_and_figures_stay_whatever_the_signs(text: str, language: str) -> None:
    written = set_signs(text, language)
    assert [c for c in written if c.isalnum()] == [c for c in text if c.isalnum()]
