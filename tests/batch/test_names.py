"""What briefs are called."""

import pytest

from briefgen.batch.names import Namer, base_of_path, base_of_url, folded


def _names(*bases: str) -> list[str]:
    used: set[str] = set()
    namer = Namer(used.__contains__)
    found = []
    for base in bases:
        name = namer.name(base)
        used.add(folded(name))
        found.append(name)
    return found


def test_a_name_is_taken_once_whatever_its_case_and_composition() -> None:
    assert _names("Kabul", "KABUL", "kabul", "Kabul-2") == [
        "Kabul",
        "KABUL-2",
        "kabul-3",
        "Kabul-2-2",
    ]
    assert _names("caf\u00e9", "cafe\u0301") == ["caf\u00e9", "cafe\u0301-2"]


@pytest.mark.parametrize(
    "base", ["index", "Index", "digest-2026-03-03", "CON", "lpt1", "a.review", "a.prs"]
)
def test_names_of_the_batch_and_of_systems_are_left_alone(base: str) -> None:
    assert _names(base) == [f"{base}-2"]


@pytest.mark.parametrize(
    ("path", "base"),
    [
        ("in/floods.txt", "floods"),
        ("a.b.html", "a.b"),
        (".env", "env"),
        ("what?.txt", "what_"),
        ("سیلاب.txt", "سیلاب"),
        ("bad\udcff.txt", "bad_"),
        ("...", "brief"),
    ],
)
def test_a_file_names_its_brief(path: str, base: str) -> None:
    assert base_of_path(path) == base


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://example.org/a/b/floods-in-kunduz/", "floods-in-kunduz"),
        ("https://example.org/?id=3", "example.org"),
        ("https://example.org/%D8%B3%DB%8C%D9%84", "سیل"),
        ("https://example.org/a%2Fb", "a_b"),
    ],
)
def test_a_page_names_its_brief(url: str, base: str) -> None:
    assert base_of_url(url) == base


def test_no_name_is_too_long_for_a_file_system() -> None:
    assert len(f"{base_of_path('ژ' * 300)}-1000.review.html".encode()) <= 255


def test_ten_thousand_of_one_name_are_numbered_quickly() -> None:
    assert _names(*["index"] * 10_000)[-1] == "index-10001"
