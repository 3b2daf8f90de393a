"""Conversion of an installed checkpoint for CTranslate2: once, whole or not at all.

The engine layer knows how; here is when, where, and what remains of the original.
"""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from briefgen.errors import CheckpointError, ModelError
from briefgen.registry import size_words
from briefgen.store.files import CONVERTED_FOLDER, digests_of, made_files_in, weights_among
from briefgen.store.lock import Conversion, Lock, LockedFile, write_lock
from briefgen.version import __version__

WEIGHTS = "int8"
_PARTIAL = ".ct2-partial"
SPARE_BYTES = 64_000_000
"""Left free on the disk by an install: the system and the lock need some too."""


class Converter(Protocol):
    """What makes CTranslate2's files of a checkpoint: `briefgen.engines.ct2.conversion`."""

    def can_convert(self, folder: Path, /, *, id: str) -> bool:
        """Whether CTranslate2 runs this checkpoint's family."""

    def convert(self, source: Path, target: Path, /, *, id: str) -> None:
        """Write what CTranslate2 reads into `target`, which does not exist yet.

        Raises:
            CheckpointError: the checkpoint cannot be converted.
        """


def room_for(sizes: Iterable[tuple[str, int]]) -> int:
    """How many bytes a conversion may need at most, by the names and sizes of the files.

    In int8 a weight of 32 bits takes a quarter of its room, and there are two models in the end:
    the whole one, and the one with a cut decoder, whose encoder has its own embeddings.

    >>> room_for([("config.json", 800), ("pytorch_model.bin", 2_000_000)])
    1200000
    """
    weights = dict(sizes)
    return sum(weights[name] for name in weights_among(weights)) * 3 // 5


def convert(lock: Lock, folder: Path, converter: Converter, *, keep_original: bool) -> Lock:
    """Convert an installed checkpoint, and write the lock that says so.

    It is made in a folder beside and renamed, so that one that is killed leaves the checkpoint as
    it was; the original's weights go last.

    Args:
        lock: the folder's, without a conversion.
        folder: the checkpoint's.
        converter: makes the files.
        keep_original: leave the original's weights where they are.

    Returns:
        The lock that the folder now has.

    Raises:
        CheckpointError: it cannot be converted; it stays as it was fetched.
        ModelError: there is not enough room.
        OSError: the folder cannot be written.
    """
    require_room(
        lock.id, folder, room_for((name, locked.size) for name, locked in lock.files.items())
    )
    partial, target = folder / _PARTIAL, folder / CONVERTED_FOLDER
    shutil.rmtree(partial, ignore_errors=True)
    try:
        converter.convert(folder, partial, id=lock.id)
    except BaseException as error:
        shutil.rmtree(partial, ignore_errors=True)
        if isinstance(error, CheckpointError):
            raise CheckpointError(
                f"{lock.id} is installed, but could not be converted for the ct2 engine: {error}\n"
                "Use it with --engine torch, or install it again."
            ) from error
        raise
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)
    made = {name: locked_file(folder / name) for name in made_files_in(folder)}
    original = {name: lock.files[name] for name in weights_among(lock.files)}
    kept = {
        name: file for name, file in lock.files.items() if keep_original or name not in original
    }
    converted = replace(
        lock,
        files={**kept, **made},
        conversion=Conversion(
            tool=f"briefgen {__version__}, ctranslate2 {version('ctranslate2')}",
            weights=WEIGHTS,
            original=original,
            kept=keep_original,
        ),
    )
    write_lock(converted, folder)
    drop_original(converted, folder)
    return converted


def locked_file(path: Path) -> LockedFile:
    """What the lock says of a file that is here.

    Raises:
        OSError: it cannot be read.
    """
    digests = digests_of(path)
    return LockedFile(sha256=digests.sha256, size=digests.size)


def drop_original(lock: Lock, folder: Path) -> None:
    """Delete the original's weights where the lock says that they are not kept.

    Raises:
        OSError: one cannot be deleted.
    """
    if lock.conversion is not None and not lock.conversion.kept:
        for name in lock.conversion.original:
            (folder / name).unlink(missing_ok=True)


def require_room(id: str, folder: Path, needed_bytes: int) -> None:
    """Refuse what the disk has no room for.

    Raises:
        ModelError: there is not enough; it says how much is needed and where.
    """
    free = shutil.disk_usage(folder.parent).free
    if needed_bytes + SPARE_BYTES > free:
        raise ModelError(
            f"{id} needs {size_words(needed_bytes + SPARE_BYTES)} in {folder.parent}, which has"
            f" {size_words(free)} free: make room, or set BRIEFGEN_HOME to a folder elsewhere"
        )
