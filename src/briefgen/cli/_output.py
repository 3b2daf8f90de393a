"""Where results go: documents to files or to standard output, all else to standard error."""

import io
import os
import re
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from briefgen.errors import OutputError, UsageError
from briefgen.options import DocumentOptions, Layout
from briefgen.records import Brief, Flag
from briefgen.render import FORMATS, check_template, format_of, is_format, is_split, render, write
from briefgen.render.files import check_target

BINARY_FORMATS = frozenset({"docx", "pdf"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a document goes, and in which formats.

    Attributes:
        formats: in the asked order.
        path: None for standard output; else a file, a base without ending, or a folder.
        folder: whether `path` is a folder, where the name is made from the article.
        force: replace existing files.
        options: how the documents are made.
    """

    formats: tuple[str, ...]
    path: Path | None
    folder: bool = False
    force: bool = False
    options: DocumentOptions = field(default_factory=DocumentOptions)


def destination(
    output: str | None,
    formats: str | None,
    *,
    force: bool,
    split: bool = False,
    layout: str = "stacked",
    template: str | None = None,
) -> Destination:
    """Decide where a document goes before any work is done for it.

    Args:
        output: what `-o` says.
        formats: what `--format` says, comma-separated.
        force: what `--force` says.
        split: what `--split` says.
        layout: what `--layout` says.
        template: what `--template` says.

    Raises:
        UsageError: a format is unknown, or these do not go together.
        TemplateError: the template is missing or broken.
        OutputError: the place cannot be written.
    """
    chosen = None if template is None else Path(template)
    options = DocumentOptions(split=split, layout=cast("Layout", layout), template=chosen)
    target = _place(output, formats, options, force=force)
    check_options(options, target.formats)
    return target


def check_options(options: DocumentOptions, formats: tuple[str, ...]) -> None:
    """See that a template can be used.

    Raises:
        UsageError: it is for a format that is not asked for.
        TemplateError: it is missing or broken.
    """
    if options.template is None:
        return
    if options.template_format not in formats:
        raise UsageError(
            f"the template {options.template} is for {options.template_format}, "
            f"and --format says {','.join(formats)}"
        )
    check_template(options.template)


def _place(
    output: str | None, formats: str | None, options: DocumentOptions, *, force: bool
) -> Destination:
    asked = parse_formats(formats) if formats else ()
    if output is None:
        asked = asked or ("md",)
        if len(asked) > 1:
            raise UsageError("several formats need a place to go: add -o PATH")
        if options.split:
            raise UsageError("several documents need a place to go: add -o PATH")
        if asked[0] in BINARY_FORMATS:
            raise UsageError(f"{asked[0]} is no text for a terminal: add -o FILE.{asked[0]}")
        return Destination(formats=asked, path=None, options=options)
    path = Path(output)
    if output.endswith(("/", os.sep)) or path.is_dir():
        _check_writable(path if path.exists() else path.parent)
        return Destination(
            formats=asked or ("md",), path=path, folder=True, force=force, options=options
        )
    _check_writable(path.parent)
    target = replace(_file_destination(path, asked, force=force), options=options)
    for format_, file in zip(target.formats, files(target, target.path or path), strict=True):
        # Which languages a document is split into is known only when the brief is made.
        check_target(file, force=force or (options.split and is_split(format_)))
    return target


def _file_destination(path: Path, asked: tuple[str, ...], *, force: bool) -> Destination:
    """A file whose ending is a format, or a base that every format adds its ending to."""
    ending = format_of(path.name)
    if not asked and not ending:
        endings = ", ".join("." + name for name in FORMATS)
        raise UsageError(f"{str(path)!r} ends in no format: use {endings}, or add --format")
    asked = asked or (ending,)
    if ending and ending not in asked:
        raise UsageError(f"{str(path)!r} ends in .{ending}, but --format says {','.join(asked)}")
    if ending in asked and len(asked) > 1:
        path = path.with_name(path.name[: -len(ending) - 1])
    return Destination(formats=asked, path=path, force=force)


def files(target: Destination, base: Path) -> tuple[Path, ...]:
    """The files that a document of this base name is written to."""
    if len(target.formats) == 1 and format_of(base.name) == target.formats[0]:
        return (base,)
    return tuple(base.with_name(f"{base.name}.{name}") for name in target.formats)


def deliver(brief: Brief, target: Destination) -> tuple[Path, ...]:
    """Write a brief where it should go.

    Returns:
        The files written; none where it went to standard output.

    Raises:
        OutputError: it cannot be written; nothing half-written is left.
    """
    if target.path is None:
        made = render(brief, target.formats[0], options=target.options)
        try:
            print_text(made.decode("utf-8"))
        except UnicodeDecodeError as error:  # of a plug-in: our own are known before
            name = target.formats[0]
            raise UsageError(f"{name} is no text for a terminal: add -o FILE.{name}") from error
        return ()
    base = target.path
    if target.folder:
        try:
            base.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"cannot make the folder {base}: {error.strerror}") from error
        base = base / brief_name(brief)
    paths = dict(zip(target.formats, files(target, base), strict=True))
    return write(brief, paths, force=target.force, options=target.options)


def brief_name(brief: Brief) -> str:
    """A file name made from the first article: its title, else its source."""
    article = brief.articles[0]
    name = article.title or Path(article.source).stem
    words = re.findall(r"[^\W_]+", name.lower())
    return "-".join(words)[:60].rstrip("-") or "brief"


def print_text(text: str) -> None:
    """Write text to standard output, whole or not at all.

    Raises:
        OutputError: the terminal's encoding has no such letters.
    """
    stream = sys.stdout
    encoding = stream.encoding or "utf-8"
    if not text.endswith("\n"):
        text += "\n"
    try:
        text.encode(encoding)
    except UnicodeEncodeError as error:
        raise OutputError(
            f"standard output is {encoding} and cannot carry {text[error.start]!a}: "
            "write to a file with -o, or set PYTHONIOENCODING=utf-8"
        ) from error
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(newline="\n")
    stream.write(text)
    stream.flush()


def tell(message: str, *, quiet: bool = False) -> None:
    """Say something to the person, on standard error."""
    if not quiet:
        print(f"briefgen: {message}", file=sys.stderr)


def describe_flags(flags: tuple[Flag, ...] | list[Flag]) -> str:
    """One line on what the checks found; empty where they found nothing.

    >>> describe_flags([Flag(code="omission", severity="error", detail="")])
    '1 error (omission), 0 warnings: read the flagged sentences before anyone acts on them'
    """
    if not flags:
        return ""
    errors = [flag for flag in flags if flag.severity == "error"]
    warnings = len(flags) - len(errors)
    codes = ", ".join(dict.fromkeys(flag.code for flag in errors))
    named = f" ({codes})" if codes else ""
    advice = ": read the flagged sentences before anyone acts on them" if errors else ""
    return f"{_count(len(errors), 'error')}{named}, {_count(warnings, 'warning')}{advice}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def parse_formats(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    for name in names:
        if not is_format(name):
            raise UsageError(f"unknown format {name!r}: use {', '.join(FORMATS)}")
    if not names:
        raise UsageError(f"--format names no format: use {', '.join(FORMATS)}")
    return names


def _check_writable(folder: Path) -> None:
    if not folder.exists():
        raise OutputError(f"the folder {folder} does not exist: make it first")
    if not folder.is_dir():
        raise OutputError(f"{folder} is no folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"cannot write into {folder}: choose another place with -o")
