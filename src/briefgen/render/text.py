"""A document as plain text, for a mail or a terminal.

Plain text has no place for the direction of a paragraph: programs take it from the first letter.
Where a right-to-left line begins with a Latin name, a right-to-left mark (U+200F) stands before it.
"""

import unicodedata

from briefgen.languages import Language
from briefgen.render.bidi import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK
from briefgen.render.document import Block, Document, Fact, LanguageSection, Line


def to_text(document: Document) -> str:
    """Draw a document.

    Args:
        document: what `layout.lay_out` made.

    Returns:
        Paragraphs, each one line, with blank lines between, and a newline at the end.
    """
    own = document.language
    heads = [_directed(_line(document.title), own)]
    heads += [_directed(_line(title), language) for language, title in document.titles]
    parts = ["\n".join(heads)]
    parts += _facts(document.facts, own)
    for section in document.sections:
        parts += _section(section, bullets=document.bullets)
    if document.sources:
        parts += [_underlined(document.sources_heading, "="), *_facts(document.sources, own)]
    parts.append(_underlined(document.about_heading, "="))
    for heading, lines in document.about:
        listed = [_directed(f"- {line}", own) for line in lines]
        parts.append("\n".join([f"{heading}:", *listed]))
    return "\n\n".join(parts) + "\n"


def _section(section: LanguageSection, *, bullets: bool) -> list[str]:
    language = section.language
    parts = [_underlined(section.heading, "=")]
    parts += [_directed(caution, language) for caution in section.cautions]
    if section.contents:
        parts.append(_contents(section))
    for block in section.blocks:
        parts += _block(block, language, bullets=bullets)
    parts += [_directed(notice, language) for notice in section.notices]
    if section.findings:
        mark = LEFT_TO_RIGHT_MARK if language.direction == "rtl" else ""
        found = [
            f"[{finding.mark.label}] {finding.meaning} ({finding.code}): "
            f"{mark}{finding.detail}{mark}"
            for finding in section.findings
        ]
        parts.append("\n".join([_directed(f"{section.findings_heading}:", language), *found]))
    else:
        parts.append(_directed(section.nothing_found, language))
    return parts


def _contents(section: LanguageSection) -> str:
    language = section.language
    lines = [_directed(f"{section.contents_heading}:", language)]
    for one in section.contents:
        similar = f"  {section.similar_label}: {one.title}"
        lines.append(_directed(similar if one.similar else f"- {one.title}", language))
    return "\n".join(lines)


def _block(block: Block, language: Language, *, bullets: bool) -> list[str]:
    parts = []
    if block.title is not None:
        parts.append(_underlined(_directed(_line(block.title), language), "-"))
    parts += _facts(block.facts, language)
    if block.bottom_line is not None:
        said = f"{block.bottom_line_label}: {_line(block.bottom_line)}"
        parts.append(_directed(said, language))
    lines = [_line(line) for line in block.lines]
    if bullets and lines:
        parts.append("\n".join(_directed(f"• {line}", language) for line in lines))
    elif lines:
        parts.append(_directed(" ".join(lines), language))
    return parts


def _facts(facts: tuple[Fact, ...], language: Language) -> list[str]:
    if not facts:
        return []
    return ["\n".join(_directed(f"{fact.label}: {fact.value}", language) for fact in facts)]


def _line(line: Line) -> str:
    return line.text + "".join(f" [{mark.label}]" for mark in line.marks)


def _underlined(text: str, rule: str) -> str:
    return f"{text}\n{rule * min(len(text), 72)}"


def _directed(text: str, language: Language) -> str:
    """Put a mark before a right-to-left line that a program would take for a left-to-right one."""
    if language.direction == "ltr":
        return text
    for letter in text:
        side = unicodedata.bidirectional(letter)
        if side in ("R", "AL"):
            return text
        if side == "L":
            break
    return RIGHT_TO_LEFT_MARK + text
