"""Which documents a brief becomes, each known by its ending: `md`, or `prs.md` if it is split."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from briefgen.languages import LANGUAGES
from briefgen.options import DocumentOptions
from briefgen.records import Brief
from briefgen.render import ALL_LANGUAGES, render


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """The documents of every brief of a batch.

    Attributes:
        formats: as asked for.
        to: the languages of the translations.
        options: layout, template, and whether each language has a document of its own.
    """

    formats: tuple[str, ...]
    to: tuple[str, ...] = ()
    options: DocumentOptions = field(default_factory=DocumentOptions)

    @property
    def endings(self) -> tuple[str, ...]:
        """What the files of a brief end in.

        >>> Documents(
        ...     formats=("md", "json"), to=("prs",), options=DocumentOptions(split=True)
        ... ).endings
        ('en.md', 'prs.md', 'json')
        """
        return tuple(ending for format_ in self.formats for ending in self._endings_of(format_))

    def draw(self, brief: Brief, ending: str) -> bytes:
        """The document of one ending, also of one that an earlier run was asked for.

        Raises:
            UsageError: there is no such format.
            TemplateError: the template is broken.
        """
        code, _, format_ = ending.partition(".")
        if code in LANGUAGES and format_:
            return render(brief, format_, only=code, options=self.options)
        return render(brief, ending, options=self.options)

    def identity(self) -> str:
        """What the content of the documents depends on beside the brief."""
        template = self.options.template
        content = b"" if template is None else template.read_bytes()
        return f"{self.options.layout} {hashlib.sha256(content).hexdigest()}"

    def _endings_of(self, format_: str) -> Sequence[str]:
        if not self.options.split or format_ in ALL_LANGUAGES:
            return (format_,)
        return tuple(f"{code}.{format_}" for code in ("en", *self.to))
