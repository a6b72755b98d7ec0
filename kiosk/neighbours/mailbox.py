"""Mailbox: the UDP socket of one kiosk, with a bell that ends a wait."""

import contextlib
import errno
import logging
import select
import socket
from collections.abc import Iterable, Iterator

from kiosk.neighbours.conversation import Address, Outgoing
from kiosk.protocol.neighbour import MAX_BYTES

log = logging.getLogger(__name__)

PORT = 47_113
"""What a firewall has to let in; in no list of IANA's. Taken: any other, which is announced."""
AT_ONCE = 64
"""So many datagrams are read before this kiosk's own words have their turn."""


class Mailbox:
    """Takes datagrams and sends them; nothing about a network raises."""

    def __init__(self, port: int = PORT, host: str = "") -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        try:
            self._socket.bind((host, port))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                self._socket.close()
                raise
            self._socket.bind((host, 0))
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self._ear.setblocking(False)

    @property
    def port(self) -> int:
        """Return the port that neighbours send to."""
        return int(self._socket.getsockname()[1])

    def ring(self) -> None:
        """End a wait, from any thread; full, it rings already; closed, nobody waits."""
        with contextlib.suppress(OSError):
            self._bell.send(b"1")

    def wait(self, seconds: float) -> None:
        """Return when a datagram is there, at a ring, or after `seconds`."""
        ready, _, _ = select.select([self._socket, self._ear], [], [], seconds)
        if self._ear in ready:
            with contextlib.suppress(BlockingIOError):
                self._ear.recv(4096)

    def take(self) -> Iterator[tuple[bytes, Address]]:
        """Yield what has come, one byte too long where it was longer than allowed."""
        for _ in range(AT_ONCE):
            try:
                yield self._socket.recvfrom(MAX_BYTES + 1)
            except BlockingIOError:
                return
            except OSError as error:  # Windows tells of earlier ones that found nobody
                log.debug("datagram not taken: %s", error)

    def send(self, outgoing: Iterable[Outgoing]) -> None:
        """Send each; what the network does not take is said again in a later round."""
        for data, address in outgoing:
            try:
                self._socket.sendto(data, address)
            except OSError as error:
                log.debug("datagram not sent: %s", error)

    def close(self) -> None:
        """Close it."""
        for one in (self._socket, self._bell, self._ear):
            one.close()
