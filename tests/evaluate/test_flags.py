"""Rates count lines, and the checks are those of `briefgen check` and of a summary."""

import pytest

from briefgen.evaluate.flags import Checking, count
from briefgen.evaluate.records import TestSet
from briefgen.records import Flag


def flag(code: str, severity: str = "error") -> Flag:
    return Flag(code=code, severity="error" if severity == "error" else "warning", detail="")


def test_a_line_counts_once_for_a_code_however_many_flags_it_has() -> None:
    lines = [(flag("a"), flag("a", "warning")), (flag("a", "warning"), flag("b", "warning")), ()]
    any_flag, (a, b) = count(lines, ["a", "b"])
    assert (any_flag.lines, any_flag.errors) == (2, 1)
    assert (a.lines, a.errors, b.lines, b.errors) == (2, 1, 1, 0)
    assert a.rate == pytest.approx(2 / 3, abs=1e-6)


def test_what_was_looked_for_is_shown_as_never_and_what_came_besides_is_added() -> None:
    _, rates = count([(flag("new"),)], ["looked-for"])
    assert [(rate.code, rate.lines) for rate in rates] == [("looked-for", 0), ("new", 1)]


def test_the_interval_of_a_rate_is_wilsons() -> None:
    lines: list[tuple[Flag, ...]] = [(flag("a"),)] * 10 + [()] * 90
    _, (rate,) = count(lines, ["a"])
    assert rate.low == pytest.approx(0.0552, abs=1e-4)
    assert rate.high == pytest.approx(0.1744, abs=1e-4)
    _, (never,) = count([()] * 100, ["a"])
    assert never.low == 0
    assert 0.03 < never.high < 0.04, "a hundred clean lines do not prove that it never comes"


def test_translations_are_checked_against_their_sources() -> None:
    test = TestSet(
        name="t",
        source_language="en",
        target_language="ru",
        sources=("There are 12 schools.", "The talks ended on Monday."),
        references=("Открыто 12 школ.", "Переговоры завершились в понедельник."),
    )
    found = Checking().lines(test, ("Открыто 13 школ.", test.references[1]))
    assert {one.code for one in found[0]} == {"number-missing", "number-added"}
    assert {one.where for one in found[0]} == {"line 1"}
    assert found[1] == ()


def test_summaries_are_checked_against_their_articles() -> None:
    article = "Schools reopened on Monday. Teachers cleaned 62 schools. Roads are still blocked."
    test = TestSet(
        name="t",
        source_language="en",
        target_language="en",
        sources=(article, article),
        references=("Schools reopened on Monday.", "Schools reopened."),
    )
    good, bad = Checking().lines(
        test, ("Schools reopened on Monday.", "Teachers in Geneva cleaned 95 schools.")
    )
    assert good == ()
    assert {"name-unsupported", "number-added"} <= {one.code for one in bad}
    assert set(Checking().codes(test)) >= {"unsupported", "name-unsupported", "number-added"}
