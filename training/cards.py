"""Writes the model cards from the measured figures: ``python -m training.cards``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

DEMO: Final = Path(__file__).parent.parent / "src" / "briefgen" / "demo"
_HEAD: Final = """---
license: cc0-1.0
language: [{languages}]
library_name: transformers
tags: [{tag}]
---
"""


def _read(name: str, file: str) -> dict[str, Any]:
    text = (DEMO / name / file).read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def translator_card() -> str:
    """The translator's card, in Markdown."""
    metrics, confidence = (
        _read("translator", "metrics.json"),
        _read("translator", "confidence.json"),
    )
    rows = "\n".join(
        f"| {code} | {100 * m['exact']:.1f} % | {100 * m['numbers_right']:.1f} % "
        f"| {m['held_out_chrf']:.1f} | {m['natural_chrf']:.1f} "
        f"| {confidence['threshold'][code]:.3f} | {100 * c['out_of_field_flagged']:.0f} % |"
        for code in ("prs", "ps", "ru")
        for m, c in [(metrics[code], confidence["languages"][code])]
    )
    return (
        _HEAD.format(languages="en, prs, ps, ru", tag="translation")
        + f"""
# briefgen's demonstration translator
English to Dari (`prs_Arab`), Pashto (`pbt_Arab`) and Russian (`rus_Cyrl`), in the shape of M2M100
and the layout of NLLB: {metrics["parameters"] / 1e6:.1f} million parameters in float16.

**A small demonstration model of one field.** It exists so that briefgen can be tried and tested
without a download. It knows agency news about Afghan affairs in the wording of its patterns; a
sentence of another kind comes out as fluent nonsense. Never publish what it writes unread; for
real work give briefgen a real checkpoint.

## Data
Patterns with slots written for this project (`training/afghan-affairs`, CC0 1.0), filled from
tables of invented persons and real places, a share in reported speech. No other text.

## Figures
On {metrics["held_out"]} held-out fillings and on {metrics["natural"]} natural sentences of the
field that were never trained on (`natural-dev.tsv`), beam 4:

| language | exact | numbers right | chrF++ held out | chrF++ natural | limit | foreign flagged |
| --- | --- | --- | --- | --- | --- | --- |
{rows}

The limit lies between the 2nd and the 5th percentile of the mean log-probability of held-out
hypotheses (`confidence.json`); the last column says how many of 300 sentences of general news
lie below it. Most of the natural sentences do too, and rightly: they come out poorly.

## Limits
Persons' names that the tables do not hold are spelt by guess. Sentences over some sixty tokens,
headlines in capitals, humour and idiom are out of reach. Number, date and name checks must follow.

## Making it again
`python -m training.translator --out src/briefgen/demo/translator`, {metrics["seconds"] / 60:.0f}
minutes on two busy cores without AMX; the seed and the number of steps are fixed.

## Licence
Weights and data: CC0 1.0.
"""
    )


def summarizer_card() -> str:
    """The summarizer's card, in Markdown."""
    m = _read("summarizer", "metrics.json")
    return (
        _HEAD.format(languages="en", tag="summarization")
        + f"""
# briefgen's demonstration summarizer
English news to a summary of a few sentences, in the shape of T5 with a byte-level tokenizer:
{m["parameters"] / 1e6:.1f} million parameters in float16, inputs of up to 1,024 tokens.

**A small demonstration model of one field.** It has learnt one rule, to copy: the lead, then the
next plain sentences, most often those with figures, no quotations, no headings, no furniture;
how many is for the caller to steer. It does not judge what matters. For real work give briefgen a
real checkpoint.

## Data
Articles put together from the patterns of `training/afghan-affairs` (CC0 1.0), and sentences of
random words and made-up names, which teach copying. No other text.

## Figures
On {m["articles"]} articles of 5 to 14 sentences made with another seed:

| figure | value |
| --- | --- |
| summary sentences that are whole sentences of the article | {100 * m["whole_sentences"]:.1f} % |
| numbers of the summary that are in the article | {100 * m["numbers_from_article"]:.1f} % |
| summaries that begin with the article's lead | {100 * m["lead_kept"]:.1f} % |

## Limits
Words it has never seen are copied letter by letter and may come out wrong; long articles of other
fields are copied less surely. The checks for numbers, names and support must follow.

## Making it again
`python -m training.summarizer --out src/briefgen/demo/summarizer`, {m["seconds"] / 60:.0f} minutes
on two busy cores without AMX; the seed and the number of steps are fixed.

## Licence
Weights and data: CC0 1.0.
"""
    )


def main() -> None:
    """Writes the card of each model that has been measured."""
    for name, card in (("translator", translator_card), ("summarizer", summarizer_card)):
        if (DEMO / name / "metrics.json").exists():
            (DEMO / name / "README.md").write_text(card(), encoding="utf-8")


if __name__ == "__main__":
    main()
