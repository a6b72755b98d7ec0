"""The way leads through proxies and TLS, and every way in which it ends is named."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.sync.address import make_context
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.route import Route
from kiosk.sync.transport import Reply, Transport
from tests.authorities import Authority, make_authority
from tests.faulty import Trouble, always
from tests.http_servers import ConnectProxy, Server, make_answer

HOST = "province.example"
OK = make_answer("200 OK", b"heard")
KEPT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
YEAR = timedelta(days=365)


@pytest.fixture(scope="module")
def authority() -> Authority:
    """Return the CA that the kiosk trusts, old and young enough for every test."""
    now = datetime.now(UTC)
    return make_authority(since=now - 9 * YEAR, until=now + 9 * YEAR)


@pytest.fixture
def far(authority: Authority) -> Iterator[Server]:
    """Return a province that is reached by its name."""
    with Server(OK, context=authority.make_server_context(HOST)) as running:
        yield running


def ask(url: str, route: Route) -> Reply | Fault:
    with closing(Transport(url, route, floor_s=5.0)) as transport:
        return transport.get("/v1/health")


def ask_through(
    proxy: ConnectProxy, authority: Authority, who: str = ""
) -> Reply | Fault:
    said = proxy.address.replace("//", f"//{who}")
    route = Route(proxy=said, pinned_ca=authority.certificate)
    return ask(f"https://{HOST}", route)


def get_fault(reply: Reply | Fault) -> tuple[FaultClass, str]:
    assert isinstance(reply, Fault)
    return reply.fault_class, reply.detail


def test_a_proxy_leads_to_the_province(far: Server, authority: Authority) -> None:
    with ConnectProxy(far.port) as proxy:
        reply = ask_through(proxy, authority)
    assert isinstance(reply, Reply)
    assert reply.body == b"heard"
    assert proxy.asked[0].startswith(b"CONNECT province.example:443 HTTP/1.1\r\n")


def test_a_proxy_that_speaks_tls_itself_leads_there_too(
    far: Server, authority: Authority
) -> None:
    context = authority.make_server_context("127.0.0.1")
    with ConnectProxy(far.port, context=context) as proxy:
        assert isinstance(ask_through(proxy, authority), Reply)


def test_a_proxy_is_told_who_asks_and_the_province_is_not(
    far: Server, authority: Authority
) -> None:
    with ConnectProxy(far.port) as proxy:
        ask_through(proxy, authority, "kiosk:secret@")
    assert b"\r\nProxy-Authorization: Basic a2lvc2s6c2VjcmV0\r\n" in proxy.asked[0]
    assert b"Authorization" not in far.requests[0]


@pytest.mark.parametrize("status", ["407 Who", "403 No", "502 Bad Gateway"])
def test_a_proxy_that_refuses_is_named(
    far: Server, authority: Authority, status: str
) -> None:
    with ConnectProxy(far.port, status=status) as proxy:
        fault = get_fault(ask_through(proxy, authority))
    assert fault == (FaultClass.PROXY, f"HTTP {status[:3]}")


def test_a_proxy_that_is_not_there_is_not_the_province(authority: Authority) -> None:
    with Server(OK) as gone:
        port = gone.port
    route = Route(proxy=f"http://127.0.0.1:{port}", pinned_ca=authority.certificate)
    assert get_fault(ask(f"https://{HOST}", route)) == (FaultClass.PROXY, "refused")


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nVia: x"])
def test_a_proxy_that_is_cut_off_is_not_the_province(
    authority: Authority, said: bytes
) -> None:
    with Server(said) as server:
        route = Route(proxy=server.url, pinned_ca=authority.certificate)
        assert get_fault(ask(f"https://{HOST}", route)) == (FaultClass.PROXY, "cut off")


def test_who_cuts_behind_a_proxy_is_not_the_proxy(authority: Authority) -> None:
    with Server(b"") as far, ConnectProxy(far.port) as proxy:
        proxy.plan = always(Trouble(cut_answer_at=100))
        fault_class, _ = get_fault(ask_through(proxy, authority))
    assert fault_class is FaultClass.TCP


def test_a_connection_through_a_proxy_serves_again(authority: Authority) -> None:
    context = authority.make_server_context(HOST)
    with (
        Server(KEPT, context=context, keeps=True) as far,
        ConnectProxy(far.port) as proxy,
    ):
        route = Route(proxy=proxy.address, pinned_ca=authority.certificate)
        with closing(Transport(f"https://{HOST}", route)) as transport:
            for _ in range(3):
                assert isinstance(transport.get("/"), Reply)
    assert len(proxy.asked) == 1


def test_nobody_is_believed_but_whom_the_route_names(authority: Authority) -> None:
    """`requests` adds certifi's list to every context that it is not kept from."""
    trusted = make_context(Route(pinned_ca=authority.certificate))
    with (
        Server(OK, context=authority.make_server_context("127.0.0.1")) as server,
        closing(Transport(server.url, context=trusted)) as transport,
    ):
        assert isinstance(transport.get("/"), Reply)
    assert trusted.get_ca_certs(binary_form=True) == [authority.certificate]


