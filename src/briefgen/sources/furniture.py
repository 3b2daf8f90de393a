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
        by_first_word: the phrases that begin with a word, longest first, each a tuple of words,
            with its categories.
    """

    function_words: dict[str, frozenset[str]]
    by_first_word: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]


@cache
def lexicon() -> Lexicon:
    """Read the table once."""
    table = tomllib.loads(
        resources.files("briefgen.sources").joinpath("furniture.toml").read_text("utf-8")
    )
    categories: dict[tuple[str, ...], dict[str, None]] = {}
    for entry in table.values():
        for category in CATEGORIES:
            for phrase in entry[category].split("|"):
                words = split_words(phrase)
                if words:
                    categories.setdefault(words, {})[category] = None
    by_first_word: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for words in sorted(categories, key=len, reverse=True):
        by_first_word.setdefault(words[0], []).append((words, tuple(categories[words])))
    return Lexicon(
        function_words={code: frozenset(entry["words"].split()) for code, entry in table.items()},
        by_first_word={word: tuple(phrases) for word, phrases in by_first_word.items()},
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
    covered = dict.fromkeys(CATEGORIES, 0)
    opens: set[str] = set()
    whole: set[str] = set()
    free_from = dict.fromkeys(CATEGORIES, 0)
    for start, word in enumerate(seen):
        for phrase, categories in table.by_first_word.get(word, ()):
            length = len(phrase)
            if length > 1 and seen[start : start + length] != phrase:
                continue
            for category in categories:
                if start == 0:
                    opens.add(category)
                if phrase == letters_only:
                    whole.add(category)
                # The longest phrase comes first; a word counts once.
                if start >= free_from[category]:
                    covered[category] += length
                    free_from[category] = start + length
    return Hits(
        share={name: count / len(seen) for name, count in covered.items()}
        if seen
        else dict.fromkeys(CATEGORIES, 0.0),
        opens=frozenset(opens),
        whole=frozenset(whole),
    )


def function_share(text: str, code: str) -> float:
    """Which share of a text's words are function words of a language, from 0 to 1."""
    words = [word.lower() for word in _WORD.findall(text)]
    function_words = lexicon().function_words[code]
    return sum(1 for word in words if word in function_words) / len(words) if words else 0.0


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
