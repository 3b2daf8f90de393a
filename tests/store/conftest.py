from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.store import Store
from tests.hub_server import Hub, running_hub, use_hub
from tests.store.converters import FakeConverter


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    with running_hub() as running:
        use_hub(running, monkeypatch, tmp_path)
        yield running


@pytest.fixture
def converter() -> FakeConverter:
    """Converts nothing, until a test lets it."""
    return FakeConverter()


@pytest.fixture
def store(hub: Hub, tmp_path: Path, converter: FakeConverter) -> Store:
    return Store(tmp_path / "home", endpoint=hub.endpoint, converter=converter)
