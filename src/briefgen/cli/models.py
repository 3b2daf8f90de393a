"""`briefgen models`: what checkpoints there are, and which of them are on this machine."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

from typer import Argument, Exit, Option, Typer, confirm

from briefgen.cli._model_list import as_records, as_text
from briefgen.cli._options import Force, Json, Offline, Quiet, Verbose
from briefgen.cli._output import print_text, tell
from briefgen.errors import ModelError, ModelNotInstalledError, UsageError
from briefgen.registry import PRESETS, checkpoint, is_demo, licence_words, size_words
from briefgen.render.files import check_target
from briefgen.store import LOCK_NAME, Plan, Problem, Progress, Store, home_from_environment

app = Typer(
    help="Checkpoints: list, install, verify, remove, path, export, import.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[
    str, Argument(metavar="PRESET|ID", help="A preset, or the hub id of a checkpoint.")
]
MaybeName = Annotated[
    str | None,
    Argument(metavar="[PRESET|ID]", help="A preset, or the hub id of a checkpoint; all if absent."),
]


def open_store(*, offline: bool = False) -> Store:
    """The user's store of checkpoints."""
    return Store(home_from_environment(os.environ), offline=offline)


@app.command("list")
def list_models(as_json: Json = False, verbose: Verbose = False) -> None:
    """Show presets and checkpoints: installed or not, size, licence, languages, engine.

    Example: briefgen models list
    """
    store = open_store()
    if as_json:
        print_text(json.dumps(as_records(store), ensure_ascii=False, indent=2))
    else:
        print_text(as_text(store, verbose=verbose))


