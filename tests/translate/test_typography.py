"""Letters, digits and signs as each language writes them."""

import pytest

from briefgen.translate.typography import typeset


@pytest.mark.parametrize(
    ("text", "language", "digits", "written"),
    [
        ("كتاب علي", "prs", "native", "کتاب علی"),
        ("يو كتاب", "ps", "native", "يو کتاب"),
        ("در 2021 و ١٩٩٦", "prs", "native", "در ۲۰۲۱ و ۱۹۹۶"),
        ("1,400 نفر", "prs", "native", "۱٬۴۰۰ نفر"),
        ("3.5 میلیون", "ps", "native", "۳٫۵ میلیون"),
        ("15 % مردم", "prs", "native", "۱۵٪ مردم"),
        ("۱٬۴۰۰ نفر و ۳٫۵٪", "prs", "latin", "1,400 نفر و 3.5%"),
        ("طیاره F-16 و COVID-19", "prs", "native", "طیاره F-16 و COVID-19"),
        ("می\u200cشود", "prs", "native", "می\u200cشود"),
        ("12 500 человек", "ru", "native", "12\u00a0500 человек"),
        ("  two   spaces ", "en", "native", "two spaces"),
        ("۱، ۲ و ۳", "prs", "native", "۱، ۲ و ۳"),
    ],
)
def test_typesetting(text: str, language: str, digits: str, written: str) -> None:
    assert typeset(text, language, digits) == written  # type: ignore[arg-type]


def test_typesetting_twice_changes_nothing_more() -> None:
    once = typeset("در 2021، 1,400 نفر (3.5%)", "prs", "native")
    assert typeset(once, "prs", "native") == once


@pytest.mark.parametrize("loop", ["s" * 60, "s-" * 60, "s1." * 60])
def test_a_loop_of_latin_letters_is_written_at_once(loop: str) -> None:
    # A pattern that could share the letters out in every way would not end here.
    assert typeset(f"{loop} 5", "prs", "native") == f"{loop} ۵"
