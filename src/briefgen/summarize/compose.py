"""From sentences that could be in a summary to the summary: choice, order, evidence, flags."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefgen.options import Style, SummaryOptions
from briefgen.records import Evidence, Flag, Length, Summary, SummarySentence
from briefgen.summarize.base import sentence_id
from briefgen.summarize.fit import Candidate, Fit, fit
from briefgen.words import count_words

_LENGTH_EXPONENT = 0.65
"""A sentence's worth grows with its words, or short ones would win; more slowly than they do."""

_TORN = 0.3
"""What a sentence is worth without the one that it needs."""

_DEPENDENT_BULLET = 0.7
"""A bullet stands alone: less for a sentence that needs another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A sentence that could be in the summary.

    Attributes:
        text: one whole sentence.
        position: where it belongs in the article's order.
        merit: 0 to 1 for a sentence of the article; more for what a model wrote.
        score: the summarizer's own, passed on to the reader.
        evidence: sentences of the article that support it.
        flags: what the checks found; `where` is set when the sentence gets its id.
        needs: indices of proposals that must stand with it.
        excludes: indices of proposals that say the same.
        fragment: without the end of a sentence: a heading, a caption, a list item.
        article: id of its article, where the summary is of several; else None.
        theme: where it stands among the sentences of other articles; of one article all have 0.
    """

    text: str
    position: float
    merit: float
    score: float
    evidence: tuple[Evidence, ...]
    flags: tuple[Flag, ...] = ()
    needs: tuple[int, ...] = ()
    excludes: tuple[int, ...] = ()
    fragment: bool = False
    article: str | None = None
    theme: float = 0.0


def compose(article: str, proposals: Sequence[Proposal], options: SummaryOptions) -> Summary:
    """Choose, order and number the sentences of a summary.

    Args:
        article: id of the article.
        proposals: at least one; each has a word in it, and no two are the same word for word.
        options: length and style.

    Returns:
        A summary inside the range, or the nearest one with a `length` warning on its last sentence.
    """
    length = options.length
    sizes = [count_words(proposal.text) for proposal in proposals]
    chosen = _choose(proposals, sizes, options)
    ordered = _ordered(proposals, chosen.chosen, options.style)
    sentences = [
        _numbered(proposals[index], sentence_id(article, number))
        for number, index in enumerate(ordered, start=1)
    ]
    if not chosen.inside:
        available = sum(sizes)
        last = sentences[-1]
        flag = Flag(
            code="length",
            severity="warning",
            detail=_explain(length, chosen.size, available),
            where=last.id,
        )
        sentences[-1] = replace(last, flags=(*last.flags, flag))
    return Summary(
        article=article,
        words=sum(sizes[index] for index in ordered),
        sentences=tuple(sentences),
    )


def _choose(
    proposals: Sequence[Proposal],
    sizes: Sequence[int],
    options: SummaryOptions,
) -> Fit:
    length = options.length
    by_words = length.sentences is None
    low = length.sentences if length.sentences is not None else length.min_words or 1
    high = length.sentences if length.sentences is not None else length.max_words or low
    merits = [
        proposal.merit * (_DEPENDENT_BULLET if options.style == "bullets" and proposal.needs else 1)
        for proposal in proposals
    ]
    if length.kind == "flash":
        single = _single(proposals, sizes, merits, low, high)
        if single is not None:
            return single

    def attempt(*, together: bool, fragments: bool) -> Fit:
        able = [i for i, proposal in enumerate(proposals) if fragments or not proposal.fragment]
        number = {index: place for place, index in enumerate(able)}
        found = fit(
            [
                Candidate(
                    size=sizes[index] if by_words else 1,
                    value=merits[index]
                    * (sizes[index] ** _LENGTH_EXPONENT if by_words else 1.0)
                    * (_TORN if proposals[index].needs and not together else 1.0),
                    needs=_renumbered(proposals[index].needs, number) if together else (),
                    excludes=_renumbered(proposals[index].excludes, number),
                )
                for index in able
            ],
            low,
            high,
        )
        return replace(found, chosen=tuple(able[place] for place in found.chosen))

    # The length is promised, company is not: a sentence stands without the one that it needs, and
    # a fragment is taken, only where the range cannot be met otherwise.
    best: Fit | None = None
    for together, fragments in ((True, False), (False, False), (False, True)):
        found = attempt(together=together, fragments=fragments)
        if found.inside:
            return found
        if found.chosen and (
            best is None or _distance(found.size, low, high) < _distance(best.size, low, high)
        ):
            best = found
    return best or Fit(chosen=(), size=0, inside=False)


def _renumbered(indices: Sequence[int], number: dict[int, int]) -> tuple[int, ...]:
    return tuple(number[index] for index in indices if index in number)


def _single(
    proposals: Sequence[Proposal],
    sizes: Sequence[int],
    merits: Sequence[float],
    low: int,
    high: int,
) -> Fit | None:
    """The best sentence that fills the range alone."""
    alone = [
        index
        for index, proposal in enumerate(proposals)
        if low <= sizes[index] <= high and not proposal.needs and not proposal.fragment
    ]
    if not alone:
        return None
    best = max(alone, key=lambda index: (merits[index], -index))
    return Fit(chosen=(best,), size=sizes[best], inside=True)


def _distance(size: int, low: int, high: int) -> int:
    return max(low - size, size - high, 0)


def _ordered(proposals: Sequence[Proposal], chosen: Sequence[int], style: Style) -> list[int]:
    """The chosen ones in the order of reading; a sentence stays behind the one that it needs."""
    in_article = sorted(
        chosen,
        key=lambda index: (proposals[index].article or "", proposals[index].position, index),
    )
    blocks: list[list[int]] = []
    for index in in_article:
        needed = {*proposals[index].needs} if blocks else set()
        needing = (
            {other for other in blocks[-1] for other in proposals[other].needs} if blocks else set()
        )
        if blocks and (needed & {*blocks[-1]} or index in needing):
            blocks[-1].append(index)
        else:
            blocks.append([index])
    if style == "prose":
        # Stable: what has one theme stays in the order of its article.
        blocks.sort(key=lambda block: proposals[block[0]].theme)
    else:
        blocks.sort(key=lambda block: -max(proposals[index].merit for index in block))
    return [index for block in blocks for index in block]


def _numbered(proposal: Proposal, name: str) -> SummarySentence:
    return SummarySentence(
        id=name,
        text=proposal.text,
        evidence=proposal.evidence,
        score=round(proposal.score, 4),
        flags=tuple(replace(flag, where=name) for flag in proposal.flags),
        article=proposal.article,
    )


def _explain(length: Length, size: int, available: int) -> str:
    if length.sentences is not None:
        return f"{length.sentences} sentences were asked for, and the article has only {size}"
    asked = f"{length.min_words} to {length.max_words} words"
    if length.min_words is not None and available < length.min_words:
        return f"{asked} were asked for, and the article has only {available}"
    return f"no set of whole sentences has {asked}: the nearest has {size}"
