"""What files are called: after their inputs, the same on every system, no two alike."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

_MAX_BYTES = 180
"""Of 255 that file systems allow: room for a number, an ending and the stem of a digest."""

# What Windows forbids in names; the separators of paths are among it.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]+')
# The batch's own documents, devices of Windows, and what ends like another item's documents do:
# `a.review.html`, `a.prs.md`.
_RESERVED = re.compile(
    r"index|digest(?:-\d{4}-\d\d-\d\d)?|.*\.(?:review|en|prs|ps|ru)"
    r"|con|prn|aux|nul|(?:com|lpt)[0-9]",
    re.IGNORECASE,
)
_PAGE_ENDINGS = re.compile(r"\.(?:html?|xhtml|shtml|php\d?|aspx?|jsp|pdf|txt|md)$", re.IGNORECASE)


def base_of_path(path: str) -> str:
    """The wished name for a file: its own, without ending.

    >>> base_of_path("news/2026-03-03 floods.html")
    '2026-03-03 floods'
    """
    return _safe(Path(path).stem)


def base_of_url(url: str) -> str:
    """The wished name for a page: the last part of its path, else its host.

    >>> base_of_url("https://example.org/news/Floods%20in%20Kunduz.html?page=2")
    'Floods-in-Kunduz'
    >>> base_of_url("https://example.org/")
    'example.org'
    """
    parts = urlsplit(url)
    names = [unquote(name) for name in parts.path.split("/") if name.strip()]
    last = _PAGE_ENDINGS.sub("", names[-1]) if names else ""
    return _safe(re.sub(r"\s+", "-", last.strip()) or parts.hostname or "page")


def folded(name: str) -> str:
    """What two names have in common that some file system takes for one."""
    return unicodedata.normalize("NFC", name).casefold()


class Namer:
    """Gives every item a name of its own.

    Args:
        taken: whether a folded name is in use.
    """

    def __init__(self, taken: Callable[[str], bool]) -> None:
        self._taken = taken
        self._next: dict[str, int] = {}

    def name(self, base: str) -> str:
        """The base, or the base with the first number from 2 that makes it a new name."""
        start = folded(base)
        number = self._next.get(start, 1)
        while True:
            name = base if number == 1 else f"{base}-{number}"
            number += 1
            if not _RESERVED.fullmatch(name) and not self._taken(folded(name)):
                self._next[start] = number
                return name


def _safe(name: str) -> str:
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    while len(name.encode()) > _MAX_BYTES:
        name = name[: min(len(name) - 1, _MAX_BYTES)].rstrip(" .")
    return name or "brief"
