"""What the user names, taken apart into items: files, folders, patterns, lists, feeds, URLs."""

import glob
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefgen.batch.items import Item
from briefgen.batch.names import base_of_path, base_of_url
from briefgen.errors import BriefgenError, SourceFormatError, UsageError
from briefgen.sources.decode import MAX_BYTES
from briefgen.sources.feeds import entry_links, is_feed
from briefgen.sources.fetch import fetch

_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_FEED_ENDINGS = frozenset({".xml", ".rss", ".atom", ".rdf"})
# What systems leave in folders without being asked.
_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_MAX_LINE_BYTES = MAX_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What may be fetched: nothing where `offline`, private addresses where `allow_private`."""

    offline: bool = False
    allow_private: bool = False


def expand(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    network: Network,
    ours: Callable[[Path], bool] = lambda _: False,
    known: Callable[[str], bool] = lambda _: False,
) -> Iterator[Item]:
    """Find the items of a batch.

    Args:
        inputs: files, folders (with all below them, hidden files left out), patterns such as
            `news/*.html`, `.jsonl` files with an article or the place of one a line, text files
            that list addresses or paths, one a line, RSS and Atom feeds, and addresses.
        network: what may be fetched to read feeds.
        ours: whether the batch itself has written a file, which is then no input.
        known: whether an address is known as an article, so that nobody need look if it is a feed.

    Yields:
        The items in the order of the inputs, those of a folder by name. What is wrong with an input
        is an item as well, `broken`, so that nothing is dropped unseen. An item may come twice.

    Raises:
        UsageError: an input is `-`, which cannot be named again to go on.
    """
    for given in inputs:
        name = os.fspath(given)
        if name == "-":
            raise UsageError("batch reads no standard input: save it as a file and name that")
        try:
            yield from _one(name, network, ours, known)
        except BriefgenError as error:
            yield broken(name, str(error))


def broken(source: str, problem: str) -> Item:
    """An item that stands for an input which is wrong in itself."""
    base = base_of_url(source) if _URL.match(source) else base_of_path(source)
    return Item(key=f"input {source}", source=source, base=base, kind="broken", problem=problem)


def _one(
    name: str, network: Network, ours: Callable[[Path], bool], known: Callable[[str], bool]
) -> Iterator[Item]:
    if "://" in name:
        yield from _address(name, network, known)
        return
    path = Path(name)
    if path.is_dir():
        found = False
        for file in _walk(path, ours):
            found = True
            yield from _lines(file) if file.suffix.lower() == ".jsonl" else (_file(file),)
        if not found:
            yield broken(name, f"{name} holds no files: name a folder with articles in it")
    elif not path.exists() and glob.has_magic(name):
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - any pattern, also an absolute one
        for match in matches:
            yield from _one(match, network, ours, known)
        if not matches:
            yield broken(name, f"{name} matches no file: check the pattern")
    else:
        yield from _named_file(path)


def _named_file(path: Path) -> Iterator[Item]:
    """A file that was named itself: an article, or one of the kinds that list articles."""
    if path.suffix.lower() == ".jsonl" and path.is_file():
        yield from _lines(path)
        return
    content = _small(path)
    if is_feed(content) or (path.suffix.lower() in _FEED_ENDINGS and path.is_file()):
        if not is_feed(content):
            raise SourceFormatError(f"{path} is no RSS or Atom feed: give a feed, or the articles")
        yield from (_page(link) for link in entry_links(content, source=str(path)))
        return
    listed = _listed(content)
    if listed is None:
        yield _file(path)
        return
    for line in listed:
        yield _page(line) if _URL.match(line) else _file(_beside(path, line))


def _address(url: str, network: Network, known: Callable[[str], bool]) -> Iterator[Item]:
    """An address: what it answers decides whether it is a page or a feed."""
    if known(url):
        yield _page(url)
        return
    page = fetch(url, offline=network.offline, allow_private=network.allow_private)
    if is_feed(page.content):
        yield from (_page(link) for link in entry_links(page.content, source=page.url))
    else:
        yield _page(url)


def _walk(folder: Path, ours: Callable[[Path], bool]) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        pages = {Path(name).stem for name in files if name.lower().endswith((".html", ".htm"))}
        folders[:] = sorted(
            name
            for name in folders
            # Beside a saved page browsers put a folder with its pictures and scripts.
            if not _hidden(name)
            and name.removesuffix("_files").removesuffix(".files") not in pages - {name}
        )
        for name in sorted(files):
            path = Path(root, name)
            if not _hidden(name) and not ours(path):
                yield path


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _LITTER


def _file(path: Path) -> Item:
    return Item(
        key=os.path.abspath(path),  # noqa: PTH100 - links stay what the user calls them
        source=str(path),
        base=base_of_path(str(path)),
        kind="file",
    )


def _page(url: str) -> Item:
    return Item(key=url, source=url, base=base_of_url(url), kind="url")


def _lines(path: Path) -> Iterator[Item]:
    """An item for each line of a `.jsonl`; one with `path` or `url` and no text is where it is."""
    place = os.path.abspath(path)  # noqa: PTH100
    offset = 0
    try:
        with path.open("rb") as stream:
            number = 0
            while line := stream.readline(_MAX_LINE_BYTES + 1):
                number += 1
                start, offset = offset, offset + len(line)
                if not line.strip():
                    continue
                record = _record(line)
                reference = _reference(record)
                if reference:
                    yield (
                        _page(reference)
                        if _URL.match(reference)
                        else _file(_beside(path, reference))
                    )
                    continue
                yield Item(
                    key=f"{place}:{number}",
                    source=f"{path}:{number}",
                    base=_base_of_record(record) or f"{base_of_path(str(path))}-{number}",
                    kind="line",
                    line=number,
                    offset=start,
                    length=len(line),
                )
    except OSError as error:
        raise SourceFormatError(f"{path} cannot be read: {error.strerror}; check it") from error


def _record(line: bytes) -> dict[str, object]:
    """The object of a line; empty where it is none, which is reported when it is loaded."""
    try:
        value: object = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _reference(record: dict[str, object]) -> str:
    if record.get("text") or record.get("html"):
        return ""
    for key in ("path", "url", "source"):
        value = record.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _base_of_record(record: dict[str, object]) -> str:
    for key in ("source", "url"):
        value = record.get(key)
        if isinstance(value, str) and value.strip(" -"):
            return base_of_url(value) if _URL.match(value) else base_of_path(value)
    return ""


def _beside(listing: Path, name: str) -> Path:
    """A path in a list: from the folder of the list, or else from here."""
    beside = listing.parent / name
    return beside if beside.exists() or not Path(name).exists() else Path(name)


def _small(path: Path) -> bytes:
    """The content of a file that may be a list or a feed; empty where it cannot be read."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return b""
        return path.read_bytes()
    except (OSError, ValueError):
        return b""


def _listed(content: bytes) -> list[str] | None:
    """The lines of a list, at least one of them an address; None where it is a text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines or not any(map(_URL.fullmatch, lines)):
        return None
    return lines if all(len(line.split()) == 1 for line in lines) else None
