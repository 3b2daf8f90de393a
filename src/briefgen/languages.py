"""The languages of a brief: codes, script, direction, digits, locale.

Inside briefgen a language is one of the codes `en`, `prs`, `ps`, `ru` (ISO 639, the shortest that
is exact); what is to be translated may be in any other as well, again by its shortest ISO 639 code.
What other people call it is accepted by `resolve` and `resolve_source`; what a checkpoint calls it
stands in `engines.families`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, TypeAlias

from briefgen.errors import UsageError

LanguageCode: TypeAlias = str
Direction: TypeAlias = Literal["ltr", "rtl"]
Script: TypeAlias = Literal["Latn", "Arab", "Cyrl"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language that a brief can be in.

    Attributes:
        code: briefgen's own code.
        name: the name in English.
        own_name: the name in the language itself.
        html_lang: BCP 47 tag for HTML `lang` and for Word's `w:lang`.
        locale: CLDR locale as Babel names it.
        script: ISO 15924 code.
        direction: the direction of a paragraph.
        native_digits: its ten digits, zero first; Latin ones where the language has no others.
        aliases: other codes and names that a user may type, in lower case.
    """

    code: LanguageCode
    name: str
    own_name: str
    html_lang: str
    locale: str
    script: Script
    direction: Direction
    native_digits: str = "0123456789"
    aliases: tuple[str, ...] = ()


_PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"

LANGUAGES: dict[LanguageCode, Language] = {
    language.code: language
    for language in (
        Language(
            code="en",
            name="English",
            own_name="English",
            html_lang="en",
            locale="en",
            script="Latn",
            direction="ltr",
            aliases=("eng", "english"),
        ),
        Language(
            code="prs",
            name="Dari",
            own_name="دری",
            html_lang="fa-AF",
            locale="fa_AF",
            script="Arab",
            direction="rtl",
            native_digits=_PERSIAN_DIGITS,
            aliases=("fa-af", "fa_af", "dari", "دری"),
        ),
        Language(
            code="ps",
            name="Pashto",
            own_name="پښتو",
            html_lang="ps-AF",
            locale="ps_AF",
            script="Arab",
            direction="rtl",
            native_digits=_PERSIAN_DIGITS,
            aliases=("pus", "pbt", "ps-af", "ps_af", "pashto", "پښتو"),
        ),
        Language(
            code="ru",
            name="Russian",
            own_name="русский",
            html_lang="ru-RU",
            locale="ru",
            script="Cyrl",
            direction="ltr",
            aliases=("rus", "ru-ru", "ru_ru", "russian", "русский"),
        ),
    )
}

TARGETS: tuple[LanguageCode, ...] = ("prs", "ps", "ru")
"""The languages that a brief is translated into, in the order of the document."""

_BY_ALIAS = {
    alias: language.code
    for language in LANGUAGES.values()
    for alias in (language.code, *language.aliases)
}


def resolve(name: str) -> Language:
    """Find a language by any code or name that a user may type.

    Args:
        name: such as `prs`, `fa-AF`, `Pashto`, `rus`; case does not matter.

    Raises:
        UsageError: no language of briefgen is called that.

    >>> resolve("fa-AF").code
    'prs'
    """
    code = _BY_ALIAS.get(name.strip().lower())
    if code is None:
        known = ", ".join(f"{code} ({language.name})" for code, language in LANGUAGES.items())
        raise UsageError(f"unknown language {name!r}: use one of {known}")
    return LANGUAGES[code]


def resolve_targets(names: str | Iterable[str]) -> tuple[LanguageCode, ...]:
    """Turn what the user asked to translate into, into codes in the asked order, each once.

    Args:
        names: a comma-separated text, or several names; empty means no translation.

    Raises:
        UsageError: a name is unknown, or is not a language that briefgen translates into.

    >>> resolve_targets("dari,ps,ps")
    ('prs', 'ps')
    """
    parts = names.split(",") if isinstance(names, str) else list(names)
    codes = dict.fromkeys(resolve(part).code for part in parts if part.strip())
    for code in codes:
        if code not in TARGETS:
            raise UsageError(f"briefgen does not translate into {code!r}: use {', '.join(TARGETS)}")
    return tuple(codes)


@lru_cache(maxsize=1)
def _others() -> dict[str, tuple[LanguageCode, str]]:
    """Code and English name of each further language, by all that `languages.tsv` calls it."""
    text = files("briefgen").joinpath("languages.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    return {
        alias.lower(): (code, name)
        for code, also, name in rows
        for alias in (code, name, *also.split())
    }


@lru_cache(maxsize=1)
def _by_own_name() -> dict[str, LanguageCode]:
    """What languages are called in themselves: Deutsch, 中文, українська."""
    from babel import Locale, UnknownLocaleError

    found = {}
    for code in {code for code, _ in _others().values()}:
        try:
            name = Locale.parse(code).get_language_name()
        except (UnknownLocaleError, ValueError):
            continue
        if name is not None:
            found[name.lower()] = code
    return found


@lru_cache(maxsize=1)
def _rare() -> dict[str, str]:
    """English names of some 600 languages by their shortest ISO 639 code."""
    from babel import Locale

    return dict(Locale("en").languages)


def resolve_source(name: str) -> LanguageCode:
    """Find the language of a source, which may be any.

    Args:
        name: an ISO 639-1 or -3 code, a tag such as `de-AT` or `zho_Hant`, or a name in English or
            in the language itself; case does not matter.

    Returns:
        Its shortest code. Whether a model knows the language is for the model to say.

    Raises:
        UsageError: no language is called that.

    >>> [resolve_source(name) for name in ("deu", "Ukrainian", "fa-AF", "fa_IR", "zh-Hant")]
    ['de', 'uk', 'prs', 'fa', 'zh']
    """
    asked = name.strip().lower().replace("_", "-")
    primary = asked.partition("-")[0]
    for alias in (asked, primary):
        if alias in _BY_ALIAS:
            return _BY_ALIAS[alias]
        if alias in _others():
            return _others()[alias][0]
    if asked in _by_own_name():
        return _by_own_name()[asked]
    if primary in _rare():
        return primary
    raise UsageError(
        f"unknown language {name!r}: use an ISO 639 code such as de or ar, or its name"
    )


def language_name(code: LanguageCode) -> str:
    """The English name of a language, or its code where none is known.

    >>> language_name("prs"), language_name("tr")
    ('Dari', 'Turkish')
    """
    if code in LANGUAGES:
        return LANGUAGES[code].name
    if code in _others():
        return _others()[code][1]
    return _rare().get(code, code)


def name_of(code: str) -> str:
    """The English name of a language by its shortest code; the code itself where it has none.

    >>> name_of("prs"), name_of("uk"), name_of("xx")
    ('Dari', 'Ukrainian', 'xx')
    """
    known = LANGUAGES.get(code)
    return _others().get(code, (code, code))[1] if known is None else known.name
