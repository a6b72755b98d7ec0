"""A CA that the code names is fetched from anybody and believed for its hash alone."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import ProvinceError
from kiosk.protocol.enrolment import CA_PATH, Code
from kiosk.sync.authority import fetch
from kiosk.sync.route import Route
from tests.authorities import Authority, make_authority
from tests.http_servers import Server, make_answer

NOWHERE = Route()


@pytest.fixture(scope="module")
def authority() -> Authority:
    """Return the province's own CA."""
    return make_authority()


@pytest.fixture
def server(authority: Authority) -> Iterator[Server]:
    """Return a province whose certificate nobody trusts yet."""
    context = authority.make_server_context("127.0.0.1")
    with Server(make_answer("200 OK", authority.certificate), context=context) as one:
        yield one


def make_code(url: str, ca_sha256: bytes) -> Code:
    return Code(
        url=url,
        token=bytes(16),
        expires_at=0,
        root_sha256=bytes(32),
        ca_sha256=ca_sha256,
    )


def test_the_ca_that_the_code_names_is_taken(
    server: Server, authority: Authority
) -> None:
    sha256 = hashlib.sha256(authority.certificate).digest()
    assert fetch(make_code(server.url, sha256), NOWHERE) == authority.certificate
    asked = f"GET {CA_PATH}/{sha256.hex()}.cer HTTP/1.1".encode()
    assert server.requests[0].startswith(asked)


def test_another_ca_is_somebody_between(server: Server) -> None:
    with pytest.raises(ProvinceError, match="somebody may sit between"):
        fetch(make_code(server.url, bytes(32)), NOWHERE)


@pytest.mark.parametrize("answer", [make_answer("404 Not Found"), b""])
def test_a_ca_that_does_not_come_is_said(authority: Authority, answer: bytes) -> None:
    context = authority.make_server_context("127.0.0.1")
    with (
        Server(answer, context=context) as server,
        pytest.raises(ProvinceError, match="give the same code again"),
    ):
        fetch(make_code(server.url, bytes(32)), NOWHERE)


@pytest.mark.parametrize(
    ("url", "ca_sha256", "route"),
    [
        ("https://192.0.2.1", b"", NOWHERE),
        ("http://127.0.0.1", bytes(32), NOWHERE),
        ("https://192.0.2.1", bytes(32), Route(ca_bundle=str(Path("/etc/ca.pem")))),
    ],
)
def test_where_none_is_named_or_needed_nobody_is_asked(
    url: str, ca_sha256: bytes, route: Route
) -> None:
    assert fetch(make_code(url, ca_sha256), route) == b""
