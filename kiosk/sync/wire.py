"""Wire: sockets to a server, every wait on them bounded by the deadline of an attempt."""

import errno
import socket
import ssl
import time
from enum import Enum
from typing import Any

CONNECT_TIMEOUT_S = 10.0
"""For each address of a name: a SYN is sent again after 1, 3 and 7 s."""

FLOOR_S = 25.0
SLOWEST_BYTES_PER_S = 1_000
"""A line of 8 kbit/s still gets through; below it the attempt ends and is tried again."""

SILENT_MS = 30_000
"""What the other side's kernel has not confirmed for so long, it will not (Linux)."""


class Step(Enum):
    """How far an attempt has come."""

    PROXY = "on the way to and through the proxy"
    SERVER = "on the way to the server, TLS included"
    EXCHANGE = "the request is on its way"


class Deadline:
    """The end of one exchange: so many seconds, and one more for each kB that moved.

    A server that sends a byte a minute buys a thousandth of a second by it, so
    that it can't hold anybody; a slow line that does move is waited for.
    """

    def __init__(self, floor_s: float = FLOOR_S) -> None:
        self._at = time.monotonic() + floor_s

    def allow(self, size: int) -> None:
        """Allow the time that `size` bytes take on the slowest line."""
        self._at += size / SLOWEST_BYTES_PER_S

    def left_s(self) -> float:
        """Return seconds until the end, more than 0.

        Raises:
            TimeoutError: it has passed.
        """
        left_s = self._at - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("timed out")
        return left_s


class Attempt:
    """One exchange with a server, as its sockets see it: until when, and how far it came.

    `has_ended` says that the other side closed, `certificate` (DER) is what it
    showed. A connection that is kept serves attempts one after the other.
    """

    def __init__(self, floor_s: float = FLOOR_S) -> None:
        self._floor_s = floor_s
        self._size = 0
        self.certificate = b""
        self.begin()

    def begin(self, size: int = 0) -> None:
        """Begin another, whose request has `size` bytes."""
        self._size = size
        self.has_ended = False
        self.set_off()

    def approach(self, step: Step) -> None:
        """Note that a connection is made first, with time of its own for all of it."""
        self.step = step
        self.deadline = Deadline(self._floor_s)

    def go_on(self) -> None:
        """Note that the proxy leads on to the server."""
        self.step = Step.SERVER

    def set_off(self) -> None:
        """Note that the request goes now, and has the time that its size takes."""
        self.step = Step.EXCHANGE
        self.deadline = Deadline(self._floor_s)
        self.deadline.allow(self._size)

    def note_received(self, size: int) -> None:
        """Note that `size` bytes came, or none: the end."""
        self.has_ended = self.has_ended or size == 0
        self.deadline.allow(size)


class TcpSocket(socket.socket):
    """A plain connection, as `http.client` uses one."""

    def __init__(self, family: int, attempt: Attempt) -> None:
        super().__init__(family, socket.SOCK_STREAM)
        self._attempt = attempt

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        """Read into `buffer`; return how much."""
        self.settimeout(self._attempt.deadline.left_s())
        size = super().recv_into(buffer, nbytes, flags)
        self._attempt.note_received(size)
        return size

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Send all of `data`: a time-out of Python's is for the whole of it."""
        self.settimeout(self._attempt.deadline.left_s())
        super().sendall(data, flags)


def bind(context: ssl.SSLContext, attempt: Attempt) -> None:
    """Make the connections of `context` obey the deadline of `attempt`."""

    class TlsSocket(ssl.SSLSocket):
        """TLS over a plain connection, as `http.client` and urllib3's TLS over it use one."""

        def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
            self.settimeout(attempt.deadline.left_s())
            data = super().recv(buflen, flags)
            attempt.note_received(len(data))
            return data

        def recv_into(
            self, buffer: Any, nbytes: int | None = None, flags: int = 0
        ) -> int:
            self.settimeout(attempt.deadline.left_s())
            size = super().recv_into(buffer, nbytes, flags)
            attempt.note_received(size)
            return size

        def send(self, data: Any, flags: int = 0) -> int:
            """Send some of `data`; `sendall` of `ssl` is made of these."""
            self.settimeout(attempt.deadline.left_s())
            try:
                return super().send(data, flags)
            except ssl.SSLEOFError as error:
                # What the server said before it closed may still be read.
                raise BrokenPipeError(errno.EPIPE, "closed") from error

    context.sslsocket_class = TlsSocket


def connect(host: str, port: int, attempt: Attempt) -> TcpSocket:
    """Return a connection to the first address of `host` that answers.

    What waits on it next, as a TLS handshake does, has the time that is left.

    Raises:
        OSError: the name has no address (`socket.gaierror`), or none answers.
    """
    fault: OSError = socket.gaierror("no address")
    for family, address in _look_up(host, port):
        opened = TcpSocket(family, attempt)
        try:
            opened.settimeout(min(CONNECT_TIMEOUT_S, attempt.deadline.left_s()))
            opened.connect(address)
            _tune(opened)
            opened.settimeout(attempt.deadline.left_s())
        except OSError as error:
            opened.close()
            fault = error
        else:
            return opened
    raise fault


def _look_up(host: str, port: int) -> list[tuple[int, Any]]:
    """Return families and addresses, whose form is the family's."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label of no bytes, or of more than 63
        raise socket.gaierror(f"'{host}' is no name") from error
    return [(family, address) for family, _, _, _, address in found]


def _tune(opened: socket.socket) -> None:
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    unconfirmed = getattr(socket, "TCP_USER_TIMEOUT", None)
    if unconfirmed is not None:
        opened.setsockopt(socket.IPPROTO_TCP, unconfirmed, SILENT_MS)
