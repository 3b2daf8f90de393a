"""A brief as a document: Markdown, HTML, Word, PDF, plain text, or `brief.json`.

Importing this package is cheap; what a format needs is imported when it is asked for.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from briefgen.errors import UsageError
from briefgen.options import DocumentOptions
from briefgen.records import Brief
from briefgen.render.files import check_target, write_file, write_files
from briefgen.render.plugged import plugged_formats, render_plugged

__all__ = [
    "ALL_LANGUAGES",
    "FORMATS",
    "check_template",
    "format_of",
    "is_format",
    "is_split",
    "render",
    "save",
    "split_paths",
    "write",
    "write_file",
]

FORMATS: tuple[str, ...] = ("md", "html", "docx", "pdf", "json", "txt", "review.html")
"""The formats, each named by the ending of its files."""


def format_of(name: str) -> str:
    """The format that the ending of a file's name says, the longest where two fit; "" for none.

    Formats of plug-ins count where none of briefgen's own fits.

    >>> format_of("brief.html"), format_of("BRIEF.review.html"), format_of(".html")
    ('html', 'review.html', '')
    """
    ending = name[1:].lower()
    fitting = [format_ for format_ in FORMATS if ending.endswith(f".{format_}")]
    if not fitting and "." in ending:
        fitting = [format_ for format_ in plugged_formats() if ending.endswith(f".{format_}")]
    return max(fitting, key=len, default="")


def is_format(name: str) -> bool:
    """Whether briefgen or a plug-in writes documents of this format."""
    return name in FORMATS or name in plugged_formats()


def is_split(format: str) -> bool:
    """Whether a document of this format can be one for each language."""
    return format in FORMATS and format not in ALL_LANGUAGES


ALL_LANGUAGES = frozenset({"json", "review.html"})
"""Formats that hold all languages of a brief and are never split."""

_AS_IT_IS = DocumentOptions()


def render(
    brief: Brief,
    format: str,
    *,
    only: str | None = None,
    options: DocumentOptions = _AS_IT_IS,
    contents: Sequence[Sequence[str]] = (),
) -> bytes:
    """Make a document.

    Args:
        brief: any brief.
        format: one of `FORMATS`, or the name of a plug-in.
        only: the one language of the document; all where absent.
        options: its layout and template; what is split here is up to `only`.
        contents: as for `layout.lay_out`.

    Returns:
        The content of the file, text in UTF-8. The same brief gives the same bytes.

    Raises:
        UsageError: there is no such format, or the brief has no such language.
        TemplateError: the template is broken.
        PluginError: the plug-in is broken.
    """
    if format == "json":
        from briefgen.serialize import to_json

        return _encode(to_json(brief))
    if format not in FORMATS:
        if format in plugged_formats():
            return render_plugged(brief, format)
        raise UsageError(f"unknown format {format!r}: use one of {', '.join(FORMATS)}")
    if format == "review.html":
        from briefgen.render.review import to_review

        return _encode(to_review(brief))
    from briefgen.render.layout import languages_of, lay_out

    if only is not None and only not in languages_of(brief):
        known = ", ".join(languages_of(brief))
        raise UsageError(f"the brief is not in {only!r}: it is in {known}")
    document = lay_out(
        brief,
        only=only,
        side_by_side=options.layout == "side-by-side",
        contents=contents,
    )
    template = options.template_for(format)
    if template is not None and format != "docx":
        from briefgen.render.templating import fill_template

        return _encode(fill_template(template, brief, document))
    if format == "md":
        from briefgen.render.markdown import to_markdown

        return _encode(to_markdown(document))
    if format == "html":
        from briefgen.render.html import to_html

        return _encode(to_html(document))
    if format == "docx":
        from briefgen.render.word import to_docx

        return to_docx(document, template=template)
    if format == "pdf":
        from briefgen.render.pdf import to_pdf

        return to_pdf(document)
    from briefgen.render.text import to_text

    return _encode(to_text(document))


def save(
    brief: Brief,
    path: Path,
    *,
    force: bool = False,
    options: DocumentOptions = _AS_IT_IS,
) -> tuple[Path, ...]:
    """Write one document, or one for each language, its format by the ending of the path.

    Args:
        brief: any brief.
        path: ends in one of `FORMATS`; its folder exists.
        force: replace an existing file.
        options: with `split`, `brief.docx` becomes `brief.en.docx`, `brief.prs.docx` and so on.

    Returns:
        The paths written.

    Raises:
        UsageError: no format has that ending.
        TemplateError: the template is broken.
        OutputError: the file exists and `force` is false, or it cannot be written. Nothing
            half-written is left.
    """
    format_ = format_of(path.name)
    if not format_:
        endings = ", ".join(f".{name}" for name in FORMATS)
        raise UsageError(f"{str(path)!r} ends in no format: end it in {endings}")
    return write(brief, {format_: path}, force=force, options=options)


def write(
    brief: Brief,
    paths: Mapping[str, Path],
    *,
    force: bool = False,
    options: DocumentOptions = _AS_IT_IS,
) -> tuple[Path, ...]:
    """Write a brief in several formats: every document is made before the first is written.

    Args:
        brief: any brief.
        paths: where each format goes.
        force: replace existing files.
        options: how each is made.

    Returns:
        The paths written, in the order of `paths`, and with `split` of the brief's languages.

    Raises:
        UsageError: there is no such format.
        TemplateError: the template is broken.
        OutputError: a file exists and `force` is false, or one cannot be written.
    """
    planned: dict[Path, tuple[str, str | None]] = {}
    for format_, path in paths.items():
        if options.split and is_split(format_):
            for code, part in split_paths(brief, path, format_).items():
                planned[part] = (format_, code)
        else:
            planned[path] = (format_, None)
    for path in planned:
        check_target(path, force=force)
    return write_files(
        {
            path: render(brief, format_, only=only, options=options)
            for path, (format_, only) in planned.items()
        }
    )


def check_template(path: Path) -> None:
    """Read a template and nothing else, to find what is wrong with it before any work is done.

    Args:
        path: ends as `options.TEMPLATE_ENDINGS` says.

    Raises:
        TemplateError: it is missing or broken.
    """
    if path.suffix.lower() == ".docx":
        from briefgen.render.word_styles import open_template

        open_template(path)
    else:
        from briefgen.render.templating import compile_template

        compile_template(path)


def split_paths(brief: Brief, path: Path, format: str) -> dict[str, Path]:
    """Where the document of each language goes: the code stands before the ending.

    Args:
        brief: any brief.
        path: of the whole document.
        format: of the document.

    Returns:
        A path for each language, English first.
    """
    from briefgen.render.layout import languages_of

    ending = f".{format}"
    whole = path.name.lower().endswith(ending)
    stem = path.name[: -len(ending)] if whole else path.name
    own = path.name[-len(ending) :] if whole else ending
    return {code: path.with_name(f"{stem}.{code}{own}") for code in languages_of(brief)}


def _encode(text: str) -> bytes:
    """UTF-8; half of a surrogate pair, which only a broken source holds, becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
