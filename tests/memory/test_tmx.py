"""TMX of others comes in, the memory goes out, and nothing that was said on the way is lost."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from briefgen.errors import MemoryFileError, OutputError
from briefgen.memory import TranslationMemory
from briefgen.memory.tags import language_code
from briefgen.memory.tmx import export_tmx, import_tmx
from tests.memory.entries import approved, by_model, texts

HEADER = (
    '<header creationtool="Elsewhere" creationtoolversion="7" segtype="sentence"'
    ' o-tmf="elsewhere" adminlang="en" srclang="en" datatype="plaintext"/>'
)


def unit(*variants: tuple[str, str], notes: str = "", attributes: str = "") -> str:
    tuvs = "".join(
        f'<tuv xml:lang="{tag}"><seg>{seg}</seg></tuv>' if tag else f"<tuv><seg>{seg}</seg></tuv>"
        for tag, seg in variants
    )
    return f"<tu{attributes}>{notes}{tuvs}</tu>\n"


def write(
    folder: Path, *units: str, header: str = HEADER, prolog: str = "", name: str = "a.tmx"
) -> Path:
    path = folder / name
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{prolog}<tmx version="1.4">{header}<body>\n'
        + "".join(units)
        + "</body></tmx>",
        encoding="utf-8",
    )
    return path


def test_a_translation_is_taken_and_holds_for_every_model(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    path = write(
        tmp_path,
        unit(("en-US", "The talks ended."), ("fa-AF", "مذاکرات پایان یافت.")),
        unit(("en-US", "Aid came."), ("pus", "مرسته ورسېده."), ("ru-RU", "Помощь прибыла.")),
    )
    report = import_tmx(memory, path)
    assert (report.file, report.read, report.taken, report.skipped) == (str(path), 2, 3, {})
    memory.store([by_model("The talks ended.", "x")])
    assert texts(memory, "The talks ended.") == ["مذاکرات پایان یافت."]
    assert texts(memory, "Aid came.", target="ps", model="any") == ["مرسته ورسېده."]
    assert texts(memory, "Aid came.", target="ru") == ["Помощь прибыла."]
    assert {
        entry.origin
        for entry in memory.look_up_approved(["Aid came."], source="en", target="ru")
        if entry
    } == {"import"}


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ("prs prs-AF PRS prs_Arab fa-AF fa_AF FA-af fa-Arab-AF fas-AF per-AF", "prs"),
        ("ps pus pbt pbu ps-AF ps_PK pbt_Arab", "ps"),
        ("ru rus ru-RU RU rus_Cyrl ru-UA", "ru"),
        ("en eng en-US EN-GB en_us eng_Latn", "en"),
        ("fa fas per pes fa-IR fa_IR pes_Arab pes-AF", "fa"),
        ("de de-DE", "de"),
        ("tg haz gbz", "tg haz gbz"),
    ],
)
def test_language_codes_of_others_are_understood(tags: str, code: str) -> None:
    found = [language_code(tag) for tag in tags.split()]
    assert found == (code.split() if " " in code else [code] * len(found))


def test_persian_is_not_taken_as_dari_but_counted(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    path = write(
        tmp_path,
        unit(("en", "One."), ("fa", "یک."), ("prs", "یک دری.")),
        unit(("en", "Two."), ("fa", "دو.")),
        unit(("en", "Three."), ("fa-IR", "سه.")),
        unit(("en", "Four."), ("de", "Vier.")),
    )
    report = import_tmx(memory, path)
    assert (report.read, report.taken) == (4, 1)
    assert [entry.text for entry in memory.entries()] == ["یک دری."]
    assert report.skipped == {
        "language fa: Persian, not said to be Dari (fa-AF, prs)": 2,
        "language fa-IR: Persian, not said to be Dari (fa-AF, prs)": 1,
        "language de: briefgen does not translate into it here": 1,
    }


def test_what_cannot_be_used_is_counted_by_reason(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    path = write(
        tmp_path,
        unit(("de", "Eins."), ("ru", "Один.")),
        unit(("en", "Two."), ("ru", " \n ")),
        unit(("en", "  "), ("ru", "Три.")),
        unit(("en", "Four."), ("", "Четыре.")),
        unit(("en", "Five."), ("en-GB", "Five!")),
        unit(("en", "Six."), ("ru", "Шесть.")),
        unit(("en", "Six. "), ("ru", "Шестой.")),
        unit(("en", "Seven."), ("ru", "Семь.")),
    )
    memory.store([approved("Seven.", "Поправлено.", target="ru")])
    report = import_tmx(memory, path)
    assert (report.read, report.taken) == (8, 1)
    assert report.skipped == {
        "no text in the source language en": 1,
        "an empty text": 2,
        "a text without a language": 1,
        "language en-GB: briefgen does not translate into it here": 1,
        "translated again later in the file": 1,
        "a correction already stands": 1,
    }
    assert texts(memory, "Six.", "Seven.", target="ru") == ["Шестой.", "Поправлено."]


@pytest.mark.parametrize(
    ("header_source", "unit_source", "expected"),
    [
        ("en", "", [("en", "ru", "Один."), ("en", "ps", "یو.")]),
        ("EN-us", "", [("en", "ru", "Один."), ("en", "ps", "یو.")]),
        ("*all*", "", [("en", "ru", "Один."), ("en", "ps", "یو.")]),
        ("ru", "", [("ru", "ps", "یو.")]),
        ("en", "ru-RU", [("ru", "ps", "یو.")]),
    ],
)
def test_the_source_is_what_the_unit_says_else_the_header(
    memory: TranslationMemory,
    tmp_path: Path,
    header_source: str,
    unit_source: str,
    expected: list[tuple[str, str, str]],
) -> None:
    attributes = f' srclang="{unit_source}"' if unit_source else ""
    path = write(
        tmp_path,
        unit(("ru", "Один."), ("en", "One."), ("ps", "یو."), attributes=attributes),
        header=HEADER.replace('srclang="en"', f'srclang="{header_source}"'),
    )
    import_tmx(memory, path)
    found = [(e.source, e.target, e.text) for e in memory.entries()]
    assert sorted(found) == sorted(expected)


def test_inline_codes_are_left_out_and_highlighted_text_stays(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    path = write(
        tmp_path,
        unit(
            ("en", 'Aid <bpt i="1">&lt;b&gt;</bpt>reached<ept i="1">&lt;/b&gt;</ept> 300.'),
            (
                "ru",
                'Помощь <hi type="x">получили</hi><ph>{0}<sub>alt</sub></ph>'
                "<it pos='begin'>*</it><ut>x</ut><!-- note --> 300 &lt;семей&gt;\n  &amp; детей.",
            ),
        ),
    )
    import_tmx(memory, path)
    assert texts(memory, "Aid reached 300.", target="ru") == [
        "Помощь получили 300 <семей> & детей."
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "windows-1251"])
def test_files_in_other_encodings_and_older_versions_are_read(
    memory: TranslationMemory, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "a.tmx"
    named = encoding.removesuffix("-sig")
    path.write_bytes(
        (
            f'<?xml version="1.0" encoding="{named}"?>\n<!DOCTYPE tmx SYSTEM "tmx11.dtd">\n'
            f'<tmx version="1.1">{HEADER}<body><tu><tuv lang="EN"><seg>One.</seg></tuv>'
            '<tuv lang="RU"><seg>Один.</seg></tuv></tu></body></tmx>'
        ).encode(encoding)
    )
    import_tmx(memory, path)
    assert texts(memory, "One.", target="ru") == ["Один."]


NOTED = """<header creationtool="Elsewhere" creationtoolversion="7.1" segtype="sentence"
 o-tmf="elsewhere" adminlang="en-GB" srclang="en-US" datatype="html" creationid="LAILA"
 creationdate="20240102T030405Z" o-encoding="utf-8">
