"""The extractive summarizer: in range, whole, understandable alone, and about the article."""

import time

import pytest

from briefgen.errors import EmptyArticleError
from briefgen.options import SummaryOptions, resolve_length
from briefgen.records import Article
from briefgen.summarize.extractive import ExtractiveSummarizer
from tests.summarize.articles import (
    HARBOUR,
    RANGES,
    TALKS,
    WATER,
    article,
    articles,
    asked,
    assert_promise,
)

ARTICLES = [pytest.param(one, id=one.title or one.source) for one in articles()]


@pytest.mark.parametrize("source", ARTICLES)
def test_every_length_is_kept(source: Article) -> None:
    for options in RANGES:
        assert_promise(ExtractiveSummarizer().summarize(source, options), source, options)


@pytest.mark.parametrize("source", ARTICLES)
@pytest.mark.parametrize("count", [1, 3, 5])
def test_so_many_sentences_as_asked(source: Article, count: int) -> None:
    summary = ExtractiveSummarizer().summarize(source, asked(sentences=count))
    assert len(summary.sentences) == count
    assert not summary.flags


def test_sentences_are_the_articles_own_and_their_own_evidence_in_its_order() -> None:
    source = article(HARBOUR, "Cracks close Velmora's oldest pier")
    summary = ExtractiveSummarizer().summarize(source, asked(length="standard"))
    by_id = {sentence.id: sentence.text for sentence in source.sentences}
    ids = [sentence.evidence[0].sentence for sentence in summary.sentences]
    assert [by_id[name] for name in ids] == [sentence.text for sentence in summary.sentences]
    assert ids == sorted(ids, key=list(by_id).index)
    assert all(sentence.evidence[0].score == 1.0 for sentence in summary.sentences)
    assert [sentence.id for sentence in summary.sentences] == [
        f"a1.m{number}" for number in range(1, len(ids) + 1)
    ]


def test_flash_is_one_sentence_where_one_fits() -> None:
    summary = ExtractiveSummarizer().summarize(article(HARBOUR), asked(length="flash"))
    assert len(summary.sentences) == 1


def test_the_news_comes_first() -> None:
    source = article(HARBOUR, "Cracks close Velmora's oldest pier")
    for options in (asked(length="flash"), asked(sentences=1), asked(length="short")):
        summary = ExtractiveSummarizer().summarize(source, options)
        assert summary.sentences[0].text.startswith("The port of Velmora will close")


def test_an_article_below_the_range_is_given_whole_and_says_so() -> None:
    source = article("A dam broke near Orsk. Two villages were flooded.")
    summary = ExtractiveSummarizer().summarize(source, asked(length="short"))
    assert summary.text == "A dam broke near Orsk. Two villages were flooded."
    (flag,) = summary.flags
    assert (flag.code, flag.severity, flag.where) == ("length", "warning", "a1.m2")
    assert "the article has only 9" in flag.detail


def test_fewer_sentences_than_asked_says_so() -> None:
    summary = ExtractiveSummarizer().summarize(
        article("One thing happened here."), asked(sentences=3)
    )
    assert [flag.code for flag in summary.flags] == ["length"]


def test_where_nothing_fits_the_nearest_whole_sentences_are_given() -> None:
    long = "The minister " + "and his deputy " * 15 + "arrived in the capital."
    source = article(f"{long}\n\nNobody spoke at all.")
    summary = ExtractiveSummarizer().summarize(source, asked(words=20))
    assert summary.text == "Nobody spoke at all."
    assert "the nearest has 4" in summary.flags[0].detail


def test_repeated_and_nearly_repeated_sentences_come_once() -> None:
    fact = "Rescuers in the mountain town of Belin found 12 miners alive on Friday night."
    again = "Rescuers in the mountain town of Belin found 12 miners alive late on Friday night."
    other = "The cause of the collapse in the old shaft is still being examined by experts."
    source = article(f"{fact} {other}\n\n{again}\n\n{fact}")
    summary = ExtractiveSummarizer().summarize(source, asked(sentences=3))
    assert len(summary.sentences) == 2
    assert other in summary.text
    assert [flag.code for flag in summary.flags] == ["length"]


def test_a_sentence_with_a_pronoun_comes_with_the_one_before() -> None:
    for text in (HARBOUR, WATER, TALKS):
        source = article(text)
        order = [sentence.id for sentence in source.sentences]
        for words in (30, 60, 120):
            summary = ExtractiveSummarizer().summarize(source, asked(words=words))
            taken = [order.index(sentence.evidence[0].sentence) for sentence in summary.sentences]
            for sentence, index in zip(summary.sentences, taken, strict=True):
                if sentence.text.startswith(("She ", "He ", "It ", "They ", "Its ")):
                    assert index - 1 in taken


