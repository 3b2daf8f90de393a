"""The nouns of briefgen: frozen records that flow from one stage to the next.

The way of the data is Article → Summary → Translation → Brief → document. Field names are those of
`brief.json` (`docs/brief-json.md`); `serialize` writes and reads it.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]

CORRECTED = "corrected"
"""The code of the flag that a translation carries once a person has corrected it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something that a reader must know about a sentence.

    Attributes:
        code: one of the codes of `docs/checks.md`, such as `number-missing`.
        severity: `error` where the text should not be acted on unread.
        detail: what was found, in English, for a person.
        where: the id of the sentence, `title`, or the number of a line.
    """

    code: str
    severity: Severity
    detail: str
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of an article. `paragraph` counts from 0."""

    id: str
    text: str
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A section heading; it stands before the sentence of index `before_sentence` (from 0)."""

    text: str
    before_sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A cleaned article.

    Attributes:
        id: unique within a brief, such as `a1`; sentence ids begin with it.
        title: empty where the source has none.
        source: the path or URL as the user gave it, or `-`.
        url: where it was published, if known.
        authors: as printed, in order.
        published: ISO 8601 date (`2025-07-04`), if known.
        language: briefgen's code where it has one, else ISO 639-1.
        words: words of the body, headings left out.
        sha256: of the cleaned body in UTF-8.
        sentences: the body in order.
        headings: the section headings, which are not sentences.
    """

    id: str
    title: str
    source: str
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str = "en"
    words: int
    sha256: str
    sentences: tuple[Sentence, ...]
    headings: tuple[Heading, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the body, each one line of text."""
        grouped: dict[int, list[str]] = {}
        for sentence in self.sentences:
            grouped.setdefault(sentence.paragraph, []).append(sentence.text)
        return tuple(" ".join(texts) for texts in grouped.values())

    @property
    def text(self) -> str:
        """The body: paragraphs joined by blank lines, headings left out."""
        return "\n\n".join(self.paragraphs)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each sentence stands in `text`: offsets of its start and its end, in order."""
        found: list[tuple[int, int]] = []
        paragraph: int | None = None
        end = 0
        for sentence in self.sentences:
            gap = 0 if paragraph is None else 1 if sentence.paragraph == paragraph else 2
            start, paragraph = end + gap, sentence.paragraph
            end = start + len(sentence.text)
            found.append((start, end))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An article sentence that supports a summary sentence, with how well (0 to 1)."""

    sentence: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySentence:
    """A sentence of a summary.

    Attributes:
        id: unique within the brief.
        text: one whole sentence.
        evidence: the article's sentences that support it, the best first.
        score: the summarizer's own, higher is better.
        flags: what the checks found.
        article: id of the article that it is from, in a summary of several; else None.
    """

    id: str
    text: str
    evidence: tuple[Evidence, ...] = ()
    score: float = 0.0
    flags: tuple[Flag, ...] = ()
    article: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The summary of one article, or of several on one event.

    What is wrong with the summary as a whole, such as `length`, is a flag of its last sentence.

    Attributes:
        article: id of the article; of several, of the first one.
        words: words of all sentences together, the bottom line left out.
        sentences: in the order of reading.
        bottom_line: one more sentence that stands above them, where one was asked for and found.
        articles: ids of all that it summarises, where these are several; else empty.
        language: that it is written in, where the article was translated first; else None.
        title: of the article in that language; else None.
    """

    article: str
    words: int
    sentences: tuple[SummarySentence, ...]
    bottom_line: SummarySentence | None = None
    articles: tuple[str, ...] = ()
    language: str | None = None
    title: str | None = None

    @property
    def all_sentences(self) -> tuple[SummarySentence, ...]:
        """The bottom line, if there is one, and then the sentences."""
        return self.sentences if self.bottom_line is None else (self.bottom_line, *self.sentences)

    @property
    def text(self) -> str:
        """The sentences joined by spaces."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags of its sentences, in order, those of the bottom line first."""
        return tuple(flag for sentence in self.all_sentences for flag in sentence.flags)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """One more attempt at a sentence whose translation had an error.

    Attributes:
        decoding: how it was decoded, such as `beams=8 repetition_penalty=1.2`.
        text: the best that came of it, whether it was taken or not.
        score: mean log-probability a token (natural logarithm).
        flags: the codes of what the checks found in it.
    """

    decoding: str
    text: str
    score: float = 0.0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedSentence:
    """One translated sentence.

    Attributes:
        id: that of the sentence it translates.
        source: the text it translates.
        text: the translation.
        score: mean log-probability a token (natural logarithm), 0 is certainty.
        flags: what the checks found.
        retries: the further attempts at it, in order; empty where the first one passed.
        approved: a person approved it: it is a correction, or came in a TMX file.
    """

    id: str
    source: str
    text: str
    score: float = 0.0
    flags: tuple[Flag, ...] = ()
    retries: tuple[Retry, ...] = ()
    approved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A translated title. `retries` are the further attempts at it."""

    text: str
    flags: tuple[Flag, ...] = ()
    retries: tuple[Retry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The translation of one article's summary."""

    article: str
    title: Title
    sentences: tuple[TranslatedSentence, ...]
    bottom_line: TranslatedSentence | None = None

    @property
    def all_sentences(self) -> tuple[TranslatedSentence, ...]:
        """The bottom line, if there is one, and then the sentences."""
        return self.sentences if self.bottom_line is None else (self.bottom_line, *self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A whole brief in one language."""

    language: str
    script: str
    direction: str
    title: Title
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """The sections' text, a paragraph a section, joined by blank lines."""
        return "\n\n".join(
            " ".join(sentence.text for sentence in section.sentences) for section in self.sections
        )

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags, those of the titles first in each section."""
        found = list(self.title.flags)
        for section in self.sections:
            if section.title is not self.title:
                found.extend(flag for flag in section.title.flags if flag not in self.title.flags)
            for sentence in section.all_sentences:
                found.extend(sentence.flags)
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """What produced a text: enough to produce it again.

    Attributes:
        id: hub id, folder, or a built-in name such as `extractive`.
        revision: the commit, or the embedded version; `local` for a folder without a lock.
        licence: SPDX id where there is one.
        engine: `ct2`, `torch`, `plugin`, or `builtin` for what needs no model.
        quantization: such as `float32`.
        codes: for a translator, the checkpoint's own code of each briefgen language.
        files: SHA-256 of each file of the checkpoint that was read, by name.
    """

    id: str
    revision: str
    licence: str
    engine: str
    quantization: str
    codes: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """The asked length of a summary, in English words, or in sentences.

    Attributes:
        kind: `flash`, `short`, `standard`, `long`, `words` or `sentences`.
        min_words: lower bound, both ends included; None where sentences are counted.
        max_words: upper bound; None where sentences are counted.
        sentences: the number of sentences, or None where words are counted.
    """

    kind: str
    min_words: int | None
    max_words: int | None
    sentences: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings that were in force.

    `glossary` is the SHA-256 of the glossary file; `checks` names those of plug-ins, each with its
    package, such as `exclamation (briefgen-example 0.1.0)`.
    """

    length: Length
    style: str
    to: tuple[str, ...]
    digits: str
    calendar: str
    glossary: str | None = None
    seed: int = 0
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The models that were used; `translator` is None where nothing was translated."""

    summarizer: ModelInfo
    translator: ModelInfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """How many flags the brief carries."""

    errors: int
    warnings: int
    by_code: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Seconds that each stage took."""

    load: float = 0.0
    summarize: float = 0.0
    translate: float = 0.0
    check: float = 0.0
    render: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """The program that wrote the brief."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A whole brief: what `brief.json` holds."""

    schema: str = "briefgen/brief-1"
    created: str
    generator: Generator
    settings: Settings
    models: Models
    articles: tuple[Article, ...]
    summaries: tuple[Summary, ...]
    translations: dict[str, Translation]
    checks: Checks
    timings: Timings

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags of the summaries and of the translations."""
        found = [flag for summary in self.summaries for flag in summary.flags]
        for translation in self.translations.values():
            found.extend(translation.flags)
        return tuple(found)

    @property
    def merged(self) -> bool:
        """Whether one summary stands for several articles."""
        return any(summary.articles for summary in self.summaries)

    def summary_language(self, article: str) -> str:
        """The language that the summary of an article is written in.

        Args:
            article: id of an article of the brief, as a section of a translation names it.
        """
        written = {summary.article: summary.language for summary in self.summaries}
        own = {item.id: item.language for item in self.articles}
        return written.get(article) or own[article]

    def summary_title(self, article: str) -> str:
        """The title of an article in the language of its summary.

        Args:
            article: id of an article of the brief.
        """
        written = {summary.article: summary.title for summary in self.summaries}
        own = {item.id: item.title for item in self.articles}
        return written.get(article) or own[article]

    def save(
        self,
        path: str | Path,
        *,
        force: bool = False,
        layout: Literal["stacked", "side-by-side"] = "stacked",
        template: str | Path | None = None,
    ) -> Path:
        """Write the brief as a document, its format by the ending of the path.

        Args:
            path: ends in `.md`, `.html`, `.docx`, `.pdf`, `.json`, `.txt` or `.review.html`.
            force: replace an existing file.
            layout: languages one after another, or in columns (HTML and Word).
            template: of Word, Markdown or HTML (`docs/documents.md`).

        Returns:
            The path written.

        Raises:
            UsageError: no format has that ending.
            TemplateError: the template is broken.
            OutputError: the file exists and `force` is false, or it cannot be written.
        """
        from briefgen.options import DocumentOptions
        from briefgen.render import save

        chosen = None if template is None else Path(template)
        options = DocumentOptions(layout=layout, template=chosen)
        return save(self, Path(path), force=force, options=options)[0]

    def save_split(
        self,
        path: str | Path,
        *,
        force: bool = False,
        template: str | Path | None = None,
    ) -> tuple[Path, ...]:
        """Write a document for each language: `brief.docx` gives `brief.en.docx` and so on.

        Args:
            path: ends in `.md`, `.html`, `.docx`, `.pdf` or `.txt`.
            force: replace existing files.
            template: of Word, Markdown or HTML (`docs/documents.md`).

        Returns:
            The paths written, that of the summary first.

        Raises:
            UsageError: no format has that ending.
            TemplateError: the template is broken.
            OutputError: a file exists and `force` is false, or one cannot be written.
        """
        from briefgen.options import DocumentOptions
        from briefgen.render import save

        chosen = None if template is None else Path(template)
        options = DocumentOptions(split=True, template=chosen)
        return save(self, Path(path), force=force, options=options)
