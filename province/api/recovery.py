"""Recovery: a kiosk that lost entries asks which of them are here."""

import logging
import time

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from kiosk.protocol import recovery
from kiosk.protocol.recovery import Answer, SignedRequest
from province.api.body import read_body
from province.api.problem import Reason, make_problem, make_too_often
from province.api.rations import Rations
from province.api.schema import OCTETS, answers, takes
from province.keys import KeyName
from province.ledger import kiosks, recoveries
from province.services import Services

AT_ONCE = 60
"""300,000 entries come back without a wait; a kiosk that loses more has time."""
EVERY_S = 1.0
WAIT_S = 5

log = logging.getLogger(__name__)


_BODY = takes(OCTETS, None, "A signed request (kiosk.protocol.recovery).")
_ANSWERS = answers(
    OCTETS,
    None,
    "The signed answer: which of the kiosk's entries are here, without content.",
    {
        400: (Reason.MALFORMED,),
        403: (Reason.UNKNOWN_KIOSK, Reason.BAD_SIGNATURE),
        413: (Reason.TOO_LARGE,),
        429: (Reason.TOO_OFTEN,),
    },
)


def make_router(services: Services) -> APIRouter:
    """Return the route that tells what is here."""
    router = APIRouter()
    rations = Rations(at_once=AT_ONCE, every_s=EVERY_S)

    @router.post(
        recovery.PATH, response_class=Response, openapi_extra=_BODY, responses=_ANSWERS
    )
    async def tell(request: Request) -> Response:
        body = await read_body(request, recovery.MAX_REQUEST_BYTES)
        if body is None:
            return make_problem(413, Reason.TOO_LARGE, "Ask for fewer ranges.")
        return await run_in_threadpool(_tell, services, rations, body)

    return router


def _tell(services: Services, rations: Rations, body: bytes) -> Response:
    signed = recovery.parse_request(body)
    if signed is None:
        return make_problem(400, Reason.MALFORMED, "The body is no signed request.")
    kiosk_id = signed.request.kiosk_id
    with services.database.reading() as connection:
        sender = kiosks.find_sender(connection, kiosk_id)
    if sender is None or sender.is_revoked:
        return make_problem(
            403, Reason.UNKNOWN_KIOSK, "No kiosk with this id may ask here, any more."
        )
    if not signed.is_of(sender.public_key):
        return make_problem(
            403, Reason.BAD_SIGNATURE, "The kiosk named did not sign this."
        )
    if not rations.take(kiosk_id, time.monotonic()):
        return make_too_often(WAIT_S)
    answer = _answer(services, signed)
    log.info("recovery told kiosk=%s rows=%d", kiosk_id, len(answer.rows))
    sealed = recovery.seal_answer(answer, services.keys.load(KeyName.RECEIPT))
    return Response(sealed, media_type="application/octet-stream")


def _answer(services: Services, signed: SignedRequest) -> Answer:
    request = signed.request
    with services.database.reading() as connection:
        epochs = recoveries.list_epochs(connection, request.kiosk_id)
        rows = recoveries.list_rows(connection, request.kiosk_id, request.ranges)
    return Answer(
        kiosk_id=request.kiosk_id,
        request=signed.hash,
        highest=max((epoch.last for epoch in epochs), default=0),
        rows=rows,
        epochs=epochs,
    )
