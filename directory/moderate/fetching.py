"""Looking whether a web address answers: politely, briefly, and never inside our own network.

An address that somebody typed must not make us ask a machine that only we can reach. So a name is
resolved first, every address that it has must be public, and it is that very address which is
connected to: a name that answers otherwise a moment later gains nothing. A redirect is a new
address, and is held to the same.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

SECONDS = 10
MOST_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
AGENT = "Doorstep link check (is this page still there?)"
_MOVED = {301, 302, 303, 307, 308}
_NOT_THIS_WAY = {400, 403, 405, 406, 501}
_GONE = {404, 410}
_WRAPPED = tuple(
    ipaddress.ip_network(each)
    for each in ("64:ff9b::/32", "2002::/16", "2001::/32", "::ffff:0:0/96")
)
"""IPv6 addresses with an IPv4 address inside, which a gateway of ours may take out again."""
IsPublic = Callable[[str], bool]


class UnreachableError(Exception):
    """An address cannot be asked; the message says why, in a few words."""


@dataclass(frozen=True, slots=True)
class _Address:
    """An address taken apart, with the machine to connect to."""

    scheme: str
    host: str
    port: int
    path: str
    machine: str


class _Pinned(http.client.HTTPConnection):
    """A connection to a machine that was chosen before; TLS still checks the name."""

    def __init__(self, address: _Address) -> None:
        super().__init__(address.host, address.port, timeout=SECONDS)
        self._address = address

    def connect(self) -> None:
        """Connect to the machine that was chosen."""
        self.sock = socket.create_connection(
            (self._address.machine, self._address.port), timeout=SECONDS
        )
        if self._address.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._address.host)


def is_public(machine: str) -> bool:
    """Say whether an IP address is one that anybody on the internet may reach."""
    try:
        found = ipaddress.ip_address(machine.partition("%")[0])
    except ValueError:
        return False
    if any(found in each for each in _WRAPPED if each.version == found.version):
        return False
    return found.is_global and not found.is_multicast


def trouble_of(
    website: str, *, is_allowed: IsPublic = is_public, ports: frozenset[int] | None = None
) -> str:
    """Return why a web address does not work, in a few words; "" when it does.

    A page that will not speak to programs (401, 403, 429) is there all the same.

    Args:
        website: the address, with or without its scheme.
        is_allowed: says of an IP address whether it may be asked.
        ports: which ports may be asked; those of http and https when None.

    """
    wanted = website if "://" in website else f"https://{website}"
    try:
        for _ in range(MOST_REDIRECTS + 1):
            address = _take_apart(wanted, is_allowed, ports or frozenset(PORTS.values()))
            status, elsewhere = _ask(address)
            if status not in _MOVED or not elsewhere:
                return _trouble(status)
            wanted = urljoin(wanted, elsewhere)
    except UnreachableError as error:
        return str(error)
    return "leads round in circles"


def _take_apart(wanted: str, is_allowed: IsPublic, ports: frozenset[int]) -> _Address:
    try:
        parts = urlsplit(wanted)
        port = parts.port or PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise UnreachableError("is not a web address") from None
    if parts.scheme not in PORTS or not host or port not in ports:
        raise UnreachableError("is not a web address")
    machines = _resolve(host, port)
    if not all(is_allowed(each) for each in machines):
        raise UnreachableError("is not on the public internet")
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    path = path.encode("ascii", "ignore").decode().replace(" ", "%20")
    return _Address(parts.scheme, host, port, path, machines[0])


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnreachableError("is not known by that name") from None
    machines = [str(each[4][0]) for each in found]
    if not machines:
        raise UnreachableError("is not known by that name")
    return machines


def _ask(address: _Address) -> tuple[int, str]:
    """Ask for the head of a page, or for the page where it gives no heads; its body is not read."""
    for method in ("HEAD", "GET"):
        connection = _Pinned(address)
        try:
            connection.request(method, address.path, headers={"User-Agent": AGENT, "Accept": "*/*"})
            answer = connection.getresponse()
            if method == "GET" or answer.status not in _NOT_THIS_WAY:
                return answer.status, answer.headers.get("Location") or ""
        except ssl.SSLCertVerificationError:
            raise UnreachableError("its certificate is not right") from None
        except TimeoutError:
            raise UnreachableError("did not answer in time") from None
        except (OSError, http.client.HTTPException, ValueError):
            raise UnreachableError("did not answer") from None
        finally:
            connection.close()
    return 0, ""


def _trouble(status: int) -> str:
    if status in _GONE:
        return f"the page is gone ({status})"
    return f"its server has trouble ({status})" if status >= 500 else ""
