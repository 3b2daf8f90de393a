"""Entries as tests need them."""

from briefgen.memory import Entry, TranslationMemory

MODEL = {"model": "fake", "revision": "1", "settings": "beams=4"}
PAIR = {"source": "en", "target": "prs"}


def by_model(sentence: str, text: str, **changed: object) -> Entry:
    fields: dict[str, object] = {
        **PAIR,
        **MODEL,
        "sentence": sentence,
        "text": text,
        "origin": "model",
        "score": -0.25,
    }
    return Entry(**{**fields, **changed})  # type: ignore[arg-type]


def approved(sentence: str, text: str, **changed: object) -> Entry:
    fields: dict[str, object] = {**PAIR, "sentence": sentence, "text": text, "origin": "human"}
    return Entry(**{**fields, **changed})  # type: ignore[arg-type]


def texts(memory: TranslationMemory, *sentences: str, **changed: str) -> list[str | None]:
    """What the memory gives for sentences, with the usual model."""
    found = memory.look_up(sentences, **{**PAIR, **MODEL, **changed})
    return [None if entry is None else entry.text for entry in found]
