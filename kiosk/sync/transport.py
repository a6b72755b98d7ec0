"""Transport: the kiosk's HTTP to its province, every failure as a fault value."""

import importlib
import ssl
from collections.abc import Mapping
from typing import Protocol

from kiosk.sync.address import Address, read_address
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.reply import MAX_ANSWER_BYTES, Reply, classify_status
from kiosk.sync.route import Route
from kiosk.sync.wire import FLOOR_S

__all__ = ["BATCH_TYPE", "MAX_ANSWER_BYTES", "Reply", "Transport", "classify_status"]

BATCH_TYPE = "application/vnd.kiosk.batch"

_DIRECT = Route()


class _Line(Protocol):
    """How one server is asked, over and over."""

    def ask(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Reply | Fault:
        """Return what `url` answers."""

    def close(self) -> None:
        """Close the connection that is kept open."""


class Transport:
    """Talks to one province; every method returns a Fault instead of raising.

    `context` takes the place of the route's trust; `floor_s` is what an
    exchange may take however little it moves.
    """

    def __init__(
        self,
        url: str,
        route: Route = _DIRECT,
        *,
        context: ssl.SSLContext | None = None,
        floor_s: float = FLOOR_S,
    ) -> None:
        self.url = url.rstrip("/")
        self._route = route
        self._context = context
        self._floor_s = floor_s
        self._target = read_address(self.url)
        self._line: _Line | None = None

    def get(self, path: str) -> Reply | Fault:
        """Return what GET on `path` answers."""
        return self._ask("GET", path, {}, b"")

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        """Return what POST of `body` to `path` answers."""
        return self._ask("POST", path, {"Content-Type": content_type}, body)

    def close(self) -> None:
        """Close the connection that is kept open."""
        if self._line is not None:
            self._line.close()

    def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Reply | Fault:
        if self._target is None:
            return Fault(fault_class=FaultClass.DNS, detail="no address of a server")
        if self._line is None:
            self._line = self._open_line(self._target)
        return self._line.ask(method, self.url + path, headers, body)

    def _open_line(self, target: Address) -> _Line:
        """Return the line to `target`, which loads `requests`.

        That takes 0.1 to 0.2 s: what never asks a province, such as `kiosk
        status`, is spared it.
        """
        exchange = importlib.import_module("kiosk.sync.exchange")
        line: _Line = exchange.Line(target, self._route, self._context, self._floor_s)
        return line
