"""HTTP servers: small real ones that answer as they are told, and a proxy before them."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from tests.faulty import PATIENCE_S, FaultyProxy, Trouble


def make_answer(status: str, body: bytes = b"", *headers: str) -> bytes:
    """Return an answer after which the connection is closed."""
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Server:
    """Gives each request the next of `answers`, the last one ever after.

    A connection ends after one answer, unless the server `keeps` it.
    """

    def __init__(
        self,
        *answers: bytes,
        context: ssl.SSLContext | None = None,
        keeps: bool = False,
    ) -> None:
        self._keeps = keeps
        self.requests: list[bytes] = []
        self._answers: Sequence[bytes] = answers
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._run, name="http server")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        scheme = "http" if self._context is None else "https"
        return f"{scheme}://127.0.0.1:{self.port}"

    def _run(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            # Who asks may have heard enough before all is said.
            with contextlib.suppress(OSError):
                self._answer(near)

    def _answer(self, near: socket.socket) -> None:
        near.settimeout(PATIENCE_S)
        with near:
            end = near
            if self._context is not None:
                end = self._context.wrap_socket(near, server_side=True)
            with end:
                while head := read_head(end):
                    self.requests.append(head)
                    number = min(len(self.requests), len(self._answers)) - 1
                    end.sendall(self._answers[number])
                    if not self._keeps:
                        return


class ConnectProxy(FaultyProxy):
    """Leads whoever asks for a tunnel to `port`, whatever name was asked for."""

    def __init__(
        self,
        port: int,
        *,
        status: str = "200 OK",
        context: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(port)
        self.asked: list[bytes] = []
        self._status = status
        self._context = context

    @property
    def address(self) -> str:
        scheme = "http" if self._context is None else "https"
        return f"{scheme}://127.0.0.1:{self.port}"

    def _serve(self, near: socket.socket, trouble: Trouble) -> None:
        near.settimeout(PATIENCE_S)
        if self._context is not None:
            near = self._context.wrap_socket(near, server_side=True)
        with near:
            self.asked.append(read_head(near))
            near.sendall(f"HTTP/1.1 {self._status}\r\n\r\n".encode())
            if self._status.startswith("200"):
                super()._serve(near, trouble)


def read_head(end: socket.socket) -> bytes:
    """Return what comes until the blank line, or all until the end."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        data = end.recv(1)
        if not data:
            return b""
        head += data
    return head
