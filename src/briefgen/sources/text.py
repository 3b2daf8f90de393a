"""Pasted text to an article: what a browser's copy holds, less what stands around the article.

No site is known by name. Every line is scored by what it shows (`features`, `scoring`); the best
stretch of lines is the article, and what stands above it is searched for title, date and authors.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefgen.sources.extracted import Block, BlockKind, Extracted
from briefgen.sources.features import Look, look
from briefgen.sources.furniture import main_language, split_words
from briefgen.sources.heads import find_authors, find_published, find_title
from briefgen.sources.layout import Unit, read_units
from briefgen.sources.scoring import choose

_HEADING_WORDS = 16
_QUESTION_WORDS = 10
_MOST_HEADINGS = 0.4
_LABEL = re.compile(r"\w{1,2}\s?[:.)]\s")
_ECHO_WORDS = 5
_LONGEST_ECHO_WORDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A unit that stays, with its place among all units."""

    place: int
    unit: Unit
    look: Look


def extract_text(text: str) -> Extracted:
    """Find the article in a plain text.

    Args:
        text: of `decode.clean`: lines as they were copied, with or without indentation.

    Returns:
        Title, date and authors where they stand, and the body. The body has no blocks only where
        the text has no words.
    """
    units = read_units(text)
    if not units:
        return Extracted()
    return read_article(units, look(units, main_language(text)))


def read_article(units: Sequence[Unit], looks: Sequence[Look]) -> Extracted:
    """Choose the article among units that have been looked at, and read what stands around it.

    Args:
        units: of `layout.read_units`, at least one.
        looks: of `features.look` for the same units.
    """
    kept = _choose(units, looks)
    if not kept:
        return Extracted()
    first = _first_of_body(kept)
    head = units[: kept[first].place]
    body = [item for item in kept[first:] if not _is_data(item.look)]
    body_words = Counter(word for item in body for word in split_words(item.unit.text[:2000]))
    title_place = find_title(head, looks, body_words)
    title = units[title_place].text if title_place is not None else ""
    body = _without_echoes(body, title)
    around = range(
        max(0, (title_place if title_place is not None else kept[first].place) - 6),
        kept[first].place,
    )
    stop = kept[-1].place + 1
    return Extracted(
        title=title,
        authors=find_authors(units, looks, around, range(stop, min(stop + 4, len(units)))),
        published=find_published(looks, around, range(stop, min(stop + 6, len(units)))),
        blocks=_blocks(body),
    )


def _choose(units: Sequence[Unit], looks: Sequence[Look]) -> list[_Kept]:
    """The units of the article, in order; all but furniture where the scores find none."""
    places = list(choose(looks))
    if not places:
        places = [
            place
            for place, seen in enumerate(looks)
            if seen.sentence and not (seen.calls or seen.credit or seen.above_title)
        ]
    if not places:
        places = [place for place, seen in enumerate(looks) if seen.words and not seen.hits.whole]
    if not places:
        places = [place for place, seen in enumerate(looks) if seen.words]
    return [_Kept(place=place, unit=units[place], look=looks[place]) for place in places]


def _first_of_body(kept: Sequence[_Kept]) -> int:
    """Which kept unit begins the body: the first that reads as a sentence, else the first."""
    for position, item in enumerate(kept):
        if item.look.prose or (item.look.words >= 8 and _is_sentence(item.unit.text)):
            return position
    return 1 if len(kept) > 2 and not kept[0].unit.bullet else 0


def _is_sentence(text: str) -> bool:
    return text.rstrip("\"'”’»)]")[-1:] in (".", "!", "?", "…", "؟", "۔", "。", ":")


def _is_data(seen: Look) -> bool:
    """A date or a byline alone, which is data and not text."""
    return seen.date is not None and seen.words <= 12 and not seen.prose


def _without_echoes(body: Sequence[_Kept], title: str) -> list[_Kept]:
    """Leave out what stands there twice: lines, pull quotes, and the title.

    A text in which repetition is the habit, such as a table of recipes, keeps its lines.
    """
    counts = Counter(split_words(item.unit.text) for item in body)
    repeats = sum(number - 1 for number in counts.values())
    habit = repeats > 0.15 * len(body)
    title_words = split_words(title)
    whole = " | ".join(" ".join(split_words(item.unit.text)) for item in body)
    seen: set[tuple[str, ...]] = set()
    found = []
    for item in body:
        words = split_words(item.unit.text)
        if words == title_words and title_words:
            continue
        if not habit and words in seen and len(words) >= _ECHO_WORDS:
            continue
        seen.add(words)
        if (
            not habit
            and _ECHO_WORDS <= len(words) <= _LONGEST_ECHO_WORDS
            and counts[words] == 1
            and whole.count(" ".join(words)) > 1
        ):
            continue
        found.append(item)
    return found


def _blocks(body: Sequence[_Kept]) -> tuple[Block, ...]:
    headings = _headings(body)
    blocks = []
    for position, item in enumerate(body):
        kind: BlockKind = "item" if item.unit.bullet else "paragraph"
        if position in headings:
            kind = "heading"
        blocks.append(Block(kind=kind, text=item.unit.text))
    return tuple(blocks)


def _headings(body: Sequence[_Kept]) -> frozenset[int]:
    """Which units are section headings: short, without a full stop, and with text behind them.

    A line that comes again, or an answer behind its label, is none; and where more than four in
    ten lines would be, the text is a list or an interview, and they are its lines.
    """
    counts = Counter(item.unit.text for item in body)
    short = {
        position
        for position, item in enumerate(body)
        if not item.unit.bullet
        and counts[item.unit.text] == 1
        and not _LABEL.match(item.unit.text)
        and item.look.words <= _HEADING_WORDS
        and not _is_sentence(item.unit.text)
        and item.unit.text[-1:] not in (",", ";", "؛", "،")
        and not item.unit.text.startswith(("—", "–", "-", "“", '"', "«"))
    }
    questions = {
        position
        for position, item in enumerate(body)
        if item.look.words <= _QUESTION_WORDS
        and item.unit.text[-1:] in ("?", "؟")
        and not item.unit.bullet
        and item.unit.gap_before
        and item.unit.gap_after
    }
    prose = sum(item.look.prose for item in body)
    if len(questions) * 4 <= prose:
        short |= questions
    found = set()
    for position in sorted(short, reverse=True):
        following = position + 1
        if following >= len(body):
            continue
        stacked = following in found and following + 1 not in found
        if (
            body[following].look.prose
            or body[following].unit.bullet
            or stacked
            or (following not in short)
        ):
            found.add(position)
    return frozenset(found) if len(found) <= _MOST_HEADINGS * len(body) else frozenset()
