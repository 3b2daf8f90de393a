"""What a unit of text shows about itself and about where it stands, as numbers from 0 to 1."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

from briefgen.sources.dates import find_date
from briefgen.sources.furniture import Hits, find, lexicon, split_words
from briefgen.sources.layout import Unit

_SAMPLE_CHARS = 4_000
_TERMINAL = re.compile(r"[.!?…؟۔।。！？][\"'”’»)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…؟۔。][\"'”’»)\]]*(?:\s|$)")
_OPENING_QUOTE = re.compile(r"^[\"“„«‘']|^[—–-] ")
_CREDIT = re.compile(
    # A name, a slash or comma, an agency; a credit in brackets at the end; a copyright sign.
    r"\(([^()]{0,60}\b(?:photo|image|picture|video|pool|handout|file|фото|عکس|انځور|foto|"
    r"bild|credit|courtesy)\b[^()]{0,60}|[^()]{0,40}/[^()]{2,40}|[A-Z]{2,5}|[^()]{0,40} via "
    r"[^()]{2,40})\)\.?$|^©|©\s*[^\W\d_]|^\(?(?:photo|image|фото|عکس|تصویر|انځور|foto|bild)\b[^.]{0,20}"
    r"[:：]|\b[^\W\d_]+ ?/ ?(?:[^\W\d_]+ ?(?:images|photos?))\b",
    re.IGNORECASE,
)
_AGENCY_BRACKET = re.compile(r"\([A-Z][A-Za-z ]{0,20}(?:/[A-Z][A-Za-z ]{1,20})?\)\.?$")
_WEB = re.compile(r"https?://|www\.|@\w|#\w|\.com\b|pic\.twitter")
_CALL = re.compile(
    r"^(?:read more|read also|also read|see also|see more|related|more|watch|listen|video|photos?|"
    r"don['’]t miss|must read|recommended|related articles?|explainer|читайте также|читайте|"
    r"смотрите|по теме|"
    r"بیشتر بخوانید|همچنین بخوانید|بخوانید|نور ولولئ|همدا راز|اقرأ أيضا|lire aussi|"
    r"lesen sie auch|lea también|leia também|leggi anche|baca juga)\s?[:：»>|–—-]",
    re.IGNORECASE,
)
_MAIN_PROSE_WORDS = 12

NAMES = (
    "bias", "length", "long", "tiny", "terminal", "colon", "sentences", "commas", "function",
    "no_function", "capitals", "digits", "bullet", "quote", "web", "credit", "call", "bar", "date",
    "control", "behind", "end", "picture", "byline", "legal", "opens_control", "opens_behind",
    "opens_picture", "opens_byline", "whole", "repeated", "indent_same", "indent_near",
    "indent_far", "flat", "before_gap", "previous_prose", "next_prose", "around", "inside",
    "behind_region", "before_region", "list_run", "list_words", "under_behind", "after_end",
    "short_between", "prose_inside", "short_inside",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One unit looked at.

    Attributes:
        words: number of words.
        hits: furniture's phrases in it.
        prose: it looks like a sentence or more of running text.
        credit: it looks like a caption with its credit, or a credit.
        date: a date stands in it, as ISO 8601.
        repeated: the same line stands elsewhere too.
        values: the features, in the order of `NAMES`.
    """

    words: int
    hits: Hits
    prose: bool
    credit: bool
    date: str | None
    repeated: bool
    values: tuple[float, ...]


@dataclass(slots=True)
class _Local:
    words: tuple[str, ...]
    hits: Hits
    prose: bool
    credit: bool
    date: str | None
    values: dict[str, float]


def look(units: Sequence[Unit], language: str | None) -> tuple[Look, ...]:
    """Measure every unit of a text.

    Args:
        units: of `layout.read_units`.
        language: of `furniture.main_language`; None leaves function words out of the count.
    """
    function_words = lexicon().function_words.get(language or "", frozenset())
    locals_ = [_local(unit, function_words) for unit in units]
    counts = Counter(local.words for local in locals_)
    indent, spread = _main_indent(units, locals_)
    start, stop = _main_region(locals_)
    prose_at = [place for place, local in enumerate(locals_) if local.prose]
    runs = _list_runs(units, locals_)
    under_behind = _under(locals_, "behind", prose_at, ends_at_prose=True)
    after_end = _under(locals_, "end", prose_at, ends_at_prose=False)
    looks = []
    for place, (unit, local) in enumerate(zip(units, locals_, strict=True)):
        values = local.values
        repeated = counts[local.words] > 1 and bool(local.words)
        values["repeated"] = float(repeated)
        if spread:
            distance = abs(unit.indent - indent)
            values["indent_same"] = float(distance == 0)
            values["indent_near"] = float(0 < distance <= 4)
            values["indent_far"] = float(distance > 4)
        else:
            values["flat"] = 1.0
        values["before_gap"] = float(unit.gap_before and unit.gap_after)
        left = bisect_left(prose_at, place)
        right = bisect_right(prose_at, place)
        before = place - prose_at[left - 1] if left else 99
        after = prose_at[right] - place if right < len(prose_at) else 99
        values["previous_prose"] = 1 / before
        values["next_prose"] = 1 / after
        near = bisect_right(prose_at, place + 5) - bisect_left(prose_at, place - 5)
        values["around"] = (near - local.prose) / 10
        inside = start <= place < stop
        values["inside"] = float(inside)
        values["behind_region"] = float(place >= stop)
        values["before_region"] = float(place < start)
        values["list_run"], values["list_words"] = runs[place]
        values["under_behind"] = under_behind[place]
        values["after_end"] = after_end[place]
        short = len(local.words) < _MAIN_PROSE_WORDS
        values["short_between"] = float(short and before == 1 and after == 1)
        values["prose_inside"] = float(local.prose and inside)
        values["short_inside"] = float(short and inside)
        looks.append(
            Look(
                words=len(local.words),
                hits=local.hits,
                prose=local.prose,
                credit=local.credit,
                date=local.date,
                repeated=repeated,
                values=tuple(values.get(name, 0.0) for name in NAMES),
            )
        )
    return tuple(looks)


