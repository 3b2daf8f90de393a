"""The way of a correction: brief, review page, memory, the next brief."""

import json
from pathlib import Path

from tests.cli.runner import Cli
from tests.render import browser as browsers

EXTRACTIVE = ("--summarizer", "extractive", "--length", "flash", "--to")
# torch needs no conversion, which takes longer than all else here.
DEMO = ("--preset", "demo", "--engine", "torch", *EXTRACTIVE, "prs")
CORRECTION = "این جمله را یک شخص اصلاح کرد."


def _first(path: Path) -> dict[str, object]:
    data = json.loads(path.read_text("utf-8"))
    found: dict[str, object] = data["translations"]["prs"]["sections"][0]["sentences"][0]
    return found


def test_the_page_is_a_format_of_brief_and_of_render(
    cli: Cli, article: Path, tmp_path: Path
) -> None:
    asked = ("brief", str(article), "-o", "b.json", "--format", "json,review.html")
    made = cli(*asked, *EXTRACTIVE, "")
    assert made.code == 0, made.err
    assert (tmp_path / "b.review.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    again = cli("render", "b.json", "-o", "again.review.html")
    assert again.code == 0, again.err
    assert (tmp_path / "again.review.html").read_bytes() == (
        tmp_path / "b.review.html"
    ).read_bytes()
    refused = cli("render", "b.json", "-o", "again.html", "--format", "review.html")
    assert (refused.code, "ends in .html" in refused.err) == (2, True)


def test_what_a_person_corrects_in_the_page_stands_in_the_next_brief(
    cli: Cli, article: Path, tmp_path: Path
) -> None:
    with browsers.browser() as running:
        made = cli("brief", str(article), "-o", "b", "--format", "json,review.html", *DEMO)
        assert made.code == 0, made.err
        with browsers.page_in(running) as page:
            page.goto((tmp_path / "b.review.html").as_uri())
            page.click("#g0-0 .edit")
            page.fill("#g0-0 textarea", CORRECTION)
            page.click("#g0-0 .done")
            with page.expect_download() as downloading:
                page.click("#save")
            name = downloading.value.suggested_filename
            downloading.value.save_as(tmp_path / name)
    assert name == "b.corrected.json"
    assert _first(tmp_path / "b.json")["text"] != CORRECTION
    shown = cli("render", name, "--format", "txt")
    assert shown.code == 0, shown.err
    assert CORRECTION in shown.out
    assert "corrected" in shown.out
    taken = cli("memory", "import", name)
    assert (taken.code, "1 translation taken" in taken.err) == (0, True), taken.err
    again = cli("brief", str(article), "-o", "next.json", *DEMO)
    assert again.code == 0, again.err
    assert _first(tmp_path / "next.json")["text"] == CORRECTION
