"""Sentences that must not stand alone."""

import pytest

from briefgen.summarize.standalone import needs, starts_unresolved
from tests.summarize.articles import article


@pytest.mark.parametrize(
    "text",
    [
        "He said nothing.",
        "But they had left.",
        "“It was late,” the guard said.",
        "Its roof fell in.",
        "These were sold.",
        "However, she's staying.",
        "Both were released.",
    ],
)
def test_a_pronoun_at_the_start_points_back(text: str) -> None:
    assert starts_unresolved(text)


@pytest.mark.parametrize(
    "text",
    [
        "This week the council votes.",
        "It is not clear who won.",
        "It was expected that rain would come.",
        "Those who stayed were fed.",
        "Hera said nothing.",
        "The minister said he would go.",
        "Italy won.",
        "Both Kabul and Herat were dark.",
    ],
)
def test_what_only_looks_like_it_does_not(text: str) -> None:
    assert not starts_unresolved(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Он отказался."),
        ("ru", "Но они ушли."),
        ("ru", "По его словам, дорога закрыта."),
        ("prs", "او رد کرد."),
        ("prs", "بعد وی رفت."),
        ("ps", "هغه ومنله."),
        ("ps", "ده وویل چې لار تړلې ده."),
        ("ps", "د هغه په وینا لار تړلې ده."),
    ],
)
def test_pronouns_of_the_other_languages(language: str, text: str) -> None:
    assert starts_unresolved(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "По словам министра, дорога закрыта."),
        ("ru", "В этом году он вернулся."),
        ("ru", "Те, кто остался, получили хлеб."),
        ("prs", "وزیر گفت که او می‌آید."),
        ("ps", "د کابل په وینا لار تړلې ده."),
    ],
)
def test_and_what_only_looks_like_one(language: str, text: str) -> None:
    assert not starts_unresolved(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Министр Орин приехал в среду. «Дорога закрыта», — сказал он журналистам."),
        ("prs", "وزیر نادر روز چهارشنبه آمد. «راه بسته است»، او به خبرنگاران گفت."),
        ("ps", "وزیر نادر د چهارشنبې په ورځ راغی. «لار تړلې ده»، هغه خبریالانو ته وویل."),
    ],
)
def test_a_quotation_of_he_needs_its_speaker_in_every_language(language: str, text: str) -> None:
    assert needs(article(text, language=language).sentences, language) == ((), (0,))


def test_nothing_is_found_in_a_language_without_a_list() -> None:
    assert not starts_unresolved("Er sagte nichts.", "de")


def sentences_with_needs(*paragraphs: str) -> list[tuple[str, tuple[int, ...]]]:
    found = article("\n\n".join(paragraphs)).sentences
    return [(s.text, need) for s, need in zip(found, needs(found), strict=True)]


def test_the_sentences_of_one_quotation_belong_together() -> None:
    found = sentences_with_needs(
        'The mayor spoke on Friday. "We opened the gates. Nobody was hurt," the mayor said.'
    )
    by_text = dict(found)
    order = [text for text, _ in found]
    opening = next(index for index, text in enumerate(order) if text.startswith('"We'))
    assert by_text[order[-1]] == ((opening,) if opening != len(order) - 1 else ())
    if opening != len(order) - 1:
        assert by_text[order[opening]] == (opening + 1,)


def test_a_bare_quotation_needs_its_speaker() -> None:
    found = sentences_with_needs(
        'Minister Orin praised the deal. "Trade does not wait for treaties."'
    )
    assert found[1][1] == (0,)


def test_a_quotation_of_he_needs_the_sentence_that_names_him() -> None:
    found = sentences_with_needs(
        "Minister Orin praised the deal.", '"Trade does not wait for treaties," he said.'
    )
    assert found[1][1] == (0,)


def test_a_quotation_with_a_named_speaker_stands_alone() -> None:
    found = sentences_with_needs(
        "The deal was signed.", '"Trade does not wait for treaties," Orin said.'
    )
    assert found[1][1] == ()


def test_a_quotation_that_begins_with_a_pronoun_has_its_speaker_in_the_sentence() -> None:
    found = sentences_with_needs("The deal was signed.", 'Orin said, "He will keep his word."')
    assert found[1][1] == ()


def test_a_quotation_that_is_never_closed_ends_with_its_paragraph() -> None:
    found = sentences_with_needs('"We waited for days.', "The road is open again.")
    assert found[1][1] == ()
