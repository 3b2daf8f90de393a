"""PDFs: the order of reading, whole words, no margins, and clear refusals."""

import html
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.errors import BriefgenError, SourceFormatError
from briefgen.sources import pdfium
from briefgen.sources.extracted import Extracted
from briefgen.sources.pdf import arrange, extract_pdf
from briefgen.sources.pdfium import read_pages, scan, understand
from briefgen.sources.pdfparagraphs import join_lines
from tests.sources.pdfs import Ink, lines, pdf

FOLDER = Path(__file__).parent / "pdf"
PROSE = (
    "The ferry ran again on Tuesday, after three weeks in which",
    "only small boats had crossed. Its captain said that the river",
    "was lower than in any spring that he could remember.",
)
TEXT = " ".join(PROSE)


def file(name: str) -> Extracted:
    return extract_pdf((FOLDER / f"{name}.pdf").read_bytes(), source=f"{name}.pdf")


def written(name: str) -> list[tuple[str, str]]:
    """Headings and paragraphs of the page that a PDF was printed from."""
    page = (FOLDER / f"{name}.html").read_text("utf-8").replace("&shy;", "")
    found = []
    for tag, text in re.findall(r"<(h1|h2|p|li)[^>]*>(.*?)</", page, re.DOTALL):
        found.append((tag, " ".join(html.unescape(text).split())))
    return found


def texts(found: Extracted) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in found.blocks]


def article(data: bytes) -> Extracted:
    """As `extract_pdf` reads it, but in this process, which is quicker."""
    return arrange(understand(scan(data), "a.pdf"))


def read(data: bytes) -> list[tuple[str, str]]:
    return texts(article(data))


def test_one_column_comes_out_as_it_was_written() -> None:
    found = file("one")
    assert found.title == "Mountain road reopens after spring floods"
    assert found.authors == ("Laila Karimi",)
    assert found.published == "2025-05-12"
    body = [
        ("heading" if tag == "h2" else "paragraph", text)
        for tag, text in written("one")
        if tag in ("h2", "p", "li")
        and text not in ("By Laila Karimi", "12 May 2025")
        and "Photo:" not in text
    ]
    assert len(body) == 10
    assert texts(found) == body


def test_two_columns_are_read_one_after_the_other_with_broken_words_made_whole() -> None:
    found = file("columns")
    assert found.title == "Village bakeries learn to live without the mill"
    assert found.authors == ("Omar Said", "Ann Lee")
    assert found.published == "2025-07-04"
    body = [
        ("heading" if tag == "h2" else "paragraph", text)
        for tag, text in written("columns")
        if tag in ("h2", "p") and not text.startswith("By Omar")
    ]
    assert len(body) == 11
    assert texts(found) == body


def test_running_heads_and_page_numbers_go_and_sentences_cross_pages() -> None:
    found = file("running")
    assert found.title == "Nine clinics, one ambulance"
    body = [
        ("heading" if tag == "h2" else "paragraph", text)
        for tag, text in written("running")
        if tag in ("h2", "p")
    ]
    assert texts(found) == body
    # The day of printing is not the day of publication.
    assert found.published is None


def test_russian_keeps_its_quotation_marks_and_comes_with_its_date() -> None:
    found = file("russian")
    assert found.title == "Школа на перевале открылась после ремонта"
    assert found.published == "2025-09-03"
    body = [text for tag, text in written("russian") if tag in ("h2", "p")][1:]
    assert [text for _, text in texts(found)] == body


def test_dari_is_in_the_order_of_speech_with_its_figures_and_guillemets() -> None:
    found = file("dari")
    assert found.title == "بازار تازهٔ میوه در شهر گشایش یافت"
    assert found.published == "2025-08-06"
    body = [text for tag, text in written("dari") if tag in ("h2", "p")][1:]
    # PDFium does not hand on the half space, which has no width.
    assert [text for _, text in texts(found)] == [text.replace("\u200c", "") for text in body]


