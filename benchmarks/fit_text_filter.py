"""Fit the weights of the text filter, and measure it on pages that it was not fitted on.

    python benchmarks/fit_text_filter.py PAGES [--write]

PAGES is a folder of `ID.txt`, the text of whole pages, and `truth.jsonl`, their `id` and `body`.
Each page is seen in six forms: as it is; without its indentation; cut short; with little around it;
with little around it and cut short; and the body alone. So the filter learns from the layouts of
long pages, and still knows a pasted note for what it is. `--write` replaces the package's weights.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from briefgen.sources import features, scoring, text
from briefgen.sources.decode import clean
from briefgen.sources.furniture import main_language, split_words
from briefgen.sources.layout import Unit, read_units

Floats = npt.NDArray[np.float64]
FORMS = ("whole", "flat", "short", "short near", "near", "bare")
FOLDS = 5
RIDGE = 1.0
PAGE_WEIGHT = 200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A page in one form.

    Attributes:
        page: number of the page: all forms of a page are fitted on, or none.
        labels: 1 for each unit of the body.
        body: what extraction should give.
        weight: how much the page counts.
    """

    page: int
    units: tuple[Unit, ...]
    looks: tuple[features.Look, ...]
    labels: Floats
    body: str
    weight: float = 1.0


def grams(words: Sequence[str], n: int = 4) -> Counter[tuple[str, ...]]:
    """Count n-grams of words; fewer words than n are one gram."""
    if len(words) < n:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[start:] for start in range(n)), strict=False))


def label(units: Sequence[Unit], body: str) -> Floats:
    """Mark the units whose words stand in the body; short ones only where the body is near."""
    body_words = split_words(body)
    wanted, spaced = grams(body_words), f" {' '.join(body_words)} "
    shares = []
    for unit in units:
        words = split_words(unit.text)
        found = grams(words)
        if len(words) < 4:
            shares.append(float(bool(words) and f" {' '.join(words)} " in spaced))
        else:
            shares.append(sum(1 for gram in found if gram in wanted) / len(found))
    sure = [n for n, share in enumerate(shares) if share > 0.5 and len(units[n].text.split()) > 8]
    labels = np.zeros(len(units))
    if sure:
        for place in range(max(0, sure[0] - 2), min(len(units), sure[-1] + 3)):
            near = sure[0] <= place <= sure[-1] or len(units[place].text.split()) >= 4
            labels[place] = float(shares[place] > 0.5 and near)
    return labels


def flat(page: str) -> str:
    """A page's text without indentation and bullets, as browsers copy it."""
    rows = [row.strip() for row in page.split("\n")]
    rows = [row[2:] if row[:2] in ("* ", "+ ", "o ") else row for row in rows]
    return "\n".join("" if row in ("*", "+") else row for row in rows)


def forms(page: int, raw: str, body: str, rng: random.Random) -> dict[str, Example]:
    """A page in all its forms; one without a body has the first two alone."""
    language = main_language(raw)

    def example(units: Sequence[Unit], labels: Floats, wanted: str, weight: float = 1.0) -> Example:
        looks = features.look(units, language)
        return Example(
            page=page, units=tuple(units), looks=looks, labels=labels, body=wanted, weight=weight
        )

    whole, bare = read_units(raw), read_units(flat(raw))
    whole_labels, bare_labels = label(whole, body), label(bare, body)
    found = {"whole": example(whole, whole_labels, body), "flat": example(bare, bare_labels, body)}
    for form in FORMS[2:]:
        units, labels = (
            (bare, bare_labels) if form == "bare" or rng.random() < 0.7 else (whole, whole_labels)
        )
        marked = [int(place) for place in np.flatnonzero(labels)]
        if len(marked) < 3:
            continue
        first, last = marked[0], marked[-1]
        cut = marked[min(rng.choice((2, 3, 4, 5, 6, 8)), len(marked)) - 1]
        above, below = max(0, first - rng.randint(2, 14)), last + 1 + rng.randint(0, 14)
        places = {
            "short": [*range(cut + 1), *range(last + 1, len(units))],
            "short near": [*range(above, cut + 1), *range(last + 1, min(below, len(units)))],
            "near": list(range(above, min(below, len(units)))),
            "bare": [place for place in marked if place <= cut],
        }[form]
        chosen = [units[place] for place in places]
        if form == "bare":
            chosen = [replace(unit, indent=0, gap_before=True, gap_after=True) for unit in chosen]
        kept = labels[places]
        wanted = "\n".join(unit.text for unit, mark in zip(chosen, kept, strict=True) if mark)
        found[form] = example(chosen, kept, wanted, 0.5)
    return found


