"""Names of an English text, and whether an article has them.

A name is a run of capitalised words. What opens a sentence is capitalised anyway, so a lone first
word counts only where it is an acronym or where someone so called says or does something.
"""

import re
import unicodedata
from collections.abc import Iterator

_TOKEN = re.compile(r"[^\W\d_](?:[\w.'’\-]*\w)?")
_OPENING = re.compile(r"(?:^|[.!?…:;]['\"”’»)\]]*\s+|[\"“«(\[]\s*)$")
_GLUE = re.compile(r"\s+(?:(?:of|of the|de|del|bin|ibn|van|von|der|al|ul|ud|el|da|di)\s+)?")
_POSSESSIVE = re.compile(r"['’]s?$")
_TITLE_CASE_SHARE = 0.7


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    "mr mrs ms miss dr prof sir lord lady gen general maj col capt lt sgt president minister "
    "prime premier chancellor king queen prince princess sheikh mullah mawlawi maulvi mufti imam "
    "hajji ayatollah ambassador envoy senator sen rep gov governor mayor secretary chief judge "
    "justice foreign deputy acting former spokesman spokeswoman spokesperson director chairman "
    "chairwoman commander professor doctor minister's reverend rev father sister brother"
)
_NO_NAMES = _words(
    "i the a an this that these those he she it they we you his her its their our my your in on "
    "at by for from with without within to of as but and or so yet if when while where who what "
    "why how which after before during since until because although though however meanwhile "
    "there here then now not no some many most all both each every any one two three four five "
    "six seven eight nine ten several few other others another such last next about according "
    "under over despite still also even only just more much is are was were will would can could "
    "do does did have has had let please yes ok"
)
_DOERS = _words(
    "said says told tells is was has had will would added also asked wrote warned urged met "
    "announced visited called denied confirmed claimed declared became"
)
_MONTHS = {
    "jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june",
    "jul": "july", "aug": "august", "sep": "september", "sept": "september", "oct": "october",
    "nov": "november", "dec": "december", "mon": "monday", "tue": "tuesday", "wed": "wednesday",
    "thu": "thursday", "fri": "friday", "sat": "saturday", "sun": "sunday",
}  # fmt: skip
_DATES = frozenset(_MONTHS) | frozenset(_MONTHS.values()) | {"may", "tues", "thurs"}
# Words that open a sentence without being names; what ends as these do is taken for a common word.
_OPENERS = _words(
    "people police officials authorities experts analysts critics supporters residents witnesses "
    "researchers scientists investigators prosecutors lawyers doctors nurses teachers students "
    "children women men families workers farmers soldiers troops forces rebels fighters voters "
    "lawmakers leaders ministers members families parents others everyone everybody nobody "
    "someone something nothing anyone anything today yesterday tomorrow tonight once perhaps "
    "maybe again often never always sometimes almost nearly around across among between through "
    "throughout towards toward beyond beneath above below behind near off up down out over due "
    "thanks given based compared unlike like instead rather whether either neither both half "
    "part parts hundreds thousands millions dozens scores first second third later earlier then "
    "thus hence therefore otherwise besides indeed well good great new old young big small local "
    "national international public private senior top little less least enough plenty whatever "
    "whoever whenever wherever none own same different whose whom been being be were data news "
    "media government parliament court state city country world war peace talks trade aid food "
    "water rain snow heavy strong high low long short early late recent current future past "
    "work life time money power research evidence support security health education business"
)
_COMMON_ENDING = re.compile(r"(?:ly|ing|ed|tion|ment|ness|ity|ous|ful|less|able|ible|ive|[^s']s)$")

# Where the people's name does not begin with the first four letters of the country's.
_SAME = tuple(
    frozenset(group.split())
    for group in (
        "us usa america american americans states",
        "uk britain british briton britons kingdom england english",
        "uae emirati emiratis emirates",
        "un nations",
        "eu european europe union",
        "france french",
        "turkey turkish turk turks türkiye turkiye",
        "spain spanish",
        "wales welsh",
        "greece greek",
        "switzerland swiss",
        "netherlands dutch",
        "denmark danish dane",
        "poland polish pole",
        "sweden swedish swede",
        "finland finnish",
        "thailand thai",
        "iraq iraqi",
        "kabul kabulis",
        "burma myanmar burmese",
        "moscow kremlin russia russian",
    )
)


def names_in(text: str) -> tuple[str, ...]:
    """The names of an English text in order of appearance, each once.

    A text that is set in title case throughout has no names that could be told from its words.

    >>> names_in("The envoy met Gen. Ahmad Zahir and the World Food Programme in Herat.")
    ('Gen. Ahmad Zahir', 'World Food Programme', 'Herat')
    """
    return tuple(dict.fromkeys(name for name, _ in _runs(text)))


def unsupported_names(text: str, article: str) -> tuple[str, ...]:
    """The names of a text that an article does not have, in any form that a reader would accept.

    Titles, possessives, accents, abbreviated months, initials ("WFP" for World Food Programme) and
    the people of a country ("Afghan", "Afghanistan") make no difference.

    Args:
        text: in English.
        article: in English.

    >>> unsupported_names("Afghan officials met Mr. Muttaqi's team and Ashraf Ghani.",
    ...                   "Amir Khan Muttaqi of Afghanistan spoke.")
    ('Ashraf Ghani',)
    """
    found = list(_runs(text))
    if not found:
        return ()
    known, initials = _vocabulary(article)
    missing = []
    for name, lone in found:
        words = [_plain(word) for word in _TOKEN.findall(name)]
        words = [word for word in words if word not in _TITLES and word not in _NO_NAMES]
        if lone and words and not _is_doer(text, name):
            continue
        if not all(_has(word, known, initials) for word in words):
            missing.append(name)
    return tuple(dict.fromkeys(missing))


