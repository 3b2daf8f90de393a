"""Is the length promise kept? Every asked length over the 62 NTREX documents and the seed article.

    python benchmarks/lengths.py                            every summarizer below that is there
    python benchmarks/lengths.py --summarizer extractive    one, or a checkpoint
    python benchmarks/lengths.py --merge                    summaries of two documents each

Without a name: `extractive`, `noise` (an engine that writes the words of its input in any order),
`random-bart` and `random-t5` (checkpoints with random weights through the real engine), and the
demo summarizer where briefgen has it. Exits with 1 where an attainable range is missed, a sentence
is cut or one comes twice. A range is attainable where some set of the article's sentences has a
total in it.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ntrex

import briefgen
from briefgen.engines.base import Decoding, Hypothesis, Request
from briefgen.options import EngineOptions, SummaryOptions, resolve_length
from briefgen.records import Article, ModelInfo, Summary
from briefgen.summarize.base import Summarizer
from briefgen.summarize.extractive import ExtractiveSummarizer
from briefgen.summarize.merge import merge
from briefgen.summarize.terms import has_end, plain
from briefgen.words import count_words

DEMO = Path(briefgen.__file__).parent / "demo" / "summarizer"
ASKED: list[dict[str, Any]] = [
    *({"words": words} for words in (20, 30, 60, 120, 250)),
    *({"sentences": count} for count in (1, 3, 5)),
    *({"length": name} for name in ("flash", "short", "standard", "long")),
]


class NoiseEngine:
    """Answers with the words of its input in any order, cut anywhere."""

    info = ModelInfo(id="noise", revision="1", licence="", engine="builtin", quantization="none")
    max_source_tokens = 256

    def check_language(self, code: str) -> None:
        """Every language is noise."""

    def check_source(self, code: str) -> None:
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


@dataclass(slots=True)
class Tally:
    """What was counted for one asked length."""

    attainable: int = 0
    inside: int = 0
    flagged: int = 0
    unsaid: int = 0
    cut: int = 0
    twice: int = 0
    written: int = 0

    def add(self, article: Article, summary: Summary, options: SummaryOptions) -> None:
        """Count one summary."""
        texts = [sentence.text for sentence in summary.sentences]
        own = {sentence.text for sentence in article.sentences}
        size = len(texts) if options.length.sentences else sum(map(count_words, texts))
        low = options.length.sentences or options.length.min_words or 1
        high = options.length.sentences or options.length.max_words or 1
        fits = low <= size <= high
        possible = attainable(article, options)
        said = any(flag.code == "length" for flag in summary.flags)
        self.attainable += possible
        self.inside += fits and possible
        self.flagged += not fits and said
        self.unsaid += not fits and not said
        # The article's own sentences may be captions without an end; they are whole all the same.
        self.cut += sum(text not in own and not has_end(text) for text in texts)
        self.twice += len(texts) - len({plain(text) for text in texts})
        self.written += sum(text not in own for text in texts)

    @property
    def faults(self) -> int:
        """Broken promises."""
        return self.attainable - self.inside + self.unsaid + self.cut + self.twice


def load(name: str, articles: Sequence[Article], folder: Path) -> Summarizer:
    """A summarizer by its name; checkpoints with random weights are made in `folder`."""
    from briefgen.models import Choice, load_summarizer
    from briefgen.store import Store, home_from_environment
    from briefgen.summarize.seq2seq import Seq2SeqSummarizer

    if name == "extractive":
        return ExtractiveSummarizer()
    if name == "noise":
        return Seq2SeqSummarizer(NoiseEngine())
    if name.startswith("random-"):
        from random_models import BUILDERS

        texts = [sentence.text for article in articles for sentence in article.sentences]
        place = folder / name
        place.mkdir()
        name = str(BUILDERS[name.removeprefix("random-")](place, texts))
    store = Store(home_from_environment(os.environ))
    return load_summarizer(Choice(summarizer=name), store, EngineOptions(offline=True, threads=1))


def measure(
    summarizer: Summarizer, articles: Sequence[Article], asked: dict[str, Any], *, merged: bool
) -> Tally:
    """Summarise every article, or every two neighbours as one, at one length."""
    options = SummaryOptions(length=resolve_length(**asked))
    tally = Tally()
    if not merged:
        for article in articles:
            tally.add(article, summarizer.summarize(article, options), options)
        return tally
    for one, other in zip(articles[::2], articles[1::2], strict=False):
        second = replace(
            other,
            id="a2",
            sentences=tuple(
                replace(s, id=f"a2{s.id.removeprefix(other.id)}") for s in other.sentences
            ),
        )
        both = replace(one, sentences=(*one.sentences, *second.sentences))
        tally.add(both, merge(summarizer, (one, second), options), options)
    return tally


def main() -> int:
    """Print one line a length and summarizer; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--summarizer", action="append")
    parser.add_argument("--documents", type=int, default=62)
    parser.add_argument("--merge", action="store_true", dest="merged")
    arguments = parser.parse_args()
    articles = [*ntrex.articles()[: arguments.documents], ntrex.seed()]
    names = arguments.summarizer or [
        *("extractive", "noise", "random-bart", "random-t5"),
        *(["briefgen/demo-summarizer"] if DEMO.is_dir() else []),
    ]
    faults = 0
    print("| summarizer | asked | attainable | inside | outside, said | cut | twice | s |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            summarizer = load(name, articles, Path(folder))
            written = 0
            for asked in ASKED:
                started = time.perf_counter()
                tally = measure(summarizer, articles, asked, merged=arguments.merged)
                faults += tally.faults
                written += tally.written
                label = " ".join(str(part) for part in (*asked.values(), *asked.keys()))
                print(
                    f"| {name} | {label.removesuffix(' length')} | {tally.attainable} | "
                    f"{tally.inside} | {tally.flagged} | {tally.cut} | {tally.twice} | "
                    f"{time.perf_counter() - started:.0f} |",
                    flush=True,
                )
            print(f"{name}: {written} sentences that are not the article's own", file=sys.stderr)
    print(f"{faults} faults over {len(articles)} articles", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
