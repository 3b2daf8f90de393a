"""What the review page shows of a brief, before its template draws it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from briefgen.languages import LANGUAGES, TARGETS, Language
from briefgen.records import Article, Brief, Flag, Section, Summary, Title, TranslatedSentence
from briefgen.render.labels import labels_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A flag in plain words; `label` is the word for its severity."""

    code: str
    severity: str
    label: str
    meaning: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence of an article; `anchor` is its id in the page, `number` that of the article."""

    anchor: str
    text: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A translated text.

    Attributes:
        language: of the text.
        section: its index in the sections of the translation.
        place: where it stands in the section: `title`, `bottom_line` or `sentences/N`.
        text: the translation.
        source: the text that was translated, where it is not the one that stands above.
        findings: what the checks found.
        editable: false where nothing was translated, since the source is in this language.
    """

    language: Language
    section: int
    place: str
    text: str
    source: str
    findings: tuple[Finding, ...]
    editable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence, a bottom line or a title with its translations.

    Attributes:
        anchor: its id in the page.
        name: such as `Sentence 2`.
        text: in the language of the summary.
        lang: BCP 47 tag of that language.
        direction: `ltr`, `rtl`, or `auto` where briefgen does not know the language.
        findings: what the checks found in the text.
        evidence: the sentences of the articles that support it.
        cells: a translation each.
    """

    anchor: str
    name: str
    text: str
    lang: str
    direction: str
    findings: tuple[Finding, ...]
    evidence: tuple[Quote, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text of an article, and where it is from; `href` is empty where that is no web page."""

    number: int
    title: str
    lang: str
    direction: str
    facts: tuple[str, ...]
    href: str
    paragraphs: tuple[tuple[Quote, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A summary: its rows, and the articles that it summarises, of which `sources[0]` names it."""

    anchor: str
    sources: tuple[Source, ...]
    rows: tuple[Row, ...]


def groups_of(brief: Brief) -> tuple[Group, ...]:
    """What the page shows, a group a summary.

    Args:
        brief: any brief.

    Returns:
        The groups in the order of the summaries.
    """
    articles = {article.id: article for article in brief.articles}
    numbers = {article.id: number for number, article in enumerate(brief.articles, start=1)}
    groups = []
    for index, summary in enumerate(brief.summaries):
        sources, quotes = [], {}
        for name in summary.articles or (summary.article,):
            found = _quotes(articles[name], numbers[name], f"e{index}-{numbers[name]}")
            quotes.update(found)
            sources.append(_source(articles[name], numbers[name], found))
        rows = _rows(brief, summary, articles[summary.article], quotes, f"g{index}")
        groups.append(Group(anchor=f"g{index}", sources=tuple(sources), rows=tuple(rows)))
    return tuple(groups)


def codes_of(brief: Brief) -> tuple[str, ...]:
    """The languages of the translations, in the order that was asked for."""
    order = (*brief.settings.to, *TARGETS)
    return tuple(sorted(brief.translations, key=order.index))


def count_codes(groups: tuple[Group, ...]) -> tuple[tuple[str, str, int], ...]:
    """The codes that occur: in plain words, as they are, and the number of rows that have them."""
    rows: Counter[tuple[str, str]] = Counter()
    for group in groups:
        for row in group.rows:
            cells = (finding for cell in row.cells for finding in cell.findings)
            rows.update({(one.meaning, one.code) for one in (*row.findings, *cells)})
    return tuple((meaning, code, count) for (meaning, code), count in sorted(rows.items()))


def _quotes(article: Article, number: int, anchor: str) -> dict[str, Quote]:
    return {
        sentence.id: Quote(anchor=f"{anchor}-{index}", text=sentence.text, number=number)
        for index, sentence in enumerate(article.sentences)
    }


def _source(article: Article, number: int, quotes: Mapping[str, Quote]) -> Source:
    paragraphs: dict[int, list[Quote]] = {}
    for sentence in article.sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(quotes[sentence.id])
    lang, direction = _written_in(article.language)
    facts = (article.published or "", ", ".join(article.authors))
    return Source(
        number=number,
        title=article.title or "Article without a title",
        lang=lang,
        direction=direction,
        facts=tuple(fact for fact in facts if fact),
        href=_web_address(article),
        paragraphs=tuple(tuple(paragraph) for paragraph in paragraphs.values()),
    )


def _rows(
    brief: Brief, summary: Summary, article: Article, quotes: Mapping[str, Quote], anchor: str
) -> Iterator[Row]:
    sections = [
        (code, number, section)
        for code in codes_of(brief)
        for number, section in enumerate(brief.translations[code].sections)
        if section.article == article.id
    ]
    language = brief.summary_language(article.id)
    lang, direction = _written_in(language)
    title = brief.summary_title(article.id)
    if title or any(section.title.text for _, _, section in sections):
        yield Row(
            anchor=f"{anchor}-title",
            name="Title",
            text=title,
            lang=lang,
            direction=direction,
            findings=(),
            evidence=(),
            cells=tuple(
                _cell(code, number, "title", section.title, source=language)
                for code, number, section in sections
            ),
        )
    for index, sentence in enumerate(summary.all_sentences):
        counted = index + (summary.bottom_line is None)
        yield Row(
            anchor=f"{anchor}-{index}",
            name="Bottom line" if sentence is summary.bottom_line else f"Sentence {counted}",
            text=sentence.text,
            lang=lang,
            direction=direction,
            findings=_findings(sentence.flags),
            evidence=tuple(quotes[one.sentence] for one in sentence.evidence),
            cells=tuple(
                _cell(code, number, place, translated, source=language, shown=sentence.text)
                for code, number, section in sections
                for place, translated in _translated(section)
                if translated.id == sentence.id
            ),
        )


def _translated(section: Section) -> Iterator[tuple[str, TranslatedSentence]]:
    """The sentences of a section with their places in it."""
    if section.bottom_line is not None:
        yield "bottom_line", section.bottom_line
    for index, translated in enumerate(section.sentences):
        yield f"sentences/{index}", translated


def _cell(
    code: str,
    section: int,
    place: str,
    item: TranslatedSentence | Title,
    *,
    source: str,
    shown: str = "",
) -> Cell:
    """The cell of one text; `source` is the language, `shown` the text that it stands below."""
    original = item.source if isinstance(item, TranslatedSentence) else shown
    return Cell(
        language=LANGUAGES[code],
        section=section,
        place=place,
        text=item.text,
        source="" if original == shown else original,
        findings=_findings(item.flags),
        editable=source != code,
    )


def _findings(flags: tuple[Flag, ...]) -> tuple[Finding, ...]:
    labels = labels_of("en")
    return tuple(
        Finding(
            code=flag.code,
            severity=flag.severity,
            label=labels.severity(flag.severity),
            meaning=labels.meaning(flag.code),
            detail=flag.detail,
        )
        for flag in flags
    )


def _written_in(language: str) -> tuple[str, str]:
    """The tag and the direction of a language."""
    known = LANGUAGES.get(language)
    return (known.html_lang, known.direction) if known else (language, "auto")


def _web_address(article: Article) -> str:
    """Where the article stands on the web; any other address is no link."""
    address = article.url or article.source
    try:
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""
