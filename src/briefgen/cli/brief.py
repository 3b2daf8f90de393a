"""`briefgen brief`: one document of one article, or of several."""

import sys

from briefgen.cli._briefer import finish
from briefgen.cli._options import (
    AfghanWords,
    AllowPrivate,
    Beams,
    BottomLine,
    Calendar,
    CheckMeaning,
    Checks,
    Device,
    Digits,
    Encoder,
    Engine,
    Force,
    Formats,
    GlossaryFile,
    LayoutName,
    Length,
    Merge,
    NoBuiltinGlossary,
    NoMemory,
    Offline,
    Output,
    Preset,
    Prompts,
    Quiet,
    SentenceCount,
    Sources,
    Split,
    Strict,
    Style,
    Summarizer,
    Template,
    Threads,
    To,
    TranslatorName,
    Verbose,
    Words,
)
from briefgen.cli._output import deliver, destination, tell


def brief(
    sources: Sources,
    merge: Merge = False,
    to: To = "prs,ps,ru",
    length: Length = None,
    words: Words = None,
    sentences: SentenceCount = None,
    style: Style = "prose",
    bottom_line: BottomLine = False,
    preset: Preset = None,
    summarizer: Summarizer = None,
    translator: TranslatorName = None,
    prompts: Prompts = None,
    glossary: GlossaryFile = None,
    no_builtin_glossary: NoBuiltinGlossary = False,
    adequacy: CheckMeaning = False,
    checks: Checks = "",
    encoder: Encoder = None,
    engine: Engine = "auto",
    device: Device = "auto",
    beams: Beams = 4,
    threads: Threads = 0,
    digits: Digits = "native",
    afghan_words: AfghanWords = "months",
    calendar: Calendar = "gregorian",
    formats: Formats = None,
    output: Output = None,
    split: Split = False,
    layout: LayoutName = "stacked",
    template: Template = None,
    force: Force = False,
    no_memory: NoMemory = False,
    offline: Offline = False,
    allow_private: AllowPrivate = False,
    strict: Strict = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Load, summarise, translate, check, and write one briefing document.

    Example: briefgen brief article.txt --preset demo --length short -o brief.docx
    """
    from briefgen.pipeline import Briefer

    target = destination(
        output, formats, force=force, split=split, layout=layout, template=template
    )
    briefer = Briefer(
        preset=preset,
        summarizer=summarizer,
        translator=translator,
        to=to,
        length=length,
        words=words,
        sentences=sentences,
        style=style,
        bottom_line=bottom_line,
        engine=engine,
        device=device,
        threads=threads,
        beams=beams,
        digits=digits,
        afghan_words=afghan_words,
        calendar=calendar,
        prompts=prompts,
        glossary=glossary,
        builtin_glossary=not no_builtin_glossary,
        adequacy=encoder or adequacy,
        checks=checks,
        memory=not no_memory,
        offline=offline,
        allow_private=allow_private,
    )
    made = briefer.brief(*sources, stdin=sys.stdin.buffer, merge=merge)
    for path in deliver(made, target):
        tell(f"wrote {path}", quiet=quiet)
    if verbose:
        tell(f"seconds: {made.timings}")
    finish(made.flags, strict=strict, quiet=quiet)
