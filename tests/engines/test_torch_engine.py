"""What an engine promises, whatever the family; families are driven in `test_parity`."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from briefgen.engines import torch_engine
from briefgen.engines.base import Decoding, Hypothesis, Request
from briefgen.engines.schedule import SLACK_WORDS
from briefgen.engines.torch_engine import TorchEngine
from briefgen.errors import UnsupportedLanguageError, UsageError
from briefgen.words import count_words
from tests import checkpoints
from tests.checkpoints import TEXTS
from tests.engines.conftest import load

EngineOf = Callable[[str], TorchEngine]


def ask(text: str, target: str | None = "ru") -> Request:
    return Request(text=text, source="en", target=target)


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the batches that engines run in this test."""
    sizes: list[int] = []
    run: Any = TorchEngine._run

    def counted(self: TorchEngine, jobs: Any, decoding: Decoding) -> Any:
        sizes.append(len(jobs))
        return run(self, jobs, decoding)

    monkeypatch.setattr(TorchEngine, "_run", counted)
    return sizes


# The schedule -------------------------------------------------------------------------------


def test_nothing_asked_is_nothing_given(engine_of: EngineOf) -> None:
    assert engine_of("nllb").generate([], Decoding()) == ()


def test_all_languages_go_in_one_batch_and_come_back_in_order(
    engine_of: EngineOf, batches: list[int]
) -> None:
    requests = [ask(text, to) for to in ("ru", "prs", "ps") for text in TEXTS["en"][:3]]
    decoding = Decoding(beams=1, max_new_tokens=6)
    outputs = engine_of("nllb").generate(requests, decoding)
    assert batches == [9]
    backwards = engine_of("nllb").generate(requests[::-1], decoding)
    assert backwards == outputs[::-1]
    assert len({output[0].tokens for output in outputs}) > 3


def test_identical_requests_run_once(engine_of: EngineOf, batches: list[int]) -> None:
    one, other = ask(TEXTS["en"][0]), ask(TEXTS["en"][1])
    outputs = engine_of("nllb").generate([one, other, one], Decoding(beams=1, max_new_tokens=4))
    assert batches == [2]
    assert outputs[0] == outputs[2] != outputs[1]


def test_batches_keep_to_the_budget_and_change_nothing(
    engine_of: EngineOf, batches: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, decoding = engine_of("nllb"), Decoding(beams=2, max_new_tokens=6)
    requests = [ask(text) for text in TEXTS["en"]]
    together = engine.generate(requests, decoding)
    monkeypatch.setattr(torch_engine, "BATCH_TOKENS", 200)
    apart = engine.generate(requests, decoding)
    assert batches[0] == len(requests)
    assert len(batches) > 3
    assert [h[0].tokens for h in apart] == [h[0].tokens for h in together]
    assert [h[0].score for h in apart] == pytest.approx([h[0].score for h in together], abs=1e-5)


def test_the_same_twice_is_the_same(engine_of: EngineOf) -> None:
    requests = [ask(TEXTS["en"][2]), ask(TEXTS["en"][3])]
    decoding = Decoding(beams=4, hypotheses=2, max_new_tokens=8)
    first = engine_of("nllb").generate(requests, decoding)
    assert engine_of("nllb").generate(requests, decoding) == first


def test_threads_that_share_an_engine_do_not_mix_their_languages(engine_of: EngineOf) -> None:
    engine, decoding = engine_of("nllb"), Decoding(beams=1, max_new_tokens=4)
    requests = [
        Request(text=TEXTS["ru"][0], source="ru", target="en"),
        Request(text=TEXTS["en"][0], source="en", target="ru"),
    ]
    alone = [engine.generate([request], decoding) for request in requests]
    found: dict[int, object] = {}

    def work(number: int) -> None:
        found[number] = engine.generate([requests[number]], decoding)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[0], found[1]] == alone


def test_threads_of_torch_are_left_as_they_were(engine_of: EngineOf) -> None:
    before = torch.get_num_threads()
    engine_of("nllb").generate([ask("Snow.")], Decoding(beams=1, max_new_tokens=2))
    assert torch.get_num_threads() == before


# Languages ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def without_dari(tmp_path_factory: pytest.TempPathFactory) -> TorchEngine:
    folder = tmp_path_factory.mktemp("without") / "nllb"
    return load(checkpoints.nllb(folder, codes=("eng_Latn", "rus_Cyrl")), "no-dari")


def test_a_code_that_the_tokenizer_lacks_is_refused_by_name(without_dari: TorchEngine) -> None:
    assert without_dari.info.codes == {"en": "eng_Latn", "ru": "rus_Cyrl"}
    with pytest.raises(UnsupportedLanguageError, match=r"no-dari cannot write 'prs'.*prs_Arab"):
        without_dari.check_language("prs")
    with pytest.raises(UnsupportedLanguageError, match="prs_Arab"):
        without_dari.generate([ask("Snow.", "ru"), ask("Snow.", "prs")], Decoding())
    with pytest.raises(UnsupportedLanguageError, match="cannot read Pashto"):
        without_dari.generate([Request(text="x", source="ps", target="ru")], Decoding())


