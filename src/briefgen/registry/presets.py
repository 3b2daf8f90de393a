"""Presets: a translator and a summarizer that go together."""

from dataclasses import dataclass

from briefgen.errors import UsageError
from briefgen.registry.base import Checkpoint
from briefgen.registry.checkpoints import CHECKPOINTS

EXTRACTIVE = "extractive"
"""The summarizer that needs no checkpoint."""

DEMO_PRESET = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A pair of models that go together.

    Where one of its checkpoints is a conversion by somebody else, the original does as well: see
    `ways`.

    Attributes:
        name: what `--preset` takes.
        summarizer: id of a checkpoint, or `extractive`.
        translator: id of a checkpoint.
        description: one line for `models list`: what it is good for, and what to mind.
    """

    name: str
    summarizer: str
    translator: str
    description: str

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Those that must be installed, the translator first."""
        ids = (self.translator, self.summarizer)
        return tuple(CHECKPOINTS[name] for name in ids if name != EXTRACTIVE)


PRESETS: dict[str, Preset] = {
    known.name: known
    for known in (
        Preset(
            name="default",
            summarizer="facebook/bart-large-cnn",
            translator="skywood/nllb-200-distilled-600M-ct2-int8",
            description="The smallest translator with true Dari and Pashto, and a news summarizer;"
            " not for commercial use.",
        ),
        Preset(
            name="quality",
            summarizer="facebook/bart-large-cnn",
            translator="OpenNMT/nllb-200-distilled-1.3B-ct2-int8",
            description="A translator of twice the size: slower, and it needs more memory; not for"
            " commercial use.",
        ),
        # A smaller seq2seq summarizer would still be the second large download; the extractive one
        # needs none, costs no memory and copies its sentences, and NLLB-600M is the smallest
        # translator known here that has Dari at all.
        Preset(
            name="light",
            summarizer=EXTRACTIVE,
            translator="skywood/nllb-200-distilled-600M-ct2-int8",
            description="Summaries of the article's own sentences, so that only the translator is"
            " fetched; not for commercial use.",
        ),
        # bart-large-cnn rather than the smaller distilbart: both licences permit the same, and the
        # presets above share its download.
        Preset(
            name="open",
            summarizer="facebook/bart-large-cnn",
            translator="alirezamsh/small100",
            description="Licences that permit commercial use. Its translator has no Dari: Persian"
            " stands in, and the brief says so.",
        ),
        Preset(
            name=DEMO_PRESET,
            summarizer="briefgen/demo-summarizer",
            translator="briefgen/demo-translator",
            description="Comes with briefgen, nothing to fetch: small demonstration models of one"
            " field, news on Afghanistan. Used only when asked for.",
        ),
    )
}
"""In the order in which `store` looks for one that is installed; `demo` is never chosen unasked."""


def preset(name: str) -> Preset:
    """The preset of a name.

    Raises:
        UsageError: there is none; the message lists those that there are.

    >>> preset("light").summarizer
    'extractive'
    """
    found = PRESETS.get(name)
    if found is None:
        raise UsageError(f"unknown preset {name!r}: use one of {', '.join(PRESETS)}")
    return found
