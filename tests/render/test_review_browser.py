"""The review page in a real browser: read, filter, correct, save; by keyboard and for everyone."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from briefgen.memory import TranslationMemory
from briefgen.memory.corrections import import_corrections
from briefgen.pipeline import count_flags
from briefgen.records import Brief, Timings, Title, TranslatedSentence
from briefgen.render import render
from briefgen.serialize import load_brief, to_json
from tests.briefs import sample
from tests.render import browser as browsers
from tests.render.test_review import BRIEFS, hostile, long, merged, untranslated, with_bottom_line

CORRECTION = "این تصحیح است: «World Bank» ۸ °C"
DARI = '#g0-0 .cell[data-language="prs"]'


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as running:
        yield running


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with browsers.page_in(chromium) as page:
        yield page


def _open(page: Page, folder: Path, brief: Brief) -> None:
    path = folder / "today.review.html"
    path.write_bytes(render(brief, "review.html"))
    page.goto(path.as_uri())


def _correct(page: Page, cell: str, text: str) -> None:
    page.click(f"{cell} .edit")
    page.fill(f"{cell} textarea", text)
    page.click(f"{cell} .done")


def _save(page: Page, folder: Path) -> Path:
    with page.expect_download() as downloading:
        page.click("#save")
    path = folder / downloading.value.suggested_filename
    downloading.value.save_as(path)
    return path


def _status(page: Page) -> str:
    return page.inner_text("#status")


def _shown(page: Page) -> list[str]:
    rows: list[str] = page.eval_on_selector_all(
        ".row", "rows => rows.filter(row => row.checkVisibility()).map(row => row.id)"
    )
    return rows


def test_a_correction_is_saved_and_nothing_else_changes(page: Page, tmp_path: Path) -> None:
    brief = sample()
    numbers = Timings(load=1.0, summarize=1e-07, translate=5e-324, check=-0.0, render=1e22)
    settings = replace(brief.settings, seed=2**63 + 1)  # more digits than JavaScript's numbers have
    brief = replace(brief, timings=numbers, settings=settings)
    _open(page, tmp_path, brief)
    _correct(page, DARI, CORRECTION)
    assert page.inner_text(f"{DARI} .translation") == CORRECTION
    assert "Changed by you" in page.inner_text(DARI)
    assert _status(page) == "1 text changed, not saved"
    path = _save(page, tmp_path)
    assert path.name == "today.corrected.json"
    assert _status(page).startswith("1 text changed, saved. Look for today.corrected.json")

    expected = json.loads(to_json(brief))
    sentence = expected["translations"]["prs"]["sections"][0]["sentences"][0]
    codes = ", ".join(flag["code"] for flag in sentence["flags"])
    found = f"the checks had found in the text before: {codes}"
    nothing = "the checks had found nothing in the text before"
    sentence["text"] = CORRECTION
    sentence["flags"] = [
        {
            "code": "corrected",
            "severity": "warning",
            "detail": f"a person changed this translation; {found if codes else nothing}",
            "where": sentence["id"],
        }
    ]
    corrected = load_brief(path)
    checks = count_flags(corrected.flags)
    expected["checks"] = {
        "errors": checks.errors, "warnings": checks.warnings, "by_code": checks.by_code
    }  # fmt: skip
    # To the byte what briefgen itself writes, numbers included.
    assert path.read_text("utf-8") == json.dumps(expected, ensure_ascii=False, indent=2) + "\n"
    assert path.read_bytes() == render(corrected, "json")


@pytest.mark.parametrize("make", [sample, with_bottom_line, merged, hostile])
def test_every_text_can_be_corrected_and_the_file_is_a_valid_brief(
    page: Page, tmp_path: Path, make: Callable[[], Brief]
) -> None:
    brief = make()
    _open(page, tmp_path, brief)
    count = page.eval_on_selector_all(
        ".cell",
        """cells => {
            for (const [number, cell] of cells.entries()) {
                cell.querySelector(".edit").click();
                const area = cell.querySelector("textarea");
                area.value = `Text ${number} <&> "'\\\\ \\u2028 end`;
                area.dispatchEvent(new InputEvent("input", { bubbles: true }));
                cell.querySelector(".done").click();
            }
            return cells.length;
        }""",
    )
    assert count > 10
    path = _save(page, tmp_path)
    schema = json.loads(files("briefgen").joinpath("brief-1.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(path.read_text("utf-8")), schema)
    corrected = load_brief(path)
    texts: list[str] = []
    for translation in corrected.translations.values():
        assert translation.title == translation.sections[0].title
        for section in translation.sections:
            items: tuple[Title | TranslatedSentence, ...] = (section.title, *section.all_sentences)
            assert {flag.code for item in items for flag in item.flags} == {"corrected"}
            texts += [item.text for item in items]
    assert sorted(texts) == sorted(f"Text {n} <&> \"'\\ end" for n in range(count))
    assert corrected.checks == count_flags(corrected.flags)
    assert corrected.summaries == brief.summaries


def test_the_memory_takes_the_corrections_and_only_them(page: Page, tmp_path: Path) -> None:
    brief = sample()
    _open(page, tmp_path, brief)
    _correct(page, DARI, CORRECTION)
    path = _save(page, tmp_path)
    with TranslationMemory(tmp_path / "memory.sqlite") as memory:
        report = import_corrections(memory, path)
        assert report.taken == 1
        source = brief.translations["prs"].sections[0].sentences[0].source
        (known,) = memory.look_up_approved([source], source="en", target="prs")
    assert known is not None
    assert known.text == CORRECTION


def test_a_corrected_brief_is_rendered_and_can_be_reviewed_again(
    page: Page, tmp_path: Path
) -> None:
    _open(page, tmp_path, sample())
    _correct(page, DARI, CORRECTION)
    corrected = load_brief(_save(page, tmp_path))
    document = render(corrected, "txt").decode("utf-8")
    assert "Corrected by a person" in document or "یک شخص آن را اصلاح کرده است" in document
    _open(page, tmp_path, corrected)
    assert page.inner_text(f"{DARI} .translation") == CORRECTION
    assert "Corrected by a person" in page.inner_text(DARI)
    _correct(page, DARI, "باز هم")
    again = load_brief(_save(page, tmp_path)).translations["prs"].sections[0].sentences[0]
    before = corrected.translations["prs"].sections[0].sentences[0]
    assert (again.text, again.flags) == ("باز هم", before.flags)


def test_a_change_can_be_undone_and_the_text_before_can_be_seen(page: Page, tmp_path: Path) -> None:
    _open(page, tmp_path, sample())
    before = page.inner_text(f"{DARI} .translation")
    _correct(page, DARI, CORRECTION)
    page.click(f"{DARI} .before summary")
    assert page.inner_text(f"{DARI} .before p") == before
    page.click(f"{DARI} .undo")
    assert page.inner_text(f"{DARI} .translation") == before
    assert "Changed by you" not in page.inner_text(DARI)
    assert _status(page) == "Nothing changed"
    page.click("#save")
    assert _status(page) == "Nothing changed. There is nothing to save."


def test_an_empty_translation_is_not_kept(page: Page, tmp_path: Path) -> None:
    _open(page, tmp_path, sample())
    before = page.inner_text(f"{DARI} .translation")
    _correct(page, DARI, " \n ")
    assert page.inner_text(f"{DARI} .translation") == before
    assert _status(page) == (
        "Nothing changed. A translation cannot be empty: the text before stays."
    )


def test_leaving_with_unsaved_changes_warns(page: Page, tmp_path: Path) -> None:
    asked: list[str] = []

    def answer(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.accept()  # type: ignore[attr-defined]

    page.on("dialog", answer)
    _open(page, tmp_path, sample())
    page.reload()
    assert asked == []
    _correct(page, DARI, CORRECTION)
    page.reload()
    assert asked == ["beforeunload"]
    assert _status(page) == "Nothing changed"
    _correct(page, DARI, CORRECTION)
    _save(page, tmp_path)
    page.reload()
    assert asked == ["beforeunload"]


def test_all_is_done_by_keyboard_alone(page: Page, tmp_path: Path) -> None:
    _open(page, tmp_path, sample())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches('{DARI} .edit')"):
            break
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("سلام")
    page.keyboard.press("Control+Enter")
    assert page.inner_text(f"{DARI} .translation") == "سلام"
    assert page.evaluate(f"document.activeElement.matches('{DARI} .edit')")
    page.keyboard.press("Enter")
    page.keyboard.type("x")
    page.keyboard.press("Escape")
    assert page.inner_text(f"{DARI} .translation") == "سلام"
    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.id") == "g0-1"
    page.keyboard.press("Alt+ArrowUp")
    assert page.evaluate("document.activeElement.id") == "g0-0"
    with page.expect_download():
        page.keyboard.press("Control+s")


@pytest.mark.parametrize("width", [1300, 320])
def test_everything_that_can_be_pressed_can_be_reached_and_the_focus_is_seen(
    page: Page, tmp_path: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    _open(page, tmp_path, sample())
    _correct(page, DARI, CORRECTION)
    _save(page, tmp_path)  # the longest message in the bar
    wanted = page.evaluate(
        "[...document.querySelectorAll('a, button, select, input, summary, textarea')]"
        ".filter(one => one.checkVisibility()).length"
    )
    page.evaluate("document.activeElement.blur(); window.reached = new Set(); scrollTo(0, 0)")
    unseen = []
    for _ in range(wanted + 20):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const one = document.activeElement;
                if (one === document.body) return "";
                if (one.matches("a, button, select, input, summary, textarea")) reached.add(one);
                const style = getComputedStyle(one);
                const box = one.getBoundingClientRect();
                const bar = document.querySelector(".bar");
                const over = bar.getBoundingClientRect();
                const covered = !bar.contains(one) && !one.matches(".skip") &&
                    box.top < over.bottom && box.bottom > over.top;
                const inside = box.top >= 0 && box.bottom <= innerHeight;
                const seen = style.outlineStyle !== "none" && inside && !covered;
                return seen || one.matches(".sources") ? "" : one.outerHTML;
            }"""
        )
        if seen:
            unseen.append(seen)
    assert unseen == []
    assert page.evaluate("reached.size") == wanted


