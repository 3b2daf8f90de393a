"""Are contradictions in numbers found, and how often is there an alarm where there is none?

    python benchmarks/contradictions.py         the figures
    python benchmarks/contradictions.py -v      and what is wrong

Pairs of sentences on one event that we wrote ourselves (`contradictions.tsv`): those marked `yes`
should be flagged, those marked `no` not. Then documents of NTREX-128 that have nothing to do with
each other, every pair of them, and the two halves of each document (sentences of even and of odd
number), where every alarm is false or nearly so.
"""

import argparse
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import ntrex

from briefgen.checks.contradictions import Contradiction, contradictions
from briefgen.records import Article, Sentence

NUMBERS = {"a1": 1, "a2": 2}


def one_sentence(name: str, text: str, language: str) -> Article:
    """An article of one sentence."""
    return Article(
        id=name,
        title="",
        source="",
        language=language,
        words=1,
        sha256="",
        sentences=(Sentence(id=f"{name}.s1", text=text, paragraph=0),),
    )


def show(found: tuple[Contradiction, ...], *articles: Article) -> None:
    """Print contradictions with their sentences."""
    texts = {(a.id, s.id): s.text for a in articles for s in a.sentences}
    for contradiction in found:
        print("   ", contradiction.told(NUMBERS))
        for side in contradiction.sides:
            print("       ", texts[side.article, side.sentence])


def written(*, verbose: bool) -> None:
    """The pairs of our own."""
    right = {"yes": 0, "no": 0}
    asked = {"yes": 0, "no": 0}
    for line in Path(__file__).with_suffix(".tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, wanted, *texts = line.split("\t")
        pair = [
            one_sentence(name, text, language) for name, text in zip(NUMBERS, texts, strict=True)
        ]
        found = contradictions(pair)
        asked[wanted] += 1
        right[wanted] += bool(found) == (wanted == "yes")
        if verbose and bool(found) != (wanted == "yes"):
            print(f"  {wanted} was wanted: {texts[0]} | {texts[1]}")
            show(found, *pair)
    print(f"own pairs: found {right['yes']} of {asked['yes']} contradictions,", end=" ")
    print(f"{asked['no'] - right['no']} alarms in {asked['no']} pairs without one")


def unrelated(documents: list[Article], *, verbose: bool) -> None:
    """Pairs of documents on different things, and the two halves of each document."""
    second = [renamed(document, "a2", document.sentences) for document in documents]
    pairs = alarms = 0
    for one, other in combinations(range(len(documents)), 2):
        found = contradictions([documents[one], second[other]])
        pairs += 1
        alarms += bool(found)
        if verbose and found:
            show(found, documents[one], second[other])
    print(f"unrelated documents: alarms in {alarms} of {pairs} pairs")
    alarms = 0
    for document in documents:
        halves = [
            renamed(document, "a1", document.sentences[::2]),
            renamed(document, "a2", document.sentences[1::2]),
        ]
        found = contradictions(halves)
        alarms += bool(found)
        if verbose and found:
            show(found, *halves)
    print(f"halves of one document: alarms in {alarms} of {len(documents)}")


def renamed(article: Article, name: str, sentences: tuple[Sentence, ...]) -> Article:
    """An article of these sentences under another id."""
    kept = tuple(
        replace(sentence, id=f"{name}.s{number}")
        for number, sentence in enumerate(sentences, start=1)
    )
    return replace(article, id=name, sentences=kept)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-v", "--verbose", action="store_true")
    verbose = parser.parse_args().verbose
    written(verbose=verbose)
    unrelated(ntrex.articles(), verbose=verbose)


if __name__ == "__main__":
    main()
