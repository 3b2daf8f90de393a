"""Corrections: what a person changed in a brief.json is remembered, and wins from then on."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefgen.memory.database import TranslationMemory
from briefgen.memory.entries import Entry, ImportReport, fold, revision_key
from briefgen.records import CORRECTED, Brief, Flag, ModelInfo
from briefgen.serialize import load_brief


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A translated text of a brief; `texts` has it as it stands in each place of the brief.

    `marked` where it says itself that a person corrected it.
    """

    sentence: str
    source: str
    target: str
    texts: tuple[str, ...]
    marked: bool


def import_corrections(memory: TranslationMemory, path: Path) -> ImportReport:
    """Remember what a person changed in the translations of a brief.

    A translation, of a sentence or a title, counts as a correction where its text is not what the
    brief's own translator has written for it, as far as the memory knows. Where the memory knows
    nothing of it, such as on another computer, the person's file is taken at its word: what the
    review page marked as corrected, or all of it where nothing is marked.

    Args:
        memory: where to.
        path: an edited brief.json.

    Returns:
        Translations read, corrections taken, and why others were skipped.

    Raises:
        BriefFormatError: the file is not a brief.
        MemoryFileError: the memory cannot be read or written. Nothing was taken.
    """
    brief = load_brief(path)
    read = 0
    skipped: Counter[str] = Counter()
    found: dict[tuple[str, str, str], Entry] = {}
    pairs = tuple(_pairs(brief))
    any_marked = any(pair.marked for pair in pairs)
    for pair in pairs:
        read += 1
        text, reason = _correction(memory, pair, brief.models.translator, any_marked=any_marked)
        if reason:
            skipped[reason] += 1
            continue
        key = (pair.source, pair.target, fold(pair.sentence))
        if key in found and found[key].text != text:
            skipped["corrected otherwise later in the brief"] += 1
        found[key] = Entry(
            sentence=pair.sentence,
            source=pair.source,
            target=pair.target,
            text=text,
            origin="human",
        )
    taken = memory.store(found.values())
    return ImportReport(
        file=str(path), read=read, taken=taken, skipped=dict(sorted(skipped.items()))
    )


def _pairs(brief: Brief) -> Iterator[_Pair]:
    """Every translated title and sentence."""
    for code, translation in brief.translations.items():
        for number, section in enumerate(translation.sections):
            language = brief.summary_language(section.article)
            headline = brief.summary_title(section.article)
            if language == code:
                continue  # passed through: there is nothing to correct
            if headline:
                # The first section's title is the document's: a person may change either.
                titles = (*((translation.title,) if number == 0 else ()), section.title)
                yield _Pair(
                    sentence=headline,
                    source=language,
                    target=code,
                    texts=tuple(title.text for title in titles),
                    marked=any(_is_marked(title.flags) for title in titles),
                )
            for sentence in section.all_sentences:
                yield _Pair(
                    sentence=sentence.source,
                    source=language,
                    target=code,
                    texts=(sentence.text,),
                    marked=_is_marked(sentence.flags),
                )


def _is_marked(flags: tuple[Flag, ...]) -> bool:
    return any(flag.code == CORRECTED for flag in flags)


def _correction(
    memory: TranslationMemory, pair: _Pair, translator: ModelInfo | None, *, any_marked: bool
) -> tuple[str, str]:
    """The corrected text of a pair, or why there is none."""
    texts = [text for text in pair.texts if fold(text)]
    if not texts or not fold(pair.sentence):
        return "", "an empty text"
    by_model = (
        {
            fold(text)
            for text in memory.model_texts(
                pair.sentence,
                source=pair.source,
                target=pair.target,
                model=translator.id,
                revision=revision_key(translator),
            )
        }
        if translator is not None
        else set()
    )
    changed = [text for text in texts if fold(text) not in by_model]
    if not changed:
        return "", "as the model wrote it"
    if any_marked and not pair.marked and not by_model:
        return "", "not marked as corrected"
    (standing,) = memory.look_up_approved([pair.sentence], source=pair.source, target=pair.target)
    if standing is not None and fold(standing.text) == fold(changed[0]):
        return "", "already approved"
    return changed[0], ""
