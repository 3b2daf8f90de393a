"""Checkpoints in one file, for machines without a network.

A plain tar: first `briefgen-models.json`, which lists every file with size and SHA-256, then the
files, checkpoint by checkpoint. The same checkpoints give the same bytes. An archive comes from
elsewhere and is not trusted: nothing but the listed files is taken from it, each under a name that
briefgen makes itself, and a checkpoint counts only when all of it has arrived as listed.
"""

import hashlib
import json
import os
import re
import shutil
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import IO, cast

from briefgen.errors import CheckpointError, ModelError
from briefgen.registry import size_words
from briefgen.store.conversion import SPARE_BYTES
from briefgen.store.files import check_names, sha256_of
from briefgen.store.lock import Lock, LockedFile, lock_content, parse_lock

LISTING = "briefgen-models.json"
SCHEMA = "briefgen/models-1"
_LISTING_MAX_BYTES = 1 << 20
_CHUNK_BYTES = 1 << 20
_MEMBER = "{number}/{name}"
"""Files are in folders named 0, 1 … in the order of the listing, so that no name in an archive says
where a file goes."""


def write_archive(
    target: Path,
    checkpoints: Sequence[tuple[Lock, Path]],
    *,
    progress: Callable[[str, int, int], None] | None = None,
) -> int:
    """Write checkpoints into a tar file, each file compared with its locked checksum.

    Args:
        target: replaced at once, when all is written.
        checkpoints: the locks and folders, in the order in which they are written.
        progress: is called with a file, and how many of how many bytes are written.

    Returns:
        The size of the archive in bytes.

    Raises:
        CheckpointError: a file is not what was installed.
        ModelError: there is no room, or the archive cannot be written.
    """
    total = sum(file.size for lock, _ in checkpoints for file in lock.files.values())
    partial = target.with_name(f".{target.name}.part")
    try:
        free = shutil.disk_usage(target.absolute().parent).free
        if total + SPARE_BYTES > free:
            raise ModelError(
                f"{target} needs {size_words(total)}, and there are {size_words(free)} free"
            )
        with tarfile.open(partial, "w", format=tarfile.PAX_FORMAT) as archive:
            listing = _listing([lock for lock, _ in checkpoints])
            archive.addfile(_member(LISTING, len(listing)), BytesIO(listing))
            done = 0
            for number, (lock, folder) in enumerate(checkpoints):
                for name in sorted(lock.files):
                    _add(archive, number, lock, folder, name)
                    done += lock.files[name].size
                    if progress is not None:
                        progress(name, done, total)
        with partial.open("rb") as stream:
            os.fsync(stream.fileno())
        partial.replace(target)
    except OSError as error:
        raise ModelError(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def _listing(locks: Sequence[Lock]) -> bytes:
    content = {
        "schema": SCHEMA,
        # When it was installed here is nothing to another machine, and would change the bytes.
        "checkpoints": [lock_content(replace(lock, installed="")) for lock in locks],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o644
    return member


def _add(archive: tarfile.TarFile, number: int, lock: Lock, folder: Path, name: str) -> None:
    locked = lock.files[name]
    with (folder / name).open("rb") as stream:
        if os.fstat(stream.fileno()).st_size != locked.size:
            raise _changed(lock.id, name)
        watched = _Hashing(stream)
        archive.addfile(
            _member(_MEMBER.format(number=number, name=name), locked.size),
            cast("IO[bytes]", watched),
        )
    if watched.sha256 != locked.sha256:
        raise _changed(lock.id, name)


def _changed(id: str, name: str) -> CheckpointError:
    return CheckpointError(
        f"{id}: {name} is not what was installed: `briefgen models install {id}` mends it"
    )


def _check(lock: Lock) -> None:
    """Refuse what no export would list: its words go to the terminal, its names to the disk.

    Raises:
        ValueError: with what is wrong.
        CheckpointError: the files make no checkpoint.
    """
    for words in (lock.revision, lock.licence):
        if not re.fullmatch(r"[\w.+\-]{1,80}", words):
            raise ValueError(f"revision or licence {words!r}")
    check_names(lock.files, lock.id)
    for file in lock.files.values():
        if not re.fullmatch("[0-9a-f]{64}", file.sha256):
            raise ValueError(f"checksum {file.sha256!r}")


class _Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._sha256 = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._sha256.update(piece)
        return piece


class _Bounded:
    """A file that gives no more at once than tar's own blocks need.

    A header may say that the next header is as long as the disk, and tarfile would read it whole.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        if not 0 <= size <= _CHUNK_BYTES:
            raise tarfile.ReadError(f"a header of {size} bytes")
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


class Archive:
    """An archive that is being read, in its own order and once.

    Attributes:
        locks: what it lists.
    """

    def __init__(self, path: Path, archive: tarfile.TarFile) -> None:
        self._path = path
        self._archive = archive
        self.locks = self._read_listing()

    def extract(self, number: int, folder: Path, report: Callable[[str, int], None]) -> None:
        """Write the files of a checkpoint, each compared with its listed checksum.

        Args:
            number: the checkpoint's place in `locks`; those before it come first in the file.
            folder: where they go; a file there that is the very same is kept.
            report: is called with a file and its size, when it is there.

        Raises:
            CheckpointError: the archive is cut short, or not what it lists.
            OSError: the folder cannot be written.
        """
        for name, locked in sorted(self.locks[number].files.items()):
            member = self._next()
            expected = _MEMBER.format(number=number, name=name)
            if member is None:
                raise self._bad(f"it ends before {name} of {self.locks[number].id}")
            if member.name != expected or member.size != locked.size:
                raise self._bad(f"{member.name!r} stands where it lists {expected}")
            self._write(member, locked, folder / name)
            report(name, locked.size)

    def skip(self, number: int) -> None:
        """Pass over the files of a checkpoint."""
        for _ in self.locks[number].files:
            self._next()

    def _read_listing(self) -> tuple[Lock, ...]:
        member = self._next()
        if member is None or member.name != LISTING or member.size > _LISTING_MAX_BYTES:
            raise _foreign(self._path)
        try:
            content = json.loads(self._read(member))
            if content["schema"] != SCHEMA:
                raise ValueError(f"schema {content['schema']!r}")
            locks = tuple(parse_lock(entry) for entry in content["checkpoints"])
            for lock in locks:
                _check(lock)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise self._bad(f"its {LISTING} cannot be used ({error})") from error
        ids = [lock.id for lock in locks]
        if not ids or len(set(ids)) < len(ids):
            raise self._bad("it lists no checkpoint, or one twice")
        return locks

    def _read(self, member: tarfile.TarInfo) -> bytes:
        try:
            stream = self._archive.extractfile(member)
            return b"" if stream is None else stream.read(_LISTING_MAX_BYTES)
        except tarfile.TarError as error:
            raise self._bad(f"it is cut short in {member.name!r}") from error

    def _next(self) -> tarfile.TarInfo | None:
        """The next member: an ordinary file, or nothing at the end.

        Raises:
            CheckpointError: it is a link, a folder, a device, sparse, or damaged.
        """
        try:
            member = self._archive.next()
        except (tarfile.TarError, ValueError, OverflowError, RecursionError, OSError) as error:
            raise self._bad(f"{type(error).__name__}: {error}") from error
        if member is None:
            return None
        plain = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()
        if not plain or member.size < 0:
            raise self._bad(f"{member.name!r} is no ordinary file")
        return member

    def _write(self, member: tarfile.TarInfo, locked: LockedFile, target: Path) -> None:
        if target.is_file() and sha256_of(target) == locked.sha256:
            return  # of an import that was killed
        target.parent.mkdir(parents=True, exist_ok=True)
        sha256 = hashlib.sha256()
        source = self._archive.extractfile(member)
        if source is None:
            raise self._bad(f"{member.name!r} is no ordinary file")
        with target.open("wb") as stream:
            left = member.size
            while left > 0:
                try:
                    piece = source.read(min(left, _CHUNK_BYTES // 2))
                except tarfile.TarError as error:
                    raise self._bad(f"it is cut short in {member.name!r}") from error
                if not piece:
                    raise self._bad(f"it is cut short in {member.name!r}")
                sha256.update(piece)
                stream.write(piece)
                left -= len(piece)
        if sha256.hexdigest() != locked.sha256:
            target.unlink()
            raise self._bad(f"{member.name!r} has another checksum than it lists")

    def _bad(self, why: str) -> CheckpointError:
        return CheckpointError(
            f"{self._path} is damaged or was made by something else: {why}.\nNothing was taken over"
            " of the checkpoint that this concerns; copy the archive again."
        )


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open an archive and read what it lists.

    Args:
        path: an uncompressed tar.

    Raises:
        CheckpointError: it is none of briefgen's, or lists what cannot be.
        ModelError: it cannot be read.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror or error}") from error
    with stream:
        try:
            archive = tarfile.TarFile(fileobj=cast("IO[bytes]", _Bounded(stream)), mode="r")
        except (tarfile.TarError, ValueError, OverflowError, RecursionError) as error:
            raise _foreign(path) from error
        except OSError as error:
            raise ModelError(f"{path} cannot be read: {error.strerror or error}") from error
        with archive:
            yield Archive(path, archive)


def _foreign(path: Path) -> CheckpointError:
    return CheckpointError(f"{path} is not an archive that `briefgen models export` has written")
