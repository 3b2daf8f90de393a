"""A translator: sentences that stand in a phrasebook; others stay as they are, and are flagged."""

from collections.abc import Sequence

from briefgen.options import EngineOptions
from briefgen.records import ModelInfo

_PHRASES = {
    ("Schools reopened on Monday.", "ru"): "Школы вновь открылись в понедельник.",
    ("Schools reopened on Monday.", "prs"): "مکاتب روز دوشنبه دوباره باز شدند.",
    ("The roads are still blocked.", "ru"): "Дороги по-прежнему перекрыты.",
    ("The roads are still blocked.", "prs"): "راه‌ها هنوز بسته است.",
}


class Phrasebook:
    """Knows two sentences. A real one would call a program or a machine of your own."""

    info = ModelInfo(
        id="phrasebook", revision="", licence="Apache-2.0", engine="", quantization="none"
    )
    languages = ("en", "prs", "ru")

    def __init__(self, options: EngineOptions) -> None:
        self._options = options

    def translate(self, sentences: Sequence[str], *, source: str, target: str) -> list[str]:
        """One text for each sentence, in order."""
        if source != "en":
            return list(sentences)
        return [_PHRASES.get((sentence, target), sentence) for sentence in sentences]
