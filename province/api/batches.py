"""Batches: what kiosks send, answered by a receipt after the commit."""

import logging
import time
from functools import partial
from typing import assert_never

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response

from kiosk.protocol import batch, brief_receipt
from kiosk.protocol.batch import BatchFault
from province.api.body import Room
from province.api.problem import Reason, make_problem, make_too_often
from province.api.rations import Rations
from province.api.schema import BATCH, OCTETS, answers, takes
from province.ingest import Ingested
from province.ledger import kiosks
from province.ledger.arrivals import UnknownKiosk, append_batch
from province.ledger.columns import to_us
from province.receipting import seal_brief_receipt, seal_receipt
from province.services import Services

MAX_BODY_BYTES = 8 * 1024 * 1024
"""Packed; unpacked it is capped by the protocol."""

ROOM_BYTES = 64 * 1024 * 1024
"""For the bodies of all that send at once: those of 700 kiosks with 1,000 entries each."""
THREADS = 8
"""Batches unpacked at once: none takes more than 16 MB, and few threads write at a time."""

MOST_WAITING = 100
"""More than so many would wait longer than a kiosk does (15 ms each, measured, and 100
on a bad day), and come again while they are still in the queue."""

AT_ONCE = 1000
"""Batches of one kiosk without a wait: a backlog of a million entries, or twenty
sync runs a minute whatever each of them has to send."""
EVERY_S = 0.05
"""Then as many as one core takes in from all kiosks together."""
WAIT_S = 5
"""A hundred batches later; a kiosk that is told so comes back with all of them."""

_BODY = takes(BATCH, None, "A signed batch (kiosk.protocol.batch), zstd.")
_ANSWERS = answers(
    OCTETS,
    None,
    "The signed receipt (kiosk.protocol.receipt): what became of each entry; its brief "
    f"form ({brief_receipt.MEDIA_TYPE}) where the body's type ends with "
    f"'{brief_receipt.ASKING}'.",
    {
        400: (Reason.MALFORMED,),
        403: (Reason.UNKNOWN_KIOSK, Reason.BAD_SIGNATURE),
        413: (Reason.TOO_LARGE,),
        422: (Reason.BROKEN_CHAIN,),
        429: (Reason.TOO_OFTEN,),
    },
)

log = logging.getLogger(__name__)


def make_router(services: Services, *, most_waiting: int = MOST_WAITING) -> APIRouter:
    """Return the route that takes batches; beyond `most_waiting` it says when to come."""
    router = APIRouter()
    rations = Rations(at_once=AT_ONCE, every_s=EVERY_S)
    room, threads = Room(ROOM_BYTES), CapacityLimiter(THREADS)

    @router.post(
        "/v1/batches", response_class=Response, openapi_extra=_BODY, responses=_ANSWERS
    )
    async def receive(request: Request) -> Response:
        media_type = request.headers.get("content-type", "")
        is_brief = media_type.endswith(brief_receipt.ASKING)
        async with room.receive(request, MAX_BODY_BYTES) as body:
            if body is None:
                return _tell_fault(BatchFault.TOO_LARGE)
            if threads.statistics().tasks_waiting >= most_waiting:
                return make_too_often(WAIT_S)
            answer = partial(_receive, services, rations, body, is_brief=is_brief)
            return await to_thread.run_sync(answer, limiter=threads)

    return router


def _receive(
    services: Services, rations: Rations, body: bytes, *, is_brief: bool = False
) -> Response:
    signed = batch.parse(body)
    if isinstance(signed, BatchFault):
        return _tell_fault(signed)
    with services.database.asking() as connection:
        sender = kiosks.find_sender(connection, signed.batch.kiosk_id)
    if sender is None:
        return _tell_unknown()
    fault = batch.verify(signed, sender.public_key)
    if fault is not None:
        return _tell_fault(fault)
    if not rations.take(sender.kiosk_id, time.monotonic()):
        return make_too_often(WAIT_S)
    received_at = services.clock()
    match append_batch(services.database, signed, received_at, sender=sender):
        case UnknownKiosk():
            return _tell_unknown()
        case Ingested() as ingested:
            log.info(
                "batch kept kiosk=%s rows=%d", sender.kiosk_id, len(ingested.lines)
            )
            seal = seal_brief_receipt if is_brief else seal_receipt
            return Response(
                seal(services.keys, signed, ingested, to_us(received_at)),
                media_type=brief_receipt.MEDIA_TYPE
                if is_brief
                else "application/octet-stream",
            )


def _tell_unknown() -> Response:
    return make_problem(403, "unknown_kiosk", "No kiosk with this id is enrolled here.")


def _tell_fault(fault: BatchFault) -> Response:
    match fault:
        case BatchFault.TOO_LARGE:
            return make_problem(
                413, fault.value, "Send the entries in smaller batches."
            )
        case BatchFault.MALFORMED:
            return make_problem(400, fault.value, "The body is no signed batch.")
        case BatchFault.BAD_SIGNATURE:
            return make_problem(403, fault.value, "The kiosk named did not sign this.")
        case BatchFault.BROKEN_CHAIN:
            return make_problem(422, fault.value, "The head does not follow the rows.")
        case _:
            assert_never(fault)
