"""Whether an article supports a sentence that a summarizer wrote.

Support is containment: the share of a sentence's content words that stand in the article's, rarer
words weighing more (inverse sentence frequency, after Spärck Jones 1972).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from briefgen.checks.dates import dates_in, strange_dates, without_dates
from briefgen.checks.money import exchanged_money
from briefgen.checks.names import displaced_names, strange_openers, unsupported_names
from briefgen.checks.numbers import invented, numbers_in, unexplained
from briefgen.records import Flag, Severity

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_COUNTRY_OF_MONEY = re.compile(r"\bUS(?=\$)|\b(?:US|U\.S\.)(?=\s+dollars?\b)")
_EVIDENCE = 3
"""At most so many sentences are named as evidence."""
_LEAST_SCORE = 0.1
_SHARE_OF_BEST = 0.4
"""A sentence is evidence only if it has this much of the best one's score."""
_STEM_LETTERS = 6

# Measured on NTREX's development half (docs/checks.md): a sentence of another article finds less
# than `_UNSUPPORTED` of its words in its three best sentences in all but a few cases; a sentence
# cut from the article itself finds all of them.
_UNSUPPORTED = 0.4
_DOUBTFUL = 0.55


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP = _words(
    "the a an of to in on at by for from with and or but as is are was were be been being it its "
    "he she they them his her their that this these those which who whom what when where while "
    "has have had do does did not no will would can could should may might said says say told "
    "also after before than then there here into over under about against between during out up "
    "s t i we you our my your if so s more most some any all other such only just"
)


def support(sentence: str, article_sentences: Sequence[str]) -> tuple[tuple[int, float], ...]:
    """Find the sentences of an article that support a sentence best.

    Args:
        sentence: of a summary.
        article_sentences: in the order of the article.

    Returns:
        Index and score (0 to 1, 1 where every content word is found) of at most three sentences,
        the best first, the earlier one first among equals; empty where none shares a word.

    >>> support("Kabul welcomed the aid.", ["Rain fell.", "The aid was welcomed in Kabul today."])
    ((1, 1.0),)
    """
    bags = [_stems(text) for text in article_sentences]
    weights = _weights(bags)
    wanted = _stems(sentence)
    scored = [(index, _containment(wanted, bag, weights)) for index, bag in enumerate(bags)]
    scored = [(index, round(score, 4)) for index, score in scored if score >= _LEAST_SCORE]
    scored.sort(key=lambda pair: (-pair[1], pair[0]))
    return tuple(pair for pair in scored[:_EVIDENCE] if pair[1] >= _SHARE_OF_BEST * scored[0][1])


def check_summary_sentence(
    text: str,
    evidence_texts: Sequence[str],
    article_text: str,
    *,
    where: str = "",
    language: str = "en",
    published: str | None = None,
) -> tuple[Flag, ...]:
    """Check a sentence of a summary against the article that it summarises.

    A sentence that stands in the article as it is, white space aside, is never flagged.

    Args:
        text: the sentence.
        evidence_texts: the sentences of the article that support it, as `support` finds them.
        article_text: the whole article, title included where it is to count.
        where: the place that the flags name.
        language: of all of these; names and dates are looked for in English only.
        published: ISO 8601 date of the article, if known: then "Thursday" may be "July 3".

    Returns:
        `unsupported`, `number-added` and `name-unsupported`, in this order.
    """
    if _squeezed(text) in _squeezed(article_text):
        return ()
    flags: list[Flag] = []

    def add(code: str, detail: str, *, sure: bool = True) -> None:
        severity: Severity = "error" if sure else "warning"
        flags.append(Flag(code=code, severity=severity, detail=detail, where=where))

    evidence_text = " ".join(evidence_texts)
    # "US$7bn", "7 billion US dollars": the country's name is not what is said.
    text = _COUNTRY_OF_MONEY.sub("", text)
    if language == "en":
        for detail, sure in _strange_dates(text, evidence_text, article_text, published):
            add("number-added", detail, sure=sure)
        text = without_dates(text, dates_in(text))
    share = _containment(_stems(text), _stems(evidence_text), {})
    if share < _DOUBTFUL:
        detail = f"only {share:.0%} of its words are in the sentences that should support it"
        add("unsupported", detail, sure=share < _UNSUPPORTED)
    ours = numbers_in(text, language)
    new = invented(ours, numbers_in(article_text, language))
    for number in new:
        add("number-added", f"“{number.text}” is not in the article")
    for money in exchanged_money(text, article_text, language):
        add("number-added", f"“{money}” is in the article in another currency only")
    if evidence_texts:
        evidence = numbers_in(evidence_text, language)
        for number in unexplained(ours, evidence):
            if number not in new:
                detail = f"“{number.text}” is in the article, but not in the supporting sentences"
                add("number-added", detail, sure=False)
    if language == "en":
        for detail, sure in _strange_names(text, evidence_text, article_text):
            add("name-unsupported", detail, sure=sure)
    return tuple(flags)


def _strange_dates(
    text: str, evidence: str, article: str, published: str | None
) -> Iterator[tuple[str, bool]]:
    """What is wrong with a sentence's dates, and whether it surely is."""
    missing = strange_dates(text, article, published)
    for date in missing:
        # "today" may be "these days"
        sure = date.word not in {"today", "tonight"}
        yield f"“{date.text}” is not in the article", sure
    for date in strange_dates(text, evidence, published) if evidence else ():
        if date not in missing:
            yield f"“{date.text}” is in the article, but not in the supporting sentences", False


def _strange_names(text: str, evidence: str, article: str) -> Iterator[tuple[str, bool]]:
    """What is wrong with a sentence's names, and whether it surely is."""
    missing = unsupported_names(text, article)
    for name in missing:
        yield f"“{name}” is not in the article", True
    for name in strange_openers(text, article):
        if name not in missing:
            yield f"“{name}” may be a name, and is not in the article", False
    for name in displaced_names(text, evidence) if evidence else ():
        if name not in missing:
            yield f"“{name}” is in the article, but not in the supporting sentences", False


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _stems(text: str) -> frozenset[str]:
    """The content words of a text, cut to their first letters so that endings do not count."""
    words = (match[0].casefold() for match in _WORD.finditer(text))
    return frozenset(
        word if word[0].isdigit() else word.removesuffix("s")[:_STEM_LETTERS]
        for word in words
        if word not in _STOP
    )


def _weights(bags: Iterable[frozenset[str]]) -> dict[str, float]:
    bags = list(bags)
    frequency = Counter(stem for bag in bags for stem in bag)
    return {stem: math.log(1 + len(bags) / count) for stem, count in frequency.items()}


def _containment(wanted: frozenset[str], bag: frozenset[str], weights: dict[str, float]) -> float:
    """The share of `wanted` that is in `bag`; a stem without a weight weighs most."""
    heaviest = max(weights.values(), default=1.0)
    whole = sum(weights.get(stem, heaviest) for stem in wanted)
    if whole == 0:
        return 0.0
    return sum(weights.get(stem, heaviest) for stem in wanted & bag) / whole
