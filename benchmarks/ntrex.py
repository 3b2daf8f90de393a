"""NTREX-128's English documents as articles: the first line of each is its headline.

The data stay outside the repository (CC BY-SA 4.0, Federmann et al. 2022): `BRIEFGEN_SHARED` names
the folder that has `data/ntrex-dev/`, by default `shared` beside the repository.
"""

import hashlib
import os
import sys
from pathlib import Path

from briefgen.records import Article, Sentence
from briefgen.sources.load import load_article
from briefgen.words import count_words


def shared(name: str) -> Path:
    """A file of the shared data, or the end of the run with a word on where to look."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    path = Path(os.environ.get("BRIEFGEN_SHARED", beside)) / name
    if not path.exists():
        sys.exit(f"{path} is missing: set BRIEFGEN_SHARED to the folder that has {name}")
    return path


def seed() -> Article:
    """The article that the project began with."""
    return load_article(shared("seed/article.txt"))


def articles() -> list[Article]:
    """The 62 documents of the development half, a paragraph a sentence as the data have it."""
    folder = shared("data/ntrex-dev")
    names = (folder / "docs.tsv").read_text(encoding="utf-8").splitlines()
    lines = (folder / "eng.txt").read_text(encoding="utf-8").splitlines()
    documents: dict[str, list[str]] = {}
    for name, line in zip(names, lines, strict=True):
        documents.setdefault(name, []).append(line.strip())
    return [_article(name, title, body) for name, (title, *body) in documents.items()]


def _article(name: str, title: str, body: list[str]) -> Article:
    text = "\n\n".join(body)
    return Article(
        id="a1",
        title=title,
        source=name,
        words=count_words(text),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        sentences=tuple(
            Sentence(id=f"a1.s{number}", text=sentence, paragraph=number - 1)
            for number, sentence in enumerate(body, start=1)
        ),
    )
