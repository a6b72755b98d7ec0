"""Exchange: one HTTP request over a wire, and the reply to it."""

import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from typing import Any

from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.wire import Wire, WireFile

MAX_ANSWER_BYTES = 4 * 1024 * 1024
"""A receipt for 5,000 entries is below 200 kB."""

_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the province answered; `date` is its own clock in seconds since 1970, if told."""

    status: int
    content_type: str
    body: bytes
    date: float | None
    retry_after_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked; `headers` are whole lines, `body` comes with its length."""

    method: str
    path: str
    headers: Sequence[str]
    body: bytes = b""

    def encode(self) -> bytes:
        """Return its bytes."""
        lines = [f"{self.method} {self.path} HTTP/1.1", *self.headers]
        if self.method == "POST":
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + self.body


def exchange(wire: Wire, request: Request) -> tuple[Reply | Fault, bool]:
    """Return the answer, and whether the connection is good for another.

    Raises:
        OSError: the connection ended, or its time did.
        HTTPException: what came back is no HTTP.
    """
    is_sent = True
    try:
        wire.send(request.encode())
    except (BrokenPipeError, ConnectionResetError):
        is_sent = False  # a server that wants no more has often said why
    response = begin_response(wire, request.method)
    reply = _read_reply(response)
    is_read = isinstance(reply, Reply) and response.isclosed()
    return reply, is_sent and is_read and not response.will_close


def begin_response(wire: Wire, method: str) -> HTTPResponse:
    """Return the response to `method` with its headers read."""
    file: Any = WireFile(wire)  # of a socket it only asks for `makefile`
    response = HTTPResponse(file, method=method)
    response.begin()
    if file.has_ended:  # else half a header counts as a whole one
        raise ConnectionResetError("answer cut off")
    return response


def _read_reply(response: HTTPResponse) -> Reply | Fault:
    body = response.read(MAX_ANSWER_BYTES + 1)
    encoding = response.headers.get("Content-Encoding", "identity")
    if len(body) <= MAX_ANSWER_BYTES and encoding == "gzip":
        # It was not asked for; a proxy on the way may do so all the same.
        body = _unpack(body)
    elif encoding != "identity":
        return _refuse("answer in an unknown encoding")
    if len(body) > MAX_ANSWER_BYTES:
        return _refuse("answer too long")
    if response.length:
        raise ConnectionResetError("answer cut off")
    date = _parse_date(response.headers.get("Date"))
    return Reply(
        status=response.status,
        content_type=response.headers.get("Content-Type", ""),
        body=body,
        date=date,
        retry_after_s=_parse_wait(response.headers.get("Retry-After"), date),
    )


def _unpack(body: bytes) -> bytes:
    """Return what is packed in `body`, little more of it than an answer may have."""
    try:
        return zlib.decompressobj(_GZIP).decompress(body, MAX_ANSWER_BYTES + 1)
    except zlib.error as error:
        raise HTTPException("no gzip") from error


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