def _local(unit: Unit, function_words: frozenset[str]) -> _Local:
    text = unit.text[:_SAMPLE_CHARS]
    words = split_words(text)
    count = len(words)
    hits = find(words)
    tokens = text.split()
    letters = sum(1 for letter in text if letter.isalpha()) or 1
    cased = [token for token in tokens[1:] if token[0].isalpha()]
    function = sum(1 for word in words if word in function_words) / count if count else 0.0
    terminal = _TERMINAL.search(unit.text[-20:]) is not None
    credit = _CREDIT.search(text) is not None or _AGENCY_BRACKET.search(text) is not None
    # Without a known language the marks have to do: commas and full stops.
    wordy = function >= 0.15 if function_words else count >= 15
    prose = count >= _MAIN_PROSE_WORDS and terminal and wordy and not credit and not unit.bullet
    when = find_date(text) if count <= 25 else None
    values = {
        "bias": 1.0,
        "length": min(log1p(count) / 4, 1.5),
        "long": float(count >= 20),
        "tiny": float(count <= 3),
        "terminal": float(terminal),
        "colon": float(text.endswith(":")),
        "sentences": min(len(_SENTENCE_END.findall(text)), 4) / 4,
        "commas": min(text.count(",") + text.count("،"), 4) / 4,
        "function": min(function * 2, 1.0),
        "no_function": float(function == 0.0),
        "capitals": sum(1 for token in cased if token[0].isupper()) / len(cased) if cased else 0.0,
        "digits": min(sum(1 for letter in text if letter.isdigit()) / letters, 1.0),
        "bullet": float(unit.bullet),
        "quote": float(_OPENING_QUOTE.search(text) is not None),
        "web": float(_WEB.search(text) is not None),
        "credit": float(credit),
        "call": float(_CALL.search(text) is not None),
        "bar": float("|" in text or "»" in text[-2:] or "›" in text),
        "date": float(when is not None and count <= 15),
        "opens_control": float("control" in hits.opens),
        "opens_behind": float("behind" in hits.opens or "end" in hits.opens),
        "opens_picture": float("picture" in hits.opens),
        "opens_byline": float("byline" in hits.opens),
        "whole": float(bool(hits.whole)),
        **hits.share,
    }
    return _Local(words, hits, prose, credit, when, values)


def _main_indent(units: Sequence[Unit], locals_: Sequence[_Local]) -> tuple[int, bool]:
    """The column at which most of the prose stands, and whether columns tell anything."""
    weight: Counter[int] = Counter()
    for unit, local in zip(units, locals_, strict=True):
        if local.prose:
            weight[unit.indent] += min(len(local.words), 80)
    columns = {unit.indent for unit in units}
    if not weight or len(columns) < 3:
        return 0, False
    return weight.most_common(1)[0][0], True


def _main_region(locals_: Sequence[_Local]) -> tuple[int, int]:
    """The densest stretch of prose: a maximal sum in which prose earns and the rest costs."""
    best, best_range = 0.0, (0, 0)
    total, start = 0.0, 0
    for place, local in enumerate(locals_):
        if local.prose:
            gain = min(len(local.words), 80) / 10
        else:
            gain = -0.6 - 1.5 * max(local.hits.share.values(), default=0.0)
            if local.hits.whole & {"end", "legal"}:
                gain -= 6.0
        if total <= 0:
            total, start = 0.0, place
        total += gain
        if total > best:
            best, best_range = total, (start, place + 1)
    return best_range


def _list_runs(units: Sequence[Unit], locals_: Sequence[_Local]) -> list[tuple[float, float]]:
    """For every unit the length of the run of short or bulleted units that it is part of."""
    runs = [(0.0, 0.0)] * len(units)
    place = 0
    while place < len(units):
        stop = place
        while stop < len(units) and not locals_[stop].prose:
            stop += 1
        if stop > place:
            mean = sum(len(local.words) for local in locals_[place:stop]) / (stop - place)
            value = (min(log1p(stop - place) / 4, 1.0), min(mean / 20, 1.0))
            runs[place:stop] = [value] * (stop - place)
        place = stop + 1
    return runs


def _under(
    locals_: Sequence[_Local], category: str, prose_at: Sequence[int], *, ends_at_prose: bool
) -> list[float]:
    """Whether a unit stands behind a heading of a category that stands behind some prose."""
    found = []
    active = False
    seen_prose = 0
    for local in locals_:
        if local.prose:
            seen_prose += 1
            if ends_at_prose:
                active = False
        elif category in local.hits.whole and (
            ends_at_prose or seen_prose >= min(3, len(prose_at))
        ):
            active = True
        found.append(float(active))
    return found
