"""A checkpoint with long input (LED) reads a long article whole, a short one part by part."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from briefgen.engines.base import Decoding, Engine, Hypothesis, Request
from briefgen.engines.loading import load_engine
from briefgen.options import EngineOptions
from briefgen.summarize.seq2seq import Seq2SeqSummarizer
from tests import checkpoints
from tests.summarize.articles import (
    HARBOUR,
    TALKS,
    WATER,
    article,
    asked,
    assert_promise,
)

LONG = article("\n\n".join((HARBOUR, WATER, TALKS)))


class Watched:
    """An engine of which it is seen what it was given, and whether it read all of it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.info = engine.info
        self.max_source_tokens = engine.max_source_tokens
        self.check_language = engine.check_language
        self.check_source = engine.check_source
        self.count_tokens = engine.count_tokens
        self.texts: list[str] = []
        self.truncated = 0

    def generate(
        self, requests: Sequence[Request], decoding: Decoding
    ) -> tuple[tuple[Hypothesis, ...], ...]:
        self.texts.extend(request.text for request in requests)
        outputs = self._engine.generate(requests, decoding)
        self.truncated += sum(one.input_truncated for output in outputs for one in output)
        return outputs


def led(folder: Path, reads: int) -> Watched:
    checkpoints.led(folder, reads=reads)
    options = EngineOptions(engine="torch", device="cpu", threads=1, offline=True)
    return Watched(
        load_engine(folder, id="led", revision="r", licence="MIT", files={}, options=options)
    )


@pytest.fixture(scope="module")
def long_engine(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return led(tmp_path_factory.mktemp("led"), 8_192)


def test_what_fits_is_read_at_once(long_engine: Watched) -> None:
    tokens = long_engine.count_tokens(" ".join(sentence.text for sentence in LONG.sentences))
    assert 1_024 < tokens <= long_engine.max_source_tokens
    options = asked(length="short")
    summary = Seq2SeqSummarizer(long_engine).summarize(LONG, options)
    assert long_engine.texts == [" ".join(sentence.text for sentence in LONG.sentences)]
    assert long_engine.truncated == 0
    assert_promise(summary, LONG, options)


def test_what_does_not_fit_is_read_in_parts_that_do(tmp_path: Path) -> None:
    engine = led(tmp_path, 1_024)
    options = asked(length="short")
    summary = Seq2SeqSummarizer(engine).summarize(LONG, options)
    assert len(engine.texts) > 1
    assert " ".join(engine.texts) == " ".join(sentence.text for sentence in LONG.sentences)
    assert engine.truncated == 0
    assert_promise(summary, LONG, options)
