"""Article → Summary → Translation → Brief, for one article or several.

`Briefer` is the library's front door. It holds what the user chose, loads a model when it is first
needed, and keeps it. It is not thread-safe: use one for each thread.
"""

import hashlib
import json
import os
import time
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TypeAlias, overload

from briefgen import models
from briefgen.checks.plugged import load_checks
from briefgen.errors import (
    BriefgenError,
    EmptyArticleError,
    ModelNotInstalledError,
    SourceError,
    UnsupportedLanguageError,
    UsageError,
)
from briefgen.glossary.reading import read_glossary, with_builtin
from briefgen.languages import LANGUAGES, TARGETS, resolve_source, resolve_targets
from briefgen.memory import FILE_NAME, TranslationMemory
from briefgen.options import (
    EngineOptions,
    SummaryOptions,
    TranslationOptions,
    as_afghan_words,
    as_calendar,
    as_digits,
    as_engine,
    as_style,
    resolve_length,
)
from briefgen.records import (
    Article,
    Brief,
    Checks,
    Flag,
    Generator,
    Models,
    Settings,
    Summary,
    Timings,
    TranslatedSentence,
    Translation,
)
from briefgen.sources.many import load_each
from briefgen.store import Store, home_from_environment
from briefgen.summarize.base import Summarizer
from briefgen.summarize.bottom_line import summarize_with_bottom_line
from briefgen.summarize.merge import summarize_together
from briefgen.translate.document import choose_document, propose_document
from briefgen.translate.group import translate_group
from briefgen.translate.into_english import (
    ENGLISH,
    EnglishArticle,
    into_english,
    said_to_be_translated,
)
from briefgen.translate.translator import Translator
from briefgen.version import __version__

