"""A document in Markdown (CommonMark), right-to-left parts in blocks that say so.

The text of articles and models is escaped, so that it is read as text: no markup, no HTML, no
links come out of it.
"""

import re
from collections.abc import Iterable

from briefgen.languages import Language
from briefgen.render.bidi import needs_isolation, split_runs
from briefgen.render.document import Block, Document, Fact, LanguageSection, Line


def to_markdown(document: Document) -> str:
    """Draw a document.

    Args:
        document: what `layout.lay_out` made.

    Returns:
        Markdown with a newline at the end. Right-to-left sections stand in
        `<div dir="rtl" lang="…">`, which viewers that allow no HTML show as text only.
    """
    own = document.language
    head = [f"# {_line(document.title, own)}"]
    for language, title in document.titles:
        head += _wrapped([_line(title, language, strong=True)], language)
    parts = _wrapped([*head, *_facts(document.facts, own)], own)
    for section in document.sections:
        body = [f"## {to_inline(section.heading, section.language)}"]
        body += _section(section, bullets=document.bullets)
        parts += _wrapped(body, section.language)
    parts += _wrapped(_about(document), own)
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    r"""Make a line that Markdown shows as it is.

    >>> escape("5 * <b> & [x](y)") == r"5 \* &lt;b&gt; & \[x\](y)"
    True
    """
    text = _escape_inside(text)
    # What begins a list, a heading or a rule does so only at the start of a line.
    text = re.sub(r"^(\s*)([#+=\-])", r"\1\\\2", text)
    return re.sub(r"^(\s*\d{1,9})([.)])(?=\s|$)", r"\1\\\2", text)


def _escape_inside(text: str) -> str:
    text = re.sub(r"&(?=#|\w+;)", "&amp;", text)
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]~|])", r"\\\1", text)


def _wrapped(parts: list[str], language: Language) -> list[str]:
    if language.direction == "ltr":
        return parts
    return [f'<div dir="rtl" lang="{language.html_lang}">', *parts, "</div>"]


def _section(section: LanguageSection, *, bullets: bool) -> list[str]:
    language = section.language
    parts = _quoted(section.cautions, language)
    parts += _contents(section)
    for block in section.blocks:
        anchor = section.anchor(block.article) if section.contents else ""
        parts += _block(block, language, bullets=bullets, anchor=anchor)
    parts += _quoted(section.notices, language)
    if section.findings:
        parts.append(f"**{to_inline(section.findings_heading, language)}**")
        parts.append(
            _list(
                f"**\\[{to_inline(finding.mark.label, language)}\\]** "
                f"{to_inline(finding.meaning, language)} "
                f"({_isolated(finding.code, language)}): {_isolated(finding.detail, language)}"
                for finding in section.findings
            )
        )
    else:
        parts.append(f"*{to_inline(section.nothing_found, language)}*")
    return parts


def _contents(section: LanguageSection) -> list[str]:
    if not section.contents:
        return []
    language = section.language
    lines = []
    for one in section.contents:
        link = f"[{to_inline(one.title, language)}](#{section.anchor(one.article)})"
        similar = f"{to_inline(section.similar_label, language)}: "
        lines.append(f"  - {similar}{link}" if one.similar else f"- {link}")
    return [f"**{to_inline(section.contents_heading, language)}**", "\n".join(lines)]


def _quoted(notices: tuple[str, ...], language: Language) -> list[str]:
    if not notices:
        return []
    return ["\n>\n".join(f"> {to_inline(notice, language)}" for notice in notices)]


def _block(block: Block, language: Language, *, bullets: bool, anchor: str) -> list[str]:
    place = f'<a id="{anchor}"></a>' if anchor else ""
    parts = [f"### {place}{_line(block.title, language)}"] if block.title is not None else []
    parts += _facts(block.facts, language)
    if block.bottom_line is not None:
        label = to_inline(block.bottom_line_label, language)
        parts.append(f"**{label}:** {_line(block.bottom_line, language)}")
    lines = [_line(line, language) for line in block.lines]
    if lines:
        parts.append(_list(lines) if bullets else " ".join(lines))
    return parts


def _facts(facts: tuple[Fact, ...], language: Language) -> list[str]:
    """Facts, a line each; a list of them would run together with bullets that follow."""
    if not facts:
        return []
    return ["  \n".join(_fact(fact, language) for fact in facts)]


def _fact(fact: Fact, language: Language) -> str:
    value = f"<{fact.href}>" if _plain_address(fact.href) else to_inline(fact.value, language)
    return f"{to_inline(fact.label, language)}: {value}"


def _about(document: Document) -> list[str]:
    language = document.language
    parts = []
    if document.sources:
        parts.append(f"## {to_inline(document.sources_heading, language)}")
        parts.append(_list(_fact(source, language) for source in document.sources))
    parts.append(f"## {to_inline(document.about_heading, language)}")
    for heading, lines in document.about:
        parts += [
            f"### {to_inline(heading, language)}",
            _list(to_inline(line, language) for line in lines),
        ]
    return parts


def _plain_address(href: str | None) -> bool:
    """Whether an address can stand between angle brackets, where nothing is escaped."""
    return href is not None and re.fullmatch(r"[!-;=?-~]+", href) is not None


def _line(line: Line, language: Language, *, strong: bool = False) -> str:
    text = to_inline(line.text, language)
    marks = "".join(f" **\\[{to_inline(mark.label, language)}\\]**" for mark in line.marks)
    # Marks are strong themselves: they stand behind the strong text, not in it.
    return (f"**{text}**" if strong and text else text) + marks


def to_inline(text: str, language: Language) -> str:
    """Escaped text, with isolation only where the plain algorithm would show it wrongly."""
    parts: list[str] = []
    plain = ""  # gathered, because an entity may reach over the end of a run
    for run in split_runs(text, language.direction):
        if run.foreign and language.direction == "rtl" and needs_isolation(run):
            parts += [plain, run.text]
            plain = ""
        else:
            plain += run.text
    parts.append(plain)
    escaped = [escape(parts[0]), *(_escape_inside(part) for part in parts[1:])]
    return "".join(
        f'<bdi dir="ltr">{part}</bdi>' if index % 2 else part for index, part in enumerate(escaped)
    )


def _isolated(text: str, language: Language) -> str:
    """English text, such as the detail of a finding, inside a line of any language."""
    if language.direction == "ltr":
        return escape(text)
    return f'<bdi dir="ltr" lang="en">{escape(text)}</bdi>'


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
