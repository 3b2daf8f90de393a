"""The parts of a document, before any format draws it.

Every format draws the same `Document`, so that none of them can leave out a sentence or a flag.
"""

import re
from dataclasses import dataclass
from typing import Literal

from briefgen.languages import Language


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
    """A title or a sentence with its marks.

    `id` is that of the summary's sentence, by which the languages stand side by side.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A labelled value, such as the source; `href` where it is a link."""

    label: str
    value: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One article in one language; `title` is None where it stands at the head of the document.

    `article` is its id; `bottom_line` is the sentence that stands above the others, with its label.
    """

    article: str
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
class Listed:
    """An article in a table of contents.

    Attributes:
        article: its id.
        title: in the language of the section.
        similar: it is much the same as one that stands before it.
    """

    article: str
    title: str
    similar: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSection:
    """All that is said in one language.

    Attributes:
        heading: of the section, in its own language; what the document is where it has no other.
        blocks: one for each article.
        cautions: what a reader must know before reading: a demonstration model, Persian for Dari.
        notices: what a reader should know about how the section was made.
        findings_heading: stands above the findings.
        findings: in the order of their marks; empty where the checks found nothing.
        nothing_found: said instead of findings.
        contents_heading: above the table of contents.
        contents: its articles in order; empty for none.
        similar_label: stands before those that are `similar`.
    """

    language: Language
    heading: str
    blocks: tuple[Block, ...]
    cautions: tuple[str, ...]
    notices: tuple[str, ...]
    findings_heading: str
    findings: tuple[Finding, ...]
    nothing_found: str
    contents_heading: str = ""
    contents: tuple[Listed, ...] = ()
    similar_label: str = ""

    def anchor(self, article: str) -> str:
        """The name of the place where an article stands, for links from the contents."""
        return f"{self.language.code}-{article}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document.

    Attributes:
        language: of the title, the facts, the sources and the last part.
        title: in that language.
        titles: in each other language of the document.
        facts: source and date; empty where each article has its own.
        bullets: sentences stand as a list.
        side_by_side: languages stand in columns, sentence beside sentence, where a format can.
        sections: a language each, English first.
        sources_heading: above the sources.
        sources: where each article is from, labelled with its title; empty for a single article.
        about_heading: above the last part.
        about: parts of it, each a heading with lines.
        created: ISO 8601 moment, for the properties of the file.
        authors: of the articles, for the properties of the file.
        program: name and version of what made the brief.
    """

    language: Language
    title: Line
    titles: tuple[tuple[Language, Line], ...]
    facts: tuple[Fact, ...]
    bullets: bool
    side_by_side: bool
    sections: tuple[LanguageSection, ...]
    sources_heading: str
    sources: tuple[Fact, ...]
    about_heading: str
    about: tuple[tuple[str, tuple[str, ...]], ...]
    created: str
    authors: tuple[str, ...]
    program: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What stands side by side: one part of an article in every language of the document.

    Attributes:
        cells: for each section the block whose head it is, the sentence, or None where the
            language has none.
        kind: `head` for title and facts, `bottom` for the bottom line, else `sentence`.
    """

    kind: Literal["head", "bottom", "sentence"]
    cells: tuple[Block | Line | None, ...]


def rows_of(document: Document) -> tuple[Row, ...]:
    """Set the languages of a document side by side, sentence beside sentence.

    Args:
        document: sentences belong together by their ids.

    Returns:
        For each article a row for its head, one for its bottom line if it has one, and one for each
        sentence, in the order of the first language; what only another language has comes last.
    """
    columns = [{block.article: block for block in section.blocks} for section in document.sections]
    articles = dict.fromkeys(article for column in columns for article in column)
    rows = []
    for article in articles:
        blocks = [column.get(article) for column in columns]
        rows.append(Row(kind="head", cells=tuple(blocks)))
        bottoms = tuple(None if block is None else block.bottom_line for block in blocks)
        if any(bottoms):
            rows.append(Row(kind="bottom", cells=bottoms))
        spoken = [{line.id: line for line in block.lines} if block else {} for block in blocks]
        ids = dict.fromkeys(id_ for lines in spoken for id_ in lines)
        rows += [
            Row(kind="sentence", cells=tuple(lines.get(id_) for lines in spoken)) for id_ in ids
        ]
    return tuple(rows)


def one_line(text: str) -> str:
    """One line: line breaks become spaces, and signs that no document may hold become U+FFFD."""
    text = re.sub(r"[\t\n\v\f\r\x85\u2028\u2029]+", " ", text)
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