@app.command()
def install(
    name: Name,
    yes: Annotated[bool, Option("--yes", "-y", help="Do not ask.")] = False,
    from_original: Annotated[
        bool,
        Option(
            "--from-original",
            help="Where somebody's conversion would be fetched: fetch the original, convert here.",
        ),
    ] = False,
    keep_original: Annotated[
        bool,
        Option(
            "--keep-original",
            help="After converting, keep the original's weights too (for --engine torch).",
        ),
    ] = False,
    offline: Offline = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Fetch the checkpoints of a preset, or one by its hub id; size and licence are shown first.

    What is installed is checked, and mended where it is damaged. A folder of your own is converted
    where it stands.

    Example: briefgen models install default
    """
    store = open_store(offline=offline)
    if name not in PRESETS and Path(name).expanduser().is_dir():
        found = store.prepare(name, progress=None if quiet else _Meter(name).show)
        tell(f"{name} is ready for the engine {' or '.join(found.engines)}", quiet=quiet)
        return
    ids = _to_install(store, name, from_original=from_original)
    here = {one.id for one in store.installed()}
    plans = {id: store.plan(id) for id in ids if id not in here and not is_demo(id)}
    for plan in plans.values():
        tell(_announce(plan, keep_original=keep_original), quiet=quiet and yes)
    store.check_room(tuple(plans.values()))
    if plans and not yes:
        total = sum(plan.total_bytes for plan in plans.values())
        asked = f"Fetch {size_words(total)}, and accept what is said of the licence above?"
        if not _somebody_is_there():
            raise UsageError(f"{asked} Nobody is there to answer: add --yes")
        if not confirm(asked, err=True):
            raise Exit(1)
    for id in ids:
        installed = store.install(
            id,
            plan=plans.get(id),
            keep_original=keep_original,
            progress=None if quiet else _Meter(id).show,
        )
        if id in plans:
            size = size_words(installed.size_bytes)
            tell(f"installed {id} at commit {installed.revision}: {size} on disk", quiet=quiet)
    if not plans:
        tell(f"{name} is installed", quiet=quiet)


@app.command()
def verify(
    name: MaybeName = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read every file of installed checkpoints and compare it with the locked checksum.

    Example: briefgen models verify default
    """
    store = open_store()
    if name is None:
        found = {id: _problems(store, id) for id in _all_here(store)}
    else:
        found = {id: store.verify(id) for id in _ids(store, name)}
    if as_json:
        records = [
            {"id": id, "problems": [{"file": p.file, "detail": p.detail} for p in problems]}
            for id, problems in found.items()
        ]
        print_text(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        for id, problems in found.items():
            for problem in problems:
                tell(f"{id}: {problem.file}: {problem.detail}")
            if not problems:
                tell(f"{id}: every file is as it was installed", quiet=quiet)
    broken = [id for id, problems in found.items() if problems]
    if broken:
        for id in broken:
            tell(f"mend it with: briefgen models install {id}")
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
    ids = _ids(store, name)
    if name in PRESETS:
        # Others of the preset may be here; where none is, the first says so.
        ids = tuple(set(ids) & set(_all_here(store))) or ids[:1]
    for id in sorted(ids):
        tell(f"removed {id}: {size_words(store.remove(id))} are free", quiet=quiet)


@app.command()
def path(
    name: MaybeName = None,
    verbose: Verbose = False,
) -> None:
    """Show where checkpoints live, or the folders of those of a preset, or of one.

    Example: briefgen models path
    """
    store = open_store()
    if name is None:
        print_text(str(store.models_folder))
        return
    print_text("\n".join(str(store.locate(id).folder) for id in _ids(store, name)))


@app.command("export")
def export_models(
    file: Annotated[str, Argument(metavar="FILE.tar", help="The archive to write.")],
    names: Annotated[
        list[str] | None,
        Argument(metavar="[PRESET|ID]...", help="Presets or checkpoints; all that are installed."),
    ] = None,
    force: Force = False,
    offline: Offline = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write installed checkpoints into one file, for machines without a network.

    Example: briefgen models export models.tar default
    """
    store = open_store(offline=offline)
    target = Path(file)
    check_target(target, force=force)
    ids = tuple(one.id for one in store.installed())
    if names:
        ids = tuple(id for name in names for id in _ids(store, name))
    elif not ids:
        raise ModelNotInstalledError(
            "nothing is installed that could be exported: `briefgen models install default` first"
        )
    size = store.export(ids, target, progress=None if quiet else _Meter(file).show)
    tell(f"{size_words(size)} in {file}: {', '.join(sorted(set(ids)))}", quiet=quiet)


@app.command("import")
def import_models(
    file: Annotated[str, Argument(metavar="FILE.tar", help="What `models export` has written.")],
    offline: Offline = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Take over the checkpoints of an archive; every file is compared with its checksum.

    Take archives only from people whom you trust: checksums show damage, not who made it.

    Example: briefgen models import models.tar
    """
    store = open_store(offline=offline)
    for one in store.import_archive(Path(file), progress=None if quiet else _Meter(file).show):
        found = one.checkpoint
        done = "was here before" if one.was_here else f"imported at commit {found.revision}"
        tell(
            f"{found.id}: {done}, {size_words(found.size_bytes)}, {licence_words(found.licence)}",
            quiet=quiet,
        )


class _Meter:
    """Progress on a terminal: one line that is written over, at most once a percent."""

    def __init__(self, id: str) -> None:
        self._id = id
        self._shown = -1

    def show(self, progress: Progress) -> None:
        if progress.converting:
            tell(f"preparing {self._id} for the ct2 engine, once: it may take some minutes")
            return
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


def _ids(store: Store, name: str) -> tuple[str, ...]:
    """The checkpoints that serve a preset here, or the one of that id."""
    if name in PRESETS:
        return tuple(store.way(known.id) for known in PRESETS[name].checkpoints)
    return (name,)


def _to_install(store: Store, name: str, *, from_original: bool) -> tuple[str, ...]:
    if not from_original:
        return _ids(store, name)
    named = PRESETS[name].checkpoints if name in PRESETS else (checkpoint(name),)
    originals = tuple(known.converted_from or known.id for known in named if known is not None)
    return originals or (name,)


def _all_here(store: Store) -> tuple[str, ...]:
    """Every checkpoint of the store, those that are damaged included."""
    return tuple(sorted({*(one.id for one in store.installed()), *store.broken()}))


def _somebody_is_there() -> bool:
    return sys.stdin.isatty()


def _problems(store: Store, id: str) -> tuple[Problem, ...]:
    """What is wrong with a checkpoint of which something is here, be it half an install."""
    try:
        return store.verify(id)
    except ModelError:
        return (Problem(file=LOCK_NAME, detail="cannot be read, or its install is not finished"),)


def _announce(plan: Plan, *, keep_original: bool) -> str:
    """What will be fetched, under which licence, who made it, and what other way there is."""
    licence = licence_words(plan.licence)
    lines = [f"{plan.id} at commit {plan.revision}: {size_words(plan.total_bytes)}, {licence}"]
    known = checkpoint(plan.id)
    original = None if known is None or known.converted_from is None else known.converted_from
    if known is not None and original is not None:
        whole = checkpoint(original)
        size = None if whole is None else whole.download_bytes
        about = "" if size is None else f" (about {size_words(size)})"
        weights = "" if known.weights is None else f" to {known.weights}"
        lines += [
            f"  converted{weights} from {original} by {known.maker}, not by its makers nor by"
            " briefgen",
            f"  the other way: --from-original fetches {original}{about} and converts it here",
        ]
    elif plan.converted:
        lines.append("  converted for CTranslate2 by whoever published it; runs as it is")
    elif keep_original:
        lines.append("  converted here if the ct2 engine runs its family; its own weights stay")
    else:
        lines.append(
            "  converted here if the ct2 engine runs its family; then its own weights are deleted"
            " (--keep-original keeps them)"
        )
    return "\n".join(lines)
