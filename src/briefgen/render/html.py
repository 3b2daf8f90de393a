"""A document as one HTML file: no script, nothing fetched, readable wide, narrow and on paper."""

from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from briefgen.languages import LANGUAGES, Language
from briefgen.render.bidi import split_runs
from briefgen.render.document import Document, rows_of


def to_html(document: Document) -> str:
    """Draw a document.

    Args:
        document: what `layout.lay_out` made.

    Returns:
        A whole page. Each language stands in a section with its `lang` and `dir`; what runs
        against the direction of its line stands in `<bdi>`.
    """
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["bidi"] = to_isolated
    return environment.get_template("brief.html.j2").render(
        document=document,
        own=document.language,
        rows=rows_of(document) if document.side_by_side else (),
        english=LANGUAGES["en"],
        # Our own file, and the one thing that must not be escaped.
        style=Markup(_template("brief.css")),  # noqa: S704
    )


def _template(name: str) -> str:
    return files("briefgen.render").joinpath("templates", name).read_text(encoding="utf-8")


def to_isolated(text: str, language: Language) -> Markup:
    """Escape a text and isolate the runs that go against the direction of its line."""
    against = "ltr" if language.direction == "rtl" else "rtl"
    return Markup("").join(
        Markup('<bdi dir="{}">{}</bdi>').format(against, run.text)
        if run.foreign
        else escape(run.text)
        for run in split_runs(text, language.direction)
    )
