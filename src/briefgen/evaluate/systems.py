"""What can be evaluated: texts in files, translators, summarizers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeAlias

from briefgen import models
from briefgen.errors import EmptyArticleError, UsageError
from briefgen.evaluate.files import check_counts, find_language, read_lines
from briefgen.evaluate.flags import Checking
from briefgen.evaluate.records import Output, TestSet
from briefgen.options import EngineOptions, SummaryOptions, TranslationOptions
from briefgen.records import Flag, TranslatedSentence
from briefgen.sources.load import article_from_text
from briefgen.store import Store
from briefgen.summarize.base import Summarizer
from briefgen.translate.translator import Translator

Progress: TypeAlias = Callable[[str], None]
"""Told what is being done, in a few words."""

_AT_ONCE = 64
"""Lines that are translated between two words of progress: some batches of an engine."""

_OF_A_MODEL = ("low-confidence", "truncated", "split", "glossary-replaced")
_OF_A_DOCUMENT = frozenset({"name-inconsistent"})
"""Codes that compare sentences of one document, which the lines of a test file are not."""


class System(Protocol):
    """Makes texts of the sources of test sets."""

    @property
    def name(self) -> str:
        """What the report calls it."""

    def run(self, tests: Sequence[TestSet], progress: Progress) -> tuple[Output, ...]:
        """Make the texts.

        Args:
            tests: all of one task.
            progress: told what is being done.

        Returns:
            One output for each test set, in order.

        Raises:
            BriefgenError: a file or a model cannot be used.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypotheses:
    """Texts that exist: a file, or a folder in the layout of NTREX with one for each language."""

    name: str
    path: str
    checking: Checking

    def run(self, tests: Sequence[TestSet], progress: Progress) -> tuple[Output, ...]:
        """Read and check the texts; see `System`.

        Raises:
            UsageError: a file has not as many lines as the test set, or is for several languages.
            SourceError: a file cannot be read.
        """
        if len(tests) > 1 and not Path(self.path).is_dir():
            raise UsageError(
                f"{self.path} is one file, and there are {len(tests)} languages: name a folder "
                "with a file for each, or one language with --to"
            )
        return tuple(self._output(test, progress) for test in tests)

    def _output(self, test: TestSet, progress: Progress) -> Output:
        path = Path(self.path)
        if path.is_dir():
            found = find_language(self.path, test.target_language)
            if found is None:
                raise UsageError(f"{self.path} has no file for {test.target_language}")
            path = found
        texts = read_lines(path)
        check_counts(str(path), len(texts), test.name, len(test.references))
        progress(f"{self.name}: checking {len(texts)} lines of {test.target_language}")
        return Output(
            name=self.name,
            texts=texts,
            flags=self.checking.lines(test, texts),
            codes=self.checking.codes(test),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatorSystem:
    """A translator, run without the translation memory, which could know the references.

    Attributes:
        name: what the report calls it.
        choice: says which translator.
        store: where checkpoints are.
        engine: where the model runs.
        translation: how to translate.
        checking: with what the translator checks and mends, as in a brief.
    """

    name: str
    choice: models.Choice
    store: Store
    engine: EngineOptions
    translation: TranslationOptions
    checking: Checking

    def run(self, tests: Sequence[TestSet], progress: Progress) -> tuple[Output, ...]:
        """Translate the sources; see `System`.

        Raises:
            ModelError: the translator cannot be had, or does not know a language.
        """
        progress(f"{self.name}: loading")
        translator = models.load_translator(
            self.choice,
            self.store,
            self.engine,
            self.translation,
            glossary=self.checking.glossary,
            adequacy=self.checking.adequacy,
            checks=self.checking.checks,
        )
        return tuple(self._output(translator, test, progress) for test in tests)

    def _output(self, translator: Translator, test: TestSet, progress: Progress) -> Output:
        made: list[TranslatedSentence] = []
        for first in range(0, len(test.sources), _AT_ONCE):
            lines = test.sources[first : first + _AT_ONCE]
            made += translator.translate(
                lines,
                source=test.source_language,
                to=[test.target_language],
                ids=[f"line {n}" for n in range(first + 1, first + 1 + len(lines))],
            )[test.target_language]
            progress(
                f"{self.name}: {len(made)} of {len(test.sources)} lines into {test.target_language}"
            )
        return Output(
            name=self.name,
            texts=tuple(sentence.text for sentence in made),
            flags=tuple(
                tuple(flag for flag in sentence.flags if flag.code not in _OF_A_DOCUMENT)
                for sentence in made
            ),
            codes=(*self.checking.codes(test), *_OF_A_MODEL),
            model=translator.info,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarizerSystem:
    """A summarizer.

    Attributes:
        name: what the report calls it.
        choice: says which summarizer.
        store: where checkpoints are.
        engine: where the model runs.
        summary: length and style.
        checking: names the codes that are looked for.
    """

    name: str
    choice: models.Choice
    store: Store
    engine: EngineOptions
    summary: SummaryOptions
    checking: Checking

    def run(self, tests: Sequence[TestSet], progress: Progress) -> tuple[Output, ...]:
        """Summarise the sources, an article a line; see `System`.

        Raises:
            ModelError: the summarizer cannot be had.
        """
        progress(f"{self.name}: loading")
        summarizer = models.load_summarizer(self.choice, self.store, self.engine)
        return tuple(self._output(summarizer, test, progress) for test in tests)

    def _output(self, summarizer: Summarizer, test: TestSet, progress: Progress) -> Output:
        texts: list[str] = []
        flags: list[tuple[Flag, ...]] = []
        for text, found in self._summaries(summarizer, test):
            texts.append(text)
            flags.append(found)
            if len(texts) % _AT_ONCE == 0 or len(texts) == len(test.sources):
                progress(f"{self.name}: {len(texts)} of {len(test.sources)} articles")
        return Output(
            name=self.name,
            texts=tuple(texts),
            flags=tuple(flags),
            codes=(*self.checking.codes(test), "length"),
            model=summarizer.info,
        )

    def _summaries(
        self, summarizer: Summarizer, test: TestSet
    ) -> Iterator[tuple[str, tuple[Flag, ...]]]:
        for n, line in enumerate(test.sources, start=1):
            try:
                article = article_from_text(line, source=f"line {n}")
            except EmptyArticleError as error:
                raise UsageError(
                    f"each line of the sources must be an article: line {n} has no text"
                ) from error
            # What the user says of the language stands above what one article looks like.
            summary = summarizer.summarize(
                replace(article, language=test.source_language), self.summary
            )
            yield summary.text, summary.flags
