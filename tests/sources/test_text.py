"""Pasted text: the article stays, everything around it goes."""

import pytest

from briefgen.sources.extracted import Extracted
from briefgen.sources.text import extract_text
from tests.sources import sites

ENGLISH = {
    "news": sites.NEWS_SITE,
    "blog": sites.BLOG,
    "bare": sites.BARE,
    "cookies": sites.COOKIE_WALL,
}


def paragraphs(found: Extracted) -> list[str]:
    return [block.text for block in found.blocks if block.kind != "heading"]


def headings(found: Extracted) -> list[str]:
    return [block.text for block in found.blocks if block.kind == "heading"]


@pytest.mark.parametrize("layout", ENGLISH)
def test_the_body_is_exactly_the_article(layout: str) -> None:
    assert paragraphs(extract_text(ENGLISH[layout])) == [sites.LEAD, *sites.BODY]


@pytest.mark.parametrize("layout", ENGLISH)
def test_the_title_is_found_and_not_in_the_body(layout: str) -> None:
    assert extract_text(ENGLISH[layout]).title == sites.TITLE


@pytest.mark.parametrize("layout", ENGLISH)
def test_the_section_heading_is_a_heading(layout: str) -> None:
    found = extract_text(ENGLISH[layout])
    assert headings(found) == [sites.HEADING]
    texts = [block.text for block in found.blocks]
    assert texts.index(sites.HEADING) == texts.index(sites.BODY[2]) - 1


@pytest.mark.parametrize("layout", ["news", "blog", "cookies"])
def test_date_and_authors_are_data(layout: str) -> None:
    found = extract_text(ENGLISH[layout])
    assert found.published == "2025-07-04"
    assert found.authors[0] == "Leila Hamdard"


def test_two_authors_are_two() -> None:
    assert extract_text(sites.BLOG).authors == ("Leila Hamdard", "Omid Rasa")


def test_a_russian_page() -> None:
    found = extract_text(sites.RUSSIAN_SITE)
    assert found.title == sites.RUSSIAN_TITLE
    assert paragraphs(found) == list(sites.RUSSIAN_BODY)
    assert headings(found) == ["Чего ждут жители"]
    assert found.published == "2025-07-04"
    assert found.authors == ("Лейла Хамдард",)


def test_a_dari_page() -> None:
    found = extract_text(sites.DARI_SITE)
    assert found.title == sites.DARI_TITLE
    assert paragraphs(found) == list(sites.DARI_BODY)
    assert headings(found) == ["سال‌های انتظار"]
    assert found.published == "2025-07-04"
    assert found.authors == ("لیلا همدرد",)


@pytest.mark.parametrize(
    "furniture",
    [
        "Advertisement",
        "Share this article",
        "Sign up for our newsletter",
        "Read more: What the new water law says",
        "Image: a boat at the landing (Photo: Sara Omid)",
        "Workers at the quay last week. Sara Omid/RNA Images",
        "Copy link",
        "Follow us on Instagram",
        "Реклама",
    ],
)
def test_furniture_between_paragraphs_goes(furniture: str) -> None:
    text = "\n\n".join((sites.TITLE, sites.LEAD, sites.BODY[0], furniture, *sites.BODY[1:]))
    assert paragraphs(extract_text(text)) == [sites.LEAD, *sites.BODY]


def test_a_paragraph_printed_twice_stays_once() -> None:
    text = "\n\n".join((sites.TITLE, sites.LEAD, *sites.BODY, sites.BODY[1]))
    assert paragraphs(extract_text(text)) == [sites.LEAD, *sites.BODY]


def test_a_pull_quote_goes() -> None:
    quote = "In winter my children walk two hours to school."
    text = "\n\n".join((sites.TITLE, sites.LEAD, sites.BODY[0], quote, *sites.BODY[1:]))
    assert paragraphs(extract_text(text)) == [sites.LEAD, *sites.BODY]


def test_list_items_stay() -> None:
    items = (
        "Carry no more than two tonnes across the temporary planks",
        "Keep to the left bank when the horn sounds twice",
        "Children under ten cross with an adult only",
    )
    listed = "\n".join(f"  * {item}" for item in items)
    text = "\n\n".join((sites.TITLE, sites.LEAD, *sites.BODY[:3], listed, *sites.BODY[3:]))
    found = extract_text(text)
    assert [block.text for block in found.blocks if block.kind == "item"] == list(items)


def test_a_quotation_of_its_own_stays() -> None:
    quote = '"Nobody asked us."'
    text = "\n\n".join((sites.TITLE, sites.LEAD, sites.BODY[0], quote, *sites.BODY[1:]))
    assert quote in paragraphs(extract_text(text))


@pytest.mark.parametrize(
    "text",
    [
        "The valley is quiet today.",
        "Kabul",
        "Долина сегодня спокойна.",
        "First sentence of a short note. Second one here.\nA third line follows.",
    ],
)
def test_a_short_note_stays_whole(text: str) -> None:
    found = extract_text(text)
    kept = " ".join((found.title, *paragraphs(found)))
    assert all(word in kept for word in text.replace("\n", " ").split())
    assert paragraphs(found)


def test_a_text_without_a_title_has_an_empty_one() -> None:
    assert extract_text("\n\n".join((sites.LEAD, *sites.BODY))).title == ""


def test_nothing_gives_nothing() -> None:
    assert extract_text("\n \n") == Extracted()


def test_a_wrapped_mail_is_read_in_paragraphs() -> None:
    import textwrap

    text = "\n\n".join(textwrap.fill(part, 72) for part in (sites.TITLE, sites.LEAD, *sites.BODY))
    assert paragraphs(extract_text(text)) == [sites.LEAD, *sites.BODY]
