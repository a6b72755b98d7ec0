"""Network: a relay between kiosk and province that can be cut and mended."""

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

CHUNK_BYTES = 65536


class Network:
    """Relays TCP from `url` to the port that `lead_to` names; `cut` ends every connection.

    `relayed_bytes` counts both directions, headers and all.
    """

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._target: tuple[str, int] | None = None
        self._is_cut = False
        self.relayed_bytes = 0
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._start(self._accept, "network")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.cut()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    @property
    def url(self) -> str:
        """Return the address on this side."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def lead_to(self, host: str, port: int) -> None:
        """Relay to this address from now on."""
        self._target = (host, port)

    def cut(self) -> None:
        """End every connection, and every new one at once."""
        with self._lock:
            self._is_cut = True
            ends, self._open = self._open, set()
        for end in ends:
            _end(end)

    def mend(self) -> None:
        """Let connections through again."""
        with self._lock:
            self._is_cut = False

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._connect(near)

    def _connect(self, near: socket.socket) -> None:
        far = self._reach()
        with self._lock:
            if far is None or self._is_cut:
                _end(near)
                if far is not None:
                    _end(far)
                return
            self._open |= {near, far}
        self._start(lambda: self._relay(near, far), "relay out")
        self._start(lambda: self._relay(far, near), "relay back")

    def _reach(self) -> socket.socket | None:
        if self._is_cut or self._target is None:
            return None
        try:
            return socket.create_connection(self._target, timeout=5)
        except OSError:
            return None

    def _relay(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            source.settimeout(None)  # fails where it was cut meanwhile
            while chunk := source.recv(CHUNK_BYTES):
                with self._lock:
                    self.relayed_bytes += len(chunk)
                sink.sendall(chunk)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            _end(sink)

    def _start(self, run: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=run, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()


def _end(end: socket.socket) -> None:
    """End a connection so that a thread which waits in it wakes up."""
    with contextlib.suppress(OSError):  # the other side may have been quicker
        end.shutdown(socket.SHUT_RDWR)
    end.close()
