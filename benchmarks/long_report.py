"""A report of 20,000 words: seconds of processor time and memory that a summary of it takes.

    python benchmarks/long_report.py                    the built-in method and an engine of noise
    python benchmarks/long_report.py --summarizer ID    a checkpoint as well (minutes)

The report is made of NTREX's documents, one after another, until it has the words; twice and four
times as long ones show how the cost grows. Memory is the peak of Python's own allocations, which a
checkpoint's tensors are not among, above what the report itself takes.
"""

import argparse
import itertools
import os
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import lengths
import ntrex

from briefgen import models
from briefgen.options import EngineOptions, SummaryOptions, resolve_length
from briefgen.records import Article, Sentence, Summary
from briefgen.store import Store, home_from_environment
from briefgen.summarize.extractive import ExtractiveSummarizer
from briefgen.summarize.merge import merge
from briefgen.summarize.seq2seq import Seq2SeqSummarizer
from briefgen.words import count_words

WORDS = 20_000


def report(words: int, identity: str = "a1") -> Article:
    """NTREX's documents one after another, the later rounds with every sentence numbered."""
    sentences: list[Sentence] = []
    total = 0
    for lap in itertools.count():
        for document in ntrex.articles():
            for one in document.sentences:
                # No sentence comes twice word for word.
                text = one.text if not lap else f"Part {lap}: {one.text}"
                total += count_words(text)
                name = f"{identity}.s{len(sentences) + 1}"
                sentences.append(Sentence(id=name, text=text, paragraph=len(sentences) // 4))
                if total >= words:
                    return Article(
                        id=identity,
                        title="A long report",
                        source="report",
                        words=total,
                        sha256="",
                        sentences=tuple(sentences),
                    )
    raise AssertionError


def measure(make: Callable[[], Summary]) -> tuple[float, float, Summary]:
    """Processor seconds, then (measured apart, since it slows Python down) the peak in MB."""
    start = time.process_time()
    summary = make()
    seconds = time.process_time() - start
    tracemalloc.start()
    make()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return seconds, peak, summary


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--summarizer")
    name = parser.parse_args().summarizer
    noise = Seq2SeqSummarizer(lengths.NoiseEngine())
    extractive = ExtractiveSummarizer()
    options = SummaryOptions(length=resolve_length(length="long"))
    print("| words | summarizer | seconds | MB | words of the summary |")
    print("| --- | --- | --- | --- | --- |")
    for factor in (1, 2, 4):
        text = report(factor * WORDS)
        row("extractive", text, lambda a=text: extractive.summarize(a, options))
        row("noise", text, lambda a=text: noise.summarize(a, options))
    pair = [report(WORDS), report(WORDS + 500, "a2")]
    row("extractive, merged with another", pair[0], lambda: merge(extractive, pair, options))
    whole = SummaryOptions(length=resolve_length(words=5_000))
    text = report(WORDS)
    row("extractive, 5,000 words", text, lambda: extractive.summarize(text, whole))
    if name is not None:
        chosen = models.load_summarizer(
            models.Choice(summarizer=name),
            Store(Path(home_from_environment(os.environ)), offline=True),
            EngineOptions(offline=True),
        )
        row(name, text, lambda: chosen.summarize(text, options))


def row(name: str, article: Article, make: Callable[[], Summary]) -> None:
    """One line of the table."""
    seconds, peak, summary = measure(make)
    print(
        f"| {article.words:,} | {name} | {seconds:.1f} | {peak:.0f} | {summary.words} |", flush=True
    )


if __name__ == "__main__":
    main()
