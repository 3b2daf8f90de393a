"""Sentences into other languages: one batch for all, every sentence checked.

NLLB and its kin were trained on single sentences and drop some of a paragraph; so one sentence is
one request, and what comes out is one to one with what went in; a sentence longer than models are
trained on is cut at clause borders and joined again. Of the model's n-best list the first
hypothesis that passes the checks is kept; where none does, the sentence is decoded again, and what
is still wrong then is flagged.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefgen.checks.adequacy import Adequacy, Pair
from briefgen.checks.names import names_in
from briefgen.checks.pair import check_pair
from briefgen.checks.plugged import PluggedCheck
from briefgen.engines.base import Decoding, Engine, Hypothesis, Request
from briefgen.glossary import Glossary
from briefgen.glossary.check import check_glossary, use_glossary
from briefgen.glossary.consistency import flag_inconsistent
from briefgen.memory.entries import Entry
from briefgen.memory.remembering import Remembering
from briefgen.options import TranslationOptions
from briefgen.records import Flag, ModelInfo, TranslatedSentence
from briefgen.translate.afghan import use_afghan_words
from briefgen.translate.clauses import Piece, as_sentence, join_clauses, split_clauses
from briefgen.translate.mending import Attempt, badness, mend, mendable
from briefgen.translate.typography import typeset

LONGEST_TOKENS = 200
"""Of one request: NTREX's longest sentence has fewer, and models of sentences have seen few above.

