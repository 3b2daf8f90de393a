"""Is the length promise kept? Every asked length over the 62 NTREX documents.

    python benchmarks/lengths.py                         the extractive summarizer
    python benchmarks/lengths.py --summarizer ID|FOLDER  a checkpoint
    python benchmarks/lengths.py --noise                 an engine that writes noise

Exits with 1 where an attainable range is missed, a sentence is cut or one comes twice. A range is
attainable where some set of the article's sentences has a total in it.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence

import ntrex

from briefgen.engines.base import Decoding, Hypothesis, Request
from briefgen.options import EngineOptions, SummaryOptions, resolve_length
from briefgen.records import Article, ModelInfo
from briefgen.summarize.base import Summarizer
from briefgen.summarize.extractive import ExtractiveSummarizer
from briefgen.summarize.terms import has_end
from briefgen.words import count_words

ASKED = [
    *({"length": name} for name in ("flash", "short", "standard", "long")),
    *({"words": words} for words in (20, 30, 60, 120, 250)),
    *({"sentences": count} for count in (1, 3, 5)),
]


class NoiseEngine:
    """Answers with the words of its input in any order, cut anywhere."""

    info = ModelInfo(id="noise", revision="1", licence="", engine="builtin", quantization="none")
    max_source_tokens = 256

    def check_language(self, code: str) -> None:
        """Every language is noise."""

    def count_tokens(self, text: str) -> int:
        """A word and a half is a token."""
        return 2 + 3 * count_words(text) // 2

    def generate(
        self, requests: Sequence[Request], decoding: Decoding
    ) -> tuple[tuple[Hypothesis, ...], ...]:
        """The same noise for the same input."""
        return tuple(
            tuple(self._noise(request.text, number) for number in range(decoding.hypotheses))
            for request in requests
        )

    def _noise(self, text: str, number: int) -> Hypothesis:
        rng = random.Random(f"{number} {text}")
        words = [*text.split(), "qvort", ".", "7", "the the"]
        return Hypothesis(text=" ".join(rng.choices(words, k=80)), score=-1.0)


def attainable(article: Article, options: SummaryOptions) -> bool:
    """Whether some set of the article's sentences is in the range."""
    if options.length.sentences is not None:
        return len(article.sentences) >= options.length.sentences
    low, high = options.length.min_words or 1, options.length.max_words or 1
    reach = 1
    for sentence in article.sentences:
        reach |= reach << count_words(sentence.text)
    return (reach >> low) & ((1 << (high - low + 1)) - 1) != 0


def load(name: str) -> Summarizer:
    """A checkpoint's summarizer."""
    from briefgen.models import Choice, load_summarizer
    from briefgen.store import Store, home_from_environment

    return load_summarizer(
        Choice(summarizer=name), Store(home_from_environment()), EngineOptions(offline=True)
    )


def main() -> int:
    """Print one line a length; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--summarizer", default="extractive")
    parser.add_argument("--noise", action="store_true")
    parser.add_argument("--documents", type=int, default=62)
    arguments = parser.parse_args()
    summarizer: Summarizer = ExtractiveSummarizer()
    if arguments.noise:
        from briefgen.summarize.seq2seq import Seq2SeqSummarizer

        summarizer = Seq2SeqSummarizer(NoiseEngine())
    elif arguments.summarizer != "extractive":
        summarizer = load(arguments.summarizer)
    documents = ntrex.articles()[: arguments.documents]
    print(f"summarizer {summarizer.info.id}, {len(documents)} documents")
    print("| asked | attainable | of these inside | flagged outside | cut | twice | seconds |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    faults = 0
    for asked in ASKED:
        options = SummaryOptions(length=resolve_length(**asked))
        possible = inside = flagged = cut = twice = 0
        started = time.perf_counter()
        for article in documents:
            summary = summarizer.summarize(article, options)
            texts = [sentence.text for sentence in summary.sentences]
            own = {sentence.text for sentence in article.sentences}
            size = len(texts) if options.length.sentences else summary.words
            low = options.length.sentences or options.length.min_words or 1
            high = options.length.sentences or options.length.max_words or 1
            fits = low <= size <= high
            possible += attainable(article, options)
            inside += fits and attainable(article, options)
            flagged += not fits and any(flag.code == "length" for flag in summary.flags)
            faults += not fits and not any(flag.code == "length" for flag in summary.flags)
            cut += sum(text not in own and not has_end(text) for text in texts)
            twice += len(texts) - len(set(texts))
        faults += possible - inside + cut + twice
        name = " ".join(str(part) for part in (*asked.values(), *asked.keys()))
        print(
            f"| {name} | {possible} | {inside} ({inside / max(possible, 1):.1%}) | {flagged} | "
            f"{cut} | {twice} | {time.perf_counter() - started:.1f} |"
        )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
