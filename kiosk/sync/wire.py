"""Wire: a connection to a server, every wait in it bounded by one deadline."""

import io
import socket
import ssl
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol, TypeVar

CHUNK_BYTES = 65536

CONNECT_TIMEOUT_S = 10.0
"""For each address of a name: a SYN is sent again after 1, 3 and 7 s."""

FLOOR_S = 25.0
SLOWEST_BYTES_PER_S = 1_000
"""A line of 8 kbit/s still gets through; below it the attempt ends and is tried again."""

SILENT_MS = 30_000
"""What the other side's kernel has not confirmed for so long, it will not (Linux)."""


_Result = TypeVar("_Result")


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


class Wire(Protocol):
    """Bytes to one server and back."""

    deadline: Deadline

    def send(self, data: bytes) -> None:
        """Send all of `data`."""

    def receive(self, size: int) -> bytes:
        """Return at most `size` bytes, none at the end."""

    def close(self) -> None:
        """Close the connection."""

    def is_quiet(self) -> bool:
        """Say whether nothing came unasked, the connection's end included."""


class TcpWire:
    """A plain connection."""

    def __init__(self, opened: socket.socket, deadline: Deadline) -> None:
        self.deadline = deadline
        self._socket = opened

    def send(self, data: bytes) -> None:
        """Send all of `data`."""
        rest = memoryview(data)
        while rest:
            self._socket.settimeout(self.deadline.left_s())
            rest = rest[self._socket.send(rest[:CHUNK_BYTES]) :]

    def receive(self, size: int) -> bytes:
        """Return at most `size` bytes, none at the end."""
        self._socket.settimeout(self.deadline.left_s())
        data = self._socket.recv(size)
        self.deadline.allow(len(data))
        return data

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def is_quiet(self) -> bool:
        """Say whether nothing came unasked, the connection's end included."""
        self._socket.settimeout(0)
        try:
            self._socket.recv(1, socket.MSG_PEEK)
        except (BlockingIOError, InterruptedError):
            return True
        except OSError:
            return False
        return False


class TlsWire:
    """TLS over another wire, be it TLS too: a proxy's own.

    Over `ssl.SSLObject`, as a socket of `ssl` can't stand on another of its kind.
    """

    def __init__(self, below: Wire, context: ssl.SSLContext, host: str) -> None:
        self._below = below
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(
            self._incoming, self._outgoing, server_hostname=host
        )
        try:
            self._step(self._tls.do_handshake)
        except ssl.SSLError:
            self._flush()  # the alert tells the server why
            raise

    @property
    def deadline(self) -> Deadline:
        """Return until when this may take."""
        return self._below.deadline

    @deadline.setter
    def deadline(self, deadline: Deadline) -> None:
        self._below.deadline = deadline

    def get_certificate(self) -> bytes:
        """Return the server's certificate (DER), empty where it showed none."""
        return self._tls.getpeercert(binary_form=True) or b""

    def send(self, data: bytes) -> None:
        """Send all of `data`."""
        for start in range(0, len(data), CHUNK_BYTES):
            part = data[start : start + CHUNK_BYTES]
            self._step(partial(self._tls.write, part))

    def receive(self, size: int) -> bytes:
        """Return at most `size` bytes, none at the end."""
        try:
            return self._step(lambda: self._tls.read(size))
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
            return b""

    def close(self) -> None:
        """Close the connection."""
        self._below.close()

    def is_quiet(self) -> bool:
        """Say whether nothing came unasked, the connection's end included."""
        unread = self._tls.pending() + self._incoming.pending
        return unread == 0 and self._below.is_quiet()

    def _step(self, do: Callable[[], _Result]) -> _Result:
        while True:
            try:
                done = do()
            except ssl.SSLWantReadError:
                self._flush()
                self._feed()
            else:
                self._flush()
                return done

    def _flush(self) -> None:
        if data := self._outgoing.read():
            self._below.send(data)

    def _feed(self) -> None:
        data = self._below.receive(CHUNK_BYTES)
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()


class WireFile(io.RawIOBase):
    """A wire as a file to read, which `http.client` asks for; closing it closes no wire."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.has_ended = False

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return the file with a buffer."""
        del mode
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:  # Buffer has a name since 3.12
        """Read into `buffer`; return how much."""
        view = memoryview(buffer)
        data = self._wire.receive(len(view))
        self.has_ended = not data
        view[: len(data)] = data
        return len(data)


def connect(host: str, port: int, deadline: Deadline) -> TcpWire:
    """Return a connection to the first address of `host` that answers.

    Raises:
        OSError: the name has no address (`socket.gaierror`), or none answers.
    """
    fault: OSError = socket.gaierror("no address")
    for family, address in _look_up(host, port):
        opened = socket.socket(family, socket.SOCK_STREAM)
        try:
            opened.settimeout(min(CONNECT_TIMEOUT_S, deadline.left_s()))
            opened.connect(address)
            _tune(opened)
        except OSError as error:
            opened.close()
            fault = error
        else:
            return TcpWire(opened, deadline)
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