def test_columns_are_found_where_the_file_writes_across_them() -> None:
    left = [f"Line {number} of the left column is here" for number in range(1, 9)]
    right = [f"while line {number} stands at the right" for number in range(1, 9)]
    across = [
        ink
        for number in range(8)
        for ink in (
            Ink(x=40, y=450 - 12 * number, text=left[number]),
            Ink(x=230, y=450 - 12 * number, text=right[number]),
        )
    ]
    head = lines(40, 500, "A headline over both of the columns", size=20, bold=True)
    found = article(pdf([*head, *across]))
    assert found.title == "A headline over both of the columns"
    text = " ".join(text for _, text in texts(found))
    places = [text.index(line) for line in (*left, *right)]
    assert places == sorted(places)


def test_rows_of_a_table_are_not_taken_for_columns() -> None:
    rows = [
        ink
        for number in range(8)
        for ink in (
            Ink(x=60, y=400 - 14 * number, text=f"Valley {number}"),
            Ink(x=300, y=400 - 14 * number, text=str(311 * number)),
        )
    ]
    found = read(pdf([*lines(40, 450, *PROSE), *rows]))
    assert found[0] == ("paragraph", TEXT)
    assert "Valley 3 933" in " ".join(text for _, text in found)


def test_running_heads_that_change_sides_and_numbers_go() -> None:
    pages = []
    for number in range(1, 7):
        head = (
            Ink(x=40, y=570, text=f"{number}   The Valley Observer")
            if number % 2
            else Ink(x=250, y=570, text=f"Summer 2025   {number}")
        )
        told = [line.replace("Tuesday", f"day {number}") for line in PROSE]
        pages.append([head, *lines(40, 500, *told), Ink(x=200, y=25, text=f"- {number} -")])
    assert read(pdf(*pages)) == [
        ("paragraph", TEXT.replace("Tuesday", f"day {number}")) for number in range(1, 7)
    ]


def test_a_number_at_the_foot_of_the_only_page_goes_and_a_year_in_the_text_stays() -> None:
    told = (*PROSE[:2], "was lower than in any spring since that of the distant year", "2025.")
    inks = [*lines(40, 500, *told), Ink(x=200, y=25, text="7")]
    assert read(pdf(inks)) == [("paragraph", " ".join(told))]


def test_a_head_above_the_headline_of_the_only_page_goes_and_a_date_there_stays() -> None:
    headline = lines(40, 500, "A ferry returns", size=20, bold=True)
    inks = [*headline, *lines(40, 470, *PROSE)]
    assert read(pdf([Ink(x=40, y=570, text="The Valley Observer"), *inks])) == [("paragraph", TEXT)]
    dated = article(pdf([Ink(x=40, y=570, text="4 July 2025"), *inks]))
    assert dated.published == "2025-07-04"


def test_a_heading_below_columns_heads_the_text_below_it() -> None:
    left = [f"Line {number} of the left column is here" for number in range(1, 9)]
    right = [f"while line {number} stands at the right" for number in range(1, 9)]
    inks = [
        *lines(40, 500, *left),
        *lines(230, 500, *right),
        Ink(x=40, y=380, text="What follows", size=13, bold=True),
        *lines(40, 350, *PROSE),
    ]
    text = " ".join(text for _, text in read(pdf(inks)))
    assert text.index(right[-1]) < text.index("What follows") < text.index(TEXT)


def test_marks_of_footnotes_do_not_become_figures_and_the_notes_go() -> None:
    # Helvetica's figures are 0.556 em wide, so the mark follows the 2 without a space.
    inks = [
        Ink(x=40, y=500, text="412"),
        Ink(x=40 + 3 * 5.56, y=504, text="7", size=6),
        Ink(x=62, y=500, text="sacks of flour came over the river on that day, and"),
        *lines(40, 488, "each of them was weighed twice by the men who work at the landing."),
        *lines(40, 464, "It was dry."),
        Ink(x=40 + 49, y=468, text="3", size=6),
        Ink(x=40, y=60, text="3 The scales were new.", size=7),
    ]
    assert read(pdf(inks)) == [
        (
            "paragraph",
            "412⁷ sacks of flour came over the river on that day, and each of them was weighed "
            "twice by the men who work at the landing.",
        ),
        ("paragraph", "It was dry."),
    ]


