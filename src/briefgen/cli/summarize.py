"""`briefgen summarize`: the summary alone."""

import json
import sys

from briefgen.cli._briefer import finish, write_text
from briefgen.cli._options import (
    AllowPrivate,
    BottomLine,
    Device,
    Engine,
    Force,
    Json,
    Length,
    Offline,
    Output,
    Preset,
    Prompts,
    Quiet,
    SentenceCount,
    Sources,
    Strict,
    Style,
    Summarizer,
    Threads,
    TranslatorName,
    Verbose,
    Words,
)
from briefgen.records import Summary


def summarize(
    sources: Sources,
    length: Length = None,
    words: Words = None,
    sentences: SentenceCount = None,
    style: Style = "prose",
    bottom_line: BottomLine = False,
    preset: Preset = None,
    summarizer: Summarizer = None,
    translator: TranslatorName = None,
    prompts: Prompts = None,
    engine: Engine = "auto",
    device: Device = "auto",
    threads: Threads = 0,
    as_json: Json = False,
    output: Output = None,
    force: Force = False,
    offline: Offline = False,
    allow_private: AllowPrivate = False,
    strict: Strict = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Summarise each article, in its own language where the summarizer reads it, else in English.

    Example: briefgen summarize article.txt --summarizer extractive --words 60
    """
    from briefgen.pipeline import Briefer
    from briefgen.serialize import record_to_dict

    briefer = Briefer(
        preset=preset,
        summarizer=summarizer,
        translator=translator,
        to=(),
        length=length,
        words=words,
        sentences=sentences,
        style=style,
        bottom_line=bottom_line,
        engine=engine,
        device=device,
        threads=threads,
        prompts=prompts,
        offline=offline,
        allow_private=allow_private,
    )
    articles = briefer.load(*sources, stdin=sys.stdin.buffer)
    summaries = [briefer.summarize(article) for article in articles]
    if as_json:
        lines = [json.dumps(record_to_dict(s), ensure_ascii=False) for s in summaries]
        text = "\n".join(lines)
    else:
        text = "\n\n".join(_written(summary, style) for summary in summaries)
    write_text(text, output, force=force)
    finish(tuple(f for s in summaries for f in s.flags), strict=strict, quiet=quiet)


def _written(summary: Summary, style: str) -> str:
    """A summary as text, its bottom line a paragraph above it."""
    text = summary.text
    if style == "bullets":
        text = "\n".join(f"- {sentence.text}" for sentence in summary.sentences)
    line = summary.bottom_line
    return text if line is None else f"{line.text}\n\n{text}"
