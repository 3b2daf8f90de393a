"""Title, date and authors: what stands above a body, and sometimes below it."""

import re
from collections.abc import Mapping, Sequence

from briefgen.sources.decode import squeeze
from briefgen.sources.features import Look
from briefgen.sources.furniture import split_words
from briefgen.sources.layout import Unit

_REACH = 40
_MAX_TITLE_WORDS = 40
_MAX_TITLE_CHARS = 300
_NAME_WORD = r"[^\W\d_a-zа-я][\w.’'\u200c-]*"
_NAME = rf"{_NAME_WORD}(?:\s+(?:{_NAME_WORD}|de|da|der|van|von|bin|al|el|ibn)){{0,4}}"
_BY = re.compile(
    r"^(?:(?:written|reported|posted|words|text|story|published|updated)\s+)?by:?\s+(.+)$"
    r"|^(?:авторы?|текст|корреспондент|подготовил[аи]?)\s*[:：—-]?\s+(.+)$"
    r"|^(?:نویسنده|گزارشگر|خبرنگار|نوشته|لیکوال|لیکونکی|خبریال|بقلم|به قلم)\s*[:：]?\s+(.+)$"
    r"|^(?:von|par|por|di|oleh|autor|auteur|autore|author|authors|yazan|penulis)\s*:?\s+(.+)$",
    re.IGNORECASE,
)
_BY_INSIDE = re.compile(rf"\bby\s+({_NAME}(?:\s*(?:,|and|&)\s*{_NAME})*)")
_SPLIT = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bи\b|\bet\b|\by\b|\be\b| و |،)\s*")
_CUT = re.compile(r"\s*(?:[|•·—–]|\bon\b|\bfor\b|\bupdated\b|\bpublished\b|\d).*$|\s+-\s.*$", re.I)
_ROLE = re.compile(
    r"\b(?:staff|writer|reporter|editor|correspondent|press|news|associated|special|contributor|"
    r"корреспондент|редакция|خبرنگار)\b",
    re.IGNORECASE,
)


def find_title(
    head: Sequence[Unit], looks: Sequence[Look], body_words: Mapping[str, int]
) -> int | None:
    """Find the headline among the units above the body.

    Args:
        head: the units above the body; `looks` begins with theirs.
        looks: what the units show.
        body_words: how often each word stands in the body, in lower case.

    Returns:
        The place of the headline in `head`, or None where nothing there looks like one.
    """
    best: tuple[float, int] | None = None
    for place in range(len(head) - 1, max(-1, len(head) - 1 - _REACH), -1):
        score = _title_score(head, looks, place, body_words)
        if score is not None and (best is None or score >= best[0]):
            best = (score, place)
    return best[1] if best is not None and best[0] > 0 else None


def _title_score(
    head: Sequence[Unit], looks: Sequence[Look], place: int, body_words: Mapping[str, int]
) -> float | None:
    unit, seen = head[place], looks[place]
    if not 2 <= seen.words <= _MAX_TITLE_WORDS or len(unit.text) > _MAX_TITLE_CHARS:
        return None
    if seen.hits.whole or seen.credit or _BY.match(unit.text):
        return None
    if seen.date is not None and seen.words <= 12:
        return None
    words = [word for word in split_words(unit.text) if len(word) > 3]
    overlap = sum(1 for word in words if body_words.get(word)) / len(words) if words else 0.0
    share = seen.hits.share
    score = 3.0 * overlap - 1.0
    score += 1.0 if 4 <= seen.words <= 20 else -0.5
    score += 0.6 if seen.repeated else 0.0
    score -= 1.5 if unit.bullet else 0.0
    score -= 1.5 if unit.text.endswith(".") else 0.0
    score -= 0.04 * (len(head) - place)
    score -= 2.0 * (share["control"] + share["behind"] + share["end"] + share["legal"])
    score -= 1.0 * share["picture"]
    return score


def find_published(looks: Sequence[Look], above: range, below: range) -> str | None:
    """The date of publication: the first date line between title and body, else just below."""
    for place in (*above, *below):
        seen = looks[place]
        published: str | None = seen.date
        if published is not None and seen.words <= 25 and not seen.prose and not seen.credit:
            return published
    return None


def find_authors(
    units: Sequence[Unit], looks: Sequence[Look], above: range, below: range
) -> tuple[str, ...]:
    """The names of the byline, in order; none where there is no byline."""
    for place in (*above, *below):
        if looks[place].prose or looks[place].words > 20:
            continue
        text = units[place].text
        match = _BY.match(text)
        listed = next((group for group in match.groups() if group), "") if match else ""
        if not listed:
            inside = _BY_INSIDE.search(text) if looks[place].date is not None else None
            listed = inside[1] if inside else ""
        if not listed and re.fullmatch(r"by:?", text, re.IGNORECASE) and place + 1 < len(units):
            listed = units[place + 1].text
        names = split_authors(listed)
        if names:
            return names
    return ()


def split_authors(listed: str) -> tuple[str, ...]:
    """Names out of a byline.

    >>> split_authors("Ann Lee, Omar Said and Staff Writers | July 4")
    ('Ann Lee', 'Omar Said')
    """
    names: dict[str, None] = {}
    for part in _SPLIT.split(_CUT.sub("", squeeze(listed))):
        name = part.strip(" .,:;|()-")
        words = name.split()
        if not 1 <= len(words) <= 5 or len(name) > 60 or "@" in name or "/" in name:
            continue
        if _ROLE.search(name) or not name[0].isalpha() or name[0].islower():
            continue
        names[name] = None
    return tuple(names)
