"""Exchange: a request to the province by `requests`, and the reply to it."""

import ssl
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from requests import PreparedRequest, RequestException, Response
from urllib3.exceptions import HTTPError

from kiosk.sync import diagnosis, link
from kiosk.sync.address import (
    Address,
    Proxy,
    find_proxy,
    is_loopback,
    make_blind_context,
    make_context,
)
from kiosk.sync.approach import Approach, TunnelRefusedError
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.reply import MAX_ANSWER_BYTES, Reply
from kiosk.sync.route import Route
from kiosk.sync.wire import FLOOR_S, Attempt, Step

IDLE_S = 30.0
"""A connection that was not used for longer may be forgotten by a router on the way."""

_HEADERS = {"User-Agent": "kiosk", "Accept-Encoding": "identity"}
_UNPACKED = frozenset({"identity", "gzip"})
"""gzip was not asked for; a proxy on the way may do so all the same."""

_MAY_LACK_A_LINK = frozenset({FaultClass.DNS, FaultClass.TCP, FaultClass.NO_LINK})


class Line:
    """Asks one server, over one connection that is kept for a while.

    The adapter of `requests` is asked without its session, which reads all of
    a redirect's body however long, and keeps a portal's cookies.
    """

    def __init__(
        self,
        target: Address,
        route: Route,
        context: ssl.SSLContext | None = None,
        floor_s: float = FLOOR_S,
    ) -> None:
        self._target = target
        self._route = route
        self._context = context
        self._floor_s = floor_s
        self._approach: Approach | None = None
        self._used_at = 0.0
        self.attempt = Attempt(floor_s)

    def ask(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Reply | Fault:
        """Return what `url` answers."""
        approach = self._find_approach()
        if isinstance(approach, Fault):
            return approach
        request = PreparedRequest()
        self.attempt.begin(len(body))
        try:
            request.prepare(method, url, {**_HEADERS, **headers}, data=body)
            reply = _send(approach, request, self.attempt)
        except (OSError, HTTPError, TunnelRefusedError) as error:
            self.close()
            return self._judge(find_root(error), approach.proxy)
        self._used_at = time.monotonic()
        return reply

    def close(self) -> None:
        """Close the connection that is kept open."""
        if self._approach is not None:
            self._approach.close()
            self._approach = None

    def _find_approach(self) -> Approach | Fault:
        """Return the way of before where it is still good, else another."""
        proxy = find_proxy(self._route, self._target)
        if self._approach is not None:
            is_fresh = time.monotonic() - self._used_at < IDLE_S
            if is_fresh and self._approach.proxy == proxy:
                return self._approach
            self.close()
        try:
            self._approach = self._plan(proxy)
        except OSError as error:
            named = f"ca_bundle '{self._route.ca_bundle}'"
            detail = f"{named}: {error.strerror or 'no certificate in it'}"
            return Fault(fault_class=FaultClass.TLS, detail=detail)
        return self._approach

    def _plan(self, proxy: Proxy | None) -> Approach:
        """Return the way; the certificates that count are read once."""
        if self._context is None and self._target.scheme == "https":
            self._context = make_context(self._route)
        has_tls = proxy is not None and proxy.address.scheme == "https"
        proxy_context = make_context(self._route) if has_tls else None
        return Approach(self.attempt, self._context, proxy, proxy_context)

    def _judge(self, root: BaseException, proxy: Proxy | None) -> Fault:
        """Return which fault `root` is, by its kind and by how far the attempt had come."""
        if isinstance(root, TunnelRefusedError):
            return Fault(fault_class=FaultClass.PROXY, detail=str(root))
        if self.attempt.step is Step.PROXY and proxy is not None:
            fault = classify(root, proxy.address)
            if fault.fault_class is FaultClass.NO_LINK:
                return fault
            return Fault(fault_class=FaultClass.PROXY, detail=fault.detail)
        if diagnosis.is_of_date(root):
            return self._look_at_dates()
        fault = classify(root, self._target)
        return replace(fault, was_cut=self.attempt.step is Step.EXCHANGE)

    def _look_at_dates(self) -> Fault:
        """Ask once more, believing nobody, whose clock the refused certificate contradicts.

        Nothing of the kiosk is in what is asked.
        """
        blind = Line(self._target, self._route, make_blind_context(), self._floor_s)
        reply = blind.ask(
            "HEAD", f"{self._target.scheme}://{self._target.authority}/", {}
        )
        blind.close()
        date = None if isinstance(reply, Fault) else reply.date
        return diagnosis.judge_dates(
            diagnosis.read_validity(blind.attempt.certificate),
            datetime.now(UTC),
            None if date is None else datetime.fromtimestamp(date, UTC),
        )


def classify(error: BaseException, target: Address) -> Fault:
    """Return which fault `error` on the way to `target` is, on this machine of now."""
    fault = diagnosis.classify_error(error)
    if fault.fault_class not in _MAY_LACK_A_LINK or is_loopback(target.host):
        return fault
    if link.read_links().is_up:
        return fault
    return Fault(fault_class=FaultClass.NO_LINK, detail="no network is up")


def find_root(error: BaseException) -> BaseException:
    """Return what the libraries raised `error` for, or the last of theirs."""
    while isinstance(error, (RequestException, HTTPError)):
        below = error.__cause__ or error.__context__
        if below is None:
            break
        error = below
    return error


def _send(
    approach: Approach, request: PreparedRequest, attempt: Attempt
) -> Reply | Fault:
    proxies = {}
    if approach.proxy is not None:
        address = approach.proxy.address
        proxies["all"] = f"{address.scheme}://{address.authority}"
    response = approach.send(
        request, stream=True, verify=approach.verifies, proxies=proxies
    )
    try:
        return _read_reply(response, attempt)
    finally:
        response.close()


def _read_reply(response: Response, attempt: Attempt) -> Reply | Fault:
    """Return the reply with its whole body.

    Raises:
        OSError: it was cut off.
        HTTPError: it was cut off, or what came is no HTTP.
    """
    if response.headers.get("Content-Encoding", "identity").lower() not in _UNPACKED:
        return _refuse("answer in an unknown encoding")
    body = response.raw.read(MAX_ANSWER_BYTES + 1, decode_content=True)
    if len(body) > MAX_ANSWER_BYTES:
        return _refuse("answer too long")
    date = _parse_date(response.headers.get("Date"))
    reply = Reply(
        status=response.status_code,
        content_type=response.headers.get("Content-Type", ""),
        body=body,
        date=date,
        retry_after_s=_parse_wait(response.headers.get("Retry-After"), date),
    )
    if _is_cut(response, reply, attempt):
        raise ConnectionResetError("answer cut off")
    return reply


def _is_cut(response: Response, reply: Reply, attempt: Attempt) -> bool:
    """Say whether the end of `reply` may be a cut, which the libraries let pass.

    A portal's page often ends with its connection; nothing of a province's does.
    """
    if response.raw.chunked:
        return attempt.has_ended
    is_endless = response.raw.length_remaining is None
    return is_endless and reply.is_success and not reply.is_page


def _refuse(detail: str) -> Fault:
    return Fault(fault_class=FaultClass.BAD_RECEIPT, detail=detail)


def _parse_date(text: str | None) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except (ValueError, OverflowError):
        return None


def _parse_wait(text: str | None, date: float | None) -> float | None:
    """Return seconds; a point of time counts from the province's own clock, if it told."""
    if text and text.isascii() and text.isdigit():
        return float(text)
    until = _parse_date(text)
    if until is None:
        return None
    return max(0.0, until - (time.time() if date is None else date))
