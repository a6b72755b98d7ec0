"""An answer is whole, plain and not too long, or it is a fault."""

import gzip
import tracemalloc
import zlib
from contextlib import closing

import pytest
import requests
from urllib3.exceptions import ProtocolError

from kiosk.sync.exchange import find_root
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.reply import MAX_ANSWER_BYTES, Reply
from kiosk.sync.route import Route
from kiosk.sync.transport import Transport
from tests.authorities import make_authority
from tests.http_servers import Server, make_answer

GZIP = "Content-Encoding: gzip"
DATE = "Date: Fri, 20 Nov 2026 01:41:00 GMT"

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
CHUNKS = b"5\r\nabcde\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"
ENDLESS = b"HTTP/1.1 %b\r\nContent-Type: %b\r\nConnection: close\r\n\r\nhalf"


def ask(answer: bytes) -> Reply | Fault:
    with Server(answer) as server, closing(Transport(server.url)) as transport:
        return transport.get("/")


def ask_for_wait(*headers: str) -> float | None:
    reply = ask(make_answer("503 Service Unavailable", b"", *headers))
    assert isinstance(reply, Reply)
    return reply.retry_after_s


def test_what_was_packed_unasked_is_unpacked() -> None:
    reply = ask(make_answer("200 OK", gzip.compress(b"body"), GZIP))
    assert isinstance(reply, Reply)
    assert reply.body == b"body"


@pytest.mark.parametrize(
    ("answer", "fault_class", "detail"),
    [
        (
            make_answer("200 OK", gzip.compress(bytes(MAX_ANSWER_BYTES + 1)), GZIP),
            FaultClass.BAD_RECEIPT,
            "answer too long",
        ),
        (
            make_answer("200 OK", bytes(MAX_ANSWER_BYTES + 1)),
            FaultClass.BAD_RECEIPT,
            "answer too long",
        ),
        (
            make_answer("200 OK", zlib.compress(b"x"), "Content-Encoding: br"),
            FaultClass.BAD_RECEIPT,
            "answer in an unknown encoding",
        ),
        (
            make_answer("200 OK", b"none", GZIP),
            FaultClass.TCP,
            "no HTTP is spoken there",
        ),
        (
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Le",
            FaultClass.TCP,
            "cut off",
        ),
        (
            ENDLESS % (b"200 OK", b"application/json"),
            FaultClass.TCP,
            "cut off",
        ),
    ],
)
def test_an_answer_that_is_none_is_a_fault(
    answer: bytes, fault_class: FaultClass, detail: str
) -> None:
    fault = ask(answer)
    assert isinstance(fault, Fault)
    assert (fault.fault_class, fault.detail) == (fault_class, detail)


@pytest.mark.parametrize("cut_at", range(len(CHUNKS)))
def test_chunks_are_whole_with_their_last_byte_only(cut_at: int) -> None:
    """`http.client` takes half a size for a size, and no end for one."""
    fault = ask(CHUNKED + CHUNKS[:cut_at])
    assert isinstance(fault, Fault)
    assert (fault.fault_class, fault.was_cut) == (FaultClass.TCP, True)


def test_an_answer_in_chunks_is_read() -> None:
    reply = ask(CHUNKED + CHUNKS)
    assert isinstance(reply, Reply)
    assert reply.body == b"abcde0123456789abcdef"


@pytest.mark.parametrize(
    ("status", "kind"), [(b"200 OK", b"text/html"), (b"413 Too Large", b"text/plain")]
)
def test_a_portals_page_or_a_refusal_may_end_with_its_connection(
    status: bytes, kind: bytes
) -> None:
    reply = ask(ENDLESS % (status, kind))
    assert isinstance(reply, Reply)
    assert reply.body == b"half"


def test_what_was_packed_is_not_unpacked_beyond_what_an_answer_may_have() -> None:
    bomb = make_answer("200 OK", gzip.compress(bytes(200 * 1024 * 1024), 9), GZIP)
    with Server(bomb) as server, closing(Transport(server.url)) as transport:
        transport.get("/")  # what is loaded for the first question is not measured
        tracemalloc.start()
        transport.get("/")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 6 * MAX_ANSWER_BYTES


def test_a_portals_redirect_is_not_followed_and_its_cookie_not_kept() -> None:
    moved = make_answer("302 Found", b"", "Location: /login", "Set-Cookie: a=b")
    with Server(moved) as server, closing(Transport(server.url)) as transport:
        for _ in range(2):
            reply = transport.get("/v1/health")
            assert isinstance(reply, Reply)
    assert [head.split()[1] for head in server.requests] == [b"/v1/health"] * 2
    assert b"ookie" not in server.requests[1]


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        (("Retry-After: 7",), 7.0),
        (("Retry-After: Fri, 20 Nov 2026 01:42:30 GMT", DATE), 90.0),
        (("Retry-After: Fri, 20 Nov 2026 01:40:00 GMT", DATE), 0.0),
        (("Retry-After: soon", DATE), None),
        (("Retry-After: -5",), None),
        ((), None),
    ],
)
def test_when_to_come_back_is_seconds_or_a_time_of_the_provinces_clock(
    headers: tuple[str, ...], wait_s: float | None
) -> None:
    assert ask_for_wait(*headers) == wait_s


def test_a_time_without_the_provinces_clock_counts_from_ours() -> None:
    assert ask_for_wait("Retry-After: Fri, 20 Nov 2099 01:42:30 GMT") is not None


def test_a_refusal_before_all_was_sent_is_heard() -> None:
    """A small proxy says 413 and closes, without reading what is too large for it."""
    answer = make_answer("413 Content Too Large")
    with Server(answer) as server, closing(Transport(server.url)) as transport:
        reply = transport.post("/", bytes(8 * 1024 * 1024), "x/y")
    assert isinstance(reply, Reply)
    assert reply.status == 413


def test_a_refusal_over_tls_is_heard_or_is_a_cut() -> None:
    """Both halve the batch; which it is, is the kernel's choice."""
    ours = make_authority()
    context = ours.make_server_context("127.0.0.1")
    route = Route(pinned_ca=ours.certificate)
    with (
        Server(make_answer("413 Content Too Large"), context=context) as server,
        closing(Transport(server.url, route)) as transport,
    ):
        reply = transport.post("/", bytes(8 * 1024 * 1024), "x/y")
    assert reply.was_cut if isinstance(reply, Fault) else reply.status == 413


def test_the_root_of_what_libraries_raise_is_found() -> None:
    try:
        try:
            raise ConnectionRefusedError
        except OSError as error:
            raise ProtocolError("x") from error
    except ProtocolError as error:
        wrapped = requests.ConnectionError()
        wrapped.__context__ = error
    assert isinstance(find_root(wrapped), ConnectionRefusedError)
    assert isinstance(find_root(requests.ConnectionError()), requests.ConnectionError)
