"""Every way in which HTTP fails is a fault of its own class."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import Reply, Transport, classify_status


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """Serve `answer` to one connection, then close it; yield the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            end, _ = listener.accept()
            # Who asks may have heard enough before all is said.
            with end, suppress(ConnectionError):
                end.recv(65536)
                end.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


def ask(answer: bytes) -> Reply | Fault:
    with answering(answer) as url:
        transport = Transport(url)
        reply = transport.get("/")
        transport.close()
        return reply


def make_answer(status: str, body: bytes = b"", *headers: str) -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def test_a_success_is_a_reply_with_the_provinces_clock() -> None:
    date = "Date: Fri, 20 Nov 2026 01:41:00 GMT"
    reply = ask(make_answer("200 OK", b"body", date, "Content-Type: x/y"))
    assert reply == Reply(
        status=200,
        content_type="x/y",
        body=b"body",
        date=1795138860.0,
        retry_after_s=None,
    )


@pytest.mark.parametrize(
    ("status", "fault_class"),
    [
        ("302 Found", FaultClass.CAPTIVE_PORTAL),
        ("401 Unauthorized", FaultClass.UNAUTHORISED),
        ("403 Forbidden", FaultClass.UNAUTHORISED),
        ("407 Proxy Authentication Required", FaultClass.PROXY),
        ("413 Content Too Large", FaultClass.TOO_LARGE),
        ("429 Too Many Requests", FaultClass.RATE_LIMITED),
        ("500 Internal Server Error", FaultClass.SERVER),
        ("404 Not Found", FaultClass.SERVER),
    ],
)
def test_each_status_has_its_class(status: str, fault_class: FaultClass) -> None:
    reply = ask(make_answer(status))
    assert isinstance(reply, Reply)
    fault = classify_status(reply)
    assert fault is not None
    assert fault.fault_class is fault_class


def test_retry_after_is_told() -> None:
    reply = ask(make_answer("429 Too Many Requests", b"", "Retry-After: 7"))
    assert isinstance(reply, Reply)
    fault = classify_status(reply)
    assert fault is not None
    assert fault.retry_after_s == 7.0


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        b"nonsense\r\n\r\n",
    ],
)
def test_an_answer_that_is_cut_off_or_no_http_is_a_fault(answer: bytes) -> None:
    reply = ask(answer)
    assert isinstance(reply, Fault)
    assert reply.fault_class is FaultClass.TCP


def test_nobody_listening_is_a_fault() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    transport = Transport(f"http://127.0.0.1:{port}")
    reply = transport.get("/")
    transport.close()
    assert isinstance(reply, Fault)
    assert reply.fault_class is FaultClass.TCP


def test_a_name_that_does_not_resolve_is_a_fault_of_dns() -> None:
    transport = Transport("http://no-such-province.invalid")
    reply = transport.get("/")
    transport.close()
    assert isinstance(reply, Fault)
    assert reply.fault_class in {FaultClass.DNS, FaultClass.PROXY}


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    body = bytes(5 * 1024 * 1024)
    reply = ask(make_answer("200 OK", body))
    assert isinstance(reply, Fault)
    assert reply.fault_class is FaultClass.BAD_RECEIPT
