"""The reference engine: transformers on torch, every request of every language in one schedule.

Imports torch and transformers: only `loading` imports this module, when a model is loaded.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from transformers import (
    GenerationConfig,
    LogitsProcessor,
    LogitsProcessorList,
    NoRepeatNGramLogitsProcessor,
    RepetitionPenaltyLogitsProcessor,
    StoppingCriteriaList,
    SuppressTokensLogitsProcessor,
)

from briefgen.engines.base import Decoding, Hypothesis, Request
from briefgen.engines.checkpoint import CheckpointFolder
from briefgen.engines.families import first_limit
from briefgen.engines.machine import quiet_transformers, torch_threads
from briefgen.engines.schedule import batches, output_limit
from briefgen.engines.steering import (
    ForcedFirstToken,
    Recorder,
    RowLimits,
    WordBounds,
)
from briefgen.engines.tokenizer import TransformersTokenizer
from briefgen.engines.vocabulary import Vocabulary
from briefgen.errors import CheckpointError
from briefgen.records import ModelInfo

BATCH_TOKENS = 8192
"""Padded source tokens of a batch, beams counted: where larger ones stop being faster on a CPU."""

BATCH_SCORES = 2**26
"""Scores of a step, rows times vocabulary: 256 MB in float32, and the search copies them thrice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """A request ready for the model.

    Attributes:
        tokens: of the source, special ones included.
        truncated: the source was longer.
        first_token: forced as the first that the decoder writes; None for free.
        start: the token that the decoder starts from.
        limit: how many tokens may be written, the end of the sequence included.
    """

    tokens: tuple[int, ...]
    truncated: bool
    first_token: int | None
    start: int
    limit: int


