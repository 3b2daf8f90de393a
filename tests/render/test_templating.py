"""Templates of a user's own: what they see, what they cannot do, and how they fail."""

import re
from pathlib import Path

import html5lib
import pytest

from briefgen.errors import TemplateError, UsageError
from briefgen.options import DocumentOptions
from briefgen.render import check_template, render
from tests.briefs import retitled, sample, single, with_sentence

HTML = """<!DOCTYPE html>
<title>{{ document.title.text }}</title>
{% for section in document.sections %}
<div lang="{{ section.language.html_lang }}" dir="{{ section.language.direction }}">
<h2>{{ section.heading }}</h2>
{% for block in section.blocks %}
{% for line in block.lines %}
<p>{{ line.text | bidi(section.language) }}</p>
{% endfor %}
{% endfor %}
</div>
{% endfor %}
"""
MARKDOWN = """# {{ document.title.text }}
{% for summary in brief.summaries %}
{% for sentence in summary.sentences %}
* {{ sentence.text }}
{% endfor %}
{% endfor %}
{{ labels.prs.source }}: {{ brief.articles[0].url }}
"""


def _write(path: Path, text: str) -> DocumentOptions:
    path.write_text(text, encoding="utf-8")
    return DocumentOptions(template=path)


@pytest.mark.parametrize("name", ["own.html.j2", "own.html.jinja", "OWN.HTML"])
def test_html_is_filled_in(tmp_path: Path, name: str) -> None:
    made = render(single(), "html", options=_write(tmp_path / name, HTML)).decode()
    assert '<div lang="ps-AF" dir="rtl">' in made
    assert '<bdi dir="ltr">3.6 kW</bdi>' in made


def test_markdown_is_filled_in(tmp_path: Path) -> None:
    made = render(sample(), "md", options=_write(tmp_path / "own.md.j2", MARKDOWN)).decode()
    assert made.startswith("# Briefing — Articles: 2\n")
    for summary in sample().summaries:
        for sentence in summary.sentences:
            assert f"* {sentence.text}\n" in made
    assert "منبع: https://news.example/health/clinics-2025?id=7&lang=en" in made


def test_the_template_of_the_documentation_says_everything(tmp_path: Path) -> None:
    page = Path(__file__).parents[2].joinpath("docs", "documents.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```jinja\n(.*?)```", page, re.DOTALL)
    made = render(sample(), "html", options=_write(tmp_path / "own.html.j2", shown)).decode()
    text = html5lib.parse(made, namespaceHTMLElements=False).itertext()
    said = "".join(text)
    for translation in sample().translations.values():
        for section in translation.sections:
            for sentence in section.sentences:
                assert sentence.text in said
    for flag in sample().flags:
        assert flag.detail in said


def test_other_formats_do_not_take_it(tmp_path: Path) -> None:
    options = _write(tmp_path / "own.md.j2", MARKDOWN)
    assert render(sample(), "html", options=options) == render(sample(), "html")


def test_text_of_an_article_is_escaped(tmp_path: Path) -> None:
    brief = retitled(single(), "<script>alert(1)</script> *b* [x](y)")
    page = _write(tmp_path / "own.html.j2", "{{ document.title.text }}")
    assert b"<script>" not in render(brief, "html", options=page)
    note = _write(tmp_path / "own.md.j2", "{{ document.title.text }}")
    made = render(brief, "md", options=note).decode()
    assert made == r"&lt;script&gt;alert(1)&lt;/script&gt; \*b\* \[x\](y)"


def test_text_of_an_article_is_no_template(tmp_path: Path) -> None:
    brief = with_sentence(single(), "{{ 7 * 7 }} {% raw %}")
    options = _write(tmp_path / "own.md.j2", "{{ brief.summaries[0].sentences[0].text }}")
    assert render(brief, "md", options=options) == b"{{ 7 \\* 7 }} {% raw %}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\n\n{{ sumary }}", r"own\.md\.j2, line 3: 'sumary' is undefined"),
        ("\n{{ document.titel.text }}", r"line 2: .*'titel'"),
        ("{{ brief.articles[7].title }}", r"line 1: .*7"),
        ("a\n{% for x in brief.articles %}\n", r"line 2: .*endfor"),
        ("{{ document | no_such_filter }}", r"line 1: .*no_such_filter"),
        ("\n{{ 1 / 0 }}", r"line 2: ZeroDivisionError"),
        ("{% include 'other' %}", r"line 1: "),
    ],
)
def test_an_error_names_template_line_and_variable(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(TemplateError, match=told):
        render(sample(), "md", options=_write(tmp_path / "own.md.j2", text))


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ brief.__init__.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ document.sections.append(1) }}",
        "{{ brief.update({'x': 1}) }}",
        "{% for x in range(10000000) %}{% endfor %}",
    ],
)
def test_a_template_stays_in_its_sandbox(tmp_path: Path, text: str) -> None:
    with pytest.raises(TemplateError, match=r"line 1"):
        render(sample(), "html", options=_write(tmp_path / "own.html.j2", text))


def test_syntax_is_checked_before_any_work(tmp_path: Path) -> None:
    _write(tmp_path / "own.html.j2", "{% if %}")
    with pytest.raises(TemplateError, match=r"own\.html\.j2, line 1"):
        check_template(tmp_path / "own.html.j2")


def test_a_template_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"none\.md\.j2 cannot be read"):
        check_template(tmp_path / "none.md.j2")
    (tmp_path / "latin.md").write_bytes(b"caf\xe9")
    with pytest.raises(TemplateError, match="UTF-8"):
        check_template(tmp_path / "latin.md")


def test_an_ending_that_takes_no_template_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="ends in none of"):
        DocumentOptions(template=Path("own.pdf"))
