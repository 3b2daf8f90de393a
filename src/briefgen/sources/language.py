"""Which language an article is in."""

import re
import unicodedata
from collections import Counter

from briefgen.dariness import afghan_words, iranian_words, is_dari
from briefgen.sources.furniture import function_share

_SAMPLE_CHARS = 20_000
# By script, so that a name or a quotation in another script does not decide.
_BY_SCRIPT = {
    "ARABIC": "fa ps ar ur ug ku",
    "CYRILLIC": "ru uk be bg kk ky mn sr mk",
    "LATIN": "en de fr es pt it nl sv da no nb nn fi is et lv lt pl cs sk sl hr bs hu ro tr az id "
    "ms vi sq ca eu gl cy ga af sw mt lb tl",
}
# Share of a text's words that are English function words: running English has 35 to 50 %, and no
# other language passes 10 %. Above this the identifier, a second to load, is not asked.
_PLAINLY_ENGLISH = 0.28
# Words that Kabul writes and Tehran does not: offices, measures, the Afghan names of the months.
_AFGHAN_WORDS = frozenset(
    [
        "ولسوالی",
        "ولسوالی\u200cها",
        "ولسوال",
        "والی",
        "شفاخانه",
        "شفاخانه\u200cها",
        "پوهنتون",
        "پوهنتون\u200cها",
        "پوهنځی",
        "فیصد",
        "فیصدی",
        "موتر",
        "موترها",
        "طیاره",
        "طیارات",
        "قوماندان",
        "قوماندانی",
        "سارنوال",
        "سارنوالی",
        "څارنوال",
        "څارنوالی",
        "قول\u200cاردو",
        "ملکی",
        "ثور",
        "جوزا",
        "سنبله",
        "اکمالات",
        "تذکره",
        "متعلمان",
        "محصلان",
        "محصل",
        "بازگشت\u200cکنندگان",
        "ریاست\u200cالوزرا",
        "امارت",
        "یوناما",
        "هلمند",
        "قندهار",
        "ننگرهار",
        "بدخشان",
        "هرات",
        "کندز",
        "بلخ",
        "پکتیا",
        "کابل",
        "طالبان",
        "افغانی",
    ]
)
# Neighbours that py3langid does not know, and takes for Uighur, Kazakh or Turkish: letters that
# Sorani and Tajik alone have, letters that only Uzbek has together, small words of Uzbek.
_SORANI = re.compile("[ڕڵێ]")
_TAJIK = re.compile("[ӣӯҷ]")
_UZBEK_CYRILLIC = re.compile("ў.*[қғҳ]|[қғҳ].*ў", re.DOTALL)
_UZBEK_WORDS = frozenset({"va", "bilan", "uchun", "deb", "ham", "esa", "edi", "yil", "haqida"})
_UZBEK_SHARE = 0.04
_WORD = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*")


def detect_language(text: str, hint: str | None = None) -> str:
    """Name the language of a text.

    Args:
        text: an article's body; its first 20,000 characters decide.
        hint: a code that the page declares; it decides only where the text has no letters.

    Returns:
        A code of briefgen (`en`, `prs`, `ps`, `ru`), else ISO 639-1. Persian is `prs` where words
        say that it was written in Afghanistan, else `fa`.
    """
    sample = text[:_SAMPLE_CHARS]
    script = _main_script(sample)
    if script is None:
        return _base_code(hint) or "en"
    if script == "LATIN" and len(sample) > 400 and function_share(sample, "en") > _PLAINLY_ENGLISH:
        return "en"
    candidates = _BY_SCRIPT[script].split() if script in _BY_SCRIPT else None
    # Loads a model of 2 MB once; only here, so that briefgen's start stays quick.
    import py3langid

    ranked: list[tuple[str, float]] = py3langid.rank(sample)
    code = next((name for name, _ in ranked if candidates is None or name in candidates), "en")
    if len(sample) < 40 and script == "LATIN" and _base_code(hint) in (None, "en"):
        # A few words are too little to tell one Latin language from another.
        code = "en"
    if (neighbour := _unknown_neighbour(sample, script)) is not None:
        return neighbour
    return "prs" if code == "fa" and is_afghan(sample) else code


def _unknown_neighbour(text: str, script: str) -> str | None:
    """Sorani Kurdish, Tajik and Uzbek, which the identifier has not learnt."""
    text = text.lower()
    if script == "ARABIC":
        return "ckb" if _SORANI.search(text) else None
    if script == "CYRILLIC":
        if _TAJIK.search(text):
            return "tg"
        return "uz" if _UZBEK_CYRILLIC.search(text) else None
    words = _WORD.findall(text) if script == "LATIN" else []
    own = sum(word in _UZBEK_WORDS for word in words)
    return "uz" if own >= 2 and own >= _UZBEK_SHARE * len(words) else None


def is_afghan(text: str) -> bool:
    """Whether a Persian text was written in Afghanistan.

    Two of its own words settle it, or one and none of Iran's; else the score of `dariness`, which
    careful typography lowers.
    """
    named = _AFGHAN_WORDS.intersection(_WORD.findall(text))
    own = afghan_words(text)
    if len(named.union(own)) >= 2 or (own and not iranian_words(text)):
        return True
    return is_dari(text)


def _base_code(hint: str | None) -> str | None:
    if not hint:
        return None
    lowered = hint.strip().lower().replace("_", "-")
    if lowered in ("fa-af", "prs", "prs-af"):
        return "prs"
    base = lowered.split("-")[0]
    return {"pus": "ps", "pbt": "ps", "rus": "ru", "eng": "en"}.get(base, base) or None


def _main_script(text: str) -> str | None:
    counts: Counter[str] = Counter()
    for letter in text[:5_000]:
        if letter.isalpha():
            counts[unicodedata.name(letter, "?").split()[0]] += 1
    return counts.most_common(1)[0][0] if counts else None
