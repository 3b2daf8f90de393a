"""Long sentences: cut at clause borders, joined with nothing lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.translate.clauses import Piece, as_sentence, join_clauses, split_clauses


def _words(text: str) -> int:
    return len(text.split())


def _pieces(text: str, limit: int) -> list[str]:
    return [piece.text for piece in split_clauses(text, _words, limit)]


def test_a_sentence_that_fits_stays_whole() -> None:
    assert split_clauses("Talks ended; nobody spoke.", _words, 4) == (
        Piece(text="Talks ended; nobody spoke."),
    )


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        (
            "The road was closed on Monday, so trucks waited; the governor promised help.",
            9,
            ["The road was closed on Monday, so trucks waited", "the governor promised help."],
        ),
        (
            "The ministry opened three schools in Ghor, but the teachers have no pay yet.",
            8,
            [
                "The ministry opened three schools in Ghor",
                "but the teachers have no pay yet.",
            ],
        ),
        (
            "Wheat rose by 1,200 afghanis in the north — traders blame the closed crossing.",
            8,
            ["Wheat rose by 1,200 afghanis in the north", "traders blame the closed crossing."],
        ),
        (
            "He named towns (Herat, Farah, and Zaranj), although no list was shown to us there.",
            8,
            [
                "He named towns (Herat, Farah, and Zaranj)",
                "although no list was shown to us there.",
            ],
        ),
    ],
)
def test_the_surest_clause_border_is_taken(text: str, limit: int, pieces: list[str]) -> None:
    assert _pieces(text, limit) == pieces


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from(["aid", "came,", "and", "but", "12,500", "(x", "y)", ";", "—"]))
    .map(" ".join)
    .filter(str.strip),
    st.integers(2, 8),
)
def test_every_piece_fits_and_no_word_is_lost(text: str, limit: int) -> None:
    pieces = split_clauses(text, _words, limit)
    assert all(_words(piece.text) <= limit for piece in pieces)
    read = " ".join(piece.text for piece in pieces)
    words = re.compile(r"[\w(][\w,]*\w|\w")
    assert [w.strip(",(") for w in words.findall(read)] == [
        w.strip(",(") for w in words.findall(text)
    ]


def test_pieces_are_given_to_the_model_as_sentences() -> None:
    assert [as_sentence(text) for text in ("they left", "they left.", "“go!”")] == [
        "they left.",
        "they left.",
        "“go!”",
    ]


@pytest.mark.parametrize(
    ("language", "translations", "joined"),
    [
        ("prs", ["باران شد.", "آنها رفتند.", "او ماند."], "باران شد؛ آنها رفتند، او ماند."),
        ("ru", ["Шёл дождь.", "Они ушли.", "А Ахмад остался."],
         "Шёл дождь; они ушли, а Ахмад остался."),
        ("ru", ["Шёл дождь.", "Ахмад ушёл.", "Он остался."],
         "Шёл дождь; Ахмад ушёл, он остался."),
    ],
)  # fmt: skip
def test_joined_pieces_read_as_one_sentence(
    language: str, translations: list[str], joined: str
) -> None:
    pieces = split_clauses("It rained; they left, and he stayed.", _words, 4)
    assert join_clauses(pieces, translations, language) == joined


def test_a_title_gets_no_full_stop() -> None:
    pieces = [Piece(text="Aid arrives", mark="-"), Piece(text="roads still closed")]
    assert join_clauses(pieces, ["Помощь прибыла.", "Дороги закрыты."], "ru") == (
        "Помощь прибыла — Дороги закрыты"
    )