def test_a_pronoun_may_stand_alone_where_only_so_the_length_can_be_kept() -> None:
    source = article(
        "The queen, who is ninety years old and has not been seen in public since spring, spoke "
        "to the people of the northern islands on the radio on the evening of the first day of the "
        "year. She thanked all nurses and doctors of the kingdom for their work in the winter."
    )
    summary = ExtractiveSummarizer().summarize(source, asked(words=15))
    assert summary.text.startswith("She thanked")
    assert not summary.flags


def test_bullets_have_the_most_important_first() -> None:
    source = article(
        "Shops were busy in the morning.\n\nThe weather was mild for the season.\n\n"
        "The treaty on the river border was signed by both presidents.\n\n"
        "The border treaty gives both presidents a veto on the river's dams.",
        "Presidents sign river border treaty",
    )
    options = SummaryOptions(length=resolve_length(sentences=3), style="bullets")
    summary = ExtractiveSummarizer().summarize(source, options)
    assert "treaty" in summary.sentences[0].text
    scores = [sentence.score for sentence in summary.sentences]
    assert scores[0] == max(scores)


def test_the_line_under_the_headline_is_a_sentence_without_its_full_stop() -> None:
    standfirst = "The council of Orsk will sell two of its three theatres to pay for buses"
    rest = "The mayor spoke late on Monday. Some clapped. Others went home early in the rain."
    summary = ExtractiveSummarizer().summarize(
        article(f"{standfirst}\n\n{rest}"), asked(sentences=1)
    )
    assert summary.text == standfirst
    for caption in ("By our correspondent in Orsk", "Photo: The Mayor Of Orsk In The Old Theatre"):
        source = article(f"{caption}\n\n{rest}")
        assert ExtractiveSummarizer().summarize(source, asked(sentences=1)).text != caption


def test_a_long_report_is_covered_in_all_its_parts() -> None:
    topics = ("harvest", "railway", "hospital", "school", "dam", "mine", "museum", "airport")
    parts = [
        "\n\n".join(
            f"The {topic} committee of district {number} settled question {number * 10 + line} "
            f"about the {topic} on {line} May after a {topic} debate with farmers and traders."
            for line in range(1, 11)
        )
        for number, topic in enumerate(topics, start=1)
    ]
    summary = ExtractiveSummarizer().summarize(article("\n\n".join(parts)), asked(length="long"))
    assert {topic for topic in topics if topic in summary.text} == {*topics}


def test_the_same_article_gives_the_same_summary() -> None:
    source = article(TALKS, "Five countries open two border posts")
    first = ExtractiveSummarizer().summarize(source, asked(length="short"))
    assert ExtractiveSummarizer().summarize(source, asked(length="short")) == first


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "ru",
            "Правительство Армидии открыло в среду новый мост через реку Сель. Он соединяет два "
            "района страны. Строительство моста заняло четыре года. Министр транспорта Иван Горин "
            "поблагодарил рабочих. Проезд по мосту будет бесплатным для жителей.",
        ),
        (
            "prs",
            "حکومت روز چهارشنبه پل جدید را بر دریای سیل افتتاح کرد. این پل دو ولسوالی را وصل "
            "می‌کند. کار ساختمان پل چهار سال دوام کرد. وزیر ترانسپورت از کارگران تشکر کرد.",
        ),
        (
            "ps",
            "حکومت د چهارشنبې په ورځ پر سیند نوی پل پرانیست. دا پل دوه ولسوالۍ سره نښلوي. د پل "
            "کار څلور کاله وخت ونیو. د ټرانسپورټ وزیر له کارګرانو مننه وکړه.",
        ),
        (
            "sw",
            "Serikali ilifungua daraja jipya jana. Kazi ilichukua miaka minne. Watu walishangilia.",
        ),
    ],
)
def test_articles_in_other_languages(language: str, text: str) -> None:
    source = article(text, language=language)
    summary = ExtractiveSummarizer().summarize(source, asked(sentences=2))
    assert len(summary.sentences) == 2
    assert summary.sentences[0].text == source.sentences[0].text


def test_an_article_without_a_word_is_an_error() -> None:
    with pytest.raises(EmptyArticleError, match=r"test\.txt"):
        ExtractiveSummarizer().summarize(article("… !"), asked(length="short"))


def test_twenty_thousand_words_take_seconds() -> None:
    names = [f"{a}{b}{c}" for a in "KLMN" for b in ("ar", "el", "om") for c in ("din", "va", "rok")]
    lines = [
        f"The council of {names[i % 36]} gave {i} crowns to {names[i * 7 % 36]} for the roads of "
        f"{names[i * 5 % 36]} after {names[i * 11 % 36]} had asked for help with bridge {i % 90}."
        for i in range(900)
    ]
    source = article("\n\n".join(" ".join(lines[i : i + 4]) for i in range(0, 900, 4)))
    assert source.words > 20_000
    before = time.process_time()
    summary = ExtractiveSummarizer().summarize(source, asked(length="long"))
    assert time.process_time() - before < 8
    assert 220 <= summary.words <= 280