NLLB reads 1,024 and was trained on up to 512, but what it drops it drops from long ones.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What the model proposes for some sentences.

    Attributes:
        source: language of the sentences.
        to: languages wanted, in order.
        ids: an id a sentence.
        sentences: the sentences.
        pieces: what each sentence was cut into; one piece, the sentence, for most.
        hypotheses: by language other than `source`, for each sentence and each of its pieces the
            n-best list; one list for the whole sentence where the memory knew it.
        recalled: by language, what the memory knew of each sentence, or None. What a person
            approved is checked and never replaced.
    """

    source: str
    to: tuple[str, ...]
    ids: tuple[str, ...]
    sentences: tuple[str, ...]
    pieces: tuple[tuple[Piece, ...], ...]
    hypotheses: Mapping[str, tuple[tuple[tuple[Hypothesis, ...], ...], ...]]
    recalled: Mapping[str, tuple[Entry | None, ...]]

    def is_approved(self, code: str, n: int) -> bool:
        """Whether a person has approved the translation of sentence `n`."""
        entry = self.recalled[code][n]
        return entry is not None and entry.origin != "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """What is asked of the model at once: a sentence, or a piece of a long one."""

    name: str
    request: Request
    hypotheses: tuple[Hypothesis, ...]
    approved: bool
    noted: tuple[Flag, ...]


_OF_PIECES = frozenset({"truncated", "low-adequacy"})
"""Flags that only a piece can have: they are handed on to the sentence that it is joined into."""


class Translator:
    """Translates with one checkpoint.

    Args:
        engine: the loaded checkpoint.
        options: beams and digits.
        thresholds: for each language, the mean log-probability a token below which the model is
            not sure; a language without one gets no `low-confidence` flags.
        memory: where earlier translations are looked up before the model is asked, and where what
            the checks chose is kept; None for no memory.
        glossary: terms that are preferred, put in the place of known wrong forms, else flagged.
        adequacy: compares meanings; None for no such check.
        checks: those of plug-ins.
    """

    def __init__(
        self,
        engine: Engine,
        options: TranslationOptions,
        thresholds: Mapping[str, float] | None = None,
        memory: Remembering | None = None,
        *,
        glossary: Glossary | None = None,
        adequacy: Adequacy | None = None,
        checks: Sequence[PluggedCheck] = (),
    ) -> None:
        self._engine = engine
        self._options = options
        self._thresholds = dict(thresholds or {})
        self._memory = memory
        self._glossary = glossary
        self._adequacy = adequacy
        self._checks = tuple(checks)

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
            source: the code of their language, which may be any that the checkpoint reads.
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
        for code in wanted:
            self._engine.check_language(code)
        if wanted:
            self._engine.check_source(source)
        known: dict[str, tuple[Entry | None, ...]] = {
            code: (None,) * len(sentences)
            if self._memory is None
            else self._memory.recall(sentences, source=source, target=code)
            for code in wanted
        }
        limit = min(self._engine.max_source_tokens, LONGEST_TOKENS)
        pieces = tuple(
            split_clauses(text, self._engine.count_tokens, limit) if wanted else (Piece(text=text),)
            for text in sentences
        )
        requests = [
            Request(text=text, source=source, target=code)
            for code in wanted
            for parts, entry in zip(pieces, known[code], strict=True)
            if entry is None
            for text in _texts(parts)
        ]
        found = iter(self._engine.generate(requests, decoding(self._options)) if requests else ())
        hypotheses = {
            code: tuple(
                tuple(next(found) for _ in parts)
                if entry is None
                else ((Hypothesis(text=entry.text, score=entry.score),),)
                for parts, entry in zip(pieces, entries, strict=True)
            )
            for code, entries in known.items()
        }
        return Proposals(
            source=source,
            to=tuple(to),
            ids=tuple(ids or (f"s{n}" for n in range(1, len(sentences) + 1))),
            sentences=tuple(sentences),
            pieces=pieces,
            hypotheses=hypotheses,
            recalled=known,
        )

    def choose(self, proposals: Proposals) -> dict[str, tuple[TranslatedSentence, ...]]:
        """The checks' part of `translate`: of each n-best list the hypothesis with least wrong.

        What has errors then is decoded again, the sentences of all languages together.
        """
        source = proposals.source
        units = tuple(_units(proposals))
        found = iter(self._settle(units))
        chosen = {
            code: tuple(
                _passed_through(name, text)
                if code == source
                else self._whole(
                    tuple(next(found) for _ in proposals.hypotheses[code][n]), proposals, n, code
                )
                for n, (name, text) in enumerate(
                    zip(proposals.ids, proposals.sentences, strict=True)
                )
            )
            for code in proposals.to
        }
        if self._memory is not None:
            self._memory.keep(chosen, source=source)
        if source != "en":  # the names of other languages are not known from their words
            return chosen
        return {
            code: sentences
            if code == source
            else flag_inconsistent(sentences, code, names_in, self._glossary)
            for code, sentences in chosen.items()
        }

    def _settle(self, units: Sequence[_Unit]) -> tuple[TranslatedSentence, ...]:
        """The best of what the model proposed for each unit, mended where it has errors."""
        first = self._judge(units, [(n, unit.hypotheses) for n, unit in enumerate(units)], most=1)
        broken = [n for n, best in enumerate(first) if mendable(best) and not units[n].approved]
        mended = mend(
            self._engine,
            [Attempt(request=units[n].request, best=first[n]) for n in broken],
            lambda answers: self._judge(units, [(broken[n], several) for n, several in answers]),
            self._options.beams,
        )
        for n, best in zip(broken, mended, strict=True):
            first[n] = best
        return tuple(first)

    def _judge(
        self,
        units: Sequence[_Unit],
        answers: Sequence[tuple[int, tuple[Hypothesis, ...]]],
        most: int | None = None,
    ) -> list[TranslatedSentence]:
        """Of each n-best list, with the index of its unit, the best by the checks and the score.

        At most `most` of each list, the best by all other checks, are weighed by their meaning,
        which costs more than all other checks together.
        """
        lists = [self._ranked(units[n], hypotheses)[:most] for n, hypotheses in answers]
        if self._adequacy is not None:
            flags = iter(
                self._adequacy.check(
                    [
                        Pair(
                            source=candidate.source,
                            target=candidate.text,
                            source_language=units[n].request.source or "",
                            target_language=units[n].request.target or "",
                            where=candidate.id,
                        )
                        for (n, _), candidates in zip(answers, lists, strict=True)
                        for candidate in candidates
                    ]
                )
            )
            lists = [
                [replace(one, flags=(*one.flags, *next(flags))) for one in candidates]
                for candidates in lists
            ]
        return [min(candidates, key=badness) for candidates in lists]

    def _ranked(self, unit: _Unit, hypotheses: tuple[Hypothesis, ...]) -> list[TranslatedSentence]:
        """Checked hypotheses: the fewest errors first, then the fewest warnings, then the score."""
        request = unit.request
        candidates = [
            self._checked(
                hypothesis,
                unit.name,
                request.text,
                request.source or "",
                request.target or "",
                approved=unit.approved,
                noted=unit.noted,
            )
            for hypothesis in hypotheses
        ]
        return sorted(candidates, key=badness)

    def _whole(
        self, parts: tuple[TranslatedSentence, ...], proposals: Proposals, n: int, target: str
    ) -> TranslatedSentence:
        """One translated sentence of its pieces, checked as a whole and marked."""
        pieces, text, name = proposals.pieces[n], proposals.sentences[n], proposals.ids[n]
        if len(pieces) == 1 or proposals.is_approved(target, n):
            return parts[0]
        whole = parts[0]
        if len(parts) > 1:  # else the memory knew how it was put together
            letters = sum(len(part.text) for part in parts) or 1
            joined = Hypothesis(
                text=join_clauses(pieces, [part.text for part in parts], target),
                score=sum(part.score * len(part.text) for part in parts) / letters,
            )
            whole = self._checked(joined, name, text, proposals.source, target)
            cut = tuple(flag for part in parts for flag in part.flags if flag.code in _OF_PIECES)
            retries = tuple(retry for part in parts for retry in part.retries)
            whole = replace(whole, flags=(*whole.flags, *cut), retries=retries)
        detail = f"longer than a model reads well: translated in {len(pieces)} pieces"
        flag = Flag(code="split", severity="warning", detail=detail, where=name)
        return replace(whole, flags=(*whole.flags, flag))

    def _checked(
        self,
        hypothesis: Hypothesis,
        name: str,
        text: str,
        source: str,
        target: str,
        *,
        approved: bool = False,
        noted: tuple[Flag, ...] = (),
    ) -> TranslatedSentence:
        written = typeset(hypothesis.text, target, self._options.digits)
        replaced: tuple[Flag, ...] = ()
        months: tuple[Flag, ...] = ()
        if not approved:
            written, months = use_afghan_words(
                written, target, self._options.afghan_words, where=name
            )
            written, replaced = use_glossary(
                self._glossary,
                text,
                written,
                source_language=source,
                target_language=target,
                where=name,
            )
        terms = check_glossary(
            self._glossary,
            text,
            written,
            source_language=source,
            target_language=target,
            where=name,
        )
        flags = check_pair(
            text,
            written,
            source_language=source,
            target_language=target,
            where=name,
            score=hypothesis.score,
            threshold=self._thresholds.get(target),
            extra=self._checks,
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
            id=name,
            source=text,
            text=written,
            score=hypothesis.score,
            flags=(*flags, *terms, *months, *replaced, *noted, *cut),
            approved=approved,
        )


def decoding(options: TranslationOptions) -> Decoding:
    """How sentences are decoded: the whole beam comes back, for the checks to choose from."""
    return Decoding(beams=options.beams, hypotheses=options.beams)


def _texts(pieces: Sequence[Piece]) -> list[str]:
    """What the model is given: a sentence as it is, pieces of one as sentences."""
    return [piece.text if len(pieces) == 1 else as_sentence(piece.text) for piece in pieces]


def _units(proposals: Proposals) -> Iterator[_Unit]:
    """Every piece of every sentence in every language, in the order of `hypotheses`."""
    for code in proposals.to:
        if code == proposals.source:
            continue
        for n, lists in enumerate(proposals.hypotheses[code]):
            texts = _texts(proposals.pieces[n])
            # The memory knows sentences, not their pieces.
            for text, hypotheses in zip(
                texts if len(lists) == len(texts) else proposals.sentences[n : n + 1],
                lists,
                strict=True,
            ):
                yield _Unit(
                    name=proposals.ids[n],
                    request=Request(text=text, source=proposals.source, target=code),
                    hypotheses=hypotheses,
                    approved=proposals.is_approved(code, n),
                    noted=_noted(proposals.ids[n], proposals.recalled[code][n]),
                )


def _passed_through(name: str, text: str) -> TranslatedSentence:
    flag = Flag(
        code="passed-through",
        severity="warning",
        detail="already in this language: not translated",
        where=name,
    )
    return TranslatedSentence(id=name, source=text, text=text, flags=(flag,))


def _noted(name: str, entry: Entry | None) -> tuple[Flag, ...]:
    """What was replaced in the model's words before the memory kept them."""
    if entry is None:
        return ()
    return tuple(
        Flag(code=code, severity="warning", detail=detail, where=name)
        for code, detail in entry.notes
    )
