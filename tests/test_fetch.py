"""Addresses that an editor names, and those that nobody may make the server go to (D65-D67)."""

import gzip
import socket
import threading
import time
from contextlib import contextmanager

import pytest

from articles.fetch import SIZE_MAX, NotFetched, Rules, fetch, is_public

ANY = "Content-Type: text/html; charset=koi8-r\r\n"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),  # noqa: S104
        *("169.254.169.254", "100.64.0.1", "192.0.0.8", "198.18.0.1", "203.0.113.1", "192.0.2.1"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1"),
        *("::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "fe80::1", "fc00::1"),
        *("64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::"),
        *("2001::1", "2001:db8::1", "ff02::1", "fec0::1", "100::1", "127.1", "2130706433", ""),
    ],
)
def test_an_address_that_is_not_of_the_internet_is_not_public(address):
    assert not is_public(address)


def test_an_address_of_the_internet_is():
    assert is_public("8.8.8.8")
    assert is_public("2606:4700:4700::1111")


@contextmanager
def server(*answers):
    """On loopback; it tells how many bytes it was sent. Each connection gets the next answer."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)

        def answer():
            for one in answers:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(2)
                    try:
                        heard.append(connection.recv(65_536))
                        if heard[-1]:
                            for piece in one if not isinstance(one, bytes) else [one]:
                                connection.sendall(piece)
                    except OSError:
                        pass

        thread = threading.Thread(target=answer)
        thread.start()
        yield listening.getsockname()[1], heard
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def said(body=b"<p>Words.", head=ANY, status="200 OK"):
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def rules(port, **changed):
    return Rules(**{"may_speak_with": lambda _: True, "ports": (port,), "seconds": 3.0} | changed)


def refused(address, **known):
    with pytest.raises(NotFetched) as fault:
        fetch(address, **known)
    return str(fault.value)


def test_a_page_is_fetched_with_what_its_server_says_of_it():
    packed = said(gzip.compress(b"<p>Words."), f"{ANY}Content-Encoding: gzip\r\n")
    leads_on = said(b"", "Location: /b?q=x\r\n", "302 Found")
    with server(leads_on, packed, said()) as (port, heard):
        fetched = fetch(f"http://127.0.0.1:{port}/a?b=c", rules(port))
        assert (fetched.kind, fetched.charset, fetched.body) == ("html", "koi8-r", b"<p>Words.")
        assert fetch(f"http://127.0.0.1:{port}/", rules(port)).body == b"<p>Words."
    assert heard[0].startswith(f"GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n".encode())
    assert b"cookie" not in heard[0].lower()


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "①②⑦.⓪.⓪.①", "localhost"),
        *("[::ffff:127.0.0.1]", "[::]", "0", "[::1]"),
    ],
)
def test_the_server_speaks_with_nobody_at_home(host):
    with server(said()) as (port, heard):
        refused(f"http://{host}:{port}/", rules=Rules(ports=(port,), seconds=3))
    assert not any(heard)


def test_a_name_that_stands_for_another_address_by_the_time_is_found_out(monkeypatch):
    """Rebinding: what was looked at is not what is connected to."""
    with server(said()) as (port, heard):
        looked_at = iter([True, False])
        words = refused(
            f"http://127.0.0.1:{port}/", rules=rules(port, may_speak_with=lambda _: next(looked_at))
        )
    assert "not on the public internet" in words
    assert not any(heard)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("file:///etc/passwd", "Only addresses that begin with"),
        ("ftp://news.example/", "Only addresses that begin with"),
        ("gopher://news.example/", "Only addresses that begin with"),
        ("data:text/html,x", "Only addresses that begin with"),
        ("https://user:word@news.example/", "user name"),
        ("https://user@news.example/", "user name"),
        ("https://news.example:22/", "Port 22"),
        ("https://news.example:0/", "Port 0"),
        ("https://news.example:99999/", "no address"),
        ("https:///path", "no host"),
        ("https://news.example/\r\nHost: x", "no address"),
        ("https://news.example\\@127.0.0.1/", "no address"),
        ("https://[::1", "no address"),
        (f"https://news.example/{'x' * 3000}", "no address"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address, words):
    assert words in refused(address)


@pytest.mark.parametrize("onward", ["http://10.0.0.1/", "file:///etc/passwd", "http://a@b/", "//["])
def test_a_redirect_has_to_keep_the_rules_too(onward):
    home = "127.0.0.1"
    with server(said(b"", f"Location: {onward}\r\n", "301 Moved")) as (port, heard):
        own = rules(port, may_speak_with=lambda peer: peer == home, ports=(port, 80))
        refused(f"http://127.0.0.1:{port}/", rules=own)
    assert len(heard) == 1


def test_a_circle_of_redirects_ends():
    with server(*[said(b"", "Location: /\r\n", "302 Found")] * 8) as (port, heard):
        words = refused(f"http://127.0.0.1:{port}/", rules=rules(port))
    assert words == "The address leads on more than 5 times."
    assert len(heard) == 6


def drip():
    yield said(b"")
    for _ in range(20):
        time.sleep(0.05)
        yield b"x"


BOMB = said(gzip.compress(b"x" * 20_000_000, 1), f"{ANY}Content-Encoding: gzip\r\n")
LONG = said(b"x" * (SIZE_MAX + 200_000))
MANY = said(head=ANY + "".join(f"X-{n}: y\r\n" for n in range(10_000)))
CUT = said(gzip.compress(b"x" * 500)[:-9], f"{ANY}Content-Encoding: gzip\r\n")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (BOMB, "longer than 5,242,880 bytes"),
        (LONG, "longer than 5,242,880 bytes"),
        (MANY, "no answer that can be read"),
        (CUT, "broke off"),
        (said(b"x", f"{ANY}Content-Length: 9\r\n"), "broke off"),
        (said(b"words", f"{ANY}Content-Encoding: gzip\r\n"), "cannot be unpacked"),
        (said(b"x", f"{ANY}Content-Encoding: br\r\n"), "packed as br"),
        (said(head="Content-Type: image/png\r\n"), "image/png, not a page"),
        (said(head=""), "text/plain, not a page"),
        (said(status="404 Not Found"), "The answer is 404 Not Found."),
        (b"SSH-2.0-OpenSSH\r\n", "no answer that can be read"),
        (b"", "no answer that can be read"),
    ],
)
def test_an_answer_has_limits(answer, words):
    with server(answer) as (port, _):
        assert words in refused(f"http://127.0.0.1:{port}/", rules=rules(port))


def test_an_answer_that_drips_ends_at_the_deadline():
    with server(drip()) as (port, _):
        started = time.monotonic()
        words = refused(f"http://127.0.0.1:{port}/", rules=rules(port, seconds=0.3))
        assert words == "It took too long."
        assert time.monotonic() - started < 1
