"""`briefgen models`: what checkpoints there are, and which of them are on this machine."""

import json
import os
import sys
from typing import Annotated

from typer import Argument, Exit, Option, Typer, confirm

from briefgen.cli._options import Json, Offline, Quiet, Verbose
from briefgen.cli._output import print_text, tell
from briefgen.errors import UsageError
from briefgen.registry import (
    CHECKPOINTS,
    PRESETS,
    checkpoint,
    licence_words,
    permits_commercial_use,
    size_words,
)
from briefgen.store import Installed, Plan, Progress, Store, home_from_environment

app = Typer(
    help="Checkpoints: list, install, verify, remove, path.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[
    str, Argument(metavar="PRESET|ID", help="A preset, or the hub id of a checkpoint.")
]


def open_store(*, offline: bool = False) -> Store:
    """The user's store of checkpoints."""
    return Store(home_from_environment(os.environ), offline=offline)


@app.command("list")
def list_models(as_json: Json = False, verbose: Verbose = False) -> None:
    """Show the presets and their checkpoints: size, licence, languages, installed or not.

    Example: briefgen models list
    """
    store = open_store()
    if as_json:
        print_text(json.dumps(_as_records(store), ensure_ascii=False, indent=2))
        return
    lines: list[str] = []
    for preset in PRESETS.values():
        status = store.preset_status(preset)
        if status.installed:
            state = "installed"
        elif status.download_bytes is None:
            state = "not installed"
        else:
            state = f"not installed, {size_words(status.download_bytes)} to fetch"
        lines += [f"{preset.name}  ({state})", f"    {preset.description}"]
        missing = {known.id for known in status.missing}
        for known in preset.checkpoints:
            mark = "-" if known.id in missing else "+"
            size = "" if known.download_bytes is None else f", {size_words(known.download_bytes)}"
            if known.builtin is not None:
                size = ", comes with briefgen"
            lines.append(f"  {mark} {known.id}: {known.task}{size}, {licence_words(known.licence)}")
            if verbose or known.builtin is not None:
                lines.append(f"      {known.note}")
        if preset.summarizer not in CHECKPOINTS:
            lines.append(f"  + {preset.summarizer}: summarize, needs no model")
        lines.append("")
    listed = {known.id for preset in PRESETS.values() for known in preset.checkpoints}
    others = [one for one in store.installed() if one.id not in listed]
    if others:
        lines.append("also installed")
        lines += [f"  + {one.id}: {licence_words(one.licence)}" for one in others]
        lines.append("")
    lines.append("briefgen models install NAME fetches a preset or any checkpoint of the hub")
    print_text("\n".join(lines))


@app.command()
def install(
    name: Name,
    yes: Annotated[bool, Option("--yes", "-y", help="Do not ask.")] = False,
    offline: Offline = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Fetch the checkpoints of a preset, or one by its hub id; size and licence are shown first.

    Example: briefgen models install default
    """
    store = open_store(offline=offline)
    plans = [store.plan(id) for id in _ids(name) if not _is_here(store, id)]
    if not plans:
        tell(f"{name} is installed", quiet=quiet)
        return
    for plan in plans:
        tell(_announce(plan))
    total = sum(plan.total_bytes for plan in plans)
    asked = f"Fetch {size_words(total)}, and accept what is said of the licence above?"
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(f"{asked} Nobody is there to answer: add --yes")
        if not confirm(asked, err=True):
            raise Exit(1)
    for plan in plans:
        installed = store.install(plan.id, plan=plan, progress=None if quiet else _Meter().show)
        tell(f"installed {installed.id} at commit {installed.revision}", quiet=quiet)


@app.command()
def verify(
    name: Name,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read every file of installed checkpoints and compare it with the locked checksum.

    Example: briefgen models verify default
    """
    store = open_store()
    broken = False
    for id in _ids(name):
        problems = store.verify(id)
        broken = broken or bool(problems)
        for problem in problems:
            tell(f"{id}: {problem.file}: {problem.detail}")
        if not problems:
            tell(f"{id}: every file is as it was installed", quiet=quiet)
    if broken:
        tell(f"mend it with: briefgen models install {name}")
        raise Exit(1)


@app.command()
def remove(
    name: Name,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Delete installed checkpoints.

    Example: briefgen models remove facebook/bart-large-cnn
    """
    store = open_store()
    for id in _ids(name):
        tell(f"removed {id}: {size_words(store.remove(id))} are free", quiet=quiet)


@app.command()
def path(
    name: Annotated[str | None, Argument(metavar="[ID]", help="A checkpoint.")] = None,
    verbose: Verbose = False,
) -> None:
    """Show where checkpoints live, or where one is.

    Example: briefgen models path
    """
    store = open_store()
    print_text(str(store.models_folder if name is None else store.locate(name).folder))


class _Meter:
    """Progress on a terminal: one line that is written over, at most once a percent."""

    def __init__(self) -> None:
        self._shown = -1

    def show(self, progress: Progress) -> None:
        if not sys.stderr.isatty():
            return
        percent = 100 * progress.done_bytes // max(1, progress.total_bytes)
        if percent != self._shown:
            self._shown = percent
            end = "\n" if percent == 100 else ""
            done, total = size_words(progress.done_bytes), size_words(progress.total_bytes)
            print(
                f"\r{percent:3d} %  {done} of {total}  {progress.file:40.40}",
                end=end,
                file=sys.stderr,
                flush=True,
            )


def _ids(name: str) -> tuple[str, ...]:
    """The checkpoints of a preset, or the one of that id."""
    if name in PRESETS:
        return tuple(known.id for known in PRESETS[name].checkpoints)
    return (name,)


def _is_here(store: Store, id: str) -> bool:
    return any(one.id == id for one in store.installed()) or (
        (known := checkpoint(id)) is not None and known.builtin is not None
    )


def _announce(plan: Plan) -> str:
    licence = licence_words(plan.licence)
    lines = [f"{plan.id} at commit {plan.revision}: {size_words(plan.total_bytes)}, {licence}"]
    if permits_commercial_use(plan.licence) is False:
        lines.append("  its licence does not permit commercial use")
    return "\n".join(lines)


def _as_records(store: Store) -> dict[str, object]:
    here: dict[str, Installed] = {one.id: one for one in store.installed()}
    return {
        "presets": [
            {
                "name": preset.name,
                "description": preset.description,
                "summarizer": preset.summarizer,
                "translator": preset.translator,
                "installed": store.preset_status(preset).installed,
            }
            for preset in PRESETS.values()
        ],
        "checkpoints": [
            {
                "id": known.id,
                "task": known.task,
                "licence": known.licence,
                "commercial": known.commercial,
                "download_bytes": known.download_bytes,
                "languages": known.languages,
                "installed": known.builtin is not None or known.id in here,
                "revision": here[known.id].revision if known.id in here else known.revision,
                "note": known.note,
            }
            for known in CHECKPOINTS.values()
        ],
    }
