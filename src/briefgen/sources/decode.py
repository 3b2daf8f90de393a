"""Bytes to text: byte order marks, declared and guessed encodings, and what may not stay in a text.

Everything here is linear in the size of its input.
"""

import codecs
import re
import unicodedata
from collections import Counter
from itertools import pairwise

from briefgen.errors import SourceFormatError

MAX_BYTES = 20_000_000
"""The largest file, page or paste that is read, in bytes: some 1,500 times a long article."""

_SAMPLE_BYTES = 200_000
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip container, such as a Word file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old binary Office file"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a sound, film or WebP file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\x00", "a database"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Single-byte encodings in which articles of our readers still come. The order settles ties.
_LEGACY = ("cp1251", "koi8-r", "cp1252", "cp1256", "cp866", "iso8859-6", "cp1250", "cp1254")
# Texts in their own encoding score 0.85 to 1, in another 0.8 at most, noise below 0.6.
_PLAUSIBLE = 0.7

_CONTROL = re.compile(
    # C0 and C1 controls but for tab and newline; bidirectional overrides, embeddings and isolates;
    # lone surrogates; non-characters; the byte order mark and its mirror; interlinear marks.
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufffe\uffff\ufeff\ufff9-\ufffb\u00ad\u2060-\u2064]"
)
_NEWLINE = re.compile("\r\n?|[\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_TAGS = re.compile("[\U000e0000-\U000e0fff]")


def describe_binary(data: bytes) -> str | None:
    """Say what a binary file is by its first bytes; None for what may be text.

    >>> describe_binary(b"%PDF-1.7")
    'a PDF file'
    >>> describe_binary(b"plain words") is None
    True
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    return None


def decode(data: bytes, *, source: str, declared: str | None = None) -> str:
    """Read bytes as text.

    A byte order mark wins, then strict UTF-8, then the declared encoding, then UTF-16 by its zero
    bytes, then the single-byte encoding whose letters look most like a language.

    Args:
        data: a file's content, at most `MAX_BYTES`.
        source: name of the file or address, for messages.
        declared: an encoding that HTTP or the document itself names; unknown ones are ignored.

    Returns:
        The text as it stood, cleaned of nothing: see `clean`.

    Raises:
        SourceFormatError: the data are too large, binary, or in no encoding that can be told.

    >>> decode("мир".encode("cp1251"), source="a.txt", declared="windows-1251")
    'мир'
    """
    if len(data) > MAX_BYTES:
        raise SourceFormatError(
            f"{source} is larger than {MAX_BYTES // 1_000_000} MB: give the article alone"
        )
    binary = describe_binary(data)
    if binary is not None:
        raise SourceFormatError(binary_message(source, binary))
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace")
    wide = _wide_encoding(data)
    if wide is not None:
        return data.decode(wide, errors="replace")
    if data.count(b"\x00") > max(8, len(data) // 1000):
        raise SourceFormatError(binary_message(source, "a binary file"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = _mostly_utf8(data)
    if text is None:
        text = _declared(data, declared)
    if text is None:
        text = _guess(data)
    if text is None:
        raise SourceFormatError(
            f"the encoding of {source} cannot be told: save it as UTF-8 and try again"
        )
    return text


def binary_message(source: str, what: str) -> str:
    """The error for a binary input: what it is and what to give instead."""
    if any(word in what for word in ("Word", "Office", "OpenDocument", "RTF", "e-book")):
        return f"{source} is {what}, which briefgen does not read: save it as .docx, .html or .txt"
    return (
        f"{source} is {what}, not an article: give a .txt, .md, .html, .pdf or .docx file, a URL or"
        " - for standard input"
    )


def clean(text: str) -> str:
    r"""Take out of a text what no article needs, and bring the rest into one form.

    Control characters, bidirectional overrides, soft hyphens and lone surrogates go; newlines
    become `\n`; letters are composed (NFC). The zero
    width non-joiner stays: Dari and Pashto spell with it.

    >>> clean("A\x00 b\u202ec\r\nd")
    'A bc\nd'
    """
    text = _NEWLINE.sub("\n", text)
    text = _CONTROL.sub("", text)
    text = _TAGS.sub("", text)
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    r"""One line with single spaces: how a paragraph is kept.

    >>> squeeze("  two\t words ")
    'two words'
    """
    return _SPACES.sub(" ", text.replace("\n", " ")).strip()


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: Latin text has every other byte zero, other scripts steady pages."""
    sample = data[:_SAMPLE_BYTES]
    if len(sample) < 8 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2], sample[1::2]
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    # Even a text in Cyrillic or Arabic letters has the spaces' zero bytes, all on one side.
    candidates = []
    if zeros_odd > 0.05 and zeros_even < 0.01:
        candidates.append("utf-16-le")
    if zeros_even > 0.05 and zeros_odd < 0.01:
        candidates.append("utf-16-be")
    for encoding in candidates:
        text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
        if _printable_share(text) > 0.98:
            return encoding
    return None


