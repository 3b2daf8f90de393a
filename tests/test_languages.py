"""Languages by whatever name a user knows them."""

import pytest

from briefgen.errors import UsageError
from briefgen.languages import (
    LANGUAGES,
    language_name,
    resolve,
    resolve_source,
    resolve_targets,
)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("prs", "prs"),
        ("fa-AF", "prs"),
        ("Dari", "prs"),
        ("دری", "prs"),
        ("ps", "ps"),
        ("pus", "ps"),
        ("pbt", "ps"),
        ("ps-AF", "ps"),
        ("PASHTO", "ps"),
        ("ru", "ru"),
        ("rus", "ru"),
        (" Russian ", "ru"),
        ("en", "en"),
    ],
)
def test_every_alias_of_the_contract_is_known(name: str, code: str) -> None:
    assert resolve(name).code == code


def test_an_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"unknown language 'xx'.*prs \(Dari\)"):
        resolve("xx")


def test_targets_keep_their_order_and_come_once() -> None:
    assert resolve_targets("ru,prs,rus") == ("ru", "prs")
    assert resolve_targets(["pashto"]) == ("ps",)


def test_no_targets_mean_no_translation() -> None:
    assert resolve_targets([]) == ()
    assert resolve_targets("") == ()


def test_english_is_no_target() -> None:
    with pytest.raises(UsageError, match="does not translate into 'en'"):
        resolve_targets("en")


def test_directions_and_scripts() -> None:
    assert {code: (x.direction, x.script) for code, x in LANGUAGES.items()} == {
        "en": ("ltr", "Latn"),
        "prs": ("rtl", "Arab"),
        "ps": ("rtl", "Arab"),
        "ru": ("ltr", "Cyrl"),
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("de", "de"),
        ("deu", "de"),
        ("de-AT", "de"),
        ("deu_Latn", "de"),
        ("German", "de"),
        ("Deutsch", "de"),
        ("українська", "uk"),
        ("fa", "fa"),
        ("fa-IR", "fa"),
        ("fa-AF", "prs"),
        ("Tajik", "tg"),
        ("ckb", "ckb"),
        ("ab", "ab"),
        ("English", "en"),
    ],
)
def test_a_source_may_be_in_any_language(name: str, code: str) -> None:
    assert resolve_source(name) == code


def test_what_is_no_language_is_refused_as_a_source() -> None:
    with pytest.raises(UsageError, match="unknown language 'klingonese': use an ISO 639 code"):
        resolve_source("klingonese")


def test_names_of_languages_are_english() -> None:
    assert [language_name(code) for code in ("ps", "uz", "ab")] == ["Pashto", "Uzbek", "Abkhazian"]
