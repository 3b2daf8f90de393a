"""What is installed: the record, and the lock file that makes a folder an installed checkpoint.

`briefgen-lock.json` is written last and at once: a folder without one is half an install.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from briefgen.errors import CheckpointError
from briefgen.store.files import files_in, sha256_of

LOCK_NAME = "briefgen-lock.json"
SCHEMA = "briefgen/lock-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFile:
    """A file as it was when the checkpoint was installed; `size` in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The content of a lock file.

    Attributes:
        id: the hub id.
        revision: the commit.
        licence: SPDX id, or `unknown`.
        files: by name.
        installed: ISO 8601, UTC.
    """

    id: str
    revision: str
    licence: str
    files: Mapping[str, LockedFile]
    installed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A checkpoint on this machine.

    Attributes:
        id: hub id, the name of an embedded one, or the folder as the user gave it.
        folder: where its files are.
        revision: the commit; `embedded-…` with the start of its weights' hash, or `local`.
        licence: SPDX id, or `unknown`.
        files: SHA-256 of each file that briefgen reads, by name.
        size_bytes: of those files together.
        installed: when, ISO 8601 in UTC; empty where no lock says it.
    """

    id: str
    folder: Path
    revision: str
    licence: str
    files: Mapping[str, str] = field(default_factory=dict)
    size_bytes: int
    installed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one file of an installed checkpoint, for a person."""

    file: str
    detail: str


def as_installed(lock: Lock, folder: Path) -> Installed:
    """The record of a folder that has a lock."""
    return Installed(
        id=lock.id,
        folder=folder,
        revision=lock.revision,
        licence=lock.licence,
        files={name: locked.sha256 for name, locked in lock.files.items()},
        size_bytes=sum(locked.size for locked in lock.files.values()),
        installed=lock.installed,
    )


def write_lock(lock: Lock, folder: Path) -> None:
    """Write the lock of a folder, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    content = {
        "schema": SCHEMA,
        "id": lock.id,
        "revision": lock.revision,
        "licence": lock.licence,
        "files": {
            name: {"sha256": locked.sha256, "size": locked.size}
            for name, locked in lock.files.items()
        },
        "installed": lock.installed,
    }
    beside = folder / f"{LOCK_NAME}.new"
    with beside.open("w", encoding="utf-8") as stream:
        json.dump(content, stream, indent=2, ensure_ascii=False)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(folder / LOCK_NAME)


def read_lock(folder: Path) -> Lock | None:
    """The lock of a folder, or None where it has none.

    Raises:
        CheckpointError: there is one that cannot be read, or that is not a lock.
    """
    path = folder / LOCK_NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path} cannot be read ({error}): install it again") from error
    try:
        return _parse(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CheckpointError(
            f"{path} is not a lock that this briefgen reads: install it again"
        ) from error


def _parse(content: object) -> Lock:
    fields = cast("dict[str, object]", content)
    if fields["schema"] != SCHEMA:
        raise ValueError(f"schema {fields['schema']!r}")
    files = cast("dict[str, dict[str, object]]", fields["files"])
    return Lock(
        id=str(fields["id"]),
        revision=str(fields["revision"]),
        licence=str(fields["licence"]),
        files={
            # Names come from a file that may have been copied here from elsewhere.
            _plain(name): LockedFile(
                sha256=str(entry["sha256"]), size=int(cast("int", entry["size"]))
            )
            for name, entry in files.items()
        },
        installed=str(fields["installed"]),
    )


def _plain(name: str) -> str:
    if not name or name in {".", ".."} or "/" in name or "\\" in name or ":" in name:
        raise ValueError(f"file name {name!r}")
    return name


def quick_problems(lock: Lock, folder: Path) -> tuple[Problem, ...]:
    """Files that are missing or of another size: found without reading them."""
    problems = []
    for name, locked in lock.files.items():
        path = folder / name
        if not path.is_file():
            problems.append(Problem(file=name, detail="is missing"))
        elif (size := path.stat().st_size) != locked.size:
            problems.append(Problem(file=name, detail=f"has {size} bytes, not {locked.size}"))
    return tuple(problems)


def refuse_damaged(lock: Lock, folder: Path) -> None:
    """Raise CheckpointError where a file of an installed checkpoint is missing or cut short."""
    problems = quick_problems(lock, folder)
    if problems:
        first = problems[0]
        raise CheckpointError(
            f"{lock.id} is damaged: {first.file} {first.detail}. `briefgen models install"
            f" {lock.id}` mends it"
        )


def damage(lock: Lock, folder: Path) -> tuple[Problem, ...]:
    """Files that are not what was installed: each is read and hashed.

    Raises:
        OSError: one cannot be read.
    """
    problems = list(quick_problems(lock, folder))
    seen = {problem.file for problem in problems}
    for name, locked in lock.files.items():
        if name not in seen and sha256_of(folder / name) != locked.sha256:
            problems.append(Problem(file=name, detail="has another checksum than when installed"))
    return tuple(problems)


def strangers(lock: Lock, folder: Path) -> tuple[Problem, ...]:
    """Files that no install put there: a loader might take one for the checkpoint's own."""
    return tuple(
        Problem(file=name, detail="was not installed by briefgen")
        for name in files_in(folder)
        if name not in lock.files and name != LOCK_NAME and not name.startswith(".")
    )
