"""Address: where a server is, through which proxy it is reached, and whom it is believed by."""

import ssl
import sys
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from kiosk.sync.route import Route

PROXY_OFF = "off"
DEFAULT_PORTS: Mapping[str, int] = {"http": 80, "https": 443}

BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine
)
"""Where systems keep their trust; a packed Python looks where its own OpenSSL was built."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a server listens."""

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """Return it as HTTP names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy, and what it is told of who we are (`Proxy-Authorization`, may be empty)."""

    address: Address
    authorization: str = field(default="", repr=False)


def is_loopback(host: str) -> bool:
    """Say whether `host` is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def read_address(url: str) -> Address | None:
    """Return where the server of `url` listens, None where that is not to be read."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        return None
    return Address(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port or DEFAULT_PORTS[parts.scheme],
    )


def find_proxy(route: Route, target: Address) -> Proxy | None:
    """Return the proxy on the way to `target`, None where there is none."""
    if is_loopback(target.host) or route.proxy == PROXY_OFF:
        return None
    if route.proxy:
        return read_proxy(route.proxy)
    named = getproxies().get(target.scheme, "")
    if not named or proxy_bypass(target.host):
        return None
    return read_proxy(named)


def read_proxy(text: str) -> Proxy | None:
    """Return the proxy at `[http[s]://][name:password@]host[:port]`, None for no such."""
    url = text if "://" in text else f"http://{text}"
    address = read_address(url)
    if address is None:
        return None
    parts = urlsplit(url)
    if parts.username is None:
        return Proxy(address=address)
    who = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    token = b64encode(who.encode("utf-8")).decode("ascii")
    return Proxy(address=address, authorization=f"Basic {token}")


def make_context(route: Route) -> ssl.SSLContext:
    """Return whom the province's certificate is verified by.

    Raises:
        OSError: the CA bundle can't be read, or holds no certificate.
    """
    if route.ca_bundle:
        return ssl.create_default_context(cafile=route.ca_bundle)
    if route.pinned_ca:
        return ssl.create_default_context(cadata=route.pinned_ca)
    context = ssl.create_default_context()
    if sys.platform != "win32" and not _has_own_trust(context):
        found = next((name for name in BUNDLES if Path(name).is_file()), None)
        if found is not None:
            context.load_verify_locations(cafile=found)
    return context


def make_blind_context() -> ssl.SSLContext:
    """Return a context that believes everybody: to look at a certificate, for nothing else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _has_own_trust(context: ssl.SSLContext) -> bool:
    """Say whether OpenSSL found what it trusts: a file that was read, or a folder it asks."""
    folder: str | None = ssl.get_default_verify_paths().capath
    is_asked = folder is not None and any(Path(folder).iterdir())
    return is_asked or bool(context.cert_store_stats()["x509_ca"])
