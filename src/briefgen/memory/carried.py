"""What a TMX file says besides its texts, kept as JSON until the memory is exported again.

Notes, props and attributes mean something to the programs and people that a file comes from and
goes back to; to briefgen they mean nothing, so they are carried and not read.
"""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from lxml import etree

# Tag, attributes, text, children: names with a namespace stand in Clark notation, as lxml has them.
Node: TypeAlias = tuple[str, Mapping[str, str], str, Sequence["Node"]]

OWN_PREFIX = "x-briefgen-"
"""Props of this name are what briefgen itself says of an entry."""

_KEPT = frozenset({"note", "prop", "ude"})


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def gather(element: etree._Element, *, without: frozenset[str] = frozenset()) -> dict[str, object]:
    """Take up the attributes of an element, and its notes and props.

    Args:
        element: a `header`, `tu` or `tuv`.
        without: attributes that have a meaning here and are written anew.

    Returns:
        `attributes` and `children`, each only where there are any; ready for JSON.
    """
    attributes = {
        str(name): str(value) for name, value in element.attrib.items() if name not in without
    }
    children = [
        _node(child)
        for child in element
        if local_name(child) in _KEPT and not child.get("type", "").startswith(OWN_PREFIX)
    ]
    found: dict[str, object] = {}
    if attributes:
        found["attributes"] = attributes
    if children:
        found["children"] = children
    return found


def restore(element: etree._Element, found: Mapping[str, object]) -> None:
    """Put on an element what `gather` took up; attributes that it has already stay."""
    attributes = found.get("attributes")
    if isinstance(attributes, dict):
        for name, value in attributes.items():
            if name not in element.attrib:
                element.set(name, value)
    children = found.get("children")
    if isinstance(children, list):
        for child in children:
            _append(element, child)


def to_json(parts: Mapping[str, Mapping[str, object]]) -> str:
    """Write several gathered parts as one text, the same for the same parts; empty for none."""
    full = {name: part for name, part in parts.items() if part}
    return json.dumps(full, ensure_ascii=False, sort_keys=True) if full else ""


def from_json(text: str) -> dict[str, dict[str, object]]:
    """Read what `to_json` wrote."""
    found: dict[str, dict[str, object]] = json.loads(text) if text else {}
    return found


def merge_header(old: str, new: Mapping[str, object], *, ours: bool) -> str:
    """Join the header of a file with those of files that were imported before.

    Args:
        old: what earlier files left, as this function wrote it; empty for none.
        new: the gathered header of the file.
        ours: briefgen made the file: its attributes say nothing of the origin.

    Returns:
        Attributes of the newest file over older ones; notes and props of all files, each once.
    """
    before = from_json(old).get("header", {})
    attributes = dict(_mapping(before.get("attributes")))
    if not ours:
        attributes.update(_mapping(new.get("attributes")))
    children: list[object] = []
    for child in (*_list(before.get("children")), *_list(new.get("children"))):
        plain = json.loads(json.dumps(child))
        if plain not in children:
            children.append(plain)
    return to_json({"header": _full(attributes=attributes, children=children)})


def _full(**parts: object) -> dict[str, object]:
    return {name: part for name, part in parts.items() if part}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []


def _node(element: etree._Element) -> Node:
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    children = [_node(child) for child in element if isinstance(child.tag, str)]
    text = element.text or ""
    # Between elements white space is the layout of a file, and would change at each export.
    return local_name(element), attributes, text if not children else text.strip(), children


def _append(parent: etree._Element, node: Node) -> None:
    tag, attributes, text, children = node
    element = etree.SubElement(parent, tag, dict(attributes))
    element.text = text or None
    for child in children:
        _append(element, child)
