"""Every way in which HTTP fails is a fault of its own class."""

import socket
from contextlib import closing

import pytest

from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import Reply, Transport, classify_status
from tests.faulty import FaultyProxy, Trouble, always
from tests.http_servers import Server, make_answer

KEPT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


def ask(answer: bytes) -> Reply | Fault:
    with Server(answer) as server, closing(Transport(server.url)) as transport:
        return transport.get("/")


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
        ("307 Temporary Redirect", FaultClass.CAPTIVE_PORTAL),
        ("511 Network Authentication Required", FaultClass.CAPTIVE_PORTAL),
        ("503 Service Unavailable", FaultClass.SERVER),
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


def test_a_page_for_people_is_a_captive_portals() -> None:
    page = make_answer("200 OK", b"<html>", "Content-Type: text/HTML; charset=utf-8")
    reply = ask(page)
    assert isinstance(reply, Reply)
    fault = classify_status(reply)
    assert fault is not None
    assert fault.fault_class is FaultClass.CAPTIVE_PORTAL


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
    assert (reply.fault_class, reply.was_cut) == (FaultClass.TCP, True)


def test_nobody_listening_is_a_fault_and_nothing_was_on_its_way() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with closing(Transport(f"http://127.0.0.1:{port}")) as transport:
        reply = transport.get("/")
    assert reply == Fault(fault_class=FaultClass.TCP, detail="refused")


@pytest.mark.parametrize(
    "url",
    ["http://no-such-province.invalid", "http://127.0.0.1:99999", "ftp://x", "x"],
)
def test_a_name_or_address_that_is_none_is_a_fault_of_dns(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with closing(Transport(url)) as transport:
        reply = transport.get("/")
    assert isinstance(reply, Fault)
    assert reply.fault_class in {FaultClass.DNS, FaultClass.NO_LINK}


@pytest.mark.parametrize("trouble", [Trouble(swallows=True), Trouble(drips_s=0.05)])
def test_whoever_says_nothing_or_a_byte_now_and_then_holds_nobody(
    trouble: Trouble,
) -> None:
    with Server(KEPT) as server, FaultyProxy(server.port) as proxy:
        proxy.plan = always(trouble)
        with closing(Transport(proxy.url, floor_s=0.5)) as transport:
            reply = transport.get("/")
    assert reply == Fault(fault_class=FaultClass.TCP, detail="timed out", was_cut=True)


def test_a_connection_serves_again_until_the_other_side_ends_it() -> None:
    with Server(KEPT, keeps=True) as server, FaultyProxy(server.port) as proxy:
        with closing(Transport(proxy.url)) as transport:
            for _ in range(3):
                assert isinstance(transport.get("/"), Reply)
        assert proxy.connections == 1
    with Server(make_answer("200 OK")) as server, FaultyProxy(server.port) as proxy:
        with closing(Transport(proxy.url)) as transport:
            for _ in range(3):
                assert isinstance(transport.get("/"), Reply)
        assert proxy.connections == 3


def test_an_answer_that_comes_twice_does_not_answer_the_next_question() -> None:
    with (
        Server(KEPT * 2, KEPT, keeps=True) as server,
        FaultyProxy(server.port) as proxy,
    ):
        with closing(Transport(proxy.url)) as transport:
            transport.get("/one")
            transport.get("/two")
        assert [head.split()[1] for head in server.requests] == [b"/one", b"/two"]


def test_a_path_below_the_provinces_address_is_asked_for_there() -> None:
    with Server(KEPT) as server, closing(Transport(f"{server.url}/kiosk/")) as one:
        one.get("/v1/health")
    assert server.requests[0].startswith(b"GET /kiosk/v1/health HTTP/1.1\r\nHost: ")


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    reply = ask(make_answer("200 OK", bytes(5 * 1024 * 1024)))
    assert isinstance(reply, Fault)
    assert reply.fault_class is FaultClass.BAD_RECEIPT
