"""Writing a translation the way its language is written: letters, digits, signs.

Checkpoints mix Arabic and Persian letters and both kinds of digits; a reader and every check that
follows should see one way. Quotes, punctuation and spaces are in `signs`, the ZWNJ of Dari in
`joins`. Facts: Unicode's Arabic block, and CLDR's number symbols for `fa_AF` and `ps_AF`.
"""

import re

from briefgen.languages import LANGUAGES
from briefgen.options import Digits
from briefgen.translate.joins import join_dari
from briefgen.translate.signs import set_signs

_LATIN_DIGITS = "0123456789"
_PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
_ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
_TO_PERSIAN = str.maketrans(_LATIN_DIGITS + _ARABIC_DIGITS, _PERSIAN_DIGITS * 2)
_TO_LATIN = str.maketrans(_PERSIAN_DIGITS + _ARABIC_DIGITS + "٫٬٪", _LATIN_DIGITS * 2 + ".,%")

# Dari writes one yeh and one kaf. Pashto tells ي from ی and ې, so its yehs are left alone.
_DARI_LETTERS = str.maketrans("يىك", "ییک")
_PASHTO_LETTERS = str.maketrans("ك", "ک")

# Digits that belong to a Latin token, such as F-16, COVID-19 or A4, stay Latin.
# Nothing is given back: a loop of Latin letters took minutes.
_LATIN_TOKEN = re.compile(
    r"[A-Za-z][A-Za-z0-9]*+(?:[-–/.][A-Za-z][A-Za-z0-9]*+)*+(?:[-–/.][0-9][A-Za-z0-9]*)?"
    r"|[0-9]+[A-Za-z]+"
)
# The no-break space between thousands is not folded.
_SPACES = re.compile(r"[ \t\r\n]+")
_GROUPED = re.compile(r"(?<=[۰-۹]),(?=[۰-۹]{3}(?![۰-۹]))")
_DECIMAL = re.compile(r"(?<=[۰-۹])\.(?=[۰-۹])")
_PERCENT = re.compile(r"(?<=[۰-۹]) ?%")


def typeset(text: str, language: str, digits: Digits) -> str:
    """Write a text with the letters, digits and signs of its language.

    Args:
        text: one sentence.
        language: briefgen's code of its language.
        digits: `native` or `latin`; Latin for a language without digits of its own.

    Returns:
        The text; calling twice changes nothing more. Words, names and the values of numbers are
        never changed.

    >>> typeset("١٢٬٥٠٠ نفر در 2021", "prs", "native")
    '۱۲٬۵۰۰ نفر در ۲۰۲۱'
    >>> typeset("۳٫۵ میلیون", "prs", "latin")
    '3.5 میلیون'
    """
    return _write_digits(_write_words(text, language), language, digits)


def _write_words(text: str, language: str) -> str:
    text = _SPACES.sub(" ", text).strip()
    if language == "prs":
        text = join_dari(text.translate(_DARI_LETTERS))
    elif language == "ps":
        text = text.translate(_PASHTO_LETTERS)
    return set_signs(text, language)


def _write_digits(text: str, language: str, digits: Digits) -> str:
    if LANGUAGES[language].native_digits != _PERSIAN_DIGITS:
        return text
    if digits == "latin":
        return text.translate(_TO_LATIN)
    parts: list[str] = []
    end = 0
    for token in _LATIN_TOKEN.finditer(text):
        parts += [text[end : token.start()].translate(_TO_PERSIAN), token.group()]
        end = token.end()
    parts.append(text[end:].translate(_TO_PERSIAN))
    text = "".join(parts)
    text = _GROUPED.sub("٬", text)
    text = _DECIMAL.sub("٫", text)
    return _PERCENT.sub("٪", text)
