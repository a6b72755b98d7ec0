"""Discovery: the addresses of kiosks of the same point on the LAN, by zeroconf."""

import contextlib
import logging
import secrets
import socket
import threading
from collections import OrderedDict
from collections.abc import Iterable

import ifaddr
from zeroconf import (
    Error,
    IPVersion,
    ServiceInfo,
    ServiceListener,
    Zeroconf,
)

from kiosk.neighbours.conversation import Address

log = logging.getLogger(__name__)

SERVICE = "_kiosk-point._udp.local."
MOST = 64
"""Whoever announces more than this pushes out others that were found, and no words."""
MOST_ADDRESSES = 4
"""Of one machine: a cable, wireless, a VPN, a docker bridge."""
ANSWER_WITHIN_MS = 1000
_TAG = b"p"


class Discovery(ServiceListener):
    """Announces one kiosk under a name for this start only, and finds its neighbours.

    `zeroconf` calls it from its own threads.
    """

    def __init__(self, tag: str, port: int) -> None:
        self._tag = tag.encode("ascii")
        self._port = port
        self._name = f"{secrets.token_hex(8)}.{SERVICE}"
        self._found: OrderedDict[tuple[str, str], Address] = OrderedDict()
        self._lock = threading.Lock()
        self._local: frozenset[str] = frozenset()
        self._zeroconf: Zeroconf | None = None

    def renew(self) -> None:
        """Announce where this is not announced, or this machine's addresses have changed."""
        addresses = list_addresses()
        if addresses == self._local and self._zeroconf is not None:
            return
        self.close()
        if not addresses:
            return
        try:
            self._open(sorted(addresses))
        except (OSError, Error) as error:
            log.info("neighbours not looked for: %s", error)
            self.close()
        else:
            self._local = addresses

    def list_found(self) -> list[Address]:
        """Return the addresses that kiosks of this point announced."""
        with self._lock:
            return list(self._found.values())

    def close(self) -> None:
        """Say goodbye and be silent."""
        if self._zeroconf is not None:
            with contextlib.suppress(OSError, Error):
                self._zeroconf.close()
        self._zeroconf = None

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        """Note a kiosk that announced itself."""
        self._note(zc, type_, name)

    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        """Note a kiosk that announced something else of itself."""
        self._note(zc, type_, name)

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        """Forget a kiosk that is gone."""
        del zc, type_
        with self._lock:
            for key in [key for key in self._found if key[0] == name]:
                del self._found[key]

    def _open(self, addresses: list[str]) -> None:
        self._zeroconf = Zeroconf(interfaces=addresses, ip_version=IPVersion.V4Only)
        service = ServiceInfo(
            SERVICE,
            self._name,
            port=self._port,
            properties={_TAG: self._tag},
            server=self._name,
            addresses=[socket.inet_aton(address) for address in addresses],
        )
        self._zeroconf.register_service(service, allow_name_change=False)
        self._zeroconf.add_service_listener(SERVICE, self)

    def _note(self, zc: Zeroconf, type_: str, name: str) -> None:
        if name == self._name:
            return
        service = zc.get_service_info(type_, name, timeout=ANSWER_WITHIN_MS)
        if service is None or service.properties.get(_TAG) != self._tag:
            return
        addresses = service.parsed_addresses(IPVersion.V4Only)
        with self._lock:
            for address in addresses[:MOST_ADDRESSES]:
                self._found[name, address] = (address, service.port or 0)
            while len(self._found) > MOST:
                self._found.popitem(last=False)


def list_addresses() -> frozenset[str]:
    """Return this machine's IPv4 addresses; loopback's where it has no other."""
    found = _flatten(ifaddr.get_adapters())
    outside = frozenset(one for one in found if not one.startswith("127."))
    return outside or frozenset(found)


def _flatten(adapters: Iterable[ifaddr.Adapter]) -> list[str]:
    return [
        ip.ip for adapter in adapters for ip in adapter.ips if isinstance(ip.ip, str)
    ]
