"""Conversion of an installed checkpoint for CTranslate2: once, whole or not at all.

The engine layer knows how; here is when, where, and what remains of the original.
"""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from briefgen.errors import CheckpointError, ModelError
from briefgen.languages import TARGETS
from briefgen.registry import size_words
from briefgen.store.files import (
    CONVERTED_FOLDER,
    CONVERTED_WEIGHTS,
    CUT_FOLDER,
    MADE_FOLDERS,
    digests_of,
    files_in,
    made_files_in,
    weights_among,
)
from briefgen.store.lock import Conversion, Lock, LockedFile, write_lock
from briefgen.version import __version__

WEIGHTS = "int8"
_PARTIAL = ".ct2-partial"
SPARE_BYTES = 64_000_000
"""Left free on the disk by an install: the system and the lock need some too."""


class Converter(Protocol):
    """What makes CTranslate2's files of a checkpoint."""

    def can_convert(self, folder: Path, /, *, id: str) -> bool:
        """Whether CTranslate2 runs this checkpoint's family."""

    def convert(self, source: Path, target: Path, /, *, id: str) -> None:
        """Write what CTranslate2 reads into `target`, which does not exist yet.

        Raises:
            CheckpointError: the checkpoint cannot be converted.
        """

    def can_cut(self, folder: Path, /, *, id: str) -> bool:
        """Whether a converted repository gets a decoder cut for briefgen's languages.

        Raises:
            CheckpointError: a file of it is damaged, or it is no model that briefgen runs.
        """

    def cut(self, folder: Path, target: Path, /, *, id: str) -> None:
        """Write the model with the cut decoder into `target`, which does not exist yet.

        Raises:
            CheckpointError: a file of it is damaged.
        """


class OwnConverter:
    """That of briefgen; what it needs is imported when it is used."""

    def can_convert(self, folder: Path, /, *, id: str) -> bool:
        """As `Converter` says."""
        from briefgen.engines.ct2.conversion import can_convert

        return can_convert(folder, id=id)

    def convert(self, source: Path, target: Path, /, *, id: str) -> None:
        """As `Converter` says; torch and transformers do it."""
        from briefgen.engines.ct2.conversion import convert

        convert(source, target, id=id, quantization=WEIGHTS)

    def can_cut(self, folder: Path, /, *, id: str) -> bool:
        """As `Converter` says."""
        from briefgen.engines.ct2.folder import inspect_converted

        family = inspect_converted(folder, id=id).family
        return family.translates and family.language != "fixed"

    def cut(self, folder: Path, target: Path, /, *, id: str) -> None:
        """As `Converter` says; neither torch nor transformers is needed."""
        from briefgen.engines.ct2.cutting import cut
        from briefgen.engines.ct2.folder import inspect_converted

        family = inspect_converted(folder, id=id).family
        cut(folder, target, id=id, family=family, targets=TARGETS)


def room_for(sizes: Iterable[tuple[str, int]]) -> int:
    """How many bytes a conversion may need at most, by the names and sizes of the files.

    In int8 a weight of 32 bits takes a quarter of its room, and there are two models in the end:
    the whole one, and the one with a cut decoder, whose encoder has its own embeddings.

    >>> room_for([("config.json", 800), ("pytorch_model.bin", 2_000_000)])
    1200000

    A repository that is converted already only gets the second.

    >>> room_for([("config.json", 800), ("model.bin", 1_000_000)])
    1200000
    """
    weights = dict(sizes)
    original = sum(weights[name] for name in weights_among(weights))
    return original * 3 // 5 if original else weights.get(CONVERTED_WEIGHTS, 0) * 6 // 5


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
    _make(folder, CONVERTED_FOLDER, lambda new: converter.convert(folder, new, id=lock.id), lock.id)
    original = {name: lock.files[name] for name in weights_among(lock.files)}
    kept = {
        name: file for name, file in lock.files.items() if keep_original or name not in original
    }
    converted = replace(
        lock,
        files={**kept, **_locked(made_files_in(folder), folder)},
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


def convert_folder(folder: Path, converter: Converter, *, id: str) -> None:
    """Convert a folder of the user's own where it stands; nothing of it is deleted.

    Raises:
        CheckpointError: it is damaged, of a family that no engine runs, or cannot be converted.
        ModelError: there is not enough room.
        OSError: the folder cannot be written.
    """
    sizes = [(name, (folder / name).stat().st_size) for name in files_in(folder)]
    if weights_among(files_in(folder)):
        if converter.can_convert(folder, id=id):
            require_room(id, folder, room_for(sizes))
            _make(folder, CONVERTED_FOLDER, lambda new: converter.convert(folder, new, id=id), id)
    elif converter.can_cut(folder, id=id):
        require_room(id, folder, room_for(sizes))
        _make(folder, CUT_FOLDER, lambda new: converter.cut(folder, new, id=id), id)


def cut_decoder(lock: Lock, folder: Path, converter: Converter) -> Lock:
    """Give a repository that is converted already a decoder cut for briefgen's languages.

    Args:
        lock: the folder's.
        folder: the checkpoint's.
        converter: makes the files.

    Returns:
        The lock that the folder now has.

    Raises:
        CheckpointError: a file of the model is damaged.
        ModelError: there is not enough room.
        OSError: the folder cannot be written.
    """
    require_room(
        lock.id, folder, room_for((name, locked.size) for name, locked in lock.files.items())
    )
    _make(folder, CUT_FOLDER, lambda new: converter.cut(folder, new, id=lock.id), lock.id)
    locked = replace(lock, files={**lock.files, **_locked(made_files_in(folder), folder)})
    write_lock(locked, folder)
    return locked


def _make(folder: Path, name: str, write: Callable[[Path], None], id: str) -> None:
    """Let a folder be written beside its place, and put it there when it is whole."""
    partial, target = folder / _PARTIAL, folder / name
    shutil.rmtree(partial, ignore_errors=True)
    try:
        write(partial)
    except BaseException as error:
        shutil.rmtree(partial, ignore_errors=True)
        if isinstance(error, CheckpointError):
            raise CheckpointError(
                f"{id} could not be converted for the ct2 engine: {error}\n"
                "It is here all the same: use it with --engine torch, or install it again."
            ) from error
        raise
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)


def _locked(names: Iterable[str], folder: Path) -> dict[str, LockedFile]:
    return {name: locked_file(folder / name) for name in names}


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


def drop_made(folder: Path) -> None:
    """Delete what briefgen has made of a checkpoint."""
    for name in (*MADE_FOLDERS, _PARTIAL):
        shutil.rmtree(folder / name, ignore_errors=True)


def without_made(lock: Lock, folder: Path) -> Lock:
    """Take back what briefgen has made of a checkpoint whose own files are all here.

    Returns:
        The lock that the folder now has.

    Raises:
        OSError: the folder cannot be written.
    """
    own = {name: file for name, file in lock.files.items() if name not in lock.made}
    bare = replace(lock, files=own, conversion=None)
    write_lock(bare, folder)
    drop_made(folder)
    return bare


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
