"""`briefgen doctor`: what this machine can do, and what it lacks."""

import json
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from briefgen import plugins
from briefgen.cli._options import Json, Verbose
from briefgen.cli._output import print_text
from briefgen.engines.machine import usable_cores
from briefgen.registry import PRESETS, size_words
from briefgen.store import PresetStatus, Store, home_from_environment
from briefgen.version import __version__

PACKAGES = (
    "torch",
    "transformers",
    "tokenizers",
    "sentencepiece",
    "huggingface_hub",
    "trafilatura",
    "py3langid",
    "python-docx",
)


def doctor(
    as_json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Show what is installed, what is missing, where the caches are, which presets run now.

    Example: briefgen doctor
    """
    found = _examine()
    if as_json:
        print_text(json.dumps(found, ensure_ascii=False, indent=2))
        return
    lines = [
        f"briefgen {found['briefgen']}, Python {found['python']}, {found['platform']}",
        f"cores: {found['cores']}",
        f"standard output: {found['stdout_encoding']}",
        f"checkpoints: {found['models_folder']}",
        "packages:",
        *(
            f"  {name} {number or 'MISSING: pip install ' + name}"
            for name, number in found["packages"].items()
        ),
        "presets:",
        *(f"  {name}: {state}" for name, state in found["presets"].items()),
        "plug-ins:" if any(found["plugins"].values()) else "plug-ins: none",
        *(
            f"  {kind}: {one['name']} ({one['distribution']})"
            for kind, several in found["plugins"].items()
            for one in several
        ),
    ]
    print_text("\n".join(lines))


def _examine() -> dict[str, Any]:
    store = Store(home_from_environment(os.environ))
    return {
        "briefgen": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(terse=True),
        "cores": usable_cores(),
        "stdout_encoding": sys.stdout.encoding,
        "models_folder": str(store.models_folder),
        "packages": {name: _version(name) for name in PACKAGES},
        "plugins": {
            kind: [
                {"name": plugin.name, "distribution": plugin.distribution}
                for plugin in plugins.installed(kind)
            ]
            for kind in plugins.GROUPS
        },
        "presets": {name: _state(store.preset_status(one)) for name, one in PRESETS.items()},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _state(status: PresetStatus) -> str:
    if status.installed:
        return "can run"
    missing = ", ".join(known.id for known in status.missing)
    size = "" if status.download_bytes is None else f" ({size_words(status.download_bytes)})"
    return f"lacks {missing}{size}: briefgen models install {status.preset.name}"
