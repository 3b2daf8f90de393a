"""Around a model that is not trusted: in range, whole, supported, and of all of the article."""

import random
import re

import pytest

from briefgen.engines.base import Hypothesis
from briefgen.errors import EmptyArticleError, PromptError
from briefgen.options import SummaryOptions, resolve_length
from briefgen.prompting import Prompt
from briefgen.records import Article
from briefgen.segment import sentences as split_sentences
from briefgen.summarize.extractive import ExtractiveSummarizer
from briefgen.summarize.seq2seq import Seq2SeqSummarizer, whole_sentences
from tests.summarize.articles import (
    HARBOUR,
    RANGES,
    WATER,
    article,
    articles,
    asked,
    assert_promise,
)
from tests.summarize.fakes import Script, ScriptedEngine, saying

ARTICLES = [pytest.param(one, id=one.title or one.source) for one in articles()]

GOOD = (
    "Velmora will close its oldest pier on Monday because inspectors found cracks in 14 of 60 "
    "pillars. Repairs will cost 3.2 million crowns and take seven months."
)


def noise(text: str) -> list[str]:
    """Words of the input and of nobody in any order, cut anywhere."""
    rng = random.Random(len(text))  # noqa: S311
    words = [*text.split()[:40], "zug", "12", "Qarq", "…", ".", "the the", "(", '"']
    return [" ".join(rng.choice(words) for _ in range(60)) for _ in range(4)]


def compressor(text: str) -> list[str]:
    """Drops every relative clause and place: what a fair model does."""
    shorter = [re.sub(r",? (who|which) [^.,]*", "", one) for one in split_sentences(text, "en")]
    return [" ".join(shorter[start::2]) for start in range(2)] + [" ".join(shorter)]


SCRIPTS = {
    "noise": noise,
    "compression": compressor,
    "silence": saying(""),
    "one loop": saying(
        "The pier the pier the pier the pier the pier the pier the pier is closed. " * 9
    ),
    "one repeated sentence": saying("Repairs are expected to take seven months. " * 12),
    "no end": saying("the harbour office said that ferries will leave from " * 6),
    "invention": saying(
        "President Quorl of Zembla paid 99 million dollars for 7,000 tanks in Utopia."
    ),
    "a fair summary": saying(GOOD),
}


@pytest.mark.parametrize("source", ARTICLES)
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_every_length_is_kept_whatever_the_model_says(source: Article, script: Script) -> None:
    ids = {sentence.id for sentence in source.sentences}
    for options in RANGES:
        summary = Seq2SeqSummarizer(ScriptedEngine(script)).summarize(source, options)
        assert_promise(summary, source, options)
        texts = [sentence.text for sentence in summary.sentences]
        assert all(re.search(r"[.!?…][\"'”’)]*$", text) for text in texts)
        for sentence in summary.sentences:
            assert sentence.evidence
            assert {evidence.sentence for evidence in sentence.evidence} <= ids


@pytest.mark.parametrize("source", ARTICLES)
@pytest.mark.parametrize("count", [1, 3, 5])
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_so_many_sentences_as_asked(source: Article, count: int, script: Script) -> None:
    summary = Seq2SeqSummarizer(ScriptedEngine(script)).summarize(source, asked(sentences=count))
    assert len(summary.sentences) == count


def test_a_good_models_sentences_are_taken_with_their_evidence() -> None:
    source = article(HARBOUR)
    summary = Seq2SeqSummarizer(ScriptedEngine(saying(GOOD))).summarize(source, asked(words=28))
    assert summary.text == GOOD
    by_id = {sentence.id: sentence.text for sentence in source.sentences}
    best = [by_id[sentence.evidence[0].sentence] for sentence in summary.sentences]
    assert best[0].startswith("The port of Velmora will close")
    assert best[1].startswith("Repairs are expected to cost")
    assert summary.sentences[0].score == pytest.approx(-0.1)
    assert not summary.flags


def test_what_is_missing_to_the_range_comes_from_the_article() -> None:
    source = article(HARBOUR)
    summary = Seq2SeqSummarizer(ScriptedEngine(saying(GOOD))).summarize(
        source, asked(length="standard")
    )
    own = {sentence.text for sentence in source.sentences}
    texts = [sentence.text for sentence in summary.sentences]
    assert all(text in texts for text in split_sentences(GOOD, "en"))
    assert any(text in own for text in texts)
    # The article's versions of what the model already said must not come again.
    assert not any(text.startswith("The port of Velmora will close") for text in texts)
    assert not any(text.startswith("Repairs are expected to cost") for text in texts)


