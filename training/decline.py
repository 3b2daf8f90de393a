"""Declines Russian for the slot tables, and writes rows of them: ``python -m training.decline``.

Forms are made once, by pymorphy3 (Korobov 2015, "Morphological Analyzer and Generator for Russian
and Ukrainian Languages"), and kept in the tables, where a speaker can read and correct them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from training.slots import DATA

CASES: Final = ("nom", "gen", "dat", "acc", "ins", "loc")
_TAGS: Final = dict(zip(CASES, ("nomn", "gent", "datv", "accs", "ablt", "loct"), strict=True))
_MODIFIERS: Final = ("ADJF", "PRTF")
_NAMED: Final = ("en", "prs", "ps", "ps_obl")
_COUNTED: Final = ("ru_1", "ru_1_acc", "ru_2", "ru_5")


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def _cased(word: str, like: str) -> str:
    """``word`` with the capital letters of ``like``."""
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if like[:1].isupper() else word


def _bare(word: str) -> str:
    return word.strip('«»",()')


def _nominative(word: str, number: str, kinds: tuple[str, ...]) -> Any:
    """The likeliest reading of a word as a nominative of one of ``kinds``, or None."""
    fitting = [
        reading
        for reading in _analyzer().parse(_bare(word).lower())
        if reading.tag.POS in kinds
        and "nomn" in reading.tag
        and number in reading.tag
        and not {"Name", "Surn", "Abbr"} & reading.tag.grammemes
    ]
    return fitting[0] if fitting else None


def _inflected(reading: Any, word: str, grammemes: set[str]) -> str:
    # A missing form (a word that has no plural, say) stays as it is, for a reader to see.
    form = reading.inflect(grammemes)
    if form is None:
        return word
    return word.replace(_bare(word), _cased(form.word, _bare(word)))


def _head(words: list[str], number: str) -> tuple[int, Any] | None:
    """Place and reading of the noun that a phrase's first adjectives lead to."""
    for place, word in enumerate(words):
        noun = _nominative(word, number, ("NOUN",))
        modifier = _nominative(word, number, _MODIFIERS)
        following = words[place + 1 : place + 2]
        leads_on = [w for w in following if _nominative(w, number, ("NOUN", *_MODIFIERS))]
        if modifier is not None and leads_on:
            continue
        return (place, noun or modifier) if noun or modifier else None
    return None


def decline(phrase: str, number: str = "sing") -> dict[str, str]:
    """The cases of a Russian noun phrase given in the nominative.

    The first word that can be a noun in the nominative is the head; adjectives and participles
    before it agree with it, and what follows stays. An adjective is the head where no noun is.

    Args:
        phrase: the phrase in the nominative; after ``=`` it does not change, after ``-`` it is
            singular and after ``+`` plural, whatever ``number`` says.
        number: ``sing`` or ``plur``, the number that the phrase is in.

    Returns:
        Forms by the names of ``CASES``.

    Raises:
        ValueError: no word of the phrase can be its head.

    >>> decline("новый мост")["ins"], decline("фермеры", "plur")["gen"]
    ('новым мостом', 'фермеров')
    """
    if phrase.startswith("="):
        return dict.fromkeys(CASES, phrase[1:])
    if phrase[0] in "+-":
        phrase, number = phrase[1:], {"+": "plur", "-": "sing"}[phrase[0]]
    words = phrase.split(" ")
    found = _head(words, number)
    if found is None:
        raise ValueError(f"no head in {phrase!r}")
    place, head = found
    modifiers = [_nominative(w, number, _MODIFIERS) for w in words[:place]]
    # Adjectives that stand for people (заключённые) have no animacy of their own.
    living = "anim" in head.tag or head.tag.POS in _MODIFIERS
    forms: dict[str, str] = {}
    for case, tag in _TAGS.items():
        agreeing = {tag, number}
        if case == "acc":
            agreeing.add("anim" if living else "inan")
        done: list[str] = []
        for word, reading in zip(words[:place], modifiers, strict=True):
            wanted = agreeing if case == "acc" and number == "plur" else {tag, number}
            if case == "acc" and number == "sing" and "masc" in head.tag:
                wanted = agreeing
            done.append(_inflected(reading, word, wanted))
        own = agreeing if head.tag.POS in _MODIFIERS else {tag, number}
        done.append(_inflected(head, words[place], own))
        forms[case] = " ".join((*done, *words[place + 1 :]))
    forms["nom"] = phrase
    return forms


def counted(singular: str) -> dict[str, str]:
    """The forms after 1 (nominative, accusative), after 2 to 4, and after 5 and more.

    >>> counted("новая школа")["ru_2"], counted("новый мост")["ru_5"]
    ('новые школы', 'новых мостов')
    """
    if singular.startswith("="):
        return dict.fromkeys(_COUNTED, singular[1:])
    one = decline(singular)
    words = singular.split(" ")
    found = _head(words, "sing")
    assert found is not None  # decline has found it
    place, head = found
    many: list[str] = []
    few: list[str] = []
    for word in words[:place]:
        reading = _nominative(word, "sing", _MODIFIERS)
        many.append(_inflected(reading, word, {"gent", "plur"}))
        # Beside feminine nouns adjectives stand in the nominative after 2, 3 and 4.
        case = "nomn" if "femn" in head.tag else "gent"
        few.append(_inflected(reading, word, {case, "plur"}))
    rest = words[place + 1 :]
    few.append(_inflected(head, words[place], {"gent", "sing"}))
    many.append(_inflected(head, words[place], {"gent", "plur"}))
    return {
        "ru_1": one["nom"],
        "ru_1_acc": one["acc"],
        "ru_2": " ".join((*few, *rest)),
        "ru_5": " ".join((*many, *rest)),
    }


def rows(lines: Iterable[str], number: str) -> Iterator[str]:
    """Rows of a table from lines ``English | Dari | Pashto | its oblique | Russian``.

    Args:
        lines: the lines; a sixth field is the Russian singular of what is counted.
        number: of the Russian, as in ``decline``.
    """
    for line in lines:
        *named, russian = line.strip().split(" | ")
        tail: dict[str, str] = {}
        if len(named) == len(_NAMED) + 1:
            tail = counted(russian)
            russian = named.pop()
        forms = decline(russian, number)
        yield "\t".join((*named, *(forms[case] for case in CASES), *tail.values()))


def main(arguments: list[str] | None = None) -> int:
    """Appends rows to ``slots/KIND.tsv`` from lines on standard input."""
    kind, number = (arguments or sys.argv[1:])[:2]
    path = DATA / "slots" / f"{kind}.tsv"
    lines = [line for line in sys.stdin if line.strip()]
    made = list(rows(lines, number))
    if not path.exists():
        count = len(made[0].split("\t")) - len(_NAMED) - len(CASES)
        head = (*_NAMED, *(f"ru_{case}" for case in CASES), *_COUNTED[:count])
        path.write_text("\t".join(head) + "\n", encoding="utf-8")
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(row + "\n" for row in made))
    for row in made:
        print(" | ".join(row.split("\t")[4:]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
