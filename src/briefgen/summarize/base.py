"""What a summarizer is, and how sentences of a summary are named."""

from typing import Protocol

from briefgen.options import SummaryOptions
from briefgen.records import Article, ModelInfo, Summary


class Summarizer(Protocol):
    """Turns an article into a summary of the asked length."""

    @property
    def info(self) -> ModelInfo:
        """What writes the summary."""

    def reads(self, language: str) -> bool:
        """Whether it summarises articles of a language, by briefgen's code or ISO 639-1."""

    def summarize(self, article: Article, options: SummaryOptions) -> Summary:
        """Summarise an article.

        Args:
            article: cleaned, with its sentences.
            options: length and style.

        Returns:
            Whole sentences whose words together lie inside the asked range. Where no set of whole
            sentences fits, the nearest one, with a `length` warning on its last sentence.

        Raises:
            EmptyArticleError: the article has no sentence with a word in it.
        """


def sentence_id(article: str, number: int) -> str:
    """The id of a summary sentence; `number` counts from 1.

    >>> sentence_id("a1", 2)
    'a1.m2'
    """
    return f"{article}.m{number}"
