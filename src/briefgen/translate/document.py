"""Titles and summaries of a whole brief into its languages, in as few batches as can be."""

from collections.abc import Iterator, Sequence

from briefgen.languages import LANGUAGES
from briefgen.records import Article, Section, Summary, Title, TranslatedSentence, Translation
from briefgen.translate.translator import Proposals, Translator


def propose_document(
    translator: Translator,
    articles: Sequence[Article],
    summaries: Sequence[Summary],
    to: Sequence[str],
) -> tuple[Proposals, ...]:
    """Run the model over the titles and summaries, one batch for each language of articles.

    Args:
        translator: the checkpoint.
        articles: with their titles.
        summaries: one for each article, in order.
        to: briefgen's codes of the languages wanted.

    Returns:
        What the model proposes, to be checked by `choose_document`.

    Raises:
        UnsupportedLanguageError: the checkpoint lacks a language.
    """
    by_language: dict[str, list[tuple[str, str]]] = {}
    for article, summary in zip(articles, summaries, strict=True):
        texts = by_language.setdefault(summary.language or article.language, [])
        texts.extend(texts_of(article, summary))
    return tuple(
        translator.propose(
            [text for _, text in texts], source=language, to=to, ids=[id for id, _ in texts]
        )
        for language, texts in by_language.items()
    )


def texts_of(article: Article, summary: Summary) -> list[tuple[str, str]]:
    """What is translated for one article: its title, if it has one, and its summary, with ids."""
    title = summary.title or article.title
    texts = [(_title_id(article), title)] if title else []
    texts.extend((sentence.id, sentence.text) for sentence in summary.all_sentences)
    return texts


def choose_document(
    translator: Translator,
    proposals: Sequence[Proposals],
    articles: Sequence[Article],
    summaries: Sequence[Summary],
) -> dict[str, Translation]:
    """Check what the model proposed and lay it out as one translation a language.

    Args:
        translator: the one that proposed.
        proposals: of `propose_document`.
        articles: the same as there.
        summaries: the same as there.

    Returns:
        A translation for each language, by code, in the asked order.
    """
    chosen: dict[str, dict[str, TranslatedSentence]] = {}
    for proposal in proposals:
        for code, sentences in translator.choose(proposal).items():
            chosen.setdefault(code, {}).update((sentence.id, sentence) for sentence in sentences)
    return {
        code: _translation(code, tuple(_sections(found, articles, summaries)))
        for code, found in chosen.items()
    }


def _translation(code: str, sections: tuple[Section, ...]) -> Translation:
    language = LANGUAGES[code]
    return Translation(
        language=code,
        script=language.script,
        direction=language.direction,
        title=sections[0].title,
        sections=sections,
    )


def _sections(
    found: dict[str, TranslatedSentence],
    articles: Sequence[Article],
    summaries: Sequence[Summary],
) -> Iterator[Section]:
    for article, summary in zip(articles, summaries, strict=True):
        title = found.get(_title_id(article))
        yield Section(
            article=article.id,
            title=Title(text="")
            if title is None
            else Title(text=title.text, flags=title.flags, retries=title.retries),
            sentences=tuple(found[sentence.id] for sentence in summary.sentences),
            bottom_line=None if summary.bottom_line is None else found[summary.bottom_line.id],
        )


def _title_id(article: Article) -> str:
    return f"{article.id}.title"
