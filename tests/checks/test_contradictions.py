"""Numbers on which articles differ."""

import pytest

from briefgen.checks.contradictions import contradictions
from briefgen.records import Article
from tests.summarize.articles import HARBOUR, TALKS, WATER, article, event


def of(first: str, second: str, language: str = "en") -> list[str]:
    pair = [
        article(first, language=language, identity="a1"),
        article(second, language=language, identity="a2"),
    ]
    return [found.told({"a1": 1, "a2": 2}) for found in contradictions(pair)]


BLAST = "The bomb in the market of Karwan killed 12 people on Saturday."


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("Fifteen people died when a bomb exploded in the market of Karwan.", "Fifteen people"),
        ("At least 15 were killed by the bomb in the market of Karwan.", "15 were killed"),
        ("The death toll of the bomb in the Karwan market has reached 15.", "has reached 15"),
    ],
)
def test_another_number_of_the_dead_contradicts(other: str, found: str) -> None:
    (detail,) = of(BLAST, other)
    assert "“Karwan killed 12 people on Saturday” in article 1 (a1.s1)" in detail.replace("of ", "")
    assert found in detail
    assert detail.endswith("in article 2 (a2.s1)")


@pytest.mark.parametrize(
    "other",
    [
        "A bomb killed twelve people in the market of Karwan on Saturday.",
        "The bomb in the market of Karwan wounded 30 people on Saturday.",
        "The bomb in the market of Karwan killed 3 children on Saturday.",
        "The bomb in the market of Karwan exploded at 9 on Saturday.",
        "The number of those killed by the bomb in the market of Karwan rose from 12 to 15.",
        "Dozens of people were killed by the bomb in the market of Karwan.",
        "More than 10 people were killed by the bomb in the market of Karwan.",
        "The bomb in the market of Norvik killed 15 people on Saturday.",
        "A flood in the valley killed 15 people.",
    ],
)
def test_what_is_the_same_or_counts_something_else_does_not(other: str) -> None:
    assert of(BLAST, other) == []
    assert of(other, BLAST) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The water plant in Sarband cost $12 million, the mayor said.",
            "The mayor said that the water plant in Sarband cost 14 million dollars.",
        ),
        (
            "The earthquake in Paktar destroyed 350 houses, the agency said.",
            "The agency said 530 houses were destroyed by the earthquake in Paktar.",
        ),
        (
            "The central bank raised its key rate to 8 percent on Monday.",
            "On Monday the central bank set its key rate at 9 percent.",
        ),
    ],
)
def test_money_things_and_shares_contradict(one: str, other: str) -> None:
    assert len(of(one, other)) == 1


def test_the_money_of_another_place_is_another_sum() -> None:
    one = "Trade between Zarin and Velmora reached $650 million last year."
    other = "Trade between Zarin and Norvik reached $1.2 billion last year."
    assert of(one, other) == []


def test_money_written_in_two_ways_is_one_number() -> None:
    one = "The water plant in Sarband cost $12 million, the mayor said."
    other = "The mayor said that the water plant in Sarband cost 12 million dollars."
    assert of(one, other) == []


@pytest.mark.parametrize(
    ("language", "one", "other", "wounded"),
    [
        (
            "ru",
            "При взрыве на рынке в Кабуле погибли 12 человек, сообщила полиция.",
            "Полиция Кабула сообщила, что при взрыве на рынке погибло 15 человек.",
            "Полиция Кабула сообщила, что при взрыве на рынке ранены 30 человек.",
        ),
        (
            "prs",
            "در انفجار در بازار شهر کابل ۱۲ تن کشته شدند، پولیس گفت.",
            "پولیس گفت که در انفجار بازار شهر کابل ۱۵ تن کشته شده‌اند.",
            "پولیس گفت که در انفجار بازار شهر کابل ۳۰ تن زخمی شده‌اند.",
        ),
        (
            "ps",
            "د کابل ښار په بازار کې په چاودنه کې ۱۲ تنه ووژل شول، پولیسو وویل.",
            "پولیسو وویل چې د کابل ښار د بازار په چاودنه کې ۱۵ تنه وژل شوي دي.",
            "پولیسو وویل چې د کابل ښار د بازار په چاودنه کې ۳۰ تنه ټپیان شوي دي.",
        ),
    ],
)
def test_so_it_is_in_every_language(language: str, one: str, other: str, wounded: str) -> None:
    assert len(of(one, other, language)) == 1
    assert of(one, wounded, language) == []


def test_articles_on_different_things_do_not_contradict() -> None:
    texts = (HARBOUR, WATER, TALKS)
    unrelated: list[Article] = [article(t, identity=f"a{n}") for n, t in enumerate(texts, start=1)]
    assert contradictions(unrelated) == ()


def test_an_article_does_not_contradict_itself() -> None:
    for one in event():
        same = article(one.text, language=one.language, identity="b1")
        assert contradictions([one, same]) == ()
