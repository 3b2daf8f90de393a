"""What a decoder keeps is a function of the vocabulary and of the languages."""

import pytest

from briefgen.engines.ct2.pieces import kept_pieces

VOCABULARY = (
    "<s>", "<pad>", "</s>", "<unk>", "▁the", "▁и", "ment", "▁در", "ښ", "の", "▁K", "é", "5", "۵",
    "५", "،", "«", "▁", "\u200c", "ё", "́", "क", "<0xE2>", "▁US", "<extra_id_3>", "rus_Cyrl",
    "deu_Latn", "ҳ", "▁на5", "ᆫ", "ה", "—", "x́",
)  # fmt: skip


def kept(targets: tuple[str, ...], latin_pieces: int = 0) -> set[str]:
    always = {"<s>", "<pad>", "</s>", "<unk>", "rus_Cyrl"}
    ids = kept_pieces(VOCABULARY, targets, always=always, latin_pieces=latin_pieces)
    assert list(ids) == sorted(set(ids))
    return {VOCABULARY[id] for id in ids}


def test_letters_of_the_wanted_scripts_stay_and_others_go() -> None:
    assert {"▁и", "ё", "ҳ", "▁на5"} <= kept(("ru",))
    assert not {"▁در", "ښ", "の", "क", "ᆫ", "ה"} & kept(("ru",))
    assert {"▁در", "ښ"} <= kept(("prs", "ps"))
    assert not {"▁и", "の"} & kept(("prs", "ps"))


@pytest.mark.parametrize("targets", [("ru",), ("ps",), ("prs", "ps", "ru")])
def test_digits_signs_spaces_bytes_and_single_latin_letters_always_stay(
    targets: tuple[str, ...],
) -> None:
    assert {"5", "۵", "،", "«", "▁", "\u200c", "́", "<0xE2>", "▁K", "é", "—"} <= kept(targets)
    assert "५" not in kept(targets)


def test_special_tokens_go_but_for_those_that_are_named() -> None:
    found = kept(("ru",), latin_pieces=100)
    assert {"<s>", "</s>", "rus_Cyrl"} <= found
    assert not {"<extra_id_3>", "deu_Latn"} & found


def test_latin_pieces_that_spell_names_stay_before_others() -> None:
    assert {"▁the", "ment", "▁US"} & kept(("ru",), latin_pieces=2) == {"▁the", "▁US"}
    assert {"▁the", "ment", "▁US"} <= kept(("ru",), latin_pieces=100)
    assert {"▁the", "ment", "▁US"} <= kept(("en",), latin_pieces=0)
