"""Measures a translator folder: exact match, numbers, chrF++ and the scores of its hypotheses."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from training.nllb_tokenizer import CODES
from training.slots import DATA, LANGUAGES, TARGETS, Language

_WESTERN: Final = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


def numbers_in(text: str) -> list[str]:
    """The runs of digits of a text in order of size, whatever their script and separators.

    >>> numbers_in("۱٬۴۰۰ و ۳٫۵")
    ['1400', '35']
    """
    text = re.sub(r"(?<=\d)[,.٬٫\u00a0](?=\d)", "", text.translate(_WESTERN))
    return sorted(re.findall(r"\d+", text))


class Folder:
    """A translator folder, loaded as its users load it."""

    def __init__(self, folder: Path) -> None:
        """Loads with transformers' Auto classes, weights in float32."""
        import torch
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

        self.tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), src_lang=CODES["en"])
        self.model: Any = AutoModelForSeq2SeqLM.from_pretrained(str(folder), dtype=torch.float32)
        self.model.eval()

    def translate(
        self, texts: Sequence[str], language: Language, beams: int = 4, batch: int = 48
    ) -> list[tuple[str, float]]:
        """Translations and their scores, in the order of ``texts``.

        Args:
            texts: English sentences.
            language: the target.
            beams: width of the beam.
            batch: sentences at a time.

        Returns:
            Text, and the mean log-probability of its tokens (the end's included, the language
            code's not).
        """
        import torch

        code = self.tokenizer.convert_tokens_to_ids(CODES[language])
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found: dict[int, tuple[str, float]] = {}
        for start in range(0, len(order), batch):
            indices = order[start : start + batch]
            inputs = self.tokenizer([texts[i] for i in indices], return_tensors="pt", padding=True)
            with torch.inference_mode():
                out = self.model.generate(**inputs, forced_bos_token_id=code, num_beams=beams)
                scores = self.model(**inputs, decoder_input_ids=out[:, :-1]).logits.log_softmax(-1)
            labels = out[:, 1:]
            gained = scores.gather(-1, labels[..., None])[..., 0]
            real = (labels != self.tokenizer.pad_token_id) & (labels != code)
            means = (gained * real).sum(1) / real.sum(1)
            texts_out = self.tokenizer.batch_decode(out, skip_special_tokens=True)
            for i, text, mean in zip(indices, texts_out, means.tolist(), strict=True):
                found[i] = (text, mean)
        return [found[i] for i in range(len(texts))]


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Some percentiles of a distribution, rounded to four places."""
    ranked = sorted(values)
    return {
        f"p{p}": round(ranked[min(len(ranked) - 1, int(len(ranked) * p / 100))], 4)
        for p in (1, 2, 5, 10, 25, 50, 75, 90, 95, 98, 99)
    }


def measure(
    folder: Path,
    fresh: Sequence[Mapping[Language, str]],
    foreign: Sequence[str] = (),
    **facts: float,
) -> dict[str, Any]:
    """Measures a folder, writes ``metrics.json`` and ``confidence.json`` into it.

    Args:
        folder: the model's folder.
        fresh: held-out fillings.
        foreign: English sentences out of the field; only numbers of them are kept.
        facts: further figures for ``metrics.json``.

    Returns:
        What ``metrics.json`` holds.
    """
    from sacrebleu.metrics.chrf import CHRF

    translator = Folder(folder)
    lines = (DATA / "natural-dev.tsv").read_text(encoding="utf-8").splitlines()
    natural = [dict(zip(LANGUAGES, line.split("\t")[1:], strict=True)) for line in lines]
    metrics: dict[str, Any] = {**facts, "held_out": len(fresh), "natural": len(natural)}
    confidence: dict[str, Any] = {
        "score": "mean natural log-probability of the hypothesis's tokens and of </s>, beam 4",
        "threshold": {},
        "languages": {},
    }
    for language in TARGETS:
        done = translator.translate([s["en"] for s in fresh], language)
        pairs = [(text, s[language]) for (text, _), s in zip(done, fresh, strict=True)]
        wrong = [(h, r) for h, r in pairs if h != r]
        numbered = [(h, r) for h, r in pairs if numbers_in(r)]
        chrf = CHRF(word_order=2)
        natural_done = translator.translate([s["en"] for s in natural], language)
        hypotheses = [text for text, _ in natural_done]
        metrics[language] = {
            "exact": 1 - len(wrong) / len(pairs),
            "numbers_right": sum(numbers_in(h) == numbers_in(r) for h, r in numbered)
            / len(numbered),
            "held_out_chrf": chrf.corpus_score(
                [h for h, _ in pairs], [[r for _, r in pairs]]
            ).score,
            "natural_chrf": chrf.corpus_score(hypotheses, [[s[language] for s in natural]]).score,
        }
        confidence["languages"][language] = {
            "in_field": percentiles([score for _, score in done]),
            "natural_dev": percentiles([score for _, score in natural_done]),
        }
        if foreign:
            scores = [score for _, score in translator.translate(foreign, language)]
            confidence["languages"][language]["out_of_field"] = percentiles(scores)
            # A limit may cost 5 % of the field's own sentences at most: between 2 and 5 %.
            own = percentiles([score for _, score in done])
            threshold = round((own["p2"] + own["p5"]) / 2, 4)
            confidence["threshold"][language] = threshold
            confidence["languages"][language]["out_of_field_flagged"] = round(
                sum(score < threshold for score in scores) / len(scores), 3
            )
        print(language, metrics[language], confidence["languages"][language], flush=True)
        for hypothesis, reference in wrong[:12]:
            print(f"  H {hypothesis}\n  R {reference}", flush=True)
    for name, content in (("metrics.json", metrics), ("confidence.json", confidence)):
        (folder / name).write_text(
            json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
    return metrics
