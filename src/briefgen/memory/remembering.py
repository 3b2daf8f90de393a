"""The memory as one translator sees it: asked before the model, told after the checks.

What is kept is what the checks chose for a whole sentence, not the model's n-best list: it is what
a reader saw, and what a person corrects. The checks run on it again whenever it is given out, so
that flags are always those of today's checks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from briefgen.engines.base import Decoding
from briefgen.errors import MemoryFileError
from briefgen.memory.database import TranslationMemory
from briefgen.memory.entries import Entry, revision_key, settings_key
from briefgen.records import ModelInfo, TranslatedSentence

_USUAL = Decoding()
_REPLACED = frozenset({"dari-word", "glossary-replaced"})
"""Flags that only the model's own words could raise again."""


class Remembering:
    """A memory bound to one checkpoint and one way of using it.

    Args:
        memory: open as long as this is used; the caller closes it.
        info: the checkpoint.
        decoding: how sentences are decoded at first; that of later attempts is no part of the key.
        approved_only: give out what people approved and nothing that a model wrote, so that what
            was translated before changes nothing; what the checks choose is kept all the same.
        settings: what else a translation depends on, such as `digits`, or `glossary` with the
            SHA-256 of its content; by name.

    Attributes:
        problem: why the last `keep` kept nothing, for the user; empty where all went well.
    """

    def __init__(
        self,
        memory: TranslationMemory,
        info: ModelInfo,
        *,
        decoding: Decoding,
        settings: Mapping[str, object],
        approved_only: bool = False,
    ) -> None:
        self._memory = memory
        self._approved_only = approved_only
        self._model = info.id
        self._revision = revision_key(info)
        self._settings = settings_key(
            {
                **settings,
                **_unusual(decoding),
                "engine": info.engine,
                "quantization": info.quantization,
            }
        )
        self.problem = ""

    def recall(
        self, sentences: Sequence[str], *, source: str, target: str
    ) -> tuple[Entry | None, ...]:
        """What is known of sentences before the model is asked.

        Args:
            sentences: whole ones, before any splitting.
            source: briefgen's code of their language.
            target: briefgen's code of the language wanted, another one.

        Returns:
            For each sentence, in order, an entry to be used instead of asking the model, or None.
            One whose origin is not `model` was approved by a person: no other text may stand in
            its place, whatever the checks say of it.

        Raises:
            MemoryFileError: the memory cannot be read.
        """
        if self._approved_only:
            return self._memory.look_up_approved(sentences, source=source, target=target)
        return self._memory.look_up(
            sentences,
            source=source,
            target=target,
            model=self._model,
            revision=self._revision,
            settings=self._settings,
        )

    def keep(self, chosen: Mapping[str, Sequence[TranslatedSentence]], *, source: str) -> int:
        """Remember what the checks chose.

        Sentences with errors are kept as flawed: the model is asked again next time. What a person
        approved, and sentences that were in the language already, are left alone. A memory that
        cannot be written costs nothing but itself: the translations stand, and `problem` says why.

        Args:
            chosen: by language, recalled sentences included, which counts as a use of them.
            source: briefgen's code of the language of all.

        Returns:
            How many entries were written.
        """
        try:
            entries = [
                entry
                for target, sentences in chosen.items()
                if target != source
                for entry in self._entries(sentences, source, target)
            ]
            kept = self._memory.store(entries) if entries else 0
        except MemoryFileError as error:
            self.problem = str(error)
            return 0
        self.problem = ""
        return kept

    def _entries(
        self, sentences: Sequence[TranslatedSentence], source: str, target: str
    ) -> list[Entry]:
        approved = self._memory.look_up_approved(
            [sentence.source for sentence in sentences], source=source, target=target
        )
        return [
            Entry(
                sentence=sentence.source,
                source=source,
                target=target,
                text=sentence.text,
                origin="model",
                score=sentence.score,
                model=self._model,
                revision=self._revision,
                settings=self._settings,
                flawed=any(flag.severity == "error" for flag in sentence.flags),
                notes=tuple((f.code, f.detail) for f in sentence.flags if f.code in _REPLACED),
            )
            for sentence, standing in zip(sentences, approved, strict=True)
            if standing is None
        ]


def _unusual(decoding: Decoding) -> dict[str, object]:
    """The width of the beam, and what differs from the usual: a new option changes no old key."""
    return {
        field.name: value
        for field in fields(decoding)
        if (value := getattr(decoding, field.name)) != getattr(_USUAL, field.name)
        or field.name == "beams"
    }
