"""The glossary that comes with briefgen: Afghan and regional names, countries and languages.

`afghanistan.csv` and `countries.csv` were written for briefgen. The other countries and the
languages are CLDR's, through Babel, at run time: `fa_AF`, `ps_AF` and `ru`. What CLDR has for Dari
only as Persian of Iran is used as well, after what Afghans write.
"""

import hashlib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import babel
from babel import Locale

from briefgen.glossary.inflection import fold
from briefgen.glossary.table import read_table
from briefgen.glossary.terms import Glossary, Term
from briefgen.languages import LANGUAGES, TARGETS

# No countries, or names of people and of other places that are far more frequent in news.
_NOT_TERRITORIES = frozenset(
    {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "GE", "JO", "TD", "JE", "MF", "SX", "SV", "DO", "FM"}
)
# Not in a cell of CLDR that is a plain name: "о-в Буве", «میانمار (برمه)», "Hong Kong SAR China".
_NO_NAME = ("(", "о-в", ",", "،", "—", "SAR", " - ")
# Names of languages that are not those of a people too ("Russian", "Chinese" mostly are).
_BARE = frozenset({"fa", "ps", "ur", "hi", "sw", "la", "eo", "sa", "ta", "te", "tl", "bal"})
_SPOKEN = ("en", "ru", "ar", "zh", "fr", "de", "es", "tr", "uz", "tg", "tk", "ky", "kk", "ja",
           "ko", "it", "pt", "uk", "bn", "pa", "az")  # fmt: skip


@lru_cache(maxsize=1)
def builtin_glossary() -> Glossary:
    """The built-in glossary; read once, 0.5 s the first time.

    >>> [term.name for term in builtin_glossary().matches("Kabul's envoy flew to Tashkent.")]
    ['Kabul', 'Tashkent']
    """
    own, countries = _read("afghanistan.csv"), _read("countries.csv")
    terms = (*own[0], *_countries(countries[0]), *_languages())
    seen: set[tuple[str, bool]] = set()
    kept = []
    for term in terms:
        sources = tuple(one for one in term.sources if (fold(one), one.isupper()) not in seen)
        if sources:
            seen.update((fold(one), one.isupper()) for one in sources)
            kept.append(term)
    digest = hashlib.sha256(own[1] + countries[1] + babel.__version__.encode()).hexdigest()
    return Glossary(terms=tuple(kept), sha256=digest)


def _read(name: str) -> tuple[tuple[Term, ...], bytes]:
    data = files("briefgen.glossary").joinpath(name).read_bytes()
    return read_table(data, Path(name), dialect=None, builtin=True), data


def _countries(written: tuple[Term, ...]) -> list[Term]:
    known = {term.name: term for term in written}
    names = _names("territories")
    terms = []
    for code, name in sorted(names["en"].items()):
        if len(code) != 2 or code in _NOT_TERRITORIES:
            continue
        targets = {}
        for language in TARGETS:
            forms = (*(known[name].targets[language] if name in known else ()),)
            cldr = names[language].get(code, "")
            if cldr and not any(sign in cldr for sign in _NO_NAME):
                forms = (*forms, cldr)
            if forms:
                targets[language] = tuple(dict.fromkeys(forms))
        plain = name in known or not any(sign in name for sign in _NO_NAME)
        if targets and plain:
            sources = known[name].sources if name in known else (name,)
            sources += tuple(one.replace(" & ", " and ") for one in sources if " & " in one)
            terms.append(Term(sources=sources, targets=targets, note="country", builtin=True))
    found = {term.name for term in terms}
    return terms + [term for term in written if term.name not in found]


def _languages() -> list[Term]:
    names = _names("languages")
    names["prs"]["fa"] = LANGUAGES["prs"].own_name
    terms = []
    for code in (*sorted(_BARE), *_SPOKEN):
        name = names["en"].get(code)
        if name is None:
            continue
        targets = {
            language: (names[language][code],)
            for language in TARGETS
            if code in names[language] and "(" not in names[language][code]
        }
        sources = (f"{name} language", *((name,) if code in _BARE else ()))
        terms.append(Term(sources=sources, targets=targets, note="language", builtin=True))
    dari = Term(
        sources=("Dari", "Dari language"),
        targets={"prs": ("دری",), "ps": ("دري", "دری"), "ru": ("дари",)},
        note="language",
        builtin=True,
    )
    return [dari, *terms]


def _names(kind: str) -> dict[str, dict[str, str]]:
    """CLDR's names of territories or languages, by language and code."""
    return {
        code: {key: str(name) for key, name in getattr(Locale.parse(one.locale), kind).items()}
        for code, one in LANGUAGES.items()
    }
