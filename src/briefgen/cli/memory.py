"""`briefgen memory`: what was translated before, and what people corrected."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option, Typer, confirm

from briefgen.cli._options import Force, Json, Quiet, Verbose
from briefgen.cli._output import print_text, tell
from briefgen.errors import MemoryFileError, UsageError

if TYPE_CHECKING:
    from briefgen.memory import Stats, TranslationMemory

app = Typer(
    help="The translation memory: stats, import, export, clear.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def open_memory() -> "TranslationMemory":
    """The user's translation memory, beside the checkpoints.

    Raises:
        MemoryFileError: it cannot be used.
    """
    from briefgen.memory import FILE_NAME, TranslationMemory
    from briefgen.store import home_from_environment

    return TranslationMemory(home_from_environment(os.environ) / FILE_NAME)


@app.command()
def stats(as_json: Json = False, verbose: Verbose = False) -> None:
    """Show what the memory holds, by languages and models, and that its file is sound.

    Example: briefgen memory stats
    """
    with open_memory() as memory:
        found = memory.stats()
        path = memory.path
    if as_json:
        print_text(json.dumps({"path": str(path), **asdict(found)}, ensure_ascii=False, indent=2))
    else:
        print_text("\n".join(_lines(found, path, verbose=verbose)))


@app.command("import")
def import_file(
    file: Annotated[Path, Argument(metavar="FILE", help="A TMX file, or a corrected brief.json.")],
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Take translations from a TMX file of any program, or what you corrected in a brief.json.

    Both win over every model from then on.

    Example: briefgen memory import corrected.json
    """
    from briefgen.memory.corrections import import_corrections
    from briefgen.memory.tmx import import_tmx

    taking = import_corrections if _is_brief(file) else import_tmx
    with open_memory() as memory:
        report = taking(memory, file)
    if as_json:
        print_text(json.dumps(asdict(report), ensure_ascii=False, indent=2))
        return
    tell(f"{file}: {report.read} read, {_translations(report.taken)} taken", quiet=quiet)
    for reason, count in report.skipped.items():
        tell(f"{file}: {count} skipped: {reason}", quiet=quiet)


@app.command("export")
def export_file(
    file: Annotated[Path, Argument(metavar="FILE.tmx", help="The file to write.")],
    force: Force = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the memory as TMX 1.4, for other programs, another computer or a safe place.

    Example: briefgen memory export memory.tmx
    """
    from briefgen.memory.tmx import export_tmx

    with open_memory() as memory:
        count = export_tmx(memory, file, force=force)
    tell(f"wrote {_translations(count)} to {file}", quiet=quiet)


@app.command()
def clear(
    models: Annotated[
        bool, Option("--models", help="Only what models wrote: corrections and imports stay.")
    ] = False,
    yes: Annotated[bool, Option("--yes", "-y", help="Do not ask.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Forget translations: all of them, or with --models those that no person approved.

    Example: briefgen memory clear --models
    """
    with open_memory() as memory:
        approved = 0 if models or yes else sum(p.human + p.imported for p in memory.stats().pairs)
        if approved:
            asked = f"Forget {_translations(approved)} that people made or imported as well?"
            if not sys.stdin.isatty():
                raise UsageError(
                    f"{asked} Nobody is there to answer: add --yes, or --models to keep them"
                )
            if not confirm(asked, err=True):
                raise Exit(1)
        gone = memory.clear(models_only=models)
    tell(f"forgot {_translations(gone)}", quiet=quiet)


def _is_brief(file: Path) -> bool:
    """Whether a file is a brief.json rather than TMX, by its name, else by its first letter."""
    ending = file.suffix.lower()
    if ending in {".json", ".tmx"}:
        return ending == ".json"
    try:
        with file.open("rb") as stream:
            start = stream.read(1000)
    except FileNotFoundError:
        raise MemoryFileError(
            f"{file}: no such file: give a TMX file or a corrected brief.json"
        ) from None
    except OSError as error:
        raise MemoryFileError(f"{file} cannot be read: {error.strerror}") from error
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _lines(found: "Stats", path: Path, *, verbose: bool) -> list[str]:
    from briefgen.registry import size_words

    lines = [
        f"{path} ({size_words(found.size_bytes)}, sound)",
        f"  {found.human} corrected by people, {found.imported} imported,"
        f" {found.model} written by models (at most {found.max_model_entries})",
    ]
    if found.flawed:
        lines.append(f"  {found.flawed} of those had errors, and are not used again")
    lines += [
        f"  {pair.source} to {pair.target}: {pair.human} corrected, {pair.imported} imported,"
        f" {pair.model} by models"
        for pair in found.pairs
    ]
    lines += [
        f"  by {one.model}{f' at {one.revision}' if verbose else ''}: {one.entries}"
        for one in found.models
    ]
    return lines


def _translations(count: int) -> str:
    return f"{count} translation{'' if count == 1 else 's'}"
