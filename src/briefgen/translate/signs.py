"""Quotes, punctuation and spaces as Dari, Pashto and Russian write them.

Letters and digits are never touched, and neither is anything inside an address or a Latin word.
"""

import re
from collections.abc import Callable

NBSP = "\u00a0"
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.)[^\s«»]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|&#?\w+;", re.IGNORECASE
)
_ARABIC = "\u0621-\u065f\u066e-\u06d3\u06d5\u06fa-\u06ff"
_ARABIC_SIGNS = str.maketrans(",;?", "،؛؟")

_OUTER = "«»"
# The quotation inside a quotation.
_INNER = {"prs": "‹›", "ps": "‹›", "ru": "„“"}
_QUOTES = '"«»“”„‟‹›'
_OPENERS = frozenset("«„‹")
_CLOSERS = frozenset("»›”")


def set_signs(text: str, language: str) -> str:
    r"""Write quotes, punctuation and spaces as a language does.

    Args:
        text: one sentence, white space already folded.
        language: briefgen's code; only `prs`, `ps` and `ru` are changed.

    Returns:
        The text; calling twice changes nothing more.

    >>> set_signs('وی گفت: "چرا ?"', "prs")
    'وی گفت: «چرا؟»'
    >>> set_signs('Он ответил: "Да , 12 500 км" ...', "ru")
    'Он ответил: «Да, 12\xa0500\xa0км» …'
    """
    if language not in _INNER:
        return text
    text = _IN_QUOTES.sub("", _quotes(text, _INNER[language]))
    if language == "ru":
        text = _outside_addresses(text, _spaces)
        return _outside_addresses(text, _russian_spaces)
    text = _outside_addresses(text, _arabic_signs)
    return _outside_addresses(text, _spaces)


def _outside_addresses(text: str, change: Callable[[str], str]) -> str:
    parts: list[str] = []
    end = 0
    for address in _ADDRESS.finditer(text):
        parts += [change(text[end : address.start()]), address.group()]
        end = address.end()
    return "".join([*parts, change(text[end:])])


# A Latin comma, semicolon or question mark that follows Arabic letters, native digits, or a quote
# or bracket after them; between digits it is a thousands sign.
_LATIN_SIGN = re.compile(
    rf"(?<=[{_ARABIC}\u064b-\u0652۰-۹»”\")\]٪%])( ?)([,;?]+)(?![0-9۰-۹])"
    rf"|(?<=[A-Za-z0-9])( ?)([,;?]+)(?=[ \"»”)]*(?:[{_ARABIC}]|$))"
)


def _arabic_signs(text: str) -> str:
    return _LATIN_SIGN.sub(
        lambda found: (
            (found[1] or found[3] or "") + (found[2] or found[4]).translate(_ARABIC_SIGNS)
        ),
        text,
    )


_ELLIPSIS = re.compile(r"(?<![.…])\.\.\.(?![.…])")
# ":" between digits is a score or a time; "..." keeps the space before it, and so does ".NET".
_SPACE_BEFORE = re.compile(r"(?<=[^\s\d.…]) +(?=[،؛؟,;?!:.][!؟?]*(?:[\s\"»”)]|$))(?! *\.\.)")
_SPACE_BEFORE_AFTER_DIGIT = re.compile(r"(?<=\d) +(?=[،؛؟,;?!.](?:[\s\"»”)]|$))(?! *\.\.)")
_SPACE_AFTER = re.compile(r"([،؛])(?=[\u0621-\u064a\u066e-\u06d3A-Za-z«(])")
_SPACE_IN_BRACKETS = re.compile(r"(?<=[(\[]) +| +(?=[)\]])")


def _spaces(text: str) -> str:
    text = _ELLIPSIS.sub("…", text)
    text = _SPACE_AFTER.sub(r"\1 ", text)
    text = _SPACE_BEFORE.sub("", text)
    text = _SPACE_BEFORE_AFTER_DIGIT.sub("", text)
    return _SPACE_IN_BRACKETS.sub("", text)


_UNITS = (
    "%|‰|км/ч|км²|км|кг|мм|см|м²|м³|м|га|т|л|г|кВт|МВт|ГВт|тыс\\.|млн|млрд|трлн|руб\\.|долл\\.|"
    "гг?\\.|вв?\\.|чел\\.|мин|сек|₽|\\$|€|£|°C|°"
)
# Groups of three after one to three figures; longer runs are telephone numbers and are left alone.
_THOUSANDS = re.compile(r"(?<![\d.,:/+-])(?<!\d[ \u00a0-])\d{1,3}(?: \d{3})+(?![\d/:-])(?! ?\d)")
_BEFORE_UNIT = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))")
_NUMBER_SIGN = re.compile(r"(?<=[№§]) ?(?=\d)")
_ABBREVIATION = re.compile(r"\b(т|и|с) (?=(?:е|д|п|к|ч|о)\.)|(?<=\bт\.) (?=(?:е|д|п|к|ч|о)\.)")
_DASH = re.compile(r"(?<=[^\W\d]|[»“,.)!?…]) [-–] (?=[^\W\d]|[«(\"])")


def _russian_spaces(text: str) -> str:
    text = _THOUSANDS.sub(lambda found: found[0].replace(" ", NBSP), text)
    text = _BEFORE_UNIT.sub(NBSP, text)
    text = _NUMBER_SIGN.sub(NBSP, text)
    text = _ABBREVIATION.sub(lambda found: (found[1] or "") + NBSP, text)
    return _DASH.sub(" — ", text)


def _quotes(text: str, inner: str) -> str:
    """Pair the quotes with a stack; one that opens or closes alone keeps its side."""
    written: list[str] = []
    stack: list[str] = []
    for place, sign in enumerate(text):
        if sign not in _QUOTES or (sign == '"' and not stack and _measures(text, place)):
            written.append(sign)
            continue
        if _opens(text, place, stack):
            written.append(inner[0] if stack else _OUTER[0])
            stack.append(sign)
        else:
            if stack:
                stack.pop()
            written.append(inner[1] if stack else _OUTER[1])
    return "".join(written)


def _measures(text: str, place: int) -> bool:
    """Whether a sign after a figure is inches, and not a quote: no other one in the text opens."""
    return place > 0 and text[place - 1].isdigit() and text.count('"') == 1


def _opens(text: str, place: int, stack: list[str]) -> bool:
    sign = text[place]
    if sign in _OPENERS:
        return True
    if sign in _CLOSERS:
        return False
    if sign == "“" and stack and stack[-1] == "„":
        return False
    if not text[place + 1 :].strip(f"{_QUOTES} "):
        return False
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    at_start = before.isspace() or before in "([{—–-/" or before in _OPENERS or before in '"“'
    at_end = after.isspace() or after in ".,;:!?،؛؟…)]}"
    if at_start != at_end:
        return at_start
    # Spaces on both sides, or on neither: the sides take turns.
    return not stack


_IN_QUOTES = re.compile(r"(?<=[«‹„]) +| +(?=[»›])")