def test_words_that_a_line_broke_are_made_whole() -> None:
    found = read(
        pdf(lines(40, 500, "The adminis-", "tration of the well-", "known mill asked for 2024-",
                  "25 to be its seventy-", "fifth year, and no adminis-", "trator refused."))
    )  # fmt: skip
    assert found == [
        (
            "paragraph",
            "The administration of the well-known mill asked for 2024-25 to be its seventy-fifth "
            "year, and no administrator refused.",
        )
    ]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("инфор-", "мация есть", "информация есть"),
        ("кто-", "то пришел", "кто-то пришел"),
        ("the stop\xad", "ped mill", "the stopped mill"),
        ("cross-", "ing the river", "crossing the river"),
        ("Hindu-", "Kush", "Hindu-Kush"),
        ("one line", "and another", "one line and another"),
        ("see https://example.org/a-", "b for more", "see https://example.org/a-b for more"),
        ("改造した商", "品を販売", "改造した商品を販売"),
    ],
)
def test_hyphens_at_the_end_of_a_line(before: str, after: str, whole: str) -> None:
    assert join_lines(before, after, Counter()) == whole


def test_a_hyphen_stays_where_the_document_writes_it() -> None:
    assert join_lines("the by-", "pass", Counter({"by-pass": 1})) == "the by-pass"
    assert join_lines("the by-", "pass", Counter({"bypass": 1})) == "the bypass"


def test_paragraphs_are_told_apart_by_space_and_by_indents() -> None:
    other = [line.replace("Tuesday", "Friday") for line in PROSE]
    spaced = [*lines(40, 500, *PROSE), *lines(40, 440, *other)]
    indented = [
        Ink(x=52, y=500, text=PROSE[0]), *lines(40, 488, *PROSE[1:]),
        Ink(x=52, y=464, text=other[0]), *lines(40, 452, *other[1:]),
    ]  # fmt: skip
    expected = [("paragraph", TEXT), ("paragraph", " ".join(other))]
    assert read(pdf(spaced)) == expected
    assert read(pdf(indented)) == expected


def test_headings_by_weight_and_items_by_their_bullets() -> None:
    inks = [
        *lines(40, 500, *PROSE),
        Ink(x=40, y=450, text="What it costs", bold=True),
        *lines(40, 436, *PROSE),
        Ink(x=50, y=390, text="• a ticket for 30 somoni"),
        Ink(x=50, y=376, text="• a truck for 400 somoni"),
        *lines(40, 350, *PROSE),
    ]
    assert [(kind, text[:24]) for kind, text in read(pdf(inks))] == [
        ("paragraph", TEXT[:24]),
        ("heading", "What it costs"),
        ("paragraph", TEXT[:24]),
        ("item", "a ticket for 30 somoni"),
        ("item", "a truck for 400 somoni"),
        ("paragraph", TEXT[:24]),
    ]


def test_metadata_fill_what_the_page_does_not_say_and_junk_does_not() -> None:
    found = article(pdf(lines(40, 500, *PROSE), title="A ferry returns", author="Omar Said"))
    assert (found.title, found.authors) == ("A ferry returns", ("Omar Said",))
    junk = pdf(lines(40, 500, *PROSE), title="Microsoft Word - ferry2.doc", author="admin")
    found = article(junk)
    assert (found.title, found.authors) == ("", ())


def test_turned_pages_are_read_and_turned_words_in_the_margin_are_not() -> None:
    turned = [
        Ink(x=100 + 12 * number, y=60, text=line, turn=90) for number, line in enumerate(PROSE)
    ]
    assert read(pdf(turned)) == [("paragraph", TEXT)]
    stamped = [*lines(40, 500, *PROSE), Ink(x=20, y=200, text="arXiv:2501.1 [cs]", turn=90)]
    assert read(pdf(stamped)) == [("paragraph", TEXT)]


