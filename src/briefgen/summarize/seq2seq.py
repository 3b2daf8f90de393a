"""A summarizer around a sequence-to-sequence model, which is not trusted.

The model proposes sentences; the article decides. Each sentence must be whole, new, and supported
by the article; what the checks call an error is left out, and where the model's sentences cannot
fill the asked range, the best sentences of the article itself are added.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from briefgen.checks.repetition import check_repetition
from briefgen.checks.support import check_summary_sentence, support
from briefgen.engines.base import Decoding, Engine, Hypothesis, Request
from briefgen.errors import PromptError
from briefgen.options import SummaryOptions
from briefgen.prompting import Prompt
from briefgen.records import Article, Evidence, Flag, Length, ModelInfo, Sentence, Summary
from briefgen.segment import sentences as split_sentences
from briefgen.summarize.chunks import Chunk, split
from briefgen.summarize.compose import Proposal, compose
from briefgen.summarize.extractive import article_proposals
from briefgen.summarize.ranking import term_weights
from briefgen.summarize.standalone import starts_unresolved
from briefgen.summarize.terms import has_end, plain, rival, terms
from briefgen.summarize.wording import is_salad, pairs_of
from briefgen.words import count_words

_BEAMS = 4
_SENTENCE_WORDS = 22
"""Words of a usual news sentence, to turn a number of sentences into one of words."""

_LEAST_CHUNK_WORDS = 20
"""No chunk is asked for less than a sentence, however many chunks share the budget."""

_PREFERENCE = 2.0
"""How much more a model's sentence is worth than a copied one: it says more in fewer words."""

_LATER = 0.75
"""Each further sentence from the same chunk is worth this much of the one before: coverage."""

_BABBLE = -4.0
"""Mean log-probability of a model that does not know what to say: each token had under 2 %."""

_DOUBTED = 0.6
"""What remains of the worth of a sentence with a warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A sentence that the model wrote, and that may be used."""

    text: str
    terms: frozenset[str]
    place: int  # index of the article sentence that supports it best
    order: int  # the higher, the later the model wrote it
    worth: float
    score: float
    evidence: tuple[Evidence, ...]
    flags: tuple[Flag, ...]
    after: int | None  # number of the written sentence that must stand before it


