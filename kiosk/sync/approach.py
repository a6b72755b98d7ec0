"""Approach: a wire to the province, through whatever proxy and TLS lie on the way."""

import ssl
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPException

from kiosk.sync import diagnosis, link
from kiosk.sync.exchange import Reply, Request, begin_response, exchange
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.route import (
    Address,
    Proxy,
    Route,
    find_proxy,
    is_loopback,
    make_blind_context,
    make_context,
)
from kiosk.sync.wire import Deadline, TlsWire, Wire, connect

_MAY_LACK_A_LINK = frozenset({FaultClass.DNS, FaultClass.TCP, FaultClass.NO_LINK})


class Approach:
    """Opens wires to one server; the certificates that count are read once."""

    def __init__(
        self, target: Address, route: Route, context: ssl.SSLContext | None = None
    ) -> None:
        self.target = target
        self._route = route
        self._context = context

    def open(self, deadline: Deadline) -> Wire | Fault:
        """Return a wire that HTTP can be spoken over."""
        proxy = find_proxy(self._route, self.target)
        if self.target.scheme == "http":
            return self._reach(proxy, deadline)
        context = self._load_context()
        if isinstance(context, Fault):
            return context
        below = self._reach(proxy, deadline)
        if isinstance(below, Fault):
            return below
        try:
            return TlsWire(below, context, self.target.host)
        except OSError as error:
            below.close()
            if diagnosis.is_of_date(error):
                return self._look_at_dates(proxy, deadline)
            return classify(error, self.target)

    def _load_context(self) -> ssl.SSLContext | Fault:
        if self._context is None:
            try:
                self._context = make_context(self._route)
            except OSError as error:
                named = f"ca_bundle '{self._route.ca_bundle}'"
                detail = f"{named}: {error.strerror or 'no certificate in it'}"
                return Fault(fault_class=FaultClass.TLS, detail=detail)
        return self._context

    def _reach(self, proxy: Proxy | None, deadline: Deadline) -> Wire | Fault:
        """Return a wire that ends at the server, with no TLS of its own yet."""
        if proxy is not None:
            return self._reach_through(proxy, deadline)
        try:
            return connect(self.target.host, self.target.port, deadline)
        except OSError as error:
            return classify(error, self.target)

    def _reach_through(self, proxy: Proxy, deadline: Deadline) -> Wire | Fault:
        wire: Wire | None = None
        try:
            wire = connect(proxy.address.host, proxy.address.port, deadline)
            if proxy.address.scheme == "https":
                wire = TlsWire(wire, make_context(self._route), proxy.address.host)
            status = _tunnel(wire, self.target, proxy)
        except (OSError, HTTPException) as error:
            if wire is not None:
                wire.close()
            fault = classify(error, proxy.address)
            if fault.fault_class is FaultClass.NO_LINK:
                return fault
            return Fault(fault_class=FaultClass.PROXY, detail=fault.detail)
        if status == HTTPStatus.OK:
            return wire
        wire.close()
        return Fault(fault_class=FaultClass.PROXY, detail=f"HTTP {status}")

    def _look_at_dates(self, proxy: Proxy | None, deadline: Deadline) -> Fault:
        """Ask once more, believing nobody, whose clock the refused certificate contradicts.

        Nothing of the kiosk is in what is asked.
        """
        wire = self._reach(proxy, deadline)
        if isinstance(wire, Fault):
            return wire
        validity, province_time = None, None
        try:
            blind = TlsWire(wire, make_blind_context(), self.target.host)
            validity = diagnosis.read_validity(blind.get_certificate())
            province_time = _ask_time(blind, self.target)
        except (OSError, HTTPException):
            pass  # then what is known until here has to say it
        finally:
            wire.close()
        return diagnosis.judge_dates(validity, datetime.now(UTC), province_time)


def classify(error: BaseException, target: Address) -> Fault:
    """Return which fault `error` on the way to `target` is, on this machine of now."""
    fault = diagnosis.classify_error(error)
    if fault.fault_class not in _MAY_LACK_A_LINK or is_loopback(target.host):
        return fault
    if link.read_links().is_up:
        return fault
    return Fault(fault_class=FaultClass.NO_LINK, detail="no network is up")


def _tunnel(wire: Wire, target: Address, proxy: Proxy) -> int:
    """Ask the proxy to lead to `target`; return its status."""
    headers = [f"Host: {target.authority}"]
    if proxy.authorization:
        headers.append(f"Proxy-Authorization: {proxy.authorization}")
    asked = Request(method="CONNECT", path=target.authority, headers=headers)
    wire.send(asked.encode())
    return begin_response(wire, "CONNECT").status


def _ask_time(wire: Wire, target: Address) -> datetime | None:
    asked = Request(method="HEAD", path="/", headers=[f"Host: {target.authority}"])
    reply, _ = exchange(wire, asked)
    if not isinstance(reply, Reply) or reply.date is None:
        return None
    return datetime.fromtimestamp(reply.date, UTC)
