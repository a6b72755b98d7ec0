"""Recovery: a kiosk that lost entries asks which of them are here."""

import logging
import threading
import time
from collections import OrderedDict

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from kiosk.protocol import recovery
from kiosk.protocol.recovery import Answer, SignedRequest
from province.api.body import read_body
from province.api.problem import make_problem
from province.keys import KeyName
from province.ledger import kiosks, recoveries
from province.services import Services

AT_ONCE = 60
"""300,000 entries come back without a wait; a kiosk that loses more has time."""
EVERY_S = 1.0
MOST_KIOSKS = 10_000

log = logging.getLogger(__name__)


class Rations:
    """How often each kiosk may still ask: `AT_ONCE` times, then once in `EVERY_S`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, kiosk_id: str, now_s: float) -> bool:
        """Use one up for `kiosk_id`; say whether there was one."""
        with self._lock:
            left, at_s = self._left.pop(kiosk_id, (float(AT_ONCE), now_s))
            left = min(AT_ONCE, left + (now_s - at_s) / EVERY_S)
            may = left >= 1
            self._left[kiosk_id] = (left - 1 if may else left, now_s)
            if len(self._left) > MOST_KIOSKS:
                self._left.popitem(last=False)
            return may


def make_router(services: Services) -> APIRouter:
    """Return the route that tells what is here."""
    router = APIRouter()
    rations = Rations()

    @router.post(recovery.PATH)
    async def tell(request: Request) -> Response:
        body = await read_body(request, recovery.MAX_REQUEST_BYTES)
        if body is None:
            return make_problem(413, "too_large", "Ask for fewer ranges.")
        return await run_in_threadpool(_tell, services, rations, body)

    return router


def _tell(services: Services, rations: Rations, body: bytes) -> Response:
    signed = recovery.parse_request(body)
    if signed is None:
        return make_problem(400, "malformed", "The body is no signed request.")
    kiosk_id = signed.request.kiosk_id
    with services.database.reading() as connection:
        sender = kiosks.find_sender(connection, kiosk_id)
    if sender is None or sender.is_revoked:
        return make_problem(
            403, "unknown_kiosk", "No kiosk with this id may ask here, any more."
        )
    if not signed.is_of(sender.public_key):
        return make_problem(403, "bad_signature", "The kiosk named did not sign this.")
    if not rations.take(kiosk_id, time.monotonic()):
        response = make_problem(429, "too_often", "Ask again in some seconds.")
        response.headers["Retry-After"] = "5"
        return response
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
