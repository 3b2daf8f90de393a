"""Times of the usual way, of both engines and of a peer, on the same weights and sentences.

`python benchmarks/speed.py --work FOLDER` builds the checkpoints in FOLDER once (random weights of
NLLB-600M's shape, 3.8 GB with the conversion), runs each way in a process of its own, one after
the other and in the same order, and writes `docs/speed.json` and `docs/speed.svg`. Every sentence
is written into three languages, 40 tokens each, in every way: the weights never end a text.

The usual way (transformers, a sentence and a language at a time) is measured on its first six
rows, which have the longest and the shortest sentence among them, and multiplied. The peer is the
NLLB engine of argonaut-translator-cli 2.0 with the same CTranslate2 weights, beams and threads;
`--peer PYTHON` is the interpreter of an environment that has it.
"""

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
TARGETS = ("prs", "ps", "ru")
CODES = {"prs": "prs_Arab", "ps": "pbt_Arab", "ru": "rus_Cyrl"}
NEW_TOKENS = 40
USUAL_ROWS = 6
SUMMARY_TOKENS = 80


def sentences(count: int) -> list[str]:
    """The first of the sentences beside this file."""
    return (HERE / "sentences.txt").read_text(encoding="utf-8").splitlines()[:count]


def usual(folder: Path, texts: Sequence[str], beams: int) -> Callable[[], dict[str, Any]]:
    """transformers, a sentence and a language at a time."""
    import torch
    import transformers

    tokenizer = transformers.NllbTokenizer.from_pretrained(folder)
    model = transformers.M2M100ForConditionalGeneration.from_pretrained(folder).eval()
    rows = [(text, code) for text in texts for code in TARGETS]
    measured = rows[:: max(1, len(rows) // USUAL_ROWS)][:USUAL_ROWS]

    def run() -> dict[str, Any]:
        seconds, tokens = 0.0, 0
        for text, code in measured:
            start = time.perf_counter()
            inputs = tokenizer(text, return_tensors="pt")
            with torch.inference_mode():
                output = model.generate(
                    **inputs,
                    forced_bos_token_id=tokenizer.convert_tokens_to_ids(CODES[code]),
                    max_new_tokens=NEW_TOKENS + 1,
                    num_beams=beams,
                )
            tokens += output.shape[1] - 2
            tokenizer.batch_decode(output, skip_special_tokens=True)
            seconds += time.perf_counter() - start
        scale = len(rows) / len(measured)
        return {
            "seconds": seconds * scale,
            "tokens": round(tokens * scale),
            "measured": len(measured),
        }

    return run


def engine(
    folder: Path, texts: Sequence[str], beams: int, *, name: str, cut: bool = True
) -> Callable[[], dict[str, Any]]:
    """One of briefgen's engines, all rows in one schedule."""
    from briefgen.engines.base import Decoding, Request

    if not cut:  # the conversion alone, as a converted repository has it
        folder = folder.parent / "whole"
    loaded = _load(folder, name, "facebook/nllb-200-distilled-600M")
    requests = [Request(text=t, source="en", target=code) for t in texts for code in TARGETS]

    def run() -> dict[str, Any]:
        start = time.perf_counter()
        outputs = loaded.generate(requests, Decoding(beams=beams, max_new_tokens=NEW_TOKENS))
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "tokens": sum(len(best.tokens) for (best,) in outputs)}

    return run


def peer(folder: Path, texts: Sequence[str], beams: int) -> Callable[[], dict[str, Any]]:
    """The peer's own engine, a language at a time as it is made; only the limit is ours."""
    from types import ModuleType

    import ctranslate2

    # Its downloader wants the rest of its dependencies, and is not used here.
    downloads = ModuleType("argonaut_cli.download")
    downloads.download_to = None  # type: ignore[attr-defined]
    sys.modules["argonaut_cli.download"] = downloads
    from argonaut_cli.nllb import NllbEngine  # type: ignore[import-not-found]

    made = ctranslate2.Translator.translate_batch
    tokens = 0

    class Limited:
        """Its translator, held to the same number of tokens."""

        def __init__(self, *arguments: Any, **settings: Any) -> None:
            self._translator = real(*arguments, **settings)

        def translate_batch(self, source: Any, **settings: Any) -> Any:
            nonlocal tokens
            outputs = made(self._translator, source, max_decoding_length=NEW_TOKENS + 1, **settings)
            tokens += sum(len(output.hypotheses[0]) - 1 for output in outputs)
            return outputs

    real = ctranslate2.Translator
    ctranslate2.Translator = Limited
    translator = NllbEngine(str(folder.parent / "peer"), beam_size=beams)
    translator.translate_batch(["Snow."], "eng_Latn", "rus_Cyrl")

    def run() -> dict[str, Any]:
        nonlocal tokens
        tokens, start = 0, time.perf_counter()
        for code in CODES.values():
            translator.translate_batch(list(texts), "eng_Latn", code)
        return {"seconds": time.perf_counter() - start, "tokens": tokens}

    return run


def summaries(folder: Path, texts: Sequence[str], beams: int, *, way: str) -> Callable[[], Any]:
    """The example articles in plain text through BART-large's shape, 80 tokens each."""
    if way == "usual":
        import torch
        import transformers

        tokenizer = transformers.BartTokenizer.from_pretrained(folder)
        model = transformers.BartForConditionalGeneration.from_pretrained(folder).eval()

        def run_usual() -> dict[str, Any]:
            start, tokens = time.perf_counter(), 0
            for text in texts:
                inputs = tokenizer(text, return_tensors="pt", truncation=True)
                with torch.inference_mode():
                    output = model.generate(
                        **inputs, max_new_tokens=SUMMARY_TOKENS + 1, num_beams=beams, min_length=0
                    )
                tokens += output.shape[1] - 2
            return {"seconds": time.perf_counter() - start, "tokens": tokens}

        return run_usual

    from briefgen.engines.base import Decoding, Request

    loaded = _load(folder, way, "facebook/bart-large-cnn")
    requests = [Request(text=text) for text in texts]
    decoding = Decoding(beams=beams, max_new_tokens=SUMMARY_TOKENS)

    def run() -> dict[str, Any]:
        start = time.perf_counter()
        outputs = loaded.generate(requests, decoding)
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "tokens": sum(len(best.tokens) for (best,) in outputs)}

    return run


