"""An engine that says what it is told to."""

from collections.abc import Callable, Sequence

from briefgen.engines.base import Decoding, Hypothesis, Request
from briefgen.errors import UnsupportedLanguageError
from briefgen.records import ModelInfo


class FakeEngine:
    """Gives for every request the hypotheses that a function makes; counts its batches."""

    max_source_tokens = 512

    def __init__(
        self,
        answer: Callable[[Request], Sequence[Hypothesis]],
        languages: Sequence[str] = ("en", "prs", "ps", "ru"),
    ) -> None:
        self._answer = answer
        self._languages = languages
        self.batches: list[tuple[Request, ...]] = []
        self.decodings: list[Decoding] = []

    @property
    def info(self) -> ModelInfo:
        return ModelInfo(
            id="fake", revision="1", licence="CC0-1.0", engine="fake", quantization="none"
        )

    def check_language(self, code: str) -> None:
        if code not in self._languages:
            raise UnsupportedLanguageError(f"fake does not know {code!r}")

    def check_source(self, code: str) -> None:
        self.check_language(code)

    def count_tokens(self, text: str) -> int:
        return len(text.split()) + 2

    def generate(
        self, requests: Sequence[Request], decoding: Decoding
    ) -> tuple[tuple[Hypothesis, ...], ...]:
        self.batches.append(tuple(requests))
        self.decodings.append(decoding)
        return tuple(tuple(self._answer(request)) for request in requests)
