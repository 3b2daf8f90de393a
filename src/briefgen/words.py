"""What a word is: the one definition that every length in briefgen counts by.

A word is a maximal run of letters, digits, apostrophes and hyphens, as the contract has it.
"""

import re

_WORD = re.compile(r"(?:[^\W_]|['’ʼ\-\u2010\u2011])+")


def find_words(text: str) -> list[str]:
    """The words of a text, in order.

    >>> find_words("The U.N.'s $7-billion plan — 3.5 percent.")
    ['The', 'U', 'N', "'s", '7-billion', 'plan', '3', '5', 'percent']
    """
    return _WORD.findall(text)


def count_words(text: str) -> int:
    """How many words a text has.

    >>> count_words("Don't stop: well-known facts.")
    4
    """
    return len(_WORD.findall(text))