def _load(folder: Path, name: str, id: str) -> Any:
    from briefgen.engines.loading import load_engine
    from briefgen.options import EngineOptions

    return load_engine(
        folder,
        id=id,
        revision="random",
        licence="none",
        files={},
        options=EngineOptions(engine="torch" if name == "torch" else "ct2", device="cpu"),
    )


WAYS: dict[str, Callable[[Path, Sequence[str], int], Callable[[], dict[str, Any]]]] = {
    "usual": usual,
    "torch": lambda folder, texts, beams: engine(folder, texts, beams, name="torch"),
    "ct2 whole": lambda folder, texts, beams: engine(folder, texts, beams, name="ct2", cut=False),
    "peer": peer,
    "ct2": lambda folder, texts, beams: engine(folder, texts, beams, name="ct2"),
} | {f"{way}, summary": partial(summaries, way=way) for way in ("usual", "torch", "ct2")}
PLAN: tuple[tuple[str, int, int], ...] = (
    ("usual", 6, 1),
    ("torch", 6, 1),
    ("ct2 whole", 6, 1),
    ("ct2", 6, 1),
    ("ct2 whole", 6, 4),
    ("peer", 6, 4),
    ("ct2", 6, 4),
    ("usual", 20, 1),
    ("ct2 whole", 20, 1),
    ("ct2", 20, 1),
    ("ct2 whole", 20, 4),
    ("peer", 20, 4),
    ("ct2", 20, 4),
    ("ct2", 200, 1),
    ("usual, summary", 2, 4),
    ("torch, summary", 2, 4),
    ("ct2, summary", 2, 4),
)


