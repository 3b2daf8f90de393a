from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.memory import TranslationMemory


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[TranslationMemory]:
    with TranslationMemory(tmp_path / "home" / "memory.sqlite") as opened:
        yield opened