def test_a_certificate_of_the_pinned_ca_is_good(authority: Authority) -> None:
    with Server(OK, context=authority.make_server_context("127.0.0.1")) as server:
        reply = ask(server.url, Route(pinned_ca=authority.certificate))
    assert isinstance(reply, Reply)


@pytest.mark.parametrize(
    ("pinned", "host", "detail"),
    [
        (make_authority(), "127.0.0.1", "certificate of an unknown issuer"),
        (None, "127.0.0.2", "certificate of another host"),
        (None, HOST, "certificate of another host"),
    ],
)
def test_a_certificate_that_is_not_the_provinces_is_refused(
    authority: Authority, pinned: Authority | None, host: str, detail: str
) -> None:
    trusted = (pinned or authority).certificate
    with Server(OK, context=authority.make_server_context(host)) as server:
        fault = get_fault(ask(server.url, Route(pinned_ca=trusted)))
    assert fault == (FaultClass.TLS, detail)
    assert server.requests == []


@pytest.mark.parametrize(
    ("since", "until", "says", "fault_class"),
    [
        (-3, -1, -2, FaultClass.CLOCK),
        (-3, -1, 0, FaultClass.TLS),
        (-3, -1, None, FaultClass.TLS),
        (1, 3, None, FaultClass.CLOCK),
        (1, 3, 2, FaultClass.CLOCK),
        (1, 3, 0, FaultClass.TLS),
    ],
)
def test_a_certificate_out_of_date_names_the_clock_that_is_wrong(
    authority: Authority,
    since: int,
    until: int,
    says: int | None,
    fault_class: FaultClass,
) -> None:
    """The province's own time is what its HTTP says; years from now."""
    now = datetime.now(UTC)
    date = (
        ()
        if says is None
        else (f"Date: {now + says * YEAR:%a, %d %b %Y %H:%M:%S GMT}",)
    )
    context = authority.make_server_context(
        "127.0.0.1", since=now + since * YEAR, until=now + until * YEAR
    )
    with Server(make_answer("404 Not Found", b"", *date), context=context) as server:
        reply = ask(server.url, Route(pinned_ca=authority.certificate))
    assert get_fault(reply)[0] is fault_class


def test_a_server_without_tls_is_said(authority: Authority) -> None:
    with Server(OK) as server:
        url = server.url.replace("http:", "https:")
        # The handshake has no blank line that ends a head, so it is never answered.
        with closing(
            Transport(url, Route(pinned_ca=authority.certificate), floor_s=0.3)
        ) as transport:
            fault = transport.get("/")
    assert get_fault(fault) == (FaultClass.TCP, "timed out")


def test_a_bundle_that_is_not_there_is_said(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    fault_class, detail = get_fault(
        ask(f"https://{HOST}", Route(ca_bundle=str(bundle)))
    )
    assert fault_class is FaultClass.TLS
    assert detail == f"ca_bundle '{bundle}': No such file or directory"


@pytest.mark.parametrize("url", ["http://192.0.2.1", "http://province.invalid"])
def test_without_a_network_there_is_no_link_whatever_was_asked_for(url: str) -> None:
    """A network namespace of its own has loopback only, and that is down."""
    program = (
        "from kiosk.sync.transport import Transport;"
        f"print(Transport({url!r}).get('/').fault_class)"
    )
    done = subprocess.run(
        [
            *("unshare", "--net", "--mount", "sh", "-c"),
            'mount -t sysfs sysfs /sys && exec "$0" -c "$1"',
            *(sys.executable, program),
        ],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no network namespace: {done.stderr.decode()}")
    assert done.stdout == b"no_link\n"
