"""The article that briefgen exists for, read from where it lies beside the checkout."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.runner import Cli

SHARED = Path(os.environ.get("BRIEFGEN_SHARED", Path(__file__).resolve().parents[3] / "shared"))
SEED = SHARED / "seed" / "article.txt"

pytestmark = pytest.mark.skipif(not SEED.is_file(), reason=f"no seed article at {SEED.name}")


def test_the_seed_becomes_a_clean_article(cli: Cli) -> None:
    outcome = cli("extract", str(SEED), "--json")
    assert outcome.code == 0, outcome.err
    article = json.loads(outcome.out)
    assert article["title"] == (
        "Russia becomes first country to recognize Taliban government in Afghanistan"
    )
    assert article["published"] == "2025-07-04"
    assert article["language"] == "en"
    assert article["sentences"][0]["text"].startswith(
        "Russia officially recognized the Taliban government"
    )
    for furniture in (
        "Close",
        "newsletters",
        "X Instagram",
        "BigPhoto",
        "(2R)",
        "AFP Photo",
        "More From",
        "GMT",
    ):
        assert furniture not in article["text"]
    assert [heading["text"] for heading in article["headings"]] == [
        "Taliban welcomes breakthrough in international legitimacy",
        "International recognition remains elusive for Taliban",
    ]
    raw = [" ".join(line.split()) for line in SEED.read_text("utf-8").splitlines()]
    body = [line for line in raw if len(line) > 150 and "(2R)" not in line]
    assert len(body) == 11
    assert article["text"].split("\n\n") == body
    assert article["text"].count('"') == sum(line.count('"') for line in body)


def test_the_seed_becomes_a_brief_with_every_doubt_flagged(cli: Cli, tmp_path: Path) -> None:
    arguments = (
        "brief",
        str(SEED),
        "--summarizer",
        "extractive",
        "--preset",
        "demo",
        "--length",
        "short",
        "--format",
        "json",
    )
    outcome = cli(*arguments)
    assert outcome.code == 0, outcome.err
    made = json.loads(outcome.out)
    assert 50 <= made["summaries"][0]["words"] <= 70
    assert list(made["translations"]) == ["prs", "ps", "ru"]
    expected = 4 if made["checks"]["errors"] else 0
    assert cli(*arguments, "--strict").code == expected
