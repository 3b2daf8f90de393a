"""Whether a translation is in the language asked for, and not its source left as it was."""

import re
from functools import lru_cache
from typing import Any

from briefgen.languages import LANGUAGES
from briefgen.records import Flag

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_SCRIPTS = {
    "Latn": _LATIN,
    "Arab": re.compile(r"[\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f]"),
    "Cyrl": re.compile(r"[\u0400-\u04ff]"),
}
# Armenian to Thai, Chinese, Japanese, Korean: no name of a source is left in them for a reader.
_FAR = re.compile(r"[\u0531-\u05ff\u0900-\u1cff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_COPIED_SHARE, _COPIED_MIN_WORDS = 0.8, 5
_PASHTO_LETTERS = re.compile(r"[ټځڅډړږښګڼۍې]")
_LATIN_RUN = re.compile(r"[A-Za-z][\w'’-]*(?:[ ,;:“”\"'’()-]+[A-Za-z][\w'’-]*){5,}")
_WORD = re.compile(r"[^\W\d_]+")

# py3langid knows no Dari: Persian is the nearest, and telling the two apart is no task of this.
_NAMES = {"en": {"en"}, "prs": {"fa"}, "ps": {"ps"}, "ru": {"ru"}}
_NEIGHBOURS = "de fr es it tr uz ur ar ku ug uk be bg mk sr kk ky tg"

# On NTREX's development half Pashto letters are at most 0.7 % of a Dari sentence's letters, and at
# least 2.6 % of 99 % of the Pashto ones.
_PASHTO_SHARE = 0.02
_PASHTO_WORDS = frozenset({"د", "په", "کې", "چې", "ته", "له", "دی"})
_DARI_WORDS = frozenset({"و", "در", "از", "به", "که", "را", "این", "است", "برای", "می"})
# A stretch of so many words without a Pashto letter, where Dari's small words are two more than
# Pashto's, is Dari in the midst of Pashto: none in 1,007 human translations and in 5,164 sentences
# on Afghan affairs, and 89 % of those whose second half was put in from the Dari.
_STRETCH_WORDS = 10
_DARI_STRETCH = _DARI_WORDS | {"با", "آن", "بود", "شد", "شده", "خود", "ها", "های", "کرد", "گفت"}
_PASHTO_STRETCH = _PASHTO_WORDS | {
    "یې", "شوي", "شوی", "وو", "څخه", "سره", "لپاره", "او", "هغه", "دا", "دې"
}  # fmt: skip
_MIN_LETTERS = 12
# Headlines and phrases of fewer letters are guessed wrong too often: of 1,380 short patterns of
# training/afghan-affairs every fiftieth was, mostly "bg" for Russian and Pashto for Dari.
_MIN_LETTERS_TO_IDENTIFY = 40
_SURE = 0.6


@lru_cache(maxsize=1)
def _identifier() -> Any:
    # Loading the model takes 0.7 s, which a run without translations must not pay.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    wanted = {"en", "fa", "ps", "ru", *_NEIGHBOURS.split()}
    identifier.set_languages(wanted.intersection(identifier.labels))
    return identifier


def identify(text: str) -> tuple[str, float]:
    """The likeliest language of a text, as py3langid's ISO 639-1 code, and how sure it is (0-1).

    >>> identify("Совет одобрил план восстановления школ.")[0]
    'ru'
    """
    language, probability = _identifier().classify(text)
    return str(language), float(probability)


def check_language(
    source: str, target: str, source_language: str, target_language: str, *, where: str = ""
) -> tuple[Flag, ...]:
    """Flag `untranslated` where the source stands in the target, `wrong-language` otherwise.

    Args:
        source: the text translated; empty where there is none.
        target: the text to look at.
        source_language: the code of any language.
        target_language: briefgen's code.
        where: the place that the flag names.
    """
    if source_language == target_language or target_language not in LANGUAGES:
        return ()
    script = LANGUAGES[target_language].script
    total = sum(map(str.isalpha, target))
    own = len(_SCRIPTS[script].findall(target))
    if total == 0:
        return ()
    if own * 2 < total:
        return _foreign_script(source, target, total, script, where)
    name = LANGUAGES[target_language].name
    if script != "Latn" and (run := _LATIN_RUN.search(target)) and _is_prose(run[0], source):
        detail = f"left as in the source: “{run[0][:80]}”"
        return (Flag(code="untranslated", severity="error", detail=detail, where=where),)
    if stray := _stray_word(source, target, script):
        return (Flag(code="wrong-language", severity="error", detail=stray, where=where),)
    if _is_copied(source, target, source_language, target_language):
        detail = f"the source, left as it is: “{target[:80]}”"
        return (Flag(code="untranslated", severity="error", detail=detail, where=where),)
    found = _wrong_language(target, total, target_language)
    if found is None:
        return ()
    detail = f"this reads as {found}, not as {name}"
    return (Flag(code="wrong-language", severity="error", detail=detail, where=where),)


def _is_copied(source: str, target: str, source_language: str, target_language: str) -> bool:
    """Whether a target in its source's script has hardly a word of its own.

    Persian may well be Dari as it stands.
    """
    words = _WORD.findall(target)
    if {source_language, target_language} == {"fa", "prs"} or len(words) < _COPIED_MIN_WORDS:
        return False
    known = set(_WORD.findall(source))
    return sum(word in known for word in words) >= _COPIED_SHARE * len(words)


def _foreign_script(
    source: str, target: str, total: int, script: str, where: str
) -> tuple[Flag, ...]:
    words = [word.casefold() for word in _WORD.findall(target)]
    known = {word.casefold() for word in _WORD.findall(source)}
    copied = bool(words) and sum(word in known for word in words) * 2 >= len(words)
    # A name or an acronym may well stand as it is: that is worth a look, no more.
    small = sum(word[0].islower() for word in _WORD.findall(target) if len(word) > 1)
    prose = total >= _MIN_LETTERS and (small >= 2 or len(words) >= 5)
    return (
        Flag(
            code="untranslated" if copied else "wrong-language",
            severity="error" if prose or not copied else "warning",
            detail=f"not in {_SCRIPT_NAMES[script]} letters: “{target[:80]}”",
            where=where,
        ),
    )


def _stray_word(source: str, target: str, script: str) -> str | None:
    """A word in letters that neither the target's language nor the source has.

    Latin letters are let pass: names and acronyms stand in them in every language.
    """
    if found := _FAR.search(target):
        return f"“{found[0]}” is in letters of another script"
    for name, letters in _SCRIPTS.items():
        if name in {script, "Latn"} or letters.search(source):
            continue
        if found := letters.search(target):
            word = next(word for word in _WORD.finditer(target) if word.end() > found.start())
            return f"“{word[0]}” is in {_SCRIPT_NAMES[name]} letters"
    return None


_SCRIPT_NAMES = {"Latn": "Latin", "Arab": "Arabic", "Cyrl": "Cyrillic"}


def _is_prose(run: str, source: str) -> bool:
    """Whether a run of Latin words is a piece of the source, and not a list of names."""
    words = _WORD.findall(run)
    known = set(_WORD.findall(source))
    small = [word for word in words if word[0].islower()]
    return len(small) >= 3 and sum(word in known for word in words) * 5 >= len(words) * 4


def _wrong_language(text: str, total: int, language: str) -> str | None:
    if language in {"prs", "ps"} and total >= _MIN_LETTERS:
        words = _WORD.findall(text)
        lean = sum((word in _PASHTO_WORDS) - (word in _DARI_WORDS) for word in words)
        pashto = len(_PASHTO_LETTERS.findall(text)) >= _PASHTO_SHARE * total
        if language == "ps" and _has_dari_stretch(words):
            return "Dari in part"
        if language == "ps" and (pashto or lean > 0):
            return None
        if language == "ps" and lean < 0:
            return "Dari"
        if language == "prs" and pashto:
            return "Pashto"
    if total < _MIN_LETTERS_TO_IDENTIFY:
        return None
    guess, probability = identify(text)
    names = _NAMES.get(language, {language})
    if guess in names or probability < _SURE:
        return None
    return next((LANGUAGES[code].name for code, own in _NAMES.items() if guess in own), guess)


def _has_dari_stretch(words: list[str]) -> bool:
    """Whether some words in a row of a Pashto text are Dari."""
    lean = [
        -99 if _PASHTO_LETTERS.search(word) else (word in _DARI_STRETCH) - (word in _PASHTO_STRETCH)
        for word in words
    ]
    places = range(len(words) - _STRETCH_WORDS + 1)
    return any(sum(lean[at : at + _STRETCH_WORDS]) >= 2 for at in places)
