"""A brief as a document: Markdown, HTML, Word, PDF, plain text, or `brief.json`.

Importing this package is cheap; what a format needs is imported when it is asked for.
"""

from collections.abc import Mapping
from pathlib import Path

from briefgen.errors import UsageError
from briefgen.records import Brief
from briefgen.render.files import check_target, write_file, write_files

__all__ = ["FORMATS", "format_of", "render", "save", "write", "write_file"]

FORMATS: tuple[str, ...] = ("md", "html", "docx", "pdf", "json", "txt", "review.html")
"""The formats, each named by the ending of its files."""


def format_of(name: str) -> str:
    """The format that the ending of a file's name says, the longest where two fit; "" for none.

    >>> format_of("brief.html"), format_of("BRIEF.review.html"), format_of(".html")
    ('html', 'review.html', '')
    """
    fitting = [format_ for format_ in FORMATS if name[1:].lower().endswith(f".{format_}")]
    return max(fitting, key=len, default="")


def render(brief: Brief, format: str) -> bytes:
    """Make a document.

    Args:
        brief: any brief.
        format: one of `FORMATS`.

    Returns:
        The content of the file, text in UTF-8. The same brief gives the same bytes.

    Raises:
        UsageError: there is no such format.
    """
    if format == "json":
        from briefgen.serialize import to_json

        return _encode(to_json(brief))
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}: use one of {', '.join(FORMATS)}")
    if format == "review.html":
        from briefgen.render.review import to_review

        return _encode(to_review(brief))
    from briefgen.render.layout import lay_out

    document = lay_out(brief)
    if format == "md":
        from briefgen.render.markdown import to_markdown

        return _encode(to_markdown(document))
    if format == "html":
        from briefgen.render.html import to_html

        return _encode(to_html(document))
    if format == "docx":
        from briefgen.render.word import to_docx

        return to_docx(document)
    if format == "pdf":
        from briefgen.render.pdf import to_pdf

        return to_pdf(document)
    from briefgen.render.text import to_text

    return _encode(to_text(document))


def save(brief: Brief, path: Path, *, force: bool = False) -> Path:
    """Write one document, its format by the ending of the path.

    Args:
        brief: any brief.
        path: ends in one of `FORMATS`; its folder exists.
        force: replace an existing file.

    Returns:
        The path written.

    Raises:
        UsageError: no format has that ending.
        OutputError: the file exists and `force` is false, or it cannot be written. Nothing
            half-written is left.
    """
    format_ = format_of(path.name)
    if not format_:
        endings = ", ".join(f".{name}" for name in FORMATS)
        raise UsageError(f"{str(path)!r} ends in no format: end it in {endings}")
    return write(brief, {format_: path}, force=force)[0]


def write(brief: Brief, paths: Mapping[str, Path], *, force: bool = False) -> tuple[Path, ...]:
    """Write a brief in several formats: every document is made before the first is written.

    Args:
        brief: any brief.
        paths: where each format goes.
        force: replace existing files.

    Returns:
        The paths written, in the order of `paths`.

    Raises:
        UsageError: there is no such format.
        OutputError: a file exists and `force` is false, or one cannot be written.
    """
    for path in paths.values():
        check_target(path, force=force)
    return write_files({path: render(brief, format_) for format_, path in paths.items()})


def _encode(text: str) -> bytes:
    """UTF-8; half of a surrogate pair, which only a broken source holds, becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
