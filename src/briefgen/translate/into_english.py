"""An article of another language in English, sentence by sentence, for what reads English only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from briefgen.errors import UnsupportedLanguageError
from briefgen.languages import name_of
from briefgen.records import Article, Flag, Summary, SummarySentence
from briefgen.translate.translator import Translator
from briefgen.words import count_words

ENGLISH = "en"
_NO_ENGLISH = frozenset({"wrong-language", "untranslated"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishArticle:
    """A translated article.

    Attributes:
        article: in English; ids, paragraphs and order of the sentences are those of the original.
        original: language of the original.
        flags: what the checks found in the translation of each sentence, by its id.
    """

    article: Article
    original: str
    flags: Mapping[str, tuple[Flag, ...]]


def into_english(translator: Translator, article: Article) -> EnglishArticle:
    """Translate the title and every sentence of an article, one to one.

    Args:
        translator: of a checkpoint that reads the article's language and writes English.
        article: in another language than English.

    Raises:
        UnsupportedLanguageError: the checkpoint does not know one of the two languages, or what it
            writes is for the most part no English.
    """
    titled = "title" if article.title else None
    names = [*([titled] if titled else []), *(sentence.id for sentence in article.sentences)]
    texts = [*([article.title] if titled else []), *(s.text for s in article.sentences)]
    found = translator.translate(texts, source=article.language, to=[ENGLISH], ids=names)[ENGLISH]
    strange = sum(any(flag.code in _NO_ENGLISH for flag in sentence.flags) for sentence in found)
    if 2 * strange > len(found):
        raise UnsupportedLanguageError(
            f"{translator.info.id} does not translate {name_of(article.language)} into "
            f"English: {strange} of {len(found)} sentences came out in another language"
        )
    title = found[0].text if titled else ""
    sentences = found[1:] if titled else found
    translated = replace(
        article,
        title=title,
        language=ENGLISH,
        words=sum(count_words(sentence.text) for sentence in sentences),
        sentences=tuple(
            replace(own, text=other.text)
            for own, other in zip(article.sentences, sentences, strict=True)
        ),
        headings=(),
    )
    return EnglishArticle(
        article=translated,
        original=article.language,
        flags={sentence.id: sentence.flags for sentence in sentences},
    )


def said_to_be_translated(summary: Summary, read: Sequence[EnglishArticle]) -> Summary:
    """Say in a summary that it was made from translations, and what was doubtful in them.

    Args:
        summary: of the articles in English.
        read: what it was made from, the article that gives the title first.

    Returns:
        The summary with its language and title; on the first sentence of each translated article
        a `translated-source` warning; on every sentence the flags of its evidence's translation.
    """
    origin = {s.id: one for one in read for s in one.article.sentences}
    said: set[str] = set()
    line = summary.bottom_line
    return replace(
        summary,
        language=ENGLISH,
        title=read[0].article.title or None,
        bottom_line=None if line is None else _marked(line, origin, said),
        sentences=tuple(_marked(sentence, origin, said) for sentence in summary.sentences),
    )


def _marked(
    sentence: SummarySentence, origin: Mapping[str, EnglishArticle], said: set[str]
) -> SummarySentence:
    flags = list(sentence.flags)
    for evidence in sentence.evidence:
        one = origin[evidence.sentence]
        if one.original == ENGLISH:
            continue
        if one.article.id not in said:
            said.add(one.article.id)
            name = name_of(one.original)
            detail = f"made from a machine translation of the article's {name} into English"
            flags.append(
                Flag(code="translated-source", severity="warning", detail=detail, where=sentence.id)
            )
        flags.extend(
            replace(
                flag,
                where=sentence.id,
                detail=f"in the translation of {evidence.sentence}: {flag.detail}",
            )
            for flag in one.flags.get(evidence.sentence, ())
        )
    return replace(sentence, flags=tuple(dict.fromkeys(flags)))
