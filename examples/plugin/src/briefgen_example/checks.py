"""A check: news that does not shout must not shout in translation."""

from collections.abc import Iterator

from briefgen.records import Flag


def check_exclamation(
    source: str, target: str, *, source_language: str, target_language: str
) -> Iterator[Flag]:
    """Warn of an exclamation mark that the source has not, in any pair of languages."""
    del source_language, target_language
    if "!" in target and "!" not in source:
        yield Flag(code="exclamation", severity="warning", detail="an exclamation mark was added")
