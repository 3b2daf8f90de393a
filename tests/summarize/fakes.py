"""An engine that says what a test tells it to say."""

from collections.abc import Callable, Sequence

from briefgen.engines.base import Decoding, Hypothesis, Request
from briefgen.records import ModelInfo
from briefgen.words import count_words

Script = Callable[[str], Sequence[str | Hypothesis]]


class ScriptedEngine:
    """Counts a token a word; answers each request by the script, padded with its last answer."""

    def __init__(self, script: Script, max_source_tokens: int = 1_000) -> None:
        self.script = script
        self.max_source_tokens = max_source_tokens
        self.requests: list[Request] = []
        self.decodings: list[Decoding] = []
        self.info = ModelInfo(
            id="scripted", revision="1", licence="CC0-1.0", engine="torch", quantization="float32"
        )

    def check_language(self, code: str) -> None:
        """Every language is known."""

    def check_source(self, code: str) -> None:
        self.check_language(code)

    def count_tokens(self, text: str) -> int:
        return count_words(text) + 2

    def generate(
        self, requests: Sequence[Request], decoding: Decoding
    ) -> tuple[tuple[Hypothesis, ...], ...]:
        self.requests.extend(requests)
        self.decodings.append(decoding)
        answers = []
        for request in requests:
            assert self.count_tokens(request.text) <= self.max_source_tokens
            said = [
                Hypothesis(text=one, score=-0.1 * rank) if isinstance(one, str) else one
                for rank, one in enumerate(self.script(request.text), start=1)
            ]
            answers.append(tuple((said + said[-1:] * decoding.hypotheses)[: decoding.hypotheses]))
        return tuple(answers)


def saying(*hypotheses: str | Hypothesis) -> Script:
    """A script that says the same whatever it reads."""
    return lambda _: hypotheses
