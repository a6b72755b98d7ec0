"""Faulty: a real TCP proxy between kiosk and province that does what bad networks do."""

import contextlib
import re
import selectors
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

CHUNK_BYTES = 65536
PATIENCE_S = 20.0
"""A side that says nothing for so long has been forgotten by the test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What happens to one connection; nothing, unless it is named."""

    cut_request_at: int | None = None
    """The province gets so many bytes of what the kiosk sends, then both are cut off."""
    cut_answer_at: int | None = None
    resets: bool = False
    """A cut is a reset, not an end."""
    swallows: bool = False
    """A black hole: everything is taken, and nothing is passed on or answered."""
    drips_s: float | None = None
    """The answer comes one byte at a time, this long after one another."""
    delay_s: float = 0.0
    bytes_per_s: float | None = None
    repeats: bool = False
    """The province gets every request a second time, after it has answered the first."""
    holds: bool = False
    """The requests reach the province after those of the next connection."""
    ends_tls: ssl.SSLContext | None = None
    """TLS ends here and goes on in the clear, by whosever certificate this is."""


GOOD = Trouble()
Plan = Callable[[int], Trouble]
"""What happens to the connection of this number, from 0."""


def always(trouble: Trouble) -> Plan:
    """Return the plan by which every connection meets `trouble`."""
    return lambda _: trouble


def in_turn(*troubles: Trouble, first: int = 0) -> Plan:
    """Return the plan by which connections meet `troubles` from number `first`, then none."""
    return lambda number: (
        troubles[number - first] if number - first < len(troubles) else GOOD
    )


class FaultyProxy:
    """Leads to `port`; one connection at a time, as a kiosk has no more."""

    def __init__(self, port: int, *, host: str = "127.0.0.1") -> None:
        self.plan = always(GOOD)
        self.connections = 0
        self.requested_bytes = 0
        """Of the last connection."""
        self.answered_bytes = 0
        self._port = port
        self._held: list[bytes] = []
        self._stop = threading.Event()
        self._listener = socket.create_server((host, 0))
        self._thread = threading.Thread(target=self._run, name="faulty proxy")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            trouble = self.plan(self.connections)
            self.connections += 1
            with near, contextlib.suppress(OSError):
                near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._serve(near, trouble)

    def _serve(self, near: socket.socket, trouble: Trouble) -> None:
        if trouble.ends_tls is not None:
            near.settimeout(PATIENCE_S)
            near = trouble.ends_tls.wrap_socket(near, server_side=True)
        with near, self._reach() as far:
            whole = self._relay(near, far, trouble)
        if trouble.holds:
            self._held.append(whole)
            return
        late, self._held = self._held, []
        for one in [whole, *late] if trouble.repeats else late:
            self._deliver(one)

    def _reach(self) -> socket.socket:
        far = socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE_S)
        far.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return far

    def _deliver(self, requests: bytes) -> None:
        """Send again what was sent before, and let nobody hear the answers."""
        with self._reach() as far, contextlib.suppress(OSError):
            far.sendall(requests)
            far.recv(CHUNK_BYTES)

    def _relay(
        self, near: socket.socket, far: socket.socket, trouble: Trouble
    ) -> bytes:
        """Pass bytes on as far as `trouble` lets them; return what the kiosk sent."""
        self.requested_bytes = self.answered_bytes = 0
        asked = b""
        with selectors.DefaultSelector() as ready:
            ready.register(near, selectors.EVENT_READ)
            ready.register(far, selectors.EVENT_READ)
            while not self._stop.is_set():
                ends = [key.fileobj for key, _ in ready.select(0.1)]
                for end in ends:
                    data = _receive(end)
                    if not data:
                        return asked
                    if end is near:
                        asked += data
                        if not self._pass_request(near, far, data, trouble):
                            return asked
                        if trouble.holds and _is_whole(asked):
                            return asked
                    elif not self._pass_answer(near, far, data, trouble):
                        return asked
        return asked

    def _pass_request(
        self, near: socket.socket, far: socket.socket, data: bytes, trouble: Trouble
    ) -> bool:
        """Pass `data` on; say whether the connection goes on."""
        if trouble.swallows or trouble.holds:
            return True
        limit = trouble.cut_request_at
        part = data if limit is None else data[: max(0, limit - self.requested_bytes)]
        self.requested_bytes += len(part)
        self._pace(far, part, trouble)
        return self._goes_on(near, far, limit, self.requested_bytes, trouble)

    def _pass_answer(
        self, near: socket.socket, far: socket.socket, data: bytes, trouble: Trouble
    ) -> bool:
        limit = trouble.cut_answer_at
        part = data if limit is None else data[: max(0, limit - self.answered_bytes)]
        self.answered_bytes += len(part)
        if trouble.drips_s is not None:
            for byte in part:
                near.sendall(bytes([byte]))
                self._stop.wait(trouble.drips_s)
        else:
            self._pace(near, part, trouble)
        return self._goes_on(near, far, limit, self.answered_bytes, trouble)

    def _goes_on(
        self,
        near: socket.socket,
        far: socket.socket,
        limit: int | None,
        passed: int,
        trouble: Trouble,
    ) -> bool:
        if limit is None or passed < limit:
            return True
        if trouble.resets:
            for end in (near, far):
                end.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
        return False

    def _pace(self, end: socket.socket, data: bytes, trouble: Trouble) -> None:
        self._stop.wait(trouble.delay_s)
        if trouble.bytes_per_s is None:
            end.sendall(data)
            return
        step = max(1, int(trouble.bytes_per_s / 20))
        for start in range(0, len(data), step):
            end.sendall(data[start : start + step])
            self._stop.wait(len(data[start : start + step]) / trouble.bytes_per_s)


def _receive(end: object) -> bytes:
    """Return what waits at `end`, what TLS has unpacked already too."""
    assert isinstance(end, socket.socket)
    data = end.recv(CHUNK_BYTES)
    while isinstance(end, ssl.SSLSocket) and end.pending():
        data += end.recv(CHUNK_BYTES)
    return data


def _is_whole(request: bytes) -> bool:
    """Say whether `request` has all of the body that its headers promise."""
    head, blank, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(blank) and len(body) >= (int(length[1]) if length else 0)
