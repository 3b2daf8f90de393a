"""What a site's `robots.txt` (RFC 9309) allows. A refusal is reported, never gone round."""

from urllib.parse import urlsplit, urlunsplit

from briefgen.errors import FetchError

MAX_CHARS = 500_000
"""How much of a `robots.txt` is read; RFC 9309 asks for 500 KiB at least."""

_MAX_LINE_CHARS = 2_000


def robots_url(url: str) -> str:
    """Where the `robots.txt` for an address stands.

    >>> robots_url("https://example.org:8443/news/1.html?page=2#top")
    'https://example.org:8443/robots.txt'
    """
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rsplit("@", 1)[-1], "/robots.txt", "", ""))


def check_robots(text: str | None, url: str, user_agent: str) -> None:
    """Read in a site's rules whether a page may be fetched.

    Args:
        text: the site's `robots.txt`; None where it has none, which RFC 9309 takes for leave.
        url: the page's address, http or https.
        user_agent: as the request will name itself, such as `briefgen/0.1.0`.

    Raises:
        FetchError: the site asks programs like this one to stay away from the page.
    """
    if text is None:
        return
    # urllib.robotparser knows no wildcards and takes the first rule in place of the longest.
    from protego import Protego

    lines = text[:MAX_CHARS].lstrip("\ufeff").splitlines()
    rules = Protego.parse("\n".join(_bounded(line) for line in lines))
    if not rules.can_fetch(url, user_agent):
        name = user_agent.partition("/")[0]
        raise FetchError(
            f"{url}: the site's robots.txt asks {name} not to fetch this page; "
            "open it in a browser, save it, and give the file"
        )


def _bounded(line: str) -> str:
    """A line of bearable length: a refusal that is cut refuses more, leave that is cut is none."""
    if len(line) <= _MAX_LINE_CHARS:
        return line
    return line[:_MAX_LINE_CHARS] if line.lstrip().lower().startswith("disallow") else ""
