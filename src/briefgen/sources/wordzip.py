"""The container of a Word file, unpacked once within bounds, and made harmless for the reader."""

import io
import zipfile
import zlib

from briefgen.errors import SourceFormatError

MAX_MEMBERS = 5_000
MAX_PART_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 60_000_000
MAX_STATED_BYTES = 1_000_000_000
MAX_RATIO = 150
_RATIO_FROM = 1_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_MAINS = (
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_STRICT = b"http://purl.oclc.org/ooxml/"


def repack(data: bytes, *, source: str) -> bytes:
    """Unpack what an article is made of, and leave all else empty.

    The sizes that a zip directory states may be lies: large ones are refused at once, and small
    ones are not believed, but what is read is counted.

    Args:
        data: a `.docx`, `.docm` or `.dotx` file.
        source: its name, for messages.

    Returns:
        A container of the same parts, not compressed: the XML as it was, the main part declared a
        document without macros, and pictures, fonts, macros and embedded files empty.

    Raises:
        SourceFormatError: no Word file, a damaged or protected one, one that declares entities, or
            one that unpacks to more than `MAX_UNPACKED_BYTES`.
    """
    if data.startswith(_OLD_OFFICE):
        raise SourceFormatError(
            f"{source} is an old Word file, or one with a password: save it as .docx without one"
        )
    packed = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as archive,
            zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as found,
        ):
            _copy(archive, found, source)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError) as error:
        raise _damaged(source) from error
    except (ValueError, RuntimeError, NotImplementedError, LookupError) as error:
        # What zipfile raises for impossible offsets, names and methods.
        raise _damaged(source) from error
    return packed.getvalue()


def _copy(archive: zipfile.ZipFile, found: zipfile.ZipFile, source: str) -> None:
    members = {member.filename: member for member in archive.infolist()}
    if "word/document.xml" not in members:
        raise SourceFormatError(f"{source} is not a Word file: give a .docx, or the text itself")
    stated = sum(member.file_size for member in archive.infolist())
    if len(archive.infolist()) > MAX_MEMBERS or stated > MAX_STATED_BYTES:
        raise _bomb(source)
    left = MAX_UNPACKED_BYTES
    for name, member in members.items():
        if not name.endswith((".xml", ".rels")):
            found.writestr(name, b"")
            continue
        if member.flag_bits & 1:
            raise SourceFormatError(
                f"{source} is protected by a password: save it without one and try again"
            )
        if member.file_size > max(_RATIO_FROM, MAX_RATIO * member.compress_size):
            raise _bomb(source)
        most = min(left, MAX_PART_BYTES)
        with archive.open(member) as stream:
            part = stream.read(most + 1)
        if len(part) > most:
            raise _bomb(source)
        left -= len(part)
        found.writestr(name, _harmless(part, name, source))


def _harmless(part: bytes, name: str, source: str) -> bytes:
    """Refuse entities, however wide their letters; declare any kind of document a plain one."""
    squeezed = part[:2000].replace(b"\x00", b"")
    if b"<!DOCTYPE" in squeezed or b"<!ENTITY" in squeezed or b"<!DOCTYPE" in part:
        raise SourceFormatError(
            f"{source} declares entities, which no word processor does: save it anew"
        )
    if name == "[Content_Types].xml":
        for other in _OTHER_MAINS:
            part = part.replace(other, _MAIN)
    if name == "word/document.xml" and _STRICT in squeezed:
        raise SourceFormatError(
            f"{source} is in the strict kind of Open XML: save it as an ordinary Word document"
        )
    return part


def _bomb(source: str) -> SourceFormatError:
    return SourceFormatError(
        f"{source} unpacks to far more than an article needs: give the article alone"
    )


def _damaged(source: str) -> SourceFormatError:
    return SourceFormatError(
        f"{source} is a damaged Word file: open it in a word processor and save it anew"
    )
