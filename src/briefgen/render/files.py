"""Writing files whole or not at all: beside their place first, then renamed into it."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from briefgen.errors import OutputError


def check_target(path: Path, *, force: bool) -> None:
    """Refuse a place where no document can be written, before any work is done for it.

    Args:
        path: the file to be.
        force: an existing file may be replaced.

    Raises:
        OutputError: a folder, a device, a missing parent, or an existing file without `force`.
    """
    try:
        if path.is_dir():
            raise OutputError(f"{path} is a folder: name a file in it")
        if path.exists() and not path.is_file():
            raise OutputError(f"{path} is not a file: name another place")
        if path.exists() and not force:
            raise OutputError(f"{path} exists: name another place, or replace it with --force")
        if not path.parent.exists():
            raise OutputError(f"the folder {path.parent} does not exist: make it first")
        if not path.parent.is_dir():
            raise OutputError(f"{path.parent} is not a folder, so {path} cannot be written")
    except OSError as error:  # such as a name that is too long, or a folder that may not be read
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error


def write_file(path: Path, data: bytes) -> Path:
    """Write one file, replacing what is there.

    Args:
        path: a file in a folder that exists.
        data: its content.

    Returns:
        The path.

    Raises:
        OutputError: it cannot be written; what was there before is still there.
    """
    return write_files({path: data})[0]


def write_files(contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write several files: all are on the disk before the first takes its name.

    Args:
        contents: what goes where, each in a folder that exists.

    Returns:
        The paths, in order.

    Raises:
        OutputError: one cannot be written; no temporary file is left.
    """
    waiting: dict[Path, Path] = {}
    path = Path()
    try:
        for path, data in contents.items():
            check_target(path, force=True)
            # A link stays a link: the file that it points at is replaced.
            real = path.resolve() if path.is_symlink() else path
            beside = real.with_name(f".{secrets.token_hex(6)}.briefgen")
            waiting[beside] = real
            with beside.open("xb") as file:
                file.write(data)
        for beside, path in tuple(waiting.items()):
            os.replace(beside, path)  # noqa: PTH105 - replaces on every system
            del waiting[beside]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(f"{path} cannot be written: {reason}") from error
    finally:
        for beside in waiting:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
    return tuple(contents)
