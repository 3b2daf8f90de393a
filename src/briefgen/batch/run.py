"""A batch from its inputs to its index, one event after another."""

import errno
import hashlib
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from briefgen.batch.digest import digest_formats, write_digest
from briefgen.batch.documents import Documents
from briefgen.batch.index import write_index
from briefgen.batch.inputs import Network, expand
from briefgen.batch.items import Made, Task, input_sha256
from briefgen.batch.manifest import FILE_NAME, Manifest
from briefgen.batch.stages import Stages
from briefgen.errors import BatchFolderError, OutputError, UsageError
from briefgen.options import DocumentOptions
from briefgen.pipeline import Briefer
from briefgen.render import FORMATS, is_format
from briefgen.render.files import write_files
from briefgen.serialize import load_brief

Worker: TypeAlias = Callable[[Iterator[tuple[Task, ...]], Documents], Iterator[tuple[Made, ...]]]
"""Makes briefs of groups of tasks, in any order, and draws them."""

# What is wrong with one name alone; any other trouble is the folder's.
_OF_ONE_FILE = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ})
_LEFT_OVER = re.compile(r"\.[0-9a-f]{12}\.briefgen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a run is going to do.

    Attributes:
        total: items of the run.
        todo: of them, those that are done now.
        unchanged: those whose briefs stand.
        failed: those that failed before, and are not tried again.
    """

    total: int
    todo: int
    unchanged: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDone:
    """What became of one item; `files` are relative to the folder, `error` is empty if all is well.

    Attributes:
        errors: error flags of the brief.
        warnings: warning flags of the brief.
        seconds: of work, waiting left out.
    """

    source: str
    name: str
    files: tuple[str, ...] = ()
    errors: int = 0
    warnings: int = 0
    error: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run ended.

    Attributes:
        done: items of the run whose briefs stand.
        failed: items of the run that have failed, now or before: source and error of each.
        pending: items that were not begun, because the run was interrupted.
        flagged: briefs with an error flag.
        files: the index, and the digest if one was written.
    """

    done: int
    failed: tuple[tuple[str, str], ...]
    pending: int
    flagged: int
    files: tuple[Path, ...]


Event: TypeAlias = Planned | ItemDone | Ended


def run_batch(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    briefer: Briefer,
    folder: str | os.PathLike[str],
    formats: Sequence[str] = ("md",),
    force: bool = False,
    resume: bool = True,
    retry_failed: bool = False,
    digest: bool = False,
    options: DocumentOptions | None = None,
    network: Network | None = None,
    stop: threading.Event | None = None,
    worker: Worker | None = None,
) -> Iterator[Event]:
    """Make a brief of each item into a folder, going on where an earlier run stopped.

    Lazy, and ended by closing the generator; not thread-safe. A briefer made with `recall=False`
    gives every item the same brief whatever was translated before it.

    Args:
        inputs: as for `inputs.expand`.
        briefer: makes the briefs.
        folder: where they go; it is made where it is absent.
        formats: of each brief.
        force: replace files that this folder's batch has not written, or that were changed since.
        resume: leave as it is what was done before and has not changed.
        retry_failed: do again what has failed, though nothing has changed.
        digest: write the briefs of the day into one document as well.
        options: layout, template, and whether each language has a document of its own.
        network: what may be fetched to read feeds; all that is public where absent.
        stop: set it to end the run after what is in hand.
        worker: makes the briefs in place of this process.

    Yields:
        `Planned` once, `ItemDone` for each item that was to be done, and `Ended` last.

    Raises:
        BatchFolderError: another batch holds the folder, it is full or gone, or has an index that
            no batch wrote. What was reported as done is done.
        ModelError: a model cannot be had.
        UsageError: a format is unknown, or an input cannot be one.
    """
    formats = tuple(dict.fromkeys((*formats, *(("json",) if digest else ()))))
    for format_ in formats:
        if not is_format(format_):
            raise UsageError(f"unknown format {format_!r}: use one of {', '.join(FORMATS)}")
    stop = stop or threading.Event()
    network = network or Network()
    with Manifest(Path(folder)) as manifest:
        _tidy(manifest)
        for name in ("index.html", "index.json"):
            _check_own(manifest, name, force=force)
        documents = Documents(formats=formats, to=briefer.to, options=options or DocumentOptions())
        identity = _sha256(f"{briefer.identity()} {documents.identity()}")
        yield _plan(
            manifest,
            inputs,
            identity,
            documents.endings,
            network,
            resume=resume,
            retry_failed=retry_failed,
        )
        work = worker or Stages(briefer, stop).run
        groups = _checked(manifest, manifest.groups(), force=force)
        anew = manifest.unfinished
        for made in work(groups, documents):
            anew = True
            yield from _write(manifest, made, force=force)
        files = [*_write_own(manifest, write_index(manifest.entries))]
        counts = manifest.counts()
        pending = counts.get("pending", 0)
        if digest and not pending:
            files += _write_digest(manifest, identity, formats, anew=anew, force=force)
        if not pending:
            manifest.end_day()
        yield Ended(
            done=counts.get("done", 0),
            failed=tuple(manifest.failures()),
            pending=pending,
            flagged=manifest.flagged(),
            files=tuple(files),
        )


def _plan(
    manifest: Manifest,
    inputs: Iterable[str | os.PathLike[str]],
    identity: str,
    endings: tuple[str, ...],
    network: Network,
    *,
    resume: bool,
    retry_failed: bool,
) -> Planned:
    def ours(path: Path) -> bool:
        return path.name == FILE_NAME or manifest.wrote(path)

    def stands(name: str) -> bool:
        return (manifest.folder / name).is_file()

    decisions: dict[str, int] = {}
    with manifest.planning() as plan:
        for item in expand(inputs, network=network, ours=ours, known=manifest.knows):
            decision = plan.add(
                item,
                input=input_sha256(item),
                identity=identity,
                endings=endings,
                retry_failed=retry_failed,
                resume=resume,
                stands=stands,
            )
            decisions[decision] = decisions.get(decision, 0) + 1
    todo = decisions.get("new", 0) + decisions.get("again", 0)
    unchanged, failed = decisions.get("unchanged", 0), decisions.get("failed", 0)
    return Planned(total=todo + unchanged + failed, todo=todo, unchanged=unchanged, failed=failed)


def _checked(
    manifest: Manifest, groups: Iterator[tuple[Task, ...]], *, force: bool
) -> Iterator[tuple[Task, ...]]:
    """Groups whose tasks are broken where their files may not be written: no model need run."""
    for group in groups:
        yield tuple(
            replace(task, item=replace(task.item, kind="broken", problem=problem))
            if not force and (problem := _in_the_way(manifest, task))
            else task
            for task in group
        )


def _in_the_way(manifest: Manifest, task: Task) -> str:
    """What keeps a task's files from being written; empty where nothing does."""
    for ending in task.endings:
        name = f"{task.name}.{ending}"
        if not manifest.ours(name):
            return (
                f"{task.item.source}: {manifest.folder / name} is not as this batch wrote it: move "
                "it away, or replace it with --force"
            )
    return ""


def _write(manifest: Manifest, made: Sequence[Made], *, force: bool) -> Iterator[ItemDone]:
    """Put a group's documents into the folder and record it; nothing is half-written."""
    manifest.check_folder()
    settled: list[Made] = []
    ready: list[Made] = []
    for one in made:
        problem = "" if force else _in_the_way(manifest, one.task)
        if problem:
            manifest.refuse(one.task, problem)
            yield _done(replace(one, documents=None, error=problem))
        elif one.documents is None:
            settled.append(one)
        else:
            ready.append(one)
    manifest.intend(
        (one.task.id, f"{one.task.name}.{ending}", content)
        for one in ready
        for ending, content in (one.documents or {}).items()
    )
    for one in ready:
        try:
            _put(
                manifest, {f"{one.task.name}.{end}": c for end, c in (one.documents or {}).items()}
            )
        except OutputError as error:
            cause = error.__cause__
            manifest.check_folder()
            if isinstance(cause, OSError) and cause.errno not in _OF_ONE_FILE:
                raise _stopped(error) from error
            manifest.refuse(one.task, str(error))
            yield _done(replace(one, documents=None, error=str(error)))
        else:
            settled.append(one)
    manifest.finish(settled)
    yield from map(_done, settled)


def _done(made: Made) -> ItemDone:
    facts = made.facts if made.documents else None
    return ItemDone(
        source=made.task.item.source,
        name=made.task.name,
        files=tuple(f"{made.task.name}.{ending}" for ending in made.documents or {}),
        errors=facts.errors if facts else 0,
        warnings=facts.warnings if facts else 0,
        error=made.error,
        seconds=round(made.seconds, 3),
    )


def _put(manifest: Manifest, documents: dict[str, bytes]) -> tuple[Path, ...]:
    """Write files of the folder and wait until the disk has them."""
    paths = write_files({manifest.folder / name: content for name, content in documents.items()})
    for path in paths:
        _flush(path)
    if os.name == "posix":  # elsewhere a folder cannot be flushed, and need not be
        _flush(manifest.folder)
    return paths


def _flush(path: Path) -> None:
    try:
        opened = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error


def _check_own(manifest: Manifest, name: str, *, force: bool) -> None:
    path = manifest.folder / name
    if os.path.lexists(path) and not force and not manifest.wrote(path):
        raise BatchFolderError(
            f"{path} exists, and no batch of this folder wrote it: choose another folder with -o, "
            "or replace it with --force"
        )


def _write_own(manifest: Manifest, documents: dict[str, bytes]) -> tuple[Path, ...]:
    """Write documents about the whole batch."""
    manifest.check_folder()
    manifest.intend((None, name, content) for name, content in documents.items())
    try:
        paths = _put(manifest, documents)
    except OutputError as error:
        raise _stopped(error) from error
    for name, content in documents.items():
        manifest.settle(name, content)
    return paths


def _write_digest(
    manifest: Manifest, identity: str, formats: Sequence[str], *, anew: bool, force: bool
) -> tuple[Path, ...]:
    """Join the briefs of the day; nothing where there are none, or no new ones."""
    day = manifest.day()
    names = {format_: f"digest-{day}.{format_}" for format_ in digest_formats(formats)}
    if not anew and all((manifest.folder / name).is_file() for name in names.values()):
        return ()
    briefs = [
        load_brief(manifest.folder / f"{entry.name}.json")
        for entry in manifest.entries(day=day, identity=identity)
        if entry.facts is not None
    ]
    if not briefs:
        return ()
    for name in names.values():
        _check_own(manifest, name, force=force)
    made = write_digest(briefs, tuple(names))
    return _write_own(manifest, {names[format_]: content for format_, content in made.items()})


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _stopped(error: OutputError) -> BatchFolderError:
    return BatchFolderError(
        f"{error}: make room or mend the folder, then run the same command, which goes on where "
        "this one stopped"
    )


def _tidy(manifest: Manifest) -> None:
    """Remove files that a killed run had not given their names yet: the folder is held by us."""
    for path in manifest.folder.iterdir():
        if _LEFT_OVER.fullmatch(path.name):
            with suppress(OSError):
                path.unlink()