def _printable_share(text: str) -> float:
    sample = text[:20_000]
    good = sum(
        1 for letter in sample if letter in "\n\r\t " or unicodedata.category(letter)[0] in "LMNPSZ"
    )
    return good / len(sample) if sample else 0.0


def _mostly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes, as a cut-off or badly joined file has them."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    beyond_ascii = sum(count for letter, count in Counter(text).items() if letter > "\x7f")
    good = beyond_ascii - broken
    if good >= 4 * broken and broken <= max(2, len(text) // 100):
        return text.replace("\ufffd", "")
    return None


def _declared(data: bytes, declared: str | None) -> str | None:
    if not declared:
        return None
    try:
        encoding = codecs.lookup(declared.strip().strip("\"'")).name
        if encoding == "iso8859-1":
            encoding = "cp1252"  # as every browser reads it (WHATWG Encoding)
        text = data.decode(encoding, errors="replace")
    except (LookupError, ValueError, UnicodeError, AssertionError):
        return None
    # A declaration that the bytes contradict is worth less than a guess.
    return text if text.count("\ufffd") <= len(text) // 100 else None


def _guess(data: bytes) -> str | None:
    sample = data[:_SAMPLE_BYTES]
    ranked = sorted(
        (
            (_plausibility(sample, encoding), -rank, encoding)
            for rank, encoding in enumerate(_LEGACY)
        ),
        reverse=True,
    )
    best, _, encoding = ranked[0]
    if best < _PLAUSIBLE:
        return None
    return data.decode(encoding, errors="replace").replace("\ufffd", "")


# Letters by how often a language writes them: a wrong reading turns common letters into rare ones.
_COMMON = {
    "cyrillic": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ",
    "arabic": "اینردوهمتسلبشکزگعفقحخجپچطصضذظغثآئءيكىةأإؤژٹډځڅړښڼېۍګ",
    "latin": "àâäáãåçčéèêëěíìîïñóòôöõøßšúùûüýžœæğışİŞĞąęłńśźżőűțșăđ’‘“”–—…«»°€",
}


def _plausibility(sample: bytes, encoding: str) -> float:
    """How much a reading looks like a language, from 0 to 1, over the bytes beyond ASCII."""
    try:
        text = sample.decode(encoding, errors="replace")
    except (LookupError, UnicodeError):
        return 0.0
    counts = Counter(letter for letter in text if letter > "\x7f")
    total = sum(counts.values())
    if not total:
        return 0.0
    pairs = Counter(pairwise(text))
    bumps = sum(n for (a, b), n in pairs.items() if a > "\x7f" and a.islower() and b.isupper())
    ascii_letters = sum(1 for letter in text if letter.isascii() and letter.isalpha())
    best = 0.0
    for script, common in _COMMON.items():
        weight = 0.0
        for letter, count in counts.items():
            place = common.find(letter.lower())
            if place >= 0:
                # In Cyrillic and Arabic the frequent letters carry most of a text.
                share = place / len(common)
                weight += count * (1.0 if script == "latin" else 1.0 - share * share)
            elif unicodedata.category(letter) in ("Pd", "Pi", "Pf", "Po", "Zs", "So", "Cf"):
                weight += 0.5 * count
            else:
                weight -= 0.5 * count
        score = (weight - bumps) / total
        if script == "latin":
            # Accents are seasoning: a text of nothing but accented letters is another script.
            score *= min(1.0, ascii_letters / (2.0 * total))
        best = max(best, score)
    return best
