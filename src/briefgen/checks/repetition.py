"""Loops: a model that says the same phrase over and over."""

import re

from briefgen.records import Flag

_WORD = re.compile(r"[^\W_]+")
_RUN_OF_ONE_LETTER = re.compile(r"([^\W\d_])\1{7,}")

_SIGNS = re.compile(r"([^\w\s])(?:\s+\1){4,}")

LONGEST_PHRASE_WORDS = 120
_COPIES = {1: 4, 2: 3, 3: 3}
"""Copies in a row that make a loop, by the words of the phrase; 2 where nothing is said."""


def longest_loop(text: str) -> tuple[int, str]:
    """The phrase that is said most often in a row, by words in a loop.

    Returns:
        How many copies stand in a row, and the phrase; `(1, "")` where nothing is repeated.

    >>> longest_loop("He said that he said that he said that it was over.")
    (3, 'he said that')
    """
    words = [match[0].casefold() for match in _WORD.finditer(text)]
    best, covered, phrase = 1, 0, ""
    for size in range(1, min(LONGEST_PHRASE_WORDS, len(words) // 2) + 1):
        same = 0  # words in a row that equal the word `size` before
        for place in range(size, len(words)):
            same = same + 1 if words[place] == words[place - size] else 0
            copies = same // size + 1
            if copies >= _COPIES.get(size, 2) and copies * size > covered:
                best, covered = copies, copies * size
                phrase = " ".join(words[place - size + 1 : place + 1])
    return best, phrase


def check_repetition(source: str, target: str, *, where: str = "") -> tuple[Flag, ...]:
    """Flag `repetition` where the target loops more than its source does.

    Args:
        source: the text translated; empty where there is none.
        target: the text to look at.
        where: the place that the flag names.
    """
    copies, phrase = longest_loop(target)
    if copies > 1 and copies > longest_loop(source)[0]:
        detail = f"“{phrase[:80]}” stands {copies} times in a row"
    elif (run := _RUN_OF_ONE_LETTER.search(target)) and not _RUN_OF_ONE_LETTER.search(source):
        detail = f"a letter is repeated {len(run[0])} times: “{run[0][:20]}”"
    elif (run := _SIGNS.search(target)) and not _SIGNS.search(source):
        detail = f"a sign stands {len(run[0].split())} times in a row: “{run[0][:20]}”"
    else:
        return ()
    return (Flag(code="repetition", severity="error", detail=detail, where=where),)
