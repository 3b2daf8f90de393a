"""Bytes to text: what is read, what is refused, what is taken out."""

import pytest

from briefgen.errors import SourceFormatError
from briefgen.sources.decode import MAX_BYTES, clean, decode, squeeze

RUSSIAN = "Министерство сообщило, что переговоры завершились в пятницу вечером без результата."
DARI = "وزارت خارجه گفت که گفت و گوها عصر جمعه بدون نتيجه پايان يافت."
FRENCH = "Le ministère a déclaré que les négociations étaient terminées, « sans résultat »."
ENGLISH = "The ministry said “no” — it’s over, and the talks will go on at a café."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
        (RUSSIAN, "utf-8-sig"),
        (RUSSIAN, "utf-32"),
        (RUSSIAN.upper(), "cp1251"),
        (DARI, "cp1256"),
        (DARI, "utf-16"),
        (FRENCH, "cp1252"),
        (ENGLISH, "cp1252"),
        (ENGLISH, "utf-16-le"),
    ],
)
def test_a_text_in_any_usual_encoding_is_read_undeclared(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), source="a.txt") == text


def test_utf8_wins_over_a_wrong_declaration() -> None:
    assert decode(RUSSIAN.encode(), source="a", declared="windows-1251") == RUSSIAN


def test_a_declaration_settles_what_the_bytes_leave_open() -> None:
    assert decode("Łódź".encode("cp1250"), source="a", declared="windows-1250") == "Łódź"


def test_latin1_is_read_as_browsers_read_it() -> None:
    assert decode(b"\x93no\x94 caf\xe9", source="a", declared="iso-8859-1") == "“no” café"


@pytest.mark.parametrize("declared", ["no-such-code", "", "base64", "idna", "undefined"])
def test_an_impossible_declaration_is_ignored(declared: str) -> None:
    assert decode(RUSSIAN.encode("cp1251"), source="a", declared=declared) == RUSSIAN


def test_a_few_broken_bytes_do_not_spoil_utf8() -> None:
    data = RUSSIAN.encode() + b" \xd0" + RUSSIAN.encode()
    assert decode(data, source="a") == f"{RUSSIAN} {RUSSIAN}"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "zip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x7fELF\x02", "program"),
        (bytes(range(256)) * 40, "binary"),
    ],
)
def test_binary_files_are_named_and_refused(data: bytes, says: str) -> None:
    with pytest.raises(SourceFormatError, match=says) as caught:
        decode(data, source="thing.txt")
    assert "thing.txt" in str(caught.value)
    assert "give" in str(caught.value) or "save" in str(caught.value)


def test_bytes_of_no_encoding_are_refused_with_a_remedy() -> None:
    with pytest.raises(SourceFormatError, match="UTF-8"):
        decode(bytes(range(0x80, 0x100)) * 30, source="noise.txt")


def test_the_limit_of_size_is_said() -> None:
    with pytest.raises(SourceFormatError, match="20 MB"):
        decode(b"a" * (MAX_BYTES + 1), source="big.txt")


@pytest.mark.parametrize(
    ("dirty", "wanted"),
    [
        ("a\x00b\x07c", "abc"),
        ("abc\u202edef\u202c", "abcdef"),
        ("\u2067abc\u2069", "abc"),
        ("a\ud800b", "ab"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("hy\u00adphen", "hyphen"),
        ("cafe\u0301", "café"),
        ("می\u200cشود", "می\u200cشود"),
        ("\U000e0041x", "x"),
    ],
)
def test_clean_takes_out_what_no_article_needs(dirty: str, wanted: str) -> None:
    assert clean(dirty) == wanted


def test_squeeze_makes_one_line() -> None:
    assert squeeze(" a\u00a0\t b\n c ") == "a b c"
