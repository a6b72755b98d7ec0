"""The way is what settings say, else what the environment says, and none to loopback."""

import ssl
from pathlib import Path

import pytest

from kiosk.sync.address import (
    Address,
    Proxy,
    find_proxy,
    is_loopback,
    make_context,
    read_address,
    read_proxy,
)
from kiosk.sync.route import Route
from tests.authorities import make_authority

FAR = Address(scheme="https", host="province.example", port=443)


NEAR = Address(scheme="http", host="127.0.0.1", port=80)


SAID = Proxy(address=Address(scheme="http", host="said.example", port=3128))


NAMED = Proxy(address=Address(scheme="http", host="named.example", port=3128))


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name a proxy in the environment, as a company's login script does."""
    monkeypatch.setenv("https_proxy", "http://named.example:3128")
    monkeypatch.setenv("http_proxy", "http://named.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")


@pytest.mark.parametrize(
    ("said", "target", "proxy"),
    [
        ("http://said.example:3128", FAR, SAID),
        ("off", FAR, None),
        ("", FAR, NAMED),
        ("", Address(scheme="https", host="inside.example", port=443), None),
        ("", NEAR, None),
        ("http://said.example:3128", NEAR, None),
    ],
)
def test_the_proxy_is_the_one_that_was_said_or_the_environments(
    said: str, target: Address, proxy: Proxy | None
) -> None:
    assert find_proxy(Route(proxy=said), target) == proxy


@pytest.mark.parametrize(
    ("text", "proxy"),
    [
        ("said.example:3128", SAID),
        ("http://said.example:3128/", SAID),
        ("socks5://said.example:1080", None),
        ("http://said.example:many", None),
        ("", None),
    ],
)
def test_a_proxy_is_read(text: str, proxy: Proxy | None) -> None:
    assert read_proxy(text) == proxy


def test_a_proxys_name_and_password_are_told_to_it_and_shown_to_nobody() -> None:
    proxy = read_proxy("http://an%40na:m%C3%A3@said.example:3128")
    assert proxy is not None
    assert proxy.authorization == "Basic YW5AbmE6bcOj"
    assert "YW5AbmE6bcOj" not in repr(proxy)


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("https://province.example", "province.example:443"),
        ("http://[::1]:8080/sub", "[::1]:8080"),
        ("https://province.example:99999", None),
        ("ftp://province.example", None),
        ("https://", None),
        ("http://[::1", None),
    ],
)
def test_an_address_is_read(url: str, authority: str | None) -> None:
    address = read_address(url)
    assert (None if address is None else address.authority) == authority


@pytest.mark.parametrize(
    ("host", "is_near"),
    [("localhost", True), ("127.8.8.8", True), ("::1", True), ("province", False)],
)
def test_loopback_is_this_machine(
    host: str,
    is_near: bool,  # noqa: FBT001 - a case
) -> None:
    assert is_loopback(host) is is_near


def test_a_bundle_takes_the_place_of_every_other_trust(tmp_path: Path) -> None:
    ours, pinned = make_authority(), make_authority()
    bundle = tmp_path / "ca.pem"
    bundle.write_bytes(ours.pem)
    route = Route(ca_bundle=str(bundle), pinned_ca=pinned.certificate)
    assert make_context(route).get_ca_certs(binary_form=True) == [ours.certificate]


def test_a_pinned_ca_is_the_only_one() -> None:
    pinned = make_authority()
    context = make_context(Route(pinned_ca=pinned.certificate))
    assert context.get_ca_certs(binary_form=True) == [pinned.certificate]
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.parametrize("content", [None, b"", b"nonsense"])
def test_a_bundle_that_is_none_is_said(tmp_path: Path, content: bytes | None) -> None:
    bundle = tmp_path / "ca.pem"
    if content is not None:
        bundle.write_bytes(content)
    with pytest.raises(OSError):  # noqa: PT011 - OpenSSL's own words
        make_context(Route(ca_bundle=str(bundle)))
