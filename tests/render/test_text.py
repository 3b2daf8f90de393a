"""Plain text."""

from dataclasses import replace

from briefgen.render import render
from tests.briefs import sample, single

MARK = "\u200f"


def _paragraphs(text: str) -> list[str]:
    return text.split("\n\n")


def test_each_summary_is_one_line_and_flags_follow_their_sentence() -> None:
    brief = sample()
    paragraphs = _paragraphs(render(brief, "txt").decode("utf-8"))
    assert brief.translations["prs"].sections[0].sentences[0].text in "".join(paragraphs)
    unmarked = [text.replace(" [Примечание 1]", "") for text in paragraphs]
    for text in brief.translations["ru"].text.split("\n\n"):
        assert text in unmarked


def test_a_right_to_left_line_that_begins_with_latin_gets_a_mark() -> None:
    brief = sample()
    section = brief.translations["prs"].sections[1]
    first = "TransAsia Rail GmbH گفت."
    section = replace(section, sentences=(replace(section.sentences[0], text=first),))
    translation = replace(brief.translations["prs"], sections=(section,))
    text = render(replace(brief, translations={"prs": translation}), "txt").decode("utf-8")
    assert f"\n{MARK}{first}\n" in text
    assert MARK not in render(replace(brief, translations={}), "txt").decode("utf-8")


def test_bullets_are_lines() -> None:
    text = render(single(), "txt").decode("utf-8")
    assert text.count("\n• ") == 16


def test_it_is_lines_of_text_and_ends_with_a_newline() -> None:
    text = render(sample(), "txt").decode("utf-8")
    assert text.endswith(".\n")
    assert "<" not in text
    assert "\n\n\n" not in text
