"""The languages of a brief: codes, script, direction, digits, locale.

Inside briefgen a language is one of the codes `en`, `prs`, `ps`, `ru` (ISO 639, the shortest that
is exact). What other people call it is accepted by `resolve`; what a checkpoint calls it stands in
`engines.families`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
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
