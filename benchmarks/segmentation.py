"""Measure how well briefgen and other splitters find the sentences of NTREX's news documents.

    python benchmarks/segmentation.py

The lines of each document are joined by spaces, split again, and the ends found are compared with
the ends of the lines. The data (CC BY-SA 4.0) is not part of this repository: BRIEFGEN_SHARED names
the folder that holds `data/ntrex-dev`, else a `shared` beside the repository is taken. A line that
holds two sentences counts against every splitter alike, so precision cannot reach 1. Splitters that
are not installed are said to be absent, not scored.
"""

import importlib.util
import os
import sys
import time
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

from briefgen.segment import sentences

FILES = {"en": "eng.txt", "prs": "prs.txt", "ps": "pus.txt", "ru": "rus.txt"}
DIRECTION_MARKS = "\u200e\u200f\u202a\u202b\u202c"
Splitter = Callable[[str], Iterable[str]]


def data_folder() -> Path:
    """The folder of NTREX; exits where it is absent."""
    beside = Path(__file__).resolve().parents[1].parent / "shared"
    folder = Path(os.environ.get("BRIEFGEN_SHARED", beside)) / "data" / "ntrex-dev"
    if not folder.is_dir():
        sys.exit(
            f"no data at {folder}: set BRIEFGEN_SHARED to the folder that holds data/ntrex-dev"
        )
    return folder


def splitters(language: str) -> dict[str, Splitter]:
    """The splitters that are installed, by name, for one of briefgen's languages."""
    found: dict[str, Splitter] = {"briefgen": lambda text: sentences(text, language)}
    if importlib.util.find_spec("pysbd"):
        import pysbd

        code = {"prs": "fa", "ps": "fa"}.get(language, language)
        found["pysbd"] = pysbd.Segmenter(language=code, clean=False).segment
    if importlib.util.find_spec("sentencex"):
        import sentencex

        code = {"prs": "fa"}.get(language, language)
        found["sentencex"] = lambda text: sentencex.segment(code, text)
    if importlib.util.find_spec("razdel") and language == "ru":
        import razdel

        found["razdel"] = lambda text: [piece.text for piece in razdel.sentenize(text)]
    if importlib.util.find_spec("syntok") and language == "en":
        from syntok import segmenter

        found["syntok"] = lambda text: [
            "".join(token.spacing + token.value for token in sentence)
            for paragraph in segmenter.process(text)
            for sentence in paragraph
        ]
    return found


def ends(pieces: Iterable[str]) -> set[int]:
    """Where pieces end, counted in visible characters; the last end left out."""
    places, place = set(), 0
    for piece in pieces:
        place += sum(not sign.isspace() and sign not in DIRECTION_MARKS for sign in piece)
        places.add(place)
    places.discard(place)
    places.discard(0)
    return places


def main() -> None:
    """Print the table of `docs/segmentation.md`."""
    folder = data_folder()
    documents = (folder / "docs.tsv").read_text("utf-8").splitlines()
    print("| language | splitter | precision | recall | F1 | seconds |")
    print("| --- | --- | --- | --- | --- | --- |")
    for language, name in FILES.items():
        lines = (folder / name).read_text("utf-8").splitlines()
        rows = zip(documents, lines, strict=True)
        grouped = [[line for _, line in group] for _, group in groupby(rows, lambda row: row[0])]
        for splitter, split in splitters(language).items():
            right = found = wanted = 0
            started = time.process_time()
            for document in grouped:
                gold, got = ends(document), ends(split(" ".join(document)))
                right, found, wanted = right + len(gold & got), found + len(got), wanted + len(gold)
            seconds = time.process_time() - started
            precision, recall = right / found, right / wanted
            f1 = 2 * precision * recall / (precision + recall)
            print(
                f"| {language} | {splitter} | {precision:.3f} | {recall:.3f} | {f1:.3f} "
                f"| {seconds:.2f} |"
            )


if __name__ == "__main__":
    main()
