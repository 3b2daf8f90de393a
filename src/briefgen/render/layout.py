"""What a document says, and in which order, before any format draws it.

The order is: title in each language, source and date, the English summary, a section for each
language with its notices and findings, the list of sources where there are several, and last what
the document is made of. A document of one language alone says all of that in its own words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import cast
from urllib.parse import urlsplit

from briefgen.languages import LANGUAGES, Direction, Language
from briefgen.options import Calendar, Digits
from briefgen.records import (
    Article,
    Brief,
    Flag,
    Summary,
    SummarySentence,
    TranslatedSentence,
    Translation,
)
from briefgen.render import made_of
from briefgen.render.bidi import RIGHT_TO_LEFT_MARK
from briefgen.render.dates import format_date, write_digits
from briefgen.render.document import (
    Block,
    Document,
    Fact,
    Finding,
    LanguageSection,
    Line,
    Listed,
    Mark,
    one_line,
)
from briefgen.render.labels import labels_of

# Flags of the summary that its translations cannot have of their own.
_FOR_ALL_LANGUAGES = frozenset({"contradiction", "translated-source"})


def languages_of(brief: Brief) -> tuple[str, ...]:
    """The languages that a brief is in: English, then the others in the order that was asked for.

    Args:
        brief: any brief.

    Returns:
        Codes of briefgen.
    """
    return ("en", *(translation.language for translation in _in_order(brief)))


def lay_out(
    brief: Brief,
    *,
    only: str | None = None,
    side_by_side: bool = False,
    contents: Sequence[Sequence[str]] = (),
) -> Document:
    """Decide what stands where.

    Args:
        brief: any brief; articles without a title, a date or a summary are taken as they are.
        only: the one language of the document, one of `languages_of`; all of them where absent.
        side_by_side: languages in columns, in the formats that have them.
        contents: ids of all articles for a table of contents in each language, those that are much
            the same together; empty for none.

    Returns:
        The document for every format.
    """
    single = len(brief.articles) == 1
    sections = []
    if only in (None, "en"):
        sections.append(_english_section(brief))
    sections += [
        _translated_section(brief, translation)
        for translation in _in_order(brief)
        if only in (None, translation.language)
    ]
    sections = [_with_contents(section, contents) for section in sections]
    first = LANGUAGES[sections[0].language.code]
    labels = labels_of(first.code)
    if only is not None:
        sections[0] = replace(sections[0], heading=labels.summary)
    if not single:
        titles = [Line(text=_counted(brief, section.language.code)) for section in sections]
    else:
        titles = [_title_of(section) for section in sections]
        # What stands at the head of the document is not said again under it.
        sections[0] = _without_head(sections[0])
    return Document(
        language=first,
        title=titles[0],
        titles=tuple(
            (section.language, title)
            for section, title in zip(sections[1:], titles[1:], strict=True)
        ),
        facts=_facts(brief.articles[0], first.code, brief) if single else (),
        bullets=brief.settings.style == "bullets",
        side_by_side=side_by_side and len(sections) > 1,
        sections=tuple(sections),
        sources_heading=labels.sources,
        sources=() if single else _sources(brief, first.code),
        about_heading=labels.about,
        about=made_of.about(brief, first),
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
                    detail=one_line(flag.detail),
                )
            )
        return Line(text=one_line(text), marks=tuple(marks))


def _title_of(section: LanguageSection) -> Line:
    """The title of the only article in one language."""
    if section.blocks and section.blocks[0].title is not None:
        return section.blocks[0].title
    return Line(text=labels_of(section.language.code).briefing)


def _with_contents(section: LanguageSection, groups: Sequence[Sequence[str]]) -> LanguageSection:
    if not groups:
        return section
    labels = labels_of(section.language.code)
    titles = {
        block.article: labels.briefing if block.title is None else block.title.text
        for block in section.blocks
    }
    return replace(
        section,
        contents_heading=labels.contents,
        similar_label=labels.similar,
        contents=tuple(
            Listed(article=article, title=titles[article], similar=place > 0)
            for group in groups
            for place, article in enumerate(one for one in group if one in titles)
        ),
    )


def _without_head(section: LanguageSection) -> LanguageSection:
    blocks = tuple(replace(block, title=None, facts=()) for block in section.blocks)
    return replace(section, blocks=blocks)


def _summary_language(brief: Brief) -> Language:
    """English, or the language of the summaries, its words about itself still in English."""
    spoken = {brief.summary_language(summary.article) for summary in brief.summaries}
    english = LANGUAGES["en"]
    if len(spoken) != 1 or spoken == {"en"}:
        return english
    (code,) = spoken
    known = LANGUAGES.get(code)
    if known is not None:
        return replace(english, html_lang=known.html_lang, direction=known.direction)
    return replace(english, html_lang=code, direction=_direction(code))


def _direction(code: str) -> Direction:
    """The direction of a language that briefgen does not write, by CLDR."""
    from babel import Locale, UnknownLocaleError

    try:
        return "rtl" if Locale.parse(code).text_direction == "rtl" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "ltr"


def _english_section(brief: Brief) -> LanguageSection:
    marker = _Marker(_summary_language(brief), _digits(brief))
    labels = marker.labels
    summaries = {summary.article: summary for summary in brief.summaries}
    cited = _cited(brief, "en")
    blocks = []
    for article in brief.articles:
        if brief.merged and article.id not in summaries:
            continue
        summary = summaries.get(article.id) or Summary(article=article.id, words=0, sentences=())
        title = one_line(article.title) or labels.briefing
        blocks.append(
            Block(
                article=article.id,
                title=Line(text=title + cited.get(article.id, "")),
                facts=() if brief.merged else _facts(article, "en", brief),
                # Before the sentences, as it is read: its findings have the first numbers.
                bottom_line=None
                if summary.bottom_line is None
                else _spoken(marker, summary.bottom_line, cited),
                bottom_line_label=labels.bottom_line,
                lines=_lines(marker, summary.sentences, cited),
            )
        )
    model = brief.models.summarizer
    cautions = [labels.demo] if made_of.is_demo(model) else []
    return _section(marker, labels.summary, blocks, cautions, [made_of.origin(model, labels)])


def _translated_section(brief: Brief, translation: Translation) -> LanguageSection:
    language = LANGUAGES[translation.language]
    marker = _Marker(language, _digits(brief))
    labels = marker.labels
    articles = {article.id: article for article in brief.articles}
    cited, said = _cited(brief, language.code), _said_of_summary(brief)
    blocks = []
    for section in translation.sections:
        title = section.title
        text = title.text if title.text.strip() else labels.briefing
        facts = _facts(articles[section.article], language.code, brief)
        blocks.append(
            Block(
                article=section.article,
                title=marker.line(text + cited.get(section.article, ""), title.flags),
                facts=() if brief.merged else facts,
                bottom_line=None
                if section.bottom_line is None
                else _spoken(marker, section.bottom_line, cited, said),
                bottom_line_label=labels.bottom_line,
                lines=_lines(marker, section.sentences, cited, said),
            )
        )
    model = brief.models.translator
    cautions = made_of.cautions(model, language, labels) if model is not None else []
    notices = [made_of.origin(brief.models.summarizer, labels)]
    if model is not None:
        notices.append(made_of.translated_by(model, labels))
    return _section(marker, _sentence_case(language), blocks, cautions, notices)


def _lines(
    marker: _Marker,
    sentences: Iterable[SummarySentence | TranslatedSentence],
    cited: Mapping[str, str],
    said: Mapping[str, tuple[Flag, ...]] | None = None,
) -> tuple[Line, ...]:
    return tuple(
        replace(_spoken(marker, sentence, cited, said), id=sentence.id) for sentence in sentences
    )


def _spoken(
    marker: _Marker,
    sentence: SummarySentence | TranslatedSentence,
    cited: Mapping[str, str],
    said: Mapping[str, tuple[Flag, ...]] | None = None,
) -> Line:
    flags = (*sentence.flags, *(said or {}).get(sentence.id, ()))
    return marker.line(sentence.text + cited.get(sentence.id, ""), flags)


def _said_of_summary(brief: Brief) -> dict[str, tuple[Flag, ...]]:
    """By id of a sentence what its readers must know in every language."""
    return {
        sentence.id: tuple(flag for flag in sentence.flags if flag.code in _FOR_ALL_LANGUAGES)
        for summary in brief.summaries
        for sentence in summary.all_sentences
    }


def _cited(brief: Brief, language: str) -> dict[str, str]:
    """What stands behind each sentence of a merged summary, and behind its title: ` [2]`.

    It is the number of its article in the list of sources; by id of the sentence or the article.
    """
    numbers = {
        article.id: write_digits(str(number), language, _digits(brief))
        for number, article in enumerate(brief.articles, start=1)
    }
    found = {}
    for summary in brief.summaries:
        if summary.articles:
            found[summary.article] = f" [{numbers[summary.article]}]"
        for sentence in summary.all_sentences:
            if sentence.article is not None:
                found[sentence.id] = f" [{numbers[sentence.article]}]"
    return found


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


def _sources(brief: Brief, language: str) -> tuple[Fact, ...]:
    """Where each article is from, labelled with its title in the language of the list."""
    titles = {}
    if language in brief.translations:
        sections = brief.translations[language].sections
        titles = {section.article: section.title.text for section in sections}
    sources = []
    for number, article in enumerate(brief.articles, start=1):
        title = one_line(titles.get(article.id, article.title)).strip()
        label = title or labels_of(language).briefing
        place = _place(article)
        if brief.merged:
            # Numbered, since sentences point here, and with all that else stands with the article.
            written = write_digits(str(number), language, _digits(brief))
            others = [
                fact.value
                for fact in _facts(article, language, brief)
                if place is None or fact.value != place.value
            ]
            if place is not None and others:
                label = f"{label} ({'; '.join(others)})"
            value = place.value if place is not None else "; ".join(others) or "-"
            href = None if place is None else place.href
            sources.append(Fact(label=f"[{written}] {label}", value=value, href=href))
        elif place is not None:
            sources.append(Fact(label=label, value=place.value, href=place.href))
    return tuple(sources)


def _facts(article: Article, language: str, brief: Brief) -> tuple[Fact, ...]:
    """Source, authors and date, as far as they are known."""
    labels = labels_of(language)
    place = _place(article)
    facts = [] if place is None else [replace(place, label=labels.source)]
    if article.authors:
        # The mark keeps the order of two Latin names in a right-to-left line.
        comma = f"،{RIGHT_TO_LEFT_MARK} " if LANGUAGES[language].direction == "rtl" else ", "
        names = comma.join(one_line(name) for name in article.authors)
        facts.append(Fact(label=labels.authors, value=names))
    if article.published:
        calendar = cast("Calendar", brief.settings.calendar)
        day = format_date(article.published, language, calendar=calendar, digits=_digits(brief))
        facts.append(Fact(label=labels.published, value=one_line(day)))
    return tuple(facts)


def _place(article: Article) -> Fact | None:
    """Where an article is from, yet without a label."""
    address = one_line(article.url or article.source)
    if _is_web(address):
        return Fact(label="", value=address, href=address)
    if address in ("", "-"):
        return None
    # The folders of whoever made the brief are nobody's business.
    return Fact(label="", value=PurePath(address.replace("\\", "/")).name)


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
