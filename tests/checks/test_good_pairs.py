"""Good translations of what news say in numbers: none may be called wrong.

`good_pairs.tsv` holds the language, the English and its translation, in our own words: dates and
times, shares, ranges, scores, ages, magnitudes in words and in figures, calendars, units; and
headlines, names left in Latin letters, what is said twice on purpose.
"""

from pathlib import Path

from briefgen.checks.pair import check_pair

PAIRS = Path(__file__).with_name("good_pairs.tsv").read_text("utf-8").splitlines()


def test_no_good_pair_has_an_error() -> None:
    wrong = []
    for language, source, target in (line.split("\t") for line in PAIRS):
        flags = check_pair(source, target, source_language="en", target_language=language)
        if any(flag.severity == "error" for flag in flags):
            wrong.append((language, source, [flag.detail for flag in flags]))
    assert len(PAIRS) > 150
    assert wrong == []


def test_another_number_in_the_source_is_found() -> None:
    """The pairs are not let through for want of looking."""
    found = tried = 0
    for language, source, target in (line.split("\t") for line in PAIRS):
        other = source.replace("5", "8").replace("2", "7").replace("1", "4")
        if other == source:
            continue
        tried += 1
        flags = check_pair(other, target, source_language="en", target_language=language)
        found += any(flag.severity == "error" for flag in flags)
    assert tried > 80
    assert found >= 0.9 * tried
