"""A page or a feed from the web, where an editor names its address. The only code that goes there.

    fetched = fetch("https://news.example/2012/12/01/turkey")
    fetched.address, fetched.kind, fetched.charset, fetched.body

The server must never be made to speak with its own network. Each address that a name stands for is
looked at before it is connected to, and the peer again before the first byte is sent; so for each
redirect. Time, size, type and redirects have limits. What breaks a rule raises `NotFetched`, in
words for the editor. Whether it may be used at all is said by the settings (ARCHIVE_FETCH).
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from articles.text import URL_MAX

KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
}
SIZE_MAX = 5 * 1024 * 1024  # bytes, unpacked
HEADERS_MAX = 64 * 1024
SECONDS = 15.0
REDIRECTS = 5
_REDIRECTED = (301, 302, 303, 307, 308)

_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")
# Within it: what leads on to addresses of IPv4, documentation, and what is no host's.
_SPECIAL = [
    ipaddress.ip_network(network)
    for network in (
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "192.0.0.0/24",
        "192.88.99.0/24",
    )
]


class NotFetched(Exception):
    """Why, for the editor who named the address."""


@dataclass(frozen=True)
class Fetched:
    """`address` is where it was in the end, `kind` the name of a format."""

    address: str
    kind: str
    charset: str
    body: bytes


def is_public(address: str) -> bool:
    """Whether this is an address of the internet, on its own and in no other's name."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if any(ip in network for network in _SPECIAL if network.version == ip.version):
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        return ip in _GLOBAL_IPV6 and ip.is_global
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


@dataclass(frozen=True)
class Rules:
    """Those of every day; only a test has others."""

    may_speak_with: Callable[[str], bool] = is_public
    ports: tuple[int, ...] = (80, 443)
    seconds: float = SECONDS


def fetch(address: str, rules: Rules = Rules()) -> Fetched:
    deadline = time.monotonic() + rules.seconds
    for _ in range(REDIRECTS + 1):
        parts = _read(address, rules)
        with _connected(parts, rules, deadline) as connection:
            answer = _answer(parts, connection)
            if answer.status in _REDIRECTED:
                address = _onward(address, answer.headers.get("Location", ""))
                continue
            return _fetched(address, answer)
    raise NotFetched(f"The address leads on more than {REDIRECTS} times.")


def _read(address: str, rules: Rules) -> SplitResult:
    if len(address) > URL_MAX or re.search(r"[\x00-\x20\x7f\\]", address):
        raise NotFetched("This is no address.")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotFetched("This is no address.") from None
    if parts.scheme not in ("http", "https"):
        raise NotFetched("Only addresses that begin with http:// or https:// are fetched.")
    if parts.username is not None or parts.password is not None:
        raise NotFetched("An address with a user name in it is not fetched.")
    if not host:
        raise NotFetched("The address has no host.")
    if _port(parts) not in rules.ports or port == 0:
        raise NotFetched(f"Port {port} is not one of the web: 80 or 443.")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


