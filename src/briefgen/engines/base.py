"""What an engine is: sequence-to-sequence generation, whatever library runs it.

An engine knows one checkpoint. It takes requests in any order and any mix of languages, and gives
back for each request its hypotheses, best first, in the order of the requests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from briefgen.records import ModelInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A text to be rewritten by the model.

    Attributes:
        text: one sentence for a translator; a chunk of an article, or a prompt, for a summarizer.
        source: code of the text's language, which may be any; None where the model is not told.
        target: language wanted, briefgen's code; None where the model is not told.
    """

    text: str
    source: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How to search.

    Attributes:
        beams: width of the beam; 1 is greedy.
        hypotheses: how many to return for each request, at most `beams`.
        max_new_tokens: None lets the engine set it from the input's length and the model's limit.
        words: bounds of the output in words (`briefgen.words`): the engine lets a sentence end
            only where the bounds allow; None for no bounds.
        length_penalty: exponent of the beam score's length normalisation (Wu et al. 2016).
        no_repeat_ngram: size of n-grams that must not come twice; 0 for none.
        repetition_penalty: as in Keskar et al. 2019; 1.0 for none.
    """

    beams: int = 4
    hypotheses: int = 1
    max_new_tokens: int | None = None
    words: tuple[int, int] | None = None
    length_penalty: float = 1.0
    no_repeat_ngram: int = 0
    repetition_penalty: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One output.

    Attributes:
        text: detokenized, special tokens left out.
        score: mean log-probability a token (natural logarithm), end of sequence included.
        tokens: ids that the model wrote after the forced prefix, end of sequence included.
        input_truncated: the input was longer than the model reads.
        output_truncated: the output reached its limit before the model ended it.
    """

    text: str
    score: float
    tokens: tuple[int, ...] = ()
    input_truncated: bool = False
    output_truncated: bool = False


class Engine(Protocol):
    """A checkpoint that is loaded and can generate."""

    @property
    def info(self) -> ModelInfo:
        """What the checkpoint is, and how it runs here."""

    @property
    def max_source_tokens(self) -> int:
        """How many tokens the model truly reads, special ones included."""

    def check_language(self, code: str) -> None:
        """Raise UnsupportedLanguageError where the checkpoint cannot write a briefgen language."""

    def check_source(self, code: str) -> None:
        """Raise UnsupportedLanguageError where the checkpoint cannot read a language."""

    def count_tokens(self, text: str) -> int:
        """Length of a text in the model's source tokens, special ones included."""

    def generate(
        self, requests: Sequence[Request], decoding: Decoding
    ) -> tuple[tuple[Hypothesis, ...], ...]:
        """Run all requests, batched as the engine sees fit.

        Args:
            requests: any number, also none.
            decoding: for all of them.

        Returns:
            For each request, in order, `decoding.hypotheses` hypotheses, best first.

        Raises:
            UnsupportedLanguageError: a request names a language that the checkpoint lacks.
        """
