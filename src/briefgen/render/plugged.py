"""Formats of plug-ins: each named by its plug-in, which is the ending of its files as well."""

import re
from typing import cast

from briefgen.plugins import Plugin, Renderer, find, installed
from briefgen.records import Brief

_NAME = re.compile(r"[a-z0-9]+(\.[a-z0-9]+)*")


def plugged_formats() -> tuple[str, ...]:
    """The formats that plug-ins bring, none of them imported."""
    names = (plugin.name for plugin in installed("renderers"))
    return tuple(dict.fromkeys(name for name in names if _NAME.fullmatch(name)))


def render_plugged(brief: Brief, format: str) -> bytes:
    """Make a document by a plug-in.

    Args:
        brief: any brief.
        format: the name of the plug-in.

    Raises:
        UsageError: no plug-in is called that.
        PluginError: it is broken.
    """
    plugin = find("renderers", format)
    renderer = cast("Renderer", plugin.load())
    with plugin.running():
        made = renderer(brief)
    return _checked(plugin, made)


def _checked(plugin: Plugin, made: object) -> bytes:
    if not isinstance(made, bytes):
        raise plugin.wrong(f"it gave {type(made).__name__} in place of bytes")
    return made
