"""Problem: what went wrong with a request, as RFC 9457 says it."""

import logging

import msgspec
from fastapi import Request, Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


def make_problem(status: int, reason: str, detail: str) -> Response:
    """Return the answer `status`; `reason` is stable, `detail` for people."""
    body = {
        "type": "about:blank",
        "title": reason.replace("_", " "),
        "status": status,
        "detail": detail,
        "reason": reason,
    }
    return Response(msgspec.json.encode(body), status, media_type=MEDIA_TYPE)


async def tell_http(_: Request, error: Exception) -> Response:
    """Say an HTTP fault as a problem."""
    if not isinstance(error, HTTPException):
        raise error
    reason = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code)
    return make_problem(error.status_code, reason or "bad_request", str(error.detail))


async def tell_database(_: Request, error: Exception) -> Response:
    """Say that the ledger does not answer now; the kiosk keeps all and comes again."""
    # Neither statement nor parameters: they hold names and numbers of people.
    cause = error.orig if isinstance(error, DBAPIError) else error
    log.warning("ledger unavailable: %s", type(cause).__name__)
    response = make_problem(503, "ledger_unavailable", "The ledger does not answer.")
    response.headers["Retry-After"] = "30"
    return response


async def tell_fault(_: Request, error: Exception) -> Response:
    """Say that the province lacks something; its operator reads what in the log."""
    log.error("request not served: %s", error)
    return make_problem(503, "out_of_order", "The province can't do its part now.")
