"""Reading TMX, the LISA standard for translation memories (1.4b, 26 April 2005; 1.1 to 1.3 too).

Files come from anywhere, so the parser opens nothing else and expands nothing: a file that declares
entities is refused before its body is read. Units are read one after another and forgotten.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from briefgen.errors import MemoryFileError
from briefgen.memory import carried
from briefgen.memory.carried import OWN_PREFIX, local_name

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ALL_LANGUAGES = "*all*"
DATE_FORMAT = "%Y%m%dT%H%M%SZ"

# Their content is code of the document that the text was taken from; that of `hi` is text.
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_PLACE = re.compile(r",? *line \d+, column \d+.*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A text of a unit in one language: a `tuv`.

    Attributes:
        language: its tag, as it stands there; empty where there is none.
        text: without inline codes.
        props: what briefgen said of it, by name without the prefix.
        created: ISO 8601, or empty.
        extra: its notes, props and attributes.
    """

    language: str
    text: str
    props: dict[str, str]
    created: str
    extra: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sentence in several languages: a `tu`.

    Attributes:
        source: tag of the source language, `*all*` for none, empty where it is not said.
        variants: in the order of the file.
        created: ISO 8601, or empty.
        extra: its notes, props and attributes.
    """

    source: str
    variants: tuple[Variant, ...]
    created: str
    extra: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header: its notes, props and attributes, and the program that wrote the file."""

    extra: dict[str, object]
    tool: str


def read_tmx(path: Path) -> Iterator[Header | Unit]:
    """Read a file from the beginning to the end.

    Args:
        path: a TMX file in any encoding that XML knows.

    Yields:
        The header, where there is one, and each unit.

    Raises:
        MemoryFileError: it cannot be read, is not XML or not TMX, or holds entities; with the
            line. Units may have been given before.
    """
    try:
        with path.open("rb") as stream:
            _check_prolog(stream, path)
            stream.seek(0)
            source = ALL_LANGUAGES
            for _, element in etree.iterparse(
                stream, events=("end",), tag=("{*}header", "{*}tu"), **_SAFE
            ):
                _refuse_entities(element, path)
                if local_name(element) == "header":
                    source = element.get("srclang", ALL_LANGUAGES)
                    yield Header(
                        extra=carried.gather(element, without=frozenset({"srclang"})),
                        tool=element.get("creationtool", ""),
                    )
                else:
                    yield _unit(element, source)
                _forget(element)
    except FileNotFoundError:
        raise MemoryFileError(f"{path}: no such file: give the path of a TMX file") from None
    except OSError as error:
        raise MemoryFileError(f"{path} cannot be read: {error.strerror}") from error
    except etree.XMLSyntaxError as error:
        what = _PLACE.sub("", error.msg or "").strip() or "it ends too early"
        raise MemoryFileError(
            f"{path}, line {error.lineno or 1}: this is no well-formed XML ({what}): mend the file"
            " or export it again; nothing was taken from it"
        ) from error


_SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
    "recover": False,
    "remove_comments": True,
    "remove_pis": True,
}


def _check_prolog(stream: object, path: Path) -> None:
    """Look at the document type and the root before anything else is read."""
    _, root = next(iter(etree.iterparse(stream, events=("start",), **_SAFE)))
    document_type = root.getroottree().docinfo.internalDTD
    if document_type is not None and any(True for _ in document_type.iterentities()):
        raise MemoryFileError(
            f"{path}, line {root.sourceline}: the file declares XML entities, which are not read"
            " for safety: export it without them; nothing was taken from it"
        )
    if local_name(root) != "tmx":
        raise MemoryFileError(
            f"{path}, line {root.sourceline}: this is no TMX file: it begins with"
            f" <{local_name(root)}>, not <tmx>"
        )
    version = root.get("version", "1.4")
    if not version.startswith("1."):
        raise MemoryFileError(
            f"{path}, line {root.sourceline}: TMX {version} is not read: export it as TMX 1.4"
        )


def _refuse_entities(element: etree._Element, path: Path) -> None:
    """Nothing is left of a text in which an undeclared `&name;` was passed over."""
    for entity in element.iter(etree.Entity):
        raise MemoryFileError(
            f"{path}, line {element.sourceline}: unknown entity {entity.text}: write the character"
            " itself; nothing was taken from the file"
        )


def _unit(element: etree._Element, source: str) -> Unit:
    return Unit(
        source=element.get("srclang", source),
        variants=tuple(_variant(child) for child in element if local_name(child) == "tuv"),
        created=_date(element.get("creationdate", "")),
        extra=carried.gather(element, without=frozenset({"srclang"})),
    )


def _variant(element: etree._Element) -> Variant:
    created = _date(element.get("creationdate", ""))
    own = frozenset({XML_LANG, "lang", "creationdate"} if created else {XML_LANG, "lang"})
    text = ""
    props = {}
    for child in element:
        name = local_name(child)
        if name == "seg":
            text = _plain(child)
        elif name == "prop" and child.get("type", "").startswith(OWN_PREFIX):
            props[child.get("type", "").removeprefix(OWN_PREFIX)] = child.text or ""
    return Variant(
        language=(element.get(XML_LANG) or element.get("lang") or "").strip(),
        text=text,
        props=props,
        created=created,
        extra=carried.gather(element, without=own),
    )


def _plain(element: etree._Element) -> str:
    """The text of an element without inline codes."""
    parts = [element.text or ""]
    for child in element:
        if local_name(child) not in _CODES:
            parts.append(_plain(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _date(text: str) -> str:
    """A date of TMX in ISO 8601; empty where it is none."""
    if not text:
        return ""
    try:
        return datetime.strptime(text, DATE_FORMAT).replace(tzinfo=UTC).isoformat()
    except ValueError:
        return ""


def _forget(element: etree._Element) -> None:
    """Free an element that was read, and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
