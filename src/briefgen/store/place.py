"""Where checkpoints are on the disk, one folder each, and who may change one."""

import re
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from briefgen.errors import CheckpointError, ModelError, UsageError
from briefgen.registry import CHECKPOINTS, checkpoint, download_words, is_demo
from briefgen.store.lock import Lock, read_lock

_HUB_ID = re.compile(r"[A-Za-z0-9_][\w.\-]{0,95}/[A-Za-z0-9_][\w.\-]{0,95}", re.ASCII)


class Place:
    """The folders of the checkpoints under a home.

    Args:
        home: it need not exist.
    """

    def __init__(self, home: Path) -> None:
        self.models_folder = home / "models"

    def folder_of(self, id: str) -> Path:
        """The folder of a checkpoint of the hub, whether it is there or not.

        Raises:
            UsageError: it is no hub id.
        """
        if not _HUB_ID.fullmatch(id) or "--" in id or ".." in id:
            raise UsageError(
                f"{id!r} is neither a folder here nor the id of a checkpoint on the hub, such as"
                f" {next(iter(CHECKPOINTS))}"
            )
        return self.models_folder / id.replace("/", "--")

    def lock_of(self, id: str) -> Lock | None:
        """The lock of a checkpoint of the hub, where it is here and can be read.

        Raises:
            UsageError: it is no hub id.
        """
        if is_demo(id):
            return None
        lock = lock_or_none(self.folder_of(id))
        return lock if lock is not None and lock.id == id else None

    def folders(self) -> dict[str, Path]:
        """The folders that are here, by the id that their name says, sorted."""
        found = {}
        for folder in sorted(self.models_folder.iterdir()) if self.models_folder.is_dir() else ():
            id = folder.name.replace("--", "/", 1)
            if folder.is_dir() and _HUB_ID.fullmatch(id):
                found[id] = folder
        return found

    def make(self) -> Path:
        """Make the folder of all checkpoints, and in it the one of the locks, which is returned.

        Raises:
            ModelError: the home cannot be written.
        """
        locks = self.models_folder / ".locks"
        try:
            locks.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ModelError(
                f"nothing can be stored in {self.models_folder}: {error}. Set BRIEFGEN_HOME to a"
                " folder that can be written"
            ) from error
        return locks

    def old_of(self, folder: Path) -> Path:
        """Where a checkpoint is for the moment in which another takes its place."""
        return folder.with_name(f".old-{folder.name}")

    @contextmanager
    def alone(self, id: str) -> Generator[None, None, None]:
        """Hold a checkpoint's folder against other processes and threads.

        Raises:
            UsageError: it is no hub id.
            ModelError: the home cannot be written.
        """
        folder = self.folder_of(id)
        with hold(self.make() / f"{folder.name}.lock"):
            old = self.old_of(folder)
            if old.is_dir():
                # An import was killed between the two renames.
                if folder.exists():
                    shutil.rmtree(old, ignore_errors=True)
                else:
                    old.rename(folder)
            yield


@contextmanager
def hold(lock: Path) -> Generator[None, None, None]:
    """Hold a lock file against other processes and threads.

    Raises:
        OSError: it cannot be made.
    """
    from huggingface_hub.utils import WeakFileLock  # type: ignore[attr-defined]

    with WeakFileLock(lock):
        yield


def lock_or_none(folder: Path) -> Lock | None:
    """The lock of a folder; one that cannot be read counts as none."""
    try:
        return read_lock(folder)
    except CheckpointError:
        return None


def now() -> str:
    """The time as a lock has it: ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def not_installed_words(names: Sequence[str], *, install: str) -> str:
    """What to tell a user who needs checkpoints that are not here, in two lines.

    Args:
        names: the ids of those that are missing.
        install: what `briefgen models install` should be given: a preset's name or an id.
    """
    known = [found for name in names if (found := checkpoint(name)) is not None]
    what = download_words(known) if len(known) == len(names) else ", ".join(names)
    verb = "is" if len(names) == 1 else "are"
    return (
        f"{', '.join(names)} {verb} not installed: `briefgen models install {install}` fetches"
        f" {what}.\nOr add --preset demo, which needs no download: small demonstration models of"
        " one field."
    )
