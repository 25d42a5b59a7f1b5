"""Whether a website answers is asked politely, briefly, and never inside our own network."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from directory.moderate import fetching
from directory.moderate.fetching import is_public, trouble_of


class Site(BaseHTTPRequestHandler):
    """A website whose paths say how it answers; it notes what was asked of it."""

    asked: list[str] = []

    def _answer(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        status = int(self.path.strip("/").split("/")[0] or 200)
        if status == 405 and self.command == "GET":
            status = 200
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/" + "/".join(self.path.strip("/").split("/")[1:]))
        if status == 307:
            self.send_header("Location", "http://169.254.169.254/latest/meta-data")
        self.end_headers()

    do_HEAD = do_GET = _answer  # noqa: N815 (so does http.server ask for them)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[int]:
    Site.asked = []
    server = HTTPServer(("127.0.0.1", 0), Site)
    # It looks as often whether it should stop.
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def ask(port: int, path: str, host: str = "127.0.0.1") -> str:
    """Ask as we do, where this one machine counts as public."""
    return trouble_of(
        f"http://{host}:{port}{path}",
        is_allowed=lambda machine: machine == "127.0.0.1" or is_public(machine),
        ports=frozenset({port, 80, 443}),
    )


@pytest.mark.parametrize(
    ("path", "trouble"),
    [
        ("/200", ""),
        ("/302/200", ""),
        ("/405", ""),
        ("/401", ""),
        ("/403", ""),
        ("/429", ""),
        ("/404", "the page is gone (404)"),
        ("/410", "the page is gone (410)"),
        ("/302/404", "the page is gone (404)"),
        ("/500", "its server has trouble (500)"),
        ("/302/302/302/302/302/302/302/302/200", "leads round in circles"),
    ],
)
def test_what_a_website_answers_is_told_in_a_few_words(site: int, path: str, trouble: str) -> None:
    assert ask(site, path) == trouble


def test_only_the_head_is_asked_for_where_that_is_enough(site: int) -> None:
    ask(site, "/200/a b?c=d")

    assert Site.asked == ["HEAD /200/a%20b?c=d"]


def test_a_redirect_into_our_own_network_is_not_followed(site: int) -> None:
    assert ask(site, "/307") == "is not on the public internet"


def test_a_server_that_is_not_there_is_told(site: int) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        assert ask(port, "/") == "did not answer"


def test_a_server_that_says_nothing_does_not_hold_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert ask(silent.getsockname()[1], "/") == "did not answer in time"


@pytest.mark.parametrize(
    "machine",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b:1::7f00:1",
        "not an address",
        "",
    ],
)
def test_a_machine_of_our_own_is_never_asked(machine: str) -> None:
    assert not is_public(machine)


@pytest.mark.parametrize("machine", ["8.8.8.8", "151.101.0.81", "2606:4700::6810:84e5"])
def test_a_machine_on_the_internet_may_be_asked(machine: str) -> None:
    assert is_public(machine)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://user@127.0.0.1/",
        "127.0.0.1",
        "http://example.org:22/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "javascript:alert(1)",
        "http://",
        "http://[broken",
        "http://example.org:99999/",
        "http://" + "a" * 300 + ".example/",
        "http://exa mple.org/",
        "\x00",
        "",
    ],
)
def test_nothing_that_somebody_types_makes_us_ask_inside(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def _fail(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket, "create_connection", _fail)

    assert trouble_of(address)


def test_a_name_that_has_one_machine_inside_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def _both(*_: object, **__: object) -> list[object]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (machine, 443))
            for machine in ("8.8.8.8", "10.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", _both)

    assert trouble_of("https://rebind.example.org") == "is not on the public internet"


def test_the_machine_that_was_looked_at_is_the_one_that_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that answers otherwise a moment later (DNS rebinding) gains nothing."""
    answers = iter(["8.8.8.8", "127.0.0.1", "127.0.0.1"])
    met: list[str] = []

    def _resolve(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 80))]

    def _connect(address: tuple[str, int], **_: object) -> None:
        met.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", _resolve)
    monkeypatch.setattr(socket, "create_connection", _connect)

    assert trouble_of("http://rebind.example.org") == "did not answer"
    assert met == ["8.8.8.8"]
