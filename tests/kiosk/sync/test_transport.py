"""Every way in which HTTP fails is a fault of its own class."""

import socket
from contextlib import closing

import pytest

from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.route import Route
from kiosk.sync.transport import Reply, Transport
from tests.authorities import Authority, make_authority
from tests.faulty import FaultyProxy, Trouble, always
from tests.http_servers import Server, make_answer


def make_kept(body: bytes) -> bytes:
    """Return an answer after which the connection stays open."""
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


KEPT = make_kept(b"hi")


@pytest.fixture(scope="module")
def authority() -> Authority:
    """Return the CA that the kiosk trusts."""
    return make_authority()


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


def test_a_connection_with_tls_serves_again_too(authority: Authority) -> None:
    context = authority.make_server_context("127.0.0.1")
    with (
        Server(KEPT, context=context, keeps=True) as server,
        FaultyProxy(server.port) as proxy,
    ):
        url = proxy.url.replace("http:", "https:")
        route = Route(pinned_ca=authority.certificate)
        with closing(Transport(url, route)) as transport:
            for _ in range(3):
                assert isinstance(transport.get("/"), Reply)
        assert proxy.connections == 1


@pytest.mark.parametrize("has_tls", [False, True])
@pytest.mark.parametrize("size", [2, 6000, 20_000])
def test_an_answer_that_comes_twice_does_not_answer_the_next_question(
    authority: Authority,
    size: int,
    has_tls: bool,  # noqa: FBT001 - a case
) -> None:
    """Read with the first or not, decrypted or not: the second is thrown away."""
    context = authority.make_server_context("127.0.0.1") if has_tls else None
    twice = make_kept(b"1" * size) * 2
    with Server(twice, make_kept(b"2"), context=context, keeps=True) as server:
        route = Route(pinned_ca=authority.certificate)
        with closing(Transport(server.url, route)) as transport:
            transport.get("/one")
            reply = transport.get("/two")
    assert isinstance(reply, Reply)
    assert reply.body == b"2"


def test_a_path_below_the_provinces_address_is_asked_for_there() -> None:
    with Server(KEPT) as server, closing(Transport(f"{server.url}/kiosk/")) as one:
        one.get("/v1/health")
    assert server.requests[0].startswith(b"GET /kiosk/v1/health HTTP/1.1\r\nHost: ")


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    reply = ask(make_answer("200 OK", bytes(5 * 1024 * 1024)))
    assert isinstance(reply, Fault)
    assert reply.fault_class is FaultClass.BAD_RECEIPT
