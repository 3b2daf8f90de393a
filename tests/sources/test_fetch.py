"""Pages from the web, against a server on this machine."""

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from briefgen.errors import BlockedAddressError, FetchError, OfflineError, SourceFormatError
from briefgen.sources import fetch as fetching
from briefgen.sources.fetch import fetch, is_public
from briefgen.sources.load import load_article

PAGE = (
    "<!doctype html><html><head><title>Мост открыт</title></head><body><article>"
    "<h1>Мост открыт</h1>"
    "<p>Губернатор в пятницу открыл новый мост через реку, которого ждали восемь лет.</p>"
    "<p>Теперь дорога до больницы стала короче на три часа, говорят жители долины.</p>"
    "</article></body></html>"
)


@dataclass
class Site:
    url: str
    seen: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        site.seen.append(self.path)
        name = self.path.strip("/").split("?")[0].replace(".", "_")
        getattr(self, f"page_{name}", self.page_missing)()

    def answer(self, body: bytes, kind: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for header, value in headers.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page_robots_txt(self) -> None:
        self.answer(b"User-agent: *\nDisallow: /closed\n", "text/plain")

    def page_closed(self) -> None:
        self.page_utf8()

    def page_utf8(self) -> None:
        self.answer(PAGE.encode(), "text/html; charset=utf-8")

    def page_cp1251(self) -> None:
        self.answer(PAGE.encode("cp1251"), "text/html; charset=windows-1251")

    def page_wrong(self) -> None:
        self.answer(PAGE.encode(), "text/html; charset=iso-8859-1")

    def page_gzip(self) -> None:
        self.answer(gzip.compress(PAGE.encode()), "text/html", Content_Encoding="gzip")

    def page_host(self) -> None:
        self.answer(str(self.headers["Host"]).encode(), "text/plain")

    def page_agent(self) -> None:
        self.answer(str(self.headers["User-Agent"]).encode(), "text/plain")

    def page_error(self) -> None:
        self.answer(b"oops", "text/html", 500)

    def page_missing(self) -> None:
        self.answer(b"no", "text/html", 404)

    def page_forbidden(self) -> None:
        self.answer(b"no", "text/html", 403)

    def page_picture(self) -> None:
        self.answer(b"\x89PNG\r\n\x1a\n", "image/png")

    def page_loop(self) -> None:
        self.answer(b"", "text/html", 302, Location="/loop")

    def page_once(self) -> None:
        self.answer(b"", "text/html", 301, Location="utf8")

    def page_tofile(self) -> None:
        self.answer(b"", "text/html", 302, Location="file:///etc/passwd")

    def page_toprivate(self) -> None:
        self.answer(b"", "text/html", 302, Location="http://10.11.12.13/secret")

    def page_large(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            for _ in range(400):
                self.wfile.write(b"<p>word</p>" * 10_000)
        except OSError:
            pass

    def page_drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    def page_silent(self) -> None:
        time.sleep(1.5)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output quiet."""


@pytest.fixture
def site() -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    found = Site(url=f"http://127.0.0.1:{server.server_port}")
    server.site = found  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_comes_with_its_type_and_charset(site: Site) -> None:
    page = fetch(f"{site.url}/utf8", allow_private=True)
    assert page.is_html
    assert page.charset == "utf-8"
    assert page.content.decode() == PAGE
    assert page.url == f"{site.url}/utf8"


@pytest.mark.parametrize("name", ["utf8", "cp1251", "wrong", "gzip"])
def test_an_article_is_read_in_the_right_encoding(site: Site, name: str) -> None:
    article = load_article(f"{site.url}/{name}", allow_private=True)
    assert article.title == "Мост открыт"
    assert article.language == "ru"
    assert "открыл новый мост" in article.text
    assert article.url == f"{site.url}/{name}"


def test_host_and_agent_are_sent(site: Site) -> None:
    port = site.url.rsplit(":", 1)[1]
    page = fetch(f"http://localhost:{port}/host", allow_private=True)
    assert page.content.decode() == f"localhost:{port}"
    assert fetch(f"{site.url}/agent", allow_private=True).content.startswith(b"briefgen/")


@pytest.mark.parametrize(
    ("name", "says"), [("error", "500"), ("nothing-here", "404"), ("forbidden", "403")]
)
def test_an_error_status_is_told_with_a_remedy(site: Site, name: str, says: str) -> None:
    with pytest.raises(FetchError, match=says) as caught:
        fetch(f"{site.url}/{name}", allow_private=True)
    assert f"{site.url}/{name}" in str(caught.value)
    assert "check" in str(caught.value) or "save" in str(caught.value)


def test_one_redirect_is_followed(site: Site) -> None:
    assert fetch(f"{site.url}/once", allow_private=True).url == f"{site.url}/utf8"
    assert site.seen == ["/robots.txt", "/once", "/utf8"]


def test_a_redirect_loop_ends(site: Site) -> None:
    with pytest.raises(FetchError, match="more than 5"):
        fetch(f"{site.url}/loop", allow_private=True)
    assert site.seen == ["/robots.txt"] + ["/loop"] * 6


def test_a_redirect_to_a_file_is_refused(site: Site) -> None:
    with pytest.raises(SourceFormatError, match="http"):
        fetch(f"{site.url}/tofile", allow_private=True)


def test_a_redirect_into_a_private_network_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The test's own server counts as public; the address that it redirects to does not.
    loopback = ipaddress.ip_address("127.0.0.1")
    monkeypatch.setattr(fetching, "is_public", lambda host: host == loopback or is_public(host))
    with pytest.raises(BlockedAddressError, match=r"10\.11\.12\.13"):
        fetch(f"{site.url}/toprivate")


def test_a_picture_is_refused(site: Site) -> None:
    with pytest.raises(SourceFormatError, match="image/png"):
        fetch(f"{site.url}/picture", allow_private=True)


def test_a_page_beyond_the_limit_is_cut_off(site: Site) -> None:
    with pytest.raises(FetchError, match="20 MB"):
        fetch(f"{site.url}/large", allow_private=True)


@pytest.mark.parametrize("name", ["drip", "silent"])
def test_a_slow_page_does_not_hang(site: Site, name: str) -> None:
    start = time.monotonic()
    with pytest.raises(FetchError, match=r"slow|in time"):
        fetch(f"{site.url}/{name}", allow_private=True, total_timeout_s=0.3)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://224.0.0.1/",
        "http://user:pw@127.0.0.1/",
    ],
)
def test_addresses_that_are_not_public_are_blocked(url: str) -> None:
    with pytest.raises(BlockedAddressError, match="--allow-private"):
        fetch(url)


def test_one_private_address_among_public_ones_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 80)),
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(BlockedAddressError, match=r"10\.0\.0\.7"):
        fetch("http://example.org/")


def test_the_name_is_resolved_once_for_check_and_connection(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    port = int(site.url.rsplit(":", 1)[1])

    def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: (
            real(host, *rest, **more) if host == "127.0.0.1" else resolve(str(host))
        ),
    )
    page = fetch(f"http://news.example:{port}/host", allow_private=True)
    assert page.content.decode() == f"news.example:{port}"
    # Once for robots.txt and once for the page, each with its own connection.
    assert asked == ["news.example"] * 2


def test_offline_refuses_before_the_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a socket was wanted")

    monkeypatch.setattr(socket, "getaddrinfo", never)
    monkeypatch.setattr(socket, "socket", never)
    with pytest.raises(OfflineError, match=r"example\.org"):
        load_article("https://example.org/a", offline=True)


@pytest.mark.parametrize("url", ["ftp://example.org/a", "file:///etc/passwd", "gopher://x/"])
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(SourceFormatError, match="only http and https"):
        load_article(url)


@pytest.mark.parametrize(
    "url", ["http://", "http:///path", "http://[::1", "http://exa mple/", "http://a:99999/"]
)
def test_broken_addresses_are_told(url: str) -> None:
    with pytest.raises(FetchError, match="check"):
        fetch(url)


def test_an_unknown_host_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(FetchError, match="not known"):
        fetch("https://nowhere.example/")


def test_a_closed_port_is_told() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{port}/", allow_private=True)


def test_a_page_that_robots_txt_closes_is_not_asked_for(site: Site) -> None:
    with pytest.raises(FetchError, match=r"robots\.txt"):
        fetch(f"{site.url}/closed", allow_private=True)
    assert site.seen == ["/robots.txt"]
