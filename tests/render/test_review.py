"""The review page as a file: valid, whole, safe. `test_review_browser` tests what it does."""

import base64
import hashlib
import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import html5lib
import lxml.html
import pytest
from lxml.html import HtmlElement

from briefgen.records import Brief, Flag, Section
from briefgen.render import render
from briefgen.render.labels import labels_of
from briefgen.serialize import from_json, to_json
from tests.briefs import retitled, sample, single, with_sentence

HOSTILE = (
    '<script>alert(1)</script> & "x" <img src=x onerror=alert(1)> {{ 7*7 }} &amp; --> <!-- '
    "]]> \u2028 \u2029 \\u003c \\ '"
)


def untranslated() -> Brief:
    brief = sample()
    return replace(brief, settings=replace(brief.settings, to=()), translations={})


def with_bottom_line() -> Brief:
    """The first sentence of the first article stands above the others as well."""
    brief = single()
    summary = brief.summaries[0]
    line = replace(summary.sentences[0], id="a1-b")
    translations = {}
    for code, translation in brief.translations.items():
        section = translation.sections[0]
        section = replace(section, bottom_line=replace(section.sentences[0], id="a1-b"))
        translations[code] = replace(translation, sections=(section,))
    return replace(
        brief, summaries=(replace(summary, bottom_line=line),), translations=translations
    )


def merged() -> Brief:
    """One summary of both articles, the sentences of the second first."""
    brief = sample()
    sentences = tuple(
        replace(sentence, article=summary.article)
        for summary in reversed(brief.summaries)
        for sentence in summary.sentences
    )
    translations = {}
    for code, translation in brief.translations.items():
        first, second = translation.sections
        section = replace(first, sentences=(*second.sentences, *first.sentences))
        translations[code] = replace(translation, sections=(section,))
    names = tuple(article.id for article in brief.articles)
    summary = replace(brief.summaries[0], articles=names, sentences=sentences)
    return replace(brief, summaries=(summary,), translations=translations)


def many(count: int) -> Brief:
    """The articles of the sample over and over, with ids of their own."""
    brief = sample()
    articles, summaries = [], []
    sections: dict[str, list[Section]] = {code: [] for code in brief.translations}
    for number in range(count):
        prefix, which = f"n{number}-", number % 2
        article, summary = brief.articles[which], brief.summaries[which]
        articles.append(
            replace(
                article,
                id=f"n{number}",
                sentences=tuple(replace(one, id=prefix + one.id) for one in article.sentences),
            )
        )
        summaries.append(
            replace(
                summary,
                article=f"n{number}",
                sentences=tuple(
                    replace(
                        one,
                        id=prefix + one.id,
                        evidence=tuple(
                            replace(part, sentence=prefix + part.sentence) for part in one.evidence
                        ),
                    )
                    for one in summary.sentences
                ),
            )
        )
        for code, translation in brief.translations.items():
            section = translation.sections[which]
            translated = tuple(replace(one, id=prefix + one.id) for one in section.sentences)
            sections[code].append(replace(section, article=f"n{number}", sentences=translated))
    translations = {
        code: replace(translation, sections=tuple(sections[code]))
        for code, translation in brief.translations.items()
    }
    return replace(
        brief, articles=tuple(articles), summaries=tuple(summaries), translations=translations
    )


def hostile() -> Brief:
    return with_sentence(retitled(single(), HOSTILE), HOSTILE)


def long() -> Brief:
    """A sentence of 140 words, the last of them wider than any screen."""
    words = "گزارش (World Bank) ۸ °C " + "واژه‌ای " * 130 + "www." + "longword" * 40
    return with_sentence(single(), words)


BRIEFS = (long, sample, single, untranslated, with_bottom_line, merged, hostile)


def _text(brief: Brief) -> str:
    return render(brief, "review.html").decode("utf-8")


def _page(brief: Brief) -> HtmlElement:
    return lxml.html.document_fromstring(_text(brief))


def _find(page: HtmlElement, path: str) -> list[HtmlElement]:
    found = page.xpath(path)
    assert isinstance(found, list)
    return [element for element in found if isinstance(element, HtmlElement)]


def _class(name: str) -> str:
    return f"contains(concat(' ', @class, ' '), ' {name} ')"


def _texts(page: HtmlElement, path: str) -> list[str]:
    return [str(element.text_content()) for element in _find(page, path)]


@pytest.mark.parametrize("make", BRIEFS)
def test_the_page_is_valid_html(make: Callable[[], Brief]) -> None:
    html5lib.HTMLParser(strict=True).parse(_text(make()))


