"""Dari against the Persian of Iran."""

import os
from pathlib import Path

import pytest

from briefgen.checks.dari import check_dari
from briefgen.checks.pair import check_pair
from briefgen.dariness import afghan_words, dariness, features, iranian_words, is_dari

_BESIDE = Path(__file__).resolve().parents[2].parent / "shared"
_DATA = Path(os.environ.get("BRIEFGEN_SHARED", _BESIDE)) / "data" / "ntrex-dev"


@pytest.mark.parametrize(
    ("dari", "persian"),
    [
        ("پولیس موتر را در سرک یافت.", "پلیس خودرو را در خیابان پیدا کرد."),
        ("مریضان به شفاخانه انتقال گردیدند.", "بیماران به بیمارستان منتقل شدند."),
        ("محصلین در ماه سپتمبر به پوهنتون میروند.", "دانشجوها در ماه سپتامبر به دانشگاه می‌روند."),
        ("محکمه به تاریخ ۳ جولای دایر میشود.", "دادگاه روز ۳ ژوئیه برگزار می‌شود."),
    ],
)
def test_the_score_tells_the_two_apart(dari: str, persian: str) -> None:
    assert dariness(dari) > 0 > dariness(persian)
    assert is_dari(dari)
    assert not is_dari(persian)


def test_no_words_is_no_evidence() -> None:
    assert dariness("") == 0
    assert not is_dari("")


def test_arabic_letters_count_as_persian_ones() -> None:
    assert features("كتاب علي") == features("کتاب علی")


def test_words_of_each_country_are_named_once() -> None:
    assert iranian_words("پلیس و پلیس در استان") == ("پلیس", "استان")
    assert afghan_words("پولیس از ولسوالی آمد") == ("پولیس", "ولسوالی")


def test_clearly_iranian_text_gets_a_warning() -> None:
    flags = check_dari("دانشگاه در ماه ژوئن بسته بود.", "prs", where="s1")
    assert [(flag.code, flag.severity, flag.where) for flag in flags] == [
        ("iranian-persian", "warning", "s1")
    ]
    assert "دانشگاه" in flags[0].detail
    assert "ژوئن" in flags[0].detail


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("پوهنتون در ماه جون بسته بود.", "prs"),
        ("شورا بودجه را تصویب کرد.", "prs"),
        ("پولیس نزدیک دانشگاه بود.", "prs"),  # Kabul's press also has the word
        ("پلیس", "ps"),
    ],
)
def test_what_may_be_dari_gets_none(text: str, language: str) -> None:
    assert not check_dari(text, language)


def test_it_is_one_of_the_checks_of_a_pair() -> None:
    flags = check_pair("The police came.", "پلیس آمد.", source_language="en", target_language="prs")
    assert "iranian-persian" in {flag.code for flag in flags}


@pytest.mark.skipif(not _DATA.is_dir(), reason="BRIEFGEN_SHARED has no data/ntrex-dev")
def test_human_dari_is_rarely_flagged_and_persian_often_enough() -> None:
    dari, persian = (
        (_DATA / name).read_text(encoding="utf-8").splitlines() for name in ("prs.txt", "fas.txt")
    )
    assert sum(bool(check_dari(line, "prs")) for line in dari) <= 0.01 * len(dari)
    assert sum(bool(check_dari(line, "prs")) for line in persian) >= 0.08 * len(persian)
