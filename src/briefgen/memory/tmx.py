"""The memory to a TMX 1.4b file, and TMX files of any program into the memory."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path

from lxml import etree

from briefgen.languages import TARGETS
from briefgen.memory import carried
from briefgen.memory.carried import OWN_PREFIX
from briefgen.memory.database import TranslationMemory
from briefgen.memory.entries import Entry, ImportReport, Origin, fold
from briefgen.memory.tags import language_code
from briefgen.memory.tmx_reader import (
    ALL_LANGUAGES,
    DATE_FORMAT,
    XML_LANG,
    Header,
    Unit,
    Variant,
    read_tmx,
)
from briefgen.render.files import check_target, write_file
from briefgen.version import __version__

_TOOL = "briefgen"
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def import_tmx(memory: TranslationMemory, path: Path) -> ImportReport:
    """Take translations from a TMX file: all that can be used, or nothing where the file is bad.

    What others wrote counts as `import` and holds for every model. What briefgen exported is taken
    as what it was: a model's entry stays one, and a correction stays one.

    Args:
        memory: where to.
        path: the file.

    Returns:
        Units read, translations taken, and why others were skipped.

    Raises:
        MemoryFileError: the file cannot be read, is not well-formed or not TMX, or holds entities;
            or the memory cannot be written. Nothing was taken.
    """
    taking = _Taking()
    for part in read_tmx(path):
        if isinstance(part, Header):
            taking.header = part
        else:
            taking.add(part)
    header = taking.header

    def join(old: str) -> str:
        return carried.merge_header(old, header.extra, ours=header.tool == _TOOL)

    entries = tuple(taking.found.values())
    taken = memory.store(entries, header=join)
    if taken < len(entries):
        taking.skipped["a correction already stands"] += len(entries) - taken
    return ImportReport(
        file=str(path), read=taking.read, taken=taken, skipped=dict(sorted(taking.skipped.items()))
    )


def export_tmx(memory: TranslationMemory, path: Path, *, force: bool = False) -> int:
    """Write the memory as TMX 1.4b, flawed entries left out; the same memory gives the same bytes.

    Args:
        memory: where from.
        path: the file, written whole or not at all.
        force: an existing file may be replaced.

    Returns:
        How many translations were written.

    Raises:
        OutputError: the file cannot be written, or exists and `force` is false.
        MemoryFileError: the memory cannot be read.
    """
    check_target(path, force=force)
    entries = [entry for entry in memory.entries() if not entry.flawed]
    sources = {entry.source for entry in entries}
    common = sources.pop() if len(sources) == 1 else None
    buffer = BytesIO()
    with etree.xmlfile(buffer, encoding="UTF-8") as file:
        file.write_declaration()
        file.write_doctype('<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        with file.element("tmx", version="1.4"):
            file.write("\n")
            header = carried.from_json(memory.header()).get("header", {})
            file.write(_header(header, common), pretty_print=True)
            with file.element("body"):
                file.write("\n")
                for group in _grouped(entries):
                    file.write(_unit_element(group, common), pretty_print=True)
            file.write("\n")
    write_file(path, buffer.getvalue() + b"\n")
    return len(entries)


class _Taking:
    """Collects the entries of a file; of two for one key the later stands."""

    def __init__(self) -> None:
        self.header = Header(extra={}, tool="")
        self.read = 0
        self.found: dict[tuple[str, ...], Entry] = {}
        self.skipped: Counter[str] = Counter()

    def add(self, unit: Unit) -> None:
        self.read += 1
        source = _source_variant(unit)
        if source is None:
            self.skipped[f"no text in the source language {unit.source}"] += 1
            return
        for target in unit.variants:
            if target is not source:
                self._add(unit, source, target)

    def _add(self, unit: Unit, source: Variant, target: Variant) -> None:
        reason = _reason_against(source, target)
        if reason:
            self.skipped[reason] += 1
            return
        entry = _entry(unit, source, target)
        key = (
            entry.source,
            entry.target,
            fold(entry.sentence),
            entry.model,
            entry.revision,
            entry.settings,
        )
        if key in self.found:
            self.skipped["translated again later in the file"] += 1
        self.found[key] = entry


def _source_variant(unit: Unit) -> Variant | None:
    """The text that the others translate."""
    codes = [language_code(variant.language) for variant in unit.variants]
    if not unit.source or unit.source.lower() == ALL_LANGUAGES:
        # Any may be the source: briefgen reads English more than anything else.
        wanted = "en" if "en" in codes else next(iter(codes), "")
    else:
        exact = [v for v in unit.variants if v.language.lower() == unit.source.lower()]
        if exact:
            return exact[0]
        wanted = language_code(unit.source)
    return next((v for v, code in zip(unit.variants, codes, strict=True) if code == wanted), None)


def _reason_against(source: Variant, target: Variant) -> str:
    """Why a text cannot be taken as a translation; empty where it can."""
    code = language_code(target.language)
    if not target.language:
        return "a text without a language"
    if code == "fa":
        return f"language {target.language}: Persian, not said to be Dari (fa-AF, prs)"
    if code not in TARGETS or code == language_code(source.language):
        return f"language {target.language}: briefgen does not translate into it here"
    if not fold(source.text) or not fold(target.text):
        return "an empty text"
    return ""


def _entry(unit: Unit, source: Variant, target: Variant) -> Entry:
    origin = _origin(target.props)
    by_model = origin == "model"
    return Entry(
        sentence=source.text,
        source=language_code(source.language),
        target=language_code(target.language),
        text=target.text if "origin" in target.props else fold(target.text),
        origin=origin,
        score=_score(target.props.get("score", "")) if by_model else 0.0,
        model=target.props.get("model", "") if by_model else "",
        revision=target.props.get("revision", "") if by_model else "",
        settings=target.props.get("settings", "") if by_model else "",
        created=target.created or unit.created,
        carried=carried.to_json(
            {"unit": unit.extra, "source": source.extra, "target": target.extra}
        ),
    )


def _origin(props: Mapping[str, str]) -> Origin:
    match props.get("origin"):
        case "model":
            return "model"
        case "human":
            return "human"
        case _:
            return "import"


def _score(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Entries that make one unit: one sentence, and notes in common."""

    unit: Mapping[str, object]
    source: Mapping[str, object]
    targets: tuple[tuple[Entry, Mapping[str, object]], ...]