@pytest.mark.parametrize("make", BRIEFS)
def test_the_brief_in_the_page_is_the_brief(make: Callable[[], Brief]) -> None:
    brief = make()
    (data,) = _find(_page(brief), "//script[@type='application/json']")
    assert data.text is not None
    assert not set("<>&\u2028\u2029") & set(data.text)
    assert from_json(data.text) == from_json(to_json(brief))


@pytest.mark.parametrize("make", BRIEFS)
def test_every_sentence_stands_in_a_row_with_its_translations(make: Callable[[], Brief]) -> None:
    brief = make()
    page = _page(brief)
    titles = [article.title for article in brief.articles]
    rows = _texts(page, f"//p[{_class('summary')}]")
    assert [row for row in rows if row not in titles] == [
        sentence.text
        for summary in brief.summaries
        for sentence in summary.all_sentences
        if sentence.text not in titles
    ]
    for code, translation in brief.translations.items():
        cells = _texts(page, f"//div[@data-language='{code}']/p[{_class('translation')}]")
        assert cells == [
            text
            for section in translation.sections
            for text in (section.title.text, *(item.text for item in section.all_sentences))
        ]


def test_each_cell_says_where_its_text_stands_in_the_brief() -> None:
    brief = with_bottom_line()
    data = json.loads(to_json(brief))
    cells = _find(_page(brief), f"//div[{_class('cell')}]")
    assert len(cells) == 3 * 6
    for cell in cells:
        node = data["translations"][cell.get("data-language")]["sections"]
        for key in (cell.get("data-section"), *str(cell.get("data-place")).split("/")):
            node = node[int(str(key)) if isinstance(node, list) else key]
        (text,) = _find(cell, f"./p[{_class('translation')}]")
        assert text.text_content() == node["text"]


def test_each_text_says_its_language_and_direction() -> None:
    page = _page(sample())
    found = {
        (cell.get("lang"), cell.get("dir")) for cell in _find(page, f"//p[{_class('translation')}]")
    }
    assert found == {("fa-AF", "rtl"), ("ps-AF", "rtl"), ("ru-RU", "ltr")}
    isolated = [
        str(run.text_content())
        for run in _find(page, "//div[@data-language='prs']/p//bdi[@dir='ltr']")
    ]
    assert "Hindukush Health Fund, HHF" in isolated


@pytest.mark.parametrize("make", [sample, merged])
def test_evidence_leads_to_its_sentence_of_the_article(make: Callable[[], Brief]) -> None:
    brief = make()
    page = _page(brief)
    texts = {one.id: one.text for article in brief.articles for one in article.sentences}
    wanted = [
        texts[evidence.sentence]
        for summary in brief.summaries
        for sentence in summary.sentences
        for evidence in sentence.evidence
    ]
    assert len(wanted) > 4
    links = _find(page, "//details[@class='evidence']//a")
    assert [str(link.text_content()) for link in links] == wanted
    for link in links:
        target = page.get_element_by_id(str(link.get("href")).removeprefix("#"))
        assert target.text_content() == link.text_content()
        row = next(link.iterancestors("div"))
        assert str(link.get("href")).removeprefix("#") in str(row.get("data-evidence")).split()


def test_a_summary_of_several_articles_shows_them_all() -> None:
    page = _page(merged())
    assert _texts(page, "//h2") == [f"One summary of 2 articles: {merged().articles[0].title}"]
    assert len(_find(page, "//details[@class='source']")) == 2
    evidence = _texts(page, "//details[@class='evidence']/ul/li")
    assert evidence[0].startswith("Article 2: ")
    assert evidence[-1].startswith("Article 1: ")


def test_every_flag_is_explained_in_words_where_it_belongs() -> None:
    brief = sample()
    labels = labels_of("en")
    items = _texts(_page(brief), f"//ul[{_class('findings')}]/li")
    assert len(items) == len(brief.flags)
    for flag in brief.flags:
        said = f"{labels.severity(flag.severity)}: {labels.meaning(flag.code)}: {flag.detail}"
        assert any(item.startswith(said) and item.endswith(flag.code) for item in items)


def test_the_codes_that_occur_can_be_chosen_with_their_counts() -> None:
    brief = sample()
    options = {
        str(option.get("value")): str(option.text_content())
        for option in _find(_page(brief), "//select/optgroup/option")
    }
    assert set(options) == {f"code:{flag.code}" for flag in brief.flags}
    for text in options.values():
        assert re.search(r" \([1-9]\d*\)$", text)
    assert _find(_page(untranslated()), "//input[@name='language']") == []


