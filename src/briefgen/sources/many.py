"""One source that may hold several articles: `.jsonl`, from a file or from standard input."""

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from briefgen.errors import SourceError, SourceFormatError, SourceNotFoundError
from briefgen.records import Article
from briefgen.sources.decode import MAX_BYTES
from briefgen.sources.jsonl import read_jsonl
from briefgen.sources.load import load_article


def load_each(
    source: str | os.PathLike[str],
    *,
    first: int = 1,
    stdin: BinaryIO | None = None,
    offline: bool = False,
    allow_private: bool = False,
) -> Iterator[Article | SourceError]:
    """Load every article of a source: those of a `.jsonl` one by one, the one of any other.

    Standard input is read as `.jsonl` where its first line is a JSON object.

    Args:
        source: as for `load.load_article`, or a path that ends in `.jsonl`.
        first: number in the id of the first article: 1 makes `a1`, `a2`, and so on.
        stdin: what `-` reads; the process's standard input where it is None.
        offline: refuse a URL before any socket opens.
        allow_private: let a URL point into a private network.

    Yields:
        In order an article, or the error of what cannot be one.

    Raises:
        OfflineError: the source is a URL, and `offline` is on.
    """
    name = os.fspath(source)
    if name.lower().endswith(".jsonl") and "://" not in name:
        yield from _file(Path(name), first)
        return
    stream = stdin
    if name == "-":
        data = (stdin or sys.stdin.buffer).read(MAX_BYTES + 1)
        if _is_jsonl(data):
            yield from read_jsonl(io.BytesIO(data), source="-", first=first)
            return
        stream = io.BytesIO(data)
    try:
        yield load_article(
            source, id=f"a{first}", stdin=stream, offline=offline, allow_private=allow_private
        )
    except SourceError as error:
        yield error


def _file(path: Path, first: int) -> Iterator[Article | SourceError]:
    try:
        with path.open("rb") as stream:
            yield from read_jsonl(stream, source=str(path), first=first)
    except FileNotFoundError:
        yield SourceNotFoundError(f"no such file: {path}; check the path")
    except OSError as error:
        yield SourceFormatError(f"{path} cannot be read: {error.strerror}; check the path")


def _is_jsonl(data: bytes) -> bool:
    """Whether the first line that is not blank is a JSON object."""
    line = data.lstrip()[:1]
    if line != b"{":
        return False
    try:
        return isinstance(json.loads(data.lstrip().split(b"\n", 1)[0]), dict)
    except (ValueError, RecursionError):
        return False
