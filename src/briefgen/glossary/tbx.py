"""Reading TBX, the standard for term bases (ISO 30042, editions of 2008 and 2019; TBX-Basic).

Files come from anywhere, so the parser opens nothing else and expands nothing: a file that declares
entities is refused. The preferred term of a language comes first, admitted ones follow, deprecated
and superseded ones are forms to be replaced.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from briefgen.errors import GlossaryError, UsageError
from briefgen.glossary.terms import Term
from briefgen.languages import TARGETS, resolve

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOTS = frozenset({"martif", "tbx"})
_ENTRIES = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES = frozenset({"langSet", "langSec"})
_TERMS = frozenset({"tig", "ntig", "termSec"})
_STATUSES = frozenset({"administrativeStatus", "normativeAuthorization"})
_PLACE = re.compile(r",? *line \d+, column \d+.*", re.DOTALL)


def read_tbx(data: bytes, path: Path) -> tuple[Term, ...]:
    """Read the terms of a TBX file: entries with English, and with a language of briefgen.

    Where the file's own language is another one than English, and an entry has no English, the
    terms of that language are the source.

    Args:
        data: the file, in any encoding that XML knows.
        path: what errors name.

    Raises:
        GlossaryError: it is no well-formed XML or no TBX, declares entities, or holds no entry
            that briefgen can use; with the line.
    """
    _check_prolog(data, path)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise _malformed(error, path) from error
    own = _language(root.get(_XML_LANG, "en"))
    terms = []
    for element in root.iter():
        if _name(element) in _ENTRIES:
            term = _entry(element, own)
            if term is not None:
                terms.append(term)
    if not terms:
        raise GlossaryError(
            f"{path}: no entry has a term in English and in one of {', '.join(TARGETS)}"
            " (Dari is prs or fa-AF in TBX)"
        )
    return tuple(terms)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _check_prolog(data: bytes, path: Path) -> None:
    """Look at the document type and the root before anything else is read."""
    try:
        _, root = next(
            iter(
                etree.iterparse(
                    io.BytesIO(data),
                    events=("start",),
                    resolve_entities=False,
                    no_network=True,
                    load_dtd=False,
                    attribute_defaults=False,
                )
            )
        )
    except etree.XMLSyntaxError as error:
        raise _malformed(error, path) from error
    except StopIteration:
        raise GlossaryError(f"{path}: the file is empty") from None
    document_type = root.getroottree().docinfo.internalDTD
    if document_type is not None and any(True for _ in document_type.iterentities()):
        raise GlossaryError(
            f"{path}, line {root.sourceline}: the file declares XML entities, which are not read"
            " for safety: export it without them"
        )
    if _name(root) not in _ROOTS:
        raise GlossaryError(
            f"{path}, line {root.sourceline}: this is no TBX file: it begins with <{_name(root)}>,"
            " not <martif> or <tbx>"
        )


def _entry(element: etree._Element, own: str) -> Term | None:
    """A term of an entry; None where briefgen has no use for it."""
    right: dict[str, list[str]] = {}
    wrong: dict[str, list[str]] = {}
    for child in element:
        if _name(child) not in _LANGUAGES:
            continue
        language = _language(child.get(_XML_LANG, ""))
        for status, text in sorted(_terms(child), key=lambda found: _RANKS.get(found[0], 1)):
            chosen = wrong if status in _WRONG else right
            chosen.setdefault(language, []).append(text)
    source = "en" if "en" in right else own
    targets = {code: tuple(right[code]) for code in TARGETS if code in right and code != source}
    if source not in right or not targets:
        return None
    # A source that is deprecated in English still means the same.
    sources = (*right[source], *wrong.get(source, ()))
    return Term(
        sources=tuple(dict.fromkeys(sources)),
        targets=targets,
        wrong={code: tuple(wrong[code]) for code in targets if code in wrong},
        note=_note(element),
    )


_RANKS = {"preferred": 0}
_WRONG = frozenset({"deprecated", "superseded"})


def _terms(language: etree._Element) -> Iterator[tuple[str, str]]:
    """Status and text of each term of a language."""
    for section in language:
        if _name(section) not in _TERMS:
            continue
        status, text = "", ""
        for element in section.iter():
            name = _name(element)
            if name == "term" and not text:
                text = _text(element)
            elif name in _STATUSES or element.get("type") in _STATUSES:
                # "preferredTerm-admn-sts", "deprecatedTerm"
                status = (element.text or "").strip().split("Term", 1)[0]
        if any(map(str.isalnum, text)):
            yield status, text


def _note(element: etree._Element) -> str:
    notes = (found for found in element.iter() if _name(found) == "note")
    return " ".join(_text(found) for found in notes)


def _text(element: etree._Element) -> str:
    """All text of an element, white space folded."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _language(tag: str) -> str:
    """The code of briefgen for a language tag; the tag itself where there is none.

    Plain `fa` is Persian, which does not stand in for Dari.
    """
    plain = tag.strip().replace("_", "-").lower()
    for name in (plain, plain.split("-", 1)[0]):
        try:
            return resolve(name).code
        except UsageError:
            continue
    return plain


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _malformed(error: etree.XMLSyntaxError, path: Path) -> GlossaryError:
    what = _PLACE.sub("", error.msg or "").strip() or "it ends too early"
    return GlossaryError(
        f"{path}, line {error.lineno or 1}: this is no well-formed XML ({what}): mend the file or"
        " export it again"
    )
