"""What was stored is found again, for the right model; what people approved rules."""

import dataclasses
from datetime import datetime
from pathlib import Path

import pytest

from briefgen.memory import Entry, TranslationMemory
from tests.memory.entries import approved, by_model, texts

TALKS = "The talks ended on Monday."
AID = "Aid reached 300 families."


def test_what_was_stored_is_found_after_the_file_was_closed(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    entry = by_model(TALKS, "مذاکرات روز دوشنبه پایان یافت.", created="2026-03-03T10:00:00+00:00")
    with TranslationMemory(path) as memory:
        assert memory.store([entry]) == 1
    with TranslationMemory(path) as memory:
        (found,) = memory.look_up(
            [TALKS], source="en", target="prs", model="fake", revision="1", settings="beams=4"
        )
    assert found == entry


def test_answers_come_in_the_order_of_the_questions(memory: TranslationMemory) -> None:
    memory.store([by_model(f"Sentence {n}.", f"جمله {n}") for n in range(1200)])
    asked = [f"Sentence {n}." for n in (1199, 3, 5000, 3, 0)]
    assert texts(memory, *asked) == ["جمله 1199", "جمله 3", None, "جمله 3", "جمله 0"]
    everything = texts(memory, *(f"Sentence {n}." for n in range(1200)))
    assert everything == [f"جمله {n}" for n in range(1200)]


def test_nothing_asked_nothing_found(memory: TranslationMemory) -> None:
    assert texts(memory) == []
    assert memory.store([]) == 0


@pytest.mark.parametrize(
    "other",
    [
        {"model": "other"},
        {"revision": "2"},
        {"settings": "beams=8"},
        {"target": "ps"},
        {"source": "ru"},
    ],
)
def test_a_model_s_entry_holds_for_its_whole_key_only(
    memory: TranslationMemory, other: dict[str, str]
) -> None:
    memory.store([by_model(TALKS, "الف")])
    assert texts(memory, TALKS) == ["الف"]
    assert texts(memory, TALKS, **other) == [None]
    memory.store([by_model(TALKS, "ب", **other)])
    assert texts(memory, TALKS) == ["الف"]
    assert texts(memory, TALKS, **other) == ["ب"]


def test_a_model_s_newer_entry_replaces_its_older_one(memory: TranslationMemory) -> None:
    memory.store([by_model(TALKS, "الف")])
    memory.store([by_model(TALKS, "ب", score=-0.1)])
    assert texts(memory, TALKS) == ["ب"]
    assert memory.stats().model == 1


@pytest.mark.parametrize("origin", ["human", "import"])
def test_what_people_approved_wins_for_every_model_from_then_on(
    memory: TranslationMemory, origin: str
) -> None:
    memory.store([by_model(TALKS, "ماشین"), by_model(TALKS, "ماشین", model="other")])
    memory.store([approved(TALKS, "انسان", origin=origin)])
    memory.store([by_model(TALKS, "ماشین نو"), by_model(AID, "کمک")])
    assert texts(memory, TALKS, AID) == ["انسان", "کمک"]
    assert texts(memory, TALKS, model="other") == ["انسان"]
    assert texts(memory, TALKS, model="never seen", revision="9", settings="") == ["انسان"]
    (found,) = memory.look_up_approved([TALKS], source="en", target="prs")
    assert found is not None
    assert (found.origin, found.score) == (origin, 0.0)
    assert memory.look_up_approved([AID], source="en", target="prs") == (None,)


def test_an_import_leaves_a_correction_as_it_is(memory: TranslationMemory) -> None:
    assert memory.store([approved(TALKS, "وارد شده", origin="import")]) == 1
    assert memory.store([approved(TALKS, "تصحیح")]) == 1
    assert memory.store([approved(TALKS, "وارد شده", origin="import")]) == 0
    assert texts(memory, TALKS) == ["تصحیح"]
    assert memory.store([approved(TALKS, "تصحیح دوم")]) == 1
    assert texts(memory, TALKS) == ["تصحیح دوم"]


def test_a_newer_import_replaces_an_older_one_and_a_correction_keeps_its_notes(
    memory: TranslationMemory,
) -> None:
    memory.store([approved(TALKS, "الف", origin="import", carried='{"note": 1}')])
    memory.store([approved(TALKS, "ب", origin="import", carried='{"note": 2}')])
    memory.store([approved(TALKS, "ج")])
    (entry,) = memory.entries()
    assert (entry.text, entry.origin, entry.carried) == ("ج", "human", '{"note": 2}')


def test_a_flawed_entry_is_kept_to_compare_with_and_never_given_out(
    memory: TranslationMemory,
) -> None:
    memory.store([by_model(AID, "به ۵۰۰ خانواده کمک رسید.", flawed=True)])
    assert texts(memory, AID) == [None]
    known = memory.model_texts(AID, source="en", target="prs", model="fake", revision="1")
    assert known == ("به ۵۰۰ خانواده کمک رسید.",)
    memory.store([by_model(AID, "به ۳۰۰ خانواده کمک رسید.")])
    assert texts(memory, AID) == ["به ۳۰۰ خانواده کمک رسید."]


def test_white_space_and_the_form_of_letters_do_not_make_a_sentence_another(
    memory: TranslationMemory,
) -> None:
    memory.store([by_model("  Café talks\n ended. ", "الف")])
    assert texts(memory, "Cafe\u0301 talks ended.", "Café  talks ended.") == ["الف", "الف"]
    assert texts(memory, "Cafe talks ended.", "café talks ended.") == [None, None]


def test_a_translation_comes_back_letter_by_letter(memory: TranslationMemory) -> None:
    text = "مقام‌ها گفتند: ۱۲٬۵۰۰ «تن» — 5\u00a0000 чел., cafe\u0301 \U0001f54a"
    memory.store([by_model(TALKS, text)])
    assert texts(memory, TALKS) == [text]


def test_half_a_character_does_not_break_the_memory(memory: TranslationMemory) -> None:
    memory.store([by_model("Broken \ud800 text.", "شکسته \udfff")])
    assert texts(memory, "Broken \ud800 text.") == ["شکسته \ufffd"]


def test_an_entry_without_a_date_gets_one(memory: TranslationMemory) -> None:
    memory.store([by_model(TALKS, "الف"), approved(AID, "ب")])
    for entry in memory.entries():
        assert datetime.fromisoformat(entry.created).tzinfo is not None


def test_entries_come_sorted_whatever_the_order_of_storing(tmp_path: Path) -> None:
    stored = [
        by_model(AID, "۱"),
        approved(TALKS, "۲", target="ps"),
        by_model(AID, "۳", model="a"),
        approved(TALKS, "۴"),
        approved(AID, "۵"),
    ]
    orders: list[list[Entry]] = []
    for name, entries in (("a", stored), ("b", stored[::-1])):
        with TranslationMemory(tmp_path / name) as memory:
            memory.store(dataclasses.replace(e, created="2026-01-01") for e in entries)
            orders.append(list(memory.entries()))
    assert orders[0] == orders[1]
    assert [entry.text for entry in orders[0]] == ["۵", "۴", "۲", "۳", "۱"]


class Clock:
    """Seconds that a test moves on."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


def test_the_least_recently_used_entries_of_models_make_room(tmp_path: Path) -> None:
    clock = Clock()
    with TranslationMemory(tmp_path / "m", max_model_entries=3, clock=clock) as memory:
        for name in "abc":
            memory.store([by_model(name, name.upper())])
            clock.seconds += 7200
        assert texts(memory, "a") == ["A"]  # used again: b is now the oldest
        memory.store([by_model("d", "D")])
        assert texts(memory, "a", "b", "c", "d") == ["A", None, "C", "D"]
        assert memory.stats().model == 3


def test_what_people_approved_never_makes_room(tmp_path: Path) -> None:
    with TranslationMemory(tmp_path / "m", max_model_entries=2) as memory:
        memory.store([approved(f"h{n}", "x") for n in range(5)])
        memory.store([approved(f"i{n}", "x", origin="import") for n in range(5)])
        memory.store([by_model(f"m{n}", "x") for n in range(5)])
        stats = memory.stats()
        assert (stats.human, stats.imported, stats.model) == (5, 5, 2)
        assert texts(memory, "m2", "m3", "m4") == [None, "x", "x"]


def test_stats_count_by_languages_origins_and_models(memory: TranslationMemory) -> None:
    memory.store(
        [
            by_model(TALKS, "الف"),
            by_model(TALKS, "الف", model="other", flawed=True),
            by_model(AID, "ب", target="ps"),
            approved(TALKS, "ج"),
            approved(AID, "د", origin="import"),
        ]
    )
    stats = memory.stats()
    assert (stats.human, stats.imported, stats.model, stats.flawed) == (1, 1, 3, 1)
    assert [(p.source, p.target, p.human, p.imported, p.model) for p in stats.pairs] == [
        ("en", "prs", 1, 1, 2),
        ("en", "ps", 0, 0, 1),
    ]
    assert [(m.model, m.revision, m.entries) for m in stats.models] == [
        ("fake", "1", 2),
        ("other", "1", 1),
    ]
    assert stats.size_bytes > 0


def test_clear_forgets_everything_or_only_what_models_wrote(memory: TranslationMemory) -> None:
    memory.store([by_model(TALKS, "الف"), approved(AID, "ب")], header=lambda old: "head")
    assert memory.clear(models_only=True) == 1
    assert texts(memory, TALKS, AID) == [None, "ب"]
    assert memory.header() == "head"
    assert memory.clear() == 1
    assert (list(memory.entries()), memory.header()) == ([], "")


def test_clear_gives_the_room_back(memory: TranslationMemory) -> None:
    memory.store([by_model(f"s{n}", "x" * 1000) for n in range(1000)])
    before = memory.stats().size_bytes
    memory.clear()
    assert memory.stats().size_bytes < before / 10


def test_the_header_is_made_from_the_one_before(memory: TranslationMemory) -> None:
    assert memory.header() == ""
    for letter in "ab":
        memory.store([], header=lambda old, new=letter: old + new)  # type: ignore[misc]
    assert memory.header() == "ab"


def test_when_storing_fails_nothing_is_stored(memory: TranslationMemory) -> None:
    def fail(old: str) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        memory.store([approved(TALKS, "الف"), by_model(AID, "ب")], header=fail)
    assert list(memory.entries()) == []
    assert memory.store([approved(TALKS, "الف")]) == 1
