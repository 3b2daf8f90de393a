"""Checks of plug-ins, beside briefgen's own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast, get_args

from briefgen.plugins import Check, Plugin, find
from briefgen.records import Flag, Severity

_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PluggedCheck:
    """A check of a plug-in that is loaded."""

    plugin: Plugin
    check: Check

    def __call__(
        self, source: str, target: str, *, source_language: str, target_language: str, where: str
    ) -> tuple[Flag, ...]:
        """Run it on one pair.

        Args:
            source: a sentence.
            target: its translation.
            source_language: briefgen's code.
            target_language: briefgen's code.
            where: what the flags name as their place.

        Raises:
            PluginError: it failed, or gave what is no flag.
        """
        with self.plugin.running():
            found = tuple(
                self.check(
                    source,
                    target,
                    source_language=source_language,
                    target_language=target_language,
                )
            )
        return tuple(replace(self._read(flag), where=where) for flag in found)

    def _read(self, flag: object) -> Flag:
        if not isinstance(flag, Flag):
            raise self.plugin.wrong(f"it gave {type(flag).__name__} in place of a Flag")
        if flag.severity not in get_args(Severity):
            raise self.plugin.wrong(f"{flag.severity!r} is no severity")
        if not isinstance(flag.code, str) or not _CODE.fullmatch(flag.code):
            raise self.plugin.wrong(f"{flag.code!r} is no code of a flag, such as number-missing")
        return replace(flag, detail=str(flag.detail))


def load_checks(names: str | Iterable[str]) -> tuple[PluggedCheck, ...]:
    """Load the checks that a user named, each once, in order.

    Args:
        names: several names, or one text of them with commas between.

    Raises:
        UsageError: no plug-in is called that.
        PluginError: one is broken.
    """
    parts = names.split(",") if isinstance(names, str) else names
    wanted = dict.fromkeys(part.strip() for part in parts if part.strip())
    return tuple(
        PluggedCheck(plugin=plugin, check=cast("Check", plugin.load()))
        for plugin in (find("checks", name) for name in wanted)
    )