class Seq2SeqSummarizer:
    """Summaries by a checkpoint such as BART, PEGASUS, T5 or LED, held to the length promise."""

    def __init__(
        self,
        engine: Engine,
        *,
        prompt: Prompt | None = None,
        prefix: str = "",
        languages: Collection[str] | None = None,
    ) -> None:
        """Take a loaded engine.

        Args:
            engine: a model that summarises in the language of the article.
            prompt: for checkpoints that follow instructions; with `article` and `words`.
            prefix: what a checkpoint of several tasks (T5) wants before the text; a prompt stands
                in its place.
            languages: codes of the languages that it summarises; None where nobody knows: then
                it is tried with any, and what the article does not bear out is left out as ever.
        """
        self._languages = languages
        self._engine = engine
        self._prompt = prompt
        self._prefix = prefix

    @property
    def info(self) -> ModelInfo:
        """The engine's checkpoint."""
        return self._engine.info

    def reads(self, language: str) -> bool:
        """Whether the checkpoint is known to summarise a language, or nothing is known of it."""
        if self._languages is None:
            return True
        # Dari is Persian as far as reading goes.
        return language in self._languages or (language == "prs" and "fa" in self._languages)

    def summarize(self, article: Article, options: SummaryOptions) -> Summary:
        """Summarise an article, all of it, however long.

        Args:
            article: in a language that the checkpoint summarises.
            options: length and style.

        Returns:
            Whole sentences inside the range, written by the model or taken from the article, in
            the article's order (bullets: most important first), each with its evidence. The score
            is the model's mean log-probability; for a sentence of the article its importance.

        Raises:
            EmptyArticleError: the article has no sentence with a word in it.
            PromptError: the prompt leaves no room for a single sentence of the article.
        """
        own = article_proposals(article)
        words = sum(count_words(proposal.text) for proposal in own)
        length = options.length
        if words < (length.min_words or 0) or len(own) <= (length.sentences or 0):
            # Nothing to leave out: saying it in other words would only be padding.
            return compose(article.id, own, options)
        if length.max_words is not None and words < length.max_words:
            length = replace(length, max_words=words)
        written = self._write(article, own, length)
        proposals = _merged(own, written, article.language)
        summary = compose(article.id, proposals, replace(options, length=length))
        if any(flag.code == "length" for flag in summary.flags):
            # Groups of sentences that exclude one another are not searched to the end; those of
            # the article alone are simple enough to be.
            copied = compose(article.id, own, options)
            if not any(flag.code == "length" for flag in copied.flags):
                return copied
        return summary

    def _write(
        self, article: Article, own: Sequence[Proposal], length: Length
    ) -> tuple[_Written, ...]:
        chunks = split(article.sentences, self._engine.max_source_tokens, self._count)
        if not chunks:
            if self._prompt is not None:
                raise PromptError(
                    f"{self._prompt.file}: leaves no room for a sentence of {article.source} in "
                    f"the {self._engine.max_source_tokens} tokens of {self.info.id}"
                )
            return ()
        words = _words_a_chunk(length, len(chunks))
        middle = sum(words) // 2
        ratio = max(
            self._engine.count_tokens(chunk.text) / max(1, count_words(chunk.text))
            for chunk in chunks
        )
        decoding = Decoding(
            beams=_BEAMS,
            hypotheses=_BEAMS,
            max_new_tokens=min(
                math.ceil(1.5 * ratio * words[1]) + 16, self._engine.max_source_tokens
            ),
            words=words,
            no_repeat_ngram=3,
        )
        outputs = self._engine.generate(
            [Request(text=self._framed(chunk.text, middle)) for chunk in chunks], decoding
        )
        importance = {proposal.evidence[0].sentence: proposal.score for proposal in own}
        weights = _weights(own, article.language)
        written: list[_Written] = []
        for chunk, hypotheses in zip(chunks, outputs, strict=True):
            written.extend(
                _usable(
                    article,
                    chunk,
                    hypotheses,
                    importance=importance,
                    weights=weights,
                    start=len(written),
                )
            )
        return tuple(written)

    def _framed(self, text: str, words: int) -> str:
        if self._prompt is None:
            return self._prefix + text
        return self._prompt.render(article=text, words=words)

    def _count(self, text: str) -> int:
        # The number of words has at most five digits (`options.MAX_WORDS`).
        return self._engine.count_tokens(self._framed(text, 20_000))


def _words_a_chunk(length: Length, chunks: int) -> tuple[int, int]:
    """Bounds in words that each chunk's summary is asked for."""
    if length.sentences is not None:
        low = high = length.sentences * _SENTENCE_WORDS
    else:
        low, high = length.min_words or 1, length.max_words or 1
    if chunks == 1 and length.sentences is None:
        return low, high
    share = max(_LEAST_CHUNK_WORDS, math.ceil((low + high) / 2 / chunks))
    return math.ceil(0.75 * share), math.ceil(1.5 * share)


def _usable(
    article: Article,
    chunk: Chunk,
    hypotheses: Sequence[Hypothesis],
    *,
    importance: Mapping[str, float],
    weights: Mapping[str, float],
    start: int,
) -> list[_Written]:
    """The sentences of a chunk's hypotheses that are whole, new and supported, best first.

    Args:
        article: the article.
        chunk: the part that the model read.
        hypotheses: what it wrote, best first.
        importance: of the article's sentences, by id.
        weights: of the article's terms.
        start: number of the first one among all written sentences.
    """
    read = article.sentences[chunk.first : chunk.last + 1]
    texts = [sentence.text for sentence in read]
    pairs = pairs_of(texts)
    found: list[_Written] = []
    seen: set[str] = set()
    for rank, hypothesis in enumerate(hypotheses):
        before: int | None = None
        for text in whole_sentences(hypothesis, article.language):
            needed, before = before, None
            unresolved = starts_unresolved(text, article.language)
            if plain(text) in seen or (unresolved and needed is None):
                continue
            seen.add(plain(text))
            if hypothesis.score < _BABBLE or is_salad(text, pairs):
                continue
            sentence = _grounded(text, read, texts, article, hypothesis)
            if sentence is None:
                continue
            best = importance.get(sentence.evidence[0].sentence, 0.0)
            before = start + len(found)
            found.append(
                replace(
                    sentence,
                    place=chunk.first + sentence.place,
                    order=before,
                    worth=sentence.worth * (0.5 + 0.5 * best) / (1 + 0.1 * rank),
                    after=needed if unresolved else None,
                )
            )
    by_worth = sorted(range(len(found)), key=lambda index: (-found[index].worth, index))
    kept: list[frozenset[str]] = []
    for index in by_worth:
        # Versions of one sentence are rivals, not followers.
        rivals = any(rival(found[index].terms, other, weights) for other in kept)
        later = _LATER ** len(kept)
        found[index] = replace(found[index], worth=found[index].worth * later)
        if not rivals:
            kept.append(found[index].terms)
    return found


