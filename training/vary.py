"""Other people's spelling of the same English: curly quotes, 15%, 3 July, "said Monday"."""

from __future__ import annotations

import random
import re
from typing import Final

MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_DAYS: Final = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"


def curly(text: str) -> str:
    r"""Straight quotes and apostrophes as typesetters write them.

    >>> curly('"It\'s late," he said.')
    '“It’s late,” he said.'
    """
    text = re.sub(r'(^|(?<=[\s(—]))"', "“", text).replace('"', "”")
    return text.replace("'", "’")


def vary(text: str, rng: random.Random) -> str:
    """The English of a filled pattern, now and then in another spelling."""
    if rng.random() < 0.4:
        text = curly(text)
    if " percent" in text and rng.random() < 0.3:
        text = text.replace(" percent", rng.choice(("%", "%", " per cent")))
    if rng.random() < 0.25:
        text = re.sub(rf"\b({MONTHS}) (\d{{1,2}})(?!\d|,\d)", r"\2 \1", text)
    if rng.random() < 0.2:
        text = re.sub(rf"\b(said|added|announced|reported) on (?={_DAYS})", r"\1 ", text)
    if "$" in text and rng.random() < 0.1:
        text = text.replace("$", "US$")
    return text