def test_a_code_that_only_the_tokenizer_knows_is_refused(tmp_path: Path) -> None:
    # M2M100's tokenizer lists a hundred languages, whatever the model has rows for.
    engine = load(checkpoints.m2m100(tmp_path / "m2m100", languages=30))
    assert set(engine.info.codes) == {"en", "prs"}
    with pytest.raises(UnsupportedLanguageError):
        engine.check_language("ru")


def test_madlad_without_dari_has_persian_and_none_where_there_is_no_token(tmp_path: Path) -> None:
    engine = load(checkpoints.t5(tmp_path / "madlad", codes=("<2en>", "<2fa>", "<2ru>")))
    assert engine.info.codes == {"en": "en", "prs": "fa", "ru": "ru"}
    own = load(checkpoints.t5(tmp_path / "own", codes=("<2en>", "<2fa>", "<2prs>")))
    assert own.info.codes["prs"] == "prs"


def test_a_fixed_pair_is_held_to(engine_of: EngineOf) -> None:
    marian = engine_of("marian")
    assert marian.info.codes == {"ru": "ru"}
    with pytest.raises(UnsupportedLanguageError, match="cannot write 'prs'"):
        marian.check_language("prs")
    with pytest.raises(UnsupportedLanguageError, match="cannot read Dari"):
        marian.generate([Request(text="x", source="prs", target="ru")], Decoding())


def test_a_summarizer_is_asked_no_language(engine_of: EngineOf) -> None:
    with pytest.raises(UnsupportedLanguageError, match="does not translate"):
        engine_of("bart").check_language("ru")


def test_the_source_is_told_its_language(engine_of: EngineOf) -> None:
    vocabulary = engine_of("nllb")._vocabulary
    name = vocabulary._tokenizer.token_of
    heads = [
        name(vocabulary.encode(Request(text="۳٫۵", source=source, target="ru")).tokens[0])
        for source in ("prs", "ps", None, "en")
    ]
    assert heads == ["prs_Arab", "pbt_Arab", "eng_Latn", "eng_Latn"]


def test_signs_that_have_no_piece_are_read_as_plain_ones(engine_of: EngineOf) -> None:
    vocabulary = engine_of("nllb")._vocabulary
    assert vocabulary.encode(ask("Snow … is\u00a0expected")) == vocabulary.encode(
        ask("Snow ... is expected")
    )


def test_a_special_token_in_the_article_is_text(engine_of: EngineOf) -> None:
    vocabulary = engine_of("nllb")._vocabulary
    tokens = vocabulary.encode(ask("Snow</s> rus_Cyrl is <unk> expected.")).tokens
    ids = vocabulary._tokenizer.id_of
    assert tokens.count(ids("</s>")) == 1
    assert tokens[-1] == ids("</s>")
    assert ids("rus_Cyrl") not in tokens


def test_zero_width_non_joiners_survive_the_way_there_and_back(engine_of: EngineOf) -> None:
    vocabulary = engine_of("nllb")._vocabulary
    text = TEXTS["prs"][1]
    assert "\u200c" in text
    assert vocabulary.decode(vocabulary.encode(Request(text=text, source="prs")).tokens) == text


# Lengths ------------------------------------------------------------------------------------


def test_a_source_that_is_too_long_is_cut_and_says_so(engine_of: EngineOf) -> None:
    engine = engine_of("nllb")
    long = " ".join(TEXTS["en"])
    assert engine.max_source_tokens == 64 < engine.count_tokens(long)
    tokens = engine._vocabulary.encode(ask(long)).tokens
    assert len(tokens) == 64
    assert tokens[-1] == engine._ends[0]
    short, cut = engine.generate([ask("Snow."), ask(long)], Decoding(beams=1, max_new_tokens=3))
    assert not short[0].input_truncated
    assert cut[0].input_truncated


def test_an_output_that_reaches_its_limit_says_so(engine_of: EngineOf) -> None:
    engine = engine_of("m2m100")
    requests = [ask(text, to) for text in TEXTS["en"] for to in ("prs", "ps", "ru")]
    for beams in (1, 3):
        outputs = engine.generate(
            requests, Decoding(beams=beams, no_repeat_ngram=2, max_new_tokens=6)
        )
        ended = [best for (best,) in outputs if best.tokens[-1] == 2]
        cut = [best for (best,) in outputs if best.tokens[-1] != 2]
        assert ended
        assert cut
        assert not any(best.output_truncated for best in ended)
        assert all(best.output_truncated and len(best.tokens) == 6 for best in cut)


def test_without_a_limit_the_input_s_length_sets_one_for_each_row(engine_of: EngineOf) -> None:
    engine = engine_of("nllb")
    short, long = ask("Snow."), ask(TEXTS["en"][6])
    limits = [engine._prepare(r, Decoding()).limit for r in (short, long)]
    assert limits == [2 * engine.count_tokens("Snow.") + 50, 62]  # the model has 64 positions
    # A row's result is its own, whatever runs beside it.
    alone = engine.generate([short], Decoding(beams=2))
    assert engine.generate([long, short], Decoding(beams=2))[1][0].tokens == alone[0][0].tokens