def test_what_is_already_in_a_language_is_not_corrected_there() -> None:
    brief = single()
    article = replace(brief.articles[0], language="ru")
    page = _page(replace(brief, articles=(article,)))
    editable = [
        cell.get("data-language") for cell in _find(page, f"//div[{_class('cell')}][.//button]")
    ]
    assert set(editable) == {"prs", "ps"}


def test_a_summary_in_another_language_than_its_article_says_so() -> None:
    brief = single()
    article = replace(brief.articles[0], language="ru")
    summary = replace(brief.summaries[0], language="en", title="In English")
    page = _page(replace(brief, articles=(article,), summaries=(summary,)))
    rows = [(row.get("lang"), row.get("dir")) for row in _find(page, f"//p[{_class('summary')}]")]
    assert rows == [("en", "ltr")] * 5
    assert _texts(page, f"//p[{_class('summary')}]")[0] == "In English"
    (heading,) = _find(page, "//h2/bdi")
    assert (heading.get("lang"), heading.text_content()) == ("ru-RU", article.title)
    russian = _find(page, "//div[@data-language='ru']")
    assert [bool(_find(cell, ".//button")) for cell in russian] == [True] * 5


def test_another_text_than_the_one_above_that_was_translated_is_shown() -> None:
    brief = single()
    assert "Translated from" not in _text(brief)
    translation = brief.translations["ru"]
    section = translation.sections[0]
    first = replace(section.sentences[0], source="Something else was said.")
    section = replace(section, sentences=(first, *section.sentences[1:]))
    translation = replace(translation, sections=(section,))
    page = _page(replace(brief, translations={**brief.translations, "ru": translation}))
    assert "Translated from: Something else was said." in page.text_content()


def test_a_brief_of_a_hundred_articles_is_a_page_as_well() -> None:
    brief = many(100)
    assert from_json(to_json(brief)) == brief
    started = time.process_time()
    text = _text(brief)
    assert time.process_time() - started < 15  # 0.7 s here
    assert len(text) < 3 * len(to_json(brief)) + 100_000
    assert text.count('<div class="row"') == 100 + sum(len(s.sentences) for s in brief.summaries)


def test_nothing_is_markup_by_accident() -> None:
    page = _page(hostile())
    assert _find(page, "//img | //iframe | //object | //link") == []
    assert len(_find(page, "//script")) == 2
    assert _texts(page, f"//p[{_class('summary')}]")[:2] == [HOSTILE, HOSTILE]
    flagged = single()
    summary = flagged.summaries[0]
    flag = Flag(code='x"><img>', severity="warning", detail="<b>", where="a1-s1")
    first = replace(summary.sentences[0], flags=(flag,))
    summary = replace(summary, sentences=(first, *summary.sentences[1:]))
    page = _page(replace(flagged, summaries=(summary,)))
    assert _find(page, "//img | //b") == []


def test_only_its_own_style_and_script_may_run() -> None:
    text = _text(sample())
    (policy,) = _find(_page(sample()), "//meta[@http-equiv='Content-Security-Policy']")
    style = re.search("<style>(.*?)</style>", text, re.DOTALL)
    script = re.search("<script>(.*?)</script>", text, re.DOTALL)
    assert style
    assert script
    hashes = [
        base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        for found in (style, script)
    ]
    assert policy.get("content") == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    )
    assert "innerHTML" not in script[1]
    assert not re.search(r"@import|url\(|https?:", style[1] + script[1])


def test_only_web_addresses_become_links() -> None:
    brief = single()
    for address in ("javascript:alert(1)", "data:text/html,x", 'https://a.example/"><b>'):
        article = replace(brief.articles[0], url=address)
        page = _page(replace(brief, articles=(article,)))
        links = [link.get("href") for link in _find(page, "//a[not(starts-with(@href, '#'))]")]
        assert links == ([address] if address.startswith("https") else [])


@pytest.mark.parametrize("make", BRIEFS)
def test_headings_go_down_a_step_at_a_time_and_ids_are_unique(make: Callable[[], Brief]) -> None:
    page = _page(make())
    levels = [int(str(element.tag)[1]) for element in _find(page, "//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [str(element.get("id")) for element in _find(page, "//*[@id]")]
    assert len(ids) == len(set(ids)) > 4
    for element in _find(page, "//*[@aria-labelledby or @aria-describedby or @for]"):
        named = (element.get(name, "") for name in ("aria-labelledby", "aria-describedby", "for"))
        assert set(" ".join(named).split()) <= set(ids)
