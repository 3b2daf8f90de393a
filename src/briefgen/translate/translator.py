"""Sentences into other languages: one batch for all, every sentence checked.

NLLB and its kin were trained on single sentences and drop some of a paragraph; so one sentence is
one request, and what comes out is one to one with what went in. Of the model's n-best list the
first hypothesis that passes the checks is kept, and what none passes is flagged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefgen.checks.pair import check_pair
from briefgen.engines.base import Decoding, Engine, Hypothesis, Request
from briefgen.memory.entries import Entry
from briefgen.memory.remembering import Remembering
from briefgen.options import TranslationOptions
from briefgen.records import Flag, ModelInfo, TranslatedSentence
from briefgen.translate.typography import typeset


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What the model proposes for some sentences.

    Attributes:
        source: language of the sentences.
        to: languages wanted, in order.
        ids: an id a sentence.
        sentences: the sentences.
        hypotheses: by language other than `source`, for each sentence its n-best list.
    """

    source: str
    to: tuple[str, ...]
    ids: tuple[str, ...]
    sentences: tuple[str, ...]
    hypotheses: Mapping[str, tuple[tuple[Hypothesis, ...], ...]]


class Translator:
    """Translates with one checkpoint.

    Args:
        engine: the loaded checkpoint.
        options: beams and digits.
        thresholds: for each language, the mean log-probability a token below which the model is
            not sure; a language without one gets no `low-confidence` flags.
        memory: where earlier translations are looked up before the model is asked, and where what
            the checks chose is kept; None for no memory.
    """

    def __init__(
        self,
        engine: Engine,
        options: TranslationOptions,
        thresholds: Mapping[str, float] | None = None,
        memory: Remembering | None = None,
    ) -> None:
        self._engine = engine
        self._options = options
        self._thresholds = dict(thresholds or {})
        self._memory = memory

    @property
    def info(self) -> ModelInfo:
        """The checkpoint and how it runs."""
        return self._engine.info

    def translate(
        self,
        sentences: Sequence[str],
        *,
        source: str,
        to: Sequence[str],
        ids: Sequence[str] | None = None,
    ) -> dict[str, tuple[TranslatedSentence, ...]]:
        """Translate sentences into several languages in one batch, and check them.

        Args:
            sentences: one sentence each, all in one language.
            source: briefgen's code of their language.
            to: briefgen's codes of the languages wanted.
            ids: an id a sentence; `s1`, `s2` … where absent.

        Returns:
            For each language in the order of `to`, one translated sentence for each sentence, in
            order. A sentence that is already in the language wanted comes back as it is, with a
            `passed-through` warning.

        Raises:
            UnsupportedLanguageError: the checkpoint does not know one of the languages.
        """
        return self.choose(self.propose(sentences, source=source, to=to, ids=ids))

    def propose(
        self,
        sentences: Sequence[str],
        *,
        source: str,
        to: Sequence[str],
        ids: Sequence[str] | None = None,
    ) -> Proposals:
        """The model's part of `translate`, whose arguments and errors it shares."""
        wanted = [code for code in to if code != source]
        for code in (source, *wanted) if wanted else ():
            self._engine.check_language(code)
        known: dict[str, tuple[Entry | None, ...]] = {
            code: (None,) * len(sentences)
            if self._memory is None
            else self._memory.recall(sentences, source=source, target=code)
            for code in wanted
        }
        requests = [
            Request(text=text, source=source, target=code)
            for code in wanted
            for text, entry in zip(sentences, known[code], strict=True)
            if entry is None
        ]
        found = iter(self._engine.generate(requests, decoding(self._options)) if requests else ())
        hypotheses = {
            code: tuple(
                next(found) if entry is None else (Hypothesis(text=entry.text, score=entry.score),)
                for entry in entries
            )
            for code, entries in known.items()
        }
        return Proposals(
            source=source,
            to=tuple(to),
            ids=tuple(ids or (f"s{n}" for n in range(1, len(sentences) + 1))),
            sentences=tuple(sentences),
            hypotheses=hypotheses,
        )

    def choose(self, proposals: Proposals) -> dict[str, tuple[TranslatedSentence, ...]]:
        """The checks' part of `translate`: of each n-best list the hypothesis with least wrong."""
        source = proposals.source
        numbered = tuple(zip(proposals.ids, proposals.sentences, strict=True))
        chosen = {
            code: tuple(
                _passed_through(name, text)
                if code == source
                else self._best(proposals.hypotheses[code][n], name, text, source, code)
                for n, (name, text) in enumerate(numbered)
            )
            for code in proposals.to
        }
        if self._memory is not None:
            self._memory.keep(chosen, source=source)
        return chosen

    def _best(
        self, hypotheses: tuple[Hypothesis, ...], name: str, text: str, source: str, target: str
    ) -> TranslatedSentence:
        """The hypothesis with the fewest errors, then the fewest warnings, then the best score."""
        candidates = [
            self._checked(hypothesis, name, text, source, target) for hypothesis in hypotheses
        ]
        return min(candidates, key=_badness)

    def _checked(
        self, hypothesis: Hypothesis, name: str, text: str, source: str, target: str
    ) -> TranslatedSentence:
        written = typeset(hypothesis.text, target, self._options.digits)
        flags = check_pair(
            text,
            written,
            source_language=source,
            target_language=target,
            where=name,
            score=hypothesis.score,
            threshold=self._thresholds.get(target),
        )
        cut = [
            Flag(code="truncated", severity="error", detail=detail, where=name)
            for detail, happened in (
                ("the sentence is longer than the model reads", hypothesis.input_truncated),
                ("the translation reached the model's limit", hypothesis.output_truncated),
            )
            if happened
        ]
        return TranslatedSentence(
            id=name, source=text, text=written, score=hypothesis.score, flags=(*flags, *cut)
        )


def decoding(options: TranslationOptions) -> Decoding:
    """How sentences are decoded: the whole beam comes back, for the checks to choose from."""
    return Decoding(beams=options.beams, hypotheses=options.beams)


def _badness(sentence: TranslatedSentence) -> tuple[int, int, float]:
    errors = sum(flag.severity == "error" for flag in sentence.flags)
    return errors, len(sentence.flags) - errors, -sentence.score


def _passed_through(name: str, text: str) -> TranslatedSentence:
    flag = Flag(
        code="passed-through",
        severity="warning",
        detail="already in this language: not translated",
        where=name,
    )
    return TranslatedSentence(id=name, source=text, text=text, flags=(flag,))
