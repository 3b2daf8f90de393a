"""Fit `src/briefgen/dariness.tsv`, and measure it on documents that the fit has not seen.

    python benchmarks/dari.py             # cross-validated figures
    python benchmarks/dari.py --write     # and the weights, fitted on all documents

Data: the Dari and Persian sides of NTREX-128's development half (`BRIEFGEN_SHARED`), and the pairs
of `dari_words.tsv`, Afghan and Iranian, each row a tiny text of a smaller weight. Model: L2-loss
linear SVM by dual coordinate descent (Hsieh et al. 2008, "A Dual Coordinate Descent Method for
Large-scale Linear SVM"), no intercept, so that a sum of weights decides at any length.
"""

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefgen.dariness import UNIT, features

_HERE = Path(__file__).resolve().parent
_FOLDS = 10
_COST = 2.0
_WORDS_COST = 0.6
_EPOCHS = 8
_KEPT = 11_000

Row = tuple[NDArray[np.intp], NDArray[np.float64]]


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        sys.exit(f"{path} is missing: set BRIEFGEN_SHARED to the folder that has data/ntrex-dev")
    return path.read_text(encoding="utf-8").splitlines()


def _fit(
    rows: list[Row], sides: NDArray[np.float64], costs: NDArray[np.float64], size: int
) -> NDArray[np.float64]:
    """Weights of shape (size,); `rows` are sparse unit vectors, `sides` +1 or -1."""
    rng = np.random.default_rng(0)
    weights = np.zeros(size)
    duals = np.zeros(len(rows))
    signed = [(at, side * value) for (at, value), side in zip(rows, sides, strict=True)]
    for _ in range(_EPOCHS):
        for n in rng.permutation(len(rows)):
            at, value = signed[n]
            gradient = weights[at] @ value - 1 + duals[n] / (2 * costs[n])
            dual = max(duals[n] - gradient / (1 + 1 / (2 * costs[n])), 0.0)
            if dual != duals[n]:
                weights[at] += (dual - duals[n]) * value
                duals[n] = dual
    return weights


def _pruned(weights: NDArray[np.float64], kept: int) -> NDArray[np.float64]:
    smallest = np.sort(np.abs(weights))[-min(kept, len(weights))]
    return np.where(np.abs(weights) >= smallest, weights, 0)


def _rows(counts: list[Counter[str]], names: dict[str, int]) -> list[Row]:
    found = []
    for count in counts:
        at = np.array([names[name] for name in count if name in names], dtype=np.intp)
        found.append((at, np.full(len(at), 1 / max(len(at), 1) ** 0.5)))
    return found


def _score(weights: NDArray[np.float64], count: Counter[str], names: dict[str, int]) -> float:
    return float(sum(weights[names[name]] for name in count if name in names))


def _slope(scores: NDArray[np.float64], sides: NDArray[np.float64]) -> float:
    """The factor that makes scores log-odds (Platt 1999, without an intercept)."""
    factors = np.geomspace(0.05, 20, 400)
    losses = [np.mean(np.logaddexp(0, -factor * scores * sides)) for factor in factors]
    return float(factors[int(np.argmin(losses))])


def main() -> None:
    """Print the figures; with `--write`, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    shared = Path(os.environ.get("BRIEFGEN_SHARED", _HERE.parents[1] / "shared"))
    data = shared / "data" / "ntrex-dev"
    documents = np.array(_lines(data / "docs.tsv") * 2)
    texts = _lines(data / "prs.txt") + _lines(data / "fas.txt")
    sides = np.repeat([1.0, -1.0], len(texts) // 2)
    pairs = [line.split("\t") for line in _lines(_HERE / "dari_words.tsv")]
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    counts = [features(text) for text in texts]
    words = [features(afghan) for afghan, _ in pairs] + [features(other) for _, other in pairs]
    seen = Counter(name for count in counts + words for name in count)
    names = {name: n for n, name in enumerate(name for name, k in seen.items() if k >= 2)}
    rows = _rows(counts + words, names)
    all_sides = np.concatenate([sides, np.repeat([1.0, -1.0], len(pairs))])
    costs = np.concatenate([np.full(len(texts), _COST), np.full(len(words), _WORDS_COST)])
    order = sorted(set(documents))
    np.random.default_rng(0).shuffle(order)
    folds = {name: n % _FOLDS for n, name in enumerate(order)}
    fold = np.array([folds[name] for name in documents])
    extra = list(range(len(texts), len(rows)))
    held_out = [
        _fit([rows[n] for n in used], all_sides[used], costs[used], len(names))
        for used in ([*np.flatnonzero(fold != held), *extra] for held in range(_FOLDS))
    ]
    factor = 1.0
    for kept in (len(names), 16_000, 12_000, 8_000, _KEPT):
        scores = np.zeros(len(texts))
        whole: list[tuple[str, float, float]] = []
        for held, fitted in enumerate(held_out):
            weights = _pruned(fitted, kept)
            for n in np.flatnonzero(fold == held):
                scores[n] = _score(weights, counts[n], names)
            for name in (name for name in order if folds[name] == held):
                for side in (1.0, -1.0):
                    inside = np.flatnonzero((documents == name) & (sides == side))
                    count = sum((counts[n] for n in inside), Counter())
                    whole.append((name, side, _score(weights, count, names)))
        right = scores * sides > 0
        factor = _slope(scores, sides)
        print(
            f"{kept} weights: sentences {right.mean():.4f} (prs {right[sides > 0].mean():.4f}, "
            f"fas {right[sides < 0].mean():.4f}), "
            f"documents {np.mean([score * side > 0 for _, side, score in whole]):.4f}, "
            f"factor {factor:.3f}"
        )
        print("  wrong:", *(f"{name}/{side:+.0f}" for name, side, x in whole if x * side <= 0))
    if not write:
        return
    weights = _pruned(_fit(rows, all_sides, costs, len(names)), _KEPT) * factor * UNIT
    kept = sorted(
        ((name, round(weights[n])) for name, n in names.items() if round(weights[n])),
        key=lambda row: (-row[1], row[0]),
    )
    head = "## Made by benchmarks/dari.py from NTREX-128 (CC BY-SA 4.0); hundredths of a nat\n"
    body = "".join(f"{name}\t{weight}\n" for name, weight in kept)
    target = _HERE.parent / "src" / "briefgen" / "dariness.tsv"
    target.write_text(head + body, encoding="utf-8")
    print(f"{len(kept)} weights, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
