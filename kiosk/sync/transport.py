"""Transport: the kiosk's HTTP to its province, every failure as a fault value."""

import ssl
import time
from dataclasses import replace
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import urlsplit

from kiosk.sync.approach import Approach, classify
from kiosk.sync.exchange import MAX_ANSWER_BYTES, Reply, Request, exchange
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.route import Route, read_address
from kiosk.sync.wire import FLOOR_S, Deadline, Wire

__all__ = ["BATCH_TYPE", "MAX_ANSWER_BYTES", "Reply", "Transport", "classify_status"]

BATCH_TYPE = "application/vnd.kiosk.batch"

IDLE_S = 30.0
"""A connection that was not used for longer may be forgotten by a router on the way."""

_DIRECT = Route()


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
        self._folder = urlsplit(self.url).path
        self._floor_s = floor_s
        target = read_address(self.url)
        self._approach = None if target is None else Approach(target, route, context)
        self._wire: Wire | None = None
        self._used_at = 0.0

    def get(self, path: str) -> Reply | Fault:
        """Return what GET on `path` answers."""
        return self._ask("GET", path, [], b"")

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        """Return what POST of `body` to `path` answers."""
        return self._ask("POST", path, [f"Content-Type: {content_type}"], body)

    def close(self) -> None:
        """Close the connection that is kept open."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None

    def _ask(
        self, method: str, path: str, headers: list[str], body: bytes
    ) -> Reply | Fault:
        if self._approach is None:
            return Fault(fault_class=FaultClass.DNS, detail="no address of a server")
        target = self._approach.target
        wire = self._take_kept() or self._approach.open(Deadline(self._floor_s))
        if isinstance(wire, Fault):
            return wire
        request = Request(
            method=method,
            path=self._folder + path,
            headers=[
                f"Host: {target.authority}",
                "User-Agent: kiosk",
                "Accept-Encoding: identity",
                *headers,
            ],
            body=body,
        )
        wire.deadline = Deadline(self._floor_s)
        wire.deadline.allow(len(body))
        try:
            reply, stays = exchange(wire, request)
        except (OSError, HTTPException) as error:
            wire.close()
            return replace(classify(error, target), was_cut=True)
        if stays:
            self._wire, self._used_at = wire, time.monotonic()
        else:
            wire.close()
        return reply

    def _take_kept(self) -> Wire | None:
        """Return the connection of before, where it is still good."""
        wire, self._wire = self._wire, None
        if wire is None:
            return None
        if time.monotonic() - self._used_at < IDLE_S and wire.is_quiet():
            return wire
        wire.close()
        return None


def classify_status(reply: Reply) -> Fault | None:
    """Return which fault the status of `reply` is, None for a success.

    A page for people is none: no route of the province answers a kiosk by one.
    """
    status = reply.status
    detail = f"HTTP {status}"
    if status in {HTTPStatus.OK, HTTPStatus.CREATED}:
        if not reply.content_type.lower().startswith("text/html"):
            return None
        found, detail = FaultClass.CAPTIVE_PORTAL, "a page for people"
    elif status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        found = FaultClass.UNAUTHORISED
    elif status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        found = FaultClass.TOO_LARGE
    elif status == HTTPStatus.TOO_MANY_REQUESTS:
        found = FaultClass.RATE_LIMITED
    elif status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        found = FaultClass.PROXY
    elif _is_login(status):
        found = FaultClass.CAPTIVE_PORTAL
    else:
        found = FaultClass.SERVER
    return Fault(fault_class=found, detail=detail, retry_after_s=reply.retry_after_s)


def _is_login(status: int) -> bool:
    return (
        HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
        or status == HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED
    )
