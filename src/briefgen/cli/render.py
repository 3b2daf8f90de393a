"""`briefgen render`: an existing brief in other formats."""

from pathlib import Path
from typing import Annotated

from typer import Argument

from briefgen.cli._options import (
    Force,
    Formats,
    LayoutName,
    Output,
    Quiet,
    Split,
    Template,
    Verbose,
)
from briefgen.cli._output import deliver, destination, tell


def render_brief(
    brief: Annotated[str, Argument(metavar="BRIEF.json", help="A brief made by briefgen.")],
    formats: Formats = None,
    output: Output = None,
    split: Split = False,
    layout: LayoutName = "stacked",
    template: Template = None,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write a brief in other formats; nothing is computed again.

    Example: briefgen render brief.json -o brief.docx
    """
    from briefgen.serialize import load_brief

    target = destination(
        output, formats, force=force, split=split, layout=layout, template=template
    )
    for path in deliver(load_brief(Path(brief)), target):
        tell(f"wrote {path}", quiet=quiet)
