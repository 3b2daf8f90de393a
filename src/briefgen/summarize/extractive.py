"""A summarizer that needs no model: the most important sentences of the article, as they are."""

from briefgen.errors import EmptyArticleError
from briefgen.options import SummaryOptions
from briefgen.records import Article, Evidence, ModelInfo, Summary
from briefgen.summarize import ranking, standalone
from briefgen.summarize.compose import Proposal, compose
from briefgen.summarize.terms import is_whole, plain
from briefgen.words import count_words


class ExtractiveSummarizer:
    """Picks whole sentences of the article: nothing is written, so nothing can be invented."""

    def __init__(self, revision: str = "1") -> None:
        """`revision` names the version of the method in every brief."""
        self._info = ModelInfo(
            id="extractive",
            revision=revision,
            licence="Apache-2.0",
            engine="builtin",
            quantization="none",
        )

    @property
    def info(self) -> ModelInfo:
        """The built-in method."""
        return self._info

    def reads(self, language: str) -> bool:  # noqa: ARG002 - that of the protocol
        """Any language: its words are compared, whatever they mean."""
        return True

    def summarize(self, article: Article, options: SummaryOptions) -> Summary:
        """Summarise an article in its own sentences.

        Args:
            article: in any language.
            options: length and style.

        Returns:
            Sentences of the article, each its own evidence with a score of 1; their own score is
            the importance, 0 to 1.

        Raises:
            EmptyArticleError: the article has no sentence with a word in it.
        """
        return compose(article.id, article_proposals(article), options)


def article_proposals(article: Article) -> tuple[Proposal, ...]:
    """Every different sentence of an article that has a word, ranked, as a proposal for a summary.

    Raises:
        EmptyArticleError: there is none.
    """
    spoken = [sentence for sentence in article.sentences if count_words(sentence.text)]
    if not spoken:
        raise EmptyArticleError(
            f"{article.source}: the article has no sentence to summarise; check the source"
        )
    # What is repeated word for word counts once, and who needs it needs its first occurrence.
    numbers: dict[str, int] = {}
    number_of = [numbers.setdefault(plain(s.text), len(numbers)) for s in spoken]
    needed = standalone.needs(spoken, article.language)
    first = [number_of.index(number) for number in range(len(numbers))]
    ranked = ranking.rank([spoken[i].text for i in first], article.title, article.language)
    return tuple(
        Proposal(
            text=spoken[index].text,
            position=float(index),
            merit=ranked[number].merit,
            score=ranked[number].importance,
            evidence=(Evidence(sentence=spoken[index].id, score=1.0),),
            needs=tuple(sorted({number_of[other] for other in needed[index]} - {number})),
            excludes=ranked[number].same,
            fragment=not is_whole(spoken[index].text, index),
        )
        for number, index in enumerate(first)
    )
