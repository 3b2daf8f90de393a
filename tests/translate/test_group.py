"""Many articles in one batch: each gets what it would get alone."""

from collections.abc import Sequence

from briefgen.engines.base import Hypothesis, Request
from briefgen.errors import UnsupportedLanguageError
from briefgen.options import SummaryOptions, TranslationOptions, resolve_length
from briefgen.records import Article, Summary
from briefgen.sources.load import article_from_text
from briefgen.summarize.extractive import ExtractiveSummarizer
from briefgen.translate.document import choose_document, propose_document
from briefgen.translate.group import translate_group
from briefgen.translate.translator import Translator
from tests.translate.fakes import FakeEngine

# The name is spelt in another way in the second article: inside one document that is a warning.
SPELT = {"Haqqani arrived in Kabul.": "Хаккани прибыл в Кабул.", "Haqqani left.": "Гаккани уехал."}


def _answer(request: Request) -> Sequence[Hypothesis]:
    return [Hypothesis(text=SPELT.get(request.text, f"Перевод: {request.text}"), score=-0.5)]


def _article(text: str, language: str = "en") -> tuple[Article, Summary]:
    from dataclasses import replace

    article = replace(article_from_text(text), language=language)
    options = SummaryOptions(length=resolve_length(sentences=2))
    return article, ExtractiveSummarizer().summarize(article, options)


def _translator(engine: FakeEngine) -> Translator:
    return Translator(engine, TranslationOptions())


def test_the_model_sees_all_articles_at_once_and_each_is_as_if_alone() -> None:
    made = [
        _article("Haqqani arrived in Kabul."),
        _article("Haqqani left."),
        _article("Rain fell on 3 provinces. Roads are closed."),
    ]
    articles, summaries = [a for a, _ in made], [s for _, s in made]
    engine = FakeEngine(_answer)
    together = translate_group(_translator(engine), articles, summaries, ["ru"])
    first = [request.text for request in engine.batches[0]]
    assert {"Haqqani arrived in Kabul.", "Haqqani left.", "Roads are closed."} <= set(first)
    for (article, summary), found in zip(made, together, strict=True):
        alone = _translator(FakeEngine(_answer))
        proposals = propose_document(alone, [article], [summary], ["ru"])
        assert found == choose_document(alone, proposals, [article], [summary])


def test_a_language_that_the_model_lacks_is_the_error_of_its_articles_alone() -> None:
    made = [_article("Rain fell."), _article("Es regnete.", "de"), _article("Snow fell.")]
    engine = FakeEngine(_answer)
    found = translate_group(_translator(engine), [a for a, _ in made], [s for _, s in made], ["ru"])
    assert isinstance(found[1], UnsupportedLanguageError)
    assert not isinstance(found[0], Exception)
    assert not isinstance(found[2], Exception)
