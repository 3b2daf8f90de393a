"""Small PDFs, written by hand: words where a test wants them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """A stretch of text at a place, in points from the lower left corner.

    Attributes:
        x: of its left end.
        y: of its baseline.
        text: in Latin letters.
        size: in points.
        bold: in Helvetica's bold face.
        turn: in degrees against the clock.
    """

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False
    turn: int = 0


def lines(x: float, y: float, *texts: str, size: float = 10, bold: bool = False) -> list[Ink]:
    """Lines below one another."""
    return [
        Ink(x=x, y=y - number * 1.2 * size, text=text, size=size, bold=bold)
        for number, text in enumerate(texts)
    ]


def pdf(
    *pages: Sequence[Ink],
    title: str = "",
    author: str = "",
    picture: bool = False,
    extra: bytes = b"",
) -> bytes:
    """A PDF of A5 pages.

    Args:
        pages: what stands on each.
        title: of the metadata.
        author: of the metadata.
        picture: fills every page with a grey picture, as a scanner does.
        extra: bytes behind the text of every page's content.
    """
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Length 1>>\nstream\n\x80\nendstream",
        f"<</Title({title})/Author({author})/Creator(a test)>>".encode("latin-1"),
    ]
    kids = []
    for page in pages:
        content = b"q 420 0 0 595 0 0 cm /I Do Q\n" if picture else b""
        content += b"\n".join(map(_draw, page)) + extra
        objects.append(b"<</Length %d>>\nstream\n%b\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents %d 0 R/Resources"
            b"<</Font<</P 3 0 R/B 4 0 R>>/XObject<</I 5 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), b" ".join(kids))
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    data += b"trailer<</Size %d/Root 1 0 R/Info 6 0 R>>\n" % (len(objects) + 1)
    data += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(data)


_TURNS = {0: b"1 0 0 1", 90: b"0 1 -1 0", 180: b"-1 0 0 -1", 270: b"0 -1 1 0"}


def _draw(ink: Ink) -> bytes:
    text = ink.text.encode("cp1252")
    for mark in (b"\\", b"(", b")"):
        text = text.replace(mark, b"\\" + mark)
    face = b"B" if ink.bold else b"P"
    return b"BT /%b %.1f Tf %b %.2f %.2f Tm (%b) Tj ET" % (
        face,
        ink.size,
        _TURNS[ink.turn],
        ink.x,
        ink.y,
        text,
    )
