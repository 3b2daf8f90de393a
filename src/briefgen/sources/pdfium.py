"""The words of a PDF with their places, read by PDFium in a process of its own.

PDFium is a C++ library that reads what strangers made. A file that crashes it, or never ends, or
unpacks to gigabytes, takes only that process with it.
"""

import contextlib
import ctypes
import json
import math
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from briefgen.errors import SourceFormatError

if TYPE_CHECKING:
    import pypdfium2

MAX_PAGES = 200
MAX_CHARS = 1_000_000
TIMEOUT_S = 40.0
_MAX_MEMORY = 1_000_000_000
_MAX_OBJECTS = 3_000
_FEW_WORDS = 8
_PASSWORD_ERROR = 4
"""FPDF_ERR_PASSWORD of PDFium's `fpdfview.h`."""

_BOLD = re.compile(r"bold|black|heavy|demi(?!light)", re.IGNORECASE)
_PLAIN = re.compile(r"regular|roman|book|light|medium|italic|oblique", re.IGNORECASE)
_MEASURES = frozenset(("m", "km", "cm", "mm", "ft", "м", "км", "см", "мм"))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARKS = frozenset("0123456789*†‡,")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    r"""A word on a page; lengths in points, from the page's upper left corner.

    Attributes:
        text: in logical order; `\xad` at its end is a hyphen that the typesetter put in.
        left: x of its left edge.
        right: x of its right edge.
        base: y of its baseline.
        size: of its letters, as seen.
        bold: set in a bold face.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its size in points, its words in the file's order, and how much a picture covers.

    Attributes:
        width: as seen, so with width and height changed where the page is turned.
        height: as width.
        picture: share of the page that its largest picture covers, from 0 to 1; measured only
            where the page has hardly a word.
        words: in the order of the file.
    """

    width: float
    height: float
    picture: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A document: its metadata, such as `Title` and `CreationDate`, and its pages."""

    metadata: Mapping[str, str]
    pages: tuple[Page, ...]


def read_pages(data: bytes, *, source: str, timeout_s: float = TIMEOUT_S) -> Pages:
    """Read the words of a PDF.

    Args:
        data: the file.
        source: its name, for messages.
        timeout_s: seconds after which the reading is given up.

    Raises:
        SourceFormatError: the file is damaged, needs a password, has more than `MAX_PAGES` pages or
            `MAX_CHARS` characters, or takes too long.
    """
    try:
        # Without -P a file of the working folder could stand in for a library.
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", "briefgen.sources.pdfium", str(timeout_s)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout_s,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise SourceFormatError(
            f"{source} takes more than {timeout_s:.0f} s to read: give the article's pages alone"
        ) from error
    try:
        answer = json.loads(done.stdout) if done.returncode == 0 else {}
    except ValueError:
        answer = {}
    return understand(answer, source)


def understand(answer: Mapping[str, Any], source: str) -> Pages:
    """Pages out of `scan`'s answer.

    Raises:
        SourceFormatError: the answer is a problem.
    """
    problem = answer.get("problem", "" if "pages" in answer else "damaged")
    if problem == "password":
        raise SourceFormatError(
            f"{source} is protected by a password: save it without one and try again"
        )
    if problem == "long":
        raise SourceFormatError(
            f"{source} has more than {MAX_PAGES} pages or {MAX_CHARS} letters: "
            "give the article's pages alone"
        )
    if problem:
        raise SourceFormatError(
            f"{source} is a damaged PDF file: open it in a viewer and save it anew"
        )
    pages = []
    for width, height, picture, words in answer["pages"]:
        found = tuple(
            Word(text=text, left=left, right=right, base=base, size=size, bold=bold)
            for text, left, right, base, size, bold in words
        )
        pages.append(Page(width=width, height=height, picture=picture, words=found))
    return Pages(metadata=answer["metadata"], pages=tuple(pages))


def scan(data: bytes) -> dict[str, Any]:
    """What the process answers: `metadata` and `pages`, or `problem`, all of it JSON."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"problem": "password" if error.err_code == _PASSWORD_ERROR else "damaged"}
    try:
        count = len(document)
        if count > MAX_PAGES:
            return {"problem": "long"}
        pages = []
        letters = 0
        for number in range(count):
            page = document[number]
            words, chars = _read_page(page)
            letters += chars
            if letters > MAX_CHARS:
                return {"problem": "long"}
            pages.append(_straighten(page, words))
            page.close()
        return {"metadata": document.get_metadata_dict(skip_empty=True), "pages": pages}
    except pypdfium2.PdfiumError:
        return {"problem": "damaged"}
    finally:
        document.close()


