"""Markdown: read by a CommonMark parser, it gives the brief's own text."""

from dataclasses import replace

import lxml.html
import pytest

from briefgen.records import Brief, Flag
from briefgen.render import render
from briefgen.render.markdown import escape
from tests.briefs import retitled, sample, single, with_sentence

HOSTILE = [
    "<script>alert(1)</script>",
    "</div>",
    "# no heading",
    "- no list",
    "+ 5 degrees",
    "12. no list",
    "1) no list",
    "3.6 kW",
    "--- no rule",
    "=== no heading",
    "> no quotation",
    "*no* __emphasis__ ~~here~~ `code`",
    "[no](https://example.org) ![image](x.png)",
    "<https://example.org>",
    r"back\slash \* and \\ more",
    "AT&T &amp; &#35; &copy;",
    "a | b",
    "«کلمهٔ [۱] ‹موقتی›» *ستاره* می‌شود",
]


def _html(brief: Brief) -> lxml.html.HtmlElement:
    markdown_it = pytest.importorskip("markdown_it")
    text = render(brief, "md").decode("utf-8")
    return lxml.html.document_fromstring(markdown_it.MarkdownIt("commonmark").render(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    page = _html(with_sentence(retitled(single(), text), text))
    assert page.xpath("//h1")[0].text_content() == text
    items = [element.text_content() for element in page.xpath("//li")]
    assert items.count(text) == 4  # in English and in three translations
    assert page.xpath("//script | //img | //code | //del | //hr | //table") == []
    links = {link.get("href") for link in page.xpath("//a")}
    assert links == {"https://news.example/health/clinics-2025?id=7&lang=en"}


def test_prose_is_the_text_of_the_brief() -> None:
    brief = sample()
    paragraphs = [element.text_content() for element in _html(brief).xpath("//p")]
    unmarked = [text.replace(" [وکتل شي ۱]", "") for text in paragraphs]
    for text in brief.translations["ps"].text.split("\n\n"):
        assert text in unmarked


def test_right_to_left_sections_stand_in_blocks_that_say_so() -> None:
    page = _html(sample())
    for tag, heading in (("fa-AF", "دری"), ("ps-AF", "پښتو")):
        (found,) = page.xpath(f"//div[@lang='{tag}' and @dir='rtl']/h2")
        assert found.text_content() == heading
    assert page.xpath("//div//h2[text()='Русский' or text()='Summary']") == []


def test_only_what_would_be_torn_apart_is_isolated() -> None:
    text = render(sample(), "md").decode("utf-8")
    assert '<bdi dir="ltr">3.6 kW</bdi>' in text
    assert '<bdi dir="ltr">°C</bdi>' in text
    assert "(Maria Lindqvist)" in text


def test_every_flag_is_marked_and_explained() -> None:
    brief = sample()
    text = _html(brief).text_content()
    for flag in brief.flags:
        assert flag.code in text
        assert flag.detail in text
    assert text.count("[بررسی شود ۱]") == text.count("[Check 1]") == 2


def test_an_address_that_could_end_its_brackets_is_text() -> None:
    brief = single()
    article = replace(brief.articles[0], url="https://a.example/> <b>x</b>")
    page = _html(replace(brief, articles=(article,)))
    assert page.xpath("//a | //b") == []


def test_bullets_and_prose() -> None:
    assert "\n- The Hindukush Health Fund" in render(single(), "md").decode("utf-8")
    assert "\n\nThe Hindukush Health Fund" in render(sample(), "md").decode("utf-8")


def test_plain_text_is_not_escaped_more_than_needed() -> None:
    text = "Mr. Wafa (HHF) paid $4.5 million - 18% more, at 3.6 kW & 2–8 °C."
    assert escape(text) == text


def test_a_flagged_title_is_not_strong_within_strong() -> None:
    brief = single()
    translation = brief.translations["ru"]
    flag = Flag(code="number-missing", severity="warning", detail="“three”", where="a1.title")
    title = replace(translation.title, flags=(flag,))
    sections = tuple(replace(section, title=title) for section in translation.sections)
    titled = replace(translation, title=title, sections=sections)
    made = render(replace(brief, translations={**brief.translations, "ru": titled}), "md")
    (line,) = [
        line
        for line in made.decode("utf-8").splitlines()
        if line.startswith("**") and translation.title.text[:10] in line
    ]
    assert "****" not in line
    assert line.endswith("\\]**")
