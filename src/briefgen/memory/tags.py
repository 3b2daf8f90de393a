"""Language codes of other programs' files, read as briefgen's own."""

import re

from briefgen.languages import LANGUAGES

_SEPARATOR = re.compile(r"[-_]")

_BY_NAME = {
    name: language.code
    for language in LANGUAGES.values()
    for name in (language.code, *language.aliases)
}
# ISO 639-3 has a code for each kind of Pashto; briefgen writes the common standard.
_BY_PRIMARY = {**_BY_NAME, "pbu": "ps", "pst": "ps"}

PERSIAN = frozenset({"fa", "fas", "per", "pes"})
"""Persian of no country, or of Iran: a different standard from Dari in words and spelling."""


def language_code(tag: str) -> str:
    """Read a language tag.

    Args:
        tag: BCP 47, ISO 639 or a name, with hyphens or underscores, in any case.

    Returns:
        briefgen's code where the tag names one of its languages, else the tag's own language in
        lower case. Persian counts as Dari only where the tag says Afghanistan.

    >>> [language_code(tag) for tag in ("fa-AF", "pus", "EN_us", "prs_Arab", "fa", "fa-IR", "de")]
    ['prs', 'ps', 'en', 'prs', 'fa', 'fa', 'de']
    """
    name = tag.strip().lower()
    primary, *others = _SEPARATOR.split(name)
    if primary in PERSIAN:
        return "prs" if "af" in others and primary != "pes" else "fa"
    return _BY_NAME.get(name) or _BY_PRIMARY.get(primary, primary)
