"""Templates of a user's own, for Markdown and HTML: Jinja, in a sandbox.

A template sees data and nothing else: `brief` is what `brief.json` holds, `document` is what the
documents of briefgen say and in which order, `labels` are their words in each language. It can
call no method of briefgen, read no file and import no other template. What it prints is escaped,
for HTML or for Markdown by the ending of its name; `docs/documents.md` shows one.
"""

import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefgen.errors import TemplateError
from briefgen.languages import LANGUAGES, Language
from briefgen.options import TEMPLATE_ENDINGS
from briefgen.records import Brief
from briefgen.render.document import Document
from briefgen.render.html import to_isolated
from briefgen.render.labels import labels_of
from briefgen.render.markdown import escape, to_inline
from briefgen.serialize import to_json

_MAX_BYTES = 1_000_000


def compile_template(path: Path) -> Template:
    """Read a template.

    Args:
        path: its name ends as `options.TEMPLATE_ENDINGS` says for Markdown or HTML.

    Raises:
        TemplateError: it cannot be read, or is no template.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise TemplateError(f"the template {path} is larger than {_MAX_BYTES:,} bytes")
        source = data.decode("utf-8-sig")
    except OSError as error:
        raise TemplateError(f"the template {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TemplateError(f"the template {path} is not UTF-8: save it as UTF-8") from error
    markdown = path.name.lower().endswith(TEMPLATE_ENDINGS["md"])
    environment = _environment(markdown=markdown)
    try:
        code = environment.compile(source, path.name, str(path))
    except TemplateSyntaxError as error:
        raise TemplateError(f"{path}, line {error.lineno}: {error.message}") from error
    return environment.template_class.from_code(environment, code, environment.make_globals(None))


def fill_template(path: Path, brief: Brief, document: Document) -> str:
    """Fill in a template.

    Args:
        path: its name ends as `options.TEMPLATE_ENDINGS` says for Markdown or HTML.
        brief: what it is filled with.
        document: the same as a document.

    Returns:
        What it prints.

    Raises:
        TemplateError: it cannot be read, is no template, or uses what there is not; the message
            names the template, the line and the variable.
    """
    template = compile_template(path)
    try:
        return template.render(
            brief=_plain(brief),
            document=asdict(document),
            labels={code: asdict(labels_of(code)) for code in LANGUAGES},
        )
    except JinjaError as error:
        raise TemplateError(f"{path}, line {_line(error, path)}: {error.message}") from error
    except Exception as error:  # whatever a template makes of its data
        reason = f"{type(error).__name__}: {error}"
        raise TemplateError(f"{path}, line {_line(error, path)}: {reason}") from error


def _plain(brief: Brief) -> Any:
    import json

    return json.loads(to_json(brief))


def _line(error: Exception, path: Path) -> int:
    """The innermost line of the template that an error comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename == str(path)]
    return lines[-1] if lines else 0


def _environment(*, markdown: bool) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        autoescape=not markdown,
        undefined=StrictUndefined,
        finalize=_escaped if markdown else None,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["bidi"] = _bidi_markdown if markdown else _bidi_html
    return environment


def _escaped(value: Any) -> Any:
    """What Markdown prints: text as text; what is marked safe, as it is."""
    return value if isinstance(value, Markup) else escape(str(value))


def _bidi_html(text: str, language: dict[str, Any]) -> Markup:
    return to_isolated(text, _language(language))


def _bidi_markdown(text: str, language: dict[str, Any]) -> Markup:
    # Our own escaping has seen to it.
    return Markup(to_inline(text, _language(language)))  # noqa: S704


def _language(language: dict[str, Any]) -> Language:
    return LANGUAGES[language["code"]]
