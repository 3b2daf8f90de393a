"""Which pieces of a vocabulary a decoder needs to write some languages.

A model of two hundred languages spends most of its last layer on scripts that are not wanted. What
is kept here is a function of the vocabulary and of the languages alone.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache

from briefgen.languages import LANGUAGES

LATIN_PIECES = 12_000
"""How many pieces of Latin letters stay: docs/speed.md has what fewer and others would cost."""

_SHORT = 3

_SCRIPTS = {"Arab": "ARABIC", "Cyrl": "CYRILLIC", "Latn": "LATIN"}
_BYTE = re.compile(r"<0x[0-9A-Fa-f]{2}>")
_SPECIAL = re.compile(
    r"<[^<>\s]*>|\[[A-Z]+\]"  # tokens that are no text
    # codes of languages: NLLB's and mBART's, M2M100's, OPUS-MT's
    r"|[a-z]{2,3}_[A-Za-z]{2,4}|__[a-z]{2,3}__|>>[a-zA-Z_]+<<"
)
_SPACES = "▁Ġ "


def kept_pieces(
    vocabulary: Sequence[str],
    targets: Collection[str],
    *,
    always: Collection[str],
    latin_pieces: int = LATIN_PIECES,
) -> tuple[int, ...]:
    """Ids of the pieces that a decoder keeps.

    Kept are the pieces whose letters are all of the scripts of the languages wanted; digits,
    punctuation, spaces and signs; single Latin letters, and longer pieces of them to spell names:
    those with a capital or of two or three letters first, the commonest first, since what stands in
    Latin letters in news of another script is names and acronyms; bytes; and what the caller names.

    Args:
        vocabulary: the pieces by id, commonest first, as tokenizers are trained.
        targets: briefgen's codes of the languages wanted.
        always: pieces that stay whatever they are: special ones, and languages' codes.
        latin_pieces: how many pieces of two Latin letters and more stay, where no language wanted
            is written in them.

    Returns:
        Ascending ids.
    """
    scripts = frozenset(_SCRIPTS[LANGUAGES[code].script] for code in targets)
    wanted = frozenset(always)
    kept: list[int] = []
    spelling: list[tuple[bool, int]] = []
    for id, piece in enumerate(vocabulary):
        if piece in wanted or _BYTE.fullmatch(piece):
            kept.append(id)
            continue
        if _SPECIAL.fullmatch(piece):
            continue
        text = piece.strip(_SPACES)
        found = _scripts(text)
        if found <= scripts or (len(text) == 1 and found == {"LATIN"}):
            kept.append(id)
        elif found <= scripts | {"LATIN"}:
            spelling.append((not _of_names(text), id))
    return tuple(sorted([*kept, *(id for _, id in sorted(spelling)[:latin_pieces])]))


def _of_names(text: str) -> bool:
    """Whether a piece is such as names and acronyms are spelt with."""
    return text.isascii() and (len(text) <= _SHORT or any(char.isupper() for char in text))


def _scripts(text: str) -> frozenset[str]:
    """Scripts of a text's letters; digits, marks and signs of all scripts have none."""
    return frozenset(script for char in text if (script := _script(char)))


@cache
def _script(char: str) -> str:
    category = unicodedata.category(char)
    name = unicodedata.name(char, "")
    first = name.split(" ", 1)[0]
    if category[0] == "L":
        return "LATIN" if first == "FULLWIDTH" else first or "UNNAMED"
    if category[0] == "M":
        # Marks of a script go with its letters; those of none (U+0301 of Russian stress) stay.
        return "" if first in {"COMBINING", "VARIATION"} else first
    if category == "Nd":
        # Digits of Arabic, Extended Arabic-Indic and ASCII; those of other scripts go.
        return "" if char.isascii() or first in {"ARABIC-INDIC", "EXTENDED"} else first
    return ""