def displaced_names(text: str, evidence: str) -> tuple[str, ...]:
    """The names of a text of which not even the last word is in the sentences that support it.

    A summary may say "Amir Rahimi" where its evidence says "Rahimi".

    Args:
        text: in English.
        evidence: the supporting sentences.

    >>> displaced_names("Amir Rahimi met Karzai on Monday.", "On Monday Rahimi met them.")
    ('Karzai',)
    """
    known, initials = _vocabulary(evidence)
    missing = []
    for name, lone in _runs(text):
        words = [word for word in map(_plain, _TOKEN.findall(name)) if word not in _TITLES]
        if not words or words[-1] in _NO_NAMES or (lone and not _is_doer(text, name)):
            continue
        if not _has(words[-1], known, initials):
            missing.append(name)
    return tuple(dict.fromkeys(missing))


def strange_openers(text: str, article: str) -> tuple[str, ...]:
    """Lone first words that may be names, and that an article has in no form.

    `unsupported_names` takes them for names only where someone so called says or does something.

    >>> strange_openers("Kandahar expects snow. Traders wait.", "Herat expects snow.")
    ('Kandahar',)
    """
    known, initials = _vocabulary(article)
    found = []
    for name, lone in _runs(text):
        word = _plain(name)
        possessive = re.search(re.escape(name) + "['’]", text) is not None
        common = word in _OPENERS or (not possessive and _COMMON_ENDING.search(word))
        if lone and word not in _TITLES and not common and not _has(word, known, initials):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _vocabulary(text: str) -> tuple[set[str], set[str]]:
    """Words of a text in plain form, parts of hyphenated ones too, and initials of its names."""
    known = {_plain(match[0]) for match in _TOKEN.finditer(text)}
    known.update(part for word in tuple(known) for part in word.split("-"))
    return known, set(_initials(text))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Names, with whether they are a lone word that opens a sentence."""
    tokens = list(_TOKEN.finditer(text))
    capital = [token[0][0].isupper() for token in tokens]
    if len(tokens) > 3 and sum(capital) >= _TITLE_CASE_SHARE * len(tokens):
        return
    at = 0
    while at < len(tokens):
        if not capital[at] or tokens[at][0].lower() in _NO_NAMES:
            at += 1
            continue
        end = at + 1
        while (following := _next_of_name(text, tokens, capital, end)) is not None:
            end = following + 1
        name = _POSSESSIVE.sub("", text[tokens[at].start() : tokens[end - 1].end()])
        opening = _OPENING.search(text[max(0, tokens[at].start() - 8) : tokens[at].start()])
        acronym = len(name) > 1 and name.replace(".", "").isupper()
        yield name, end == at + 1 and opening is not None and not acronym
        at = end


def _next_of_name(
    text: str, tokens: list[re.Match[str]], capital: list[bool], end: int
) -> int | None:
    """The token that carries the name on which ends before `end`, small words between left out."""
    for place in range(end, min(end + 3, len(tokens))):
        if capital[place]:
            return place if _glued(text, tokens[end - 1], tokens[place]) else None
    return None


def _glued(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    if _POSSESSIVE.search(left[0]) or left[0].lower() in _DATES or right[0].lower() in _DATES:
        return False
    gap = text[left.end() : right.start()]
    if gap.startswith(".") and (left[0].lower() in _TITLES or len(left[0]) == 1):
        gap = gap[1:]
    return _GLUE.fullmatch(gap) is not None


def _is_doer(text: str, name: str) -> bool:
    """Whether a lone first word is a name: "Karzai said", but not "Officials said"."""
    following = text[text.index(name) + len(name) :].split(maxsplit=1)
    return bool(following) and following[0] in _DOERS and not name.endswith("s")


def _plain(word: str) -> str:
    word = _POSSESSIVE.sub("", word.lower().replace(".", ""))
    decomposed = unicodedata.normalize("NFKD", word)
    word = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _MONTHS.get(word, word)


def _initials(article: str) -> Iterator[str]:
    """The initials of every run of capitalised words, and of all that begin and end inside it."""
    for name, _ in _runs(article):
        words = [word for word in _TOKEN.findall(name) if word[0].isupper()]
        letters = "".join(word[0].lower() for word in words)
        for start in range(len(letters)):
            for end in range(start + 2, min(len(letters), start + 8) + 1):
                yield letters[start:end]


def _has(word: str, known: set[str], initials: set[str]) -> bool:
    if word in known or word in initials:
        return True
    if len(word) == 1 or all(part in known for part in word.split("-")):
        return True
    if any(word in group and not known.isdisjoint(group) for group in _SAME):
        return True
    # "Afghan" and Afghanistan, "Ministry" and Ministries, "Talibans" and Taliban
    stem = word[: max(4, len(word) - 3)]
    return len(word) >= 4 and any(other.startswith(stem) for other in known)
