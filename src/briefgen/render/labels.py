"""The words of the document itself, in each language of a brief."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words of one language; a text with braces is filled in with `str.format`.

    Attributes:
        error: stands before the number of a finding of severity `error`.
        warning: stands before the number of a finding of severity `warning`.
        flags: the plain name of each flag's code.
    """

    briefing: str
    articles: str
    source: str
    sources: str
    authors: str
    published: str
    summary: str
    contents: str
    similar: str
    bottom_line: str
    translation: str
    about: str
    checks: str
    models: str
    summarizer: str
    translator: str
    licence: str
    revision: str
    error: str
    warning: str
    errors: str
    warnings: str
    nothing_found: str
    finding: str
    machine_translation: str
    machine_summary: str
    extractive_summary: str
    demo: str
    stand_in: str
    made_by: str
    flags: dict[str, str]

    def severity(self, severity: str) -> str:
        """The word that marks a finding of a severity, `error` or `warning`."""
        return self.error if severity == "error" else self.warning

    def meaning(self, code: str) -> str:
        """What a flag's code means; a code that is not known is just a finding."""
        return self.flags.get(code, self.finding)


@cache
def labels_of(language: str) -> Labels:
    """The words of a language.

    Args:
        language: a code of briefgen.

    Raises:
        KeyError: briefgen has no such language.

    >>> labels_of("prs").source
    'منبع'
    """
    text = files("briefgen.render").joinpath("labels.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)[language]
    return Labels(**{item.name: table[item.name] for item in fields(Labels)})
