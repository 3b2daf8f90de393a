"""CTranslate2's `model.bin`: named arrays, read without loading them, written one after another.

The layout is that of version 6 of CTranslate2's binary files (`ModelSpec` writes it), numbers in
little-endian: the version; the specification's name and revision; the count of variables, and for
each its name, rank, dimensions, type, bytes and data; the count of aliases, and for each its name
and the variable that it stands for. CTranslate2 has no reader of its own in Python.
"""

import mmap
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

import numpy as np
from numpy.typing import NDArray

from briefgen.errors import CheckpointError

_VERSIONS = (5, 6)
"""Since version 5 a variable's bytes are counted; version 6 only added types."""

_TYPES = ("<f4", "i1", "<i2", "<i4", "<f2", "<u2")  # the last is bfloat16, whose bits are kept
_MOST_NAMES = 100_000
_DEEPEST = 8

Array: TypeAlias = NDArray[np.generic]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What is in a `model.bin`.

    Attributes:
        specification: name and revision of the layout, such as `("TransformerSpec", 7)`.
        variables: arrays by name, in the file's order; views of the file, not copies.
        types: number of each variable's type in CTranslate2's list.
        aliases: further names, and the variable that each stands for.
    """

    specification: tuple[str, int]
    variables: Mapping[str, Array]
    types: Mapping[str, int]
    aliases: Mapping[str, str]

    def find(self, name: str) -> Array | None:
        """A variable by its name or by an alias; None where there is none."""
        return self.variables.get(self.aliases.get(name, name))


@contextmanager
def read_weights(path: Path) -> Iterator[Weights]:
    """Open a `model.bin`; its arrays can be used inside the block only.

    Args:
        path: the file. Nothing of it is loaded before it is used.

    Raises:
        CheckpointError: it is not such a file, is cut off, or is of a version that is not known.
    """
    with path.open("rb") as file:
        try:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError as error:  # an empty file
            raise _damaged(path) from error
        # Views of the map may live on in the caller's variables: it is closed with the last one.
        yield _Reader(path, data).weights()


def write_weights(
    path: Path,
    specification: tuple[str, int],
    variables: Mapping[str, tuple[int, Array]],
    aliases: Mapping[str, str],
) -> None:
    """Write a `model.bin`.

    Args:
        path: the new file.
        specification: name and revision of the layout.
        variables: by name the number of the type and the array; written one at a time.
        aliases: further names, and the variable that each stands for.

    Raises:
        OSError: it cannot be written.
    """
    name, revision = specification
    with path.open("wb") as file:
        file.write(struct.pack("<I", _VERSIONS[-1]))
        _write_name(file, name)
        file.write(struct.pack("<II", revision, len(variables)))
        for variable in sorted(variables):
            kind, array = variables[variable]
            _write_name(file, variable)
            file.write(struct.pack("<B", array.ndim))
            file.write(struct.pack(f"<{array.ndim}I", *array.shape))
            file.write(struct.pack("<BI", kind, array.nbytes))
            file.write(np.ascontiguousarray(array).data)
        file.write(struct.pack("<I", len(aliases)))
        for alias in sorted(aliases):
            _write_name(file, alias)
            _write_name(file, aliases[alias])


def _write_name(file: BinaryIO, name: str) -> None:
    data = name.encode() + b"\0"
    file.write(struct.pack("<H", len(data)) + data)


class _Reader:
    """Takes one thing after another from a file's bytes."""

    def __init__(self, path: Path, data: mmap.mmap) -> None:
        self._path = path
        self._data = data
        self._place = 0

    def weights(self) -> Weights:
        version = self._number("<I")
        if version not in _VERSIONS:
            raise CheckpointError(
                f"{self._path}: not a model of CTranslate2 that can be read (version {version}):"
                " convert the original checkpoint again"
            )
        name = self._name()
        revision = self._number("<I")
        variables: dict[str, Array] = {}
        types: dict[str, int] = {}
        for _ in range(self._count()):
            variable = self._name()
            variables[variable], types[variable] = self._array()
        aliases = self._pairs()
        if any(target not in variables for target in aliases.values()):
            raise _damaged(self._path)
        return Weights(
            specification=(name, revision), variables=variables, types=types, aliases=aliases
        )

    def _pairs(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for _ in range(self._count()):
            alias = self._name()
            found[alias] = self._name()
        return found

    def _array(self) -> tuple[Array, int]:
        rank = self._number("<B")
        if rank > _DEEPEST:
            raise _damaged(self._path)
        shape = tuple(self._number("<I") for _ in range(rank))
        kind, size = self._number("<B"), self._number("<I")
        if kind >= len(_TYPES):
            raise _damaged(self._path)
        found = np.dtype(_TYPES[kind])
        values = 1
        for dimension in shape:
            values *= dimension
        if values * found.itemsize != size or self._place + size > len(self._data):
            raise _damaged(self._path)
        array = np.frombuffer(self._data, dtype=found, count=values, offset=self._place)
        self._place += size
        return array.reshape(shape), kind

    def _count(self) -> int:
        count = self._number("<I")
        if count > _MOST_NAMES:
            raise _damaged(self._path)
        return count

    def _number(self, form: str) -> int:
        size = struct.calcsize(form)
        if self._place + size > len(self._data):
            raise _damaged(self._path)
        (value,) = struct.unpack_from(form, self._data, self._place)
        self._place += size
        return int(value)

    def _name(self) -> str:
        length = self._number("<H")
        data = self._data[self._place : self._place + length]
        self._place += length
        if len(data) != length or not data.endswith(b"\0"):
            raise _damaged(self._path)
        try:
            return data[:-1].decode()
        except UnicodeDecodeError as error:
            raise _damaged(self._path) from error


def _damaged(path: Path) -> CheckpointError:
    return CheckpointError(f"{path}: not a model of CTranslate2, or cut off: install it again")
