"""Which sentences cannot stand without another one: unresolved pronouns, quotations, speakers."""

import re
from collections.abc import Sequence

from briefgen.records import Sentence
from briefgen.words import count_words, find_words

_PRONOUNS = {
    "en": "he she it they his her its their him them this that these those both another others "
    "neither either such",
    "ru": "он она оно они его ее её их ему ей им это этот эта эти тот та те такой такая такие оба",
    "prs": "او وی آنها آنان ایشان این آن اینها موصوف نامبرده",
    "ps": "هغه هغې هغوی دا دغه دوی دی ده نوموړی نوموړې نوموړي",
}
_FIRST = {code: frozenset(words.split()) for code, words in _PRONOUNS.items()}

# What may stand before the pronoun: "But he said", "In addition, they".
_OPENER_WORDS = """and but however also meanwhile then yet still so later earlier afterwards instead
    moreover furthermore nevertheless additionally а но однако также затем позже поэтому потом
    далее теперь именно اما ولی همچنین سپس بعد بعداً خو بیا همدارنګه وروسته"""
_OPENERS = frozenset(_OPENER_WORDS.split())

# "По его словам", «د هغه په وینا»: what stands before a pronoun that is no subject.
_BEFORE_OTHERS = {code: frozenset(words.split()) for code, words in (
    ("ru", "по в на у с о от для к за"), ("ps", "د له په"),
)}  # fmt: skip
_OTHER_WORDS = "его ее её их него нее неё них нему ним ней ними ему им"
_OTHERS = {"ru": frozenset(_OTHER_WORDS.split()), "ps": _FIRST["ps"]}

# "This week" points at the calendar, "it is clear that" at nothing.
_RESOLVED = re.compile(
    r"""(?xi)^ \W* (?:
        th(?:is|at|ese|ose) \s (?:past\s|coming\s|last\s)?
            (?:week|month|year|morning|afternoon|evening|summer|autumn|fall|winter|spring|season)
      | it \s (?:is|was|remains|remained|seems|appears|became|will\sbe) \s
            (?:\w+\s)? (?:un)?(?:clear|known|likely|possible|expected|certain|thought|believed|
            reported|estimated|easy|hard|difficult|important|time|not) \b
      | th(?:ose|ese) \s (?:who|which|that) \b
      | both \s (?-i:[A-Z])
      | те,? \s кто \b | то,? \s что \b
    )"""
)

_SPEAKER_PRONOUN = re.compile(
    r"""(?xi)(?: [,.!?…]["”»’'] | ["”»]\s?, ) \s* (?:he|she|they) \s+ (?:\w+ly\s+)? \w+
    | ["”»] [\s,—–-]* (?:сказал|заявил|добавил|отметил)\w* \s+ (?:он|она|они) \b
    | ["”»] \s* [،,]? \s* (?:او|وی|آنها|هغه|هغې|هغوی|ده|دې) \s+ (?:\w+\s+){0,4}?
      (?:گفت|افزود|وویل|وايي|ویلي|می\u200cگوید)"""
)

_OPENING, _CLOSING = "“«„", "”»"
_QUOTED = re.compile(r"[“«„\"].*?[”»\"“]")


def starts_unresolved(text: str, language: str = "en") -> bool:
    """Whether a sentence begins with a word that points at the sentence before.

    Args:
        text: one sentence.
        language: briefgen's code; others have no list, so nothing is found.

    >>> starts_unresolved("But he said nothing."), starts_unresolved("This week he resigned.")
    (True, False)
    """
    pronouns = _FIRST.get(language)
    if not pronouns or _RESOLVED.match(text):
        return False
    words = [word.lower() for word in find_words(text[:80])[:4]]
    while words and words[0] in _OPENERS:
        words.pop(0)
    if len(words) > 1 and words[0] in _BEFORE_OTHERS.get(language, ()):
        return words[1] in _OTHERS[language]
    return bool(words) and re.split("['’]", words[0])[0] in pronouns


def needs(sentences: Sequence[Sentence], language: str = "en") -> tuple[tuple[int, ...], ...]:
    """For each sentence of an article the indices of those that must stand with it.

    A sentence that begins with an unresolved pronoun needs the one before; so does a quotation
    whose speaker is a pronoun. The sentences of a quotation that goes on over several need one
    another, and a sentence that is nothing but a quotation needs its neighbour with the speaker.

    Args:
        sentences: all of the article, in order.
        language: of the article.
    """
    states = _quote_states(sentences)
    found: list[tuple[int, ...]] = []
    for index, sentence in enumerate(sentences):
        wanted: set[int] = set()
        begins_inside, ends_inside = states[index]
        same_before = index > 0 and sentences[index - 1].paragraph == sentence.paragraph
        same_after = (
            index + 1 < len(sentences) and sentences[index + 1].paragraph == sentence.paragraph
        )
        if begins_inside:
            wanted.add(index - 1)
        if ends_inside and same_after:
            wanted.add(index + 1)
        unresolved = starts_unresolved(sentence.text, language)
        if index and (unresolved or _SPEAKER_PRONOUN.search(sentence.text)):
            wanted.add(index - 1)
        if not wanted and _only_quotation(sentence.text):
            if same_before or (index and not same_after):
                wanted.add(index - 1)
            elif same_after:
                wanted.add(index + 1)
        found.append(tuple(sorted(wanted)))
    return tuple(found)


def _quote_states(sentences: Sequence[Sentence]) -> list[tuple[bool, bool]]:
    """Whether each sentence begins and ends inside a quotation; a new paragraph begins outside."""
    states: list[tuple[bool, bool]] = []
    inside, paragraph = False, -1
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            inside, paragraph = False, sentence.paragraph
        before = inside
        for character in sentence.text:
            if character == '"':
                inside = not inside
            elif character in _OPENING:
                inside = True
            elif character in _CLOSING:
                inside = False
        states.append((before, inside))
    return states


def _only_quotation(text: str) -> bool:
    """Whether (almost) no word stands outside the quotation marks."""
    stripped = text.strip()
    if not stripped or stripped[0] not in _OPENING + '"':
        return False
    return count_words(_QUOTED.sub(" ", stripped)) <= 1
