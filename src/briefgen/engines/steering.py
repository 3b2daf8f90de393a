"""What is done to the scores of a step of the search, and what the model itself thought of it.

Imports torch and transformers: only `torch_engine` imports this module.
"""

from collections.abc import Callable, Sequence

import torch
from torch import BoolTensor, FloatTensor, LongTensor, Tensor
from transformers import LogitsProcessor, StoppingCriteria

from briefgen.engines.writing import Writer, Written


class Recorder(LogitsProcessor):
    """Applies the other processors, and keeps what the model itself gave to each candidate.

    Scores that the search reports are those after penalties and length normalisation. To keep all
    raw scores costs gigabytes with a vocabulary of 256,000 pieces, so only the candidates of each
    row and step are kept: a search of `beams` beams can choose no others than the best `2 * beams`.

    Args:
        processors: applied in order.
        beams: width of the search; with 1 the scores that come are logits, else log-probabilities.
    """

    def __init__(self, processors: Sequence[LogitsProcessor], beams: int) -> None:
        self._processors = processors
        self._beams = beams
        self._steps: list[tuple[Tensor, Tensor]] = []

    def __call__(self, input_ids: LongTensor, scores: FloatTensor) -> FloatTensor:
        """Processed scores `(rows, vocabulary)` for the sequences `(rows, tokens)` so far."""
        processed = scores
        for processor in self._processors:
            processed = processor(input_ids, processed)
        if self._beams == 1:
            candidates = processed.argmax(dim=-1, keepdim=True)
            own = scores.gather(1, candidates) - scores.logsumexp(dim=-1, keepdim=True)
        else:
            kept = min(2 * self._beams, processed.shape[-1])
            candidates = processed.topk(kept, dim=-1).indices
            own = scores.gather(1, candidates)
        self._steps.append((candidates, own))
        return processed

    def log_probabilities(self, tokens: Tensor, rows: Tensor, first_step: int) -> list[float]:
        """What the model itself thought of each token of a hypothesis.

        Args:
            tokens: `(written,)`, those that the search chose from step `first_step` on.
            rows: `(written,)`, the row of the batch that each was chosen in.
            first_step: 0 for the first step of the search.
        """
        found = []
        pairs = zip(tokens.tolist(), rows.tolist(), strict=True)
        for step, (token, row) in enumerate(pairs, start=first_step):
            candidates, own = self._steps[step]
            place = (candidates[row] == token).nonzero()
            # A token that is not there tied with the last one that is.
            found.append(float(own[row, place[0, 0]] if len(place) else own[row].min()))
        return found


class ForcedFirstToken(LogitsProcessor):
    """Forces the first token of each row: transformers' own forces the same one for all.

    A prefix of decoder tokens would spare a step, but normalises beam scores by a length that is
    shorter by one, and then ranks hypotheses otherwise than `generate(forced_bos_token_id=...)`.

    Args:
        tokens: `(requests,)`, the id for each request.
        prompt_tokens: how many tokens stand before it.
    """

    def __init__(self, tokens: Tensor, prompt_tokens: int) -> None:
        self._tokens = tokens
        self._prompt_tokens = prompt_tokens

    def __call__(self, input_ids: LongTensor, scores: FloatTensor) -> FloatTensor:
        """Scores `(rows, vocabulary)`; rows are the requests' beams, request by request."""
        if input_ids.shape[1] != self._prompt_tokens:
            return scores
        beams = scores.shape[0] // len(self._tokens)
        wanted = self._tokens.repeat_interleave(beams).unsqueeze(1)
        forced = torch.full_like(scores, float("-inf"))
        return forced.scatter(1, wanted, 0.0)  # type: ignore[return-value]


class RowLimits(StoppingCriteria):
    """Ends each row at its own length, so that a result does not depend on its neighbours.

    Args:
        lengths: `(requests,)`, tokens in all, the decoder's start included.
    """

    def __init__(self, lengths: Tensor) -> None:
        self._lengths = lengths

    def __call__(self, input_ids: LongTensor, scores: object, **_: object) -> BoolTensor:  # noqa: ARG002
        """Which of the rows `(rows,)` are at their limit."""
        beams = input_ids.shape[0] // len(self._lengths)
        return input_ids.shape[1] >= self._lengths.repeat_interleave(beams)  # type: ignore[return-value]


class WordBounds(LogitsProcessor):
    """Lets the text end only at a sentence's end within bounds of words.

    Below the lower bound the end is forbidden, and so it is within a sentence. From a few words
    below the upper bound on, the first end of a sentence is the end of the text. A sentence that
    runs over the bound is not cut: it may go on for `SLACK_WORDS` more.

    Args:
        bounds: in words of `briefgen.words`, both included.
        decode: text of some tokens.
        begins_word: `(vocabulary,)`, true for pieces that begin with a space.
        end_tokens: ids that end the text; the first is the one that is forced.
        skip_tokens: how many tokens stand before what the model writes.
    """

    def __init__(
        self,
        bounds: tuple[int, int],
        *,
        decode: Callable[[Sequence[int]], str],
        begins_word: Tensor,
        end_tokens: Sequence[int],
        skip_tokens: int,
    ) -> None:
        self._writer = Writer(bounds, decode=decode, begins_word=begins_word.tolist())
        self._begins_word = begins_word
        self._end_tokens = list(end_tokens)
        self._skip_tokens = skip_tokens
        self._known: dict[tuple[int, ...], Written] = {(): Written()}

    def __call__(self, input_ids: LongTensor, scores: FloatTensor) -> FloatTensor:
        """Scores `(rows, vocabulary)` for the sequences `(rows, tokens)` so far."""
        if input_ids.shape[1] < self._skip_tokens:
            return scores
        likeliest = scores.argmax(dim=-1)
        # Within a number or an abbreviation the model goes on without a space: no end is forced.
        goes_on = ~self._begins_word[likeliest]
        for token in self._end_tokens:
            goes_on &= likeliest != token
        forbidden, forced = [], []
        known: dict[tuple[int, ...], Written] = {}
        rows = input_ids[:, self._skip_tokens :].tolist()
        for row, (tokens, inside) in enumerate(zip(rows, goes_on.tolist(), strict=True)):
            if tokens and tokens[-1] in self._end_tokens:
                continue  # done already
            key = tuple(tokens)
            written = known[key] = self._after(key)
            if not self._writer.may_end(written):
                forbidden.append(row)
            elif not inside and self._writer.must_end(written):
                forced.append(row)
        # A row's beams all grew from beams of the step before: nothing older is needed.
        self._known = known or {(): Written()}
        return self._apply(scores, forbidden, forced)

    def _apply(
        self, scores: FloatTensor, forbidden: Sequence[int], forced: Sequence[int]
    ) -> FloatTensor:
        if not forbidden and not forced:
            return scores
        changed = scores.clone()
        for token in self._end_tokens:
            changed[list(forbidden), token] = float("-inf")
        if forced:
            changed[list(forced)] = float("-inf")
            changed[list(forced), self._end_tokens[0]] = scores[list(forced), self._end_tokens[0]]
        return changed  # type: ignore[return-value]

    def _after(self, tokens: tuple[int, ...]) -> Written:
        """The text after some tokens, one token on from what is known."""
        if tokens in self._known:
            return self._known[tokens]
        before = self._known.get(tokens[:-1])
        if before is None:  # a padded row, or one that the search took up again
            before = Written()
            for token in tokens[:-1]:
                before = self._writer.grown(before, token)
        return self._writer.grown(before, tokens[-1])
