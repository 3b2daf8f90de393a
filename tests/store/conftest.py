from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.store import Store
from tests.hub_server import Hub, running_hub
from tests.store.converters import FakeConverter


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    # No token of the person who runs the tests goes to a server, and no retry waits.
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setattr("huggingface_hub.file_download.time.sleep", lambda _: None)
    # The contents here are tiny, and so must be the pieces in which they arrive.
    monkeypatch.setattr("briefgen.store.hub.CHUNK_BYTES", 1_000)
    with running_hub() as running:
        yield running


@pytest.fixture
def converter() -> FakeConverter:
    """Converts nothing, until a test lets it."""
    return FakeConverter()


@pytest.fixture
def store(hub: Hub, tmp_path: Path, converter: FakeConverter) -> Store:
    return Store(tmp_path / "home", endpoint=hub.endpoint, converter=converter)
