"""The review page: one HTML file in which a person reads, corrects and saves a brief.

The page holds the whole `brief.json`. Its script changes the texts that a person corrected, marks
them, and gives the file back as a download; everything else of it stays as it is, to the byte.
Text reaches the page through Jinja2's escaping or as `textContent`, never as markup, and the
page's own policy (CSP level 3, Trusted Types) lets nothing run or load but its own style and
script, which it knows by their SHA-256.
"""

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from briefgen.languages import LANGUAGES
from briefgen.records import CORRECTED, Brief
from briefgen.render.html import to_isolated
from briefgen.render.labels import labels_of
from briefgen.render.review_rows import codes_of, count_codes, groups_of
from briefgen.serialize import to_json

# In JSON these stand only inside texts, where an escape means the same letter.
_JSON_ESCAPES = str.maketrans(
    {letter: f"\\u{ord(letter):04x}" for letter in ("<", ">", "&", "\u2028", "\u2029")}
)


def to_review(brief: Brief) -> str:
    """Draw the review page of a brief.

    Args:
        brief: any brief, translated or not.

    Returns:
        A whole page that loads nothing. The same brief gives the same text.
    """
    environment = Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["isolate"] = _isolate
    groups = groups_of(brief)
    style, script = _asset("review.css"), _asset("review.js")
    first = brief.articles[0] if brief.articles else None
    return environment.get_template("review.html.j2").render(
        title=(first.title if first and len(brief.articles) == 1 else "") or _counted(brief),
        groups=groups,
        languages=[LANGUAGES[code] for code in codes_of(brief)],
        codes=count_codes(groups),
        rows=sum(len(group.rows) for group in groups),
        checks=brief.checks,
        created=brief.created,
        program=f"{brief.generator.name} {brief.generator.version}",
        policy=_policy(style, script),
        # Our own files, and the brief with every sign escaped that could end its element.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        data=Markup(to_json(brief).translate(_JSON_ESCAPES)),  # noqa: S704
        corrected=CORRECTED,
    )


def _counted(brief: Brief) -> str:
    labels = labels_of("en")
    return f"{labels.briefing}, {labels.articles.format(count=len(brief.articles)).lower()}"


def _policy(style: str, script: str) -> str:
    """A Content-Security-Policy under which only this style and this script run."""
    return (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; "
        f"script-src 'sha256-{_digest(script)}'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _asset(name: str) -> str:
    return files("briefgen.render").joinpath("templates", name).read_text(encoding="utf-8")


def _isolate(text: str, direction: str) -> Markup:
    """Escape a text and isolate what runs against its direction, where that is known."""
    # Of a language, its direction is all that counts here; `auto` is that of none.
    alike = (one for one in LANGUAGES.values() if one.direction == direction)
    language = next(alike, None)
    return escape(text) if language is None else to_isolated(text, language)
