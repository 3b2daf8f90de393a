"""What the commands share in making a Briefer and in ending."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from typer import Exit

from briefgen.cli._errors import STRICT_EXIT
from briefgen.cli._output import describe_flags, tell
from briefgen.records import Flag

if TYPE_CHECKING:
    from briefgen.checks.adequacy import Adequacy


def finish(flags: tuple[Flag, ...], *, strict: bool, quiet: bool) -> None:
    """Say what the checks found, and exit 4 where the user wants errors to count.

    Raises:
        Exit: with the code of the contract for `--strict`.
    """
    said = describe_flags(flags)
    if said:
        tell(said, quiet=quiet)
    if strict and any(flag.severity == "error" for flag in flags):
        raise Exit(STRICT_EXIT)


def load_meanings(encoder: str | None = None) -> "Adequacy":
    """What compares meanings, for a command that has no Briefer.

    Args:
        encoder: a folder or a hub id; None for the extra, or for what is installed in its place.

    Raises:
        UsageError: nothing that compares them is installed.
        ModelError: the encoder cannot be had.
    """
    from briefgen.models import load_adequacy
    from briefgen.options import EngineOptions
    from briefgen.store import Store, home_from_environment

    return load_adequacy(Store(home_from_environment(os.environ)), EngineOptions(), encoder)


def write_text(text: str, output: str | None, *, force: bool) -> None:
    """Write a result that is plain text to a file or to standard output.

    Raises:
        OutputError: it cannot be written.
    """
    from briefgen.cli._output import print_text
    from briefgen.render.files import check_target, write_file

    if output is None:
        print_text(text)
        return
    path = Path(output)
    check_target(path, force=force)
    write_file(path, text.encode("utf-8") if text.endswith("\n") else f"{text}\n".encode())
