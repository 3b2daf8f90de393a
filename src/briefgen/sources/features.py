"""What a unit of text shows about itself and about where it stands, as numbers from 0 to 1."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p

from briefgen.sources.furniture import Hits, lexicon
from briefgen.sources.layout import Unit
from briefgen.sources.lines import PROSE_WORDS, Line, read_line, usual_function_share

_LEAST_TITLE = 1.8
_TITLE_SENTENCES = 15
_TITLE_REACH = 60
# Letters that stand for a word, so that an inflected language shows its repetitions too.
_STEM = 5

NAMES = (
    "bias", "length", "long", "tiny", "terminal", "colon", "sentences", "commas", "function",
    "no_function", "capitals", "digits", "bullet", "quote", "web", "credit", "call", "bar", "date",
    "control", "behind", "end", "picture", "byline", "legal", "opens_control", "opens_behind",
    "opens_picture", "opens_byline", "whole", "repeated", "indent_same", "indent_near",
    "indent_far", "flat", "before_gap", "previous_prose", "next_prose", "around", "inside",
    "behind_region", "before_region", "list_run", "list_words", "under_behind", "after_end",
    "short_between", "prose_inside", "short_inside", "contained", "uncontained", "column",
    "contained_short", "similar", "sentence", "bullet_sentence", "bullet_capitals",
    "run_function", "shouting", "density_3", "density_8", "data_above", "contained_sentence",
    "above_title", "below_title",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One unit looked at.

    Attributes:
        words: number of words.
        hits: furniture's phrases in it.
        prose: it looks like a sentence or more of running text.
        sentence: it looks like a sentence, if a short one.
        bullet: it stood in a list.
        function: its share of function words by what is usual in the text, at most 1.
        credit: it looks like a caption with its credit, or a credit.
        date: a date stands in it, as ISO 8601.
        repeated: the same line stands elsewhere too.
        above_title: it is the headline, or stands above it, where a headline shows.
        calls: beyond doubt no text: a call to another article, a labelled list, a notice.
        values: the features, in the order of `NAMES`.
    """

    words: int
    hits: Hits
    prose: bool
    sentence: bool
    bullet: bool
    function: float
    credit: bool
    date: str | None
    repeated: bool
    above_title: bool
    calls: bool
    values: tuple[float, ...]


def look(units: Sequence[Unit], language: str | None) -> tuple[Look, ...]:
    """Measure every unit of a text.

    Args:
        units: of `layout.read_units`.
        language: of `furniture.main_language`; None leaves function words out of the count.
    """
    function_words = lexicon().function_words.get(language or "", frozenset())
    usual_share = usual_function_share(units, function_words)
    lines = [read_line(unit, function_words, usual_share) for unit in units]
    counts = Counter(line.words for line in lines)
    region = _main_region(lines)
    title = _title_place(units, lines, counts, function_words)
    values: list[dict[str, float]] = [dict(line.values) for line in lines]
    _add_columns(values, units, lines, region)
    _add_neighbours(values, units, lines, region)
    _add_runs(values, lines)
    _add_landmarks(values, units, lines, region[0], title)
    for line, found in zip(lines, values, strict=True):
        found["repeated"] = float(counts[line.words] > 1)
    return tuple(
        Look(
            words=len(line.words),
            hits=line.hits,
            prose=line.prose,
            sentence=line.sentence,
            bullet=units[place].bullet,
            function=line.function,
            credit=line.credit,
            date=line.date,
            repeated=counts[line.words] > 1,
            above_title=title is not None and place <= title,
            calls=line.calls,
            values=tuple(found.get(name, 0.0) for name in NAMES),
        )
        for place, (line, found) in enumerate(zip(lines, values, strict=True))
    )


def _add_columns(
    values: Sequence[dict[str, float]],
    units: Sequence[Unit],
    lines: Sequence[Line],
    region: tuple[int, int],
) -> None:
    """Features of indentation, where a text has any."""
    indent, spread = _main_indent(units, lines)
    if not spread:
        for found in values:
            found["flat"] = 1.0
        return
    contained = _contained(units, lines, indent, region)
    columns = _column_shares(units, lines)
    for unit, line, box, found in zip(units, lines, contained, values, strict=True):
        distance = abs(unit.indent - indent)
        found["indent_same"] = float(distance == 0)
        found["indent_near"] = float(0 < distance <= 4)
        found["indent_far"] = float(distance > 4)
        found["contained"] = float(box)
        found["uncontained"] = float(not box)
        found["column"] = columns[unit.indent]
        found["contained_sentence"] = box * line.values["sentence"]
        found["contained_short"] = float(box and len(line.words) < PROSE_WORDS)


