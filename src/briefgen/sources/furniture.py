"""What stands around articles: phrases and function words, by language, read from one table."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources

CATEGORIES = ("control", "behind", "end", "picture", "byline", "legal")

_WORD = re.compile(r"[^\W\d_]+(?:[’'\u200c][^\W\d_]+)*")
_MARKS = re.compile(r"[^\w+]+", re.UNICODE)
_SAMPLE_WORDS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The phrases of all languages, and the function words of each.

    Attributes:
        function_words: by language.
        phrases: by category; every phrase a tuple of words.
        longest: words of the longest phrase.
    """

    function_words: dict[str, frozenset[str]]
    phrases: dict[str, frozenset[tuple[str, ...]]]
    longest: int


@cache
def lexicon() -> Lexicon:
    """Read the table once."""
    table = tomllib.loads(
        resources.files("briefgen.sources").joinpath("furniture.toml").read_text("utf-8")
    )
    phrases = {
        category: frozenset(
            words
            for entry in table.values()
            for phrase in entry[category].split("|")
            if (words := split_words(phrase))
        )
        for category in CATEGORIES
    }
    return Lexicon(
        function_words={code: frozenset(entry["words"].split()) for code, entry in table.items()},
        phrases=phrases,
        longest=max(len(phrase) for group in phrases.values() for phrase in group),
    )


def split_words(text: str) -> tuple[str, ...]:
    """Words in lower case, as phrases are compared.

    >>> split_words("Don't miss: Читайте также")
    ('dont', 'miss', 'читайте', 'также')
    """
    text = text.lower().replace("’", "").replace("'", "").replace("\u200c", " ")
    return tuple(_MARKS.sub(" ", text).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """How much of a line is furniture's words.

    Attributes:
        share: words that belong to a phrase of a category, divided by all words.
        opens: categories of a phrase that the line begins with.
        whole: categories of a phrase that is the whole line, numbers aside.
    """

    share: dict[str, float]
    opens: frozenset[str]
    whole: frozenset[str]


def find(words: tuple[str, ...]) -> Hits:
    """Look for the phrases of every category in the words of a line.

    Args:
        words: of `split_words`; at most the first sixty are looked at.
    """
    table = lexicon()
    seen = words[:60]
    letters_only = tuple(word for word in seen if not word.isdigit())
    share: dict[str, float] = {}
    opens: set[str] = set()
    whole: set[str] = set()
    for category, phrases in table.phrases.items():
        covered = 0
        start = 0
        while start < len(seen):
            for length in range(min(table.longest, len(seen) - start), 0, -1):
                if seen[start : start + length] in phrases:
                    if start == 0:
                        opens.add(category)
                    covered += length
                    start += length
                    break
            else:
                start += 1
        share[category] = covered / len(seen) if seen else 0.0
        if letters_only and letters_only in phrases:
            whole.add(category)
    return Hits(share=share, opens=frozenset(opens), whole=frozenset(whole))


def main_language(text: str) -> str | None:
    """The language of the table whose function words a text uses most; None where none does."""
    words = [word.lower() for word in _WORD.findall(text[: _SAMPLE_WORDS * 8])][:_SAMPLE_WORDS]
    if not words:
        return None
    counts = Counter(words)
    best, share = None, 0.08
    for code, function_words in lexicon().function_words.items():
        found = sum(counts[word] for word in function_words) / len(words)
        if found > share:
            best, share = code, found
    return best
