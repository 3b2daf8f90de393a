"""Text to sentences, by rule, for the scripts that briefgen reads and writes.

A full stop ends a sentence unless something says that it does not: an abbreviation, an initial, a
number, a small letter behind it. What is known of a language is a row of `_RULES`; a language
without a row is split by the rules that hold anywhere. Measured in `docs/segmentation.md`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence's place in a text: `text[start:end]`, white space around it left out."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """What a language adds. All words in lower case, without their last full stop.

    Attributes:
        never: abbreviations that something always follows.
        before_number: abbreviations that a number follows; else they are words.
        unsure: abbreviations that end a sentence where a starter follows.
        starters: words that begin sentences and seldom continue a name.
        likely: abbreviations that end a sentence where a capital follows,
            unless the word is in `carries_on`.
        carries_on: capitalised words that may stand behind a `likely` one.
        speech: verbs that tell who said what stands before them.
    """

    never: frozenset[str] = frozenset()
    before_number: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    likely: frozenset[str] = frozenset()
    carries_on: frozenset[str] = frozenset()
    speech: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = _Rules(
    never=_words(
        "mr mrs ms dr prof gen maj col capt cpl cmdr cdr adm rep reps sen sens gov lt sgt pvt brig "
        "hon rev fr pres supt insp messrs mme mlle st mt ft amb det vs v cf ca approx viz e.g i.e "
        "al pp vol fig figs eq ed eds trans dept univ assn bros atty asst vice-adm lt.gen maj.gen "
        "lt.col brig.gen sec treas"
    ),
    before_number=_words(
        "nos no p art ch sec par para jan feb mar apr jun jul aug sep sept oct nov dec"
    ),
    unsure=_words(
        "u.s u.k u.n e.u u.s.a u.a.e d.c n.y l.a u.s.s.r b.c a.d ph.d m.d b.a m.a inc ltd co corp "
        "jr sr llc plc bros esq etc ave blvd rd dist est min max mass calif conn ariz ark colo fla "
        "ga ill ind kan ky la md mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash "
        "wis wyo"
    ),
    starters=_words(
        "the a an this that these those he she it they we i you his her its their our my your in "
        "on at by for from with without within to of as but and or so yet if when while where who "
        "what why how which after before during since until because although though however "
        "meanwhile moreover nevertheless there here then now not no some many most all both each "
        "every any one two three several few other others another such last next about according "
        "under over despite still also even only just more much is are was were will would can "
        "could do does did have has had let please"
    ),
    likely=_words("a.m p.m am pm"),
    carries_on=_words(
        "monday tuesday wednesday thursday friday saturday sunday est edt gmt utc bst cet cest cst "
        "cdt pst pdt mst mdt et pt ist eastern pacific central mountain greenwich kabul moscow"
    ),
    speech=_words(
        "said says say told asked wrote added replied shouted cried tweeted exclaimed argued "
        "warned insisted recalled continued declared explained noted"
    ),
)

_RUSSIAN = _Rules(
    never=_words(
        "гг им ул пр просп пер наб пл корп кв проф акад доц инж тов гр гос св ред изд см ср рис "
        "табл гл стр т.н т.к напр англ нем фр лат итал исп греч араб перс пушту букв соч урожд "
        "ген полк подполк майор кап адм мл ст о-в обл р-н пос дер с ок"
    ),
    before_number=_words(
        "стр ст п пп рис табл гл № янв февр мар апр июн июл авг сент окт нояб дек"
    ),
    unsure=_words(
        "г в вв тыс млн млрд трлн руб коп долл евро кг км м см мм га л т чел час мин сек"
    ),
    starters=_words(
        "в на по с со из к ко о об от до за для при у он она оно они мы вы я это этот эта эти тот "
        "та те но а и или однако также при после перед когда если как что кто где там тогда "
        "сейчас теперь по согласно ранее позже кроме хотя все всё его её ее их не ни так такие "
        "такой ещё еще уже между тем затем поэтому"
    ),
    likely=_words("т.д т.п др пр т.е н.э"),
)

# Dari and Pashto have no capitals: what may not end a sentence is all that can be listed. Their
# verbs stand last, so that a letter, or in Dari the name of a Latin one, is a part of a name; in
# Pashto دی and وی are verbs themselves.
_LETTERS = "ع ص س ج د ا م ه ق ب ش خ ک پ ر ن ل ت ف ه.ش ه.ق ا.م پ.م ب.ظ ق.ظ "
_DARI = _Rules(never=_words(_LETTERS + "جی کی بی سی دی اف ام ان ایل آر ایس تی یو دبلیو وی"))
_PASHTO = _Rules(never=_words(_LETTERS + "جې بي سي ډي ایف ایم ایل آر ایس ټي ډبلیو"))

_RULES = {"en": _ENGLISH, "ru": _RUSSIAN, "prs": _DARI, "ps": _PASHTO, "fa": _DARI}
_ANY = _Rules(never=_ENGLISH.never, before_number=_ENGLISH.before_number)

_MARKS = "\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_CLOSERS = "\"'”’»›)\\]}`´"
_OPENERS = "\"'“‘„«‹(\\[{`¿¡—–-"
_END = re.compile(
    rf"(?P<stop>[.!?…؟۔。！？](?:[{_MARKS}]*[.!?…؟۔。！？])*"
    # a quotation that ends with a comma, straight before another one
    rf"|[,،](?=[{_MARKS}]*[\"”»][\s{_MARKS}]+[\"“«]))"
    rf"(?P<close>[{_MARKS}{_CLOSERS}]*)"
    rf"(?P<gap>[\s{_MARKS}]*)"
)
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_TOKEN_BEFORE = re.compile(r"[^\W_](?:[\w.'’&\-]*\w)?$")
_NEXT_WORD = re.compile(rf"(?P<open>[\s{_MARKS}{_OPENERS}]*)(?P<word>\w[\w'’\-]*)?")
_INITIAL = re.compile(r"(?:[^\W\d_]\.[\s\u200c]?)*[^\W\d_]")
_SPEAKER = re.compile(r"\w[\w'’.\-]*(?: \w[\w'’.\-]*){0,3}")
_LOOK = 40
"""Characters that a decision may look back or ahead, so that the whole stays linear."""


def split(text: str, language: str = "en") -> tuple[Span, ...]:
    """Find the sentences of a text.

    Blank lines always end a sentence; a single line break is white space.

    Args:
        text: any text, several paragraphs or one.
        language: briefgen's code; others are split by the rules that hold anywhere.

    Returns:
        Spans in order that do not overlap and together cover every character that is not white
        space.

    >>> text = 'He met Gen. Smith of the U.S. Army. "It paid $3.5 million," he said.'
    >>> [text[span.start : span.end] for span in split(text, "en")]
    ['He met Gen. Smith of the U.S. Army.', '"It paid $3.5 million," he said.']
    """
    rules = _RULES.get(language, _ANY)
    spans: list[Span] = []
    for start, end in _paragraphs(text):
        spans.extend(_split_paragraph(text, start, end, rules))
    return tuple(spans)


def sentences(text: str, language: str = "en") -> tuple[str, ...]:
    """The sentences of a text as texts; see `split`.

    >>> sentences("Он родился в 1990 г. в Кабуле. Потом уехал.", "ru")
    ('Он родился в 1990 г. в Кабуле.', 'Потом уехал.')
    """
    return tuple(text[span.start : span.end] for span in split(text, language))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _BLANK_LINES.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _split_paragraph(text: str, start: int, end: int, rules: _Rules) -> Iterator[Span]:
    """Sentences of one paragraph; a piece without a word joins the sentence before it."""
    pending: Span | None = None
    for piece in _pieces(text, start, end, rules):
        if pending is None:
            pending = piece
        elif any(map(str.isalnum, text[piece.start : piece.end])):
            yield pending
            pending = piece
        else:
            pending = Span(pending.start, piece.end)
    if pending is not None:
        yield pending


def _pieces(text: str, start: int, end: int, rules: _Rules) -> Iterator[Span]:
    for match in _END.finditer(text, start, end):
        if match.end() < end and _ends_sentence(text, match, start, rules):
            piece = _trimmed(text, start, match.end("close"))
            if piece is not None:
                yield piece
            start = match.end("close")
    piece = _trimmed(text, start, end)
    if piece is not None:
        yield piece


def _trimmed(text: str, start: int, end: int) -> Span | None:
    chunk = text[start:end]
    left = len(chunk) - len(chunk.lstrip())
    right = len(chunk.rstrip())
    return Span(start + left, start + right) if left < right else None


def _ends_sentence(text: str, match: re.Match[str], start: int, rules: _Rules) -> bool:
    """Whether the terminator found by `_END` ends a sentence that began at `start`."""
    stop, close = match["stop"], match["close"].strip("\u200e\u200f")
    spaced = any(map(str.isspace, match["gap"]))
    ahead = _NEXT_WORD.match(text, match.end(), match.end() + _LOOK)
    word = (ahead["word"] if ahead else None) or ""
    before = _TOKEN_BEFORE.search(text, max(start, match.start() - _LOOK), match.start())
    token = before[0] if before else ""
    if not spaced:
        return _ends_unspaced(stop, token, text[match.end() : match.end() + 2])
    if not word or ahead is None or stop in ",،":
        return True
    if word[0].islower():
        return False
    if len(word) == 1 and text[ahead.end() : ahead.end() + 1] == "." and _INITIAL.fullmatch(token):
        return False  # one initial behind another
    if stop == ".":
        if close and not close.strip(")]}"):  # "(et al.) Then": what is inside is no sentence end
            close = ""
        if close or not token:
            return True
        place = match.start() - len(token)
        return _full_stop_ends(text[max(start, place - _LOOK) : place], token, word, rules)
    if close and stop[-1] in "!?؟" and rules.speech:
        # '"Stop!" Mr. Karimi said.': the question or cry is inside the sentence
        speaker = _SPEAKER.match(text, match.end(), match.end() + _LOOK)
        if speaker and any(part.strip(".") in rules.speech for part in speaker[0].split()[1:]):
            return False
    return True


def _ends_unspaced(stop: str, token: str, following: str) -> bool:
    """Whether a terminator with no white space behind it ends a sentence all the same."""
    if not following or len(token) < 2 or not token[-1].isalpha():
        return False
    if stop[-1] in "؟۔。！？":
        return True
    # Dari and Pashto writers often leave the space out; Latin "said.He" is as often a web address.
    arabic = all("\u0620" <= letter <= "\u06ff" for letter in (token[-1], *following))
    return arabic and len(following) == 2 and len(token) > 2 and "." not in token


def _full_stop_ends(before: str, token: str, word: str, rules: _Rules) -> bool:
    """Whether a lone full stop ends a sentence where no small letter follows.

    Args:
        before: what stands before `token`, as far as is looked at; empty where it opens a sentence.
        token: the word that the stop belongs to.
        word: the word behind the stop.
        rules: of the language.
    """
    name, follower = token.lower(), word.lower()
    if token.isdigit() and not before.strip():
        return False  # "1. First": the number of an item
    if name in rules.never or (name in rules.before_number and word[0].isdigit()):
        return False
    if name in rules.likely:
        return follower not in rules.carries_on
    if name == "г" and before.rstrip()[-1:].isdigit():
        return True  # «в 2018 г. Он» ends, «в г. Кабуле» does not
    if name in rules.unsure or (_INITIAL.fullmatch(token) and token[0].isupper()):
        # "J. K. Rowling", "the U.S. Army", «В. В. Путин»; but "in the U.S. The"
        return follower in rules.starters
    return True
