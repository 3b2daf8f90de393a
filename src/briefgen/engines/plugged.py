"""A translator of a plug-in as an engine, so that all that is done to translations is done to its.

It has one hypothesis for a sentence and no score: decoding again gives the same.
"""

from collections.abc import Sequence
from typing import cast

from briefgen.engines.base import Decoding, Hypothesis, Request
from briefgen.errors import UnsupportedLanguageError
from briefgen.options import EngineOptions
from briefgen.plugins import Plugin, TranslatorFactory
from briefgen.plugins import Translator as Plugged
from briefgen.records import ModelInfo
from briefgen.words import count_words


class PluggedEngine:
    """Generates by a plug-in that translates.

    Args:
        plugin: the translator.
        options: where it runs.

    Raises:
        PluginError: it cannot be loaded or made.
    """

    def __init__(self, plugin: Plugin, options: EngineOptions) -> None:
        factory = cast("TranslatorFactory", plugin.load())
        with plugin.running():
            self._plugged: Plugged = factory(options)
            info, self._languages = self._plugged.info, tuple(self._plugged.languages)
        self._plugin = plugin
        self._info = plugin.describe(info)
        self._known: dict[Request, str] = {}

    @property
    def info(self) -> ModelInfo:
        """The plug-in, its package as the revision."""
        return self._info

    @property
    def max_source_tokens(self) -> int:
        """A sentence of any length: it is for the plug-in to cut it, or to refuse it."""
        return 1_000_000

    def check_language(self, code: str) -> None:
        """Raise UnsupportedLanguageError where the plug-in does not name the language."""
        if code not in self._languages:
            known = ", ".join(self._languages) or "none"
            raise UnsupportedLanguageError(
                f"{self._info.id} does not know {code!r}: its languages are {known}"
            )

    def check_source(self, code: str) -> None:
        """The same for the language of the sentences."""
        self.check_language(code)

    def count_tokens(self, text: str) -> int:
        """Words, for want of tokens."""
        return count_words(text)

    def generate(
        self,
        requests: Sequence[Request],
        decoding: Decoding,  # noqa: ARG002 - the Protocol has it
    ) -> tuple[tuple[Hypothesis, ...], ...]:
        """Translate all requests, those of one pair of languages in one call.

        Args:
            requests: any number, also none.
            decoding: is not looked at.

        Returns:
            For each request, in order, one hypothesis with score 0.

        Raises:
            PluginError: the plug-in failed, or gave something else than as many texts.
        """
        # What mending asks for again is known from the call before.
        if not all(request in self._known for request in requests):
            self._known = self._translate(tuple(dict.fromkeys(requests)))
        return tuple((Hypothesis(text=self._known[request], score=0.0),) for request in requests)

    def _translate(self, requests: Sequence[Request]) -> dict[Request, str]:
        found: dict[Request, str] = {}
        for source, target in dict.fromkeys((one.source, one.target) for one in requests):
            ours = [one for one in requests if (one.source, one.target) == (source, target)]
            with self._plugin.running():
                texts = list(
                    self._plugged.translate(
                        [one.text for one in ours], source=source or "", target=target or ""
                    )
                )
            if len(texts) != len(ours) or not all(isinstance(text, str) for text in texts):
                raise self._plugin.wrong(
                    f"it gave {len(texts)} translations for {len(ours)} sentences, or no texts"
                )
            found.update(zip(ours, texts, strict=True))
        return found
