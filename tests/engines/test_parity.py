"""One batch of everything gives what `model.generate` gives for one sentence at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.engines.base import Decoding, Request
from briefgen.engines.torch_engine import TorchEngine
from tests.checkpoints import BUILDERS, TEXTS
from tests.engines.reference import Usual

LIMIT = 18
SENTENCES = (TEXTS["en"][9], TEXTS["en"][0], TEXTS["en"][5])  # of different lengths


@pytest.fixture(scope="module")
def usual_of(checkpoint: Callable[[str], Path]) -> Callable[[str], Usual]:
    loaded: dict[str, Usual] = {}
    return lambda name: loaded.setdefault(name, Usual(name, checkpoint(name)))


@pytest.mark.parametrize("beams", [1, 4])
@pytest.mark.parametrize("family", sorted(BUILDERS))
def test_a_mixed_batch_is_token_for_token_what_generate_gives_alone(
    family: str,
    beams: int,
    engine_of: Callable[[str], TorchEngine],
    usual_of: Callable[[str], Usual],
) -> None:
    engine, usual = engine_of(family), usual_of(family)
    known = [code for code in ("prs", "ps", "ru") if code in engine.info.codes]
    targets: list[str | None] = [*known] or [None]
    # Each language is with another sentence, and the shortest one with all.
    requests = [Request(text=SENTENCES[0], source="en", target=target) for target in targets]
    requests += [
        Request(text=text, source="en", target=targets[i % len(targets)])
        for i, text in enumerate(SENTENCES[1:])
    ]
    # Random weights loop; without repeats the outputs vary and end.
    decoding = Decoding(beams=beams, no_repeat_ngram=2, max_new_tokens=LIMIT)

    outputs = engine.generate(requests, decoding)

    for request, (best,) in zip(requests, outputs, strict=True):
        alone = usual.written(
            request.text, request.target, LIMIT, num_beams=beams, no_repeat_ngram_size=2
        )
        assert list(best.tokens) == alone
        assert best.text == usual.tokenizer.decode(alone, skip_special_tokens=True).strip()
    assert len({best.tokens for (best,) in outputs}) > 1
