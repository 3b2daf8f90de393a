"""A summarizer: the first sentences of an article, as many as fit."""

from briefgen.options import EngineOptions, SummaryOptions
from briefgen.records import Article, ModelInfo
from briefgen.words import count_words


class Lead:
    """Takes the lead of an article. It needs no model, so it does not look at `options`."""

    info = ModelInfo(id="lead", revision="", licence="Apache-2.0", engine="", quantization="none")
    languages: tuple[str, ...] = ()  # any

    def __init__(self, options: EngineOptions) -> None:
        self._options = options

    def summarize(self, article: Article, options: SummaryOptions) -> list[str]:
        """The first sentences: a number of them, or as many as the longest length allows."""
        texts = [sentence.text for sentence in article.sentences]
        if options.length.sentences is not None:
            return texts[: options.length.sentences]
        chosen: list[str] = []
        room = options.length.max_words or 0
        for text in texts:
            room -= count_words(text)
            if room < 0 and chosen:
                break
            chosen.append(text)
        return chosen
