"""Reply: what the province answered, as a value."""

from dataclasses import dataclass
from http import HTTPStatus

from kiosk.sync.fault import Fault, FaultClass

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

    @property
    def is_success(self) -> bool:
        """Say whether the status is one that the province gives where all went well."""
        return self.status in {HTTPStatus.OK, HTTPStatus.CREATED}

    @property
    def is_page(self) -> bool:
        """Say whether it is a page for people."""
        return self.content_type.lower().startswith("text/html")


def classify_status(reply: Reply) -> Fault | None:
    """Return which fault the status of `reply` is, None for a success.

    A page for people is none: no route of the province answers a kiosk by one.
    """
    status = reply.status
    detail = f"HTTP {status}"
    if reply.is_success:
        if not reply.is_page:
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
