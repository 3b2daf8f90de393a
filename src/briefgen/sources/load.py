"""Any source to an Article: a path, a URL, standard input, a text or a page in hand."""

import hashlib
import os
import re
import sys
from pathlib import Path
from typing import BinaryIO

from briefgen.errors import (
    EmptyArticleError,
    SourceError,
    SourceFormatError,
    SourceNotFoundError,
)
from briefgen.records import Article, Heading, Sentence
from briefgen.segment import sentences as split_sentences
from briefgen.sources.decode import (
    MAX_BYTES,
    binary_message,
    clean,
    decode,
    describe_binary,
    squeeze,
)
from briefgen.sources.extracted import Extracted
from briefgen.sources.feeds import is_feed
from briefgen.sources.fetch import fetch
from briefgen.sources.html import declared_encoding, extract_html, looks_like_html
from briefgen.sources.language import detect_language
from briefgen.sources.markdown import extract_markdown
from briefgen.sources.pdf import extract_pdf
from briefgen.sources.text import extract_text
from briefgen.sources.word import extract_docx
from briefgen.words import count_words

_HTML_ENDINGS = frozenset((".html", ".htm", ".xhtml", ".shtml"))
_MARKDOWN_ENDINGS = frozenset((".md", ".markdown"))
# Kinds of files that hold text and yet no article.
_OTHER_ENDINGS = frozenset(
    f".{name}"
    for names in (
        "csv tsv json jsonl xml yaml yml toml ini sql log tmx srt vtt svg eml mht mhtml",
        "py js ts css c h cpp java go rs sh bat ps1 xlsx xls pptx ppt ods odp",
    )
    for name in names.split()
)
_UNREAD_ENDINGS = {
    ".doc": "an old Word file",
    ".odt": "an OpenDocument file",
    ".rtf": "an RTF document",
    ".epub": "an e-book",
}
_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
_MAX_PARAGRAPH_CHARS = 200_000
MAX_TEXT_CHARS = 2_000_000
"""The longest text that is read as one article: some 300,000 words, a thick book."""
MAX_TEXT_LINES = 20_000
"""The most lines that are read as one article, menus and comments included."""


def load_article(
    source: str | os.PathLike[str],
    *,
    id: str = "a1",
    stdin: BinaryIO | None = None,
    offline: bool = False,
    allow_private: bool = False,
) -> Article:
    """Load one article.

    Args:
        source: a path of a `.txt`, `.md`, `.html`, `.pdf` or `.docx` file, an http or https URL,
            or `-` for standard input. A file is read as what its content is: a page saved as
            `.txt` is a page.
        id: the article's id; ids of its sentences begin with it.
        stdin: what `-` reads; the process's standard input where it is None.
        offline: refuse a URL before any socket opens.
        allow_private: let a URL point into a private network, or at this machine.

    Raises:
        SourceNotFoundError: no such file.
        SourceFormatError: a folder, an unreadable, binary, too large or unsupported file.
        EmptyArticleError: nothing is left that could be an article.
        FetchError: the URL answers with an error, or not at all.
        BlockedAddressError: the URL points into a private network, and `allow_private` is off.
        OfflineError: the source is a URL, and `offline` is on.
    """
    name = os.fspath(source)
    if isinstance(source, str) and _URL.match(name):
        page = fetch(name, offline=offline, allow_private=allow_private)
        if is_feed(page.content):
            raise SourceFormatError(
                f"{name} is a feed, which lists articles: give one article's address, or all of "
                "them to briefgen batch"
            )
        found = _extract_binary(page.content, name)
        if found is not None:
            return _article(found, id=id, source=name, url=page.url)
        text = clean(decode(page.content, source=name, declared=page.charset))
        kind = "html" if page.is_html or looks_like_html(text) else "text"
        return _article(_extract(text, kind, name, url=page.url), id=id, source=name, url=page.url)
    if name == "-" and isinstance(source, str):
        data = _read_stream(stdin if stdin is not None else sys.stdin.buffer)
        return _from_bytes(data, id=id, source="-", label="standard input", kind=None)
    path = Path(name)
    return _from_bytes(_read_file(path), id=id, source=name, label=name, kind=_kind_of(path))


def load_text(source: str | os.PathLike[str], *, stdin: BinaryIO | None = None) -> str:
    """A plain text as it stands, decoded, nothing left out: what `translate` and `check` read.

    Args:
        source: a path, or `-` for standard input.
        stdin: what `-` reads; the process's standard input where it is None.

    Raises:
        SourceNotFoundError: no such file.
        SourceFormatError: a folder, an unreadable, binary or too large file.
    """
    if source == "-":
        return decode(_read_stream(stdin or sys.stdin.buffer), source="standard input")
    return decode(_read_file(Path(source)), source=os.fspath(source))


def article_from_text(
    text: str, *, id: str = "a1", source: str = "-", url: str | None = None
) -> Article:
    """An article out of a pasted text, its furniture left out.

    Raises:
        EmptyArticleError: the text has no words.
    """
    return _article(_extract(clean(text), "text", _label(source)), id=id, source=source, url=url)


def article_from_html(
    html: str, *, id: str = "a1", source: str = "-", url: str | None = None
) -> Article:
    """An article out of a page's HTML. Nothing of it is run or fetched.

    Raises:
        EmptyArticleError: the page holds no article.
    """
    return _article(
        _extract(clean(html), "html", _label(source), url=url), id=id, source=source, url=url
    )


