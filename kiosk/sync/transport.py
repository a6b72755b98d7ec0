"""Transport: the kiosk's HTTP to its province, every failure as a fault value."""

import socket
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import requests
import urllib3
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ProxyError, RequestException, SSLError, Timeout

from kiosk.sync.fault import Fault, FaultClass

CONNECT_TIMEOUT_S = 5.0
FLOOR_TIMEOUT_S = 25.0
SLOWEST_BYTES_PER_S = 1_000
"""A line of 8 kbit/s still gets through; below it the attempt ends and is tried again."""

BATCH_TYPE = "application/vnd.kiosk.batch"
MAX_ANSWER_BYTES = 4 * 1024 * 1024
"""A receipt for 5,000 entries is below 200 kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the province answered; `date` is its own clock in seconds since 1970, if told."""

    status: int
    content_type: str
    body: bytes
    date: float | None
    retry_after_s: float | None


class Transport:
    """Talks to one province; every method returns a Fault instead of raising."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session = requests.Session()

    def get(self, path: str) -> Reply | Fault:
        """Return what GET on `path` answers."""
        return self._ask("GET", path, None, "")

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        """Return what POST of `body` to `path` answers."""
        return self._ask("POST", path, body, content_type)

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._session.close()

    def _ask(
        self, method: str, path: str, body: bytes | None, content_type: str
    ) -> Reply | Fault:
        headers = {"Content-Type": content_type} if content_type else {}
        size = len(body) if body else 0
        timeout_s = FLOOR_TIMEOUT_S + size / SLOWEST_BYTES_PER_S
        try:
            with self._session.request(
                method,
                self.url + path,
                data=body,
                headers=headers,
                timeout=(CONNECT_TIMEOUT_S, timeout_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                return _read_reply(response)
        except (RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            return classify_error(error)


def classify_error(error: BaseException) -> Fault:
    """Return which class of fault `error` is."""
    detail = type(error).__name__
    if isinstance(error, ProxyError):
        return Fault(fault_class=FaultClass.PROXY, detail=detail)
    if isinstance(error, SSLError):
        return Fault(fault_class=FaultClass.TLS, detail=str(error)[:200])
    if isinstance(error, Timeout):
        return Fault(fault_class=FaultClass.TCP, detail="timed out")
    if isinstance(error, RequestsConnectionError):
        return _classify_connection(error)
    return Fault(fault_class=FaultClass.TCP, detail=detail)


def classify_status(reply: Reply) -> Fault | None:
    """Return which fault the status of `reply` is, None for a success."""
    status = reply.status
    if status in {HTTPStatus.OK, HTTPStatus.CREATED}:
        return None
    detail = f"HTTP {status}"
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        found = FaultClass.UNAUTHORISED
    elif status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        found = FaultClass.TOO_LARGE
    elif status == HTTPStatus.TOO_MANY_REQUESTS:
        found = FaultClass.RATE_LIMITED
    elif status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        found = FaultClass.PROXY
    elif HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        found = FaultClass.CAPTIVE_PORTAL
    else:
        found = FaultClass.SERVER
    return Fault(fault_class=found, detail=detail, retry_after_s=reply.retry_after_s)


def _classify_connection(error: RequestsConnectionError) -> Fault:
    text = str(error)
    causes = _get_causes(error)
    if any(isinstance(cause, socket.gaierror) for cause in causes) or (
        "NameResolutionError" in text
    ):
        return Fault(fault_class=FaultClass.DNS, detail="name not resolved")
    if "unreachable" in text:
        return Fault(fault_class=FaultClass.NO_LINK, detail="network unreachable")
    return Fault(fault_class=FaultClass.TCP, detail="connection failed")


def _get_causes(error: BaseException) -> list[BaseException]:
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(cause)
    return causes


def _read_reply(response: requests.Response) -> Reply | Fault:
    body = response.raw.read(MAX_ANSWER_BYTES + 1, decode_content=True)
    if len(body) > MAX_ANSWER_BYTES:
        return Fault(fault_class=FaultClass.BAD_RECEIPT, detail="answer too long")
    expected = response.headers.get("Content-Length")
    if expected and expected.isdigit() and len(body) < int(expected):
        return Fault(fault_class=FaultClass.TCP, detail="answer cut off")
    return Reply(
        status=response.status_code,
        content_type=response.headers.get("Content-Type", ""),
        body=body,
        date=_parse_date(response.headers.get("Date")),
        retry_after_s=_parse_seconds(response.headers.get("Retry-After")),
    )


def _parse_date(text: str | None) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except ValueError:
        return None


def _parse_seconds(text: str | None) -> float | None:
    return float(text) if text and text.isascii() and text.isdigit() else None
