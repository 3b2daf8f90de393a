"""Glossaries come as tables or as TBX; what cannot be is refused with its line and column."""

import hashlib
from pathlib import Path

import pytest

from briefgen.errors import GlossaryError
from briefgen.glossary.reading import read_glossary

TABLE = """source,prs,ps,ru,note,ru_wrong
water user group,گروپ آب,د اوبو ډله,группа водопользователей,field office,союз воды|водная банда
OpenStreetMap,OpenStreetMap,OpenStreetMap,OpenStreetMap,stays
"clinic, mobile",کلینیک سیار,,передвижная клиника|мобильная клиника,
"""


def _write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_table_is_read(tmp_path: Path) -> None:
    path = _write(tmp_path, "terms.csv", TABLE)
    glossary = read_glossary(path)
    group, osm, clinic = glossary.terms
    assert group.targets == {
        "prs": ("گروپ آب",),
        "ps": ("د اوبو ډله",),
        "ru": ("группа водопользователей",),
    }
    assert group.wrong == {"ru": ("союз воды", "водная банда")}
    assert group.note == "field office"
    assert osm.targets["ru"] == (osm.name,)
    assert clinic.name == "clinic, mobile"
    assert clinic.targets["ru"] == ("передвижная клиника", "мобильная клиника")
    assert "ps" not in clinic.targets
    assert not any(term.builtin for term in glossary.terms)
    assert glossary.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.tsv", b"source\tdari\tPashto\nwell\t\xda\x86\xd8\xa7\xd9\x87\t\n"),
        ("t.csv", "source;prs;ps\nwell;چاه;\n"),
        ("t.csv", "# a remark; with a sign\r\nsource;fa-AF\r\nwell;چاه\r\n"),
        ("t.csv", "\ufeffsource,prs\nwell,چاه\n"),
        ("t.csv", "English,prs\nwell, چاه \n\n"),
        ("t.tsv", "source\tprs\nwell\tچاه\n".encode("utf-16")),
    ],
)
def test_other_shapes_of_tables_are_read(tmp_path: Path, name: str, text: str | bytes) -> None:
    (term,) = read_glossary(_write(tmp_path, name, text)).terms
    assert (term.name, term.targets) == ("well", {"prs": ("چاه",)})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("source,german\nwell,Brunnen\n", "line 1, column german"),
        ("term_en,prs\nwell,چاه\n", "line 1, column term_en"),
        ("prs,ru\nچاه,колодец\n", "line 1, column source"),
        ("source,note\nwell,deep\n", "line 1, column prs, ps, ru"),
        ("source,prs,prs\nwell,چاه,چاه\n", "line 1, column prs"),
        ("source,prs\nwell,چاه\n,چاه\n", "line 3, column source"),
        ("source,prs,ru\nwell,,\n", "line 2, column prs, ru"),
        ("source,prs\nwell,چاه,deep\n", "line 2, column 3"),
        ("source,prs\nwell,—\n", "line 2, column prs"),
        ("source,prs\nwell,چاه\nWell,چاه\n", "line 3, column source"),
        ("source,ru,ru_wrong\nwell,колодец,колодец\n", "line 2, column ru_wrong"),
        ("source,prs,ru,ru_wrong\nwell,چاه,,яма\n", "line 2, column ru"),
        ('source,prs\n"well,چاه\n', "line 2"),
        (b"source,ru\nwell,\xea\xee\xeb\n", "line 2: this is not UTF-8"),
    ],
)
def test_a_table_that_cannot_be_says_where(tmp_path: Path, text: str | bytes, said: str) -> None:
    path = _write(tmp_path, "terms.csv", text)
    with pytest.raises(GlossaryError) as raised:
        read_glossary(path)
    assert said in str(raised.value)
    assert str(path) in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_a_line_is_that_of_the_file_after_a_cell_of_several_lines(tmp_path: Path) -> None:
    path = _write(tmp_path, "t.csv", 'source,prs,note\nwell,چاه,"two\nlines"\n,x,\n')
    with pytest.raises(GlossaryError, match="line 4, column source"):
        read_glossary(path)


def test_a_missing_file_and_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="no such file"):
        read_glossary(tmp_path / "none.csv")
    with pytest.raises(GlossaryError, match="unknown kind"):
        read_glossary(_write(tmp_path, "terms.xlsx", b"PK"))
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(GlossaryError, match="cannot be read"):
        read_glossary(tmp_path / "folder.csv")


BASIC = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
 <martifHeader><fileDesc><sourceDesc><p>ours</p></sourceDesc></fileDesc></martifHeader>
 <text><body>
  <termEntry id="c1">
   <note>irrigation</note>
   <langSet xml:lang="en-US"><tig><term>water user group</term></tig></langSet>
   <langSet xml:lang="ru-RU">
    <tig><term>союз воды</term>
     <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
    <tig><term>водная группа</term>
     <termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></tig>
    <ntig><termGrp><term>группа <hi>водопользователей</hi></term>
     <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig>
   </langSet>
   <langSet xml:lang="fa-AF"><tig><term>گروپ آب</term></tig></langSet>
   <langSet xml:lang="fa"><tig><term>تعاونی آب</term></tig></langSet>
   <langSet xml:lang="de"><tig><term>Wassergruppe</term></tig></langSet>
  </termEntry>
  <termEntry id="c2">
   <langSet xml:lang="en"><tig><term>only English</term></tig></langSet>
  </termEntry>
 </body></text>
</martif>
"""
EDITION_2 = """<?xml version="1.0" encoding="UTF-8"?>
<tbx xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min" style="dct"
     type="TBX-Min" xml:lang="en">
 <tbxHeader><fileDesc><sourceDesc><p>ours</p></sourceDesc></fileDesc></tbxHeader>
 <text><body><conceptEntry id="1">
  <langSec xml:lang="en"><termSec><term>well</term></termSec></langSec>
  <langSec xml:lang="pus"><termSec><term>څاه</term>
   <min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec></langSec>
 </conceptEntry></body></text>
</tbx>
"""


def test_tbx_basic_is_read_with_what_it_says_of_its_terms(tmp_path: Path) -> None:
    (term,) = read_glossary(_write(tmp_path, "terms.tbx", BASIC)).terms
    assert term.sources == ("water user group",)
    assert term.targets == {
        "prs": ("گروپ آب",),
        "ru": ("группа водопользователей", "водная группа"),
    }
    assert term.wrong == {"ru": ("союз воды",)}
    assert term.note == "irrigation"


def test_the_second_edition_of_tbx_is_read(tmp_path: Path) -> None:
    (term,) = read_glossary(_write(tmp_path, "terms.tbx", EDITION_2)).terms
    assert (term.name, term.targets) == ("well", {"ps": ("څاه",)})


BOMB = """<?xml version="1.0"?>
<!DOCTYPE martif [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>
<martif><text><body><termEntry><langSet xml:lang="en"><tig><term>&c;</term></tig></langSet>
</termEntry></body></text></martif>
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "declares XML entities"),
        ("<tmx version='1.4'><body/></tmx>", "no TBX file"),
        ("<martif><text>", "line 1: this is no well-formed XML"),
        ("", "no well-formed XML|empty"),
        ("<martif><text><body/></text></martif>", "no entry has a term"),
    ],
)
def test_bad_tbx_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(GlossaryError, match=said):
        read_glossary(_write(tmp_path, "terms.tbx", text))
