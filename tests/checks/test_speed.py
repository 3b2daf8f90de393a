"""What a user waits for: 2,000 pairs in under five seconds."""

import time

from briefgen.checks.pair import check_pair
from tests.checks.test_pair import GOOD, SOURCE


def test_two_thousand_pairs_take_less_than_five_seconds_of_a_processor() -> None:
    check_pair(SOURCE, GOOD["ru"], source_language="en", target_language="ru")  # loads py3langid
    # Of two sentences each, none like another, so that nothing is remembered from the one before.
    pairs = [
        (f"{SOURCE} In {n} others {n * 37} wait.", f"{text} {n} / {n * 37} {text[::-1]}", language)
        for n in range(667)
        for language, text in GOOD.items()
    ]
    begun = time.process_time()
    for source, target, language in pairs:
        check_pair(source, target, source_language="en", target_language=language)
    assert len(pairs) > 2_000
    assert time.process_time() - begun < 5
