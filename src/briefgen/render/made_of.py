"""What a document says of how it was made: models, licences, checks, and what to beware of."""

import re
from pathlib import PurePath
from typing import cast

from briefgen.languages import Language
from briefgen.options import Calendar, Digits
from briefgen.records import Brief, ModelInfo
from briefgen.render.dates import format_date, write_digits
from briefgen.render.document import one_line
from briefgen.render.labels import Labels, labels_of

# `registry` calls the embedded checkpoints so; it stands beside this package, not below it.
_DEMO_PREFIX = "briefgen/demo-"
# What checkpoints without Dari call the Persian that stands in for it, letters only.
_PERSIAN_CODES = frozenset({"fa", "fas", "per", "pes", "fa_ir", "fas_arab", "pes_arab"})


def about(brief: Brief, language: Language) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The last part of a document.

    Args:
        brief: any brief.
        language: of the document.

    Returns:
        Parts, each a heading with lines: checks, models, machine translation.
    """
    labels = labels_of(language.code)
    checks = brief.checks
    digits = cast("Digits", brief.settings.digits)

    def count(number: int) -> str:
        return write_digits(str(number), language.code, digits)

    found = [
        f"{labels.errors}: {count(checks.errors)}",
        f"{labels.warnings}: {count(checks.warnings)}",
    ]
    found += [
        f"{labels.meaning(code)} ({code}): {count(number)}"
        for code, number in sorted(checks.by_code.items())
    ]
    if not checks.errors and not checks.warnings:
        found = [labels.nothing_found]
    summarizer, translator = brief.models.summarizer, brief.models.translator
    models = [f"{labels.summarizer}: {_describe(summarizer, language)}"]
    notices = []
    if translator is not None:
        models.append(f"{labels.translator}: {_describe(translator, language)}")
    if is_demo(summarizer) or (translator is not None and is_demo(translator)):
        notices.append(labels.demo)
    if translator is not None and brief.translations:
        if "prs" in brief.translations and stands_in(translator):
            notices.append(labels.stand_in)
        notices.append(_filled(labels.machine_translation, translator))
    made = labels.made_by.format(
        program=f"{brief.generator.name} {brief.generator.version}",
        date=format_date(
            brief.created,
            language.code,
            calendar=cast("Calendar", brief.settings.calendar),
            digits=digits,
        ),
    )
    parts = [(labels.checks, tuple(found)), (labels.models, (*models, made))]
    if notices:
        parts.append((labels.translation, tuple(notices)))
    return tuple(parts)


def _describe(model: ModelInfo, language: Language) -> str:
    """One line on a model: what it is, which one exactly, under which licence, how it ran."""
    labels = labels_of(language.code)
    parts = [_name(model)]
    if model.revision:
        parts.append(f"{labels.revision} {model.revision}")
    if model.licence:
        parts.append(f"{labels.licence} {model.licence}")
    ran = " ".join(part for part in (model.engine, model.quantization) if part)
    comma = "، " if language.direction == "rtl" else ", "
    return comma.join([*parts, ran] if ran else parts)


def _filled(notice: str, model: ModelInfo) -> str:
    return notice.format(model=_name(model), licence=model.licence or "?")


def _name(model: ModelInfo) -> str:
    """The hub's id; of a folder only its own name."""
    path = model.id.replace("\\", "/")
    outside = path.startswith((".", "/", "~")) or path[1:3] == ":/"
    return one_line(PurePath(path).name if outside else model.id)


def is_demo(model: ModelInfo) -> bool:
    """Whether a model is one of the small ones that come with briefgen."""
    return model.id.startswith(_DEMO_PREFIX)


def stands_in(model: ModelInfo) -> bool:
    """Whether the model writes Persian where Dari is asked.

    Its own code for Dari tells: `fa`, `__fa__`, `<2fa>`, `fa_IR`, `pes_Arab` and the like.
    """
    code = re.sub(r"[^a-z]+", "_", model.codes.get("prs", "").lower()).strip("_")
    return code in _PERSIAN_CODES


def origin(summarizer: ModelInfo, labels: Labels) -> str:
    """Who wrote the summary that everything else is a translation of."""
    if summarizer.engine == "builtin":
        return labels.extractive_summary
    return _filled(labels.machine_summary, summarizer)


def cautions(model: ModelInfo, language: Language, labels: Labels) -> list[str]:
    """What a reader of a translation must know before reading."""
    demo = [labels.demo] if is_demo(model) else []
    return [*demo, labels.stand_in] if language.code == "prs" and stands_in(model) else demo


def translated_by(model: ModelInfo, labels: Labels) -> str:
    """The notice that a machine translated, which one, and under which licence it is."""
    return _filled(labels.machine_translation, model)