def test_a_scanned_pdf_is_refused_and_told_what_is_missing() -> None:
    with pytest.raises(SourceFormatError) as caught:
        extract_pdf(pdf([], [], picture=True), source="scan.pdf")
    assert "scan.pdf has no text layer" in str(caught.value)
    assert "text recognition (OCR)" in str(caught.value)


def test_a_scan_with_a_stamp_on_each_page_is_still_a_scan() -> None:
    stamp = [Ink(x=40, y=20, text="Downloaded on 4 July")]
    with pytest.raises(SourceFormatError, match="3 of its 4 pages are pictures"):
        extract_pdf(
            pdf(lines(40, 500, *PROSE * 3), stamp, stamp, stamp, picture=True), source="scan.pdf"
        )


def test_a_scan_with_a_text_layer_is_read() -> None:
    assert read(pdf(lines(40, 500, *PROSE), picture=True)) == [("paragraph", TEXT)]


def test_a_pdf_of_empty_pages_is_refused() -> None:
    with pytest.raises(SourceFormatError, match="its pages are empty"):
        extract_pdf(pdf([]), source="a.pdf")


def test_a_pdf_with_a_password_is_refused() -> None:
    data = pdf(lines(40, 500, *PROSE)).replace(
        b"/Info 6 0 R",
        b"/Info 6 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<"
        + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>",
    )  # fmt: skip
    with pytest.raises(SourceFormatError, match=r"a\.pdf is protected by a password"):
        extract_pdf(data, source="a.pdf")


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(SourceFormatError, match="more than 200 pages"):
        extract_pdf(pdf(*[[]] * (pdfium.MAX_PAGES + 1)), source="a.pdf")


def test_what_is_no_pdf_is_refused_without_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.run", None)
    with pytest.raises(SourceFormatError, match=r"a\.pdf is not a PDF file"):
        extract_pdf(b"no", source="a.pdf")


def test_reading_ends_when_its_time_is_over() -> None:
    with pytest.raises(SourceFormatError, match="takes more than 0 s"):
        read_pages(pdf(lines(40, 500, *PROSE)), source="a.pdf", timeout_s=0.001)


def test_a_folder_of_false_libraries_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pypdfium2.py").write_text("raise SystemExit(3)")
    (tmp_path / "json.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    found = extract_pdf(pdf(lines(40, 500, *PROSE)), source="a.pdf")
    assert texts(found) == [("paragraph", TEXT)]


def test_a_cut_off_file_is_read_or_refused() -> None:
    data = (FOLDER / "one.pdf").read_bytes()
    with pytest.raises(SourceFormatError, match="damaged PDF"):
        extract_pdf(data[: len(data) // 2], source="a.pdf")


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_never_break_the_reader(tail: bytes) -> None:
    assert scan(b"%PDF-1.7\n" + tail)["problem"] in ("damaged", "password", "long")


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1), noise=st.binary(min_size=1, max_size=40))
def test_a_damaged_file_never_breaks_the_reader(place: float, noise: bytes) -> None:
    data = pdf(lines(40, 500, *PROSE), lines(40, 500, *PROSE))
    start = int(place * (len(data) - len(noise)))
    answer = scan(data[:start] + noise + data[start + len(noise) :])
    assert ("pages" in answer) != ("problem" in answer)


@settings(max_examples=4, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_raise_nothing_but_our_errors(tail: bytes) -> None:
    with pytest.raises(BriefgenError):
        extract_pdf(b"%PDF-1.7\n" + tail, source="a.pdf")


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.builds(
            Ink,
            x=st.floats(-50, 450),
            y=st.floats(-50, 650),
            text=st.text(alphabet="abcXYZ 019.,-()•*", max_size=25),
            size=st.floats(0.5, 60),
            bold=st.booleans(),
            turn=st.sampled_from([0, 0, 0, 90, 180, 270]),
        ),
        max_size=25,
    ),
)
def test_any_arrangement_of_words_is_put_in_some_order(inks: list[Ink]) -> None:
    assert isinstance(article(pdf(inks, inks)), Extracted)
