"""Dates of a summary, in whatever way the article says them."""

import pytest

from briefgen.checks.dates import dates_in, strange_dates
from briefgen.checks.support import check_summary_sentence, support

PUBLISHED = "2025-07-04"  # a Friday


def strange(text: str, article: str, published: str | None = PUBLISHED) -> list[str]:
    return [date.text for date in strange_dates(text, article, published)]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("on July 3", "on 3 July"),
        ("on July 3", "on Jul. 3, 2025"),
        ("on 3 July 2025", "on July 3rd"),
        ("on July 3", "on Thursday"),
        ("on July 3", "yesterday"),
        ("on Thursday", "on July 3"),
        ("on Thursday", "on 2025-07-03"),
        ("yesterday", "on Thursday"),
        ("on Friday", "today"),
        ("on July 5", "tomorrow"),
        ("today", "on July 4"),
        ("on Sept. 5", "on 5 September"),
        ("on Thursday", "on Thursday"),
        ("in March 20 people fled", "in March"),
    ],
)
def test_one_date_said_in_two_ways_is_one(said: str, written: str) -> None:
    assert (
        strange(f"The envoy came {said}.", f"The envoy arrived {written}. He left in a hurry.")
        == []
    )


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("on July 2", "on Thursday"),
        ("on Wednesday", "on Thursday"),
        ("on Wednesday", "on July 3"),
        ("on July 3", "on July 5 with 3 aides"),
        ("on June 3", "on July 3"),
        ("on July 3, 2024", "on July 3, 2025"),
        ("on July 3, 2024", "on Thursday"),
        ("yesterday", "on Wednesday"),
        ("yesterday", "on Monday"),
        ("on Thursday", "on June 12"),  # also a Thursday, three weeks before
        ("on July 10", "and will leave next Thursday"),
        ("on July 3", "and will be back on Thursday"),
        ("on July 10", "and will be back on Thursday"),
        ("on July 3", "last Thursday"),
        ("on July 3", "on a Thursday before the flood"),
    ],
)
def test_a_wrong_or_a_guessed_date_never_passes(said: str, written: str) -> None:
    assert len(strange(f"The envoy came {said}.", f"The envoy arrived {written}.")) == 1


def test_without_the_day_of_publication_a_weekday_is_no_date() -> None:
    article = "The envoy arrived on Thursday."
    assert strange("He came on July 3.", article, None) == ["July 3"]
    assert strange("He came on July 3.", article, "no date") == ["July 3"]
    assert strange("He came on Thursday.", article, None) == []


@pytest.mark.parametrize(
    "text",
    ["They may 3 times win.", "3 percent in May 5 percent", "Version 12.5", "In May 1,500 fled"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert [date for date in dates_in(text) if date.day is not None] == []


def flags(sentence: str, article: list[str]) -> list[tuple[str, str]]:
    evidence = [article[index] for index, _ in support(sentence, article)]
    found = check_summary_sentence(sentence, evidence, " ".join(article), published=PUBLISHED)
    return [(flag.code, flag.severity) for flag in found]


ARTICLE = [
    "Foreign minister Amir Khan Muttaqi received $7 billion in pledges on Thursday.",
    "Donors in Oslo had asked for reports by 12 August.",
    "Muttaqi's office thanked the 14 donors.",
]


@pytest.mark.parametrize(
    "sentence",
    [
        "Amir Khan Muttaqi received 7 billion dollars in pledges on July 3.",
        "Mr. Muttaqi received US$7bn in pledges on Thursday.",
        "Muttaqi received $7bn in pledges yesterday.",
        "Minister Muttaqi's pledges on 3 July 2025 reached 7 billion US dollars.",
        "Mr Muttaqi’s office thanked fourteen donors.",
        "Donors in Oslo asked for reports by Aug. 12.",
    ],
)
def test_a_summary_may_say_it_in_its_own_way(sentence: str) -> None:
    assert flags(sentence, ARTICLE) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Amir Khan Muttaqi received 7 billion dollars in pledges on July 2.",
        "Amir Khan Muttaqi received $7 million in pledges on Thursday.",
        "Amir Khan Muttaqi received 7 billion euros in pledges on Thursday.",
        "Amir Khan Muttaqi received $8 billion in pledges on Thursday.",
        "Amir Khan Muttaqi received $7 billion in pledges on Friday.",
        "Donors in Oslo asked for reports by 14 August.",
    ],
)
def test_but_nothing_else(sentence: str) -> None:
    assert ("number-added", "error") in flags(sentence, ARTICLE)


def test_another_minister_is_no_minister_of_the_article() -> None:
    sentence = "Mr. Haqqani received $7 billion in pledges on Thursday."
    assert ("name-unsupported", "error") in flags(sentence, ARTICLE)


def test_a_date_of_another_sentence_is_doubted() -> None:
    sentence = "Amir Khan Muttaqi received $7 billion in pledges on 12 August."
    assert flags(sentence, ARTICLE) == [("number-added", "warning")]
