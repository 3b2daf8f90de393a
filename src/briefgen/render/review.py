"""The review page: one HTML file in which a person reads, corrects and saves a brief.

The page holds the whole `brief.json`. Its script changes the texts that a person corrected, marks
them, and gives the file back as a download; everything else of it stays as it is, to the byte.
Text reaches the page through Jinja2's escaping or as `textContent`, never as markup, and the
page's own policy (CSP level 3, Trusted Types) lets nothing run or load but its own style and
script, which it knows by their SHA-256.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from briefgen.languages import LANGUAGES, TARGETS, Language
from briefgen.records import (
    CORRECTED,
    Article,
    Brief,
    Flag,
    Section,
    Summary,
    Title,
    TranslatedSentence,
)
from briefgen.render.bidi import split_runs
from briefgen.render.labels import labels_of
from briefgen.serialize import to_json

# In JSON these stand only inside texts, where an escape means the same letter.
_JSON_ESCAPES = str.maketrans(
    {letter: f"\\u{ord(letter):04x}" for letter in ("<", ">", "&", "\u2028", "\u2029")}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    """A flag in plain words."""

    code: str
    severity: str
    label: str
    meaning: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quote:
    """A sentence of an article; `anchor` is its id in the page."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A translated text.

    Attributes:
        language: of the text.
        section: its index in the sections of the translation.
        place: where it stands in the section: `title`, `bottom_line` or `sentences/N`.
        text: the translation.
        source: the text that was translated, where it is not the one that stands above.
        findings: what the checks found.
        editable: false where the article itself is in this language.
    """

    language: Language
    section: int
    place: str
    text: str
    source: str
    findings: tuple[_Finding, ...]
    editable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A sentence, a bottom line or a title with its translations."""

    anchor: str
    name: str
    text: str
    findings: tuple[_Finding, ...]
    evidence: tuple[_Quote, ...]
    cells: tuple[_Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """An article: its text and the rows of its summary."""

    anchor: str
    title: str
    lang: str
    direction: str
    facts: tuple[str, ...]
    href: str
    paragraphs: tuple[tuple[_Quote, ...], ...]
    rows: tuple[_Row, ...]


def to_review(brief: Brief) -> str:
    """Draw the review page of a brief.

    Args:
        brief: any brief, translated or not.

    Returns:
        A whole page that loads nothing. The same brief gives the same text.
    """
    environment = Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["isolate"] = _isolate
    groups = _groups(brief)
    style, script = _asset("review.css"), _asset("review.js")
    first = brief.articles[0] if brief.articles else None
    return environment.get_template("review.html.j2").render(
        title=(first.title if first and len(brief.articles) == 1 else "") or _counted(brief),
        groups=groups,
        languages=[LANGUAGES[code] for code in _codes(brief)],
        codes=_by_code(groups),
        rows=sum(len(group.rows) for group in groups),
        checks=brief.checks,
        created=brief.created,
        program=f"{brief.generator.name} {brief.generator.version}",
        policy=_policy(style, script),
        # Our own files, and the brief with every sign escaped that could end its element.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        data=Markup(to_json(brief).translate(_JSON_ESCAPES)),  # noqa: S704
        corrected=CORRECTED,
    )


def _groups(brief: Brief) -> tuple[_Group, ...]:
    articles = {article.id: article for article in brief.articles}
    quotes = {
        article.id: {
            sentence.id: _Quote(anchor=f"e{number}-{index}", text=sentence.text)
            for index, sentence in enumerate(article.sentences)
        }
        for number, article in enumerate(brief.articles)
    }
    return tuple(
        _group(brief, summary, articles[summary.article], quotes[summary.article], f"g{number}")
        for number, summary in enumerate(brief.summaries)
    )


def _group(
    brief: Brief, summary: Summary, article: Article, quotes: dict[str, _Quote], anchor: str
) -> _Group:
    known = LANGUAGES.get(article.language)
    paragraphs: dict[int, list[_Quote]] = {}
    for sentence in article.sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(quotes[sentence.id])
    sections = _sections(brief, article)
    facts = (article.published or "", ", ".join(article.authors))
    return _Group(
        anchor=anchor,
        title=article.title or "Article without a title",
        lang=known.html_lang if known else article.language,
        direction=known.direction if known else "auto",
        facts=tuple(fact for fact in facts if fact),
        href=_web_address(article),
        paragraphs=tuple(tuple(paragraph) for paragraph in paragraphs.values()),
        rows=(
            *_title_rows(article, sections, anchor),
            *_sentence_rows(summary, article, sections, quotes, anchor),
        ),
    )


def _title_rows(
    article: Article, sections: list[tuple[str, int, Section]], anchor: str
) -> Iterator[_Row]:
    """One row, or none where neither the article nor a translation has a title."""
    if article.title or any(section.title.text for _, _, section in sections):
        cells = tuple(
            _cell(article, code, number, "title", section.title)
            for code, number, section in sections
        )
        yield _Row(
            anchor=f"{anchor}-title",
            name="Title",
            text=article.title,
            findings=(),
            evidence=(),
            cells=cells,
        )


def _sentence_rows(
    summary: Summary,
    article: Article,
    sections: list[tuple[str, int, Section]],
    quotes: dict[str, _Quote],
    anchor: str,
) -> Iterator[_Row]:
    bottom_line = summary.bottom_line

    for index, sentence in enumerate(summary.all_sentences):
        cells = tuple(
            _cell(article, code, number, place, translated, shown=sentence.text)
            for code, number, section in sections
            for place, translated in _translated(section)
            if translated.id == sentence.id
        )
        number = index + (bottom_line is None)
        yield _Row(
            anchor=f"{anchor}-{index}",
            name="Bottom line" if sentence is bottom_line else f"Sentence {number}",
            text=sentence.text,
            findings=_findings(sentence.flags),
            evidence=tuple(quotes[one.sentence] for one in sentence.evidence),
            cells=cells,
        )


def _translated(section: Section) -> Iterator[tuple[str, TranslatedSentence]]:
    """The sentences of a section with their places in it."""
    if section.bottom_line is not None:
        yield "bottom_line", section.bottom_line
    for index, translated in enumerate(section.sentences):
        yield f"sentences/{index}", translated


def _cell(
    article: Article,
    code: str,
    section: int,
    place: str,
    item: TranslatedSentence | Title,
    *,
    shown: str = "",
) -> _Cell:
    source = item.source if isinstance(item, TranslatedSentence) else shown
    return _Cell(
        language=LANGUAGES[code],
        section=section,
        place=place,
        text=item.text,
        source="" if source == shown else source,
        findings=_findings(item.flags),
        editable=article.language != code,
    )


def _sections(brief: Brief, article: Article) -> list[tuple[str, int, Section]]:
    """The sections of an article, a language each, with their indexes."""
    return [
        (code, number, section)
        for code in _codes(brief)
        for number, section in enumerate(brief.translations[code].sections)
        if section.article == article.id
    ]


def _codes(brief: Brief) -> list[str]:
    """The languages of the translations, in the order that was asked for."""
    order = (*brief.settings.to, *TARGETS)
    return sorted(brief.translations, key=order.index)


def _findings(flags: tuple[Flag, ...]) -> tuple[_Finding, ...]:
    labels = labels_of("en")
    return tuple(
        _Finding(
            code=flag.code,
            severity=flag.severity,
            label=labels.severity(flag.severity),
            meaning=labels.meaning(flag.code),
            detail=flag.detail,
        )
        for flag in flags
    )


def _by_code(groups: tuple[_Group, ...]) -> list[tuple[str, str, int]]:
    """The codes that occur, in plain words, with the number of rows that have them."""
    rows: Counter[tuple[str, str]] = Counter()
    for group in groups:
        for row in group.rows:
            cells = (finding for cell in row.cells for finding in cell.findings)
            rows.update({(one.meaning, one.code) for one in (*row.findings, *cells)})
    return [(meaning, code, count) for (meaning, code), count in sorted(rows.items())]


def _counted(brief: Brief) -> str:
    labels = labels_of("en")
    return f"{labels.briefing}, {labels.articles.format(count=len(brief.articles)).lower()}"


def _web_address(article: Article) -> str:
    """Where the article stands on the web; any other address is no link."""
    address = article.url or article.source
    try:
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _policy(style: str, script: str) -> str:
    """A Content-Security-Policy under which only this style and this script run."""
    return (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; "
        f"script-src 'sha256-{_digest(script)}'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _asset(name: str) -> str:
    return files("briefgen.render").joinpath("templates", name).read_text(encoding="utf-8")


def _isolate(text: str, direction: str) -> Markup:
    """Escape a text and isolate the runs that go against the direction of its line."""
    if direction not in ("ltr", "rtl"):
        return escape(text)
    against = "ltr" if direction == "rtl" else "rtl"
    return Markup("").join(
        Markup('<bdi dir="{}">{}</bdi>').format(against, run.text)
        if run.foreign
        else escape(run.text)
        for run in split_runs(text, "rtl" if direction == "rtl" else "ltr")
    )
