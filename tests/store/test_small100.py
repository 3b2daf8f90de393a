"""SMaLL-100 from the hub to a translation: preset `open`, without the code that it ships."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from briefgen.engines.base import Decoding, Request
from briefgen.engines.loading import load_engine
from briefgen.options import EngineOptions
from briefgen.registry import PRESETS
from briefgen.store import Store
from briefgen.store.conversion import OwnConverter
from tests.hub_server import Hub, small100_layout

SMALL100 = "alirezamsh/small100"


@pytest.fixture
def installed(hub: Hub, store: Store, checkpoint: Callable[[str], Path]) -> Path:
    """A tiny one with random weights, in the hub's own layout."""
    layout = small100_layout()
    tiny = checkpoint("small100")
    for name in layout.files:
        if (tiny / name).is_file():
            layout.files[name] = (tiny / name).read_bytes()
    hub.add(layout)
    return store.install(SMALL100).folder


def test_it_is_the_translator_of_the_preset_that_permits_commercial_use(
    installed: Path, store: Store
) -> None:
    assert PRESETS["open"].translator == SMALL100
    assert store.locate_way(SMALL100).licence == "MIT"


def test_its_code_stays_on_the_hub(installed: Path, hub: Hub) -> None:
    assert "tokenization_small100.py" in hub.repositories[SMALL100].files
    assert not [path for path in hub.requests if path.endswith(".py")]
    assert not list(installed.rglob("*.py"))


@pytest.mark.parametrize("engine_name", ["torch", "ct2"])
def test_it_translates_and_is_told_the_target_before_the_source(
    installed: Path, engine_name: Literal["torch", "ct2"]
) -> None:
    if engine_name == "ct2":
        OwnConverter().convert(installed, installed / "ct2", id=SMALL100)
    engine = load_engine(
        installed,
        id=SMALL100,
        revision="local",
        licence="MIT",
        files={},
        options=EngineOptions(engine=engine_name, device="cpu", threads=1),
    )
    assert engine.info.engine == engine_name
    assert engine.info.codes == {"en": "en", "prs": "fa", "ps": "ps", "ru": "ru"}
    text = "No one was hurt, the police said."
    requests = [Request(text=text, source="en", target=code) for code in ("prs", "ps", "ru")]
    outputs = engine.generate(requests, Decoding(beams=1, max_new_tokens=8))
    assert len(outputs) == 3
    assert all(found[0].tokens for found in outputs)
    # The decoder is told nothing: only the first token of the encoder's input differs.
    assert len({found[0].text for found in outputs}) > 1
