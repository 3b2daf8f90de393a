"""A term, and a glossary: terms that are found in a source sentence.

A term is found in any case, as a possessive or a plural, at the borders of words; where terms
overlap the longest wins, and a user's before a built-in one.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from briefgen.glossary.inflection import compose, fold, pattern

_TOKEN = re.compile(r"[^\W_]+")
# Between the words of one term: "Mazar-e-Sharif", "Mazar-e Sharif", "U.S.", "women’s".
_GAP = re.compile(r"[\s\-\u2010\u2011–.'’\u200c«»\"“”]{0,3}")
_MAX_ACRONYM = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What a term of the source is in other languages.

    Attributes:
        sources: its spellings in the source; the first names it.
        targets: by language, the accepted forms; the first is the one to use.
        wrong: by language, forms that must be replaced.
        note: for a person.
        builtin: a miss is a warning, not an error, and the case of the source counts.
    """

    sources: tuple[str, ...]
    targets: Mapping[str, tuple[str, ...]]
    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""
    builtin: bool = False

    @property
    def name(self) -> str:
        """The first spelling in the source."""
        return self.sources[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A term that stands in a source text, from `start` to `end`, as `text`."""

    term: Term
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One spelling of one term, word by word: as written, and folded."""

    term: Term
    words: tuple[str, ...]
    folded: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    text: str
    singulars: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """Terms, and what identifies them.

    Attributes:
        terms: in the order of the file.
        sha256: of the file, or of what the glossary was put together from.
    """

    terms: tuple[Term, ...]
    sha256: str
    _index: Mapping[str, tuple[_Entry, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the terms by their first word."""
        index: dict[str, list[_Entry]] = {}
        for term in self.terms:
            for source in term.sources:
                words = tuple(_TOKEN.findall(compose(source)))
                if words:
                    folded = tuple(fold(word) for word in words)
                    entry = _Entry(term=term, words=words, folded=folded)
                    index.setdefault(folded[0], []).append(entry)
        object.__setattr__(self, "_index", {key: tuple(found) for key, found in index.items()})

    def matches(self, sentence: str, target: str | None = None) -> tuple[Term, ...]:
        """The terms of a source sentence in order of appearance, each once.

        Args:
            sentence: in the language of the terms' sources.
            target: briefgen's code: only terms with a form in that language; None for all.

        >>> bank = Term(sources=("central bank",), targets={"ru": ("Центральный банк",)})
        >>> one = Glossary(terms=(bank,), sha256="")
        >>> [term.name for term in one.matches("The Central Banks’ governors met.")]
        ['central bank']
        """
        return tuple({id(m.term): m.term for m in self.find(sentence, target)}.values())

    def find(self, sentence: str, target: str | None = None) -> tuple[Match, ...]:
        """As `matches`, with every place. Places are those of the sentence in composed form."""
        text = compose(sentence)
        tokens = [_token(found) for found in _TOKEN.finditer(text)]
        found = sorted(
            self._candidates(text, tokens, target),
            key=lambda one: (one[2].term.builtin, one[0] - one[1], one[0]),
        )
        taken: set[int] = set()
        chosen = []
        for start, end, match in found:
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                chosen.append(match)
        return tuple(sorted(chosen, key=lambda match: match.start))

    def _candidates(
        self, text: str, tokens: list[_Token], target: str | None
    ) -> Iterator[tuple[int, int, Match]]:
        """Places in tokens, and the match, of everything that could be a term."""
        for start, token in enumerate(tokens):
            for key in token.singulars:
                for entry in self._index.get(key, ()):
                    end = start + len(entry.words)
                    if target is not None and not entry.term.targets.get(target):
                        continue
                    if end <= len(tokens) and _fits(entry, text, tokens[start:end]):
                        first, last = token.start, tokens[end - 1].end
                        match = Match(term=entry.term, text=text[first:last], start=first, end=last)
                        yield start, end, match


def forms_in(term: Term, target: str, language: str) -> tuple[str, ...]:
    """The accepted forms of a term that stand in a text, whatever their endings."""
    folded = fold(target)
    return tuple(
        form for form in term.targets.get(language, ()) if pattern(form, language).search(folded)
    )


def satisfied(term: Term, target: str, language: str) -> bool:
    """Whether a translation uses one of the forms of a term; true where it has none.

    Args:
        term: one that stands in the source.
        target: the translation.
        language: briefgen's code of its language.

    >>> herat = Term(sources=("Herat",), targets={"ru": ("Герат",), "prs": ("هرات",)})
    >>> satisfied(herat, "Дорога в Герате закрыта.", "ru")
    True
    """
    forms = term.targets.get(language, ())
    return not forms or bool(forms_in(term, target, language))


def combine(*glossaries: Glossary | None) -> Glossary | None:
    """One glossary of several; None where there is none."""
    given = [glossary for glossary in glossaries if glossary is not None]
    if len(given) < 2:
        return given[0] if given else None
    return Glossary(
        terms=tuple(term for glossary in given for term in glossary.terms),
        sha256=hashlib.sha256("".join(one.sha256 for one in given).encode()).hexdigest(),
    )


def _token(found: re.Match[str]) -> _Token:
    return _Token(
        text=found[0], singulars=_singulars(found[0]), start=found.start(), end=found.end()
    )


@lru_cache(maxsize=50_000)
def _singulars(text: str) -> frozenset[str]:
    """A word, folded, and what it may be the plural of."""
    word = fold(text)
    singulars = {word}
    if len(word) > 3 and word.endswith("s"):
        singulars.add(word[:-1])
        if word.endswith("es"):
            singulars.add(word[:-2])
        if word.endswith("ies"):
            singulars.add(word[:-3] + "y")
    return frozenset(singulars)


def _fits(entry: _Entry, text: str, tokens: list[_Token]) -> bool:
    for word, folded, token in zip(entry.words, entry.folded, tokens, strict=True):
        if folded not in token.singulars:
            return False
        if len(entry.words) == 1 and not _case_fits(word, token.text, strict=entry.term.builtin):
            return False
    if entry.term.builtin and len(tokens) > 1 and not _capital(entry, tokens):
        return False
    return all(_joined(text, left, right) for left, right in pairwise(tokens))


def _joined(text: str, left: _Token, right: _Token) -> bool:
    gap = text[left.end : right.start]
    # "U.S. envoy" and "St. Petersburg" go on after the dot, a longer word ends a sentence.
    if "." in gap and gap != "." and len(left.text) > 2:
        return False
    return _GAP.fullmatch(gap) is not None


def _case_fits(word: str, found: str, *, strict: bool) -> bool:
    """So that "WHO" is not "who", and for a built-in name "Turkey" is not "turkey"."""
    if 1 < len(word) <= _MAX_ACRONYM and word.isupper():
        return found.removesuffix("s") == word or found == word
    return not strict or not word[0].isupper() or found[0].isupper()


def _capital(entry: _Entry, tokens: list[_Token]) -> bool:
    """A built-in name of several words begins and ends with a capital where it should."""
    return all(
        not entry.words[place][0].isupper() or tokens[place].text[0].isupper() for place in (0, -1)
    )
