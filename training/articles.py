"""Builds articles of the field from the patterns, with the summary that each deserves.

An article has a lead, plain facts with figures, quotations, background and, now and then, a
heading or a web page's furniture. The summary is a rule that a reader can check: the lead, then
the next plain sentences, most often only those that hold figures, each whole and in the article's
order. How many is left to chance: a caller that steers the length must find the model ready to
go on after any sentence.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from training.fill import SLOT, Pattern, draw, put
from training.slots import Lexicon, Value
from training.vary import MONTHS, vary

_QUOTED: Final = re.compile(r"[\"“”«»]")
# Years and dates alone make no news; what is left are figures that a brief should carry.
_DATED: Final = re.compile(
    rf"\b(?:{MONTHS}) \d{{1,2}}\b|\b\d{{1,2}} (?:{MONTHS})\b|\b(?:19|20)\d\d\b(?![,.]\d)"
)
_FURNITURE: Final = (
    "Share this article",
    "Read also: {h}",
    "Photo: {h}",
    "Subscribe to our newsletter",
    "By our correspondent in {p}",
    "{m} {n}, 2026 09:40 AM GMT+04:30",
    "Archive photo",
    "Follow us on social media.",
    "All rights reserved.",
)
_SYLLABLES: Final = (  # noqa: SIM905 - a list of sixty strings reads worse
    "ba da ga ka la ma na ra sa ta wa ya za bi di ki li mi ni ri si ti zi bo do ko lo mo no ro so "
    "to bu du ku lu mu nu ru su tu che sha kho gha zhe far han jan mir nor qad pol ster wil gor"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An article's text and the summary to learn."""

    article: str
    summary: str


def is_quotation(sentence: str) -> bool:
    """Whether a sentence holds quoted speech."""
    return bool(_QUOTED.search(sentence))


def has_figure(sentence: str) -> bool:
    """Whether a sentence holds a number that is no year and no date."""
    return bool(re.search(r"\d", _DATED.sub("", sentence)))


def summary_of(sentences: Sequence[str], wanted: int, figures: bool = True) -> list[str]:
    """The lead and the first plain sentences, in the article's order and each whole.

    Args:
        sentences: the article's own sentences in order, without headings and furniture.
        wanted: sentences of the summary, if the article has so many that fit.
        figures: whether those after the lead must hold figures.
    """
    facts = [s for s in sentences[1:] if not is_quotation(s) and (has_figure(s) or not figures)]
    return [sentences[0], *facts[: wanted - 1]]


def _made_up(rng: random.Random) -> str:
    """A name that no table holds: its letters can only be copied."""
    parts = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 3))) for _ in range(2)]
    return " ".join(part.capitalize() for part in parts)


class Newsroom:
    """Writes articles from the patterns."""

    def __init__(self, patterns: Sequence[Pattern], lexicon: Lexicon) -> None:
        """Sorts the patterns into sentences and headlines by topic."""
        english = [Pattern(topic=p.topic, texts={"en": p.texts["en"]}) for p in patterns]
        self._lexicon = lexicon
        self._sentences: dict[str, list[Pattern]] = {}
        self._headlines: dict[str, list[Pattern]] = {}
        for pattern in english:
            if pattern.topic == "phrase":
                continue
            whole = pattern.texts["en"].rstrip("\"”'")[-1:] in ".!?"
            shelf = self._sentences if whole else self._headlines
            shelf.setdefault(pattern.topic, []).append(pattern)
        self._words = sorted(
            {w for p in english for w in SLOT.sub("", p.texts["en"]).split() if w.strip(".,;:\"'")}
        )
        self._words = [w.rstrip(".") for w in self._words if not _QUOTED.search(w)]
        self._topics = sorted(self._sentences)
        self._weights = [len(self._sentences[topic]) for topic in self._topics]

    def _cast(self, rng: random.Random) -> dict[str, list[Value]]:
        """The entities of one article, by kind."""
        counts = {"country": 2, "place": 2, "org": 1, "man": 1, "woman": 1, "role": 1, "day": 1}
        cast = {
            kind: [self._lexicon.sample(kind, rng) for _ in range(count)]
            for kind, count in counts.items()
        }
        return {**cast, "capital": cast["country"]}

    def _write(self, pattern: Pattern, cast: dict[str, list[Value]], rng: random.Random) -> str:
        known = cast if rng.random() < 0.7 else {}
        values = draw(pattern, self._lexicon, rng, known)
        text = vary(put(pattern, values)["en"], rng)
        for value in values.values():
            kind = getattr(value, "kind", "")
            if kind in ("man", "woman") and rng.random() < 0.5:
                text = text.replace(value.forms["en"], _made_up(rng))  # type: ignore[union-attr]
        return text

    def _gibberish(self, rng: random.Random) -> str:
        """Words in no order: only what is copied letter by letter comes out right."""
        words = rng.choices(self._words, k=rng.randint(5, 18))
        for _ in range(rng.randint(0, 3)):
            strange = rng.choice((_made_up(rng), str(rng.randint(2, 9999)), _made_up(rng).lower()))
            words.insert(rng.randrange(len(words)), strange)
        return (words[0][0].upper() + words[0][1:] + " " + " ".join(words[1:])).strip(",") + "."

    def write(
        self, rng: random.Random, count: int, furnished: bool, gibberish: float = 0.0
    ) -> Example:
        """One article of ``count`` sentences.

        Args:
            rng: the source of chance.
            count: sentences of the article itself.
            furnished: whether headings and furniture stand between them.
            gibberish: the share of sentences that are words in no order.
        """
        topic = rng.choices(self._topics, self._weights)[0]
        cast = self._cast(rng)
        shelf = self._sentences[topic]
        patterns = rng.sample(shelf, min(count, len(shelf)))
        sentences = [
            self._gibberish(rng) if rng.random() < gibberish else self._write(p, cast, rng)
            for p in patterns
        ]
        # A quotation is no lead: the first sentence without one comes to the front.
        first = next((i for i, s in enumerate(sentences) if not is_quotation(s)), 0)
        sentences.insert(0, sentences.pop(first))
        lines = self._furnish(sentences, topic, cast, rng) if furnished else sentences
        joint = rng.choice((" ", " ", "\n"))
        wanted = rng.choice((2, 3, 4, 5, 6, 7, 8, 10))
        summary = summary_of(sentences, wanted, figures=rng.random() < 0.65)
        return Example(article=joint.join(lines), summary=" ".join(summary))

    def _headline(self, topic: str, cast: dict[str, list[Value]], rng: random.Random) -> str:
        return self._write(rng.choice(self._headlines.get(topic) or self._headlines["aid"]), cast,
                           rng)  # fmt: skip

    def _furnish(
        self, sentences: Sequence[str], topic: str, cast: dict[str, list[Value]], rng: random.Random
    ) -> list[str]:
        lines: list[str] = []
        if rng.random() < 0.4:
            lines.append(self._headline(topic, cast, rng))
        for sentence in sentences:
            if lines and rng.random() < 0.12:
                headline = self._headline(topic, cast, rng)
                place = self._lexicon.sample("place", rng).forms["en"]  # type: ignore[union-attr]
                line = rng.choice(("{h}", "{h}", "{h}", *_FURNITURE))
                month = self._lexicon.sample("month", rng).forms["en"]  # type: ignore[union-attr]
                day = rng.randint(1, 30)
                lines.append(line.format(h=headline, p=place, m=month, n=day))
            lines.append(sentence)
        if rng.random() < 0.3:
            lines.append(rng.choice(("Share this article", "Subscribe to our newsletter")))
        return lines