def test_evidence_is_lit_on_hover_and_on_focus(page: Page, tmp_path: Path) -> None:
    _open(page, tmp_path, sample())

    def lit() -> set[str]:
        return set(page.eval_on_selector_all(".lit", "found => found.map(one => one.id)"))

    def wanted(row: str) -> set[str]:
        return set(str(page.get_attribute(row, "data-evidence")).split())

    assert lit() == set()
    page.hover("#g0-0 .summary")
    assert lit() == wanted("#g0-0") != set()
    page.focus("#g0-2 .edit")
    assert lit() == wanted("#g0-2") != set()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.lit')).textDecorationLine")
        == "underline"
    )


def test_a_narrow_page_shows_the_evidence_in_the_row_where_it_says_more(
    chromium: Browser, tmp_path: Path
) -> None:
    brief = sample()
    texts = {one.id: one.text for article in brief.articles for one in article.sentences}
    sentences = brief.summaries[0].sentences
    wanted = [any(texts[e.sentence] != one.text for e in one.evidence) for one in sentences]
    assert set(wanted) == {True, False}
    with browsers.page_in(chromium, width=420) as page:
        _open(page, tmp_path, brief)
        shown = [page.is_visible(f"#g0-{number} .evidence li") for number in range(len(wanted))]
        assert shown == wanted
        assert not page.is_visible(".source p")


