"""A page from the web: http and https, within limits, never from a private network unasked.

Each host is resolved once, all its addresses are checked, and the connection goes to a checked
address, so that a name cannot point elsewhere between the check and the connection.
"""

import ipaddress
import re
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from briefgen.errors import (
    BlockedAddressError,
    FetchError,
    OfflineError,
    SourceFormatError,
)
from briefgen.sources.decode import MAX_BYTES
from briefgen.sources.robots import check_robots, robots_url
from briefgen.version import __version__

if TYPE_CHECKING:
    import httpx

MAX_REDIRECTS = 5
CONNECT_TIMEOUT_S = 10.0
READ_TIMEOUT_S = 15.0
TOTAL_TIMEOUT_S = 45.0

_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
_TEXT_TYPES = re.compile(
    r"text/|application/(?:(?:xhtml|rss|atom|rdf)\+xml|xml|octet-stream|force-download)|$"
)
_DOCUMENT_TYPES = re.compile(r"pdf|msword|wordprocessingml")
_HTML_TYPES = re.compile(r"text/html|application/xhtml\+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_USER_AGENT = f"briefgen/{__version__}"
_SAVE = "save the page in a browser and give the file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an address answered.

    Attributes:
        url: the address after redirects.
        content: the body's bytes, decompressed.
        charset: as the header names it, or None.
        is_html: the header calls it a page.
    """

    url: str
    content: bytes
    charset: str | None
    is_html: bool


def fetch(
    url: str,
    *,
    offline: bool = False,
    allow_private: bool = False,
    total_timeout_s: float = TOTAL_TIMEOUT_S,
) -> Page:
    """Fetch a page, following at most `MAX_REDIRECTS` redirects, each checked anew.

    Args:
        url: an http or https address.
        offline: refuse before any socket opens, also for the name.
        allow_private: permit private, loopback, link-local and reserved addresses.
        total_timeout_s: seconds for everything together.

    Returns:
        The page; its content is at most `decode.MAX_BYTES` long.

    Raises:
        OfflineError: `offline` is on.
        SourceFormatError: another scheme, or content that is no text.
        BlockedAddressError: the host has an address that is not a public one.
        FetchError: no such host, no answer, too slow, too large, an error status, too many
            redirects, or a `robots.txt` that asks us to stay away.
    """
    if offline:
        raise OfflineError(f"{url} needs the network, which is switched off: give a saved file")
    import httpx

    deadline = time.monotonic() + total_timeout_s
    timeout = httpx.Timeout(min(READ_TIMEOUT_S, total_timeout_s), connect=CONNECT_TIMEOUT_S)
    address = url
    rules: dict[bytes, str | None] = {}  # of each host that a redirect leads to
    # Proxies of the environment would resolve the name again, behind the check.
    with httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client:
        for _ in range(MAX_REDIRECTS + 1):
            target = _parse(address)
            if target.netloc not in rules:
                rules[target.netloc] = _robots(
                    client, address, deadline, allow_private=allow_private
                )
            check_robots(rules[target.netloc], address, _USER_AGENT)
            answer = _hop(client, address, deadline, allow_private=allow_private)
            if isinstance(answer, Page):
                return answer
            address = answer
    raise FetchError(f"{url} redirects more than {MAX_REDIRECTS} times: {_SAVE}")


def _hop(
    client: "httpx.Client",
    address: str,
    deadline: float,
    *,
    allow_private: bool,
    named: str | None = None,
) -> Page | str:
    """Ask for one address, its host checked; a redirect's target comes back as text.

    Errors of the connection name `named` where it is given: the page that the user knows.
    """
    import httpx

    target = _parse(address)
    named = named or address
    hosts = _checked_addresses(target, named, allow_private=allow_private)
    try:
        return _get(client, target, hosts, deadline)
    except httpx.TimeoutException as error:
        raise FetchError(f"{named} did not answer in time: try later, or {_SAVE}") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise FetchError(
            f"{named} cannot be reached ({_reason(error)}): check the address and the "
            f"connection, or {_SAVE}"
        ) from error


def _robots(
    client: "httpx.Client", page: str, deadline: float, *, allow_private: bool
) -> str | None:
    """The text of the `robots.txt` for a page; None where the site has none (RFC 9309, 2.3.1.3)."""
    place = robots_url(page)
    for _ in range(MAX_REDIRECTS + 1):
        try:
            answer = _hop(client, place, deadline, allow_private=allow_private, named=page)
        except _StatusError as error:
            if 400 <= error.status < 500:
                return None
            raise FetchError(
                f"{page}: the site's robots.txt answers {error.status}, which gives no leave: "
                f"try later, or {_SAVE}"
            ) from error
        except SourceFormatError:
            return None  # some other kind of file: it holds no rules
        if isinstance(answer, Page):
            return answer.content.decode("utf-8", "replace")
        place = answer
    return None


class _StatusError(FetchError):
    """A FetchError that knows the HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def _parse(address: str) -> "httpx.URL":
    import httpx

    try:
        target = httpx.URL(address)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise FetchError(f"{address} is not a valid address: check it") from error
    if target.scheme not in ("http", "https"):
        raise SourceFormatError(f"{address}: only http and https addresses are read; give a file")
    if not target.host:
        raise FetchError(f"{address} names no host: check the address")
    return target


def _checked_addresses(
    target: "httpx.URL", address: str, *, allow_private: bool
) -> tuple[_Address, ...]:
    """Resolve a host, and refuse it where any of its addresses is not public."""
    port = target.port or (443 if target.scheme == "https" else 80)
    try:
        answers = socket.getaddrinfo(target.raw_host.decode("ascii"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(
            f"the host of {address} is not known: check the address and the connection"
        ) from error
    found: dict[_Address, None] = {}
    for answer in answers:
        literal = str(answer[4][0]).split("%")[0]
        found[ipaddress.ip_address(literal)] = None
    for host in found:
        if not allow_private and not is_public(host):
            raise BlockedAddressError(
                f"{address} points to {host}, which is not a public address: "
                "use --allow-private if you trust it"
            )
    if not found:
        raise FetchError(f"the host of {address} has no address: check it")
    return tuple(found)


def is_public(host: _Address) -> bool:
    """Whether an address is one of the public internet's, seen through IPv6's wrappings of IPv4.

    >>> is_public(ipaddress.ip_address("::ffff:127.0.0.1"))
    False
    """
    if isinstance(host, ipaddress.IPv6Address):
        inner = host.ipv4_mapped or host.sixtofour
        if inner is None and host.teredo is not None:
            inner = host.teredo[1]
        if inner is None and host in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(host) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return host.is_global and not host.is_multicast and not host.is_reserved


def _get(
    client: "httpx.Client",
    target: "httpx.URL",
    hosts: tuple[_Address, ...],
    deadline: float,
) -> Page | str:
    """Ask the first address that lets us connect; a redirect's target comes back as text."""
    import httpx

    last: Exception | None = None
    for host in hosts:
        request = client.build_request(
            "GET",
            target.copy_with(host=str(host), fragment=None),
            headers={
                "Host": target.netloc.decode("ascii"),
                "User-Agent": _USER_AGENT,
                "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1",
                "Accept-Encoding": "gzip, deflate",
            },
            extensions={"sni_hostname": target.raw_host.decode("ascii")},
        )
        try:
            response = client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            last = error
            continue
        try:
            return _read(response, target, deadline)
        finally:
            response.close()
    raise last if last is not None else FetchError(f"{target} cannot be reached")


def _read(response: "httpx.Response", target: "httpx.URL", deadline: float) -> Page | str:
    location = response.headers.get("location")
    if response.status_code in (301, 302, 303, 307, 308) and location:
        return str(target.join(location))
    if response.status_code != 200:
        status = f"{response.status_code} {response.reason_phrase}".strip()
        raise _StatusError(
            f"{target} answered {status}: {_remedy(response.status_code)}", response.status_code
        )
    kind = str(response.headers.get("content-type", "")).strip().lower()
    if not _TEXT_TYPES.match(kind) and not _DOCUMENT_TYPES.search(kind):
        raise SourceFormatError(
            f"{target} is {kind.split(';')[0]}, not a page: give the article's address"
        )
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > MAX_BYTES:
            raise FetchError(
                f"{target} is larger than {MAX_BYTES // 1_000_000} MB: {_SAVE}, the article alone"
            )
        if time.monotonic() > deadline:
            raise FetchError(f"{target} is too slow: try later, or {_SAVE}")
    charset = _CHARSET.search(kind)
    return Page(
        url=str(target),
        content=bytes(content),
        charset=charset[1] if charset else None,
        is_html=_HTML_TYPES.match(kind) is not None,
    )


def _remedy(status: int) -> str:
    if status in (404, 410):
        return "check the address"
    if status in (401, 402, 403, 407, 429, 451):
        return _SAVE
    return f"try later, or {_SAVE}"


def _reason(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return text.split("\n")[0][:120]
