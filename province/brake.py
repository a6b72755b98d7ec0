"""Brake: how many wrong logins one address may try, in the memory of one process."""

import ipaddress
import threading
from collections import OrderedDict
from datetime import datetime, timedelta

FREE_TRIES = 30
"""An office behind one address has some dozens of officers, who mistype on Mondays."""
ONE_MORE_AFTER = timedelta(seconds=10)
"""So whoever floods tries 8,640 passwords a day, and an office whose neighbour did
waits ten seconds for its next try, five minutes for all of them."""
MOST_ADDRESSES = 10_000
_IPV6_NETWORK = 64


class Brake:
    """Counts wrong logins by address; a try is given back every ten seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._empty_at: OrderedDict[str, datetime] = OrderedDict()

    def find_wait(self, address: str, now: datetime) -> timedelta:
        """Return how long `address` must wait for its next try; zero where it need not."""
        with self._lock:
            over = self._empty_at.get(_name(address), now) - now
        return max(over - (FREE_TRIES - 1) * ONE_MORE_AFTER, timedelta(0))

    def count(self, address: str, now: datetime) -> None:
        """Count a wrong login."""
        name = _name(address)
        with self._lock:
            begin = max(self._empty_at.pop(name, now), now)
            self._empty_at[name] = begin + ONE_MORE_AFTER
            while len(self._empty_at) > MOST_ADDRESSES:
                self._empty_at.popitem(last=False)


def _name(address: str) -> str:
    """Return what counts as one address: of IPv6, whoever has one has 2**64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    return str(ipaddress.IPv6Network((parsed, _IPV6_NETWORK), strict=False))
