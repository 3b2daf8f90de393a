"""What was translated before: a file of translations that people's corrections rule."""

from briefgen.memory.database import FILE_NAME, TranslationMemory
from briefgen.memory.entries import Entry, ImportReport, Stats, settings_key

__all__ = [
    "FILE_NAME",
    "Entry",
    "ImportReport",
    "Stats",
    "TranslationMemory",
    "settings_key",
]
