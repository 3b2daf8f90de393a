"""The day's briefs in one document."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from briefgen.batch.alike import group_alike
from briefgen.batch.digest import join, write_digest
from briefgen.records import Brief
from briefgen.serialize import load_brief, to_json
from tests.batch.articles import text_of, write_articles
from tests.batch.test_run import briefer, contents, ran
from tests.briefs import retitled, single


@pytest.fixture(scope="module")
def briefs() -> list[Brief]:
    """Three in four languages, the first and the last of one text."""
    one = single()
    other = retitled(one, "Wheat prices & <markets>")
    sentences = tuple(
        type(sentence)(
            id=sentence.id, text=f"Wheat is {n} dearer than in May, {n * n} say.", paragraph=0
        )
        for n, sentence in enumerate(one.articles[0].sentences)
    )
    other = replace(other, articles=(replace(other.articles[0], sentences=sentences),))
    return [one, other, retitled(one, "The same again")]


def test_much_the_same_is_grouped_whatever_the_order() -> None:
    long = " ".join(f"word{n}" for n in range(60))
    copy = "Agency. " + " ".join(f"word{n}" for n in range(5, 50))
    other = " ".join(f"other{n}" for n in range(60))
    assert group_alike([long, other, copy]) == ((0, 2), (1,))
    assert group_alike([copy, other, long]) == ((0, 2), (1,))
    assert group_alike([]) == ()


def test_reports_of_one_event_in_other_words_are_not_the_same() -> None:
    first = "The river rose by two metres on Monday and closed both bridges in Kunduz, police said."
    second = "Police in Kunduz closed two bridges on Monday, when the river rose two metres."
    assert group_alike([first, second]) == ((0,), (1,))
    assert group_alike(["Rain fell.", "Rain fell."]) == ((0,), (1,)), "too short to tell"


def test_joined_briefs_say_all_that_each_says(briefs: list[Brief]) -> None:
    joined, groups = join(briefs)
    assert groups == (("a1", "a2"), ("a3",))
    assert [article.title for article in joined.articles] == [
        briefs[0].articles[0].title,
        "The same again",
        "Wheat prices & <markets>",
    ]
    assert joined.checks.errors == sum(brief.checks.errors for brief in briefs)
    for code, translation in joined.translations.items():
        alone = briefs[0].translations[code].sections[0]
        assert [section.article for section in translation.sections] == ["a1", "a2", "a3"]
        assert [s.text for s in translation.sections[1].sentences] == [
            s.text for s in alone.sentences
        ]
        assert {f.where.split(".")[0] for s in translation.sections for f in s.title.flags} <= {
            "a1",
            "a2",
            "a3",
            "title",
        }
    ids = [sentence.id for summary in joined.summaries for sentence in summary.sentences]
    assert len(set(ids)) == len(ids)


def test_a_joined_brief_is_a_brief_in_a_file(briefs: list[Brief], tmp_path: Path) -> None:
    joined, _ = join(briefs)
    (tmp_path / "joined.json").write_text(to_json(joined), "utf-8")
    assert load_brief(tmp_path / "joined.json") == joined


def test_html_and_markdown_link_each_title_in_each_language(briefs: list[Brief]) -> None:
    made = write_digest(briefs, ("html", "md"))
    page, text = made["html"].decode(), made["md"].decode()
    for language in ("en", "prs", "ps", "ru"):
        for article in ("a1", "a2", "a3"):
            assert page.count(f'href="#{language}-{article}"') == 1
            assert page.count(f'id="{language}-{article}"') == 1
            assert text.count(f"(#{language}-{article})") == 1
            assert text.count(f'<a id="{language}-{article}"></a>') == 1
    assert "Wheat prices &amp; &lt;markets&gt;</a>" in page
    assert "  - Similar report: [The same again](#en-a2)" in text
    assert "گزارش مشابه" in page


def test_word_links_to_bookmarks_that_are_there(briefs: list[Brief]) -> None:
    import docx

    document = docx.Document(io.BytesIO(write_digest(briefs, ("docx",))["docx"]))
    body = document.element.body
    names = body.xpath(".//w:bookmarkStart/@w:name")
    assert len(names) == len(set(names)) == 12
    assert sorted(body.xpath(".//w:hyperlink/@w:anchor")) == sorted(names)


def test_pdf_and_text_have_the_contents_too(briefs: list[Brief]) -> None:
    made = write_digest(briefs, ("pdf", "txt"))
    assert made["pdf"].startswith(b"%PDF")
    assert made["txt"].decode().count("The same again") >= 2
    assert "Contents:" in made["txt"].decode()


def test_a_digest_is_of_the_day_and_changes_only_with_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_articles(tmp_path / "in", 3)
    first = ran(tmp_path / "in", folder=out, formats=("md",), digest=True)
    names = [path.name for path in first.ended.files if path.name.startswith("digest")]
    assert len(names) == 2
    assert re.fullmatch(r"digest-\d{4}-\d\d-\d\d\.md", names[0])
    digest = out / names[0]
    assert all(f"repairs {n + 3} wells" in digest.read_text("utf-8") for n in range(3))
    before = digest.stat().st_mtime_ns
    again = ran(tmp_path / "in", folder=out, formats=("md",), digest=True)
    assert [path.name for path in again.ended.files] == ["index.html", "index.json"]
    assert digest.stat().st_mtime_ns == before
    (tmp_path / "in" / "new.txt").write_text(text_of(30), encoding="utf-8")
    ran(tmp_path / "in", folder=out, formats=("md",), digest=True)
    assert "repairs 33 wells" in digest.read_text("utf-8")
    joined = json.loads(digest.with_suffix(".json").read_bytes())
    assert len(joined["articles"]) == 4


def test_a_digest_of_other_settings_leaves_out_what_was_made_before(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 2)
    for folder in ("whole", "out"):
        paths = [tmp_path / "in" / f"wells00{n}.txt" for n in range(2)]
        if folder == "out":
            ran(*paths, folder=tmp_path / folder, briefer=briefer(words=(10, 20)), digest=True)
        ran(*paths, folder=tmp_path / folder, digest=True)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
