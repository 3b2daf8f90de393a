"""Licences and sizes, as a person reads them."""

from collections.abc import Iterable

from briefgen.registry.base import Checkpoint

_SPDX = {
    licence.lower(): licence
    for licence in (
        *("MIT", "Apache-2.0", "BSD-3-Clause", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0"),
        *("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0"),
    )
}


def spdx(licence: str) -> str:
    """A licence as hub cards write it (lower case), as SPDX writes it; others stay as they are.

    >>> spdx("cc-by-nc-4.0"), spdx("other")
    ('CC-BY-NC-4.0', 'other')
    """
    return _SPDX.get(licence.strip().lower(), licence.strip())


def permits_commercial_use(licence: str) -> bool | None:
    """What a licence says of commercial use; None where briefgen does not know the licence.

    >>> [permits_commercial_use(name) for name in ("MIT", "CC-BY-NC-4.0", "other")]
    [True, False, None]
    """
    name = spdx(licence)
    if name.lower() not in _SPDX:
        return None
    return "-NC" not in name


def size_words(size_bytes: int) -> str:
    """A size in decimal units, as download pages give it.

    >>> size_words(2_482_000_000), size_words(27_400_000), size_words(846)
    ('2.5 GB', '27 MB', '1 kB')
    """
    if size_bytes >= 1_000_000_000:
        return f"{size_bytes / 1e9:.1f} GB"
    if size_bytes >= 1_000_000:
        return f"{size_bytes / 1e6:.0f} MB"
    return f"{max(1, round(size_bytes / 1e3))} kB"


def licence_words(licence: str | None) -> str:
    """A licence for a sentence, with what it forbids.

    >>> licence_words("CC-BY-NC-4.0")
    'under CC-BY-NC-4.0, which does not permit commercial use'
    """
    if licence is None or licence == "unknown":
        return "under a licence that briefgen does not know (see its page on the hub)"
    if permits_commercial_use(licence) is False:
        return f"under {licence}, which does not permit commercial use"
    return f"under {licence}"


def download_words(checkpoints: Iterable[Checkpoint]) -> str:
    """What an install would fetch, how big and under which licences, for a sentence.

    >>> from briefgen.registry import CHECKPOINTS
    >>> download_words([CHECKPOINTS["facebook/bart-large-cnn"]])
    'facebook/bart-large-cnn (about 1.6 GB, under MIT)'
    """
    parts = []
    for known in checkpoints:
        size = (
            "size shown before the download"
            if known.download_bytes is None
            else f"about {size_words(known.download_bytes)}"
        )
        parts.append(f"{known.id} ({size}, {licence_words(known.licence)})")
    return " and ".join(parts)