<note xml:lang="en">House style of the desk.</note>
<prop type="project">Floods &amp; aid</prop>
<ude name="set" base="unicode"><map unicode="#xE000" code="#x01"/></ude>
</header>"""
NOTED_UNIT = """<tu tuid="u17" usagecount="3" creationdate="20240203T040506Z">
<note>Seen by the editor.</note><prop type="domain" xml:lang="en">aid</prop>
<tuv xml:lang="en-US" changeid="KARIM"><note>As printed.</note><seg>Aid came.</seg></tuv>
<tuv xml:lang="prs" creationid="NILOFAR"><prop type="status">approved</prop>
<seg>کمک‌ها رسید.</seg></tuv>
<tuv xml:lang="ps"><seg>مرسته ورسېده.</seg></tuv></tu>"""


def test_header_notes_props_and_attributes_survive_import_and_export(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    import_tmx(memory, write(tmp_path, NOTED_UNIT, header=NOTED))
    export_tmx(memory, tmp_path / "b.tmx")
    root = etree.parse(str(tmp_path / "b.tmx")).getroot()
    header = root.find("header")
    assert header is not None
    assert dict(header.attrib) == {
        "creationtool": "Elsewhere",
        "creationtoolversion": "7.1",
        "segtype": "sentence",
        "o-tmf": "elsewhere",
        "adminlang": "en-GB",
        "srclang": "en",
        "datatype": "html",
        "creationid": "LAILA",
        "creationdate": "20240102T030405Z",
        "o-encoding": "utf-8",
    }
    assert [(child.tag, (child.text or "").strip()) for child in header] == [
        ("note", "House style of the desk."),
        ("prop", "Floods & aid"),
        ("ude", ""),
    ]
    assert [dict(child.attrib) for child in header.iter("map")] == [
        {"unicode": "#xE000", "code": "#x01"}
    ]
    (tu,) = root.iter("tu")
    assert dict(tu.attrib) == {
        "tuid": "u17",
        "usagecount": "3",
        "creationdate": "20240203T040506Z",
    }
    assert [(child.tag, child.text) for child in tu][:2] == [
        ("note", "Seen by the editor."),
        ("prop", "aid"),
    ]
    english, dari, pashto = tu.iter("tuv")
    assert (english.get("changeid"), english.findtext("note")) == ("KARIM", "As printed.")
    assert dari.get("creationid") == "NILOFAR"
    assert {prop.get("type"): prop.text for prop in dari.iter("prop")} == {
        "status": "approved",
        "x-briefgen-origin": "import",
    }
    assert [
        (v.get("{http://www.w3.org/XML/1998/namespace}lang"), v.findtext("seg"))
        for v in (english, dari, pashto)
    ] == [
        ("en", "Aid came."),
        ("prs", "کمک‌ها رسید."),
        ("ps", "مرسته ورسېده."),
    ]


def test_headers_of_several_files_are_joined(memory: TranslationMemory, tmp_path: Path) -> None:
    other = HEADER.replace("/>", ' creationid="ZAHRA"><note>Second file.</note></header>')
    import_tmx(memory, write(tmp_path, NOTED_UNIT, header=NOTED))
    import_tmx(memory, write(tmp_path, header=other))
    import_tmx(memory, write(tmp_path, header=other))
    export_tmx(memory, tmp_path / "b.tmx")
    header = next(etree.parse(str(tmp_path / "b.tmx")).getroot().iter("header"))
    assert (header.get("creationid"), header.get("o-encoding")) == ("ZAHRA", "utf-8")
    assert [note.text for note in header.iter("note")] == [
        "House style of the desk.",
        "Second file.",
    ]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[TranslationMemory]:
    with TranslationMemory(tmp_path / "other.sqlite") as opened:
        yield opened


def test_an_export_imported_elsewhere_gives_the_same_memory_and_the_same_bytes(
    memory: TranslationMemory, other: TranslationMemory, tmp_path: Path
) -> None:
    import_tmx(memory, write(tmp_path, NOTED_UNIT, header=NOTED))
    memory.store(
        [
            by_model("A <b> & c.", "الف ‌و ب", score=-0.123456789),
            by_model("A <b> & c.", "ب", model="m/2", revision="f00", settings="beams=2;x=y"),
            approved("Человек <пришёл>.", "سړی راغی.", source="ru", target="ps"),
            approved("A <b> & c.", "تصحیح «شد»"),
        ]
    )
    assert export_tmx(memory, tmp_path / "one.tmx") == 6
    report = import_tmx(other, tmp_path / "one.tmx")
    assert (report.taken, report.skipped) == (6, {})
    assert list(other.entries()) == list(memory.entries())
    export_tmx(other, tmp_path / "two.tmx")
    assert (tmp_path / "two.tmx").read_bytes() == (tmp_path / "one.tmx").read_bytes()
    export_tmx(memory, tmp_path / "one.tmx", force=True)
    assert (tmp_path / "two.tmx").read_bytes() == (tmp_path / "one.tmx").read_bytes()


def test_a_machine_s_translation_does_not_come_back_as_a_person_s(
    memory: TranslationMemory, other: TranslationMemory, tmp_path: Path
) -> None:
    memory.store([by_model("One.", "یک."), by_model("Two.", "دو؟", flawed=True)])
    assert export_tmx(memory, tmp_path / "a.tmx") == 1
    import_tmx(other, tmp_path / "a.tmx")
    assert texts(other, "One.", "Two.") == ["یک.", None]
    assert texts(other, "One.", model="another") == [None]
    assert other.stats().model == 1


def test_an_export_is_what_the_standard_asks_for(memory: TranslationMemory, tmp_path: Path) -> None:
    memory.store([approved("One.", "یک.", created="2026-03-03T10:00:00+00:00")])
    export_tmx(memory, tmp_path / "a.tmx")
    content = (tmp_path / "a.tmx").read_text("utf-8")
    version = content.split('creationtoolversion="')[1].split('"')[0]
    assert content == (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f'<header srclang="en" creationtool="briefgen" creationtoolversion="{version}"'
        ' segtype="sentence" o-tmf="briefgen" adminlang="en" datatype="plaintext"/>\n'
        "<body>\n"
        "<tu>\n"
        '  <tuv xml:lang="en">\n    <seg>One.</seg>\n  </tuv>\n'
        '  <tuv xml:lang="prs" creationdate="20260303T100000Z">\n'
        '    <prop type="x-briefgen-origin">human</prop>\n    <seg>یک.</seg>\n  </tuv>\n'
        "</tu>\n"
        "</body>\n</tmx>\n"
    )


def test_an_empty_memory_exports_a_file_that_can_be_imported(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    assert export_tmx(memory, tmp_path / "a.tmx") == 0
    report = import_tmx(memory, tmp_path / "a.tmx")
    assert (report.read, report.taken) == (0, 0)


def test_letters_that_xml_cannot_hold_are_left_out_of_an_export(
    memory: TranslationMemory, other: TranslationMemory, tmp_path: Path
) -> None:
    memory.store([approved("One\x0b.", "یک\x00\uffff.")])
    export_tmx(memory, tmp_path / "a.tmx")
    import_tmx(other, tmp_path / "a.tmx")
    assert texts(other, "One.") == ["یک."]


def test_an_existing_file_is_replaced_only_when_asked(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    path = tmp_path / "a.tmx"
    path.write_text("mine")
    with pytest.raises(OutputError, match="exists"):
        export_tmx(memory, path)
    assert path.read_text() == "mine"
    export_tmx(memory, path, force=True)
    assert path.read_text("utf-8").startswith("<?xml")
    assert {item.name for item in tmp_path.iterdir()} == {"a.tmx", "home"}


GOOD = unit(("en", "One."), ("ru", "Один."))
BOMB = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 40))


@pytest.mark.parametrize(
    ("prolog", "body", "said"),
    [
        (f"<!DOCTYPE tmx [{BOMB}]>\n", unit(("en", "x"), ("ru", "&l39;")), "declares XML entities"),
        (
            f"<!DOCTYPE tmx [{BOMB}]>\n",
            unit(("en", "x"), ("ru", "y"), attributes=' tuid="&l39;"'),
            "declares XML entities",
        ),
        (
            '<!DOCTYPE tmx [<!ENTITY x SYSTEM "secret.txt">]>\n',
            unit(("en", "x"), ("ru", "&x;")),
            "declares XML entities",
        ),
        ('<!DOCTYPE tmx [<!ENTITY % x SYSTEM "secret.txt"> %x;]>\n', GOOD, "entit"),
        ('<!DOCTYPE tmx [<!ENTITY a "harmless">]>\n', GOOD, "declares XML entities"),
        ('<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n', unit(("en", "x"), ("ru", "a &nbsp; b")), "&nbsp;"),
        ("", unit(("en", "x"), ("ru", "a &nbsp; b")), "well-formed"),
        ("", "<tu><tuv></tu>", "well-formed"),
        ("", unit(("en", "x"), ("ru", "a \x01 b")), "well-formed"),
    ],
)
def test_bombs_entities_and_bad_xml_are_refused_with_file_and_line_and_nothing_is_taken(
    memory: TranslationMemory, tmp_path: Path, prolog: str, body: str, said: str
) -> None:
    (tmp_path / "secret.txt").write_text("the secret")
    path = write(tmp_path, GOOD, body, prolog=prolog)
    started = time.process_time()
    with pytest.raises(MemoryFileError) as refused:
        import_tmx(memory, path)
    assert time.process_time() - started < 1
    message = str(refused.value)
    assert said in message
    assert f"{path}, line " in message
    assert "the secret" not in message
    assert len(message.splitlines()) <= 2
    assert list(memory.entries()) == []


@pytest.mark.parametrize("declaration", ["", '<!DOCTYPE tmx SYSTEM "secret.txt">\n'])
def test_a_document_type_is_neither_needed_nor_opened(
    memory: TranslationMemory, tmp_path: Path, declaration: str
) -> None:
    (tmp_path / "secret.txt").write_text('<!ENTITY x "not a file of types')
    assert import_tmx(memory, write(tmp_path, GOOD, prolog=declaration)).taken == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "line 1.*well-formed"),
        ("source,target\n", "line 1.*well-formed"),
        ("<html><body>x</body></html>", "no TMX.*<html>"),
        (f"<tmx version='2.0'>{HEADER}</tmx>", "TMX 2.0 is not read"),
        (f"<tmx version='1.4'>\n{HEADER}<body>\n{GOOD}", r"line \d.*well-formed"),
        ("<?xml version='1.0' encoding='x-none'?><tmx/>", "well-formed"),
    ],
)
def test_what_is_no_whole_tmx_file_is_refused(
    memory: TranslationMemory, tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(content)
    with pytest.raises(MemoryFileError, match=said):
        import_tmx(memory, path)
    assert list(memory.entries()) == []


def test_a_file_that_is_not_there_is_told(memory: TranslationMemory, tmp_path: Path) -> None:
    with pytest.raises(MemoryFileError, match="no such file"):
        import_tmx(memory, tmp_path / "none.tmx")
    with pytest.raises(MemoryFileError, match="cannot be read"):
        import_tmx(memory, tmp_path)


def test_three_thousand_units_are_imported_in_two_seconds(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    notes = "<note>Seen.</note><prop type='domain'>aid</prop>"
    path = write(
        tmp_path,
        *(
            unit(
                (
                    "en-US",
                    f"In {n} villages the road was {'closed ' * 10}",
                ),
                ("fa-AF", f"در {n} قریه راه {'بسته ' * 10} شد"),
                notes=notes,
            )
            for n in range(3000)
        ),
    )
    started = time.process_time()  # of this process: the machine may have other work
    report = import_tmx(memory, path)
    assert time.process_time() - started < 2
    assert (report.read, report.taken) == (3000, 3000)
    assert memory.stats().imported == 3000