def test_long_articles_scroll_to_the_evidence(page: Page, tmp_path: Path) -> None:
    brief = sample()
    article = brief.articles[0]
    filler = tuple(
        replace(article.sentences[0], id=f"f{n}", paragraph=n, text=f"Filler {n}. " * 20)
        for n in range(60)
    )
    moved = tuple(replace(one, paragraph=one.paragraph + 60) for one in article.sentences)
    article = replace(article, sentences=(*filler, *moved), headings=())
    _open(page, tmp_path, replace(brief, articles=(article, *brief.articles[1:])))
    page.hover("#g0-0 .summary")
    assert page.eval_on_selector(
        ".lit",
        """one => {
            const box = one.getBoundingClientRect();
            const frame = one.closest(".sources").getBoundingClientRect();
            return box.top >= frame.top && box.bottom <= frame.bottom;
        }""",
    )


def test_findings_and_languages_are_filters(page: Page, tmp_path: Path) -> None:
    brief = sample()
    _open(page, tmp_path, brief)
    everything = _shown(page)
    assert page.inner_text("#shown") == f"{len(everything)} of {len(everything)} shown"
    codes = {flag.code for flag in brief.flags}
    for code in codes:
        page.select_option("#finding", f"code:{code}")
        having = page.eval_on_selector_all(
            f'li[data-code="{code}"]', "found => found.map(one => one.closest('.row').id)"
        )
        assert _shown(page) == list(dict.fromkeys(having)) != []
        assert page.inner_text("#shown").startswith(f"{len(_shown(page))} of ")
    page.select_option("#finding", "changed")
    assert _shown(page) == []
    assert page.is_visible("#none")
    page.select_option("#finding", "all")
    _correct(page, DARI, CORRECTION)
    page.select_option("#finding", "changed")
    assert _shown(page) == ["g0-0"]
    page.select_option("#finding", "all")
    page.uncheck('[value="prs"]')
    assert not page.is_visible(DARI)
    assert page.is_visible('#g0-0 .cell[data-language="ru"]')
    # What is corrected in a hidden language is saved as well.
    corrected = load_brief(_save(page, tmp_path))
    assert corrected.translations["prs"].sections[0].sentences[0].text == CORRECTION