def whole_sentences(hypothesis: Hypothesis, language: str) -> tuple[str, ...]:
    """The sentences of an output that have an end, in order.

    Args:
        hypothesis: one output; PEGASUS writes `<n>` between sentences.
        language: briefgen's code.

    >>> whole_sentences(Hypothesis(text="It rained in Orsk.<n>He said that", score=-1.0), "en")
    ('It rained in Orsk.',)
    """
    text = " ".join(hypothesis.text.replace("<n>", " ").split())
    found = split_sentences(text, language)
    return tuple(sentence for sentence in found if has_end(sentence) and count_words(sentence) >= 3)


def _grounded(
    text: str,
    read: Sequence[Sentence],
    texts: Sequence[str],
    article: Article,
    hypothesis: Hypothesis,
) -> _Written | None:
    """A sentence with its evidence, or None where the article does not bear it out."""
    found = support(text, texts)
    if not found or check_repetition("", text):
        return None
    best = found[0][1]
    flags = check_summary_sentence(
        text,
        tuple(texts[index] for index, _ in found),
        # What the model has not read it cannot know, even if another part of the article has it.
        " ".join((article.title, *texts)),
        language=article.language,
        published=article.published,
    )
    if any(flag.severity == "error" for flag in flags):
        return None
    if hypothesis.input_truncated:
        detail = "the model did not read all of the article's part"
        flags = (*flags, Flag(code="truncated", severity="warning", detail=detail))
    return _Written(
        text=text,
        terms=frozenset(terms(text, article.language)),
        place=found[0][0],
        order=0,
        worth=_PREFERENCE * (0.5 + 0.5 * best) * (_DOUBTED if flags else 1.0),
        score=hypothesis.score,
        evidence=tuple(
            Evidence(sentence=read[index].id, score=round(score, 4)) for index, score in found
        ),
        flags=flags,
        after=None,
    )


def _merged(
    own: Sequence[Proposal], written: Sequence[_Written], language: str
) -> tuple[Proposal, ...]:
    """The article's proposals with the model's among them, and who excludes whom."""
    proposals = list(own)
    number_of = {plain(proposal.text): number for number, proposal in enumerate(own)}
    own_terms = [frozenset(terms(proposal.text, language)) for proposal in own]
    weights = _weights(own, language)
    place_in_own = {proposal.evidence[0].sentence: number for number, proposal in enumerate(own)}
    numbers: list[int] = []
    for sentence in written:
        copied = number_of.get(plain(sentence.text))
        if copied is not None:
            # The article's own words: its sentence, which is now worth more.
            merit = max(proposals[copied].merit, sentence.worth)
            proposals[copied] = replace(proposals[copied], merit=merit)
            numbers.append(copied)
            continue
        number = len(proposals)
        numbers.append(number)
        number_of[plain(sentence.text)] = number
        near = place_in_own.get(sentence.evidence[0].sentence)
        position = float(sentence.place) if near is None else own[near].position
        needs: tuple[int, ...] = ()
        if sentence.after is not None:
            needs = (numbers[sentence.after],)
            position = max(position, proposals[needs[0]].position)
        rivals = [
            other
            for other, its_terms in enumerate(own_terms)
            if rival(sentence.terms, its_terms, weights)
        ]
        rivals.extend(
            numbers[other]
            for other, earlier in enumerate(written[: sentence.order])
            if numbers[other] >= len(own) and rival(sentence.terms, earlier.terms, weights)
        )
        proposals.append(
            Proposal(
                text=sentence.text,
                position=position,
                merit=sentence.worth,
                score=sentence.score,
                evidence=sentence.evidence,
                flags=sentence.flags,
                needs=needs,
                excludes=tuple(sorted({*rivals} - {number, *needs})),
            )
        )
    return tuple(proposals)


def _weights(own: Sequence[Proposal], language: str) -> dict[str, float]:
    return term_weights([frozenset(terms(proposal.text, language)) for proposal in own])
