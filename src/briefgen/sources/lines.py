"""What one unit of text shows by itself: words, marks, phrases of furniture, credits, dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

from briefgen.sources.dates import find_date
from briefgen.sources.furniture import Hits, find, split_words
from briefgen.sources.layout import Unit

PROSE_WORDS = 12
"""Words from which on a line with a full stop counts as running text."""

_SAMPLE_CHARS = 4_000
_SAMPLE_WORDS = 20_000
_LEAST_USUAL = 0.12
_TERMINAL = re.compile(r"[.!?…؟۔।。！？][\"'”’»)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…؟۔。][\"'”’»)\]]*(?:\s|$)")
_OPENING_QUOTE = re.compile(r"^[\"“„«‘']|^[—–-] ")
_PICTURE = (
    r"photos?|images?|pictures?|pool|handout|file|courtesy|credit|screenshot|фото|скриншот|عکس|"
    r"تصویر|انځور|foto|fotos|bild"
)
_CREDIT = re.compile(
    # A bracket at the end that names a picture, a photographer/agency, or "via" someone; a bracket
    # behind the full stop; a copyright sign; "Photo: ..." at the start or near the end.
    rf"\([^()]{{0,60}}\b(?:{_PICTURE})\b[^()]{{0,60}}\)\.?$"
    r"|\([^\W\d_][^()/]{1,40}/[^()\d][^()]{1,40}\)\.?$|\([^()]{0,40} via [^()]{2,40}\)\.?$"
    r"|[.!?…][\"”’]?\s?\((?-i:[A-Z])[^\W\d][\w. /&]{0,30}\)$"
    rf"|^©|©\s*[^\W\d_]|^\(?(?:{_PICTURE})\b[^.:]{{0,20}}[:：]"
    rf"|\b(?:{_PICTURE})\s?[:/]\s?[^.]{{1,60}}\.?$"
    r"|(?-i:\b[A-Z]\w+ ?/ ?[A-Z]\w+ ?(?:Images|Photos?)\b|\b[A-Z]\w+ Images$)",
    re.IGNORECASE,
)
_WEB = re.compile(r"https?://|www\.|@\w|#\w|\.com\b|pic\.twitter")
_CALL = re.compile(
    r"^(?:read more|read also|also read|see also|see more|related|more|watch|listen|video|photos?|"
    r"don['’]t miss|must read|recommended|related articles?|explainer|читайте также|читайте|"
    r"смотрите|по теме|"
    r"بیشتر بخوانید|همچنین بخوانید|بخوانید|نور ولولئ|همدا راز|اقرأ أيضا|lire aussi|"
    r"lesen sie auch|lea también|leia também|leggi anche|baca juga)\s?[:：»>|–—-]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit by itself.

    Attributes:
        words: in lower case, as phrases are compared.
        hits: furniture's phrases in it.
        prose: it reads as running text.
        sentence: it reads as a sentence, if a short one.
        credit: it looks like a caption with its credit, or a credit alone.
        quote: it begins with a quotation mark or a dash.
        calls: it calls to another article ("Read also: ..."), lists data behind a label ("Tags: a,
            b"), or is a notice ("All rights reserved ...").
        date: a date stands in it, as ISO 8601.
        function: share of function words by what is usual in the text, at most 1.
        values: features by name, each about 0 to 1.
    """

    words: tuple[str, ...]
    hits: Hits
    prose: bool
    sentence: bool
    credit: bool
    quote: bool
    calls: bool
    date: str | None
    function: float
    values: dict[str, float]


def usual_function_share(units: Sequence[Unit], function_words: frozenset[str]) -> float:
    """The share of function words in the long lines of a text that end as sentences do.

    Languages differ: running English has some 45 %, Russian 20 %. What a line has is measured
    against its own text.
    """
    words = [
        word
        for unit in units
        if len(unit.text) > 60 and _TERMINAL.search(unit.text[-20:])
        for word in split_words(unit.text[:600])
    ][:_SAMPLE_WORDS]
    found = sum(1 for word in words if word in function_words)
    return max(found / len(words), _LEAST_USUAL) if words else _LEAST_USUAL


def read_line(unit: Unit, function_words: frozenset[str], usual_share: float) -> Line:
    """Look at one unit.

    Args:
        unit: of `layout.read_units`; the first 4,000 characters are looked at.
        function_words: of the text's language; empty where it is not known.
        usual_share: of `usual_function_share`.
    """
    text = unit.text[:_SAMPLE_CHARS]
    words = split_words(text)
    count = len(words)
    hits = find(words)
    tokens = text.split()
    letters = sum(1 for letter in text if letter.isalpha()) or 1
    cased = [token for token in tokens[1:] if token[0].isalpha()]
    capitals = sum(1 for token in cased if token[0].isupper()) / len(cased) if cased else 0.0
    share = sum(1 for word in words if word in function_words) / count if count else 0.0
    function = min(share / usual_share, 1.0)
    terminal = _TERMINAL.search(unit.text[-20:]) is not None
    credit = _CREDIT.search(text) is not None
    # Without a known language the marks have to do: commas and full stops.
    wordy = function >= 0.35 if function_words else count >= 15
    prose = count >= PROSE_WORDS and terminal and wordy and not credit and not unit.bullet
    sentence = terminal and count >= 4 and function >= 0.35
    quote = _OPENING_QUOTE.search(text) is not None
    call = _CALL.search(text) is not None
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
        "function": function,
        "no_function": float(function == 0.0),
        "capitals": capitals,
        "bullet_capitals": capitals if unit.bullet else 0.0,
        "digits": min(sum(1 for letter in text if letter.isdigit()) / letters, 1.0),
        "bullet": float(unit.bullet),
        "quote": float(quote),
        "web": float(_WEB.search(text) is not None),
        "credit": float(credit),
        "call": float(call),
        "bar": float("|" in text or "»" in text[-2:] or "›" in text),
        "date": float(when is not None and count <= 15),
        "opens_control": float("control" in hits.opens),
        "opens_behind": float("behind" in hits.opens or "end" in hits.opens),
        "opens_picture": float("picture" in hits.opens),
        "opens_byline": float("byline" in hits.opens),
        "whole": float(bool(hits.whole)),
        "sentence": float(sentence),
        "bullet_sentence": function if unit.bullet and count >= 5 else 0.0,
        "shouting": float(count >= 2 and text.isupper()),
        **hits.share,
    }
    return Line(
        words=words,
        hits=hits,
        prose=prose,
        sentence=prose or sentence,
        credit=credit,
        quote=quote,
        calls=((call or _is_labelled(text)) and not terminal) or _is_notice(hits),
        date=when,
        function=function,
        values=values,
    )


def _is_labelled(text: str) -> bool:
    """Whether a phrase of furniture and a colon begin the line: "Tags: rivers, bridges"."""
    label, colon, _ = text[:60].partition(":")
    return bool(colon) and bool(find(split_words(label)).whole)


def _is_notice(hits: Hits) -> bool:
    """Whether most of a line is what sites say about themselves, or to the reader."""
    share = hits.share
    total = share["control"] + share["behind"] + share["end"] + share["legal"]
    return share["legal"] >= 0.4 or total >= 0.7