@pytest.mark.parametrize(
    ("make", "width", "dark"),
    [
        (sample, 1300, False),
        (sample, 1300, True),
        (sample, 320, False),
        (sample, 320, True),
        (untranslated, 1300, False),
        (merged, 1300, False),
        (hostile, 320, False),
        (long, 320, False),
        (long, 1300, False),
    ],
)
def test_the_page_is_accessible_and_nothing_overflows(
    chromium: Browser, tmp_path: Path, make: Callable[[], Brief], width: int, dark: bool
) -> None:
    with browsers.page_in(chromium, width=width, dark=dark) as page:
        _open(page, tmp_path, make())
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        if page.query_selector(DARI):
            _correct(page, DARI, CORRECTION)
            page.click('#g0-0 .cell[data-language="ps"] .edit')
        page.hover(".row:nth-of-type(2) .summary")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("make", BRIEFS)
def test_the_script_runs_with_any_brief(
    page: Page, tmp_path: Path, make: Callable[[], Brief]
) -> None:
    _open(page, tmp_path, make())
    assert page.is_visible("#save")


def test_the_policy_forbids_markup_from_text_and_any_other_script(
    chromium: Browser, tmp_path: Path
) -> None:
    page = chromium.new_page()
    try:
        _open(page, tmp_path, sample())
        outcome = page.evaluate(
            """() => {
                const script = document.createElement("script");
                document.body.append(script);
                try { script.append("document.title = 'ran'"); } catch {}
                try { document.body.innerHTML = "<b>markup</b>"; } catch (error) {
                    return [error.name, document.title];
                }
            }"""
        )
        assert outcome == ["TypeError", "Review: Briefing, articles: 2"]
    finally:
        page.close()


def test_without_scripts_everything_can_be_read_and_nothing_pretends_to_work(
    chromium: Browser, tmp_path: Path
) -> None:
    page = chromium.new_page(java_script_enabled=False)
    try:
        _open(page, tmp_path, sample())
        assert page.locator(".translation").count() == 24
        assert page.locator(".translation >> visible=true").count() == 24
        assert page.locator("button >> visible=true").count() == 0
        assert page.locator("select >> visible=true").count() == 0
        assert page.locator("noscript p").is_visible()
    finally:
        page.close()