@contextmanager
def _connected(parts: SplitResult, rules: Rules, deadline: float) -> Iterator[_Connection]:
    name, host = _host(parts), parts.hostname
    try:
        found = socket.getaddrinfo(name, _port(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(f"There is no host {host}.") from None
    for family, kind, protocol, _, place in found[:4]:
        if not rules.may_speak_with(str(place[0])):
            raise NotFetched(f"{host} is not on the public internet.")
        with socket.socket(family, kind, protocol) as plain:
            plain.settimeout(_left(deadline))
            try:
                plain.connect(place)
            except OSError:
                continue
            # What was connected to counts, whatever was asked for.
            if not rules.may_speak_with(str(plain.getpeername()[0])):
                raise NotFetched(f"{host} is not on the public internet.")
            with _secured(plain, parts, name) as connection:
                yield _Connection(connection, deadline)
                return
    raise NotFetched(f"{host} does not answer.")


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        raise NotFetched("The address has no host that can be.") from None


def _secured(plain: socket.socket, parts: SplitResult, name: str) -> socket.socket:
    if parts.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=name)
    except (OSError, ValueError):
        raise NotFetched(f"{parts.hostname} cannot show that it is {parts.hostname}.") from None


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise NotFetched("It took too long.")
    return left


class _Connection(io.RawIOBase):
    """What comes in, until the deadline and no more than is allowed. To http.client a socket."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.connection = connection
        self.deadline = deadline
        self.allowed = SIZE_MAX + HEADERS_MAX

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.connection.settimeout(_left(self.deadline))
        try:
            count = self.connection.recv_into(buffer)
        except TimeoutError:
            raise NotFetched("It took too long.") from None
        self.allowed -= count
        if self.allowed < 0:
            raise NotFetched(f"It is longer than {SIZE_MAX:,} bytes.")
        return count

    def send(self, request: bytes) -> None:
        self.connection.settimeout(_left(self.deadline))
        self.connection.sendall(request)


def _answer(parts: SplitResult, connection: _Connection) -> http.client.HTTPResponse:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    host = _host(parts)
    host = f"[{host}]" if ":" in host else host
    lines = (
        f"GET {path}{query} HTTP/1.1",
        f"Host: {host}" if parts.port is None else f"Host: {host}:{parts.port}",
        f"Accept: {', '.join(KINDS)}",
        "Accept-Encoding: gzip",
        "User-Agent: annotated-archive",
        "Connection: close",
    )
    answer = http.client.HTTPResponse(connection, method="GET")  # type: ignore[arg-type]
    try:
        connection.send("".join(f"{line}\r\n" for line in (*lines, "")).encode())
        answer.begin()
    except (OSError, http.client.HTTPException, ValueError):
        raise NotFetched(f"{parts.hostname} gives no answer that can be read.") from None
    return answer


def _onward(address: str, location: str) -> str:
    try:
        onward = urljoin(address, location)
    except ValueError:
        raise NotFetched("The address leads on to none.") from None
    if address.startswith("https:") and not onward.startswith("https:"):
        raise NotFetched("The address leads on to one that is not secured.")
    return onward


def _fetched(address: str, answer: http.client.HTTPResponse) -> Fetched:
    if answer.status != 200:
        raise NotFetched(f"The answer is {answer.status} {answer.reason[:40]}.")
    said = answer.headers.get_content_type()
    if said not in KINDS:
        raise NotFetched(f"It is {said[:60]}, not a page and not a feed.")
    charset = str(answer.headers.get_content_charset() or "")
    packed = answer.headers.get("Content-Encoding", "").strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip"):
        raise NotFetched(f"It is packed as {packed[:40]}, which was not asked for.")
    body = b"".join(_unpacked(_pieces(answer), is_packed="gzip" in packed))
    return Fetched(address, KINDS[said], charset, body)


def _pieces(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    try:
        while piece := answer.read(65_536):
            yield piece
    except (OSError, http.client.HTTPException, ValueError):
        raise NotFetched("The answer broke off.") from None
    if answer.length:  # bytes that were announced
        raise NotFetched("The answer broke off.")


def _unpacked(pieces: Iterator[bytes], *, is_packed: bool) -> Iterator[bytes]:
    """No more at a time than is allowed in all: a few bytes may unpack to gigabytes."""
    left = SIZE_MAX
    unpacking = zlib.decompressobj(wbits=31)
    for piece in pieces:
        try:
            piece = unpacking.decompress(piece, left + 1) if is_packed else piece
        except zlib.error:
            raise NotFetched("It cannot be unpacked.") from None
        left -= len(piece)
        if left < 0:
            raise NotFetched(f"It is longer than {SIZE_MAX:,} bytes.")
        yield piece
    if is_packed and not unpacking.eof:
        raise NotFetched("The answer broke off.")
