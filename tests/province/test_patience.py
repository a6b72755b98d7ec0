"""A connection that says nothing whole does not hold its place."""

import socket
from contextlib import closing

from province.patience import PatientProtocol
from province.services import Services
from tests.province.loopback import serve_in_thread

HALF = b"GET /v1/health HTTP/1.1\r\nHost: a\r\nX-Half: "
WHOLE = b"GET /v1/health HTTP/1.1\r\nHost: a\r\n\r\n"


class Impatient(PatientProtocol):
    """Waits for a fifth of a second."""

    headers_within_s = 0.2


def connect(url: str) -> socket.socket:
    host, port = url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=20)


def test_who_sends_half_a_header_is_hung_up_on(services: Services) -> None:
    with (
        serve_in_thread(services, protocol=Impatient) as url,
        closing(connect(url)) as line,
    ):
        line.sendall(HALF)

        assert line.recv(100) == b""


def test_so_is_who_was_answered_once_and_then_sends_half(services: Services) -> None:
    with (
        serve_in_thread(services, protocol=Impatient) as url,
        closing(connect(url)) as line,
    ):
        line.sendall(WHOLE)
        first = line.recv(10_000)
        line.sendall(HALF)

        rest = line.makefile("rb").read()  # until the end of the line

    assert first.startswith(b"HTTP/1.1 200")
    assert b"HTTP/1.1" not in rest


def test_who_sent_whole_headers_is_waited_for(services: Services) -> None:
    with (
        serve_in_thread(services, protocol=Impatient) as url,
        closing(connect(url)) as slow,
        closing(connect(url)) as clock,
    ):
        slow.sendall(
            b"POST /v1/batches HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n"
        )
        clock.sendall(HALF)
        assert clock.recv(100) == b""  # so long has it been
        slow.sendall(b"x")

        assert slow.recv(100).startswith(b"HTTP/1.1 400")
