"""An answer is whole, plain and not too long, or it is a fault."""

import gzip
import zlib
from contextlib import closing

import pytest

from kiosk.sync.exchange import MAX_ANSWER_BYTES, Reply, Request
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import Transport
from tests.http_servers import Server, make_answer

GZIP = "Content-Encoding: gzip"
DATE = "Date: Fri, 20 Nov 2026 01:41:00 GMT"

CHUNKED_SHORT = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nab"
)


def ask(answer: bytes) -> Reply | Fault:
    with Server(answer) as server, closing(Transport(server.url)) as transport:
        return transport.get("/")


def ask_for_wait(*headers: str) -> float | None:
    reply = ask(make_answer("503 Service Unavailable", b"", *headers))
    assert isinstance(reply, Reply)
    return reply.retry_after_s


def test_a_request_is_written_as_http_has_it() -> None:
    request = Request(method="POST", path="/v1", headers=["Host: x"], body=b"body")
    assert request.encode() == (
        b"POST /v1 HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"
    )


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
            CHUNKED_SHORT,
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
