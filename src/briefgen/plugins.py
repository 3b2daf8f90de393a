"""Plug-ins: summarizers, translators, checks and renderers of other packages.

A package registers one by an entry point (the packaging specification "Entry points") in one of
the groups of `GROUPS`; `docs/plugins.md` shows how. Nothing of it is imported before a user names
it: which plug-ins there are is read from the metadata of the installed packages.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import metadata
from typing import Literal, Protocol, TypeAlias, cast

from briefgen.errors import BriefgenError, PluginError, UsageError
from briefgen.options import EngineOptions, SummaryOptions
from briefgen.records import Article, Brief, Flag, ModelInfo

Kind: TypeAlias = Literal["summarizers", "translators", "checks", "renderers"]
GROUPS: dict[Kind, str] = {
    "summarizers": "briefgen.summarizers",
    "translators": "briefgen.translators",
    "checks": "briefgen.checks",
    "renderers": "briefgen.renderers",
}
"""The group of entry points of each kind."""

PREFIX = "plugin:"
"""What stands before a plug-in's name where a checkpoint could be named as well."""


class Summarizer(Protocol):
    """Writes the sentences of a summary; briefgen checks them against the article."""

    @property
    def info(self) -> ModelInfo:
        """What writes; its `id`, `revision` and `engine` are set by briefgen."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Those of articles that it reads, briefgen's codes or ISO 639-1; empty for any."""

    def summarize(self, article: Article, options: SummaryOptions) -> Sequence[str]:
        """Summarise an article in its own language.

        Args:
            article: cleaned, with its sentences.
            options: length and style.

        Returns:
            Whole sentences, their words together inside the asked range.
        """


class Translator(Protocol):
    """Translates sentences; briefgen checks them, and writes digits and signs as usual."""

    @property
    def info(self) -> ModelInfo:
        """What translates; its `id`, `revision` and `engine` are set by briefgen."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that it knows, as source or as target: briefgen's codes, for others ISO 639-1."""

    def translate(self, sentences: Sequence[str], *, source: str, target: str) -> Sequence[str]:
        """Translate sentences.

        Args:
            sentences: one sentence each.
            source: briefgen's code of their language.
            target: briefgen's code of the language wanted.

        Returns:
            As many translations, in the same order.
        """


class Check(Protocol):
    """Looks at a sentence and its translation."""

    def __call__(
        self, source: str, target: str, *, source_language: str, target_language: str
    ) -> Iterable[Flag]:
        """Check one pair.

        Args:
            source: a sentence.
            target: its translation.
            source_language: briefgen's code.
            target_language: briefgen's code.

        Returns:
            What is wrong; `where` is set by briefgen. An error makes briefgen choose another
            translation where the model has one, and translate again.
        """


class Renderer(Protocol):
    """Writes a brief as a document; its name is the name of the format and the ending of files."""

    def __call__(self, brief: Brief) -> bytes:
        """The content of the file. The same brief must give the same bytes."""


SummarizerFactory: TypeAlias = Callable[[EngineOptions], Summarizer]
"""What an entry point of `briefgen.summarizers` names."""

TranslatorFactory: TypeAlias = Callable[[EngineOptions], Translator]
"""What an entry point of `briefgen.translators` names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """A registered plug-in, which need not have been imported.

    Attributes:
        kind: what it is.
        name: what users call it.
        place: module and attribute, such as `polite.checks:check`.
        distribution: name and version of the package that registers it.
    """

    kind: Kind
    name: str
    place: str
    distribution: str

    def load(self) -> Callable[..., object]:
        """Import it.

        Raises:
            PluginError: it cannot be imported, or is nothing that can be called.
        """
        entry = metadata.EntryPoint(name=self.name, value=self.place, group=GROUPS[self.kind])
        try:
            found = entry.load()
        except Exception as error:
            raise PluginError(
                f"the plug-in {self.name!r} of {self.distribution} cannot be loaded "
                f"({type(error).__name__}: {error}): "
                f"mend or remove that package, or leave {self.name!r} out"
            ) from error
        if not callable(found):
            raise self.wrong(f"{self.place} cannot be called")
        return cast("Callable[..., object]", found)

    def wrong(self, what: str) -> PluginError:
        """The error for a plug-in that does not do what its Protocol says."""
        return PluginError(
            f"the plug-in {self.name!r} of {self.distribution} is broken: {what}; "
            "tell its authors, or leave it out"
        )

    def describe(self, info: object) -> ModelInfo:
        """What a brief says of it: that it is a plug-in, and which version of which package.

        Raises:
            PluginError: `info` is no ModelInfo.
        """
        if not isinstance(info, ModelInfo):
            raise self.wrong(f"its info is {type(info).__name__}, not a ModelInfo")
        return replace(info, id=f"{PREFIX}{self.name}", revision=self.distribution, engine="plugin")

    @contextmanager
    def running(self) -> Iterator[None]:
        """Say whose fault it is where the plug-in's own code fails.

        Raises:
            PluginError: it raised anything but a BriefgenError.
        """
        try:
            yield
        except BriefgenError:
            raise
        except Exception as error:
            raise self.wrong(f"{type(error).__name__}: {error}") from error


def installed(kind: Kind) -> tuple[Plugin, ...]:
    """The plug-ins of a kind, by name; none of them is imported."""
    found = [
        Plugin(kind=kind, name=entry.name, place=entry.value, distribution=_distribution(entry))
        for entry in metadata.entry_points(group=GROUPS[kind])
    ]
    return tuple(sorted(found, key=lambda plugin: (plugin.name, plugin.distribution)))


def find(kind: Kind, name: str) -> Plugin:
    """The plug-in of a name.

    Raises:
        UsageError: there is none, or two packages register one.
    """
    known = installed(kind)
    found = [plugin for plugin in known if plugin.name == name]
    if not found:
        names = ", ".join(dict.fromkeys(plugin.name for plugin in known))
        raise UsageError(
            f"no plug-in {name!r} among the {kind}: "
            + (f"there are {names}" if names else "install the package that brings it")
        )
    if len(found) > 1:
        both = " and ".join(plugin.distribution for plugin in found[:2])
        raise UsageError(f"{both} both bring {kind} called {name!r}: remove one of them")
    return found[0]


def named(text: str) -> str | None:
    """The name in `plugin:NAME`; None for any other text.

    >>> named("plugin:polite"), named("facebook/bart-large-cnn")
    ('polite', None)
    """
    return text.removeprefix(PREFIX) if text.startswith(PREFIX) else None


def _distribution(entry: metadata.EntryPoint) -> str:
    if entry.dist is None:
        return "an unnamed package"
    return f"{entry.dist.name} {entry.dist.version}"
