"""The ZWNJ of Dari: put back where it is sure, left out where two words may stand."""

import pytest

from briefgen.translate.joins import ZWNJ, join_dari


@pytest.mark.parametrize(
    "written",
    [
        "می|شود",
        "نمی|خواهد",
        "نمی|تواند",
        "برمی|گردند",
        "می|گفتند،",
        "«می|رویم»",
        "مقام|ها",
        "خانه|های شان",
        "کشورهای دیگر و بندر|هایی",
        "پنج|شنبه و سه|شنبه",
        "مهم|ترین",
        "بزرگ|تر",
        "هسته|ای",
        "هفته|یی",
        "رسیده|اند.",
        "کمک|کنندگان",
        "سرمایه|گذاری",
        "بین|المللی",
    ],
)
def test_a_lost_joiner_comes_back(written: str) -> None:
    with_joiner = written.replace("|", ZWNJ)
    assert join_dari(with_joiner.replace(ZWNJ, " ")) == with_joiner
    assert join_dari(with_joiner) == with_joiner


@pytest.mark.parametrize(
    "text",
    [
        "در ۵ می بود",
        "ماه می آمد",
        "می 2005",
        "لباس تر بود",
        "سه کتاب",
        "ای مردم",
        "این ها‌یکو",
        "WFP ها",
        "او رفت",
        "رئیس جمهور",
        "",
    ],
)
def test_what_may_be_two_words_stays_two(text: str) -> None:
    assert join_dari(text) == text