_Letter: TypeAlias = tuple[str, float, float]
"""What it is, x of its origin, and x of its middle."""


@dataclass(slots=True)
class _Raw:
    """A word in the file's own coordinates, with the angle of its writing in quarter turns."""

    letters: list[_Letter]
    left: float
    right: float
    x: float
    y: float
    size: float
    bold: bool
    turn: int
    ended: bool = False


def _read_page(page: "pypdfium2.PdfPage") -> tuple[list[_Raw], int]:
    """The words of a page, and how many characters PDFium counts on it."""
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > MAX_CHARS:
            return [], count
        return list(_words(text_page, count)), count
    finally:
        text_page.close()


def _words(text_page: "pypdfium2.PdfTextPage", count: int) -> Iterator[_Raw]:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    word: _Raw | None = None
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        letter = _letter(code)
        if not letter:
            if word is not None:
                word.ended = True
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
        here = (x.value, y.value)
        span = (box.left, box.right) if box.right > box.left else (here[0], here[0])
        if word is not None and not _belongs(word, here, span):
            yield word
            word = None
        if word is None:
            word = _start(text_page, index, here, span)
        elif word.turn == 0 and abs(here[1] - word.y) > 0.12 * word.size:
            letter = _raised(text_page, index, word, letter)
        if letter:
            word.letters.append((letter, here[0], (span[0] + span[1]) / 2))
        word.left, word.right = min(word.left, span[0]), max(word.right, span[1])
    if word is not None:
        yield word


def _letter(code: int) -> str:
    """A character as text is written: ligatures and Arabic presentation forms taken apart."""
    if code == 2:  # PDFium's sign for a hyphen at the end of a line.
        return "-"
    if code in (0, 0xFFFE, 0xFFFF) or code > sys.maxunicode:
        return ""
    letter = chr(code)
    if letter in "\u200c\u200d\xad":
        return letter
    if letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf"):
        return ""
    if 0xFB00 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC:
        return unicodedata.normalize("NFKC", letter).strip()
    return letter


def _belongs(word: _Raw, here: tuple[float, float], span: tuple[float, float]) -> bool:
    """Whether a character continues a word: no space between, the same line, no leap."""
    if word.ended:
        return False
    if word.turn:
        return math.dist(here, (word.x, word.y)) < 20 * word.size
    gap = max(span[0] - word.right, word.left - span[1])
    return abs(here[1] - word.y) < 0.6 * word.size and gap < 0.6 * word.size


def _start(
    text_page: "pypdfium2.PdfTextPage",
    index: int,
    here: tuple[float, float],
    span: tuple[float, float],
) -> _Raw:
    import pypdfium2.raw as pdfium

    size, turn = _size_and_turn(text_page, index)
    buffer = ctypes.create_string_buffer(120)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, index, buffer, len(buffer), flags)
    name = buffer.value.decode("ascii", errors="replace")
    # PDFium guesses weights from the stems and takes many plain faces for bold: names come first.
    bold = _BOLD.search(name) is not None or (
        _PLAIN.search(name) is None and pdfium.FPDFText_GetFontWeight(text_page, index) >= 700
    )
    return _Raw([], span[0], span[1], here[0], here[1], size, bold, turn)


def _size_and_turn(text_page: "pypdfium2.PdfTextPage", index: int) -> tuple[float, int]:
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFText_GetFontSize(text_page, index)
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        return size, 0
    scale = math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    return (size * scale if scale > 0 else size), round(angle / 90) % 4


def _raised(text_page: "pypdfium2.PdfTextPage", index: int, word: _Raw, letter: str) -> str:
    """A small character above the line: the mark of a footnote goes, an exponent stays one.

    Left alone, a mark would make 4127 out of 412 and its note 7.
    """
    size, _ = _size_and_turn(text_page, index)
    if size > 0.8 * word.size or letter not in _MARKS:
        return letter
    before = "".join(entry[0] for entry in word.letters)
    exponent = before[-1:].isdigit() or before.lower() in _MEASURES
    return letter.translate(_RAISED) if exponent and letter.isdigit() else ""