def _grouped(entries: Iterable[Entry]) -> Iterator[_Group]:
    """Join neighbours that came from one unit; a model's entry is a unit by itself.

    Two models translate one sentence into one language, and a unit should have a language once.
    """
    read = ((entry, carried.from_json(entry.carried)) for entry in entries)
    for _, pairs in groupby(read, key=lambda pair: _group_key(*pair)):
        group = tuple(pairs)
        _, parts = group[0]
        yield _Group(
            unit=parts.get("unit", {}),
            source=parts.get("source", {}),
            targets=tuple((entry, found.get("target", {})) for entry, found in group),
        )


def _group_key(entry: Entry, parts: Mapping[str, Mapping[str, object]]) -> tuple[object, ...]:
    shared = carried.to_json({name: parts.get(name, {}) for name in ("unit", "source")})
    maker = (entry.target, entry.model, entry.revision, entry.settings)
    return (entry.source, entry.sentence, shared, maker if entry.origin == "model" else ())


def _header(kept: Mapping[str, object], common: str | None) -> etree._Element:
    element = etree.Element("header", srclang=common or ALL_LANGUAGES)
    carried.restore(element, kept)
    for name, value in (
        ("creationtool", _TOOL),
        ("creationtoolversion", __version__),
        ("segtype", "sentence"),
        ("o-tmf", _TOOL),
        ("adminlang", "en"),
        ("datatype", "plaintext"),
    ):
        if name not in element.attrib:
            element.set(name, value)
    return element


def _unit_element(group: _Group, common: str | None) -> etree._Element:
    element = etree.Element("tu")
    first, _ = group.targets[0]
    if common is None:
        element.set("srclang", first.source)
    carried.restore(element, group.unit)
    element.append(_variant_element(first.source, first.sentence, group.source))
    for entry, extra in group.targets:
        variant = _variant_element(entry.target, entry.text, extra)
        _say_own(variant, entry)
        element.append(variant)
    return element


def _variant_element(language: str, text: str, extra: Mapping[str, object]) -> etree._Element:
    element = etree.Element("tuv", {XML_LANG: language})
    carried.restore(element, extra)
    etree.SubElement(element, "seg").text = _NOT_XML.sub("", text)
    return element


def _say_own(variant: etree._Element, entry: Entry) -> None:
    """Say where an entry is from, so that an import takes it as the same again."""
    date = datetime.fromisoformat(entry.created).astimezone(UTC).strftime(DATE_FORMAT)
    variant.set("creationdate", date)
    own: dict[str, str] = {"origin": entry.origin}
    if entry.origin == "model":
        own |= {
            "model": entry.model,
            "revision": entry.revision,
            "settings": entry.settings,
            "score": repr(entry.score),
        }
    for position, (name, value) in enumerate(own.items()):
        prop = etree.Element("prop", type=OWN_PREFIX + name)
        prop.text = _NOT_XML.sub("", value) or None
        variant.insert(position, prop)
