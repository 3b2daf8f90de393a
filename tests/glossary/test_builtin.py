"""The glossary that comes with briefgen."""

import pytest

from briefgen.glossary.builtin import builtin_glossary
from briefgen.glossary.reading import with_builtin
from briefgen.glossary.terms import satisfied

PROVINCES = (
    "Badakhshan",
    "Badghis",
    "Baghlan",
    "Balkh",
    "Bamyan",
    "Daykundi",
    "Farah",
    "Faryab",
    "Ghazni",
    "Ghor",
    "Helmand",
    "Herat",
    "Jowzjan",
    "Kabul",
    "Kandahar",
    "Kapisa",
    "Khost",
    "Kunar",
    "Kunduz",
    "Laghman",
    "Logar",
    "Nangarhar",
    "Nimruz",
    "Nuristan",
    "Paktia",
    "Paktika",
    "Panjshir",
    "Parwan",
    "Samangan",
    "Takhar",
    "Urozgan",
    "Wardak",
    "Zabul",
)


def _form(source: str, language: str) -> str:
    (term,) = builtin_glossary().matches(source, language)
    return term.targets[language][0]


def test_every_province_is_there_in_every_language() -> None:
    for name in (*PROVINCES, "Sar-e Pul"):
        (term,) = builtin_glossary().matches(f"In {name} today.")
        assert set(term.targets) == {"prs", "ps", "ru"}, name
    assert len(PROVINCES) + 1 == 34


@pytest.mark.parametrize(
    ("source", "language", "form"),
    [
        ("the Foreign Ministry", "prs", "وزارت امور خارجه"),
        ("Kabul University", "prs", "پوهنتون کابل"),
        ("Japan", "prs", "جاپان"),
        ("Norway", "prs", "ناروی"),
        ("Germany", "ps", "جرمني"),
        ("UNAMA", "ru", "МООНСА"),
        ("Laos", "ru", "Лаос"),
        ("Dari", "ps", "دري"),
        ("Urdu", "ru", "урду"),
    ],
)
def test_names_are_those_that_afghans_and_russians_use(
    source: str, language: str, form: str
) -> None:
    assert _form(source, language) == form


def test_persian_of_iran_is_not_dari() -> None:
    for source, text in (("Japan", "در ژاپن"), ("Norway", "از نروژ"), ("Poland", "در لهستان")):
        (term,) = builtin_glossary().matches(source, "prs")
        assert not satisfied(term, text, "prs")


def test_it_is_large_and_can_be_switched_off() -> None:
    glossary = builtin_glossary()
    assert len(glossary.terms) >= 500
    assert all(term.builtin for term in glossary.terms)
    assert with_builtin(None, builtin=False) is None
    assert with_builtin(None, builtin=True) is glossary


def test_names_that_are_other_names_too_are_left_out() -> None:
    assert builtin_glossary().matches("Michael Jordan moved to Georgia, said Chad.") == ()
