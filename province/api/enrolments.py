"""Enrolments: kiosks ask to be enrolled with their one-time code."""

import logging

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from kiosk.protocol.enrolment import Refusal, SignedAnswer
from kiosk.protocol.enrolment import Request as EnrolmentRequest
from province import enrolment
from province.api.body import read_body
from province.api.problem import Reason, make_problem
from province.api.schema import JSON, answers, name, takes
from province.enrolment import Refused
from province.services import Services

MAX_BODY_BYTES = 16 * 1024
_STATUS = {
    Refusal.UNKNOWN_CODE: 404,
    Refusal.USED_CODE: 409,
    Refusal.EXPIRED_CODE: 410,
    Refusal.BAD_REQUEST: 400,
}

_BODY = takes(
    JSON, name(EnrolmentRequest), "Signed by the new key; byte strings are base64."
)
_ANSWERS = answers(
    JSON,
    name(SignedAnswer),
    "What the kiosk is now, signed by a receipt key.",
    {
        400: (Reason.BAD_REQUEST,),
        404: (Reason.UNKNOWN_CODE,),
        409: (Reason.USED_CODE,),
        410: (Reason.EXPIRED_CODE,),
        413: (Reason.TOO_LARGE,),
    },
)

log = logging.getLogger(__name__)


def make_router(services: Services) -> APIRouter:
    """Return the route that enrols."""
    router = APIRouter()

    @router.post(
        "/v1/enrolments",
        response_class=Response,
        openapi_extra=_BODY,
        responses=_ANSWERS,
    )
    async def enrol(request: Request) -> Response:
        body = await read_body(request, MAX_BODY_BYTES)
        if body is None:
            return make_problem(413, "too_large", "An enrolment request is small.")
        return await run_in_threadpool(_enrol, services, body)

    return router


def _enrol(services: Services, body: bytes) -> Response:
    asked = enrolment.parse_request(body)
    if isinstance(asked, Refused):
        return _tell(asked)
    answer = enrolment.answer_request(
        services.database, services.keys, asked, services.clock()
    )
    if isinstance(answer, Refused):
        return _tell(answer)
    log.info("kiosk enrolled")
    return Response(answer, media_type="application/json")


def _tell(refused: Refused) -> Response:
    return make_problem(_STATUS[refused.refusal], refused.refusal.value, refused.detail)
