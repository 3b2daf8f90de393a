"""Checkpoints that no install brought: the user's own folders, and those embedded in briefgen."""

from dataclasses import replace
from importlib.resources import files as resources
from pathlib import Path

from briefgen.errors import CheckpointError
from briefgen.registry import Checkpoint, spdx
from briefgen.store.files import (
    CONFIG,
    CONVERTED_FOLDER,
    CONVERTED_WEIGHTS,
    files_to_read,
    licence_in,
    sha256_of,
)
from briefgen.store.lock import Installed, as_installed, read_lock, refuse_damaged


def is_path(name: str) -> bool:
    """Whether a name can only be meant as a folder: it is written as no hub id is.

    >>> is_path("./model"), is_path("a/b/c"), is_path("facebook/bart-large-cnn")
    (True, True, False)
    """
    return (
        name.startswith((".", "~", "/"))
        or "\\" in name
        or name.count("/") > 1
        or name.endswith("/")
        or Path(name).is_absolute()
    )


def embedded_folder(known: Checkpoint) -> Path:
    """Where an embedded checkpoint is, or would be."""
    return Path(str(resources("briefgen") / "demo" / str(known.builtin)))


def embedded(known: Checkpoint) -> Installed:
    """The record of a checkpoint that comes with briefgen.

    Raises:
        CheckpointError: this copy of briefgen lacks it.
    """
    folder = embedded_folder(known)
    if not (folder / CONFIG).is_file():
        raise CheckpointError(
            f"{known.id} is missing from this copy of briefgen: install briefgen again"
        )
    found = _hashed(known.id, folder)
    made = f"{CONVERTED_FOLDER}/{CONVERTED_WEIGHTS}"
    weights = made if made in found.files else list(found.files)[-1]
    return replace(
        found,
        revision=f"embedded-{found.files[weights][:12]}",
        licence=known.licence or "unknown",
    )


def local(name: str, folder: Path) -> Installed:
    """The record of a folder: from its lock where it has one, else from reading its files.

    Args:
        name: the folder as the user gave it.
        folder: the same as a path.

    Raises:
        CheckpointError: it is not a checkpoint, is damaged, or cannot be read.
    """
    lock = read_lock(folder)
    if lock is not None:
        refuse_damaged(lock, folder)
        return as_installed(lock, folder)
    return _hashed(name, folder)


def _hashed(name: str, folder: Path) -> Installed:
    """The record of a folder without a lock: read and hash what a model is loaded from."""
    try:
        hashes = {file: sha256_of(folder / file) for file in files_to_read(folder, name)}
        size_bytes = sum((folder / file).stat().st_size for file in hashes)
        licence = licence_in(folder / "README.md")
    except OSError as error:
        raise CheckpointError(f"{name} cannot be read: {error}") from error
    return Installed(
        id=name,
        folder=folder,
        revision="local",
        licence=spdx(licence) if licence is not None else "unknown",
        files=hashes,
        size_bytes=size_bytes,
    )