@pytest.mark.parametrize(
    "planted",
    [
        "Velmora will close its oldest pier because inspectors found cracks in 41 of 60 pillars.",
        "Harbour master Ilse Grotius announced the decision at a meeting with shipping companies.",
        "The volcano above the capital sent ash over the vineyards of three valleys all night.",
    ],
    ids=["changed number", "swapped name", "foreign sentence"],
)
def test_a_planted_fault_is_replaced(planted: str) -> None:
    script = saying(f"{planted} Repairs will cost 3.2 million crowns and take seven months.")
    for options in (asked(words=30), asked(length="short"), asked(length="standard")):
        summary = Seq2SeqSummarizer(ScriptedEngine(script)).summarize(article(HARBOUR), options)
        assert planted not in summary.text
        assert not any(flag.severity == "error" for flag in summary.flags)


def test_a_later_hypothesis_replaces_a_faulty_sentence() -> None:
    wrong = (
        "Velmora will close its oldest pier because inspectors found cracks in 41 of 60 pillars."
    )
    right = wrong.replace("41", "14")
    summary = Seq2SeqSummarizer(ScriptedEngine(saying(wrong, right))).summarize(
        article(HARBOUR), asked(words=15)
    )
    assert summary.text == right


def test_a_sentence_without_its_end_is_not_taken() -> None:
    cut = Hypothesis(
        text="It rained in Orsk on Monday. The mayor of Orsk said that",
        score=-1.0,
        output_truncated=True,
    )
    assert whole_sentences(cut, "en") == ("It rained in Orsk on Monday.",)


def test_a_pronoun_never_stands_without_the_models_sentence_before() -> None:
    script = saying(
        "Harbour master Ilse Brandt announced the decision at a meeting. She said the pier had "
        "carried twice its planned load for 9 years."
    )
    for words in (15, 30, 60):
        summary = Seq2SeqSummarizer(ScriptedEngine(script)).summarize(
            article(HARBOUR), asked(words=words)
        )
        texts = [sentence.text for sentence in summary.sentences]
        for index, text in enumerate(texts):
            if text.startswith("She "):
                assert "Brandt" in texts[index - 1]


