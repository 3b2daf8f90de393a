"""Sentences: what ends one, what does not, and that no character is lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.segment import sentences, split

ENGLISH = [
    ("Gen. Zahir flew to Herat. Mr. Karimi stayed.", 2),
    ("The U.S. Army left Bagram. It took years.", 2),
    ("Aid came from the U.S. The amount is secret.", 2),
    ("Clause No. 5 was struck. No. That is false.", 3),
    ("Prices rose 3.5 percent. Wages did not.", 2),
    ("J. K. Rowling and George W. Bush met.", 1),
    ("The mine is old, e.g. Mes Aynak. It is deep.", 2),
    ('"We will rebuild," he said. He then left.', 2),
    ('The envoy said, "We leave." He sat down.', 2),
    ('"Stop!" Mr. Omar shouted. Nobody moved.', 2),
    ("'Who pays?' she asked. Nobody knew.", 2),
    ("They waited… Then the road opened.", 2),
    ("They waited... and waited.", 1),
    ("The talks start at 5 p.m. Monday. They end at 9 p.m. The hall is small.", 3),
    ("Acme Inc. bought the pit. The price was low!", 2),
    ("He was born on Jan. 5 in Kunduz. She was not.", 2),
    ("Write to info@example.org. See www.example.org for more.", 2),
    ("1. Dig the well. 2. Line it with stone.", 2),
    ("Is it over?! It is.", 2),
    ("The court (est. 1964) sat. It rose.", 2),
    ("One paragraph without a stop\n\nAnother one", 2),
    ("A line\nbroken in two.", 1),
]
RUSSIAN = [
    ("Он родился в 1990 г. в Кабуле. Потом уехал.", 2),
    ("Это было в 2018 г. Он вернулся.", 2),
    ("Около 5 тыс. человек и 3 млн. долларов. Это всё.", 2),
    ("Условия, т. е. цены, выросли. Люди недовольны.", 2),
    ("В. В. Путин выступил в г. Москве. Зал молчал.", 2),
    ("Привезли муку, рис и т. д. Очередь ушла.", 2),
    ("Он сказал: «Мы уходим». Она осталась!", 2),
    ("«Когда?» — спросил он. Никто не ответил.", 2),
    ("См. рис. 5 и табл. 2. Там всё ясно.", 2),
]
DARI = [
    ("او آمد. باز رفت.", 2),
    ("آیا می‌آیی؟ نخیر! می‌مانم۔ خوب است.", 4),
    ("«ما می‌رویم.» آنها رفتند.", 2),
    ("قیمت‌ها ۳.۵ فیصد بلند رفت. مردم ناراض اند.", 2),
    ("جی. کی. رولینگ کتاب نوشت. کتاب فروخته شد.", 2),
    ("وزیر رفت.معین ماند.", 2),
]
PASHTO = [
    ("هغه راغی. بیا لاړ.", 2),
    ("ته ځې؟ هو! زه ځم۔ ښه ده.", 4),
    ("«موږ به پاتې شو.» هغوی وویل.‎ ‎بیا ولاړل.‎", 3),
]


@pytest.mark.parametrize(("text", "count"), ENGLISH)
def test_english(text: str, count: int) -> None:
    assert len(sentences(text, "en")) == count, sentences(text, "en")


@pytest.mark.parametrize(("text", "count"), RUSSIAN)
def test_russian(text: str, count: int) -> None:
    assert len(sentences(text, "ru")) == count, sentences(text, "ru")


@pytest.mark.parametrize(("text", "count"), DARI)
def test_dari(text: str, count: int) -> None:
    assert len(sentences(text, "prs")) == count, sentences(text, "prs")


@pytest.mark.parametrize(("text", "count"), PASHTO)
def test_pashto(text: str, count: int) -> None:
    assert len(sentences(text, "ps")) == count, sentences(text, "ps")


def test_an_unknown_language_is_split_by_the_rules_that_hold_anywhere() -> None:
    assert sentences("Der Rat tagt. Er endet um 3.5 Uhr! Gut.", "de") == (
        "Der Rat tagt.",
        "Er endet um 3.5 Uhr!",
        "Gut.",
    )


def test_nothing_gives_nothing() -> None:
    assert split("", "en") == ()
    assert split(" \n\t ", "en") == ()


def test_stray_marks_join_the_sentence_before() -> None:
    assert sentences('It ended. "', "en") == ('It ended. "',)


_TEXT = st.text(
    st.sampled_from("aBcЖя د.ګ!?؟۔…\"'«»() \n\u200e\u200c٫۵5,-") | st.characters(), max_size=120
)


@given(_TEXT, st.sampled_from(["en", "ru", "prs", "ps", "de"]))
def test_spans_are_in_order_and_lose_nothing(text: str, language: str) -> None:
    spans = split(text, language)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert not text[end : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end
    assert not text[end:].strip()


@pytest.mark.parametrize("unit", [".", "a. ", '."', "Mr. ", "\n", " ", "х. ", "؟ ", "(("])
def test_time_is_linear_in_the_length(unit: str) -> None:
    def cost(repeats: int) -> float:
        started = time.process_time()
        split(unit * repeats, "en")
        return time.process_time() - started

    cost(1000)
    assert cost(80_000) < 40 * max(cost(8_000), 0.01)
