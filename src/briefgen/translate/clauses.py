"""Sentences longer than a model was trained on: cut at clause borders, and joined again.

A piece is translated as a sentence of its own. What stood between two pieces (a semicolon, a dash,
a comma) is kept aside and put back in the target's own form, so nothing of the source is lost.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a sentence.

    Attributes:
        text: without the mark that ends it.
        mark: what stood between it and the next piece: `;`, `:`, `-`, `,`, or nothing.
    """

    text: str
    mark: str = ""


# Conjunctions before which a comma ends a clause; the languages of a source that briefgen reads.
_CONJUNCTIONS = (
    "and|but|or|nor|yet|so|while|whereas|although|though|because|since|as|after|before|when|where|"
    "which|who|whose|if|unless|until|"
    "и|а|но|или|хотя|однако|потому|поскольку|когда|где|если|чтобы|что|котор[а-яё]+|"
    "و|اما|ولی|که|زیرا|چون|اگر|خو|چې|ځکه|او"
)
# From the surest border to the last resort, which any sentence with a space in it has.
_BORDERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\s*(?P<mark>[;؛])\s+",
        r"\s+(?P<mark>[—–]|--?)\s+|(?P<mark2>—)",
        r"(?P<mark>:)\s+",
        rf"(?P<mark>[,،])\s+(?=(?:{_CONJUNCTIONS})\b)",
        r"(?P<mark>[,،])\s+",
        r"(?P<mark>)\s+(?=(?:and|but|while|because|и|но|а|و|او|اما)\s)",
        r"(?P<mark>)\s+",
    )
)
_PLAIN_MARK = {"؛": ";", "،": ",", "–": "-", "—": "-", "--": "-"}
_LEAST_SHARE = 0.2
"""A border nearer to an end than this share of the text would leave a scrap for a sentence."""


def split_clauses(text: str, count_tokens: Callable[[str], int], limit: int) -> tuple[Piece, ...]:
    """Cut a sentence into pieces that a model reads whole.

    Args:
        text: one sentence.
        count_tokens: length of a text in the model's tokens.
        limit: the most tokens of a piece.

    Returns:
        The pieces in order; the sentence alone where it fits. Only a single word that is longer
        than the limit is left too long.

    >>> [p.text for p in split_clauses("It rained; they left, and he stayed.",
    ...                                lambda text: len(text.split()), 4)]
    ['It rained', 'they left', 'and he stayed.']
    """
    if count_tokens(text) <= limit:
        return (Piece(text=text),)
    border = _best_border(text)
    if border is None:
        return (Piece(text=text),)
    start, end, mark = border
    left = split_clauses(text[:start], count_tokens, limit)
    right = split_clauses(text[end:], count_tokens, limit)
    return (*left[:-1], Piece(text=left[-1].text, mark=mark), *right)


def _best_border(text: str) -> tuple[int, int, str] | None:
    """The border of the surest kind that leaves no scrap, the one nearest to the middle."""
    depths = _depths(text)
    margin = _LEAST_SHARE * len(text)
    for pattern in _BORDERS:
        found = [
            (start, end, _PLAIN_MARK.get(mark, mark)[:1])
            for match in pattern.finditer(text)
            for start, end in (match.span(),)
            for mark in (next((m for m in match.groups() if m), ""),)
            if margin <= start and end <= len(text) - margin and depths[start] == 0
        ]
        if found:
            return min(found, key=lambda border: abs(border[0] + border[1] - len(text)))
    # Brackets and quotations are torn only where nothing else is left.
    spaces = [match.span() for match in re.finditer(r"(?<=\S)\s+(?=\S)", text)]
    if not spaces:
        return None
    start, end = min(spaces, key=lambda span: abs(span[0] + span[1] - len(text)))
    return start, end, ""


def _depths(text: str) -> list[int]:
    """For each letter, how many brackets and quotations are open."""
    depth, depths = 0, []
    for letter in text:
        if letter in "([{«“":
            depth += 1
        depths.append(depth)
        if letter in ")]}»”":
            depth = max(0, depth - 1)
    # A bracket that never closes opens nothing.
    return depths if depth == 0 else [0] * len(text)


_ENDS = ".!?؟۔…"
_MARKS = {
    "prs": {";": "؛ ", ":": ": ", "-": " — ", ",": "، "},
    "ps": {";": "؛ ", ":": ": ", "-": " — ", ",": "، "},
}
_OTHER_MARKS = {";": "; ", ":": ": ", "-": " — ", ",": ", "}
# Words that are never names: only these lose the capital that a model gives the start of a piece.
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "и а но или однако хотя который которая которое которые он она оно они мы это этот эта эти "
        "в во на по при что чтобы так поэтому если когда как где с со к ко из за до после от для "
        "об о не также потому поскольку пока его её их тем то все всё",
    )
)


def as_sentence(text: str) -> str:
    """A piece as a model knows sentences: with a full stop.

    >>> as_sentence("they left")
    'they left.'
    """
    return text if text.rstrip("\"'”»)")[-1:] in _ENDS else f"{text}."


def join_clauses(pieces: Sequence[Piece], translations: Sequence[str], language: str) -> str:
    """Put the translated pieces of one sentence together.

    Args:
        pieces: the source's.
        translations: one for each piece, of `as_sentence` of it.
        language: briefgen's code of the translations.

    Returns:
        One sentence: full stops between pieces give way to the source's marks, in the form that
        the language writes, and small words lose their capital.

    >>> pieces = [Piece(text="It rained", mark=";"), Piece(text="but they left.")]
    >>> join_clauses(pieces, ["Шёл дождь.", "Но они ушли."], "ru")
    'Шёл дождь; но они ушли.'
    """
    marks = _MARKS.get(language, _OTHER_MARKS)
    joined = ""
    for n, (piece, text) in enumerate(zip(pieces, translations, strict=True)):
        written = text.strip()
        if n:
            written = _uncapitalised(written)
        if n < len(pieces) - 1:
            written = written.rstrip(f"{_ENDS},،;؛ ") + marks.get(piece.mark, " ")
        elif piece.text.rstrip()[-1:] not in _ENDS:
            written = written.removesuffix(".").removesuffix("۔")
        joined += written
    return joined


def _uncapitalised(text: str) -> str:
    first = text.split(maxsplit=1)[:1]
    if first and first[0].lower() in _SMALL_WORDS:
        return text[0].lower() + text[1:]
    return text
