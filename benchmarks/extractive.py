"""How good are the extractive summaries? Beside a plain lead and, where installed, sumy.

    python benchmarks/extractive.py

Each method gets the same room: what it takes has at most the upper bound of `--words N`. Measured
over the 62 NTREX documents: ROUGE-1 recall of the headline (share of its words, stop words left
out, that the summary has) and coverage (share of the article's words, stop words left out, whose
term the summary has). briefgen reads the headline when it ranks, which the others do not: the row
`no headline` is the fair one for the first figure.
"""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import ntrex

from briefgen.options import SummaryOptions, resolve_length
from briefgen.records import Article
from briefgen.summarize.extractive import ExtractiveSummarizer
from briefgen.summarize.terms import terms
from briefgen.words import count_words, find_words

WORDS = (30, 60, 120, 250)
Method = Callable[[Article, int], list[str]]


def lead(article: Article, words: int) -> list[str]:
    """The first sentences that there is room for."""
    return room([sentence.text for sentence in article.sentences], words)


def lead_in_range(article: Article, words: int) -> list[str]:
    """A lead of the same length: in order, what there is room for, until the range is reached."""
    taken: list[str] = []
    for sentence in article.sentences:
        total = sum(map(count_words, taken))
        if total >= words * 0.9:
            break
        if total + count_words(sentence.text) <= words * 1.1:
            taken.append(sentence.text)
    return taken or lead(article, words)


def room(texts: list[str], words: int) -> list[str]:
    """The longest beginning of a list that has at most so many words plus 10 %; at least one."""
    taken: list[str] = []
    for text in texts:
        if taken and sum(map(count_words, [*taken, text])) > words * 1.1:
            break
        taken.append(text)
    return taken


def ours(article: Article, words: int) -> list[str]:
    """Briefgen's extractive summarizer."""
    options = SummaryOptions(length=resolve_length(words=words))
    return [s.text for s in ExtractiveSummarizer().summarize(article, options).sentences]


def ours_without_headline(article: Article, words: int) -> list[str]:
    """The same, not told the headline."""
    return ours(replace(article, title=""), words)


def sumy_methods() -> dict[str, Method]:
    """Sumy's summarizers by name; none where it is not installed."""
    try:
        from sumy.models.dom import (
            ObjectDocumentModel,
            Paragraph,
            Sentence,
        )
        from sumy.nlp.stemmers import Stemmer
        from sumy.summarizers.lex_rank import LexRankSummarizer
        from sumy.summarizers.lsa import LsaSummarizer
        from sumy.summarizers.text_rank import TextRankSummarizer
    except ImportError:
        return {}

    class Words:
        def to_words(self, text: str) -> list[str]:
            return find_words(text)

    def method(summarizer: Any) -> Method:
        def summarize(article: Article, words: int) -> list[str]:
            lines = [Sentence(s.text, Words()) for s in article.sentences]
            document = ObjectDocumentModel([Paragraph([line]) for line in lines])
            best = [str(lines[0])]
            for count in range(1, len(lines) + 1):
                texts = [str(line) for line in summarizer(document, count)]
                if sum(map(count_words, texts)) > words * 1.1:
                    break
                best = texts
            return best

        return summarize

    found: dict[str, Method] = {}
    for name, kind in (
        ("sumy LexRank", LexRankSummarizer),
        ("sumy TextRank", TextRankSummarizer),
        ("sumy LSA", LsaSummarizer),
    ):
        summarizer = kind(Stemmer("english"))
        summarizer.stop_words = frozenset(STOP)
        found[name] = method(summarizer)
    return found


STOP = (
    "the",
    "a",
    "an",
    "and",
    "or",
    "of",
    "to",
    "in",
    "on",
    "at",
    "for",
    "with",
    "by",
    "is",
    "as",
)


def measure(method: Method, articles: list[Article], words: int) -> tuple[float, float, float]:
    """Mean headline recall, coverage and words over the articles that are longer than asked."""
    recall = coverage = length = 0.0
    longer = [article for article in articles if article.words > words * 1.1]
    for article in longer:
        text = " ".join(method(article, words))
        has, wanted = set(terms(text)), set(terms(article.title))
        body = Counter(terms(article.text))
        recall += len(wanted & has) / max(1, len(wanted))
        coverage += sum(n for term, n in body.items() if term in has) / body.total()
        length += count_words(text)
    return recall / len(longer), coverage / len(longer), length / len(longer)


def main() -> int:
    """Print one row a method."""
    articles = ntrex.articles()
    methods: dict[str, Method] = {
        "briefgen": ours,
        "briefgen, no headline": ours_without_headline,
        "lead of the same length": lead_in_range,
        "lead, shorter where it must be": lead,
        **sumy_methods(),
    }
    print("headline recall / coverage (mean words)")
    print("| method | " + " | ".join(f"{words} words" for words in WORDS) + " |")
    print("| --- |" + " --- |" * len(WORDS))
    for name, method in methods.items():
        cells = [
            "{:.3f} / {:.3f} ({:.0f})".format(*measure(method, articles, words)) for words in WORDS
        ]
        print(f"| {name} | " + " | ".join(cells) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
