"""The day's briefs as one document: a table of contents, and what is much the same together."""

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from briefgen.batch.alike import group_alike
from briefgen.records import Article, Brief, Checks, Section, Summary, Timings, Translation
from briefgen.render import FORMATS, render

_T = TypeVar("_T")
# Fields of records that hold ids; the detail of a flag may speak of a sentence by its id.
_IDS = frozenset({"id", "article", "articles", "sentence", "where"})
# What is for one brief alone: corrections are made there.
_OF_DIGESTS = frozenset(FORMATS) - {"review.html"}


def join(briefs: Sequence[Brief]) -> tuple[Brief, tuple[tuple[str, ...], ...]]:
    """Join briefs of one article each into one of several.

    Args:
        briefs: made with the same settings and models; at least one.

    Returns:
        The joined brief, and groups of its article ids: what is much the same stands together, and
        each group where the first of it stood.
    """
    order = group_alike([brief.articles[0].text for brief in briefs])
    groups: list[tuple[str, ...]] = []
    parts: list[Brief] = []
    for group in order:
        first = len(parts) + 1
        parts += [_renumbered(briefs[n], f"a{first + i}") for i, n in enumerate(group)]
        groups.append(tuple(part.articles[0].id for part in parts[first - 1 :]))
    articles: list[Article] = [part.articles[0] for part in parts]
    summaries: list[Summary] = [part.summaries[0] for part in parts]
    return (
        replace(
            parts[0],
            created=max(brief.created for brief in briefs),
            articles=tuple(articles),
            summaries=tuple(summaries),
            translations=_joined_translations(parts),
            checks=_counted(parts),
            timings=Timings(),
        ),
        tuple(groups),
    )


def digest_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """Those formats that a digest can have."""
    return tuple(format_ for format_ in formats if format_ in _OF_DIGESTS)


def write_digest(briefs: Sequence[Brief], formats: Sequence[str]) -> dict[str, bytes]:
    """Write the joined briefs in several formats.

    Args:
        briefs: as for `join`.
        formats: of `digest_formats`.

    Returns:
        The content of each format, with a table of contents where a person reads it.
    """
    joined, groups = join(briefs)
    return {format_: render(joined, format_, contents=groups) for format_ in formats}


def _joined_translations(parts: Sequence[Brief]) -> dict[str, Translation]:
    sections: dict[str, list[Section]] = {}
    firsts: dict[str, Translation] = {}
    for part in parts:
        for code, translation in part.translations.items():
            firsts.setdefault(code, translation)
            sections.setdefault(code, []).extend(translation.sections)
    return {code: replace(first, sections=tuple(sections[code])) for code, first in firsts.items()}


def _counted(parts: Sequence[Brief]) -> Checks:
    by_code: dict[str, int] = {}
    for part in parts:
        for code, count in part.checks.by_code.items():
            by_code[code] = by_code.get(code, 0) + count
    return Checks(
        errors=sum(part.checks.errors for part in parts),
        warnings=sum(part.checks.warnings for part in parts),
        by_code=dict(sorted(by_code.items())),
    )


def _renumbered(brief: Brief, id: str) -> Brief:
    """The brief with another id for its article, and all that is named after it."""
    old = brief.articles[0].id
    if old == id:
        return brief
    named_after = re.compile(rf"{re.escape(old)}(?![0-9A-Za-z])")
    mention = re.compile(rf"\b{re.escape(old)}(?=[.-][a-z])")

    def walk(value: _T, name: str = "") -> _T:
        found: Any = value
        if isinstance(value, str):
            if name in _IDS and named_after.match(value):
                found = id + value[len(old) :]
            elif name == "detail":
                found = mention.sub(id, value)
        elif isinstance(value, tuple):
            found = tuple(walk(one, name) for one in value)
        elif isinstance(value, dict):
            found = {key: walk(one) for key, one in value.items()}
        elif is_dataclass(value) and not isinstance(value, type):
            found = replace(
                value,
                **{one.name: walk(getattr(value, one.name), one.name) for one in fields(value)},
            )
        return found  # type: ignore[no-any-return]

    return replace(
        brief,
        articles=walk(brief.articles),
        summaries=walk(brief.summaries),
        translations=walk(brief.translations),
    )
