"""The HTML page in a real browser: accessible, in the right direction, nothing overflows."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from briefgen.options import DocumentOptions
from briefgen.records import Brief
from briefgen.render import save
from tests.briefs import sample, single
from tests.render import browser as browsers


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as running:
        yield running


@pytest.mark.parametrize("make", [sample, single])
@pytest.mark.parametrize("layout", ["stacked", "side-by-side"])
@pytest.mark.parametrize("screen", [(1200, False), (400, False), (400, True)])
def test_the_page_is_accessible_and_nothing_overflows(
    chromium: Browser,
    tmp_path: Path,
    make: Callable[[], Brief],
    layout: Literal["stacked", "side-by-side"],
    screen: tuple[int, bool],
) -> None:
    width, dark = screen
    (path,) = save(make(), tmp_path / "brief.html", options=DocumentOptions(layout=layout))
    with browsers.page_in(chromium, width=width, dark=dark) as page:
        page.goto(path.as_uri())
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_number_stands_left_of_its_unit_in_a_right_to_left_line(
    chromium: Browser, tmp_path: Path
) -> None:
    (path,) = save(sample(), tmp_path / "brief.html")
    with browsers.page_in(chromium) as page:
        page.goto(path.as_uri())
        number, unit = page.evaluate(
            """() => {
                const run = [...document.querySelectorAll('#ps bdi')]
                    .find(one => one.textContent === '3.6 kW').firstChild
                return [[0, 3], [4, 6]].map(([start, end]) => {
                    const range = document.createRange()
                    range.setStart(run, start)
                    range.setEnd(run, end)
                    return range.getBoundingClientRect().left
                })
            }"""
        )
        assert number < unit
