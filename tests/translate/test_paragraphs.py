"""Paragraphs stay where they are."""

from briefgen.records import TranslatedSentence
from briefgen.translate.paragraphs import lay_out


def _shout(text: str) -> TranslatedSentence:
    return TranslatedSentence(id="", source=text, text=text.upper())


def test_lines_and_blank_lines_are_kept() -> None:
    text = "One. Two.\n\nThree.\nFour."
    layout = lay_out(text, "en")
    assert layout.sentences == ("One.", "Two.", "Three.", "Four.")
    assert layout.fill([_shout(s) for s in layout.sentences]) == text.upper()


def test_an_empty_text_stays_empty() -> None:
    layout = lay_out("", "en")
    assert layout.sentences == ()
    assert layout.fill([]) == ""
