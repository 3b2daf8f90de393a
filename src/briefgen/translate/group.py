"""Many articles at once: the model sees the sentences of all, the checks each article alone.

Batches are what a model is fast at, and eight articles fill one that a single summary does not.
What is decided over an article, such as how its names are spelt, stays inside it: each gets what it
would get by itself.
"""

from collections.abc import Sequence
from typing import TypeAlias

from briefgen.errors import BriefgenError
from briefgen.records import Article, Summary, Translation
from briefgen.translate.document import choose_document, texts_of
from briefgen.translate.translator import Proposals, Translator

Outcome: TypeAlias = dict[str, Translation] | BriefgenError


def translate_group(
    translator: Translator,
    articles: Sequence[Article],
    summaries: Sequence[Summary],
    to: Sequence[str],
) -> tuple[Outcome, ...]:
    """Translate titles and summaries of several articles, each into a translation of its own.

    Args:
        translator: the checkpoint.
        articles: in any mix of languages; their ids may be alike.
        summaries: one for each article, in order.
        to: briefgen's codes of the languages wanted.

    Returns:
        For each article, in order, its translations by code, or the error that it alone has, such
        as a language that the checkpoint does not know.
    """
    outcomes: dict[int, Outcome] = {}
    by_language: dict[str, list[int]] = {}
    for n, (article, summary) in enumerate(zip(articles, summaries, strict=True)):
        by_language.setdefault(summary.language or article.language, []).append(n)
    for language, members in by_language.items():
        texts = [texts_of(articles[n], summaries[n]) for n in members]
        try:
            proposals = translator.propose(
                [text for own in texts for _, text in own],
                source=language,
                to=to,
                ids=[id for own in texts for id, _ in own],
            )
        except BriefgenError as error:
            outcomes.update((n, error) for n in members)
            continue
        start = 0
        for n, own in zip(members, texts, strict=True):
            part = _part(proposals, start, start + len(own))
            start += len(own)
            try:
                outcomes[n] = choose_document(translator, (part,), (articles[n],), (summaries[n],))
            except BriefgenError as error:
                outcomes[n] = error
    return tuple(outcomes[n] for n in range(len(articles)))


def _part(proposals: Proposals, start: int, stop: int) -> Proposals:
    """What was proposed for the sentences from `start` up to `stop`."""
    return Proposals(
        source=proposals.source,
        to=proposals.to,
        ids=proposals.ids[start:stop],
        sentences=proposals.sentences[start:stop],
        pieces=proposals.pieces[start:stop],
        hypotheses={code: lists[start:stop] for code, lists in proposals.hypotheses.items()},
        recalled={code: entries[start:stop] for code, entries in proposals.recalled.items()},
    )
