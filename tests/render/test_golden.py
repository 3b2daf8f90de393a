"""Whole documents, kept as files, so that a change of any line is seen.

After a change that is meant, write them again and read the difference:

    python -m tests.render.test_golden
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.records import Brief
from briefgen.render import render
from tests.briefs import sample, single

GOLDEN = Path(__file__).parent / "golden"
BRIEFS: dict[str, Callable[[], Brief]] = {"sample": sample, "single": single}
FORMATS = ("md", "html", "txt")


@pytest.mark.parametrize("name", BRIEFS)
@pytest.mark.parametrize("format_", FORMATS)
def test_the_document_is_the_one_that_is_kept(name: str, format_: str) -> None:
    kept = (GOLDEN / f"{name}.{format_}").read_bytes()
    assert render(BRIEFS[name](), format_).decode("utf-8") == kept.decode("utf-8")


def _write_again() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for name, make in BRIEFS.items():
        for format_ in FORMATS:
            (GOLDEN / f"{name}.{format_}").write_bytes(render(make(), format_))


if __name__ == "__main__":
    _write_again()
