"""Batches: what kiosks send, answered by a receipt after the commit."""

import logging
from typing import assert_never

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from kiosk.protocol import batch
from kiosk.protocol.batch import BatchFault
from province.api.body import read_body
from province.api.problem import make_problem
from province.ingest import Ingested
from province.ledger import kiosks
from province.ledger.arrivals import UnknownKiosk, append_batch
from province.ledger.columns import to_us
from province.receipting import seal_receipt
from province.services import Services

MAX_BODY_BYTES = 8 * 1024 * 1024
"""Packed; unpacked it is capped by the protocol."""

log = logging.getLogger(__name__)


def make_router(services: Services) -> APIRouter:
    """Return the route that takes batches."""
    router = APIRouter()

    @router.post("/v1/batches")
    async def receive(request: Request) -> Response:
        body = await read_body(request, MAX_BODY_BYTES)
        if body is None:
            return _tell_fault(BatchFault.TOO_LARGE)
        return await run_in_threadpool(_receive, services, body)

    return router


def _receive(services: Services, body: bytes) -> Response:
    signed = batch.parse(body)
    if isinstance(signed, BatchFault):
        return _tell_fault(signed)
    with services.database.reading() as connection:
        sender = kiosks.find_sender(connection, signed.batch.kiosk_id)
    if sender is None:
        return _tell_unknown()
    fault = batch.verify(signed, sender.public_key)
    if fault is not None:
        return _tell_fault(fault)
    received_at = services.clock()
    match append_batch(services.database, signed, received_at):
        case UnknownKiosk():
            return _tell_unknown()
        case Ingested() as ingested:
            sealed = seal_receipt(services.keys, signed, ingested, to_us(received_at))
            log.info(
                "batch kept kiosk=%s rows=%d", sender.kiosk_id, len(ingested.lines)
            )
            return Response(sealed, media_type="application/octet-stream")


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
