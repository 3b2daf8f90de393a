"""The text that programs take out of a PDF by Typst, mended where letters carry marks.

A letter and the mark above or below it, such as the hamza of «خانهٔ», are one cluster to the text
shaper, and Typst 0.15 says of each of their two glyphs that it stands for both: the pair comes out
twice. Here every glyph gets its own part: a mark takes no room, a letter does.
"""

import io
import re
import unicodedata
from typing import Any, TypeAlias, cast

from pypdf import PageObject, PdfWriter
from pypdf.generic import ContentStream, DictionaryObject, StreamObject, TextStringObject

_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
_JOINED = frozenset({"ه\u0654", "ا\u064b"})
"""Letters with marks that are one glyph in the fonts of briefgen (`tools/fonts.py`)."""
_VERSION = "%PDF-1.7"

_Operation: TypeAlias = tuple[list[Any], bytes]


def give_marks_their_own(data: bytes) -> bytes:
    """Let each glyph of a cluster with marks stand for its own part of it.

    Args:
        data: a PDF as Typst writes it.

    Returns:
        The same pages with other tables of what their glyphs stand for (ToUnicode and ActualText,
        ISO 32000-1, 9.10.3 and 14.9.4); the same input gives the same bytes.
    """
    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.pdf_header = _VERSION
    fonts: dict[int, _Font] = {}
    for page in writer.pages:
        resources = cast("DictionaryObject", page["/Resources"].get_object())
        table = cast("DictionaryObject", resources.get("/Font", DictionaryObject()).get_object())
        named: dict[str, _Font] = {}
        for name in table:
            number = cast("Any", table.raw_get(name)).idnum
            if number not in fonts:
                fonts[number] = _Font(cast("DictionaryObject", table[name].get_object()))
            named[str(name)] = fonts[number]
        _mend_page(page, named)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


class _Font:
    """What the glyphs of one font stand for, mended when it is made."""

    def __init__(self, font: DictionaryObject) -> None:
        descendant = cast("Any", font["/DescendantFonts"])[0].get_object()
        self._widths = _widths(descendant.get("/W", ()))
        self.texts: dict[int, str] = {}
        table = cast("StreamObject", font["/ToUnicode"].get_object())
        table.set_data(_PAIR.sub(self._mended, table.get_data()))

    def own_part(self, glyph: int, text: str) -> str:
        """What of the text of a cluster one of its glyphs stands for."""
        if text in _JOINED:
            return text
        is_mark = not self._widths.get(glyph, 0)
        own = [letter for letter in text if (unicodedata.category(letter) == "Mn") is is_mark]
        return "".join(own) or text

    def _mended(self, pair: re.Match[bytes]) -> bytes:
        glyph = int(pair[1], 16)
        text = self.own_part(glyph, bytes.fromhex(pair[2].decode()).decode("utf-16-be"))
        self.texts[glyph] = text
        return b"<%s> <%s>" % (pair[1], text.encode("utf-16-be").hex().upper().encode())


def _widths(table: Any) -> dict[int, float]:
    """Widths by glyph: `first last width`, or `first [width ...]`."""
    found: dict[int, float] = {}
    rest = list(table)
    while rest:
        first, second = rest.pop(0), rest.pop(0)
        if isinstance(second, list):
            found.update((first + index, float(width)) for index, width in enumerate(second))
        else:
            width = float(rest.pop(0))
            found.update((glyph, width) for glyph in range(first, second + 1))
    return found


def _mend_page(page: PageObject, fonts: dict[str, _Font]) -> None:
    """Take away the replacement texts that the tables make needless; mend the others."""
    content = page.get_contents()
    if content is None or b"ActualText" not in content.get_data():
        return
    kept: list[_Operation] = []
    open_: list[bool] = []  # for each marked content that is open, whether it is kept
    operations = cast("list[_Operation]", content.operations)
    for index, (operands, operator) in enumerate(operations):
        if operator in (b"BDC", b"BMC"):
            text = _replacement(operands)
            glyph, font = _shown(operations, index, fonts) if text else (0, None)
            keep = True
            if text and font is not None:
                own = font.own_part(glyph, text)
                keep = font.texts.get(glyph) != own
                operands[1][TextStringObject("/ActualText")] = TextStringObject(own)
            open_.append(keep)
            if not keep:
                continue
        elif operator == b"EMC" and not open_.pop():
            continue
        kept.append((operands, operator))
    mended = ContentStream(None, page.pdf)
    mended.operations = cast("Any", kept)
    page.replace_contents(mended)
    page.compress_content_streams()


def _replacement(operands: list[Any]) -> str:
    """The replacement text of a marked content, where it holds more than one letter."""
    if len(operands) < 2 or not isinstance(operands[1], DictionaryObject):
        return ""
    text = operands[1].get("/ActualText", "")
    return str(text) if len(str(text)) > 0 else ""


def _shown(
    operations: list[_Operation], start: int, fonts: dict[str, _Font]
) -> tuple[int, _Font | None]:
    """The only glyph that a marked content shows, and its font; no font where there are more."""
    font: _Font | None = None
    glyphs = b""
    depth = 0
    for operands, operator in operations[start:]:
        depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
        if depth == 0:
            break
        if operator == b"Tf":
            font = fonts.get(str(operands[0]))
        elif operator == b"Tj":
            glyphs += _raw(operands[0])
        elif operator == b"TJ":
            glyphs += b"".join(_raw(part) for part in operands[0] if not _is_number(part))
    if len(glyphs) != 2:
        return 0, None
    return int.from_bytes(glyphs, "big"), font


def _raw(text: Any) -> bytes:
    return bytes(getattr(text, "original_bytes", text))


def _is_number(part: Any) -> bool:
    return isinstance(part, (int, float))