class TorchEngine:
    """A checkpoint that transformers runs; an `Engine`.

    Results are those of `model.generate` run for one request at a time, token for token: rows are
    padded on the right and masked, and each has its own language and its own limit.

    Args:
        checkpoint: its inspected folder.
        model: the loaded model, in evaluation mode, on `device`.
        tokenizer: its tokenizer.
        info: what it is; the codes of its languages are filled in here.
        device: torch's name of the device.
        threads: 0 for the usable cores.
    """

    def __init__(
        self,
        *,
        checkpoint: CheckpointFolder,
        model: Any,
        tokenizer: Any,
        info: ModelInfo,
        device: str,
        threads: int,
    ) -> None:
        self.family = checkpoint.family
        self._model = model
        self._device = torch.device(device)
        self._threads = threads
        self._lock = threading.Lock()
        self._rows = int(model.get_output_embeddings().weight.shape[0])
        self._vocabulary = Vocabulary(
            TransformersTokenizer(tokenizer),
            family=self.family,
            config=checkpoint.config,
            rows=int(model.get_input_embeddings().weight.shape[0]),
            name=info.id,
        )
        self._ends, self._pad, self._start, self._first = self._take_over_generation(checkpoint)
        self._max_target = first_limit(
            checkpoint.config, self.family.target_limits, self.family.trained_tokens
        )
        self._begins_word: Tensor | None = None
        self._info = ModelInfo(
            id=info.id,
            revision=info.revision,
            licence=info.licence,
            engine="torch",
            quantization=info.quantization,
            codes=self._vocabulary.codes,
            files=info.files,
        )

    @property
    def info(self) -> ModelInfo:
        """What the checkpoint is, and how it runs here."""
        return self._info

    @property
    def max_source_tokens(self) -> int:
        """How many tokens the model truly reads, special ones included."""
        return self._vocabulary.max_source_tokens

    def check_language(self, code: str) -> None:
        """Refuse a target language that the checkpoint does not know.

        Args:
            code: briefgen's code.

        Raises:
            UnsupportedLanguageError: the tokenizer has no token for it, or the model no row.
        """
        self._vocabulary.check_target(code)

    def check_source(self, code: str) -> None:
        """Refuse a language that the checkpoint cannot be told it reads.

        Args:
            code: of any language, as `languages.resolve_source` gives it.

        Raises:
            UnsupportedLanguageError: the tokenizer has no token for it, or the pair is another.
        """
        self._vocabulary.check_source(code)

    def count_tokens(self, text: str) -> int:
        """Length of a text in the model's source tokens, special ones included."""
        with self._lock, quiet_transformers():
            return self._vocabulary.count(text)

    def generate(
        self, requests: Sequence[Request], decoding: Decoding
    ) -> tuple[tuple[Hypothesis, ...], ...]:
        """Run all requests in as few batches as memory allows; identical ones run once.

        Args:
            requests: any number, in any mix of languages.
            decoding: for all of them.

        Returns:
            For each request, in order, `decoding.hypotheses` hypotheses, best first.

        Raises:
            UnsupportedLanguageError: a request names a language that the checkpoint lacks.
            UsageError: more hypotheses are asked for than there are beams.
        """
        unique = self._vocabulary.admitted(requests, decoding)
        with self._lock, quiet_transformers(), torch_threads(self._threads):
            jobs = [self._prepare(request, decoding) for request in unique]
            results: dict[Request, tuple[Hypothesis, ...]] = {}
            for batch in self._batches(jobs, decoding):
                outputs = self._run([jobs[i] for i in batch], decoding)
                results.update(zip((unique[i] for i in batch), outputs, strict=True))
        return tuple(results[request] for request in requests)

    # What the checkpoint says ---------------------------------------------------------------

    def _take_over_generation(
        self, checkpoint: CheckpointFolder
    ) -> tuple[tuple[int, ...], int, int, int | None]:
        """Keep what the model needs of its generation settings, and drop its taste.

        Dropped are the lengths (NLLB fine-tunes carry `max_length` 200, BART-CNN `min_length` 56
        and `max_length` 142), `length_penalty` 2.0, `num_beams`, `no_repeat_ngram_size` and
        sampling, for `Decoding` says them, and `forced_eos_token_id`, which would hide that an
        output was cut. A `forced_bos_token_id` of the checkpoint holds only where no language is
        asked. `early_stopping` stays, since it is how the checkpoint's beams were tuned to end,
        and `bad_words_ids`, since Marian writes padding without.

        Returns:
            End tokens, padding, the decoder's start, and the forced first token or None.
        """
        config, said = checkpoint.config, checkpoint.generation

        def look_up(name: str) -> Any:
            value = said.get(name)
            return (
                config.get(name, getattr(self._model.config, name, None))
                if value is None
                else value
            )

        end, pad, start = (look_up(f"{n}_token_id") for n in ("eos", "pad", "decoder_start"))
        ends = tuple(end) if isinstance(end, list) else (end,)
        start = look_up("bos_token_id") if start is None else start
        pad = self._vocabulary.pad_token if pad is None else pad
        if not (
            all(isinstance(i, int) for i in ends)
            and isinstance(pad, int)
            and isinstance(start, int)
        ):
            raise CheckpointError(
                f"{checkpoint.folder.name}: config.json does not say with which tokens a text"
                " starts and ends: install the checkpoint again"
            )
        first = look_up("forced_bos_token_id")
        self._early_stopping = look_up("early_stopping") is True
        self._model.generation_config = GenerationConfig(  # type: ignore[no-untyped-call]
            eos_token_id=list(ends),
            pad_token_id=pad,
            bos_token_id=look_up("bos_token_id"),
            decoder_start_token_id=start,
            bad_words_ids=look_up("bad_words_ids"),
            suppress_tokens=look_up("suppress_tokens"),
        )
        return ends, pad, start, first if isinstance(first, int) else None

    # From requests to batches ---------------------------------------------------------------

    def _prepare(self, request: Request, decoding: Decoding) -> _Job:
        encoded = self._vocabulary.encode(request)
        first, start = self._first, self._start
        if encoded.target_token is not None:
            if self.family.language == "decoder-start":
                first, start = None, encoded.target_token
            else:
                first = encoded.target_token
        return _Job(
            tokens=encoded.tokens,
            truncated=encoded.truncated,
            first_token=first,
            start=start,
            limit=output_limit(len(encoded.tokens), decoding, self.family, self._max_target),
        )

    def _batches(self, jobs: Sequence[_Job], decoding: Decoding) -> Iterator[list[int]]:
        """Indices of jobs that run together: of like length, within the budgets."""
        for forced in (True, False):
            group = [n for n, job in enumerate(jobs) if (job.first_token is not None) is forced]
            for batch in batches(
                [len(jobs[n].tokens) for n in group],
                most_tokens=BATCH_TOKENS // decoding.beams,
                most_rows=max(1, BATCH_SCORES // (self._rows * decoding.beams)),
            ):
                yield [group[n] for n in batch]

    # The model ------------------------------------------------------------------------------

    def _tensor(self, values: Sequence[Any]) -> Tensor:
        return torch.tensor(values, dtype=torch.long, device=self._device)

    def _run(self, jobs: Sequence[_Job], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        """Hypotheses of each job of one batch."""
        longest = max(len(job.tokens) for job in jobs)
        gaps = [longest - len(job.tokens) for job in jobs]
        sources = self._tensor(
            [[*job.tokens, *[self._pad] * gap] for job, gap in zip(jobs, gaps, strict=True)]
        )
        mask = self._tensor(
            [[1] * len(job.tokens) + [0] * (longest - len(job.tokens)) for job in jobs]
        )
        inputs: dict[str, Tensor] = {"input_ids": sources, "attention_mask": mask}
        if self.family.global_first_token:
            inputs["global_attention_mask"] = torch.zeros_like(mask)
            inputs["global_attention_mask"][:, 0] = 1
        starts = self._tensor([[job.start] for job in jobs])
        skipped = 2 if jobs[0].first_token is not None else 1
        recorder = Recorder(self._processors(jobs, decoding, skipped), decoding.beams)
        lengths = self._tensor([skipped + job.limit for job in jobs])
        with torch.inference_mode():
            output = self._model.generate(
                **inputs,
                decoder_input_ids=starts,
                generation_config=self._search_config(jobs, decoding, skipped),
                logits_processor=LogitsProcessorList([recorder]),
                stopping_criteria=StoppingCriteriaList([RowLimits(lengths)]),
            )
        parents = output.beam_indices if decoding.beams > 1 else None
        return self._collect(
            jobs, decoding, skipped, recorder, sequences=output.sequences, parents=parents
        )

    def _search_config(
        self, jobs: Sequence[_Job], decoding: Decoding, skipped: int
    ) -> GenerationConfig:
        """Everything explicit: what is None would be filled in from the checkpoint."""
        return GenerationConfig(  # type: ignore[no-untyped-call]
            max_new_tokens=skipped - 1 + max(job.limit for job in jobs),
            min_length=0,
            do_sample=False,
            num_beams=decoding.beams,
            num_return_sequences=decoding.hypotheses,
            early_stopping=self._early_stopping if decoding.beams > 1 else False,
            length_penalty=decoding.length_penalty if decoding.beams > 1 else 1.0,
            # These two are among the processors, behind the recorder of the model's own scores.
            repetition_penalty=1.0,
            no_repeat_ngram_size=0,
            decoder_start_token_id=[job.start for job in jobs],
            use_cache=True,
            return_dict_in_generate=True,
        )

    def _processors(
        self, jobs: Sequence[_Job], decoding: Decoding, skipped: int
    ) -> list[LogitsProcessor]:
        processors: list[LogitsProcessor] = []
        unknown = self._vocabulary.unknown_token
        if unknown is not None and unknown not in self._ends:
            processors.append(SuppressTokensLogitsProcessor([unknown], device=str(self._device)))
        if decoding.repetition_penalty != 1.0:
            # The decoder starts from `</s>` in most families: a penalty on what stands before the
            # text would keep the text from ending.
            processors.append(
                RepetitionPenaltyLogitsProcessor(
                    float(decoding.repetition_penalty), prompt_ignore_length=skipped
                )
            )
        if decoding.no_repeat_ngram > 0:
            processors.append(NoRepeatNGramLogitsProcessor(decoding.no_repeat_ngram))
        if decoding.words is not None:
            processors.append(
                WordBounds(
                    decoding.words,
                    decode=self._vocabulary.decode,
                    begins_word=self._word_beginnings(),
                    end_tokens=self._ends,
                    skip_tokens=skipped,
                )
            )
        firsts = [job.first_token for job in jobs if job.first_token is not None]
        if firsts:
            processors.append(ForcedFirstToken(self._tensor(firsts), 1))
        return processors

    def _word_beginnings(self) -> Tensor:
        """Which pieces of the vocabulary begin with a space, `(vocabulary,)`."""
        if self._begins_word is None:
            known = self._vocabulary.beginnings()[: self._rows]
            # A model may have more rows than its tokenizer has tokens.
            begins = torch.tensor(known + [False] * (self._rows - len(known)))
            self._begins_word = begins.to(self._device)
        return self._begins_word

    def _collect(
        self,
        jobs: Sequence[_Job],
        decoding: Decoding,
        skipped: int,
        recorder: Recorder,
        *,
        sequences: Tensor,
        parents: Tensor | None,
    ) -> list[tuple[Hypothesis, ...]]:
        """Hypotheses from the search's sequences `(jobs * hypotheses, tokens)`."""
        found: list[Hypothesis] = []
        for row, sequence in enumerate(sequences):
            job = jobs[row // decoding.hypotheses]
            written = sequence[skipped:]
            first = skipped - 1  # the step of the search that chose the first written token
            if parents is None:
                rows = torch.full_like(written, row)
                is_end = torch.isin(written, self._tensor(self._ends)).nonzero()
                length = int(is_end[0, 0]) + 1 if len(is_end) else len(written)
            else:
                rows = parents[row, first:]
                length = int((rows >= 0).sum())
            length = min(length, job.limit)
            tokens = written[:length]
            own = recorder.log_probabilities(tokens, rows[:length], first)
            ids = tuple(tokens.tolist())
            found.append(
                Hypothesis(
                    text=self._vocabulary.decode(ids),
                    score=sum(own) / max(1, len(own)),
                    tokens=ids,
                    input_truncated=job.truncated,
                    output_truncated=not ids or ids[-1] not in self._ends,
                )
            )
        step = decoding.hypotheses
        return [tuple(found[i : i + step]) for i in range(0, len(found), step)]
