"""The engine for ordinary computers: CTranslate2, every request of every language in one schedule.

Imports ctranslate2: only `loading` imports this module, when a model is loaded.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

import ctranslate2

from briefgen.engines.base import Decoding, Hypothesis, Request
from briefgen.engines.ct2.folder import Ct2Folder, Half, Shape
from briefgen.engines.ct2.tokenizer import FileTokenizer
from briefgen.engines.machine import available_memory_bytes, give_back_freed_memory
from briefgen.engines.schedule import batches, output_limit
from briefgen.engines.vocabulary import Vocabulary
from briefgen.engines.writing import Writer, Written
from briefgen.errors import CheckpointError, UsageError
from briefgen.records import ModelInfo
from briefgen.words import count_words

BATCH_TOKENS = 4096
"""Padded source tokens of a batch, beams counted."""

SEARCH_BYTES = 430 * 2**20
"""What all searches together may take beside the weights, and at most a third of what is free."""

MOST_WORKERS = 4
"""Batches that are searched at once. A step is mostly reading weights: two batches on a core each
are done sooner than one on both (docs/speed.md), but each takes its own memory."""

_NUMBER_BYTES = 4
_SCORES_COPIES = 3
"""Scores of a step, their logarithms, and what the search sorts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """A request ready for the model.

    Attributes:
        source: tokens, special ones included.
        prefix: tokens that the decoder is forced to write first.
        truncated: the source was longer than the model reads.
        limit: how many tokens may be written after the prefix, the end included.
        words: how many words the source has.
    """

    source: tuple[str, ...]
    prefix: tuple[str, ...]
    truncated: bool
    limit: int
    words: int


