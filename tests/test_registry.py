"""The registry: what it promises of licences and languages, and that presets fit together."""

import re

import pytest

from briefgen.errors import UsageError
from briefgen.languages import LANGUAGES
from briefgen.registry import (
    CHECKPOINTS,
    EXTRACTIVE,
    PRESETS,
    checkpoint,
    download_words,
    is_demo,
    permits_commercial_use,
    preset,
    ways,
)


def test_presets_stand_in_the_order_in_which_they_are_chosen() -> None:
    assert list(PRESETS) == ["default", "quality", "light", "open", "demo"]


def test_an_unknown_preset_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"'fast'.*default, quality, light, open, demo"):
        preset("fast")


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_names_known_checkpoints_that_do_its_two_tasks(name: str) -> None:
    chosen = preset(name)
    assert CHECKPOINTS[chosen.translator].task == "translate"
    assert chosen.summarizer == EXTRACTIVE or CHECKPOINTS[chosen.summarizer].task == "summarize"
    assert chosen.checkpoints[0].id == chosen.translator


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_translates_into_dari_or_says_that_persian_stands_in(name: str) -> None:
    translator = CHECKPOINTS[preset(name).translator]
    assert {"ps", "ru"} <= set(translator.languages)
    if "prs" not in translator.languages:
        assert translator.persian_for_dari
        assert "Persian" in preset(name).description
        assert "Persian" in translator.note


def test_the_open_preset_permits_commercial_use() -> None:
    assert all(known.commercial for known in preset("open").checkpoints)


def test_presets_that_forbid_commercial_use_say_so() -> None:
    for chosen in PRESETS.values():
        if not all(known.commercial for known in chosen.checkpoints):
            assert "not for commercial use" in chosen.description


@pytest.mark.parametrize("known", CHECKPOINTS.values(), ids=lambda known: known.id)
def test_commercial_use_is_what_the_licence_says(known: object) -> None:
    found = CHECKPOINTS[known.id]  # type: ignore[attr-defined]
    allowed = None if found.licence is None else permits_commercial_use(found.licence)
    assert found.commercial is bool(allowed)
    # A licence that is named is one that briefgen can judge.
    assert (allowed is None) == (found.licence is None)


@pytest.mark.parametrize("known", CHECKPOINTS.values(), ids=lambda known: known.id)
def test_checkpoints_use_briefgens_codes_and_no_revision_from_memory(known: object) -> None:
    found = CHECKPOINTS[known.id]  # type: ignore[attr-defined]
    assert set(found.languages) <= set(LANGUAGES)
    assert re.fullmatch("main|[0-9a-f]{40}", found.revision)
    assert found.note


def test_a_converted_repository_says_who_made_it_of_what_and_keeps_the_licence() -> None:
    converted = [known for known in CHECKPOINTS.values() if known.converted_from is not None]
    assert {known.id.split("/")[0] for known in converted} >= {"OpenNMT", "skywood", "solavr"}
    for known in converted:
        original = CHECKPOINTS[known.converted_from or ""]
        assert original.converted_from is None
        assert (known.licence, known.languages) == (original.licence, original.languages)
        assert f"Converted from {original.id} by {known.maker}" in known.note
        assert ways(known.id) == (original.id, known.id)


def test_the_demo_is_embedded_free_and_honest_about_itself() -> None:
    for known in preset("demo").checkpoints:
        assert is_demo(known.id)
        assert known.licence == "CC0-1.0"
        assert known.download_bytes == 0
        assert "small demonstration model of one field" in known.note
    assert preset("demo").checkpoints[0].builtin == "translator"
    assert preset("demo").checkpoints[1].builtin == "summarizer"
    assert not is_demo("facebook/bart-large-cnn")


def test_other_hub_ids_are_simply_not_known() -> None:
    assert checkpoint("someone/else") is None


def test_a_download_is_described_with_size_licence_and_what_the_licence_forbids() -> None:
    words = download_words(preset("default").checkpoints)
    assert words == (
        "skywood/nllb-200-distilled-600M-ct2-int8 (about 652 MB, under CC-BY-NC-4.0, which does not"
        " permit commercial use) and facebook/bart-large-cnn (about 1.6 GB, under MIT)"
    )
    assert "size shown before the download" in download_words(preset("open").checkpoints)
