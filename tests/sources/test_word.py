"""Word files: what stays, what goes, and what is refused."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.errors import BriefgenError, SourceFormatError
from briefgen.sources import wordzip
from briefgen.sources.extracted import Extracted
from briefgen.sources.word import extract_docx

LONG = "The ferry ran again on Tuesday, after three weeks in which only small boats had crossed."


def packed(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def plain() -> bytes:
    document = docx.Document()
    document.add_paragraph(LONG)
    return packed(document)


PLAIN = plain()


def read(document: Any) -> Extracted:
    return extract_docx(packed(document), source="a.docx")


def texts(found: Extracted) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in found.blocks]


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The container with one part changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            part = old.read(member)
            new.writestr(member.filename, change(part) if member.filename == name else part)
    return stream.getvalue()


def run(text: str, tag: str = "w:t") -> Any:
    element, content = OxmlElement("w:r"), OxmlElement(tag)
    content.text = text
    content.set(qn("xml:space"), "preserve")
    element.append(content)
    return element


def tracked(kind: str, text: str) -> Any:
    element = OxmlElement(kind)
    element.append(run(text, "w:delText" if kind == "w:del" else "w:t"))
    return element


def test_styles_say_what_is_title_heading_item_and_paragraph() -> None:
    document = docx.Document()
    document.add_heading("A ferry returns", 0)
    document.add_paragraph(LONG)
    document.add_heading("What it costs", 2)
    document.add_paragraph("a ticket for 30 somoni", style="List Bullet")
    document.add_paragraph("a truck for 400 somoni", style="List Number")
    document.add_paragraph(LONG.replace("Tuesday", "Friday"))
    found = read(document)
    assert found.title == "A ferry returns"
    assert texts(found) == [
        ("paragraph", LONG),
        ("heading", "What it costs"),
        ("item", "a ticket for 30 somoni"),
        ("item", "a truck for 400 somoni"),
        ("paragraph", LONG.replace("Tuesday", "Friday")),
    ]


def test_a_style_means_what_its_base_means() -> None:
    document = docx.Document()
    style = document.styles.add_style("Zwischentitel", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Heading 3"]
    document.add_paragraph(LONG)
    document.add_paragraph("A section", style="Zwischentitel")
    document.add_paragraph(LONG)
    assert texts(read(document))[1] == ("heading", "A section")


def test_a_bold_line_without_a_style_is_a_heading_and_a_bold_sentence_is_none() -> None:
    document = docx.Document()
    document.add_paragraph(LONG)
    document.add_paragraph().add_run("What happens now").bold = True
    document.add_paragraph().add_run("Nobody knows what happens now.").bold = True
    assert texts(read(document)) == [
        ("paragraph", LONG),
        ("heading", "What happens now"),
        ("paragraph", "Nobody knows what happens now."),
    ]


def test_rows_of_a_table_stand_where_the_table_stood() -> None:
    document = docx.Document()
    document.add_paragraph(LONG)
    table = document.add_table(rows=2, cols=3)
    for place, text in enumerate(("Kulob", "412", "tonnes", "Khorog", "97", "tonnes")):
        table.cell(place // 3, place % 3).text = text
    document.add_paragraph("Both figures are of May, and both are estimates.")
    assert texts(read(document)) == [
        ("paragraph", LONG),
        ("item", "Kulob 412 tonnes"),
        ("item", "Khorog 97 tonnes"),
        ("paragraph", "Both figures are of May, and both are estimates."),
    ]


def test_a_table_that_arranges_running_text_is_read_as_text() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = LONG * 4
    table.cell(0, 1).text = "A note in the margin."
    assert texts(read(document)) == [
        ("paragraph", LONG * 4),
        ("paragraph", "A note in the margin."),
    ]


def test_insertions_stay_and_deletions_go() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The fund paid ")
    paragraph._p.append(tracked("w:del", "30"))
    paragraph._p.append(tracked("w:ins", "40"))
    paragraph._p.append(run(" million afghani for the new bridge over the river."))
    assert texts(read(document)) == [
        ("paragraph", "The fund paid 40 million afghani for the new bridge over the river.")
    ]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    document = docx.Document()
    first = document.add_paragraph("The minister said that the road ")
    properties = first._p.get_or_add_pPr()
    mark = OxmlElement("w:rPr")
    mark.append(OxmlElement("w:del"))
    properties.append(mark)
    document.add_paragraph("would be open before the first snow fell.")
    assert texts(read(document)) == [
        ("paragraph", "The minister said that the road would be open before the first snow fell.")
    ]


def test_hidden_text_and_codes_of_fields_go_and_links_and_breaks_stay() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The office ")
    paragraph.add_run("secretly ").font.hidden = True
    paragraph._p.append(run(' HYPERLINK "https://example.org" ', "w:instrText"))
    link = OxmlElement("w:hyperlink")
    link.append(run("published"))
    paragraph._p.append(link)
    paragraph.add_run("\tits figures.").add_break()
    paragraph.add_run("They are low.")
    assert texts(read(document)) == [
        ("paragraph", "The office published its figures."),
        ("paragraph", "They are low."),
    ]


def test_headers_footers_captions_and_comments_are_not_the_article() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "The Valley Observer"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_paragraph(LONG)
    document.add_paragraph("Figure 1: the ferry at noon", style="Caption")
    assert texts(read(document)) == [("paragraph", LONG)]


def test_properties_fill_what_the_text_does_not_say() -> None:
    document = docx.Document()
    document.core_properties.title = "A ferry returns"
    document.core_properties.author = "Laila Karimi"
    document.core_properties.created = datetime(2025, 5, 12, 8, 30, tzinfo=UTC)
    document.add_paragraph(LONG)
    found = read(document)
    assert (found.title, found.authors, found.published) == (
        "A ferry returns",
        ("Laila Karimi",),
        "2025-05-12",
    )


def test_byline_and_date_of_the_text_win_and_are_no_text() -> None:
    document = docx.Document()
    document.core_properties.author = "Somebody Else"
    document.core_properties.created = datetime(2025, 6, 1, tzinfo=UTC)
    document.add_heading("A ferry returns", 0)
    document.add_paragraph("By Omar Said and Ann Lee")
    document.add_paragraph("4 July 2025")
    document.add_paragraph(LONG)
    found = read(document)
    assert found.authors == ("Omar Said", "Ann Lee")
    assert found.published == "2025-07-04"
    assert texts(found) == [("paragraph", LONG)]


def test_what_a_library_puts_into_properties_by_itself_is_not_believed() -> None:
    document = docx.Document()  # its template names python-docx as author, made in 2013
    document.add_paragraph(LONG)
    found = read(document)
    assert (found.title, found.authors, found.published) == ("", (), None)


def test_dari_keeps_its_half_spaces() -> None:
    document = docx.Document()
    text = "آن‌ها می‌گویند که ۳٫۵ میلیون دالر هزینه شده است."
    document.add_paragraph(text)
    assert texts(read(document)) == [("paragraph", text)]


def test_a_text_box_is_read_once_though_the_file_holds_it_twice() -> None:
    inner = (
        '<w:txbxContent xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:p><w:r><w:t>The ferry carries 300 people.</w:t></w:r></w:p></w:txbxContent>"
    )
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing>{inner}</w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    ).encode()
    data = changed(
        PLAIN,
        "word/document.xml",
        lambda part: part.replace(b"<w:sectPr", box + b"<w:sectPr", 1),
    )
    found = extract_docx(data, source="a.docx")
    assert texts(found) == [("paragraph", LONG), ("paragraph", "The ferry carries 300 people.")]


def test_a_file_with_macros_is_read_without_them() -> None:
    data = changed(
        PLAIN,
        "[Content_Types].xml",
        lambda part: part.replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )
    assert texts(extract_docx(data, source="a.docm")) == [("paragraph", LONG)]


def test_a_part_that_unpacks_to_too_much_is_refused_by_what_its_directory_says() -> None:
    data = changed(PLAIN, "word/styles.xml", lambda part: part + b" " * 40_000_000)
    assert len(data) < 200_000
    with pytest.raises(SourceFormatError, match="unpacks to far more"):
        extract_docx(data, source="bomb.docx")


def test_many_parts_that_are_each_within_bounds_are_refused_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream = io.BytesIO(PLAIN)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"word/extra{number}.xml", bytes(30_000))
    assert texts(extract_docx(stream.getvalue(), source="a.docx"))
    monkeypatch.setattr(wordzip, "MAX_UNPACKED_BYTES", 100_000)
    with pytest.raises(SourceFormatError, match="unpacks to far more"):
        extract_docx(stream.getvalue(), source="bomb.docx")


def test_a_directory_that_states_too_small_a_size_is_not_believed() -> None:
    data = bytearray(PLAIN)
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = archive.getinfo("word/document.xml").file_size
    place = data.index(b"PK\x01\x02")
    while data[place + 46 : place + 46 + 17] != b"word/document.xml":
        place = data.index(b"PK\x01\x02", place + 4)
    assert data[place + 24 : place + 28] == size.to_bytes(4, "little")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    with pytest.raises(SourceFormatError, match="damaged"):
        extract_docx(bytes(data), source="a.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_are_parsed(encoding: str) -> None:
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "bbbb">'
        '<!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    ).encode(encoding)
    data = changed(PLAIN, "word/document.xml", lambda part: bomb)
    with pytest.raises(SourceFormatError, match="entities"):
        extract_docx(data, source="a.docx")


def test_elements_nested_beyond_measure_are_refused() -> None:
    deep = b"<w:sdt>" * 5_000 + b"</w:sdt>" * 5_000
    data = changed(
        PLAIN,
        "word/document.xml",
        lambda part: part.replace(b"<w:sectPr", deep + b"<w:sectPr", 1),
    )
    with pytest.raises(SourceFormatError, match="damaged"):
        extract_docx(data, source="a.docx")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word file, or one with a password"),
    ],
)
def test_what_is_no_word_file_is_refused_by_name(data: bytes, said: str) -> None:
    with pytest.raises(SourceFormatError, match=said) as caught:
        extract_docx(data, source="letter.docx")
    assert "letter.docx" in str(caught.value)


def test_another_zip_container_is_no_word_file() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    with pytest.raises(SourceFormatError, match="not a Word file"):
        extract_docx(stream.getvalue(), source="book.docx")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_raise_nothing_but_our_errors(tail: bytes) -> None:
    with pytest.raises(BriefgenError):
        extract_docx(b"PK\x03\x04" + tail, source="a.docx")


@settings(max_examples=25, deadline=None)
@given(place=st.floats(0, 1), value=st.integers(0, 255), length=st.integers(1, 30))
def test_a_damaged_file_is_read_or_refused(place: float, value: int, length: int) -> None:
    data = bytearray(PLAIN)
    start = int(place * (len(data) - length))
    data[start : start + length] = bytes([value]) * length
    try:
        found = extract_docx(bytes(data), source="a.docx")
    except BriefgenError:
        return
    assert isinstance(found, Extracted)


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from(["word/document.xml", "word/styles.xml", "docProps/core.xml"]),
    cut=st.floats(0, 1),
    noise=st.binary(max_size=20),
)
def test_damaged_parts_are_read_or_refused(name: str, cut: float, noise: bytes) -> None:
    def damage(part: bytes) -> bytes:
        place = int(cut * len(part))
        return part[:place] + noise + part[place + len(noise) :]

    data = changed(PLAIN, name, damage)
    try:
        found = extract_docx(data, source="a.docx")
    except BriefgenError:
        return
    assert isinstance(found, Extracted)
