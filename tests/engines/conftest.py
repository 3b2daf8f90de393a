"""Engines of the tiny checkpoints, loaded once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.engines.loading import load_engine
from briefgen.engines.torch_engine import TorchEngine
from briefgen.options import EngineOptions


def load(folder: Path, name: str = "tiny") -> TorchEngine:
    """An engine of a folder, on the processor, with one thread."""
    engine = load_engine(
        folder,
        id=name,
        revision="local",
        licence="CC0-1.0",
        files={},
        options=EngineOptions(device="cpu", threads=1),
    )
    assert isinstance(engine, TorchEngine)
    return engine


@pytest.fixture(scope="session")
def engine_of(checkpoint: Callable[[str], Path]) -> Callable[[str], TorchEngine]:
    """The engine of a family's tiny checkpoint."""
    loaded: dict[str, TorchEngine] = {}

    def get(name: str) -> TorchEngine:
        if name not in loaded:
            loaded[name] = load(checkpoint(name), name)
        return loaded[name]

    return get
