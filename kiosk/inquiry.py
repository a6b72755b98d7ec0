"""Inquiry: what a salvage missed, asked of the province whenever that can be reached."""

import logging
import secrets
import threading
from contextlib import closing
from dataclasses import dataclass

from kiosk.errors import StorageError
from kiosk.place import Place
from kiosk.protocol import recovery
from kiosk.protocol.recovery import NONCE_BYTES, Answer, Request
from kiosk.sending import make_transport
from kiosk.storage import lost, refilling, report, roster
from kiosk.storage.lost import Lost
from kiosk.storage.refilling import Inquired
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.recovery import ask
from kiosk.sync.uploader import Post

log = logging.getLogger(__name__)

LOOK_S = 30.0
AGAIN_S = 600.0
"""After a fault: nothing waits for the answer."""


@dataclass(frozen=True, slots=True)
class NothingToAsk:
    """Nothing is lost, or the province has said all it knows."""


def inquire(place: Place, post: Post) -> Inquired | NothingToAsk | Fault:
    """Ask once about what is lost, and put back what the province holds of it."""
    with place.database.read() as connection:
        gaps = refilling.list_open(connection)
        current = roster.read_head(connection)
    if not gaps:
        return NothingToAsk()
    if current is None:
        return Fault(fault_class=FaultClass.NOT_ENROLLED, detail="no roster yet")
    answer = _ask(place, post, gaps, current.receipt_keys)
    if isinstance(answer, Fault):
        return answer
    now_us = int(place.now().wall.timestamp() * 1_000_000)
    with place.database.write() as connection:
        said = refilling.refill(connection, gaps, answer, now_us)
        missing = lost.count(connection)
    _note(place, said, missing)
    log.info("province holds %d lost entries, %d put back", said.held, said.put_back)
    return said


def inquire_on(place: Place, stop: threading.Event, *, look_s: float = LOOK_S) -> None:
    """Ask until `stop` whenever something is lost; a fault is no reason to hurry."""
    if place.enrolment is None:
        return
    wait_s = look_s
    with closing(make_transport(place, place.enrolment)) as transport:
        while not stop.wait(wait_s):
            try:
                said = inquire(place, transport)
            except StorageError as error:
                log.warning("province not asked: %s", error)
                continue
            wait_s = AGAIN_S if isinstance(said, Fault) else look_s


def _note(place: Place, said: Inquired, missing: int) -> None:
    """Put the answer beside the damaged files, for whoever reads the report there."""
    answer = {
        "held": said.held,
        "put_back": said.put_back,
        "highest": said.highest,
        "missing": missing,
    }
    try:
        report.complete(place.folder.path, answer)
    except OSError as error:
        log.warning("report of the salvage not completed: %s", error)


def _ask(
    place: Place, post: Post, gaps: list[Lost], receipt_keys: tuple[bytes, ...]
) -> Answer | Fault:
    request = Request(
        kiosk_id=place.identity.kiosk_id,
        ranges=tuple((gap.first, gap.last) for gap in gaps),
        asked_at_us=int(place.now().wall.timestamp() * 1_000_000),
        nonce=secrets.token_bytes(NONCE_BYTES),
    )
    sealed = recovery.seal_request(request, place.identity.private_key)
    return ask(post, request, sealed, receipt_keys)