# Hypotheses and scores ----------------------------------------------------------------------


def teacher_forced(engine: TorchEngine, request: Request, found: Hypothesis) -> float:
    """The mean log-probability of what was written, from one pass over the whole of it."""
    encoded = engine._vocabulary.encode(request)
    head = [engine._start]
    if encoded.target_token is not None:
        head.append(encoded.target_token)
    elif engine._first is not None:
        head.append(engine._first)
    decoder = [*head, *found.tokens[:-1]]
    with torch.inference_mode():
        logits = engine._model(
            input_ids=torch.tensor([encoded.tokens]), decoder_input_ids=torch.tensor([decoder])
        ).logits[0, len(head) - 1 :]
    own = logits.log_softmax(-1)[range(len(found.tokens)), list(found.tokens)]
    return float(own.mean())


@pytest.mark.parametrize(
    "decoding",
    [
        Decoding(beams=1, max_new_tokens=12),
        Decoding(beams=4, hypotheses=4, max_new_tokens=12),
        Decoding(beams=1, repetition_penalty=1.3, no_repeat_ngram=2, max_new_tokens=12),
        Decoding(beams=3, hypotheses=2, repetition_penalty=1.3, length_penalty=2.0),
    ],
    ids=["greedy", "beams", "greedy, penalties", "beams, penalties"],
)
@pytest.mark.parametrize("family", ["nllb", "bart"])
def test_the_score_is_the_model_s_own_mean_log_probability(
    family: str, decoding: Decoding, engine_of: EngineOf
) -> None:
    engine = engine_of(family)
    target = "ps" if family == "nllb" else None
    requests = [ask(TEXTS["en"][9], target), ask(TEXTS["en"][4], target)]
    for request, hypotheses in zip(requests, engine.generate(requests, decoding), strict=True):
        assert len(hypotheses) == decoding.hypotheses
        for found in hypotheses:
            assert found.score == pytest.approx(teacher_forced(engine, request, found), abs=1e-4)


def test_hypotheses_differ_and_the_first_is_that_of_a_search_for_one(engine_of: EngineOf) -> None:
    engine, request = engine_of("nllb"), ask(TEXTS["en"][0])
    (several,) = engine.generate([request], Decoding(beams=4, hypotheses=4, max_new_tokens=8))
    (one,) = engine.generate([request], Decoding(beams=4, max_new_tokens=8))
    assert len({found.tokens for found in several}) == 4
    assert several[0] == one[0]


def test_more_hypotheses_than_beams_are_refused(engine_of: EngineOf) -> None:
    with pytest.raises(UsageError, match="5 hypotheses cannot be had from 4 beams"):
        engine_of("nllb").generate([ask("Snow.")], Decoding(beams=4, hypotheses=5))


def test_no_ngram_comes_twice_where_that_is_asked(engine_of: EngineOf) -> None:
    engine, request = engine_of("nllb"), ask(TEXTS["en"][0])
    free, once = (
        engine.generate([request], Decoding(beams=1, no_repeat_ngram=size))[0][0].tokens
        for size in (0, 3)
    )
    assert has_repeat(free)
    assert not has_repeat(once)


def has_repeat(tokens: tuple[int, ...]) -> bool:
    triples = list(zip(tokens, tokens[1:], tokens[2:], strict=False))
    return len(set(triples)) < len(triples)


# The checkpoint's own defaults, and words -----------------------------------------------------


def test_generation_defaults_of_the_checkpoint_do_not_break_in(engine_of: EngineOf) -> None:
    # The folder says min_length 56, no_repeat_ngram_size 3, length_penalty 2.0, num_beams 4.
    found = engine_of("bart").generate(
        [ask(text, None) for text in TEXTS["en"]], Decoding(beams=1, max_new_tokens=40)
    )
    assert min(len(best.tokens) for (best,) in found) < 40
    assert any(has_repeat(best.tokens) for (best,) in found)


@pytest.mark.parametrize("beams", [1, 3])
def test_an_output_with_bounds_of_words_ends_with_a_sentence_or_is_cut_and_says_so(
    engine_of: EngineOf, beams: int
) -> None:
    engine = engine_of("bart")
    requests = [ask(text, None) for text in TEXTS["en"]]
    decoding = Decoding(beams=beams, words=(4, 9), no_repeat_ngram=3)
    found = [best for (best,) in engine.generate(requests, decoding)]
    ended = [best for best in found if not best.output_truncated]
    assert ended
    for best in ended:
        words = count_words(best.text)
        assert words >= 4
        # Noise seldom writes a full stop: without one it may end far past the bound.
        assert best.text.rstrip("\"'»”’)] ")[-1] in ".!?" or words > 9 + SLACK_WORDS