Source: TypeAlias = str | os.PathLike[str] | Article


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """What became of one source: `brief`, or `error` where it failed."""

    source: str
    brief: Brief | None = None
    error: BriefgenError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article that is summarised and not yet translated, with the seconds it took so far."""

    article: Article
    summary: Summary
    load_s: float = 0.0
    summarize_s: float = 0.0


class Briefer:
    """Makes briefs. Not thread-safe: use one for each thread.

    Args:
        preset: name of a preset; without one, the best preset that is installed.
        summarizer: `extractive`, a folder, a hub id or `plugin:NAME`, instead of the preset's.
        translator: a folder, a hub id or `plugin:NAME`, instead of the preset's.
        to: languages to translate into, any of their codes or names; empty for none.
        length: `flash`, `short`, `standard` or `long`.
        words: N for N ± 10 %, or bounds `(50, 70)`.
        sentences: number of sentences; of `length`, `words` and `sentences` give one at most.
        style: `prose` or `bullets`.
        bottom_line: put the one most important sentence above each summary.
        engine: `auto` or `torch`.
        device: `auto`, `cpu`, `cuda`, `cuda:1`, `mps`.
        threads: 0 for the real cores.
        beams: width of the translator's beam search.
        digits: `native` or `latin`, in Dari and Pashto.
        afghan_words: in Dari, `months` for Afghan names of months in place of Iranian ones, `all`
            for a few words more, or `none`.
        calendar: `gregorian`, `solar-hijri` or `both`, for dates of the document.
        prompts: folder with the user's own prompt templates.
        glossary: a CSV, TSV or TBX file of terms that translations must use.
        builtin_glossary: watch over Afghan and regional names, countries and languages as well.
        adequacy: compare the meanings of sentences and translations, with the model of the extra
            `adequacy`, or with an encoder such as multilingual-e5 in a folder or of a hub id.
        checks: names of checks that plug-ins bring (`docs/plugins.md`).
        offline: never open a socket.
        allow_private: let URLs point into private networks.
        memory: look up and keep translations in the translation memory.
        recall: use what models wrote earlier, and not only what people approved. A brief that may
            not depend on which briefs were made before it needs this to be off.
        home: where checkpoints and the memory live; the user's cache where None.

    Raises:
        UsageError: an option has no such value, two exclude each other, or an extra is missing.
        GlossaryError: the glossary cannot be read.
    """

    def __init__(
        self,
        *,
        preset: str | None = None,
        summarizer: str | os.PathLike[str] | None = None,
        translator: str | os.PathLike[str] | None = None,
        to: str | Iterable[str] = TARGETS,
        length: str | None = None,
        words: int | tuple[int, int] | str | None = None,
        sentences: int | None = None,
        style: str = "prose",
        bottom_line: bool = False,
        engine: str = "auto",
        device: str = "auto",
        threads: int = 0,
        beams: int = 4,
        digits: str = "native",
        afghan_words: str = "months",
        calendar: str = "gregorian",
        prompts: str | os.PathLike[str] | None = None,
        glossary: str | os.PathLike[str] | None = None,
        builtin_glossary: bool = True,
        adequacy: bool | str | os.PathLike[str] = False,
        checks: str | Iterable[str] = (),
        offline: bool = False,
        allow_private: bool = False,
        memory: bool = True,
        recall: bool = True,
        home: str | os.PathLike[str] | None = None,
    ) -> None:
        self._to = resolve_targets(to)
        self._summary_options = SummaryOptions(
            length=resolve_length(length=length, words=words, sentences=sentences),
            style=as_style(style),
        )
        self._bottom_line = bottom_line
        self._translation_options = TranslationOptions(
            beams=beams,
            digits=as_digits(digits),
            afghan_words=as_afghan_words(afghan_words),
        )
        self._calendar = as_calendar(calendar)
        self._engine_options = EngineOptions(
            engine=as_engine(engine), device=device, threads=threads, offline=offline
        )
        self._allow_private = allow_private
        self._home = Path(home) if home is not None else home_from_environment(os.environ)
        self._store = Store(self._home, offline=offline)
        self._remembers = memory
        self._recalls = recall
        self._choice = models.Choice(
            preset=preset,
            summarizer=None if summarizer is None else os.fspath(summarizer),
            translator=None if translator is None else os.fspath(translator),
        )
        self._prompts = None if prompts is None else Path(prompts)
        # Read at once: a broken glossary must not be found out after a long summary.
        self._glossary = None if glossary is None else read_glossary(Path(glossary))
        self._builtin_glossary = builtin_glossary
        self._meaning = adequacy
        self._adequacy = (
            models.load_adequacy(
                self._store,
                self._engine_options,
                None if adequacy is True else os.fspath(adequacy),
            )
            if adequacy
            else None
        )
        self._checks = load_checks(checks)
        self._summarizer: Summarizer | None = None
        self._translator: Translator | None = None

    def load(self, *sources: Source, stdin: BinaryIO | None = None) -> Iterator[Article]:
        """Load articles with this briefer's network rules, numbered `a1`, `a2` and so on.

        Args:
            sources: paths, URLs, `-` for standard input, or Articles; a `.jsonl` holds several.
            stdin: what `-` reads.

        Yields:
            The articles, in order.

        Raises:
            SourceError: one cannot be had.
            OfflineError: it is a URL, and the briefer is offline.
        """
        number = 1
        for source in sources:
            if isinstance(source, Article):
                yield _with_id(source, f"a{number}")
                number += 1
                continue
            for found in load_each(
                source,
                first=number,
                stdin=stdin,
                offline=self._engine_options.offline,
                allow_private=self._allow_private,
            ):
                if isinstance(found, SourceError):
                    raise found
                yield found
                number += 1

    def summarize(self, article: Article) -> Summary:
        """Summarise one article within the asked length.

        Raises:
            ModelError: the summarizer cannot be had.
        """
        return self._summarize([article])

    def _summarize(self, articles: Sequence[Article]) -> Summary:
        """One summary of all these articles, which are put into English first where they must."""
        summarizer = self._get_summarizer()
        languages = {article.language for article in articles}
        read: list[EnglishArticle] = []
        if len(languages) > 1 or not all(map(summarizer.reads, languages)):
            read = [self._in_english(article) for article in articles]
            articles = [one.article for one in read]
        make = summarize_with_bottom_line if self._bottom_line else summarize_together
        summary = make(summarizer, articles, self._summary_options)
        return said_to_be_translated(summary, read) if read else summary

    def _in_english(self, article: Article) -> EnglishArticle:
        """An article that the summarizer cannot read, or not beside the others, in English."""
        if article.language == ENGLISH:
            return EnglishArticle(article=article, original=ENGLISH, flags={})
        known = LANGUAGES.get(article.language)
        language = article.language if known is None else known.name
        summarizer = self._get_summarizer()
        what = (
            f"{article.source} is in {language}"
            if summarizer.reads(article.language)
            else f"{article.source} is in {language}, which {summarizer.info.id} does not read"
        )
        try:
            return into_english(self._get_translator(), article)
        except ModelNotInstalledError as error:
            raise UnsupportedLanguageError(
                f"{what}, and no translator is there to put it into English: "
                f"use --summarizer extractive, or --translator. {error}"
            ) from error
        except UnsupportedLanguageError as error:
            raise UnsupportedLanguageError(
                f"{what}, and it cannot be put into English: {error}. Use --summarizer extractive, "
                "or another --translator"
            ) from error

    @overload
    def translate(
        self, sentences: Sequence[str], to: str, *, source: str = "en"
    ) -> tuple[TranslatedSentence, ...]: ...

    @overload
    def translate(
        self, sentences: Sequence[str], to: list[str] | tuple[str, ...], *, source: str = "en"
    ) -> dict[str, tuple[TranslatedSentence, ...]]: ...

    def translate(
        self,
        sentences: Sequence[str],
        to: str | list[str] | tuple[str, ...],
        *,
        source: str = "en",
    ) -> tuple[TranslatedSentence, ...] | dict[str, tuple[TranslatedSentence, ...]]:
        """Translate sentences, in one batch whatever the number of languages.

        Args:
            sentences: one sentence each.
            to: a language, or several.
            source: the language of the sentences, by code or name; any that the model reads.

        Returns:
            For one language a tuple, one translated sentence for each sentence in order; for
            several, such a tuple by language code.

        Raises:
            ModelError: the translator cannot be had, or does not know a language.
            UsageError: a language is unknown, or `sentences` is one text.
        """
        if isinstance(sentences, str):
            raise UsageError("translate takes a list of sentences: put the text into a list")
        codes = resolve_targets([to] if isinstance(to, str) else to)
        found = self._get_translator().translate(sentences, source=resolve_source(source), to=codes)
        return found[codes[0]] if isinstance(to, str) else found

    def brief(self, *sources: Source, stdin: BinaryIO | None = None, merge: bool = False) -> Brief:
        """Make one brief of one source or of several, a section each.

        Args:
            sources: paths, URLs, `-` for standard input, or Articles.
            stdin: what `-` reads.
            merge: the sources are on one event: write one summary of them all, whose sentences
                say which article they are from.

        Raises:
            UsageError: no source is given, or articles in several languages are to be merged.
            SourceError: a source cannot be had.
            ModelError: a model cannot be had.
        """
        if not sources:
            raise UsageError("no article is given: name a file, a URL, or - for standard input")
        watch = _Stopwatch()
        articles = tuple(self.load(*sources, stdin=stdin))
        if not articles:
            raise EmptyArticleError("the source holds no article: give one with a line in it")
        load_s = watch.lap()
        # Models first: a missing translator must not be found out after a long summary.
        self.prepare()
        translator = self._get_translator() if self._to else None
        watch.lap()
        # What each summary is of; its first article has the title.
        groups = [articles] if merge else [(article,) for article in articles]
        heads = [group[0] for group in groups]
        summaries = tuple(self._summarize(group) for group in groups)
        summarize_s = watch.lap()
        translations: dict[str, Translation] = {}
        translate_s = check_s = 0.0
        if translator is not None:
            proposals = propose_document(translator, heads, summaries, self._to)
            translate_s = watch.lap()
            translations = choose_document(translator, proposals, heads, summaries)
            check_s = watch.lap()
        return self._assemble(
            articles,
            summaries,
            translations,
            Timings(load=load_s, summarize=summarize_s, translate=translate_s, check=check_s),
        )

    def complete(self, drafts: Sequence[Draft]) -> tuple[Brief | BriefgenError, ...]:
        """Translate and check several drafts, the sentences of all in the same batches.

        Args:
            drafts: articles with their summaries, in any mix of languages.

        Returns:
            For each draft, in order, its own brief, or the error that it alone has.

        Raises:
            ModelError: a model cannot be had.
        """
        if not self._to:
            return tuple(self._finished(draft, {}, 0.0) for draft in drafts)
        watch = _Stopwatch()
        outcomes = translate_group(
            self._get_translator(),
            [draft.article for draft in drafts],
            [draft.summary for draft in drafts],
            self._to,
        )
        share_s = round(watch.lap() / max(1, len(drafts)), 3)
        return tuple(
            outcome
            if isinstance(outcome, BriefgenError)
            else self._finished(draft, outcome, share_s)
            for draft, outcome in zip(drafts, outcomes, strict=True)
        )

    @property
    def to(self) -> tuple[str, ...]:
        """The languages that briefs are translated into, by code."""
        return self._to

    def prepare(self) -> Models:
        """Load the models that will be needed, and say which they are.

        Raises:
            ModelError: one cannot be had.
        """
        summarizer = self._get_summarizer()
        translator = self._get_translator() if self._to else None
        return Models(
            summarizer=summarizer.info, translator=None if translator is None else translator.info
        )

    def _models_of(self, summaries: Iterable[Summary]) -> Models:
        """The models of a brief; a translator also where only the article was translated."""
        models = self.prepare()
        if models.translator is None and any(summary.language for summary in summaries):
            return replace(models, translator=self._get_translator().info)
        return models

    def identity(self) -> str:
        """A SHA-256 of the settings and models: what is alike in it makes the same brief.

        Raises:
            ModelError: a model cannot be had.
        """
        parts = {
            "summary": asdict(self._summary_options),
            "bottom_line": self._bottom_line,
            "to": self._to,
            "translation": asdict(self._translation_options) if self._to else None,
            "calendar": self._calendar,
            "prompts": None if self._prompts is None else _folder_sha256(self._prompts),
            "glossary": None if self._glossary is None else self._glossary.sha256,
            "builtin_glossary": self._builtin_glossary,
            "adequacy": str(self._meaning),
            "checks": [asdict(check.plugin) for check in self._checks],
            "models": asdict(self.prepare()),
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def _finished(
        self, draft: Draft, translations: dict[str, Translation], translate_s: float
    ) -> Brief:
        return self._assemble(
            (draft.article,),
            (draft.summary,),
            translations,
            Timings(load=draft.load_s, summarize=draft.summarize_s, translate=translate_s),
        )

    def _assemble(
        self,
        articles: tuple[Article, ...],
        summaries: tuple[Summary, ...],
        translations: dict[str, Translation],
        timings: Timings,
    ) -> Brief:
        flags = [flag for summary in summaries for flag in summary.flags]
        flags += [flag for translation in translations.values() for flag in translation.flags]
        return Brief(
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            generator=Generator(name="briefgen", version=__version__),
            settings=Settings(
                length=self._summary_options.length,
                style=self._summary_options.style,
                to=self._to,
                digits=self._translation_options.digits,
                calendar=self._calendar,
                glossary=None if self._glossary is None else self._glossary.sha256,
                checks=tuple(
                    f"{check.plugin.name} ({check.plugin.distribution})" for check in self._checks
                ),
            ),
            models=self._models_of(summaries),
            articles=articles,
            summaries=summaries,
            translations=translations,
            checks=count_flags(flags),
            timings=timings,
        )

    def batch(self, sources: Iterable[Source]) -> Iterator[BatchResult]:
        """Make one brief for each source, lazily; a source that fails does not stop the rest.

        A source is taken when the brief before it has been given out, so that closing the
        generator, or leaving the loop over it, ends the work. Not thread-safe, as the briefer is
        not. `briefgen batch` and `briefgen.batch.run_batch` translate several articles at once,
        write files and go on where they were stopped.

        Args:
            sources: paths, URLs or Articles.

        Yields:
            A brief or an error for each source, in order.

        Raises:
            ModelError: a model cannot be had, which no other source would mend.
        """
        self.prepare()
        for source in sources:
            name = source.source if isinstance(source, Article) else os.fspath(source)
            try:
                yield BatchResult(source=name, brief=self.brief(source))
            except BriefgenError as error:
                yield BatchResult(source=name, error=error)

    def _get_summarizer(self) -> Summarizer:
        if self._summarizer is None:
            self._summarizer = models.load_summarizer(
                self._choice, self._store, self._engine_options, self._prompts
            )
        return self._summarizer

    def _get_translator(self) -> Translator:
        if self._translator is None:
            self._translator = models.load_translator(
                self._choice,
                self._store,
                self._engine_options,
                self._translation_options,
                memory=self._open_memory() if self._remembers else None,
                recall=self._recalls,
                glossary=with_builtin(self._glossary, builtin=self._builtin_glossary),
                adequacy=self._adequacy,
                checks=self._checks,
            )
        return self._translator

    def _open_memory(self) -> TranslationMemory:
        memory = TranslationMemory(self._home / FILE_NAME)
        # Closed when the briefer goes: the translator needs it as long as that lives.
        weakref.finalize(self, memory.close)
        return memory


def count_flags(flags: Iterable[Flag]) -> Checks:
    """Count flags by severity and by code, codes in alphabetical order."""
    found = tuple(flags)
    return Checks(
        errors=sum(flag.severity == "error" for flag in found),
        warnings=sum(flag.severity == "warning" for flag in found),
        by_code=dict(sorted(Counter(flag.code for flag in found).items())),
    )


class _Stopwatch:
    """Seconds between laps."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def lap(self) -> float:
        now = time.perf_counter()
        seconds, self._last = now - self._last, now
        return round(seconds, 3)


def _folder_sha256(folder: Path) -> str:
    """Of the templates in a folder, names and contents."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for part in (path.relative_to(folder).as_posix().encode(), path.read_bytes()):
            found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


def _with_id(article: Article, id: str) -> Article:
    """The article under another id, its sentences renamed with it."""
    if article.id == id:
        return article
    return replace(
        article,
        id=id,
        sentences=tuple(
            replace(sentence, id=id + sentence.id.removeprefix(article.id))
            for sentence in article.sentences
        ),
    )
