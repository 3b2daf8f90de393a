"""Checkpoints carried from one machine to another in a file."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from briefgen.errors import CheckpointError, ModelError, ModelNotInstalledError, UsageError
from briefgen.registry import is_demo
from briefgen.store.archive import Archive, open_archive, write_archive
from briefgen.store.conversion import require_room
from briefgen.store.files import all_files_in
from briefgen.store.lock import (
    Imported,
    as_installed,
    damage,
    read_lock,
    refuse_damaged,
    write_lock,
)
from briefgen.store.place import Place, not_installed_words, now
from briefgen.store.progress import Progress, Report


def export(
    place: Place,
    ids: Sequence[str],
    target: Path,
    *,
    progress: Report | None = None,
) -> int:
    """Write installed checkpoints into one tar file, for a machine without a network.

    The same checkpoints give the same bytes, wherever and whenever they were installed.

    Args:
        place: where they are.
        ids: hub ids.
        target: the file; replaced at once, when all is written.
        progress: is called as files are written.

    Returns:
        The size of the file in bytes.

    Raises:
        UsageError: one is not a hub id, or is an embedded one.
        ModelNotInstalledError: one is not here.
        CheckpointError: a file is not what was installed.
        ModelError: there is no room, or the file cannot be written.
    """
    wanted = sorted(set(ids))
    with ExitStack() as held:
        checkpoints = []
        for id in wanted:
            if is_demo(id):
                raise UsageError(f"{id} comes with briefgen: the other machine has it")
            folder = place.folder_of(id)
            held.enter_context(place.alone(id))
            lock = read_lock(folder)
            if lock is None or lock.id != id:
                raise ModelNotInstalledError(not_installed_words([id], install=id))
            refuse_damaged(lock, folder)
            checkpoints.append((lock, folder))
        report = None
        if progress is not None:
            told = progress

            def report(name: str, done: int, total: int) -> None:
                told(Progress(file=name, done_bytes=done, total_bytes=total))

        return write_archive(target, checkpoints, progress=report)


def import_archive(
    place: Place, source: Path, *, progress: Report | None = None
) -> tuple[Imported, ...]:
    """Take over the checkpoints of a file that `export` has written.

    Each is written beside, compared with its checksums, and put in its place when all of it has
    arrived; what was there before goes only then. One that is here already, whole and the very
    same, is left alone. An import that was killed goes on where it stopped.

    Args:
        place: where they go.
        source: the tar file.
        progress: is called as files arrive.

    Returns:
        The checkpoints, in the order of the file.

    Raises:
        CheckpointError: the file is damaged, or not one of briefgen's; of the checkpoint that
            this concerns, nothing was taken over.
        ModelError: it cannot be read, or there is not enough room.
    """
    found = []
    with open_archive(source) as archive:
        total = sum(file.size for lock in archive.locks for file in lock.files.values())
        done = 0
        for number, lock in enumerate(archive.locks):
            try:
                folder = place.folder_of(lock.id)
            except UsageError as error:
                raise CheckpointError(f"{source} names a checkpoint {lock.id!r}") from error
            before = done

            def report(name: str, size: int) -> None:
                nonlocal done
                done += size
                if progress is not None:
                    progress(Progress(file=name, done_bytes=done, total_bytes=total))

            with place.alone(lock.id):
                try:
                    found.append(_take_over(place, archive, number, folder, report))
                except OSError as error:
                    raise ModelError(f"{lock.id} cannot be stored in {folder}: {error}") from error
            done = before + sum(file.size for file in lock.files.values())
    return tuple(found)


def _take_over(
    place: Place, archive: Archive, number: int, folder: Path, report: Callable[[str, int], None]
) -> Imported:
    """Put one checkpoint of an archive in its place, where it is not there already."""
    lock = archive.locks[number]
    current = place.lock_of(lock.id)
    same = (
        current is not None
        and (current.revision, current.files) == (lock.revision, lock.files)
        and not damage(current, folder)
    )
    if current is not None and same:
        archive.skip(number)
        return Imported(checkpoint=as_installed(current, folder), was_here=True)
    partial = place.models_folder / ".import" / folder.name
    try:
        require_room(lock.id, folder, sum(file.size for file in lock.files.values()))
        partial.mkdir(parents=True, exist_ok=True)
        archive.extract(number, partial, report)
        for name in all_files_in(partial):
            if name not in lock.files:
                (partial / name).unlink()
        lock = replace(lock, installed=now())
        write_lock(lock, partial)
    except Exception:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    old = place.old_of(folder)
    if folder.exists():
        folder.rename(old)
    partial.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    return Imported(checkpoint=as_installed(lock, folder), was_here=False)