def fit(examples: Sequence[Example]) -> Floats:
    """Logistic regression by Newton's method; every page weighs the same, long units more."""
    values = np.vstack([[look.values for look in example.looks] for example in examples])
    labels = np.concatenate([example.labels for example in examples])
    weights = []
    for example in examples:
        sizes = np.array([min(look.words, 80) + 2.0 for look in example.looks])
        weights.append(sizes / sizes.sum() * example.weight * PAGE_WEIGHT)
    weight = np.concatenate(weights)
    ridge = np.eye(values.shape[1]) * RIDGE
    ridge[0, 0] = 1e-3
    found = np.zeros(values.shape[1])
    for _ in range(60):
        odds = 1 / (1 + np.exp(-np.clip(values @ found, -30, 30)))
        slope = values.T @ (weight * (odds - labels)) + ridge @ found
        curve = (values * (weight * odds * (1 - odds) + 1e-9)[:, None]).T @ values + ridge
        step = np.linalg.solve(curve, slope)
        found = found - step
        if float(np.abs(step).max()) < 1e-6:
            break
    return found


def f1(examples: Sequence[Example], fitted: Sequence[Floats]) -> float:
    """F1 of the means of precision and recall of word 4-grams, headings left out."""
    precisions, recalls = [], []
    usual = scoring.weights
    try:
        for example in examples:
            weights = tuple(float(value) for value in fitted[example.page])
            scoring.weights = lambda weights=weights: weights  # type: ignore[assignment]
            blocks = text.read_article(example.units, example.looks).blocks
            kept = "\n".join(block.text for block in blocks if block.kind != "heading")
            found, wanted = grams(split_words(kept)), grams(split_words(example.body))
            common = sum((found & wanted).values())
            precisions.append(common / max(1, sum(found.values())))
            recalls.append(common / max(1, sum(wanted.values())))
    finally:
        scoring.weights = usual
    precision, recall = float(np.mean(precisions)), float(np.mean(recalls))
    return 2 * precision * recall / (precision + recall)


def main() -> None:
    """Measure by cross-validation over pages, then fit on all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--write", action="store_true", help="replace the package's weights")
    asked = parser.parse_args()
    rng = random.Random(5)
    rows = [
        json.loads(row) for row in (asked.pages / "truth.jsonl").read_text("utf-8").splitlines()
    ]
    pages = [
        forms(n, clean((asked.pages / f"{row['id']}.txt").read_text("utf-8")), row["body"], rng)
        for n, row in enumerate(rows)
    ]
    fitted: list[Floats] = [np.zeros(0)] * len(pages)
    for fold in range(FOLDS):
        seen = [page for n, page in enumerate(pages) if n % FOLDS != fold]
        weights = fit([example for page in seen for example in page.values()])
        for n in range(fold, len(pages), FOLDS):
            fitted[n] = weights
    report = [
        f"{form} {f1([page[form] for page in pages if form in page], fitted):.3f}" for form in FORMS
    ]
    print(f"F1 on pages not fitted on, {FOLDS} folds, {len(pages)} pages:", ", ".join(report))
    if asked.write:
        best = fit([example for page in pages for example in page.values()])
        lines = [
            "# Weights of the text filter, in the order of `features.NAMES`. Fitted by",
            f"# benchmarks/fit_text_filter.py on {len(pages)} pages. F1 of word 4-grams on pages",
            f"# that were not fitted on ({FOLDS} folds): {', '.join(report)}.",
            "",
            "[weights]",
            *(f"{name} = {value:.3f}" for name, value in zip(features.NAMES, best, strict=True)),
        ]
        path = Path(scoring.__file__).with_name("weights.toml")
        path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
