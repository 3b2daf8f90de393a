"""A summarizer of a plug-in: it writes sentences, and the article decides what is said of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from briefgen.checks.support import check_summary_sentence, support
from briefgen.options import EngineOptions, SummaryOptions
from briefgen.plugins import Plugin, SummarizerFactory
from briefgen.plugins import Summarizer as Plugged
from briefgen.records import Article, Evidence, Flag, Length, ModelInfo, Summary, SummarySentence
from briefgen.summarize.base import sentence_id
from briefgen.words import count_words


class PluggedSummarizer:
    """Summaries by a plug-in, every sentence with its evidence and flags.

    What the plug-in writes stands as it is: a sentence that the article does not support, and a
    length outside the range, are flagged.

    Args:
        plugin: the summarizer.
        options: where it runs.

    Raises:
        PluginError: it cannot be loaded or made.
    """

    def __init__(self, plugin: Plugin, options: EngineOptions) -> None:
        factory = cast("SummarizerFactory", plugin.load())
        with plugin.running():
            self._plugged: Plugged = factory(options)
            info, self._languages = self._plugged.info, tuple(self._plugged.languages)
        self._plugin = plugin
        self._info = plugin.describe(info)

    @property
    def info(self) -> ModelInfo:
        """The plug-in, its package as the revision."""
        return self._info

    def reads(self, language: str) -> bool:
        """Whether the plug-in names the language, or none at all."""
        return not self._languages or language in self._languages

    def summarize(self, article: Article, options: SummaryOptions) -> Summary:
        """Summarise an article.

        Args:
            article: cleaned, with its sentences.
            options: length and style.

        Raises:
            PluginError: the plug-in failed, or gave no sentence.
        """
        with self._plugin.running():
            written = self._plugged.summarize(article, options)
            texts = [] if isinstance(written, str) else list(written)
        if not texts or not all(isinstance(text, str) and count_words(text) for text in texts):
            raise self._plugin.wrong("a summary must be a list of sentences with words in them")
        sentences = [
            _sentence(article, " ".join(text.split()), number)
            for number, text in enumerate(texts, start=1)
        ]
        words = sum(count_words(sentence.text) for sentence in sentences)
        missed = _missed(options.length, words, len(sentences))
        if missed:
            last = sentences[-1]
            flag = Flag(code="length", severity="warning", detail=missed, where=last.id)
            sentences[-1] = replace(last, flags=(*last.flags, flag))
        return Summary(article=article.id, words=words, sentences=tuple(sentences))


def _sentence(article: Article, text: str, number: int) -> SummarySentence:
    name = sentence_id(article.id, number)
    texts: Sequence[str] = [sentence.text for sentence in article.sentences]
    found = support(text, texts)
    return SummarySentence(
        id=name,
        text=text,
        evidence=tuple(
            Evidence(sentence=article.sentences[index].id, score=score) for index, score in found
        ),
        flags=check_summary_sentence(
            text,
            [texts[index] for index, _ in found],
            f"{article.title}\n{article.text}",
            where=name,
            language=article.language,
        ),
    )


def _missed(length: Length, words: int, sentences: int) -> str:
    """What to say where the summary has not the length that was asked for; empty where it has."""
    if length.sentences is not None:
        asked, size, inside = (
            f"{length.sentences} sentences",
            sentences,
            sentences == length.sentences,
        )
    else:
        low, high = length.min_words or 1, length.max_words or words
        asked, size, inside = f"{low} to {high} words", words, low <= words <= high
    return "" if inside else f"{asked} were asked for, and the plug-in wrote {size}"
