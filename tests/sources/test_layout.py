"""Lines to units."""

from briefgen.sources.layout import read_units


def texts(text: str) -> list[str]:
    return [unit.text for unit in read_units(text)]


def test_a_line_is_a_unit() -> None:
    assert texts("One.\nTwo.\n\nThree.") == ["One.", "Two.", "Three."]


def test_bullets_come_off_and_are_remembered() -> None:
    units = read_units("  * One\n  + Two\n  • Three\nFour\n 5. Five\n - Six")
    assert [unit.text for unit in units] == ["One", "Two", "Three", "Four", "5. Five", "Six"]
    assert [unit.bullet for unit in units] == [True, True, True, False, True, True]


def test_empty_bullets_and_rules_fall_away() -> None:
    assert texts("*\n +\n-----\n= = =\n|\nWords") == ["Words"]


def test_a_dialogue_dash_is_no_bullet() -> None:
    assert texts("— Нет, — сказал он.") == ["— Нет, — сказал он."]


def test_wrapped_paragraphs_are_rejoined() -> None:
    text = (
        "The council met on Monday to hear how the new water pipes are to be\n"
        "paid for. Members were told that the work will take at least eleven\n"
        "months and that two streets have to be closed while it goes on.\n"
        "\n"
        "A second meeting is planned for the end of the month, when figures\n"
        "from the engineers should be ready. The chairman asked residents to\n"
        "send their questions in writing before that day.\n"
    )
    assert len(texts(text)) == 2
    assert texts(text)[0].endswith("while it goes on.")


def test_short_lines_are_not_joined() -> None:
    assert len(texts("Home\nNews\nSport\nWeather\nVideo")) == 5


def test_indentation_is_kept_as_evidence() -> None:
    assert [unit.indent for unit in read_units("a\n    b\n\tc")] == [0, 4, 8]
