"""Any source to an Article, and every bad one to its error."""

import hashlib
import io
import os
from pathlib import Path

import docx
import pytest

from briefgen.errors import EmptyArticleError, SourceFormatError, SourceNotFoundError
from briefgen.records import Article, Heading
from briefgen.sources.load import article_from_html, article_from_text, load_article
from briefgen.words import count_words
from tests.sources import sites

PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{sites.TITLE} | River News</title>
<meta property="og:site_name" content="River News">
<meta property="og:url" content="https://river.example/bridge">
<meta property="article:published_time" content="2025-07-04T09:15:00Z">
<meta name="author" content="Leila Hamdard"></head>
<body><nav><a href="/">Home</a><a href="/w">World</a></nav>
<article><h1>{sites.TITLE}</h1><p>{sites.LEAD}</p><p>{sites.BODY[0]}</p><p>{sites.BODY[1]}</p>
<h2>{sites.HEADING}</h2><p>{sites.BODY[2]}</p><p>{sites.BODY[3]}</p><p>{sites.BODY[4]}</p></article>
<footer>© 2025 River News</footer></body></html>"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_text_file_becomes_an_article(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", sites.NEWS_SITE)
    article = load_article(path, id="a7")
    assert article.id == "a7"
    assert article.source == str(path)
    assert article.title == sites.TITLE
    assert article.published == "2025-07-04"
    assert article.authors == ("Leila Hamdard",)
    assert article.language == "en"
    assert article.paragraphs == (sites.LEAD, *sites.BODY)


def test_sentences_are_numbered_and_paragraphs_counted_from_zero(tmp_path: Path) -> None:
    article = load_article(write(tmp_path, "a.txt", sites.NEWS_SITE))
    assert [sentence.id for sentence in article.sentences] == [
        f"a1.s{number}" for number in range(1, len(article.sentences) + 1)
    ]
    assert [sentence.paragraph for sentence in article.sentences] == sorted(
        sentence.paragraph for sentence in article.sentences
    )
    assert {sentence.paragraph for sentence in article.sentences} == set(range(6))


def test_the_heading_stands_before_the_right_sentence(tmp_path: Path) -> None:
    article = load_article(write(tmp_path, "a.txt", sites.NEWS_SITE))
    (heading,) = article.headings
    assert heading.text == sites.HEADING
    assert article.sentences[heading.before_sentence].text == sites.BODY[2]
    assert sites.HEADING not in article.text


def test_words_and_hash_are_those_of_the_text(tmp_path: Path) -> None:
    article = load_article(write(tmp_path, "a.txt", sites.NEWS_SITE))
    assert article.words == count_words(article.text) > 100
    assert article.sha256 == hashlib.sha256(article.text.encode()).hexdigest()


def same_body(article: Article) -> bool:
    return article.paragraphs == (sites.LEAD, *sites.BODY) and article.title == sites.TITLE


@pytest.mark.parametrize("name", ["page.html", "page.htm", "page.txt", "page", "page.article"])
def test_a_page_is_read_as_a_page_under_any_name(tmp_path: Path, name: str) -> None:
    article = load_article(write(tmp_path, name, PAGE))
    assert same_body(article)
    assert article.url == "https://river.example/bridge"
    assert article.authors == ("Leila Hamdard",)
    assert article.published == "2025-07-04"
    assert [heading.text for heading in article.headings] == [sites.HEADING]


def test_a_text_is_read_as_text_under_the_name_of_a_page(tmp_path: Path) -> None:
    assert same_body(load_article(write(tmp_path, "a.html", sites.NEWS_SITE)))


def test_markdown(tmp_path: Path) -> None:
    text = f"# {sites.TITLE}\n\n{sites.LEAD}\n\n## {sites.HEADING}\n\n{sites.BODY[0]}\n"
    article = load_article(write(tmp_path, "a.md", text))
    assert article.title == sites.TITLE
    assert article.headings == (Heading(text=sites.HEADING, before_sentence=1),)
    assert article.paragraphs == (sites.LEAD, sites.BODY[0])


def test_a_page_saved_as_markdown(tmp_path: Path) -> None:
    assert same_body(load_article(write(tmp_path, "a.md", PAGE)))


def test_standard_input() -> None:
    article = load_article("-", stdin=io.BytesIO(sites.NEWS_SITE.encode()))
    assert article.source == "-"
    assert same_body(article)


