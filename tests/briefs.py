"""Briefs for tests, from the one sample of tests/render."""

from dataclasses import replace
from pathlib import Path

from briefgen.records import Brief
from briefgen.serialize import load_brief

HARD = {
    "brackets": "د صندوق مشر (Maria Lindqvist, HHF) وویل (په ۲۰۲۵ کې).",
    "units": "پنل‌های 3.6 kW در ۲ تا ۸ °C، شماره No. 407 و COVID-19، ۱۸٪ و ۳۵٬۰۰۰ نفر.",
    "quotes": "وی گفت: «کلمه ‹موقتی› نباید بیاید»؛ “The ‘last’ word”.",
    "non-joiner": "می‌خواهند کلینیک‌ها را به بزرگ‌ترین شفاخانه‌ها بسپارند.",
    "lam-alef": "ولایت بلاعوض، اسلام‌آباد، الآن، الأول و الإسلام؛ لا.",
    "marks": "دربارهٔ خانهٔ ما، مثلاً تقریباً ده تُن و حتّی قبلاً.",
    "pashto": "ښځه ټول ډېر څلور ځای ړوند ږغ کوڼ ګران ملګرۍ لېږئ يې.",
    "russian": "По его словам, «клиники „нового типа“» (World Bank, 3,6 кВт) — это 18 % № 407.",
}
"""Lines that are easily set wrongly, in Dari but for those of `CODE_OF`."""
CODE_OF = {"brackets": "ps", "pashto": "ps", "russian": "ru"}

SAMPLE = Path(__file__).parent / "render" / "sample.json"


def sample() -> Brief:
    """Two articles, three languages, flags of both severities, made with demonstration models."""
    return load_brief(SAMPLE)


def single() -> Brief:
    """The first article alone: bullets, Latin digits, solar dates, Persian standing in for Dari."""
    brief = sample()
    assert brief.models.translator is not None
    summarizer = replace(
        brief.models.summarizer,
        id="extractive",
        revision="",
        licence="",
        engine="builtin",
        quantization="",
        files={},
    )
    translator = replace(
        brief.models.translator,
        id="facebook/mbart-large-50-many-to-many-mmt",
        revision="main",
        licence="MIT",
        codes={"en": "en_XX", "prs": "fa_IR", "ps": "ps_AF", "ru": "ru_RU"},
    )
    return replace(
        brief,
        articles=brief.articles[:1],
        summaries=brief.summaries[:1],
        translations={
            code: replace(translation, sections=translation.sections[:1])
            for code, translation in brief.translations.items()
        },
        settings=replace(brief.settings, style="bullets", digits="latin", calendar="solar-hijri"),
        models=replace(brief.models, summarizer=summarizer, translator=translator),
    )


def retitled(brief: Brief, title: str) -> Brief:
    """The same brief with another title of its first article."""
    return replace(brief, articles=(replace(brief.articles[0], title=title), *brief.articles[1:]))


def with_sentence(brief: Brief, text: str) -> Brief:
    """The same brief with another first sentence, in English and in every translation."""
    summary = brief.summaries[0]
    changed = replace(
        summary, sentences=(replace(summary.sentences[0], text=text), *summary.sentences[1:])
    )
    translations = {}
    for code, translation in brief.translations.items():
        section = translation.sections[0]
        first = replace(section.sentences[0], text=text)
        section = replace(section, sentences=(first, *section.sentences[1:]))
        translations[code] = replace(translation, sections=(section, *translation.sections[1:]))
    return replace(brief, summaries=(changed, *brief.summaries[1:]), translations=translations)


def with_sentence_in(brief: Brief, code: str, text: str) -> Brief:
    """The brief with another first sentence in one translation."""
    changed = with_sentence(brief, text).translations[code]
    return replace(brief, translations={**brief.translations, code: changed})
