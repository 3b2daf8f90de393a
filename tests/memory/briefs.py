"""A small brief as a file: one article, two sentences, Russian and Pashto."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from briefgen.records import (
    Article,
    Brief,
    Checks,
    Generator,
    Length,
    ModelInfo,
    Models,
    Section,
    Sentence,
    Settings,
    Summary,
    SummarySentence,
    Timings,
    Title,
    TranslatedSentence,
    Translation,
)
from briefgen.serialize import to_json

TITLE, TALKS, AID = "Talks end", "The talks ended on Monday.", "Aid reached 300 families."
TEXTS = {
    "ru": (
        "Переговоры окончены",
        "Переговоры завершились в понедельник.",
        "Помощь получили 300 семей.",
    ),
    "ps": (
        "خبرې پای ته ورسېدې",
        "خبرې د دوشنبې په ورځ پای ته ورسېدې.",
        "مرسته ۳۰۰ کورنیو ته ورسېده.",
    ),
}
FAKE = ModelInfo(id="fake", revision="1", licence="CC0-1.0", engine="fake", quantization="none")


def _translation(code: str) -> Translation:
    title, *sentences = TEXTS[code]
    section = Section(
        article="a1",
        title=Title(text=title),
        sentences=tuple(
            TranslatedSentence(id=f"a1.m{n}", source=source, text=text, score=-0.1)
            for n, (source, text) in enumerate(zip((TALKS, AID), sentences, strict=True), start=1)
        ),
    )
    script, direction = ("Cyrl", "ltr") if code == "ru" else ("Arab", "rtl")
    return Translation(
        language=code,
        script=script,
        direction=direction,
        title=section.title,
        sections=(section,),
    )


BRIEF = Brief(
    created="2026-03-03T10:00:00+00:00",
    generator=Generator(name="briefgen", version="0"),
    settings=Settings(
        length=Length(kind="sentences", min_words=None, max_words=None, sentences=2),
        style="prose",
        to=("ru", "ps"),
        digits="native",
        calendar="gregorian",
    ),
    models=Models(summarizer=FAKE, translator=FAKE),
    articles=(
        Article(
            id="a1",
            title=TITLE,
            source="a.txt",
            words=9,
            sha256="0" * 64,
            sentences=tuple(
                Sentence(id=f"a1.s{n}", text=text, paragraph=0)
                for n, text in enumerate((TALKS, AID), start=1)
            ),
        ),
    ),
    summaries=(
        Summary(
            article="a1",
            words=9,
            sentences=tuple(
                SummarySentence(id=f"a1.m{n}", text=text)
                for n, text in enumerate((TALKS, AID), start=1)
            ),
        ),
    ),
    translations={code: _translation(code) for code in TEXTS},
    checks=Checks(errors=0, warnings=0),
    timings=Timings(),
)


def edited(folder: Path, edit: Callable[[Any], None] = lambda data: None) -> Path:
    """The brief's file after a person has edited its JSON."""
    data = json.loads(to_json(BRIEF))
    edit(data)
    path = folder / "brief.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def sentence(data: Any, code: str, index: int) -> Any:
    """A translated sentence of the JSON."""
    return data["translations"][code]["sections"][0]["sentences"][index]