class Ct2Engine:
    """A checkpoint that CTranslate2 runs; an `Engine`.

    A batch's results are those of one request at a time: rows are padded and masked. In float32
    they are those of `TorchEngine`, token for token where no word bounds are asked for.

    Args:
        folder: the inspected folder.
        info: what it is; engine, precision and the codes of its languages are filled in here.
        device: `cpu`, `cuda` or `cuda:N`.
        threads: at least 1.

    Raises:
        CheckpointError: the weights or the tokenizer cannot be read.
    """

    def __init__(self, *, folder: Ct2Folder, info: ModelInfo, device: str, threads: int) -> None:
        self._folder = folder
        self._device = device
        self._workers = min(threads, MOST_WORKERS) if device == "cpu" else 1
        self._threads = max(1, threads // self._workers)
        self._lock = threading.Lock()
        self._vocabulary = Vocabulary(
            FileTokenizer(
                folder.folder, family=folder.family, vocabulary=folder.vocabulary, id=info.id
            ),
            family=folder.family,
            config=folder.config,
            rows=len(folder.vocabulary),
            name=info.id,
        )
        self._end = self._vocabulary.end_token
        self._begins_word: list[bool] | None = None
        self._translators: dict[str, ctranslate2.Translator] = {}
        self._info = replace(
            info,
            engine="ct2",
            quantization=folder.quantization,
            codes=self._vocabulary.codes,
        )
        # Damaged weights are found now, not after a long summary.
        self._translator(folder.cut or folder.whole)

    @property
    def info(self) -> ModelInfo:
        """What the checkpoint is, and how it runs here."""
        return self._info

    @property
    def max_source_tokens(self) -> int:
        """How many tokens the model truly reads, special ones included."""
        return self._vocabulary.max_source_tokens

    def check_language(self, code: str) -> None:
        """Refuse a target language that the checkpoint cannot write.

        Raises:
            UnsupportedLanguageError: its vocabulary has no token for it.
        """
        self._vocabulary.check_target(code)

    def check_source(self, code: str) -> None:
        """Refuse a source language that the checkpoint cannot read.

        Raises:
            UnsupportedLanguageError: its vocabulary has no token for it, or the pair is another.
        """
        self._vocabulary.check_source(code)

    def count_tokens(self, text: str) -> int:
        """Length of a text in the model's source tokens, special ones included."""
        with self._lock:
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
        results: dict[Request, tuple[Hypothesis, ...]] = {}
        with self._lock:
            jobs = [self._prepare(request, decoding) for request in unique]
            for half in filter(None, (self._folder.cut, self._folder.whole)):
                chosen = [n for n, request in enumerate(unique) if self._half(request) is half]
                outputs = self._search([jobs[n] for n in chosen], half, decoding)
                results.update(zip((unique[n] for n in chosen), outputs, strict=True))
        return tuple(results[request] for request in requests)

    # From requests to batches ---------------------------------------------------------------

    def _half(self, request: Request) -> Half:
        """The cut decoder where it can write the language wanted, else the whole one."""
        cut = self._folder.cut
        if cut is not None and cut.targets is not None and request.target in cut.targets:
            return cut
        return self._folder.whole

    def _prepare(self, request: Request, decoding: Decoding) -> _Job:
        encoded = self._vocabulary.encode(request)
        first = encoded.target_token
        if first is None:
            first = self._folder.first_token
        name = self._vocabulary.token_of
        return _Job(
            source=tuple(name(id) for id in encoded.tokens),
            prefix=() if first is None else (name(first),),
            truncated=encoded.truncated,
            limit=output_limit(
                len(encoded.tokens),
                decoding,
                self._folder.family,
                self._folder.max_target_tokens,
            ),
            words=count_words(request.text),
        )

    def _batches(
        self, jobs: Sequence[_Job], half: Half, decoding: Decoding
    ) -> tuple[list[int], ...]:
        """Indices of jobs that run together: of like length, within the budgets."""
        budget = min(SEARCH_BYTES, available_memory_bytes() // 3) // self._workers
        lengths = [len(job.source) for job in jobs]
        most_rows = [
            max(1, budget // row_bytes(half.shape, length, decoding.beams)) for length in lengths
        ]
        return tuple(
            batches(
                lengths,
                most_tokens=BATCH_TOKENS // decoding.beams,
                most_rows=most_rows,
                workers=self._workers,
            )
        )

    # The model ------------------------------------------------------------------------------

    def _translator(self, half: Half) -> ctranslate2.Translator:
        """The loaded model; each half is loaded once, when it is first needed."""
        name = str(half.folder)
        if name not in self._translators:
            kind, _, number = self._device.partition(":")
            try:
                self._translators[name] = ctranslate2.Translator(
                    name,
                    device=kind,
                    device_index=int(number or 0),
                    compute_type=self._precision(kind),
                    inter_threads=self._workers,
                    intra_threads=self._threads,
                )
            except (RuntimeError, ValueError) as error:
                raise CheckpointError(
                    f"{self._info.id}: its weights cannot be read ({str(error)[:160]}):"
                    " install the checkpoint again"
                ) from error
            give_back_freed_memory()
        return self._translators[name]

    def _precision(self, device: str) -> str:
        """What numbers are computed in: as they are kept, but for halves on a processor."""
        halves = self._folder.quantization in ("float16", "bfloat16")
        return "float32" if halves and device == "cpu" else "default"

    def _search(
        self, jobs: Sequence[_Job], half: Half, decoding: Decoding
    ) -> list[tuple[Hypothesis, ...]]:
        """Hypotheses of each job: batches are queued, and each worker takes one after another."""
        if not jobs:
            return []
        translator = self._translator(half)
        queued = [
            (batch, self._submit(translator, [jobs[n] for n in batch], decoding))
            for batch in self._batches(jobs, half, decoding)
        ]
        found: dict[int, tuple[Hypothesis, ...]] = {}
        for batch, results in queued:
            rows = [jobs[n] for n in batch]
            outputs = [result.result() for result in results]
            found.update(
                zip(batch, self._collect(translator, rows, outputs, decoding), strict=True)
            )
        return [found[n] for n in range(len(jobs))]

    def _submit(
        self, translator: ctranslate2.Translator, jobs: Sequence[_Job], decoding: Decoding
    ) -> list[ctranslate2.AsyncTranslationResult]:
        """Queue one batch; its results are waited for one by one."""
        prefixed = any(job.prefix for job in jobs)
        skipped = max(len(job.prefix) for job in jobs)
        queued: list[ctranslate2.AsyncTranslationResult] = translator.translate_batch(
            [list(job.source) for job in jobs],
            target_prefix=[list(job.prefix) for job in jobs] if prefixed else None,
            asynchronous=True,
            beam_size=decoding.beams,
            num_hypotheses=decoding.hypotheses,
            length_penalty=decoding.length_penalty if decoding.beams > 1 else 1.0,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            repetition_penalty=decoding.repetition_penalty,
            disable_unk=True,
            max_input_length=0,  # what is too long has been cut, and is reported
            max_decoding_length=skipped + max(job.limit for job in jobs),
            min_decoding_length=self._least_tokens(jobs, decoding),
            return_scores=True,
            return_end_token=True,
        )
        return queued

    def _collect(
        self,
        translator: ctranslate2.Translator,
        jobs: Sequence[_Job],
        outputs: Sequence[ctranslate2.TranslationResult],
        decoding: Decoding,
    ) -> list[tuple[Hypothesis, ...]]:
        """Hypotheses of each job of one batch."""
        penalty = decoding.length_penalty if decoding.beams > 1 else 1.0
        found: list[list[Hypothesis]] = []
        rescored: list[tuple[int, int]] = []
        for row, (job, output) in enumerate(zip(jobs, outputs, strict=True)):
            hypotheses = []
            for rank, (tokens, score) in enumerate(
                zip(output.hypotheses, output.scores, strict=True)
            ):
                written, changed = self._bounded(tokens[len(job.prefix) :], job, decoding)
                if changed or decoding.no_repeat_ngram or decoding.repetition_penalty != 1.0:
                    rescored.append((row, rank))
                hypotheses.append(
                    Hypothesis(
                        text=self._vocabulary.decode(written),
                        # CTranslate2 divides by a length that has the prefix in it.
                        score=score * len(tokens) ** penalty / max(1, len(written)),
                        tokens=written,
                        input_truncated=job.truncated,
                        output_truncated=not written or written[-1] != self._end,
                    )
                )
            found.append(hypotheses)
        self._rescore(translator, jobs, found, rescored)
        return [tuple(hypotheses) for hypotheses in found]

    def _least_tokens(self, jobs: Sequence[_Job], decoding: Decoding) -> int:
        """Tokens below which no output may end: the lower bound in words, at the source's rate.

        CTranslate2 takes one number for a batch and counts tokens; the word bounds proper are
        kept by whoever chooses among whole sentences.
        """
        if decoding.words is None:
            return 0
        rate = min(len(job.source) / max(1, job.words) for job in jobs)
        room = min(job.limit for job in jobs)
        return max(1, min(int(rate * decoding.words[0]), room))

    def _bounded(
        self, tokens: Sequence[str], job: _Job, decoding: Decoding
    ) -> tuple[tuple[int, ...], bool]:
        """Ids of an output, ended where word bounds end it or its own limit cuts it.

        Returns:
            The ids, and whether they are fewer than the model has written.
        """
        ids = tuple(self._vocabulary.id_of(token) for token in tokens)
        written = ids[: job.limit]
        if decoding.words is None:
            return written, len(written) < len(ids)
        begins = self._word_beginnings()
        end = self._end
        writer = Writer(decoding.words, decode=self._vocabulary.decode, begins_word=begins)
        text = Written()
        for place, token in enumerate(written):
            if place and token != end and begins[token] and writer.must_end(text):
                return (*written[:place], end), True
            text = writer.grown(text, token)
        return written, len(written) < len(ids)

    def _rescore(
        self,
        translator: ctranslate2.Translator,
        jobs: Sequence[_Job],
        found: Sequence[list[Hypothesis]],
        places: Sequence[tuple[int, int]],
    ) -> None:
        """Give hypotheses the model's own score: the search's has penalties, or other tokens."""
        if not places:
            return
        name = self._vocabulary.token_of
        end = self._end
        targets = []
        for row, rank in places:
            tokens = found[row][rank].tokens
            text = tokens[:-1] if tokens and tokens[-1] == end else tokens
            targets.append([*jobs[row].prefix, *(name(id) for id in text)])
        scored = translator.score_batch(
            [list(jobs[row].source) for row, _ in places],
            targets,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            max_input_length=0,
        )
        for (row, rank), result in zip(places, scored, strict=True):
            hypothesis = found[row][rank]
            skipped = len(jobs[row].prefix)
            own = result.log_probs[skipped : skipped + len(hypothesis.tokens)]
            found[row][rank] = replace(hypothesis, score=sum(own) / max(1, len(own)))

    def _word_beginnings(self) -> list[bool]:
        if self._begins_word is None:
            self._begins_word = self._vocabulary.beginnings()
        return self._begins_word


def choose_ct2_device(wanted: str) -> str:
    """Name of the device that CTranslate2 runs on.

    Args:
        wanted: `auto` takes CUDA where it is, else the processor.

    Raises:
        UsageError: the wanted device is not on this machine.
    """
    count = ctranslate2.get_cuda_device_count()
    if wanted == "auto":
        return "cuda" if count else "cpu"
    kind, _, number = wanted.partition(":")
    if kind == "cuda" and int(number or 0) >= count:
        raise UsageError(f"there is no device {wanted!r} that CTranslate2 sees: use auto, or cpu")
    return wanted


def row_bytes(shape: Shape, source_tokens: int, beams: int) -> int:
    """What a source takes in memory while it is translated, beside the weights.

    Each layer of the decoder keeps a key and a value for every token of the source, and in each
    beam for every token that is written; what is written is taken to
    be half as long again as the source, and copies to take half of it once more. Measured with
    NLLB-600M's shape, 32 tokens read and 41 written: 10 MB a source with one beam, 32 MB with four.

    >>> shape = Shape(width=1024, decoder_layers=12, rows=60_000)
    >>> row_bytes(shape, 32, 1) // 10**6, row_bytes(shape, 32, 4) // 10**6
    (10, 34)
    """
    written = 9 * source_tokens * beams // 4
    kept = 2 * shape.decoder_layers * shape.width * (source_tokens + written)
    return _NUMBER_BYTES * (kept + beams * _SCORES_COPIES * shape.rows)