def one(way: str, folder: Path, count: int, beams: int) -> dict[str, Any]:
    """Run one way here, after a sentence that warms it up."""
    if way.endswith("summary"):
        paths = sorted((HERE.parent / "examples").glob("*.txt"))[:count]
        folder, texts = folder.parent / "bart", [path.read_text("utf-8") for path in paths]
        return _measure(way, WAYS[way](folder, texts, beams), count, beams)
    texts = sentences(20)
    texts = (texts * (1 + count // len(texts)))[:count]
    if count > 20:  # each is another sentence, or it would be translated once
        texts = [f"{n} {text}" for n, text in enumerate(texts)]
    if way not in ("usual", "peer"):  # the one needs no warming, the other does it by itself
        WAYS[way](folder, texts[:1], 1)()
    return _measure(way, WAYS[way](folder, texts, beams), count, beams)


def _measure(way: str, run: Callable[[], dict[str, Any]], count: int, beams: int) -> dict[str, Any]:
    result = run()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"way": way, "sentences": count, "beams": beams, **result, "peak_bytes": peak}


def main() -> None:
    """Run the plan, or one way of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--peer", default="", help="interpreter that has argonaut-translator-cli")
    parser.add_argument("--only", nargs=3, metavar=("WAY", "SENTENCES", "BEAMS"))
    parser.add_argument("--write", action="store_true", help="write docs/speed.json and .svg")
    arguments = parser.parse_args()
    folder = arguments.work / "nllb"
    if arguments.only:
        way, count, beams = arguments.only
        print(json.dumps(one(way, folder, int(count), int(beams))))
        return
    _prepare(arguments.work)
    results = []
    for way, count, beams in PLAN:
        python = arguments.peer if way == "peer" else sys.executable
        if not python:
            continue
        command = [python, str(Path(__file__)), "--work", str(arguments.work)]
        command += ["--only", way, str(count), str(beams)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{way}: {done.stderr[-2000:]}")
        results.append(json.loads(done.stdout.splitlines()[-1]))
        print(_line(results[-1]), flush=True)
    report = {"processor": _processor(), "python": platform.python_version(), "results": results}
    print(json.dumps(_ratios(results), indent=2))
    if arguments.write:
        (DOCS / "speed.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        (DOCS / "speed.svg").write_text(chart(results), encoding="utf-8")


def _prepare(work: Path) -> None:
    """Build and convert the checkpoint, and lay the whole conversion out as the others want it."""
    import shutil

    import true_shapes

    from briefgen.engines.ct2.conversion import convert

    folder = true_shapes.nllb_600m(work / "nllb")
    if not (folder / "ct2").is_dir():
        convert(folder, folder / "ct2", id="facebook/nllb-200-distilled-600M")
    bart = true_shapes.bart_large(work / "bart")
    if not (bart / "ct2").is_dir():
        convert(bart, bart / "ct2", id="facebook/bart-large-cnn")
    for name in ("whole", "peer"):
        other = work / name
        if not other.is_dir():
            other.mkdir()
            for file in (folder / "ct2").iterdir():
                if file.is_file():
                    (other / file.name).symlink_to(file)
            for name_of_file in ("tokenizer.json", "sentencepiece.bpe.model"):
                shutil.copy(folder / name_of_file, other)


def _ratios(results: Sequence[dict[str, Any]]) -> dict[str, float]:
    """How many times faster ct2 with the cut decoder is, from the same run."""
    seconds = {(r["way"], r["sentences"], r["beams"]): r["seconds"] for r in results}
    return {
        f"{way}, {count} sentences, {beams} beams": round(value / seconds["ct2", count, beams], 2)
        for (way, count, beams), value in seconds.items()
        if way != "ct2" and ("ct2", count, beams) in seconds
    } | {
        f"{way}, {count} articles, {beams} beams": round(
            value / seconds["ct2, summary", count, beams], 2
        )
        for (way, count, beams), value in seconds.items()
        if way in ("usual, summary", "torch, summary")
    }


def _line(result: dict[str, Any]) -> str:
    rate = result["tokens"] / result["seconds"]
    return (
        f"{result['way']:10} {result['sentences']:4} sentences, {result['beams']} beams:"
        f" {result['seconds']:7.2f} s, {rate:6.1f} tokens/s,"
        f" {result['peak_bytes'] / 1e9:.2f} GB"
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def chart(results: Sequence[dict[str, Any]]) -> str:
    """Bars of seconds, one a way, on a logarithmic scale; an SVG."""
    import math

    shown = [r for r in results if r["sentences"] <= 20]
    height, left = 22 * len(shown) + 34, 190
    top = max(r["seconds"] for r in shown)
    rows = []
    for n, r in enumerate(shown):
        width = 12 + 380 * math.log1p(r["seconds"]) / math.log1p(top)
        label = f"{r['way']}, {r['sentences']} × 3, {r['beams']} beam{'s' * (r['beams'] > 1)}"
        colour = "#1b6e53" if r["way"] == "ct2" else "#8a8f98"
        y = 26 + 22 * n
        rows.append(
            f'<text x="{left - 8}" y="{y + 12}" text-anchor="end">{label}</text>'
            f'<rect x="{left}" y="{y}" width="{width:.0f}" height="16" fill="{colour}"/>'
            f'<text x="{left + width + 6:.0f}" y="{y + 12}">{r["seconds"]:.1f} s</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="660" height="{height}"'
        ' font-family="sans-serif" font-size="12" role="img">'
        "<title>Seconds for sentences into three languages, NLLB-600M's shape</title>"
        '<rect width="100%" height="100%" fill="#ffffff"/>'
        f'<text x="{left}" y="14">seconds (bars are logarithmic)</text>{"".join(rows)}</svg>\n'
    )


if __name__ == "__main__":
    main()
