"""What a document says, and in which order, before any format draws it.

Every format draws the same `Document`, so that none of them can leave out a sentence or a flag.
The order is: title in each language, source and date, the English summary, a section for each
language with its notices and findings, and last what the document is made of.
"""

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import cast
from urllib.parse import urlsplit

from briefgen.languages import LANGUAGES, Language
from briefgen.options import Calendar, Digits
from briefgen.records import (
    Article,
    Brief,
    Flag,
    ModelInfo,
    Summary,
    SummarySentence,
    TranslatedSentence,
    Translation,
)
from briefgen.render.bidi import RIGHT_TO_LEFT_MARK
from briefgen.render.dates import format_date, write_digits
from briefgen.render.labels import Labels, labels_of

# `registry` calls the embedded checkpoints so; it stands beside this package, not below it.
_DEMO_PREFIX = "briefgen/demo-"
# What checkpoints without Dari call the Persian that stands in for it, letters only.
_PERSIAN_CODES = frozenset({"fa", "fas", "per", "pes", "fa_ir", "fas_arab", "pes_arab"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A small sign after a sentence.

    Attributes:
        number: of the finding in its section, from 1.
        label: such as `Check 1`, in the section's language and digits.
        severity: `error` or `warning`.
    """

    number: int
    label: str
    severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A title or a sentence with its marks."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A labelled value, such as the source; `href` where it is a link."""

    label: str
    value: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One article in one language; `title` is None where it stands at the head of the document.

    `bottom_line` is the sentence that stands above the others, with its label.
    """

    title: Line | None
    facts: tuple[Fact, ...]
    lines: tuple[Line, ...]
    bottom_line: Line | None = None
    bottom_line_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a mark points at. `detail` is in English."""

    mark: Mark
    meaning: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSection:
    """All that is said in one language.

    Attributes:
        heading: of the section, in its own language.
        blocks: one for each article.
        cautions: what a reader must know before reading: a demonstration model, Persian for Dari.
        notices: what a reader should know about how the section was made.
        findings_heading: stands above the findings.
        findings: in the order of their marks; empty where the checks found nothing.
        nothing_found: said instead of findings.
    """

    language: Language
    heading: str
    blocks: tuple[Block, ...]
    cautions: tuple[str, ...]
    notices: tuple[str, ...]
    findings_heading: str
    findings: tuple[Finding, ...]
    nothing_found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document.

    Attributes:
        title: in English.
        titles: in each other language of the document.
        facts: source and date; empty where each article has its own.
        bullets: sentences stand as a list.
        sections: English first.
        about_heading: above the last part, which is in English.
        about: parts of it, each a heading with lines.
        created: ISO 8601 moment, for the properties of the file.
        authors: of the articles, for the properties of the file.
        program: name and version of what made the brief.
    """

    title: Line
    titles: tuple[tuple[Language, Line], ...]
    facts: tuple[Fact, ...]
    bullets: bool
    sections: tuple[LanguageSection, ...]
    about_heading: str
    about: tuple[tuple[str, tuple[str, ...]], ...]
    created: str
    authors: tuple[str, ...]
    program: str


def lay_out(brief: Brief) -> Document:
    """Decide what stands where.

    Args:
        brief: any brief; articles without a title, a date or a summary are taken as they are.

    Returns:
        The document for every format.
    """
    english = labels_of("en")
    single = len(brief.articles) == 1
    sections = [_english_section(brief, single=single)]
    sections += [_translated_section(brief, translation) for translation in _in_order(brief)]
    if single:
        article = brief.articles[0]
        title = Line(text=_clean(article.title) or english.briefing)
        facts = _facts(article, "en", brief)
    else:
        title = Line(text=_counted(brief, "en"))
        facts = ()
    titles = tuple(
        (
            section.language,
            (section.blocks[0].title if single and section.blocks else None)
            or Line(text=_counted(brief, section.language.code)),
        )
        for section in sections[1:]
    )
    return Document(
        title=title,
        titles=titles,
        facts=facts,
        bullets=brief.settings.style == "bullets",
        sections=tuple(sections),
        about_heading=english.about,
        about=_about(brief),
        created=brief.created,
        authors=tuple(dict.fromkeys(name for item in brief.articles for name in item.authors)),
        program=f"{brief.generator.name} {brief.generator.version}",
    )


class _Marker:
    """Numbers the findings of one section."""

    def __init__(self, language: Language, digits: Digits) -> None:
        self.language = language
        self.labels = labels_of(language.code)
        self._digits = digits
        self.findings: list[Finding] = []

    def line(self, text: str, flags: tuple[Flag, ...]) -> Line:
        """A line with a mark for each of its flags."""
        marks = []
        for flag in flags:
            number = len(self.findings) + 1
            written = write_digits(str(number), self.language.code, self._digits)
            label = f"{self.labels.severity(flag.severity)} {written}"
            mark = Mark(number=number, label=label, severity=flag.severity)
            marks.append(mark)
            self.findings.append(
                Finding(
                    mark=mark,
                    meaning=self.labels.meaning(flag.code),
                    code=flag.code,
                    detail=_clean(flag.detail),
                )
            )
        return Line(text=_clean(text), marks=tuple(marks))


def _english_section(brief: Brief, *, single: bool) -> LanguageSection:
    marker = _Marker(LANGUAGES["en"], _digits(brief))
    labels = marker.labels
    summaries = {summary.article: summary for summary in brief.summaries}
    blocks = []
    for article in brief.articles:
        summary = summaries.get(article.id) or Summary(article=article.id, words=0, sentences=())
        blocks.append(
            Block(
                title=None if single else Line(text=_clean(article.title) or labels.briefing),
                facts=() if single else _facts(article, "en", brief),
                # Before the sentences, as it is read: its findings have the first numbers.
                bottom_line=_spoken(marker, summary.bottom_line),
                bottom_line_label=labels.bottom_line,
                lines=tuple(marker.line(item.text, item.flags) for item in summary.sentences),
            )
        )
    model = brief.models.summarizer
    notice = (
        labels.extractive_summary
        if model.engine == "builtin"
        else _filled(labels.machine_summary, model)
    )
    cautions = [labels.demo] if is_demo(model) else []
    return _section(marker, labels.summary, blocks, cautions, [notice])


def _translated_section(brief: Brief, translation: Translation) -> LanguageSection:
    language = LANGUAGES[translation.language]
    marker = _Marker(language, _digits(brief))
    labels = marker.labels
    articles = {article.id: article for article in brief.articles}
    blocks = []
    for section in translation.sections:
        title = section.title
        blocks.append(
            Block(
                title=marker.line(title.text, title.flags)
                if title.text.strip()
                else Line(text=labels.briefing, marks=marker.line("", title.flags).marks),
                facts=_facts(articles[section.article], language.code, brief),
                bottom_line=_spoken(marker, section.bottom_line),
                bottom_line_label=labels.bottom_line,
                lines=tuple(marker.line(item.text, item.flags) for item in section.sentences),
            )
        )
    model = brief.models.translator
    cautions = _cautions(model, language, labels) if model is not None else []
    notices = [_filled(labels.machine_translation, model)] if model is not None else []
    return _section(marker, _sentence_case(language), blocks, cautions, notices)


def _spoken(marker: _Marker, sentence: SummarySentence | TranslatedSentence | None) -> Line | None:
    return None if sentence is None else marker.line(sentence.text, sentence.flags)


def _cautions(model: ModelInfo, language: Language, labels: Labels) -> list[str]:
    """What a reader of a translation must know before reading."""
    demo = [labels.demo] if is_demo(model) else []
    return [*demo, labels.stand_in] if language.code == "prs" and stands_in(model) else demo


def _section(
    marker: _Marker, heading: str, blocks: list[Block], cautions: list[str], notices: list[str]
) -> LanguageSection:
    return LanguageSection(
        language=marker.language,
        heading=heading,
        blocks=tuple(blocks),
        cautions=tuple(cautions),
        notices=tuple(notices),
        findings_heading=marker.labels.checks,
        findings=tuple(marker.findings),
        nothing_found=marker.labels.nothing_found,
    )


def _about(brief: Brief) -> tuple[tuple[str, tuple[str, ...]], ...]:
    labels = labels_of("en")
    checks = brief.checks
    found = [f"{labels.errors}: {checks.errors}", f"{labels.warnings}: {checks.warnings}"]
    found += [f"{labels.meaning(code)} ({code}): {n}" for code, n in sorted(checks.by_code.items())]
    if not checks.errors and not checks.warnings:
        found = [labels.nothing_found]
    summarizer, translator = brief.models.summarizer, brief.models.translator
    models = [f"{labels.summarizer}: {_describe(summarizer, labels)}"]
    notices = []
    if translator is not None:
        models.append(f"{labels.translator}: {_describe(translator, labels)}")
    if is_demo(summarizer) or (translator is not None and is_demo(translator)):
        notices.append(labels.demo)
    if translator is not None and brief.translations:
        if "prs" in brief.translations and stands_in(translator):
            notices.append(labels.stand_in)
        notices.append(_filled(labels.machine_translation, translator))
    made = labels.made_by.format(
        program=f"{brief.generator.name} {brief.generator.version}",
        date=format_date(brief.created, "en"),
    )
    parts = [(labels.checks, tuple(found)), (labels.models, (*models, made))]
    if notices:
        parts.append((labels.translation, tuple(notices)))
    return tuple(parts)


def _describe(model: ModelInfo, labels: Labels) -> str:
    """One line on a model: what it is, which one exactly, under which licence, how it ran."""
    parts = [_name(model)]
    if model.revision:
        parts.append(f"{labels.revision} {model.revision}")
    if model.licence:
        parts.append(f"{labels.licence} {model.licence}")
    ran = " ".join(part for part in (model.engine, model.quantization) if part)
    return ", ".join([*parts, ran] if ran else parts)


def _filled(notice: str, model: ModelInfo) -> str:
    return notice.format(model=_name(model), licence=model.licence or "?")


def _name(model: ModelInfo) -> str:
    """The hub's id; of a folder only its own name."""
    path = model.id.replace("\\", "/")
    outside = path.startswith((".", "/", "~")) or path[1:3] == ":/"
    return _clean(PurePath(path).name if outside else model.id)


def is_demo(model: ModelInfo) -> bool:
    """Whether a model is one of the small ones that come with briefgen."""
    return model.id.startswith(_DEMO_PREFIX)


def stands_in(model: ModelInfo) -> bool:
    """Whether the model writes Persian where Dari is asked.

    Its own code for Dari tells: `fa`, `__fa__`, `<2fa>`, `fa_IR`, `pes_Arab` and the like.
    """
    code = re.sub(r"[^a-z]+", "_", model.codes.get("prs", "").lower()).strip("_")
    return code in _PERSIAN_CODES


def _facts(article: Article, language: str, brief: Brief) -> tuple[Fact, ...]:
    """Source, authors and date, as far as they are known."""
    labels = labels_of(language)
    facts = []
    address = _clean(article.url or article.source)
    if _is_web(address):
        facts.append(Fact(label=labels.source, value=address, href=address))
    elif address and address != "-":
        # The folders of whoever made the brief are nobody's business.
        facts.append(Fact(label=labels.source, value=PurePath(address.replace("\\", "/")).name))
    if article.authors:
        # The mark keeps the order of two Latin names in a right-to-left line.
        comma = f"،{RIGHT_TO_LEFT_MARK} " if LANGUAGES[language].direction == "rtl" else ", "
        names = comma.join(_clean(name) for name in article.authors)
        facts.append(Fact(label=labels.authors, value=names))
    if article.published:
        calendar = cast("Calendar", brief.settings.calendar)
        day = format_date(article.published, language, calendar=calendar, digits=_digits(brief))
        facts.append(Fact(label=labels.published, value=_clean(day)))
    return tuple(facts)


def _is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return False


def _in_order(brief: Brief) -> list[Translation]:
    """The translations in the order that was asked for."""
    asked = [code for code in brief.settings.to if code in brief.translations]
    rest = [code for code in brief.translations if code not in asked]
    return [brief.translations[code] for code in (*asked, *rest)]


def _counted(brief: Brief, language: str) -> str:
    """What a document of several articles is called."""
    labels = labels_of(language)
    count = write_digits(str(len(brief.articles)), language, _digits(brief))
    return f"{labels.briefing} — {labels.articles.format(count=count)}"


def _digits(brief: Brief) -> Digits:
    return cast("Digits", brief.settings.digits)


def _sentence_case(language: Language) -> str:
    return language.own_name[:1].upper() + language.own_name[1:]


def _clean(text: str) -> str:
    """One line: line breaks become spaces, and signs that no document may hold become U+FFFD."""
    text = re.sub(r"[\t\n\v\f\r\x85\u2028\u2029]+", " ", text)
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
