"""What `briefgen models list` shows: presets, their checkpoints, and what else is here."""

from collections.abc import Iterator

from briefgen.registry import (
    CHECKPOINTS,
    PRESETS,
    Checkpoint,
    Preset,
    licence_words,
    size_words,
)
from briefgen.store import Installed, PresetStatus, Store


def as_text(store: Store, *, verbose: bool) -> str:
    """The list for a person.

    Args:
        store: the user's.
        verbose: with the note on every checkpoint, and those that no preset names.
    """
    here = {one.id: one for one in store.installed()}
    lines: list[str] = []
    shown = set()
    for preset in PRESETS.values():
        lines += [f"{preset.name}  ({_state(store.preset_status(preset))})"]
        lines += [f"    {preset.description}"]
        for known in _serving(preset, store):
            shown.add(known.id)
            lines += _checkpoint(known, here.get(known.id), verbose=verbose)
        if preset.summarizer not in CHECKPOINTS:
            lines.append(f"  + {preset.summarizer}: summarize, needs no model")
        lines.append("")
    others = [one for one in here.values() if one.id not in shown]
    if others:
        lines.append("also installed")
        for one in others:
            known_one = CHECKPOINTS.get(one.id)
            lines += _stranger(one) if known_one is None else _checkpoint(known_one, one)
        lines.append("")
    broken = store.broken()
    if broken:
        lines.append("not usable as they are: briefgen models install ID mends or finishes them")
        lines += [f"  ! {id}: {why}" for id, why in broken.items()]
        lines.append("")
    if verbose:
        lines.append("other checkpoints that briefgen knows")
        for known in CHECKPOINTS.values():
            if known.id not in shown and known.id not in here:
                lines += _checkpoint(known, None, verbose=True)
        lines.append("")
    lines.append("briefgen models install NAME fetches a preset or any checkpoint of the hub")
    return "\n".join(lines)


def as_records(store: Store) -> dict[str, object]:
    """The list for a program; sizes in bytes, unknown ones null."""
    here = {one.id: one for one in store.installed()}
    broken = store.broken()
    return {
        "presets": [
            {
                "name": preset.name,
                "description": preset.description,
                "summarizer": preset.summarizer,
                "translator": preset.translator,
                "checkpoints": [known.id for known in _serving(preset, store)],
                "installed": store.preset_status(preset).installed,
            }
            for preset in PRESETS.values()
        ],
        "checkpoints": [
            *(_record(known, here.get(known.id)) for known in CHECKPOINTS.values()),
            *(_stranger_record(one) for one in here.values() if one.id not in CHECKPOINTS),
        ],
        "broken": [{"id": id, "detail": why} for id, why in broken.items()],
    }


def _serving(preset: Preset, store: Store) -> Iterator[Checkpoint]:
    """The checkpoints that serve a preset here: for a conversion, maybe its original."""
    return (CHECKPOINTS[store.way(known.id)] for known in preset.checkpoints)


def _state(status: PresetStatus) -> str:
    if status.installed:
        return "installed"
    if status.download_bytes is None:
        return "not installed"
    return f"not installed, {size_words(status.download_bytes)} to fetch"


def _checkpoint(
    known: Checkpoint, installed: Installed | None, *, verbose: bool = False
) -> Iterator[str]:
    languages = ", ".join(known.languages)
    if known.builtin is not None:
        size = "comes with briefgen"
    elif installed is not None:
        size = _on_disk(installed)
    elif known.download_bytes is None:
        size = "not installed"
    else:
        size = f"not installed, {size_words(known.download_bytes)} to fetch"
    mark = "-" if installed is None and known.builtin is None else "+"
    licence = licence_words(known.licence if installed is None else installed.licence)
    yield f"  {mark} {known.id}: {known.task} ({languages}); {size}; {licence}"
    if known.converted_from is not None:
        yield f"      converted from {known.converted_from} by {known.maker}"
    if verbose or known.builtin is not None:
        yield f"      {known.note}"


def _stranger(one: Installed) -> Iterator[str]:
    yield f"  + {one.id}: {_on_disk(one)}; {licence_words(one.licence)}"


def _on_disk(one: Installed) -> str:
    return f"{size_words(one.size_bytes)} on disk, engine {' or '.join(one.engines)}"


def _record(known: Checkpoint, one: Installed | None) -> dict[str, object]:
    return {
        "id": known.id,
        "task": known.task,
        "licence": known.licence if one is None else one.licence,
        "commercial": known.commercial,
        "download_bytes": known.download_bytes,
        "languages": known.languages,
        "converted_from": known.converted_from,
        "installed": known.builtin is not None or one is not None,
        **_disk_record(one, otherwise=known.revision),
        "note": known.note,
    }


def _stranger_record(one: Installed) -> dict[str, object]:
    return {
        "id": one.id,
        "task": None,
        "licence": one.licence,
        "commercial": None,
        "download_bytes": None,
        "languages": [],
        "converted_from": None,
        "installed": True,
        **_disk_record(one, otherwise=""),
        "note": "",
    }


def _disk_record(one: Installed | None, *, otherwise: str) -> dict[str, object]:
    return {
        "revision": otherwise if one is None else one.revision,
        "size_bytes": None if one is None else one.size_bytes,
        "engines": [] if one is None else list(one.engines),
        "folder": None if one is None else str(one.folder),
    }
