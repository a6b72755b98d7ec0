"""Link: whether this machine has a network, and when it gets one."""

import contextlib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

INTERFACES = Path("/sys/class/net")

TARGETS = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses for documentation (RFC 5737, 3849): nobody's. A datagram socket that is
connected there sends nothing; the kernel only says by which of its addresses it would."""

_DISCARD_PORT = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """By which own addresses the world is reached, and which devices have a carrier.

    Linux keeps an address set by hand while its cable is out, so there the
    carriers are looked at too; elsewhere none is told.
    """

    sources: frozenset[str] = frozenset()
    carriers: frozenset[str] = frozenset()

    @property
    def is_up(self) -> bool:
        """Say whether anything beyond this machine can be reached at all."""
        return bool(self.sources or self.carriers)


def read_links() -> Links:
    """Return the links of now; 60 µs, and no byte on any of them."""
    return Links(
        sources=frozenset(filter(None, (_find_source(*one) for one in TARGETS))),
        carriers=read_carriers(INTERFACES),
    )


def read_carriers(folder: Path) -> frozenset[str]:
    """Return the devices below `folder` that are up; bridges and tunnels are no devices."""
    with contextlib.suppress(OSError):
        return frozenset(one.name for one in folder.iterdir() if _is_up(one))
    return frozenset()


class LinkWatch:
    """Tells once of each link that came; one that went is nothing to act on."""

    def __init__(self, read: Callable[[], Links] = read_links) -> None:
        self._read = read
        self._known = read()

    def changed(self) -> bool:
        """Say whether an address or a carrier is there that was not at the last look."""
        before, self._known = self._known, self._read()
        return bool(
            self._known.sources - before.sources
            or self._known.carriers - before.carriers
        )


def _find_source(family: int, target: str) -> str:
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as one:
        one.connect((target, _DISCARD_PORT))
        return str(one.getsockname()[0])
    return ""


def _is_up(interface: Path) -> bool:
    if not (interface / "device").exists():
        return False
    with contextlib.suppress(OSError):
        return (interface / "operstate").read_text(encoding="ascii").strip() == "up"
    return False