def test_a_long_article_is_read_whole_in_parts_that_fit_and_covered() -> None:
    topics = ("harvest", "railway", "hospital", "school", "dam", "mine", "museum", "airport")
    parts = [
        "\n\n".join(
            f"The {topic} committee settled question {number * 10 + line} about the {topic} on "
            f"{line} May after a debate with farmers who own the {topic} roads in the west."
            for line in range(1, 11)
        )
        for number, topic in enumerate(topics, start=1)
    ]
    source = article("\n\n".join(parts))

    def first_two(text: str) -> list[str]:
        return [
            " ".join(one.replace(" who own", " with") for one in split_sentences(text, "en")[:2])
        ]

    engine = ScriptedEngine(first_two, max_source_tokens=300)
    summary = Seq2SeqSummarizer(engine).summarize(source, asked(length="long"))
    read = " ".join(request.text for request in engine.requests)
    assert all(sentence.text in read for sentence in source.sentences)
    assert 220 <= summary.words <= 280
    order = [sentence.id for sentence in source.sentences]
    places = [order.index(sentence.evidence[0].sentence) for sentence in summary.sentences]
    assert places == sorted(places)
    assert {place // 10 for place in places} == {*range(len(topics))}


def test_a_sentence_longer_than_the_model_reads_is_not_cut_for_it() -> None:
    giant = "The list names " + "one more village and " * 60 + "the capital."
    engine = ScriptedEngine(saying(""), max_source_tokens=60)
    Seq2SeqSummarizer(engine).summarize(article(f"{giant}\n\n{WATER}"), asked(length="short"))
    assert engine.requests
    assert all(giant[:60] not in request.text for request in engine.requests)


def test_the_model_is_asked_for_the_range_and_for_several_hypotheses() -> None:
    engine = ScriptedEngine(saying(GOOD))
    Seq2SeqSummarizer(engine).summarize(article(HARBOUR), asked(length="short"))
    (decoding,) = engine.decodings
    assert decoding.words == (50, 70)
    assert 1 < decoding.hypotheses <= decoding.beams
    assert engine.requests[0].text.startswith("The port of Velmora")


PROMPT = Prompt(
    task="summarize",
    version=1,
    description="",
    variables=frozenset({"article", "words"}),
    template="In {{ words }} words: {{ article }}",
    file="summarize.v1.txt",
)


def test_a_prompted_model_gets_the_prompt_with_the_length() -> None:
    engine = ScriptedEngine(saying(GOOD))
    Seq2SeqSummarizer(engine, prompt=PROMPT).summarize(article(HARBOUR), asked(length="short"))
    assert engine.requests[0].text.startswith("In 60 words: The port of Velmora")


def test_a_checkpoint_of_several_tasks_gets_its_prefix_before_every_part() -> None:
    engine = ScriptedEngine(saying("Nothing of use."), max_source_tokens=60)
    Seq2SeqSummarizer(engine, prefix="summarize: ").summarize(article(HARBOUR), asked(words=30))
    assert len(engine.requests) > 1
    assert all(request.text.startswith("summarize: ") for request in engine.requests)


def test_a_prompt_that_leaves_no_room_is_an_error_that_names_it() -> None:
    engine = ScriptedEngine(saying(GOOD), max_source_tokens=6)
    with pytest.raises(PromptError, match=r"summarize\.v1\.txt"):
        Seq2SeqSummarizer(engine, prompt=PROMPT).summarize(article(HARBOUR), asked(words=30))


def test_bullets_begin_with_the_most_important() -> None:
    options = SummaryOptions(length=resolve_length(length="standard"), style="bullets")
    summary = Seq2SeqSummarizer(ScriptedEngine(saying(GOOD))).summarize(article(HARBOUR), options)
    assert summary.sentences[0].text.startswith("Velmora will close its oldest pier")


def test_an_article_below_the_range_is_not_stretched_by_its_own_sentences_in_other_words() -> None:
    source = article("A dam broke near Orsk on Friday. Two villages were flooded by noon.")
    script = saying("On Friday a dam broke near Orsk. By noon two villages were flooded.")
    summary = Seq2SeqSummarizer(ScriptedEngine(script)).summarize(source, asked(words=20))
    assert summary.text == source.text
    assert [flag.code for flag in summary.flags] == ["length"]


def test_an_article_inside_the_range_is_an_upper_bound() -> None:
    source = article(
        "A dam broke near Orsk on Friday. Two villages were flooded by noon. Nobody was hurt there."
    )
    script = saying(
        "A dam near Orsk broke on Friday. Nobody was hurt in two flooded villages there."
    )
    summary = Seq2SeqSummarizer(ScriptedEngine(script)).summarize(source, asked(length="flash"))
    assert summary.words <= source.words


def test_the_articles_words_in_any_order_are_not_a_sentence() -> None:
    salad = "Pier the its close Monday oldest of Velmora cracks on port inspectors will 14."
    script = saying(salad, salad.lower())
    for words in (15, 30, 120):
        summary = Seq2SeqSummarizer(ScriptedEngine(script)).summarize(
            article(HARBOUR), asked(words=words)
        )
        assert salad not in summary.text


def test_what_the_model_itself_does_not_believe_is_not_taken() -> None:
    unsure = Hypothesis(text=GOOD, score=-7.5)
    summary = Seq2SeqSummarizer(ScriptedEngine(saying(unsure))).summarize(
        article(HARBOUR), asked(words=30)
    )
    assert not any(sentence in GOOD for sentence in (one.text for one in summary.sentences))


def test_noise_gives_what_the_extractive_summarizer_gives() -> None:
    source = article(HARBOUR)
    noisy = Seq2SeqSummarizer(ScriptedEngine(noise)).summarize(source, asked(length="standard"))
    plain = ExtractiveSummarizer().summarize(source, asked(length="standard"))
    assert noisy == plain


def test_an_empty_article_is_an_error() -> None:
    with pytest.raises(EmptyArticleError):
        Seq2SeqSummarizer(ScriptedEngine(saying(GOOD))).summarize(article("…"), asked(words=30))
