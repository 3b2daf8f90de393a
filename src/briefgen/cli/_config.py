"""The configuration file: `briefgen.toml`, or `[tool.briefgen]` in `pyproject.toml`.

Its keys are the long options without dashes. They become the defaults of every command that has
such an option, so the command line and the environment win over them.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from briefgen.errors import UsageError

MAX_CONFIG_BYTES = 1_000_000


def find_config(folder: Path) -> tuple[Path, dict[str, Any]] | None:
    """Read the configuration of a folder; `briefgen.toml` wins over `pyproject.toml`.

    Returns:
        The file and its keys, dashes as underscores; None where neither file says anything.

    Raises:
        UsageError: the file is no TOML, or too large.
    """
    own = folder / "briefgen.toml"
    if own.is_file():
        return own, _normalised(own, _read(own))
    project = folder / "pyproject.toml"
    if project.is_file():
        table = _read(project).get("tool", {}).get("briefgen")
        if table is not None:
            return project, _normalised(project, table)
    return None


def check_keys(file: Path, keys: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a key that no command knows.

    Raises:
        UsageError: names the key, the file and the known keys.
    """
    allowed = sorted(set(known))
    for key in keys:
        if key not in allowed:
            raise UsageError(f"{file.name}: unknown key {key!r}: use {', '.join(allowed)}")


def _normalised(file: Path, table: object) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise UsageError(f"{file.name}: [tool.briefgen] must be a table")
    # A list is what a comma-separated option is called in TOML.
    return {
        key.replace("-", "_"): ",".join(map(str, value)) if isinstance(value, list) else value
        for key, value in table.items()
    }


def _read(file: Path) -> dict[str, Any]:
    try:
        data = file.read_bytes()
        if len(data) > MAX_CONFIG_BYTES:
            raise UsageError(f"{file.name} is too large for a configuration file")
        return tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file.name} is not valid TOML: {error}") from error
    except OSError as error:
        raise UsageError(f"cannot read {file.name}: {error.strerror}") from error
