"""Summary sentences against their article: support, numbers, names."""

import pytest

from briefgen.checks.names import names_in, strange_openers, unsupported_names
from briefgen.checks.support import check_summary_sentence, support

ARTICLE = (
    "The World Food Programme will send 12,500 tonnes of wheat to Herat this week.",
    "Amir Rahimi, who heads its office in Kabul, said the first trucks left on Sept. 3.",
    "Donors promised $7 billion at a meeting in Geneva, but half a million families still wait.",
    "Afghanistan's ministry of economy welcomed the shipment.",
    "Bakers in the old city hope that bread will be cheaper by winter.",
)
TEXT = " ".join(ARTICLE)


def errors(sentence: str, *, severity: str = "error") -> list[str]:
    evidence = [ARTICLE[index] for index, _ in support(sentence, ARTICLE)]
    flags = check_summary_sentence(sentence, evidence, TEXT, where="s1")
    assert all(flag.where == "s1" for flag in flags)
    return [flag.code for flag in flags if flag.severity == severity]


@pytest.mark.parametrize("sentence", ARTICLE)
def test_an_extracted_sentence_is_never_flagged(sentence: str) -> None:
    assert check_summary_sentence(sentence, (), TEXT) == ()
    assert check_summary_sentence(f"  {sentence} ", [sentence], TEXT) == ()


def test_the_best_sentence_comes_first_with_a_full_score() -> None:
    found = support(ARTICLE[2], ARTICLE)
    assert found[0] == (2, 1.0)
    assert len(found) <= 3
    assert support("Completely unrelated words.", ARTICLE) == ()
    assert support("Anything", ()) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Donors promised 7 billion dollars in Geneva but 500,000 families still wait.",
        "The WFP will send 12,500 tonnes of wheat to Herat, said Mr. Rahimi.",
        "The first trucks left Rahimi's office in Kabul on September 3.",
        "The Afghan ministry of economy welcomed the wheat shipment.",
    ],
)
def test_another_way_of_saying_the_same_is_no_error(sentence: str) -> None:
    assert errors(sentence) == []


def test_invention_is_an_error() -> None:
    assert errors("Donors promised $9 billion at a meeting in Geneva.") == ["number-added"]
    assert errors("Nine donors promised $7 billion at a meeting in Geneva.") == ["number-added"]
    assert errors("Amir Karimov heads its office in Kabul.") == ["name-unsupported"]
    assert errors("The trucks left for Kandahar this week.") == ["name-unsupported"]
    assert "unsupported" in errors("Football fans celebrated a late victory in the rain.")


def test_a_number_from_elsewhere_in_the_article_is_a_warning() -> None:
    sentence = "Bakers in the old city hope that 12,500 breads will be cheaper by winter."
    flags = check_summary_sentence(sentence, [ARTICLE[4]], TEXT)
    assert [(flag.code, flag.severity) for flag in flags] == [("number-added", "warning")]


def test_names_of_a_text() -> None:
    assert names_in("On Monday Gen. Zahir met the Bank of England team in Kabul.") == (
        "Monday",
        "Gen. Zahir",
        "Bank of England",
        "Kabul",
    )
    assert names_in("nothing here") == ()


def test_a_text_in_title_case_has_no_telling_names() -> None:
    assert names_in("Russia Becomes First Country To Recognize Government") == ()


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("The Chinese envoy left.", "China sent an envoy."),
        ("The French left.", "France left."),
        ("U.N. staff stayed.", "The UN stayed."),
        ("The UN stayed.", "The United Nations stayed."),
        ("The Taliban's envoy spoke.", "A Taliban envoy spoke."),
        ("Officials said so.", "It was said so."),
        ("A Türkiye paper wrote.", "Turkiye wrote."),
    ],
)
def test_forms_of_a_name_that_a_reader_accepts(text: str, article: str) -> None:
    assert unsupported_names(text, article) == ()


def test_a_name_from_elsewhere_in_the_article_is_a_warning() -> None:
    sentence = "Bakers in the old city of Geneva hope that bread will be cheaper by winter."
    flags = check_summary_sentence(sentence, [ARTICLE[4]], TEXT)
    assert [(flag.code, flag.severity) for flag in flags] == [("name-unsupported", "warning")]
    assert "Geneva" in flags[0].detail


def test_a_fuller_name_than_its_evidence_has_is_no_fault() -> None:
    assert check_summary_sentence("Amir Rahimi leads it.", ["Rahimi leads it."], TEXT) == ()


def test_a_first_word_that_may_be_a_name_is_a_warning() -> None:
    sentence = "Kandahar needs 12,500 tonnes of wheat this week."
    assert errors(sentence) == []
    assert errors(sentence, severity="warning") == ["name-unsupported"]
    for opener in ("Officials", "Recently, it", "Shipping", "Wheat", "The"):
        assert strange_openers(f"{opener} needs more money.", TEXT) == ()


def test_evidence_is_not_far_below_the_best() -> None:
    found = support(ARTICLE[3], ARTICLE)
    assert found[0] == (3, 1.0)
    assert all(score >= 0.4 for _, score in found)
