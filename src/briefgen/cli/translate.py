"""`briefgen translate`: a text into other languages, paragraphs kept."""

import json
import sys
from typing import Annotated

from typer import Argument, Option

from briefgen.cli._briefer import finish, write_text
from briefgen.cli._options import (
    AfghanWords,
    Beams,
    CheckMeaning,
    Checks,
    Device,
    Digits,
    Encoder,
    Engine,
    Force,
    GlossaryFile,
    Json,
    NoBuiltinGlossary,
    NoMemory,
    Offline,
    Output,
    Preset,
    Quiet,
    Strict,
    Threads,
    To,
    TranslatorName,
    Verbose,
)
from briefgen.errors import UsageError


def translate(
    source: Annotated[str, Argument(metavar="[FILE|-]", help="Plain text; - is stdin.")] = "-",
    to: To = "prs,ps,ru",
    source_language: Annotated[
        str | None,
        Option("--from", help="Language of the text, any code or name; found out where absent."),
    ] = None,
    preset: Preset = None,
    translator: TranslatorName = None,
    engine: Engine = "auto",
    device: Device = "auto",
    beams: Beams = 4,
    threads: Threads = 0,
    digits: Digits = "native",
    afghan_words: AfghanWords = "months",
    glossary: GlossaryFile = None,
    no_builtin_glossary: NoBuiltinGlossary = False,
    adequacy: CheckMeaning = False,
    checks: Checks = "",
    encoder: Encoder = None,
    as_json: Json = False,
    output: Output = None,
    force: Force = False,
    no_memory: NoMemory = False,
    offline: Offline = False,
    strict: Strict = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Translate plain text sentence by sentence; paragraphs stay as they are.

    Several languages come one after another, each under its code.

    Example: echo "The talks ended on Monday." | briefgen translate --to ps --preset demo
    """
    from briefgen.languages import resolve_source, resolve_targets
    from briefgen.pipeline import Briefer
    from briefgen.serialize import record_to_dict
    from briefgen.sources.language import detect_language
    from briefgen.sources.load import load_text
    from briefgen.translate.paragraphs import lay_out

    codes = resolve_targets(to)
    if not codes:
        raise UsageError("--to names no language: use prs, ps or ru")
    briefer = Briefer(
        preset=preset,
        translator=translator,
        to=codes,
        engine=engine,
        device=device,
        threads=threads,
        beams=beams,
        digits=digits,
        afghan_words=afghan_words,
        glossary=glossary,
        builtin_glossary=not no_builtin_glossary,
        adequacy=encoder or adequacy,
        checks=checks,
        memory=not no_memory,
        offline=offline,
    )
    text = load_text(source, stdin=sys.stdin.buffer)
    language = resolve_source(source_language) if source_language else detect_language(text)
    layout = lay_out(text, language)
    found = briefer.translate(layout.sentences, list(codes), source=language)
    if as_json:
        result = "\n".join(
            json.dumps({"language": code, **record_to_dict(sentence)}, ensure_ascii=False)
            for code, sentences in found.items()
            for sentence in sentences
        )
    elif len(codes) == 1:
        result = layout.fill(found[codes[0]])
    else:
        result = "\n\n".join(f"[{code}]\n{layout.fill(found[code])}" for code in codes)
    write_text(result, output, force=force)
    flags = tuple(flag for sentences in found.values() for s in sentences for flag in s.flags)
    finish(flags, strict=strict, quiet=quiet)
