"""Numbers on which articles about one event differ: "12 people were killed", "15 dead".

Two sentences are compared only where they are alike: they share what tells an event apart (names,
places, rarer words), and each counts the same thing. What is killed, wounded, missing or arrested
is counted as that, whatever noun stands with it; else the noun itself has to be the same.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefgen.checks.money import currency
from briefgen.checks.numbers import numbers_in
from briefgen.checks.reading import Number
from briefgen.records import Article

_WORD = re.compile(r"[^\W\d_]+(?:['’‌\-][^\W\d_]+)*")
_STEM_LETTERS = 6


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What happened to those who are counted: a class for each, by the first letters of the word.
_FATES = {
    "en": {
        "dead": "kill dead died dies death fatalit toll perish slain",
        "wounded": "wound injur hurt maimed",
        "missing": "missing unaccounted",
        "arrested": "arrest detain captur",
        "displaced": "displac homeless evacuat fled",
        "destroyed": "destroy burn demolish flatten",
        "damaged": "damag",
    },
    "ru": {
        "dead": "погиб убит убил умер жертв скончал смерт",
        "wounded": "ранен ранил пострада травм",
        "missing": "пропа",
        "arrested": "арест задерж",
        "displaced": "эвакуир бежен вынужден",
        "destroyed": "разруш уничтож сгоре",
        "damaged": "повре",
    },
    "prs": {
        "dead": "کشته جانباخت جان‌باخت تلفات هلاک کشتار شهید",
        "wounded": "زخم مجروح مصدوم",
        "missing": "ناپدید لادرک مفقود",
        "arrested": "بازداشت دستگیر گرفتار",
        "displaced": "بیجا آواره",
        "destroyed": "ویران تخریب نابود",
        "damaged": "آسیب خساره",
    },
    "ps": {
        "dead": "وژل ووژل مړ وژن شهید تلفات",
        "wounded": "ټپي زخمي ټپیان",
        "missing": "ورک لادرک",
        "arrested": "نیول نیولي ونیول",
        "displaced": "بېځای بې‌ځای کډوال",
        "destroyed": "ویجاړ نړېدل",
        "damaged": "زیان",
    },
}  # fmt: skip

# As `checks.reading` writes numbers.
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬،٪", "01234567890123456789.,,%")

# Nouns that say of whom a fate is told, but not what is counted.
_PEOPLE = _words(
    """people person persons others other more civilians человек людей человека лиц تن نفر نفرها کس
    تنه کسان کسانو وګړي others least"""
)
_STOP = _words(
    """the a an of to in on at by for from with and or but as is are was were be been being it its
    he she they them his her their that this these those which who what when where while has have
    had do does did no not will would can could about after before than then there here into over
    under more less least most nearly almost around some up out said says say told also new first
    last year years month months week weeks day days hour hours time times ago old percent million
    billion thousand hundred monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december according
    и в во не на с со к по за из о об от до для у но а что как это был была были было его её их он
    она они также после около более чем не менее на сообщил сообщили заявил год года лет
    و در به از که را با این آن برای تا بر یا هم است شد شده بود کرد کرده گفت گفته های ها یک حدود
    بیش کم دست سال ماه روز هفته
    د په کې له ته چې او دی ده دي شو شوي کړ کړي یو یوه یې نه څخه سره پر وویل ویلي کال میاشت ورځ
    """
)
# A number of these is a moment, an age or a size, not a count of what happened.
_NOT_COUNTED = _words(
    """year years month months week weeks day days hour hours minute minutes january february march
    april may june july august september october november december am pm old ago th year-old
    года год лет году месяц дней часов дня час января февраля марта апреля мая июня июля августа
    сентября октября ноября декабря سال ماه روز ساعت کال میاشت ورځ بجې"""
)
_NAME_LETTERS = 5
# A capital inside a sentence; scripts without capitals have none.
_NAME = re.compile(r"(?<=[^.!?…:“\"«(]\s)[A-ZА-ЯЁ][^\W\d_]{2,}")
_BREAK = re.compile(r"[;:.!?…؟،؛,()«»“”\"]|\s[-–—]\s|\s(?:and|while|but|и|а|و|او|خو)\s")
_VAGUE = re.compile(
    r"(?i)(?:more than|over|nearly|almost|about|around|some|up to|as many as|fewer than|less than|"
    r"roughly|approximately|more|около|более|свыше|почти|до|حدود|بیش از|نزدیک به|نږدې|شاوخوا|"
    r"تر|څه باندې)\s*(?:\w+\s+)?$"
)
_ROUGH = Decimal("0.25")
"""How far from a rough number ("more than 100") an exact one may be without contradicting it."""

_EVENT_TERMS, _EVENT_SHARE = 3, 0.34
"""So many terms that are no numbers, fates or people must be common to two sentences, and this
share of the shorter one's. Set on `benchmarks/contradictions.py`, where the figures are."""
_STRICT_TERMS, _STRICT_SHARE = 4, 0.5
"""The same for what is counted in many sentences of an article: percent, and people alone."""

