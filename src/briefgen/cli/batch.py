"""`briefgen batch`: a brief of each of many articles, into a folder."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

from typer import Argument, Exit, Option

from briefgen.cli._batch import Reporter, interruptible
from briefgen.cli._errors import INTERRUPTED_EXIT, PARTLY_FAILED_EXIT, STRICT_EXIT, exit_code
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
    NoBuiltinGlossary,
    NoMemory,
    Offline,
    Preset,
    Prompts,
    Quiet,
    SentenceCount,
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
from briefgen.cli._output import check_options, parse_formats
from briefgen.errors import BriefgenError

if TYPE_CHECKING:
    from briefgen.batch.cluster import Cluster
    from briefgen.options import Layout
    from briefgen.pipeline import Briefer
Inputs = Annotated[
    list[str],
    Argument(
        metavar="INPUT...",
        help="Files, folders, patterns, .jsonl files, lists of URLs, RSS or Atom feeds, URLs.",
    ),
]
Folder = Annotated[
    str, Option("-o", "--output", metavar="DIR", help="The folder that the briefs go into.")
]
Resume = Annotated[
    bool,
    Option(
        "--resume/--no-resume",
        help="Do only what is missing or changed (the default), or everything again.",
    ),
]
RetryFailed = Annotated[bool, Option("--retry-failed", help="Try again what failed before.")]
Digest = Annotated[
    bool, Option("--digest", help="Write the day's briefs into one document as well.")
]
LogJson = Annotated[
    bool, Option("--log-json", help="On stderr one JSON object for each event, nothing else.")
]


RayAddress = Annotated[
    str | None,
    Option(
        "--ray",
        metavar="ADDRESS",
        help="Spread the work over a Ray cluster, or `local` (needs: pip install 'briefgen[ray]').",
    ),
]


def batch(
    inputs: Inputs,
    output: Folder,
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
    split: Split = False,
    layout: LayoutName = "stacked",
    template: Template = None,
    resume: Resume = True,
    retry_failed: RetryFailed = False,
    digest: Digest = False,
    force: Force = False,
    no_memory: NoMemory = False,
    offline: Offline = False,
    allow_private: AllowPrivate = False,
    strict: Strict = False,
    ray: RayAddress = None,
    log_json: LogJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make a brief of each of many articles, with an index; a run that dies can go on.

    The same command again does only what is missing or has changed: the input, the settings or the
    models. What fails is reported and does not stop the rest (exit code 3).

    Example: briefgen batch news/ https://example.org/feed.xml -o briefs --format docx --digest
    """
    from briefgen.batch.inputs import Network
    from briefgen.batch.run import run_batch
    from briefgen.options import DocumentOptions
    from briefgen.pipeline import Briefer

    options: dict[str, Any] = {
        "preset": preset,
        "summarizer": summarizer,
        "translator": translator,
        "to": to,
        "length": length,
        "words": words,
        "sentences": sentences,
        "style": style,
        "bottom_line": bottom_line,
        "engine": engine,
        "device": device,
        "threads": threads,
        "beams": beams,
        "digits": digits,
        "afghan_words": afghan_words,
        "calendar": calendar,
        "prompts": prompts,
        "glossary": glossary,
        "builtin_glossary": not no_builtin_glossary,
        "adequacy": encoder or adequacy,
        "checks": checks,
        "memory": not no_memory,
        "recall": False,
        "offline": offline,
        "allow_private": allow_private,
    }
    asked = parse_formats(formats) if formats else ("md",)
    drawn = DocumentOptions(
        split=split,
        layout=cast("Layout", layout),
        template=None if template is None else Path(template),
    )
    check_options(drawn, asked)
    briefer = Briefer(**options)
    with (
        interruptible(silent=log_json) as stop,
        Reporter(quiet=quiet, as_json=log_json) as reporter,
    ):
        try:
            for event in run_batch(
                inputs,
                briefer=briefer,
                folder=output,
                formats=asked,
                options=drawn,
                force=force,
                resume=resume,
                retry_failed=retry_failed,
                digest=digest,
                network=Network(offline=offline, allow_private=allow_private),
                stop=stop,
                worker=None if ray is None else _cluster(ray, options, briefer, stop),
            ):
                reporter.tell(event)
        except BriefgenError as error:
            if not log_json:
                raise
            reporter.fail(error)
            raise Exit(exit_code(error)) from error
    ended = reporter.ended
    if stop.is_set() and ended.pending:
        # With JSON nothing else may be said, as `Exit` with this code would be.
        raise SystemExit(INTERRUPTED_EXIT) if log_json else Exit(INTERRUPTED_EXIT)
    if ended.failed:
        raise Exit(PARTLY_FAILED_EXIT)
    if strict and ended.flagged:
        raise Exit(STRICT_EXIT)


def _cluster(
    address: str, options: dict[str, Any], briefer: "Briefer", stop: threading.Event
) -> "Cluster":
    from briefgen.batch.cluster import Cluster

    return Cluster(address, options, briefer.identity(), stop)