def _add_neighbours(
    values: Sequence[dict[str, float]],
    units: Sequence[Unit],
    lines: Sequence[Line],
    region: tuple[int, int],
) -> None:
    """Features of the prose around a unit, and of its place before, in or behind the main prose."""
    start, stop = region
    prose_at = [place for place, line in enumerate(lines) if line.prose]
    for place, (unit, line, found) in enumerate(zip(units, lines, values, strict=True)):
        left, right = bisect_left(prose_at, place), bisect_right(prose_at, place)
        before = place - prose_at[left - 1] if left else 99
        after = prose_at[right] - place if right < len(prose_at) else 99
        near = bisect_right(prose_at, place + 5) - bisect_left(prose_at, place - 5)
        inside, short = start <= place < stop, len(line.words) < PROSE_WORDS
        alike = [
            units[other].indent == unit.indent
            for other in (place - 1, place + 1)
            if 0 <= other < len(units) and units[other].bullet == unit.bullet
        ]
        found["before_gap"] = float(unit.gap_before and unit.gap_after)
        found["previous_prose"] = 1 / before
        found["next_prose"] = 1 / after
        found["around"] = (near - line.prose) / 10
        found["inside"] = float(inside)
        found["behind_region"] = float(place >= stop)
        found["before_region"] = float(place < start)
        found["similar"] = sum(alike) / 2
        found["short_between"] = float(short and before == 1 and after == 1)
        found["prose_inside"] = float(line.prose and inside)
        found["short_inside"] = float(short and inside)


def _add_runs(values: Sequence[dict[str, float]], lines: Sequence[Line]) -> None:
    """Features of the lists that units stand in, and of how dense sentences are around them."""
    narrow, wide = _densities(lines, 3), _densities(lines, 8)
    for run, near, far, found in zip(_list_runs(lines), narrow, wide, values, strict=True):
        found["list_run"], found["list_words"], found["run_function"] = run
        found["density_3"], found["density_8"] = near, far


def _add_landmarks(
    values: Sequence[dict[str, float]],
    units: Sequence[Unit],
    lines: Sequence[Line],
    start: int,
    title: int | None,
) -> None:
    """Features of what stands above: the headline, dates and bylines, headings of other things."""
    under_behind = _under(lines, "behind", start, ends_at_prose=True)
    after_end = _under(lines, "end", start, ends_at_prose=False)
    data_above = _data_above(units, lines)
    for place, found in enumerate(values):
        found["under_behind"] = under_behind[place]
        found["after_end"] = after_end[place]
        found["data_above"] = data_above[place]
        if title is not None:
            found["above_title"] = float(place <= title)
            found["below_title"] = float(place > title)


def _main_indent(units: Sequence[Unit], lines: Sequence[Line]) -> tuple[int, bool]:
    """The column at which most of the prose stands, and whether columns tell anything."""
    weight: Counter[int] = Counter()
    for unit, line in zip(units, lines, strict=True):
        if line.prose:
            weight[unit.indent] += min(len(line.words), 80)
    columns = {unit.indent for unit in units}
    if not weight or len(columns) < 3:
        return 0, False
    return weight.most_common(1)[0][0], True


def _main_region(lines: Sequence[Line]) -> tuple[int, int]:
    """The densest stretch of prose: a maximal sum in which prose earns and the rest costs."""
    best, best_range = 0.0, (0, 0)
    total, start = 0.0, 0
    for place, line in enumerate(lines):
        if line.prose:
            gain = min(len(line.words), 80) / 10
        else:
            gain = -0.6 - 1.5 * max(line.hits.share.values(), default=0.0)
            if line.hits.whole & {"end", "legal"}:
                gain -= 6.0
        if total <= 0:
            total, start = 0.0, place
        total += gain
        if total > best:
            best, best_range = total, (start, place + 1)
    return best_range


def _contained(
    units: Sequence[Unit], lines: Sequence[Line], indent: int, region: tuple[int, int]
) -> list[bool]:
    """Whether a unit stands in the same box as the main prose.

    Boxes show as columns: between a unit of the box and the nearest main prose no line begins
    further left than the main prose does.
    """
    anchors = [
        place for place in range(*region) if lines[place].prose and units[place].indent == indent
    ]
    found = [False] * len(units)
    for step in (1, -1):
        for anchor in anchors:
            place = anchor
            while 0 <= place < len(units) and units[place].indent >= indent:
                if found[place] and place != anchor:
                    break
                found[place] = True
                place += step
    return found


def _column_shares(units: Sequence[Unit], lines: Sequence[Line]) -> dict[int, float]:
    """For every column the share of the text's prose that stands at it."""
    mass: Counter[int] = Counter()
    for unit, line in zip(units, lines, strict=True):
        mass[unit.indent] += min(len(line.words), 80) if line.prose else 0
    total = sum(mass.values()) or 1
    return {column: words / total for column, words in mass.items()}