# Of those who are counted these are a part: "12 people" are no other number than "3 children".
_PARTS = (
    "child girl boy women men soldier officer police fighter militant rebel insurgent journalist "
    "foreign дет женщин солдат военн полиц боевик زن کودک عسکر سرباز پولیس جنگجو ماشوم ښځ سرتېر"
)
_OPPOSED = (("north", "south"), ("east", "west"), ("север", "юж"), ("восто", "запад"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two numbers that differ: in which sentence of which article, and how it is told."""

    article: str
    sentence: str
    told: str
    value: Decimal
    language: str

    def said_in(self, text: str) -> bool:
        """Whether a text, such as a summary's sentence, has this number."""
        return any(
            self.value in reading
            for number in numbers_in(text, self.language)
            for reading in number.readings
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two articles that count the same thing differently."""

    sides: tuple[Side, Side]

    def told(self, numbers: Mapping[str, int]) -> str:
        """The contradiction in words.

        Args:
            numbers: of each article in the document's list of sources, by id.
        """
        first, second = (
            f"“{side.told}” in article {numbers[side.article]} ({side.sentence})"
            for side in self.sides
        )
        return f"{first}, but {second}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """A number of a sentence and what it counts: a noun, what happened to it, or both."""

    number: Number
    noun: str
    fate: str
    told: str
    vague: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A sentence: what it counts, all values in it, and what tells its event apart."""

    article: str
    sentence: str
    counts: tuple[_Count, ...]
    values: frozenset[Decimal]
    event: frozenset[str]
    names: frozenset[str]
    language: str


def contradictions(articles: Sequence[Article]) -> tuple[Contradiction, ...]:
    """Find the numbers on which articles differ.

    Args:
        articles: about one event, in one language.

    Returns:
        Pairs of sentences of two articles, in the order of the articles; each pair once for each
        thing that they count differently.
    """
    read = [list(_sentences(article)) for article in articles]
    found: list[Contradiction] = []
    for place, ours in enumerate(read):
        for theirs in read[place + 1 :]:
            holders: dict[str, set[int]] = {}
            for number, other in enumerate(theirs):
                for term in other.event:
                    holders.setdefault(term, set()).add(number)
            for one in ours:
                shared = Counter(n for term in one.event for n in holders.get(term, ()))
                for number in sorted(n for n, terms in shared.items() if terms >= _EVENT_TERMS):
                    found.extend(_differing(one, theirs[number]))
    return tuple(found)


def _differing(one: _Read, other: _Read) -> Iterator[Contradiction]:
    """What two sentences count differently, if they are about the same event."""
    common = len(one.event & other.event)
    share = common / max(1, min(len(one.event), len(other.event)))
    if common < _EVENT_TERMS or share < _EVENT_SHARE or _apart(one, other):
        return
    strictly = common >= _STRICT_TERMS and share >= _STRICT_SHARE
    for ours in one.counts:
        for theirs in other.counts:
            if not _same_unit(ours, theirs, strictly=strictly):
                continue
            # "Trade with Kazakhstan" and "trade with Pakistan"; of the dead it may be the speaker.
            if not ours.fate and one.names - other.names and other.names - one.names:
                continue
            # A sentence that has the other number too explains the difference: "rose from 12 to 15"
            told = {value for reading in theirs.number.readings for value in reading}
            own = {value for reading in ours.number.readings for value in reading}
            if told & one.values or own & other.values or _roughly(ours, theirs):
                continue
            yield Contradiction(sides=(_side(one, ours), _side(other, theirs)))


def _apart(one: _Read, other: _Read) -> bool:
    """Whether names or directions say that two events are not the same."""
    if one.names and other.names and not one.names & other.names:
        return True
    return any(
        {_has(one.event, side), _has(other.event, side)} == {True, False}
        and {_has(one.event, against), _has(other.event, against)} == {True, False}
        and _has(one.event, side) != _has(one.event, against)
        for side, against in _OPPOSED
    )


def _has(terms: frozenset[str], stem: str) -> bool:
    return any(term.startswith(stem) for term in terms)


def _same_unit(ours: _Count, theirs: _Count, *, strictly: bool) -> bool:
    """Whether two numbers count the same: the noun, what happened to it, or both."""
    nouns, fates = {ours.noun, theirs.noun}, {ours.fate, theirs.fate}
    if nouns <= {"", "%"}:
        return len(nouns) == len(fates) == 1 and (strictly or fates not in ({""}, {"%"}))
    if len(nouns) == 1:
        return len(fates) == 1 or fates == {"", "displaced"}
    if "" in nouns and len(fates) == 1 and fates != {""}:
        return not _has(frozenset(nouns), "%") and not any(
            noun.startswith(tuple(_PARTS.split())) for noun in nouns if noun
        )
    return False


def _side(read: _Read, count: _Count) -> Side:
    return Side(
        article=read.article,
        sentence=read.sentence,
        told=count.told,
        value=count.number.value,
        language=read.language,
    )


def _roughly(ours: _Count, theirs: _Count) -> bool:
    """Whether one of two numbers is rough, and the other near it."""
    if not (ours.vague or theirs.vague):
        return False
    low, high = sorted((ours.number.value, theirs.number.value))
    return high - low <= _ROUGH * high


def _sentences(article: Article) -> Iterator[_Read]:
    """The sentences of an article that count something."""
    for sentence in article.sentences:
        numbers = numbers_in(sentence.text, article.language)
        counts = list(_counts(sentence.text.translate(_DIGITS), numbers, article.language))
        if sum(count.noun == "%" for count in counts) > 1:
            # Of several shares it cannot be told which one is the other paper's.
            counts = [count for count in counts if count.noun != "%"]
        if counts:
            yield _Read(
                article=article.id,
                sentence=sentence.id,
                counts=tuple(counts),
                values=frozenset(
                    value
                    for number in numbers
                    if number.kind != "magnitude"
                    for reading in number.readings
                    for value in reading
                ),
                event=_event(sentence.text, numbers, article.language),
                names=frozenset(
                    name.lower()[:_NAME_LETTERS]
                    for name in _NAME.findall(sentence.text)
                    if name.lower() not in _STOP
                ),
                language=article.language,
            )


def _event(text: str, numbers: Iterable[Number], language: str) -> frozenset[str]:
    """What tells the event of a sentence apart: its words, but for numbers, fates and people."""
    told = {word.lower() for number in numbers for word in _WORD.findall(number.text)}
    words = (match[0].lower() for match in _WORD.finditer(text))
    return frozenset(
        _stem(word)
        for word in words
        if word not in _STOP and word not in _PEOPLE and word not in told and len(word) > 2
        if _fate(word, language) is None
    )


def _stem(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)[:_STEM_LETTERS]


def _singular(noun: str) -> str:
    """A noun without its ending: plainly in English, by its first letters in other languages."""
    if not noun.isascii():
        return _stem(noun)
    noun = re.sub(r"['’]s?$", "", noun)
    return (
        re.sub(r"(?:ies|y)$", "i", noun) if noun.endswith(("ies", "y")) else noun.removesuffix("s")
    )


def _fate(word: str, language: str) -> str | None:
    for fate, stems in _FATES.get(language, {}).items():
        if word.startswith(tuple(stems.split())):
            return fate
    return None


def _counts(text: str, numbers: Sequence[Number], language: str) -> Iterator[_Count]:
    """The numbers of a sentence of which it can be said what they count."""
    at = 0
    spans: list[tuple[int, int]] = []
    for number in numbers:
        start = text.find(number.text, at)
        start = text.find(number.text) if start < 0 else start
        if start < 0:
            spans.append((-1, -1))
            continue
        at = start + len(number.text)
        spans.append((start, at))
    for place, number in enumerate(numbers):
        start, end = spans[place]
        if start < 0 or number.kind not in {"cardinal", "percent", "magnitude"}:
            continue
        if not (number.firm or number.value >= 2) or _is_year(number):
            continue
        before = text[spans[place - 1][1] if place and spans[place - 1][1] > 0 else 0 : start]
        after = text[end : spans[place + 1][0] if place + 1 < len(spans) else len(text)]
        noun, fate = _unit(before, after, number, language)
        if noun is not None:
            told = _told(before, number.text, after)
            vague = _VAGUE.search(before) is not None or number.kind == "magnitude"
            yield _Count(number=number, noun=noun, fate=fate, told=told, vague=vague)


def _told(before: str, number: str, after: str) -> str:
    """A number with the words around it, for a person."""
    ahead = [] if _BREAK.search(before[-1:]) else _BREAK.split(before)[-1].split()[-3:]
    behind = _BREAK.split(after, maxsplit=1)[0].split()[:4]
    glue = "" if before[-1:].strip() or not before else " "
    return f"{' '.join(ahead)}{glue}{number.strip()} {' '.join(behind)}".strip()


def _is_year(number: Number) -> bool:
    written = number.text.strip()
    return len(written) == 4 and written.isdigit() and 1300 <= number.value <= 2100


def _unit(before: str, after: str, number: Number, language: str) -> tuple[str | None, str]:
    """What a number counts and what happened to it; None where it counts nothing that is told.

    The noun is empty for people, `%` for a share of something, and a currency's name for money.
    """
    if money := currency(before, after):
        return money, ""
    if number.kind == "percent":
        return "%", ""
    # A clause: what stands behind the next stop belongs to something else.
    clause = _BREAK.split(after, maxsplit=1)[0]
    words = [word.lower() for word in _WORD.findall(clause)][:6]
    if words and (words[0] in _NOT_COUNTED or words[0].startswith("year-")):
        return None, ""
    fates = [_fate(word, language) for word in words]
    fate = next((found for found in fates if found), None)
    noun = next(
        (w for w, f in zip(words[:3], fates, strict=False) if f is None and w not in _STOP), None
    )
    earlier = [word.lower() for word in _WORD.findall(_BREAK.split(before)[-1])]
    if fate is None:
        # "killed 12 people"; where no noun follows, "the death toll of the flood rose to 12"
        near = earlier if noun is None else earlier[-5:]
        fate = next((found for word in reversed(near) if (found := _fate(word, language))), None)
    if noun is None:
        return ("", fate) if fate else (None, "")
    return "" if noun in _PEOPLE else _singular(noun), fate or ""
