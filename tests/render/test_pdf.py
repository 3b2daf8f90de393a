"""The PDF: the same bytes everywhere, its own fonts, tagged, and its words come out again."""

import io
import re
import shutil
import subprocess
import unicodedata
import zlib
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from briefgen.records import Brief
from briefgen.render import render
from briefgen.render.layout import lay_out
from briefgen.render.pdf import to_pdf
from tests.briefs import CODE_OF, HARD, retitled, sample, single, with_sentence, with_sentence_in


@cache
def _sample_pdf() -> bytes:
    return render(sample(), "pdf")


def _by_pdfium(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def _by_poppler(data: bytes, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path = folder / "brief.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def _words(text: str) -> Counter[str]:
    """How often each word stands in a text: letters, digits and the zero-width non-joiner.

    Marks above and below letters are left out: both programs give some of them before their letter.
    """
    bare = "".join(letter for letter in text if unicodedata.category(letter) != "Mn")
    return Counter(re.findall(r"[\w\u200c]+", bare))


def _missing(brief: Brief, text: str) -> Counter[str]:
    """The words of all languages that a text lacks."""
    said = [sentence.text for summary in brief.summaries for sentence in summary.all_sentences]
    for translation in brief.translations.values():
        for section in translation.sections:
            said += [section.title.text, *(item.text for item in section.all_sentences)]
    return _words("\n".join(said)) - _words(text)


@pytest.mark.parametrize("make", [sample, single])
def test_the_words_come_out_again(make: object, tmp_path: Path) -> None:
    brief = sample() if make is sample else single()
    data = render(brief, "pdf")
    assert not _missing(brief, _by_pdfium(data))
    assert not _missing(brief, _by_poppler(data, tmp_path))


@pytest.mark.parametrize("case", HARD)
def test_words_of_hard_cases_come_out_again(case: str, tmp_path: Path) -> None:
    brief = with_sentence_in(sample(), CODE_OF.get(case, "prs"), HARD[case])
    data = render(brief, "pdf")
    assert not _missing(brief, _by_pdfium(data))
    assert not _missing(brief, _by_poppler(data, tmp_path))


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert _sample_pdf() == render(sample(), "pdf")


def test_title_authors_and_date_are_those_of_the_brief() -> None:
    with pypdfium2.PdfDocument(_sample_pdf()) as pdf:
        about = pdf.get_metadata_dict()
    assert about["Title"] == "Briefing — Articles: 2"
    assert about["Author"] == "Leila Omar, J. Smith"
    assert about["CreationDate"].startswith("D:20250705")


def test_the_file_is_tagged_and_claims_to_be_accessible() -> None:
    data = _sample_pdf()
    with pypdfium2.PdfDocument(data) as pdf:
        assert pdf.is_tagged()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert _language(data) == "en"
    structure = _plain(data)
    for tag in (b"/Title", b"/H1", b"/H2", b"/Link", b"/P"):
        assert re.search(rb"/S ?" + tag + rb"\b", structure), tag
    languages = set(re.findall(rb"/Lang \((.+?)\)", structure.replace(rb"\055", b"-")))
    assert languages == {b"en", b"fa-AF", b"ps-AF", b"ru-RU"}


def test_only_fonts_of_briefgen_are_in_it_and_all_are_embedded() -> None:
    names = set(re.findall(rb"/BaseFont ?/([^\s/]+)", _plain(_sample_pdf())))
    assert names
    for name in names:
        assert re.fullmatch(rb"[A-Z]{6}\+(NotoSans|BriefSansArabic)-(Regular|Bold)(-\w+)?", name), (
            name
        )


def _language(data: bytes) -> str:
    """The language that the file says it is in."""
    return str(PdfReader(io.BytesIO(data)).root_object["/Lang"])


def _plain(data: bytes) -> bytes:
    """The file with its compressed objects unpacked."""
    unpacked = [data]
    for match in re.finditer(rb"stream\r?\n", data):
        try:
            unpacked.append(zlib.decompressobj().decompress(data[match.end() :]))
        except zlib.error:
            continue
    return b"\n".join(unpacked)


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x") $x$ *b* _i_ `c` <l> @ref \\ // c',
        '"]; #sys.inputs "',
        "= heading",
        "{{ x }} </script> ${x}",
    ],
)
def test_text_is_never_read_as_a_command(text: str) -> None:
    said = " ".join(
        _by_pdfium(render(with_sentence(retitled(single(), text), text), "pdf")).split()
    )
    assert said.count(" ".join(text.split())) >= 2


def test_letters_that_no_font_has_do_not_stop_it() -> None:
    data = render(with_sentence(sample(), "漢字 and 🙂 in a name."), "pdf")
    assert b"<pdfuaid:part>" not in data
    assert "in a name." in _by_pdfium(data)


@pytest.mark.parametrize(
    "address", ["https://e.example/" + "a" * 300, "https://e.example/" + "a" * 9000]
)
def test_long_addresses_stay_on_the_page(address: str) -> None:
    brief = single()
    brief = replace(brief, articles=(replace(brief.articles[0], url=address),))
    with pypdfium2.PdfDocument(render(brief, "pdf")) as pdf:
        page = pdf[0]
        text = page.get_textpage()
        right = max(text.get_charbox(index)[2] for index in range(text.count_chars()))
        assert right <= page.get_width()


def test_a_document_of_one_right_to_left_language_says_so() -> None:
    data = to_pdf(lay_out(sample(), only="ps"))
    assert _language(data) == "ps-AF"


def test_a_brief_without_a_date_is_drawn() -> None:
    assert render(replace(sample(), created="?"), "pdf").startswith(b"%PDF")


@pytest.mark.parametrize(
    ("code", "letters"),
    [
        (
            "ps",
            "اب پ ت ټ ث ج ځ چ څ ح خ د ډ ذ ر ړ ز ژ ږ س ش ښ ص ض ط ظ ع غ ف ق ک ګ ل م ن ڼ و ه ي ې ی ۍئ",
        ),
        ("prs", "آ أ ؤ إ ئ ء ة ۀ ى ي ك گ «» ‹› ، ؛ ؟ ٪ ٫ ٬ ۰۱۲۳۴۵۶۷۸۹ 0123456789 () [] – — …"),
        ("prs", "خانهٔ مثلاً تُن مؤثّر اِ اَ اْ اٰ"),
        (
            "ru",
            "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ абвгдеёжзийклмнопрстуфхцчшщъыьэюя «„“» № €₽ °C −5½",
        ),
    ],
)
def test_the_fonts_have_every_letter(code: str, letters: str) -> None:
    # Typst claims PDF/UA only where each letter has a glyph.
    data = render(with_sentence_in(sample(), code, letters), "pdf")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
