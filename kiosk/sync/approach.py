"""Approach: the connections that `requests` has to the province, through proxy and TLS.

The classes are those of urllib3 and `requests`, made to be derived from; ours
say under which deadline they work, whom they believe, and how far they came.
"""

import ssl
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from http.client import HTTPResponse
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Retry
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

from kiosk.sync.address import Proxy
from kiosk.sync.wire import Attempt, Step, TcpSocket, bind, connect


class TunnelRefusedError(Exception):
    """A proxy does not lead to the province, and said why by `status`."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class Answer(HTTPResponse):
    """An answer; one whose header stops half-way is cut off, which `http.client` lets pass."""

    def __init__(self, *args: Any, attempt: Attempt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._attempt = attempt

    def begin(self) -> None:
        """Read the header."""
        super().begin()
        if self._attempt.has_ended:
            raise ConnectionResetError("answer cut off")


class PlainConnection(HTTPConnection):
    """A connection whose steps are noted in an attempt."""

    def __init__(self, *args: Any, attempt: Attempt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attempt = attempt
        make_answer: Any = partial(Answer, attempt=attempt)
        self.response_class = make_answer
        self._question = b""

    def connect(self) -> None:
        """Make the connection, proxy and TLS included."""
        self.attempt.approach(Step.SERVER if self.proxy is None else Step.PROXY)
        super().connect()
        self.attempt.set_off()

    def set_tunnel(
        self,
        host: str,
        port: int | None = None,
        headers: Mapping[str, str] | None = None,
        scheme: str = "http",
    ) -> None:
        """Take what the proxy is asked for."""
        super().set_tunnel(host, port, headers, scheme)
        authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        lines = [f"CONNECT {authority} HTTP/1.1", f"Host: {authority}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self._question = "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")

    def _new_conn(self) -> TcpSocket:
        try:
            return connect(self.host, self.port, self.attempt)
        except OSError as error:
            # A bare ECONNRESET would count as an answer that came early.
            raise NewConnectionError(self, "no connection") from error

    def _tunnel(self) -> None:
        """Ask the proxy to lead to the province.

        In the place of the library's own, which tells the status by a text
        only, and speaks HTTP/1.0 without a host on Python 3.11.
        """
        self.send(self._question)
        answer = Answer(self.sock, method="CONNECT", attempt=self.attempt)
        try:
            answer.begin()
        finally:
            answer.close()
        if answer.status != HTTPStatus.OK:
            raise TunnelRefusedError(answer.status)
        self.attempt.go_on()
        self.sock.settimeout(self.attempt.deadline.left_s())


class TlsConnection(PlainConnection, HTTPSConnection):
    """The same with TLS."""

    def connect(self) -> None:
        """Make the connection; keep the certificate that was shown."""
        super().connect()
        shown: Any = self.sock  # an SSLSocket, or urllib3's own over a proxy's TLS
        self.attempt.certificate = shown.getpeercert(binary_form=True) or b""
        self.is_verified = True  # or it was meant not to be: urllib3 need not warn

    @property
    def is_connected(self) -> bool:
        """Say whether it can serve again: nothing came unasked.

        Of TLS in TLS nobody can say what was decrypted already.
        """
        return (
            super().is_connected
            and isinstance(self.sock, ssl.SSLSocket)
            and not self.sock.pending()
        )


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = TlsConnection


class Approach(HTTPAdapter):
    """Makes the connections to one server, at most one at a time.

    `context` is who is believed, certifi's list never; `proxy_context` the same
    for a proxy that speaks TLS itself.
    """

    def __init__(
        self,
        attempt: Attempt,
        context: ssl.SSLContext | None = None,
        proxy: Proxy | None = None,
        proxy_context: ssl.SSLContext | None = None,
    ) -> None:
        self.proxy = proxy
        self._context = context
        self._proxy_context = proxy_context
        self._pools: Any = {
            "http": partial(_PlainPool, attempt=attempt),
            "https": partial(_TlsPool, attempt=attempt),
        }
        for each in (context, proxy_context):
            if each is not None:
                bind(each, attempt)
        super().__init__(
            pool_connections=1, pool_maxsize=1, max_retries=Retry(total=False)
        )

    @property
    def verifies(self) -> bool:
        """Say whether a certificate is looked at; urllib3 sets its context by this."""
        context = self._context
        return context is None or context.verify_mode is not ssl.CERT_NONE

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Prepare connections without a proxy."""
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """Prepare connections through `proxy`."""
        made = super().proxy_manager_for(
            proxy,
            ssl_context=self._context,
            proxy_ssl_context=self._proxy_context,
            **proxy_kwargs,
        )
        made.pool_classes_by_scheme = self._pools
        return made

    def proxy_headers(self, proxy: str) -> dict[str, str]:
        """Return what the proxy is told: names and passwords in UTF-8, which `requests` lacks."""
        del proxy
        if self.proxy is None or not self.proxy.authorization:
            return {}
        return {"Proxy-Authorization": self.proxy.authorization}

    def cert_verify(self, *_: Any) -> None:
        """Add no certificates: the context has them."""
