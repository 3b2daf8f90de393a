"""`briefgen summarize`: the summary alone."""

import json
import sys

from briefgen.cli._briefer import finish, write_text
from briefgen.cli._options import (
    AllowPrivate,
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
    Verbose,
    Words,
)


def summarize(
    sources: Sources,
    length: Length = None,
    words: Words = None,
    sentences: SentenceCount = None,
    style: Style = "prose",
    preset: Preset = None,
    summarizer: Summarizer = None,
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
    """Summarise each article, in its own language.

    Example: briefgen summarize article.txt --summarizer extractive --words 60
    """
    from briefgen.pipeline import Briefer
    from briefgen.serialize import record_to_dict

    briefer = Briefer(
        preset=preset,
        summarizer=summarizer,
        to=(),
        length=length,
        words=words,
        sentences=sentences,
        style=style,
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
    elif style == "bullets":
        text = "\n\n".join("\n".join(f"- {x.text}" for x in s.sentences) for s in summaries)
    else:
        text = "\n\n".join(summary.text for summary in summaries)
    write_text(text, output, force=force)
    finish(tuple(f for s in summaries for f in s.flags), strict=strict, quiet=quiet)
