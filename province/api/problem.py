"""Problem: what went wrong with a request, as RFC 9457 says it."""

import logging
from enum import StrEnum
from http import HTTPStatus

import msgspec
from fastapi import Request, Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:province:problem:"
"""No address: an intranet has no page that explains them; `/v1/openapi.json` lists them."""


class Reason(StrEnum):
    """Why a request is not answered with what was asked for; the end of its `type`."""

    MALFORMED = "malformed"
    BAD_REQUEST = "bad_request"
    BAD_SIGNATURE = "bad_signature"
    BROKEN_CHAIN = "broken_chain"
    UNKNOWN_KIOSK = "unknown_kiosk"
    UNKNOWN_CODE = "unknown_code"
    USED_CODE = "used_code"
    EXPIRED_CODE = "expired_code"
    BAD_KEY = "bad_key"
    NO_REASON = "no_reason"
    TOO_LARGE = "too_large"
    TOO_OFTEN = "too_often"
    TOO_SLOW = "too_slow"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    LEDGER_UNAVAILABLE = "ledger_unavailable"
    OUT_OF_ORDER = "out_of_order"


_OF_STATUS = {
    404: Reason.NOT_FOUND,
    405: Reason.METHOD_NOT_ALLOWED,
    408: Reason.TOO_SLOW,
    429: Reason.TOO_OFTEN,
}


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The body of such an answer; `type` and `reason` are stable, `detail` for people."""

    type: str
    title: str
    status: int
    detail: str
    reason: Reason


def make_problem(status: int, reason: str, detail: str) -> Response:
    """Return the answer `status`; `reason` is one of `Reason`."""
    named = Reason(reason)
    body = Problem(
        type=TYPE_PREFIX + named.value,
        title=named.value.replace("_", " "),
        status=status,
        detail=detail,
        reason=named,
    )
    return Response(msgspec.json.encode(body), status, media_type=MEDIA_TYPE)


def make_too_often(wait_s: int) -> Response:
    """Return the answer to a kiosk that asks more often than it may."""
    response = make_problem(429, Reason.TOO_OFTEN, f"Ask again in {wait_s} s.")
    response.headers["Retry-After"] = str(wait_s)
    return response


async def tell_http(_: Request, error: Exception) -> Response:
    """Say an HTTP fault as a problem."""
    if not isinstance(error, HTTPException):
        raise error
    reason = _OF_STATUS.get(error.status_code, Reason.BAD_REQUEST)
    response = make_problem(error.status_code, reason, str(error.detail))
    response.headers.update(error.headers or {})
    return response


async def tell_invalid(_: Request, error: Exception) -> Response:
    """Say that the framework could not read the request; never what it held."""
    del error
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return make_problem(status, Reason.BAD_REQUEST, "The request can't be read.")


async def tell_bug(_: Request, error: Exception) -> Response:
    """Say that the province has a bug; the server's own log gets what it is."""
    del error
    return make_problem(500, Reason.OUT_OF_ORDER, "The province has a fault.")


async def tell_database(_: Request, error: Exception) -> Response:
    """Say that the ledger does not answer now; the kiosk keeps all and comes again."""
    # Neither statement nor parameters: they hold names and numbers of people.
    cause = error.orig if isinstance(error, DBAPIError) else error
    log.warning("ledger unavailable: %s", type(cause).__name__)
    response = make_problem(
        503, Reason.LEDGER_UNAVAILABLE, "The ledger does not answer."
    )
    response.headers["Retry-After"] = "30"
    return response


async def tell_fault(_: Request, error: Exception) -> Response:
    """Say that the province lacks something; its operator reads what in the log."""
    log.error("request not served: %s", error)
    return make_problem(503, Reason.OUT_OF_ORDER, "The province can't do its part now.")
