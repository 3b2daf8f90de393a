"""What a person changed in a brief.json is remembered, and nothing else is taken for it."""

from pathlib import Path
from typing import Any

import pytest

from briefgen.errors import BriefFormatError
from briefgen.memory import Entry, TranslationMemory
from briefgen.memory.corrections import import_corrections
from tests.memory.briefs import AID, FAKE, TALKS, TEXTS, TITLE, edited, sentence
from tests.memory.entries import approved, texts


def _remember_the_brief(memory: TranslationMemory, **changed: object) -> None:
    """As if the brief had just been made here."""
    memory.store(
        Entry(
            **{
                "sentence": source,
                "source": "en",
                "target": code,
                "text": text,
                "origin": "model",
                "model": FAKE.id,
                "revision": FAKE.revision,
                "settings": "any",
                **changed,
            }  # type: ignore[arg-type]
        )
        for code, found in TEXTS.items()
        for source, text in zip((TITLE, TALKS, AID), found, strict=True)
    )


def test_only_what_was_changed_becomes_a_correction(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    _remember_the_brief(memory)

    def edit(data: Any) -> None:
        sentence(data, "ru", 1)["text"] = "Помощь дошла до 300 семей."

    report = import_corrections(memory, edited(tmp_path, edit))
    assert (report.read, report.taken) == (6, 1)
    assert report.skipped == {"as the model wrote it": 5}
    assert texts(memory, AID, target="ru", model="any other") == ["Помощь дошла до 300 семей."]
    assert memory.look_up_approved([AID, TALKS], source="en", target="ps") == (None, None)


def test_an_unedited_brief_corrects_nothing(memory: TranslationMemory, tmp_path: Path) -> None:
    _remember_the_brief(memory)
    assert import_corrections(memory, edited(tmp_path)).taken == 0
    assert memory.stats().human == 0


def test_a_flawed_translation_that_nobody_touched_is_not_taken_for_a_person_s(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    _remember_the_brief(memory, flawed=True)
    assert import_corrections(memory, edited(tmp_path)).taken == 0


@pytest.mark.parametrize("place", ["document", "section"])
def test_a_title_may_be_corrected_in_either_of_its_places(
    memory: TranslationMemory, tmp_path: Path, place: str
) -> None:
    _remember_the_brief(memory)

    def edit(data: Any) -> None:
        translation = data["translations"]["ru"]
        holder = translation if place == "document" else translation["sections"][0]
        holder["title"]["text"] = "Переговоры завершены"

    assert import_corrections(memory, edited(tmp_path, edit)).taken == 1
    assert texts(memory, TITLE, target="ru") == ["Переговоры завершены"]


def test_where_the_memory_knows_nothing_the_file_is_taken_at_its_word(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    report = import_corrections(memory, edited(tmp_path))
    assert (report.read, report.taken, report.skipped) == (6, 6, {})
    assert texts(memory, TITLE, TALKS, AID, target="ps") == list(TEXTS["ps"])


def test_where_corrections_are_marked_an_unknown_text_that_is_not_marked_is_no_correction(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    def edit(data: Any) -> None:
        corrected = sentence(data, "ru", 1)
        corrected["text"] = "Помощь дошла до 300 семей."
        corrected["flags"] = [
            {"code": "corrected", "severity": "warning", "detail": "", "where": corrected["id"]}
        ]

    report = import_corrections(memory, edited(tmp_path, edit))
    assert (report.read, report.taken) == (6, 1)
    assert report.skipped == {"not marked as corrected": 5}
    assert texts(memory, AID, target="ru") == ["Помощь дошла до 300 семей."]


def test_a_change_that_is_not_marked_counts_where_the_memory_knows_the_text_before(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    _remember_the_brief(memory)

    def edit(data: Any) -> None:
        by_hand, corrected = sentence(data, "ps", 0), sentence(data, "ru", 1)
        by_hand["text"], corrected["text"] = "خبرې پای ته ورسېدې.", "Помощь дошла до 300 семей."
        corrected["flags"] = [
            {"code": "corrected", "severity": "warning", "detail": "", "where": corrected["id"]}
        ]

    assert import_corrections(memory, edited(tmp_path, edit)).taken == 2


def test_a_text_of_another_model_is_a_correction_of_this_one(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    _remember_the_brief(memory, model="other")
    assert import_corrections(memory, edited(tmp_path)).taken == 6


def test_a_correction_imported_twice_is_taken_once_and_a_newer_one_replaces_it(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    _remember_the_brief(memory)

    def change(text: str) -> Path:
        def edit(data: Any) -> None:
            sentence(data, "ru", 0)["text"] = text

        return edited(tmp_path, edit)

    assert import_corrections(memory, change("Первая.")).taken == 1
    again = import_corrections(memory, change("Первая."))
    assert (again.taken, again.skipped["already approved"]) == (0, 1)
    assert import_corrections(memory, change("Вторая.")).taken == 1
    assert texts(memory, TALKS, target="ru") == ["Вторая."]


def test_a_correction_wins_over_an_import(memory: TranslationMemory, tmp_path: Path) -> None:
    memory.store([approved(TALKS, "Чужая.", target="ru", origin="import")])
    _remember_the_brief(memory)

    def edit(data: Any) -> None:
        sentence(data, "ru", 0)["text"] = "Своя."

    import_corrections(memory, edited(tmp_path, edit))
    assert texts(memory, TALKS, target="ru") == ["Своя."]


def test_spaces_at_the_ends_are_no_correction_and_an_emptied_sentence_is_none(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    _remember_the_brief(memory)

    def edit(data: Any) -> None:
        sentence(data, "ru", 0)["text"] += " \n"
        sentence(data, "ru", 1)["text"] = " "

    report = import_corrections(memory, edited(tmp_path, edit))
    assert (report.taken, report.skipped) == (0, {"an empty text": 1, "as the model wrote it": 5})


def test_a_broken_brief_is_told_and_nothing_is_taken(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    def edit(data: Any) -> None:
        sentence(data, "ru", 0)["text"] = "Правка."
        del sentence(data, "ps", 1)["text"]

    with pytest.raises(BriefFormatError, match=r"brief\.json: translations\.ps"):
        import_corrections(memory, edited(tmp_path, edit))
    assert list(memory.entries()) == []