def _straighten(page: "pypdfium2.PdfPage", raw: list[_Raw]) -> list[Any]:
    """Turn a page so that its text reads from above; words at another angle are no running text."""
    raw = _with_marks(raw)
    turns = Counter(word.turn for word in raw)
    turn = turns.most_common(1)[0][0] if turns else 0
    left, bottom, right, top = page.get_cropbox()
    width, height = abs(right - left), abs(top - bottom)
    words = []
    for word in raw:
        text = _logical(word.letters)
        inside = left - 1 <= word.x <= right + 1 and bottom - 1 <= word.y <= top + 1
        if word.turn != turn or not text or not inside or word.size < 1.5:
            continue
        if turn == 0:
            start, end, base = word.left - left, word.right - left, top - word.y
        else:
            long = 0.5 * word.size * len(text)
            start = (word.y - bottom, right - word.x, top - word.y)[turn - 1]
            end, base = start + long, (word.x - left, word.y - bottom, right - word.x)[turn - 1]
        numbers = (round(number, 2) for number in (start, end, base, word.size))
        words.append([text, *numbers, word.bold])
    picture = _picture(page, width * height) if len(words) < _FEW_WORDS else 0.0
    if turn % 2:
        width, height = height, width
    return [round(width, 2), round(height, 2), round(picture, 3), words]


def _with_marks(raw: list[_Raw]) -> list[_Raw]:
    """Put accents that the file writes apart onto the letters that they stand at."""
    found: list[_Raw] = []
    marks: list[_Raw] = []
    for word in raw:
        alone = word.letters and all(unicodedata.combining(entry[0][:1]) for entry in word.letters)
        (marks if alone else found).append(word)
    for mark in marks[:2000]:
        middle = (mark.left + mark.right) / 2
        for word in found:
            if word.left - 1 <= middle <= word.right + 1 and abs(word.y - mark.y) < word.size:
                below = [entry[1] for entry in word.letters if entry[1] <= middle]
                place = max(below, default=word.left) - 0.1
                word.letters.extend((text, place, middle) for text, _, _ in mark.letters)
                break
    return found


def _logical(letters: list[_Letter]) -> str:
    """The letters of a word as they are spoken; those of right-to-left scripts by their places."""
    ordered = letters
    if any(unicodedata.bidirectional(entry[0][:1] or " ") in ("R", "AL") for entry in letters):
        # PDFium's own order of such words depends on how the file was made; their places do not.
        ordered = sorted(letters, key=_spoken)
        text = "".join(entry[0] for entry in ordered)
        text = re.sub(r"\d[\d.,٫٬/:]*\d", lambda match: match[0][::-1], text)
    else:
        text = "".join(entry[0] for entry in ordered)
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    soft = re.search(r"\xad[-\u2010]?$", text)
    text = text.replace("\xad", "") if soft is None else text[: soft.start()].replace("\xad", "")
    return unicodedata.normalize("NFC", text) + ("\xad" if soft is not None else "")


def _spoken(letter: _Letter) -> tuple[float, bool, float]:
    """Sorts the letters of a right-to-left word; a ligature's letters share their origin."""
    text, origin, middle = letter
    return -round(origin, 1), unicodedata.combining(text[:1]) > 0, -middle


def _picture(page: "pypdfium2.PdfPage", area: float) -> float:
    import pypdfium2.raw as pdfium

    largest = 0.0
    for number, item in enumerate(page.get_objects(max_depth=3)):
        if number >= _MAX_OBJECTS:
            break
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            largest = max(largest, abs((right - left) * (top - bottom)))
    return min(largest / area, 1.0) if area > 0 else 0.0


def _limit(seconds: float) -> None:
    """Bound this process's memory and time, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's time limit has to do.
        return
    for kind, most in (
        (resource.RLIMIT_AS, _MAX_MEMORY),
        (resource.RLIMIT_CPU, math.ceil(seconds) + 5),
    ):
        _, hard = resource.getrlimit(kind)
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(OSError, ValueError):  # macOS knows no limit on addresses.
            resource.setrlimit(kind, (wanted, hard))


def main() -> None:
    """Read a PDF from standard input, and write `scan`'s answer to standard output."""
    _limit(float(sys.argv[1]))
    answer = scan(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))


if __name__ == "__main__":
    main()
