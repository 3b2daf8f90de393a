"""Measures a summarizer folder: what it copies, whether its numbers are the article's."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training.articles import Example
from training.measure_translator import numbers_in


def sentences_of(text: str) -> list[str]:
    """Sentences of generated English, parted after a full stop (and its closing quote)."""
    return [s for s in re.split(r"(?<=[.!?])[\"”]? +(?=[\"“$A-Z0-9])", text) if s]


def summarize(folder: Path, articles: Sequence[str], batch: int = 16) -> list[str]:
    """Summaries in the order of ``articles``, by the folder's own generation settings."""
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    tokenizer: Any = AutoTokenizer.from_pretrained(str(folder))
    model: Any = AutoModelForSeq2SeqLM.from_pretrained(str(folder), dtype=torch.float32)
    model.eval()
    made: list[str] = []
    for start in range(0, len(articles), batch):
        inputs = tokenizer(
            list(articles[start : start + batch]),
            return_tensors="pt",
            padding=True,
            truncation=True,
        )
        with torch.inference_mode():
            out = model.generate(**inputs)
        made += tokenizer.batch_decode(out, skip_special_tokens=True)
    return made


def measure(folder: Path, fresh: Sequence[Example], **facts: float) -> dict[str, Any]:
    """Measures a folder on ``fresh`` and writes ``metrics.json`` into it."""
    made = summarize(folder, [e.article for e in fresh])
    pairs = list(zip(made, fresh, strict=True))
    sentences = [(s, e) for m, e in pairs for s in sentences_of(m)]
    numbers = [(n, e) for m, e in pairs for n in numbers_in(m)]
    metrics = {
        **facts,
        "articles": len(fresh),
        "whole_sentences": sum(s in e.article for s, e in sentences) / len(sentences),
        "numbers_from_article": sum(n in numbers_in(e.article) for n, e in numbers) / len(numbers),
        "lead_kept": sum(
            m.startswith(sentences_of(e.summary)[0].rstrip(".")) for m, e in pairs
        ) / len(pairs),
        "sentences_a_summary": len(sentences) / len(pairs),
    }  # fmt: skip
    print(json.dumps(metrics), flush=True)
    for text, example in [
        p for p in pairs if not all(s in p[1].article for s in sentences_of(p[0]))
    ][:6]:
        print(f"  H {text}\n  R {example.summary}", flush=True)
    (folder / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    return metrics
