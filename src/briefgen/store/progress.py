"""How far an install, an export or an import is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an install is. Bytes count over all files, those fetched earlier included.

    `converting` is set once, when all is fetched and the conversion begins.
    """

    file: str
    done_bytes: int
    total_bytes: int
    converting: bool = False


Report: TypeAlias = Callable[[Progress], None]


class Meter:
    """Adds up the bytes of one file for the progress of all.

    Args:
        file: its name.
        before: bytes of the files before it.
        total: bytes of all files.
        progress: is told; None for nobody.
    """

    def __init__(self, file: str, before: int, total: int, progress: Report | None) -> None:
        self._file = file
        self._done = before
        self._total = total
        self._progress = progress

    def add(self, arrived: int) -> None:
        """Count bytes that have arrived."""
        self._done += arrived
        if self._progress is not None:
            self._progress(
                Progress(file=self._file, done_bytes=self._done, total_bytes=self._total)
            )
