"""Afghan months and words in place of Iranian ones."""

import pytest

from briefgen.options import AfghanWords
from briefgen.translate.afghan import use_afghan_words


@pytest.mark.parametrize(
    ("text", "choice", "written"),
    [
        ("در ماه سپتامبر ۲۰۲۱ آمد", "months", "در ماه سپتمبر ۲۰۲۱ آمد"),
        ("در ۵ مه رفت", "months", "در ۵ می رفت"),
        ("مه غلیظ بود", "months", "مه غلیظ بود"),
        ("۱۵ مرداد ۱۴۰۰", "months", "۱۵ اسد ۱۴۰۰"),
        ("به مهر مادر", "months", "به مهر مادر"),
        ("دانشگاه باز شد", "months", "دانشگاه باز شد"),
        ("دانشگاه باز شد", "all", "پوهنتون باز شد"),
        ("دانشگاهی", "all", "دانشگاهی"),
        ("در ژوئن", "none", "در ژوئن"),
    ],
)
def test_only_sure_words_are_replaced(text: str, choice: AfghanWords, written: str) -> None:
    found, flags = use_afghan_words(text, "prs", choice, where="s1")
    assert found == written
    assert bool(flags) == (text != written)


def test_a_change_names_old_and_new() -> None:
    _, (flag,) = use_afghan_words("در ژوئن", "prs", "months", where="s2")
    assert (flag.code, flag.severity, flag.where) == ("dari-word", "warning", "s2")
    assert "ژوئن" in flag.detail
    assert "جون" in flag.detail


def test_other_languages_are_left_alone() -> None:
    assert use_afghan_words("ژوئن", "ps", "all") == ("ژوئن", ())
