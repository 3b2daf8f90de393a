"""The tiny checkpoints, converted for CTranslate2, and their engines."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.engines.ct2.conversion import convert
from briefgen.engines.ct2.cutting import CUT_FOLDER
from briefgen.engines.ct2.engine import Ct2Engine
from briefgen.engines.ct2.folder import CONVERTED_FOLDER
from briefgen.engines.loading import load_engine
from briefgen.options import EngineOptions


def load(folder: Path, name: str = "tiny") -> Ct2Engine:
    """A folder's engine, on the processor, with one thread."""
    engine = load_engine(
        folder,
        id=name,
        revision="local",
        licence="CC0-1.0",
        files={},
        options=EngineOptions(engine="ct2", device="cpu", threads=1),
    )
    assert isinstance(engine, Ct2Engine)
    return engine


@pytest.fixture(scope="session")
def converted(
    checkpoint: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """A family's tiny checkpoint with its conversion in float32 inside; made once, not changed."""
    made: dict[str, Path] = {}

    def get(name: str) -> Path:
        if name not in made:
            folder = tmp_path_factory.mktemp("converted") / name
            shutil.copytree(checkpoint(name), folder)
            convert(folder, folder / CONVERTED_FOLDER, id=name, quantization="float32")
            made[name] = folder
        return made[name]

    return get


@pytest.fixture(scope="session")
def whole_engine_of(
    converted: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Ct2Engine]:
    """The engine of a family's tiny checkpoint, its decoder not cut."""
    loaded: dict[str, Ct2Engine] = {}

    def get(name: str) -> Ct2Engine:
        if name not in loaded:
            folder = tmp_path_factory.mktemp("whole") / name
            shutil.copytree(converted(name), folder)
            shutil.rmtree(folder / CONVERTED_FOLDER / CUT_FOLDER, ignore_errors=True)
            loaded[name] = load(folder, name)
        return loaded[name]

    return get
