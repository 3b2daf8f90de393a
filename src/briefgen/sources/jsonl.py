"""Articles of a `.jsonl` stream, one object a line; a bad line is an error, not the end."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO, TypeAlias

from briefgen.errors import EmptyArticleError, SourceError, SourceFormatError, UsageError
from briefgen.languages import resolve_source
from briefgen.records import Article
from briefgen.sources.dates import find_date
from briefgen.sources.decode import MAX_BYTES, clean, squeeze
from briefgen.sources.heads import split_authors
from briefgen.sources.load import article_from_html, article_from_text
from briefgen.words import count_words

MAX_LINE_BYTES = MAX_BYTES

_Record: TypeAlias = Mapping[str, object]
_URL = re.compile(r"https?://\S+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_MAX_AUTHORS = 50


def read_jsonl(
    stream: BinaryIO | bytes | str, *, source: str, first: int = 1, line: int = 1
) -> Iterator[Article | SourceError]:
    """Read articles, one a line, as they come.

    A line is an object with `text` (pasted text, or paragraphs with blank lines between them) or
    `html` (a page), and any of `title`, `url`, `authors` (a list, or a byline), `published`,
    `language` and `source`; what it states counts more than what the text says. Other fields are
    ignored, so that what `extract --json` writes can be read. Blank lines are skipped.

    Args:
        stream: an open binary stream, or the content itself. Only one line is held at a time.
        source: name of the stream, for messages, and for articles that name no source.
        first: number in the id of the first article: 1 makes `a1`, `a2`, and so on.
        line: number of the first line, where the stream begins within a file.

    Yields:
        In the order of the lines an article, or the error of that line, which names its number.
        Errors take no id.

    >>> [article] = read_jsonl('{"title": "Rain", "text": "It rained all night."}', source="-")
    >>> article.id, article.title, article.source
    ('a1', 'Rain', '-:1')
    """
    data = stream.encode("utf-8", "replace") if isinstance(stream, str) else stream
    binary = io.BytesIO(data) if isinstance(data, bytes) else data
    number = first
    for place, content in enumerate(_lines(binary), line):
        label = f"{source}, line {place}"
        try:
            record = _parse(content, label)
            if record is None:
                continue
            article = _article(record, f"a{number}", label)
            named = squeeze(clean(_text(record, "source", label)))
        except SourceError as error:
            yield error
            continue
        number += 1
        yield replace(article, source=named or f"{source}:{place}")


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a stream; None for one that is too long, which is skipped in pieces."""
    while line := stream.readline(MAX_LINE_BYTES + 1):
        if len(line) <= MAX_LINE_BYTES or line.endswith(b"\n"):
            yield line
            continue
        while piece := stream.readline(MAX_LINE_BYTES):
            if piece.endswith(b"\n"):
                break
        yield None


def _parse(line: bytes | None, label: str) -> _Record | None:
    """The object of a line; None for a blank one."""
    if line is None:
        raise SourceFormatError(
            f"{label} is longer than {MAX_LINE_BYTES // 1_000_000} MB: give the article alone"
        )
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceFormatError(f"{label} is not UTF-8: write the file anew in UTF-8") from error
    if not text.strip():
        return None
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it is too complicated"
        raise SourceFormatError(
            f"{label} is not JSON ({reason}): write one object a line, its newlines as \\n"
        ) from error
    if not isinstance(value, dict):
        raise SourceFormatError(
            f"{label} is not an object: write one with text or html, and any metadata"
        )
    return value


def _article(record: _Record, id: str, label: str) -> Article:
    text, html = _text(record, "text", label), _text(record, "html", label)
    if bool(text.strip()) == bool(html.strip()):
        has = "both text and html" if text.strip() else "neither text nor html"
        raise SourceFormatError(f"{label} has {has}: give one of them")
    if not count_words(text or html):
        raise EmptyArticleError(f"{label} holds no article: give a text with sentences in it")
    url = _text(record, "url", label).strip()
    address = url if _URL.fullmatch(url) else None
    if html.strip():
        article = article_from_html(html, id=id, source=label, url=address)
    else:
        article = article_from_text(text, id=id, source=label, url=address)
    return replace(
        article,
        title=squeeze(clean(_text(record, "title", label))) or article.title,
        authors=_authors(record, label) or article.authors,
        published=find_date(_text(record, "published", label)) or article.published,
        language=_language(record, label) or article.language,
    )


def _text(record: _Record, key: str, label: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise SourceFormatError(f'{label}: "{key}" must be a text')
    return value


def _language(record: _Record, label: str) -> str:
    """The stated language as briefgen writes it; empty where it states none, or no code."""
    stated = _text(record, "language", label).strip().lower().replace("_", "-")
    if not _LANGUAGE.fullmatch(stated):
        return ""
    try:
        return resolve_source(stated)
    except UsageError:
        return stated.split("-")[0]


def _authors(record: _Record, label: str) -> tuple[str, ...]:
    value = record.get("authors")
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        names = (squeeze(clean(name)) for name in value[:_MAX_AUTHORS])
        return tuple(name for name in names if name)
    if value is None or isinstance(value, str):
        return split_authors(clean(value or ""))
    raise SourceFormatError(f'{label}: "authors" must be a list of texts')