def _list_runs(lines: Sequence[Line]) -> list[tuple[float, float, float]]:
    """For every unit that is no prose, its run: length, words a line, share of function words."""
    runs = [(0.0, 0.0, 0.0)] * len(lines)
    place = 0
    while place < len(lines):
        stop = place
        while stop < len(lines) and not lines[stop].prose:
            stop += 1
        if stop > place:
            words = sum(len(line.words) for line in lines[place:stop])
            function = sum(line.function * len(line.words) for line in lines[place:stop])
            value = (
                min(log1p(stop - place) / 4, 1.0),
                min(words / (stop - place) / 20, 1.0),
                min(function / words, 1.0) if words else 0.0,
            )
            runs[place:stop] = [value] * (stop - place)
        place = stop + 1
    return runs


def _densities(lines: Sequence[Line], reach: int) -> list[float]:
    """For every unit, the share of the words around it that stand in whole sentences."""
    whole, all_words = [0], [0]
    for line in lines:
        count = min(len(line.words), 60)
        whole.append(whole[-1] + (count if line.sentence else 0))
        all_words.append(all_words[-1] + count + 2)
    found = []
    for place in range(len(lines)):
        low, high = max(0, place - reach), min(len(lines), place + reach + 1)
        found.append((whole[high] - whole[low]) / max(1, all_words[high] - all_words[low]))
    return found


def _data_above(units: Sequence[Unit], lines: Sequence[Line]) -> list[float]:
    """How near above stands a line of its own that is a date or a byline; 1 is next to it."""
    found = []
    distance = 99
    for unit, line in zip(units, lines, strict=True):
        found.append(1 / (1 + distance))
        is_data = (
            not unit.bullet
            and len(line.words) <= 12
            and (line.date is not None or "byline" in line.hits.opens)
        )
        distance = 0 if is_data else distance + 1
    return found


def _title_place(
    units: Sequence[Unit],
    lines: Sequence[Line],
    counts: Mapping[tuple[str, ...], int],
    function_words: frozenset[str],
) -> int | None:
    """Where the headline stands: a line whose words the text below it takes up again.

    A date or a byline near it, and a second printing of it elsewhere, speak for it.
    """
    best, found = _LEAST_TITLE, None
    prose_above = 0
    whole = [place for place, line in enumerate(lines) if line.sentence]
    prose_at = [place for place, line in enumerate(lines) if line.prose]
    stems = {place: {word[:_STEM] for word in lines[place].words} for place in whole}
    for place, (unit, line) in enumerate(zip(units, lines, strict=True)):
        prose_above += line.prose
        if not 4 <= len(line.words) <= 25 or unit.bullet or line.credit or line.hits.whole:
            continue
        content = {
            word[:_STEM] for word in line.words if len(word) > 3 and word not in function_words
        }
        if len(content) < 3:
            continue
        below: set[str] = set()
        sentence_words = 0
        first = bisect_right(whole, place)
        for other in whole[first : first + _TITLE_SENTENCES]:
            if other > place + _TITLE_REACH:
                break
            if lines[other].words != line.words:
                below |= stems[other]
                sentence_words += min(len(lines[other].words), 80)
        near = range(max(0, place - 3), min(len(units), place + 7))
        data = any(
            other != place
            and len(lines[other].words) <= 15
            and (lines[other].date is not None or "byline" in lines[other].hits.opens)
            for other in near
        )
        if prose_above and not data:
            # It may be a subheading: without a date or a byline nothing says that it is not.
            continue
        between = prose_above and _divides_column(units, prose_at, place)
        score = (
            2.0 * len(content & below) / len(content)
            + 0.8 * data
            + 0.4 * (counts[line.words] > 1)
            + min(sentence_words, 200) / 200
            - 0.8 * unit.text.endswith(".")
            - 0.3 * (line.quote or unit.text.endswith("?"))
            - 0.1 * min(prose_above, 8)
            - 1.0 * between
            - max(line.hits.share.values())
        )
        if score > best:
            best, found = score, place
    return found


def _divides_column(units: Sequence[Unit], prose_at: Sequence[int], place: int) -> bool:
    """Whether prose of one column stands above and below: a subheading does that, no headline."""
    right = bisect_right(prose_at, place)
    if not 0 < right < len(prose_at):
        return False
    above, below = units[prose_at[right - 1]], units[prose_at[right]]
    return above.indent == below.indent != 0


def _under(lines: Sequence[Line], category: str, start: int, *, ends_at_prose: bool) -> list[float]:
    """Whether a unit stands behind a heading of a category that stands behind the main prose."""
    found = []
    active = False
    seen_prose = 0
    for place, line in enumerate(lines):
        if line.prose:
            seen_prose += place >= start
            if ends_at_prose:
                active = False
        elif category in line.hits.whole and (ends_at_prose or seen_prose >= 2):
            active = True
        found.append(float(active))
    return found
