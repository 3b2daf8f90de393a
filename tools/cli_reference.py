"""Writes docs/cli.md from the `--help` of every command: python -m tools.cli_reference."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from briefgen.cli.app import app

PAGE = Path(__file__).parent.parent / "docs" / "cli.md"
WIDTH = 88

HEAD = """\
# Commands

Written by `python -m tools.cli_reference` from what `--help` says; not edited by hand. The options
of several commands can also stand in the environment, and in a settings file
([how to](howto.md#have-the-same-settings-every-time)).

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 some items of a batch failed, 4 `--strict` and an
error flag, 5 a model is needed that is not installed, 130 interrupted.
"""


def page() -> str:
    """The whole page, the same on every terminal."""
    return HEAD + "".join(_sections(get_command(app), "briefgen"))


def _sections(command: Any, name: str, parent: Any = None) -> Iterator[str]:
    """A section for a command, and for those below it. Typer carries its own, untyped Click."""
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = command.context_class(command, info_name=name, parent=parent, **settings)
    title = context.command_path
    yield f"\n## {title}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    for below, child in getattr(command, "commands", {}).items():
        yield from _sections(child, below, context)


def main() -> None:
    """Write the page; with `--check`, only say whether it is as it should be."""
    wanted = page()
    if "--check" in sys.argv[1:]:
        if PAGE.read_text(encoding="utf-8") != wanted:
            sys.exit(f"{PAGE.name} is out of date: python -m tools.cli_reference")
        return
    PAGE.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
