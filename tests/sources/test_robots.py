"""What robots.txt allows: refusals are reported, and nothing else is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.errors import FetchError
from briefgen.sources.robots import check_robots, robots_url

AGENT = "briefgen/0.1.0"


def allowed(text: str | None, url: str) -> bool:
    try:
        check_robots(text, url, AGENT)
    except FetchError:
        return False
    return True


def test_the_file_at_the_root_of_the_same_host_is_asked() -> None:
    asked = robots_url("https://example.org:8443/a/b.html?c=d#e")
    assert asked == "https://example.org:8443/robots.txt"


def test_a_password_in_an_address_is_not_asked_for_again() -> None:
    assert robots_url("http://ann:secret@example.org/a") == "http://example.org/robots.txt"


def test_no_file_is_leave() -> None:
    assert allowed(None, "https://example.org/a")
    assert allowed("", "https://example.org/a")


@pytest.mark.parametrize(
    ("rules", "path", "leave"),
    [
        ("User-agent: *\nDisallow: /", "/news", False),
        ("User-agent: *\nDisallow:", "/news", True),
        ("User-agent: *\nDisallow: /private/", "/news", True),
        ("User-agent: *\nDisallow: /private/", "/private/a", False),
        ("User-agent: *\nAllow: /\nDisallow: /private/", "/private/a", False),
        ("User-agent: *\nDisallow: /news/\nAllow: /news/open/", "/news/open/1", True),
        ("User-agent: *\nDisallow: /*?print=", "/news?print=1", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf.html", True),
        ("User-agent: *\nDisallow: /новости", "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8", False),
        ("User-agent: OtherBot\nDisallow: /", "/news", True),
        ("User-agent: BriefGen\nDisallow: /", "/news", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: briefgen\nAllow: /", "/news", True),
        ("\ufeffUser-agent: *\nDisallow: /news", "/news", False),
    ],
)
def test_rules_are_read_as_rfc_9309_says(rules: str, path: str, leave: bool) -> None:
    assert allowed(rules, f"https://example.org{path}") is leave


def test_the_error_says_who_refuses_and_what_to_do() -> None:
    with pytest.raises(FetchError) as caught:
        check_robots("User-agent: *\nDisallow: /", "https://example.org/a", AGENT)
    assert "https://example.org/a" in str(caught.value)
    assert "robots.txt asks briefgen not to" in str(caught.value)
    assert "save it, and give the file" in str(caught.value)


def test_a_rule_beyond_measure_never_gives_leave() -> None:
    allow = "User-agent: *\nDisallow: /\nAllow: /a" + "*" * 100_000 + "b"
    assert not allowed(allow, "https://example.org/a")
    assert not allowed("User-agent: *\nDisallow: /a" + "*" * 100_000, "https://example.org/a")


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="Usr-agent: *\nDillow/?$%#\r\x00я", max_size=300))
def test_any_text_is_leave_or_our_error(text: str) -> None:
    assert allowed(text, "https://example.org/a/b?c") in (True, False)
