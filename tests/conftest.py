"""What every test has: its own folders, one thread, and the tiny checkpoints, built once."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Let no test read or write the user's own folders, settings or models.

    Before anything is imported: huggingface_hub reads its folders once.
    """
    folder = tempfile.TemporaryDirectory(prefix="briefgen-tests-")
    config.add_cleanup(folder.cleanup)
    home = Path(folder.name)
    for name in [name for name in os.environ if name.startswith(("BRIEFGEN_", "HF_"))]:
        if name != "BRIEFGEN_SHARED":
            del os.environ[name]
    for name, path in (
        ("HOME", home),
        ("USERPROFILE", home),
        ("XDG_CACHE_HOME", home / "cache"),
        ("XDG_CONFIG_HOME", home / "config"),
        ("XDG_DATA_HOME", home / "data"),
        ("BRIEFGEN_HOME", home / "briefgen"),
        ("HF_HOME", home / "huggingface"),
    ):
        os.environ[name] = str(path)
    # torch's threads wait for each other where several processes share two cores.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a tiny checkpoint of a family, shared by all tests: copy it to change it."""
    from tests import checkpoints

    root = tmp_path_factory.mktemp("checkpoints")
    built: dict[str, Path] = {}

    def build(name: str) -> Path:
        if name not in built:
            built[name] = checkpoints.BUILDERS[name](root / name)
        return built[name]

    return build