def _from_bytes(data: bytes, *, id: str, source: str, label: str, kind: str | None) -> Article:
    if not data.strip():
        raise EmptyArticleError(f"{label} is empty: give a file that holds an article")
    found = _extract_binary(data, label)
    if found is not None:
        return _article(found, id=id, source=source)
    declared = declared_encoding(data)
    text = clean(decode(data, source=label, declared=declared))
    if kind != "markdown" or looks_like_html(text, strictly=True):
        # The content decides: browsers save pages under any name.
        kind = "html" if looks_like_html(text) else "text"
    return _article(_extract(text, kind, label), id=id, source=source)


def _extract_binary(data: bytes, label: str) -> Extracted | None:
    """What a PDF or Word file holds, known by its first bytes; None for anything else."""
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"):
        return extract_pdf(data, source=label)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return extract_docx(data, source=label)
    return None


def _extract(text: str, kind: str, label: str, url: str | None = None) -> Extracted:
    if not text.strip():
        raise EmptyArticleError(f"{label} is empty: give a file that holds an article")
    if kind == "html":
        return extract_html(text, url=url)
    if len(text) > MAX_TEXT_CHARS or text.count("\n") > MAX_TEXT_LINES:
        raise SourceFormatError(
            f"{label} is longer than any article ({MAX_TEXT_CHARS:,} characters or "
            f"{MAX_TEXT_LINES:,} lines at most): give the article alone"
        )
    if kind == "markdown":
        return extract_markdown(text)
    return extract_text(text)


def _label(source: str) -> str:
    return "standard input" if source == "-" else source


def _kind_of(path: Path) -> str | None:
    ending = path.suffix.lower()
    if ending in _MARKDOWN_ENDINGS:
        return "markdown"
    return "html" if ending in _HTML_ENDINGS else None


def _read_file(path: Path) -> bytes:
    name = os.fspath(path)
    try:
        if path.is_dir():
            raise SourceFormatError(f"{name} is a folder: give a file, or use briefgen batch")
        if not path.exists():
            raise SourceNotFoundError(f"no such file: {name}; check the path")
        if not path.is_file():
            raise SourceFormatError(f"{name} is not a regular file: give a file, a URL or -")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except SourceError:
        raise
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SourceFormatError(f"{name} cannot be read: {reason}; check the path") from error
    ending = path.suffix.lower()
    unread = _UNREAD_ENDINGS.get(ending)
    if unread is not None and data:
        raise SourceFormatError(binary_message(name, describe_binary(data) or unread))
    if ending in _OTHER_ENDINGS:
        raise SourceFormatError(
            f"{name} ends in {ending}, which is no article: give a .txt, .md or .html file, "
            "a URL or -"
        )
    # Any other ending is no reason to refuse words: what decides is whether it is text at all.
    return data


def _read_stream(stream: BinaryIO) -> bytes:
    try:
        return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise SourceFormatError(f"standard input cannot be read: {error}") from error


def _article(extracted: Extracted, *, id: str, source: str, url: str | None = None) -> Article:
    sentences: list[Sentence] = []
    headings: list[Heading] = []
    body_text = "\n\n".join(block.text for block in extracted.blocks if block.kind != "heading")
    language = detect_language(body_text or extracted.title, extracted.language)
    paragraph = 0
    for block in extracted.blocks:
        text = squeeze(block.text)
        if not text:
            continue
        if block.kind == "heading":
            headings.append(Heading(text=text, before_sentence=len(sentences)))
            continue
        found = [squeeze(sentence) for sentence in _split(text, language)]
        found = [sentence for sentence in found if sentence]
        for sentence in found:
            number = len(sentences) + 1
            sentences.append(Sentence(id=f"{id}.s{number}", text=sentence, paragraph=paragraph))
        paragraph += bool(found)
    if not any(count_words(sentence.text) for sentence in sentences):
        raise EmptyArticleError(
            f"{_label(source)} holds no article: give a page or text with sentences in it"
        )
    draft = Article(
        id=id,
        title=squeeze(extracted.title),
        source=source,
        url=url or extracted.url,
        authors=extracted.authors,
        published=extracted.published,
        language=language,
        words=0,
        sha256="",
        sentences=tuple(sentences),
        headings=tuple(heading for heading in headings if heading.before_sentence < len(sentences)),
    )
    return _counted(draft)


def _split(text: str, language: str) -> tuple[str, ...]:
    """Sentences of a paragraph; one beyond all measure is cut into pieces first."""
    if len(text) <= _MAX_PARAGRAPH_CHARS:
        return split_sentences(text, language)
    found: list[str] = []
    start = 0
    while start < len(text):
        stop = min(start + _MAX_PARAGRAPH_CHARS, len(text))
        if stop < len(text):
            space = text.rfind(" ", start, stop)
            stop = space if space > start else stop
        found.extend(split_sentences(text[start:stop], language))
        start = stop
    return tuple(found)


def _counted(draft: Article) -> Article:
    body = draft.text
    return Article(
        id=draft.id,
        title=draft.title,
        source=draft.source,
        url=draft.url,
        authors=draft.authors,
        published=draft.published,
        language=draft.language,
        words=count_words(body),
        sha256=hashlib.sha256(body.encode("utf-8")).hexdigest(),
        sentences=draft.sentences,
        headings=draft.headings,
    )
