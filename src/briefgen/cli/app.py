"""The `briefgen` command: its parts are the modules beside this one, one a command."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

from typer import Context, Exit, Option, Typer

from briefgen.cli import (
    _config,
    batch,
    brief,
    check,
    doctor,
    eval,
    extract,
    memory,
    models,
    render,
    summarize,
    translate,
)
from briefgen.cli._errors import guarded

app = Typer(
    name="briefgen",
    help="Turn news articles into short, trustworthy briefs in Dari, Pashto and Russian.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("brief")(brief.brief)
app.command("batch")(batch.batch)
app.command("summarize")(summarize.summarize)
app.command("translate")(translate.translate)
app.command("extract")(extract.extract)
app.command("check")(check.check)
app.command("render")(render.render_brief)
app.add_typer(models.app, name="models")
app.add_typer(memory.app, name="memory")
app.command("eval")(eval.evaluate)
app.command("doctor")(doctor.doctor)


def _show_version(asked: bool) -> None:
    if asked:
        from briefgen.version import __version__

        print(f"briefgen {__version__}")
        raise Exit


@app.callback()
def configure(
    context: Context,
    _version: Annotated[
        bool,
        Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Turn news articles into short, trustworthy briefs in Dari, Pashto and Russian."""
    found = _config.find_config(Path.cwd())
    if found is None:
        return
    file, keys = found
    # Whether an option can be given several times, by command and parameter.
    parameters: dict[str, dict[str, bool]] = {
        name: {
            parameter.name or "": parameter.multiple
            for parameter in command.params
            if any(option.startswith("--") for option in parameter.opts)
        }
        for name, command in getattr(context.command, "commands", {}).items()
    }
    spoken = {_key(name) for names in parameters.values() for name in names}
    _config.check_keys(file, keys, spoken - {"force", "json", "verbose", "output", ""})
    context.default_map = {
        name: {
            parameter: str(keys[_key(parameter)]).split(",") if multiple else keys[_key(parameter)]
            for parameter, multiple in names.items()
            if _key(parameter) in keys
        }
        for name, names in parameters.items()
    }


# A parameter's name in Python where the option's own would hide something.
_SPELT = {"formats": "format", "as_json": "json"}


def _key(parameter: str) -> str:
    return _SPELT.get(parameter, parameter)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with the contract's code."""
    words = sys.argv[1:] if arguments is None else arguments
    verbose = "-v" in words or "--verbose" in words
    run = partial(app, args=words, prog_name="briefgen", standalone_mode=False)
    sys.exit(guarded(run, verbose=verbose))
