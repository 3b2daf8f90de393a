"""The HTML page: its text is that of the brief, and nothing in it is markup by accident."""

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Literal

import html5lib
import lxml.html
import pytest
from lxml.html import HtmlElement

from briefgen.options import DocumentOptions
from briefgen.records import Brief
from briefgen.render import render
from tests.briefs import (
    CODE_OF,
    HARD,
    retitled,
    sample,
    single,
    with_sentence,
    with_sentence_in,
)

VOID = {"meta", "link", "br", "img", "hr", "input"}


def _page(brief: Brief) -> HtmlElement:
    return lxml.html.document_fromstring(render(brief, "html").decode("utf-8"))


def _find(page: HtmlElement, path: str) -> list[HtmlElement]:
    """The elements at an XPath, in order."""
    found = page.xpath(path)
    assert isinstance(found, list)
    return [element for element in found if isinstance(element, HtmlElement)]


def _lines(page: HtmlElement, code: str) -> list[str]:
    return [
        str(span.text_content())
        for span in _find(
            page, f"//*[@id='{code}']//*[@class='summary']//span[starts-with(@class, 'line')]"
        )
    ]


@pytest.mark.parametrize("make", [sample, single])
def test_text_taken_out_of_the_page_is_that_of_the_brief(make: Callable[[], Brief]) -> None:
    brief = make()
    page = _page(brief)
    assert _lines(page, "en") == [
        sentence.text for summary in brief.summaries for sentence in summary.sentences
    ]
    for code, translation in brief.translations.items():
        assert _lines(page, code) == [
            sentence.text for section in translation.sections for sentence in section.sentences
        ]


@pytest.mark.parametrize("case", HARD)
def test_hard_cases_come_out_as_they_went_in(case: str) -> None:
    code = CODE_OF.get(case, "prs")
    assert _lines(_page(with_sentence_in(sample(), code, HARD[case])), code)[0] == HARD[case]


@pytest.mark.parametrize("make", [sample, single])
@pytest.mark.parametrize("layout", ["stacked", "side-by-side"])
@pytest.mark.parametrize("only", [None, "en", "ps"])
def test_the_page_is_valid(
    make: Callable[[], Brief], layout: Literal["stacked", "side-by-side"], only: str | None
) -> None:
    page = render(make(), "html", only=only, options=DocumentOptions(layout=layout))
    html5lib.HTMLParser(strict=True).parse(page.decode("utf-8"))


def test_languages_side_by_side_stand_sentence_beside_sentence() -> None:
    brief = sample()
    made = render(brief, "html", options=DocumentOptions(layout="side-by-side")).decode("utf-8")
    page = lxml.html.document_fromstring(made)
    assert [head.get("lang") for head in _find(page, "//th[@scope='col']")] == [
        "en",
        "fa-AF",
        "ps-AF",
        "ru-RU",
    ]
    rows = _find(page, "//tr[@class='sentence']")
    sentences = [sentence for summary in brief.summaries for sentence in summary.sentences]
    for row, sentence in zip(rows, sentences, strict=True):
        first, *others = _find(row, ".//span[starts-with(@class, 'line')]")
        assert first.text_content() == sentence.text
        for span, code in zip(others, brief.settings.to, strict=True):
            sections = brief.translations[code].sections
            said = {item.id: item.text for section in sections for item in section.sentences}
            assert span.text_content() == said[sentence.id]
    for cell in _find(page, "//td[@lang='fa-AF']"):
        assert cell.get("dir") == "rtl"


def test_each_language_says_its_language_and_direction() -> None:
    page = _page(sample())
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
    found = {
        section.get("id"): (section.get("lang"), section.get("dir"))
        for section in _find(page, "//section")
    }
    assert found == {
        "en": ("en", "ltr"),
        "prs": ("fa-AF", "rtl"),
        "ps": ("ps-AF", "rtl"),
        "ru": ("ru-RU", "ltr"),
    }


def test_latin_runs_are_isolated_in_right_to_left_lines() -> None:
    page = _page(sample())
    isolated = [
        element.text_content()
        for element in _find(page, "//*[@id='prs']//*[@class='summary']//bdi")
    ]
    assert isolated == [
        "Hindukush Health Fund, HHF", "Maria Lindqvist", "3.6 kW", "°C", "Karim Wafa", "A",
        "TransAsia Rail GmbH", "No. 407",
    ]  # fmt: skip
    assert all(
        element.get("dir") == "ltr"
        for element in _find(page, "//*[@id='prs']//*[@class='summary']//bdi")
    )
    (persian,) = _find(page, "//*[@id='ru']//*[@class='summary']//bdi")
    assert (persian.text_content(), persian.get("dir")) == ("کریم وفا", "rtl")


def test_every_flag_is_a_visible_mark_that_leads_to_its_finding() -> None:
    brief = sample()
    page = _page(brief)
    marks = _find(page, "//sup[starts-with(@class, 'mark')]")
    assert len(marks) == len(brief.flags)
    for mark in marks:
        (link,) = _find(mark, "./a")
        finding = page.get_element_by_id(str(link.get("href")).removeprefix("#"))
        assert link.text_content() in finding.text_content()
    text = page.text_content()
    for flag in brief.flags:
        assert flag.code in text
        assert flag.detail in text


def test_text_is_escaped() -> None:
    hostile = '<script>alert(1)</script> & "x" <img src=x onerror=alert(1)> {{ 7*7 }} &amp;'
    page = _page(with_sentence(retitled(single(), hostile), hostile))
    assert _find(page, "//script | //img") == []
    assert _find(page, "//h1/span")[0].text_content() == hostile
    for code in ("en", "prs", "ps", "ru"):
        assert _lines(page, code)[0] == hostile


def test_only_web_addresses_become_links() -> None:
    brief = single()
    for address in ("javascript:alert(1)", "data:text/html,x", 'https://a.example/"><b>'):
        article = replace(brief.articles[0], url=address)
        page = _page(replace(brief, articles=(article,)))
        links = [link.get("href") for link in _find(page, "//a[not(starts-with(@href, '#'))]")]
        assert links == ([address] * 4 if address.startswith("https") else [])
        assert _find(page, "//b") == []


def test_nothing_is_fetched_and_nothing_runs() -> None:
    text = render(sample(), "html").decode("utf-8")
    page = _page(sample())
    assert _find(page, "//script | //link | //img | //iframe | //object | //form") == []
    assert "@import" not in text
    assert "url(" not in text
    (policy,) = _find(page, "//meta[@http-equiv='Content-Security-Policy']")
    assert policy.get("content") == "default-src 'none'; style-src 'unsafe-inline'"


def test_headings_go_down_a_step_at_a_time() -> None:
    page = _page(sample())
    levels = [int(str(element.tag)[1]) for element in _find(page, "//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_bullets_are_a_list() -> None:
    page = _page(single())
    assert len(_find(page, "//*[@id='prs']//ul[@class='summary']/li")) == 4
    assert _find(page, "//p[@class='summary']") == []


class _Balance(HTMLParser):
    """Fails on an end tag that closes another element than the last one opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_tags_are_balanced_and_ids_are_unique() -> None:
    for brief in (sample(), single()):
        parser = _Balance()
        parser.feed(render(brief, "html").decode("utf-8"))
        assert parser.open == []
        assert len(parser.ids) == len(set(parser.ids)) > 4