def test_a_file_in_an_old_encoding(tmp_path: Path) -> None:
    article = load_article(write(tmp_path, "a.txt", sites.RUSSIAN_SITE.encode("cp1251")))
    assert article.paragraphs == sites.RUSSIAN_BODY
    assert article.language == "ru"


def test_a_page_that_names_its_old_encoding(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "windows-1251").replace(sites.LEAD, sites.RUSSIAN_BODY[0])
    article = load_article(write(tmp_path, "a.html", page.encode("cp1251", errors="replace")))
    assert article.paragraphs[0] == sites.RUSSIAN_BODY[0]


def test_dari_is_told_from_persian(tmp_path: Path) -> None:
    text = sites.DARI_SITE.replace("ولایت", "ولایت هلمند").replace("شورا پاسخ", "شفاخانه پاسخ")
    article = load_article(write(tmp_path, "a.txt", text))
    assert article.language == "prs"
    assert article.title == sites.DARI_TITLE


def test_the_library_s_own_ways_in() -> None:
    assert same_body(article_from_text(sites.BLOG, source="paste"))
    assert same_body(article_from_html(PAGE, url="https://river.example/b"))


def test_the_same_input_gives_the_same_article(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", sites.NEWS_SITE)
    assert load_article(path) == load_article(path)


def test_a_text_without_a_title_has_an_empty_one() -> None:
    assert article_from_text("Only one sentence stands here.").title == ""


# What cannot be an article.


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match=r"gone\.txt"):
        load_article(tmp_path / "gone.txt")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match=r"folder.*batch"):
        load_article(tmp_path)


@pytest.mark.parametrize("content", ["", " \n\t\n", "\ufeff", "\u202e\u202c", "***\n---\n"])
def test_an_empty_file(tmp_path: Path, content: str) -> None:
    with pytest.raises(EmptyArticleError, match=r"void\.txt"):
        load_article(write(tmp_path, "void.txt", content))


def test_empty_standard_input() -> None:
    with pytest.raises(EmptyArticleError, match="standard input"):
        load_article("-", stdin=io.BytesIO(b""))


def test_a_page_without_an_article(tmp_path: Path) -> None:
    page = "<html><head><title>x</title></head><body><script>let a = 1;</script></body></html>"
    with pytest.raises(EmptyArticleError):
        load_article(write(tmp_path, "a.html", page))


@pytest.mark.parametrize("name", ["a.png", "a.txt", "a.html"])
def test_a_picture_under_any_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceFormatError, match="PNG"):
        load_article(write(tmp_path, name, b"\x89PNG\r\n\x1a\n" + bytes(200)))


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.py", "a.xlsx"])
def test_an_ending_of_another_kind(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceFormatError, match=f"{name[1:]}.*give"):
        load_article(write(tmp_path, name, sites.BARE))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "words")
    path.chmod(0)
    with pytest.raises(SourceFormatError, match="cannot be read"):
        load_article(path)


@pytest.mark.parametrize("name", ["a\0b.txt", "x" * 5000 + ".txt"])
def test_a_name_that_no_file_can_have(name: str) -> None:
    with pytest.raises((SourceFormatError, SourceNotFoundError)):
        load_article(name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    with pytest.raises(SourceFormatError, match="regular file"):
        load_article(path)


def test_errors_are_short(tmp_path: Path) -> None:
    for source in (tmp_path, tmp_path / "gone.txt"):
        with pytest.raises((SourceFormatError, SourceNotFoundError)) as caught:
            load_article(source)
        assert str(caught.value).count("\n") <= 1


def test_a_pdf_and_a_word_file_are_read_by_their_content(tmp_path: Path) -> None:
    pdf = Path(__file__).parent / "pdf" / "one.pdf"
    by_name = load_article(pdf)
    assert by_name.words > 50
    renamed = tmp_path / "saved-as.txt"
    renamed.write_bytes(pdf.read_bytes())
    assert load_article(renamed).text == by_name.text

    document = docx.Document()
    document.add_heading("Bridge opens again", level=0)
    document.add_paragraph(
        "The bridge over the river opened again on Friday after repairs that took four months."
    )
    document.add_paragraph("Drivers had to take a road of 90 kilometres while it was closed.")
    document.save(str(tmp_path / "bridge.docx"))
    article = load_article(tmp_path / "bridge.docx")
    assert article.title == "Bridge opens again"
    assert [s.text.split()[0] for s in article.sentences] == ["The", "Drivers"]
