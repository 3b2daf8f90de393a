"""Whether a translation that should be Dari is Persian of Iran."""

from briefgen.dariness import afghan_words, iranian_words
from briefgen.records import Flag


def check_dari(target: str, target_language: str, *, where: str = "") -> tuple[Flag, ...]:
    """Flag `iranian-persian`, a warning, where words of Iran stand and none of Afghanistan.

    The words decide, not `dariness.dariness`: that score also weighs habits of writing, which
    briefgen's own typography changes.

    Args:
        target: the text to look at.
        target_language: briefgen's code; only `prs` is looked at.
        where: the place that the flag names.

    >>> [flag.detail for flag in check_dari("پلیس آنجا نبود.", "prs")]
    ['reads as Iranian Persian, not as Dari: پلیس']
    """
    if target_language != "prs":
        return ()
    words = iranian_words(target)
    if not words or afghan_words(target):
        return ()
    detail = f"reads as Iranian Persian, not as Dari: {'، '.join(words)}"
    return (Flag(code="iranian-persian", severity="warning", detail=detail, where=where),)
