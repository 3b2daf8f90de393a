"""Stages that work a bounded step ahead."""

import threading
import time
from collections.abc import Generator

import pytest

from briefgen.batch.ahead import ahead


def test_it_runs_ahead_by_what_may_wait_and_no_further() -> None:
    made: list[int] = []

    def source() -> Generator[int]:
        for n in range(100):
            made.append(n)
            yield n

    values = ahead(source(), size=2)
    assert next(values) == 0
    deadline = time.monotonic() + 5
    while len(made) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.05)
    assert made == [0, 1, 2, 3], "one taken, two waiting, one in hand"
    assert list(values) == list(range(1, 100))


def test_what_a_stage_raises_reaches_who_takes_its_values() -> None:
    def source() -> Generator[int]:
        yield 1
        raise ZeroDivisionError("stage")

    values = ahead(source())
    assert next(values) == 1
    with pytest.raises(ZeroDivisionError, match="stage"):
        next(values)


def test_closing_the_last_stage_ends_all_before_it() -> None:
    closed: list[str] = []

    def first() -> Generator[int]:
        try:
            yield from range(1000)
        finally:
            closed.append("first")

    def second(numbers: Generator[int]) -> Generator[int]:
        try:
            for n in numbers:
                yield -n
        finally:
            closed.append("second")

    values = ahead(second(ahead(first())))  # type: ignore[arg-type]
    assert next(values) == 0
    values.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 10
    while threading.active_count() > 1 and len(closed) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert sorted(closed) == ["first", "second"]
