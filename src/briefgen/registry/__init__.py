"""The checkpoints that briefgen knows by name, and the presets made of them."""

from briefgen.registry.base import Checkpoint, Task
from briefgen.registry.checkpoints import CHECKPOINTS, checkpoint, is_demo, ways
from briefgen.registry.presets import DEMO_PRESET, EXTRACTIVE, PRESETS, Preset, preset
from briefgen.registry.words import (
    download_words,
    licence_words,
    permits_commercial_use,
    size_words,
    spdx,
)

__all__ = [
    "CHECKPOINTS",
    "DEMO_PRESET",
    "EXTRACTIVE",
    "PRESETS",
    "Checkpoint",
    "Preset",
    "Task",
    "checkpoint",
    "download_words",
    "is_demo",
    "licence_words",
    "permits_commercial_use",
    "preset",
    "size_words",
    "spdx",
    "ways",
]
