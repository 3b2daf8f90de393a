"""What extraction must reach on the seed and on the pages to measure by, where they are at hand."""

import hashlib
import importlib.util
import json
import os
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from briefgen.errors import BriefgenError
from briefgen.sources.load import load_article

SHARED = Path(
    os.environ.get("BRIEFGEN_SHARED") or Path(__file__).resolve().parents[2].parent / "shared"
)
SEED = SHARED / "seed" / "article.txt"
PAGES = SHARED / "data" / "pages-dev"

# Floors of the F1 of word 4-grams, on the pages with this hash. Lowering one is a decision.
TRUTH_SHA256 = "63f14fefb760838d9e39ee8785732c21cb8b97a236afe2256fc4c5ac1da6fcc1"
FLOORS = {"text": 0.93, "html": 0.955}

needs_seed = pytest.mark.skipif(not SEED.exists(), reason="the seed is not on this machine")
needs_pages = pytest.mark.skipif(
    not (PAGES / "truth.jsonl").exists(), reason="the pages to measure by are not on this machine"
)


@needs_seed
def test_the_seed() -> None:
    article = load_article(SEED)
    assert (
        article.title
        == "Russia becomes first country to recognize Taliban government in Afghanistan"
    )
    assert article.published == "2025-07-04"
    assert article.language == "en"
    assert article.sentences[0].text.startswith(
        "Russia officially recognized the Taliban government"
    )
    whole = " ".join((article.text, *(heading.text for heading in article.headings)))
    for furniture in ("Close", "newsletters", "X Instagram", "BigPhoto", "AFP Photo", "More From"):
        assert furniture not in whole
    assert "Zhirnov (3L)" not in whole
    assert len(article.paragraphs) == 11
    assert article.words == 389
    assert article.text.count('"') == 10
    assert [heading.before_sentence for heading in article.headings] == [7, 16]
    assert hashlib.sha256(article.text.encode()).hexdigest() == article.sha256
    assert article.sha256 == "e290dc085cd8d061381a08b468a66cc6b120d0f445ae3089737aa43c3f235cf8"


@needs_seed
def test_the_seed_keeps_every_long_line_of_its_page() -> None:
    lines = [line.strip() for line in SEED.read_text("utf-8").splitlines()]
    wanted = [line for line in lines if len(line) > 150 and line.endswith((".", '"'))]
    assert load_article(SEED).paragraphs == tuple(wanted)


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "score_pages", SHARED / "tools" / "score_pages.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_pages
@pytest.mark.parametrize("kind", FLOORS)
def test_the_pages_reach_the_floor(kind: str) -> None:
    data = (PAGES / "truth.jsonl").read_bytes()
    assert hashlib.sha256(data).hexdigest() == TRUTH_SHA256, "other pages: measure anew"
    scorer = _scorer()
    precisions, recalls = [], []
    for row in map(json.loads, data.decode().splitlines()):
        path = PAGES / (row["id"] + {"text": ".txt", "html": ".html"}[kind])
        try:
            text = load_article(path).text
        except BriefgenError:
            text = ""
        found: Counter[tuple[str, ...]] = scorer.grams(text)
        wanted: Counter[tuple[str, ...]] = scorer.grams(row["body"])
        common = sum((found & wanted).values())
        precisions.append(common / max(1, sum(found.values())))
        recalls.append(common / sum(wanted.values()))
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    assert 2 * precision * recall / (precision + recall) >= FLOORS[kind]
