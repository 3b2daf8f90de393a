"""Bounds of words on a search, step by step: a vocabulary of whole words, and scores by hand."""

import math

import pytest
import torch
from torch import LongTensor, Tensor

from briefgen.engines.schedule import SLACK_WORDS
from briefgen.engines.steering import ForcedFirstToken, RowLimits, WordBounds

# Pieces as SentencePiece writes them: `▁` is a space before.
PIECES = ("</s>", "▁word", "▁more", ".", "▁said", "▁3", ".5", "▁Mr", "”", "s", "▁Gen")
END, WORD, MORE, STOP, SAID, THREE, HALF, MISTER, QUOTE, SUFFIX, GENERAL = range(len(PIECES))
START = 0  # what stands before the text


def bounds(low: int, high: int) -> WordBounds:
    return WordBounds(
        (low, high),
        decode=lambda tokens: "".join(PIECES[i] for i in tokens).replace("▁", " "),
        begins_word=torch.tensor([piece.startswith("▁") for piece in PIECES]),
        end_tokens=[END],
        skip_tokens=1,
    )


def after(processor: WordBounds, *texts: list[int], likeliest: int = WORD) -> Tensor:
    """The scores that are left for each text, of a model that would go on with `likeliest`."""
    scores = torch.full((len(texts), len(PIECES)), -3.0)
    scores[:, likeliest] = -0.1
    rows = torch.tensor([[START, *text] for text in texts])
    return processor(LongTensor(rows), scores)  # type: ignore[arg-type]


def may_end(scores: Tensor, row: int = 0) -> bool:
    return math.isfinite(float(scores[row, END]))


def must_end(scores: Tensor, row: int = 0) -> bool:
    return may_end(scores, row) and int(torch.isfinite(scores[row]).sum()) == 1


def test_the_end_is_forbidden_below_the_lower_bound() -> None:
    assert not may_end(after(bounds(5, 30), [WORD, WORD, STOP]))
    assert may_end(after(bounds(5, 30), [WORD, MORE, WORD, MORE, WORD, STOP]))


def test_the_end_is_forbidden_within_a_sentence() -> None:
    assert not may_end(after(bounds(2, 30), [WORD, MORE, WORD]))


def test_a_closing_quotation_mark_after_the_full_stop_still_ends_a_sentence() -> None:
    assert may_end(after(bounds(2, 30), [WORD, MORE, WORD, STOP, QUOTE]))


def test_words_are_counted_not_pieces() -> None:
    # "words words." is two words of two pieces each.
    text = [WORD, SUFFIX, WORD, SUFFIX, STOP]
    assert may_end(after(bounds(2, 30), text))
    assert not may_end(after(bounds(3, 30), text))


def test_near_the_upper_bound_the_end_of_a_sentence_is_the_end() -> None:
    scores = after(bounds(5, 10), [WORD] * 6 + [STOP])
    assert must_end(scores)
    assert float(scores[0, END]) == -3.0  # at what the model gives to it, no better
    assert not must_end(after(bounds(5, 30), [WORD] * 6 + [STOP]))


def test_a_sentence_over_the_bound_is_not_cut_but_may_run_to_its_end() -> None:
    running = [WORD] * 14
    scores = after(bounds(5, 10), running)
    assert not may_end(scores)
    assert not must_end(scores)
    assert must_end(after(bounds(5, 10), [*running, STOP]))


def test_a_text_that_never_ends_its_sentence_may_end_at_last() -> None:
    assert may_end(after(bounds(5, 10), [WORD] * (10 + SLACK_WORDS + 1)))


@pytest.mark.parametrize(
    ("text", "likeliest"),
    [
        ([WORD] * 8 + [THREE, STOP], HALF),  # "3." that goes on to "3.5"
        ([WORD] * 8 + [MISTER, STOP], WORD),  # "Mr."
        ([WORD] * 8 + [GENERAL, STOP], SAID),  # "Gen."
    ],
)
def test_a_full_stop_that_ends_no_sentence_does_not_force_the_end(
    text: list[int], likeliest: int
) -> None:
    assert not must_end(after(bounds(5, 10), text, likeliest=likeliest))


def test_rows_are_judged_each_by_itself_and_finished_ones_left_alone() -> None:
    processor = bounds(2, 30)
    scores = after(processor, [WORD, MORE, STOP], [WORD, MORE, WORD], [WORD, STOP, END])
    assert may_end(scores, 0)
    assert not may_end(scores, 1)
    assert may_end(scores, 2)


def test_beams_that_grow_step_by_step_are_counted_as_if_from_the_start() -> None:
    steps = bounds(3, 30)
    text = [WORD, SUFFIX, MORE, SAID, STOP, WORD, STOP]
    for length in range(len(text) + 1):
        # The other beam changes its past at each step, as beams do.
        scores = after(steps, text[:length], [MORE] * length)
        afresh = after(bounds(3, 30), text[:length], [MORE] * length)
        assert torch.equal(scores, afresh)


def test_each_request_has_its_own_forced_first_token_and_all_its_beams_have_it() -> None:
    forced = ForcedFirstToken(torch.tensor([4, 2]), prompt_tokens=1)
    scores = torch.zeros(4, 6)  # two requests of two beams
    first = forced(LongTensor(torch.zeros(4, 1, dtype=torch.long)), scores)  # type: ignore[arg-type]
    assert first.argmax(dim=-1).tolist() == [4, 4, 2, 2]
    assert torch.isfinite(first).sum().item() == 4
    later = forced(LongTensor(torch.zeros(4, 2, dtype=torch.long)), scores)  # type: ignore[arg-type]
    assert torch.equal(later, scores)


def test_each_row_ends_at_its_own_limit() -> None:
    limits = RowLimits(torch.tensor([3, 5]))
    ids = torch.zeros(4, 3, dtype=torch.long)
    assert limits(LongTensor(ids), None).tolist() == [True, True, False, False]
