"""What is installed: the record, and the lock file that makes a folder an installed checkpoint.

`briefgen-lock.json` is written last and at once: a folder without one is half an install.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from briefgen.errors import CheckpointError
from briefgen.store.files import (
    CONVERTED_MODEL,
    CONVERTED_WEIGHTS,
    MADE_FOLDERS,
    all_files_in,
    sha256_of,
    weights_among,
)

LOCK_NAME = "briefgen-lock.json"
SCHEMA = "briefgen/lock-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFile:
    """A file as it was when the checkpoint was installed; `size` in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What briefgen made of the checkpoint for CTranslate2.

    Attributes:
        tool: the versions of briefgen and CTranslate2 that made it.
        weights: the format of its numbers, such as `int8`.
        original: the original's weights that it was made from, by name.
        kept: whether those are still here.
    """

    tool: str
    weights: str
    original: Mapping[str, LockedFile]
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The content of a lock file.

    Attributes:
        id: the hub id.
        revision: the commit.
        licence: SPDX id, or `unknown`.
        files: by name; those that briefgen has made as `ct2/NAME`, `cut/NAME`.
        installed: ISO 8601, UTC.
        conversion: how those were made; None where nothing was converted here.
    """

    id: str
    revision: str
    licence: str
    files: Mapping[str, LockedFile]
    installed: str
    conversion: Conversion | None = None

    @property
    def made(self) -> dict[str, LockedFile]:
        """Its files that briefgen has made."""
        return {name: file for name, file in self.files.items() if "/" in name}


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

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines that can run it as it is here, the one that is preferred first."""
        found = []
        if CONVERTED_WEIGHTS in self.files or CONVERTED_MODEL in self.files:
            found.append("ct2")
        if weights_among(self.files):
            found.append("torch")
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A checkpoint of an archive that is here now; `was_here` where it had been before."""

    checkpoint: Installed
    was_here: bool


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


def lock_content(lock: Lock) -> dict[str, object]:
    """A lock as JSON holds it."""
    made = lock.conversion
    return {
        "schema": SCHEMA,
        "id": lock.id,
        "revision": lock.revision,
        "licence": lock.licence,
        "files": _entries(lock.files),
        "installed": lock.installed,
        "conversion": None
        if made is None
        else {
            "tool": made.tool,
            "weights": made.weights,
            "original": _entries(made.original),
            "kept": made.kept,
        },
    }


def _entries(files: Mapping[str, LockedFile]) -> dict[str, dict[str, object]]:
    return {name: {"sha256": locked.sha256, "size": locked.size} for name, locked in files.items()}


def write_lock(lock: Lock, folder: Path) -> None:
    """Write the lock of a folder, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    content = lock_content(lock)
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
        return parse_lock(content)
    except ValueError as error:
        raise CheckpointError(
            f"{path} is not a lock that this briefgen reads: install it again"
        ) from error


def parse_lock(content: object) -> Lock:
    """The lock that a JSON object holds.

    Raises:
        ValueError: it is none, or names files outside its folder.
    """
    try:
        fields = cast("dict[str, object]", content)
        if fields["schema"] != SCHEMA:
            raise ValueError(f"schema {fields['schema']!r}")
        made = cast("dict[str, object] | None", fields.get("conversion"))
        return Lock(
            id=str(fields["id"]),
            revision=str(fields["revision"]),
            licence=str(fields["licence"]),
            files=_files(fields["files"]),
            installed=str(fields["installed"]),
            conversion=None
            if made is None
            else Conversion(
                tool=str(made["tool"]),
                weights=str(made["weights"]),
                original=_files(made["original"]),
                kept=bool(made["kept"]),
            ),
        )
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _files(entries: object) -> dict[str, LockedFile]:
    return {
        # Names come from a file that may have been copied here from elsewhere.
        _inside(name): LockedFile(sha256=str(entry["sha256"]), size=_size(entry["size"]))
        for name, entry in cast("dict[str, dict[str, object]]", entries).items()
    }


def _size(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise ValueError(f"size {value!r}")
    return value


# Directly in the checkpoint's folder or in one that briefgen makes in it; names that every file
# system takes, and none that is hidden or leads elsewhere.
_NAME = re.compile(rf"(?:(?:{'|'.join(MADE_FOLDERS)})/)?[A-Za-z0-9_][A-Za-z0-9_.\-]{{0,127}}")


def _inside(name: str) -> str:
    if not _NAME.fullmatch(name):
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
        for name in all_files_in(folder)
        if name not in lock.files and name != LOCK_NAME and not name.startswith(".")
    )
