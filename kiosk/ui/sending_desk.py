"""Sending desk: the outbox as the page about sending asks for it; no Qt."""

from collections.abc import Sequence
from typing import assert_never

from sqlalchemy import select

from kiosk.clock import from_us
from kiosk.credentials.credential import Claim, mask
from kiosk.place import Place
from kiosk.protocol import content
from kiosk.storage import attention, entries, outbox
from kiosk.storage.attention import NeedsAttention
from kiosk.storage.connection import Connection
from kiosk.storage.tables import ENTRIES
from kiosk.sync import waiting
from kiosk.sync.fault import FaultClass
from kiosk.ui.sending_calls import (
    MOST_STUCK,
    ResendCall,
    Sending,
    SendingCall,
    SendingRequest,
    SendNowCall,
    Stuck,
)
from kiosk.version import VERSION

_NUMBERS = (Claim.DOCUMENT, Claim.INSURANCE_NUMBER, Claim.QID, Claim.PHONE)


def send(place: Place, call: SendingRequest) -> Sending:
    """Do what `call` says, and return how sending goes then."""
    match call:
        case SendingCall():
            return _look(place, None)
        case SendNowCall():
            return _look(place, _send_now(place))
        case ResendCall(entry_id=entry_id):
            return _look(place, _resend(place, entry_id))
        case _:
            assert_never(call)


def _send_now(place: Place) -> int | None:
    """End the wait: the sender, in whichever process, looks every second."""
    now_us = int(place.now().wall.timestamp() * 1_000_000)
    with place.database.write() as connection:
        waiting.drop(connection)
        return attention.retry(connection, now_us=now_us, version=VERSION) or None


def _resend(place: Place, entry_id: bytes | None) -> int:
    with place.database.write() as connection:
        listed = (
            [one.entry_id for one in attention.list_entries(connection)]
            if entry_id is None
            else [entry_id]
        )
        waiting.drop(connection)
        return attention.resend(connection, listed)


def _look(place: Place, put_back: int | None) -> Sending:
    with place.database.read() as connection:
        waits = waiting.read(connection)
        counts = entries.count_waiting(connection)
        confirmed_us = outbox.read_last_settled_us(connection)
        listed = attention.list_entries(connection, limit=MOST_STUCK)
        head = entries.read_head(connection)
        stuck = _describe(connection, listed)
    return Sending(
        pending=counts.pending,
        fault=FaultClass(waits.fault or FaultClass.NONE),
        faults=waits.faults,
        left_s=max(0.0, waits.find_left_s(place.now())),
        confirmed_at=None if confirmed_us is None else from_us(confirmed_us),
        attention=head.refused,
        stuck=stuck,
        put_back=put_back,
    )


def _describe(
    connection: Connection, listed: Sequence[NeedsAttention]
) -> tuple[Stuck, ...]:
    rows = connection.execute(
        select(ENTRIES.c.position, ENTRIES.c.kind, ENTRIES.c.content).where(
            ENTRIES.c.position.in_([one.position for one in listed])
        )
    )
    kept = {row.position: (row.kind, row.content) for row in rows}
    return tuple(
        Stuck(
            entry_id=one.entry_id,
            decided_at=from_us(one.decided_at_us),
            kind=kept[one.position][0],
            number=_find_number(kept[one.position][1]),
            cause=one.cause,
            word=one.word,
        )
        for one in listed
    )


def _find_number(encoded: bytes | None) -> str:
    read = content.decode(encoded) if encoded else None
    claims = read.claims if read else {}
    number = next((claims[name] for name in _NUMBERS if claims.get(name)), "")
    return f"•••• {mask(number).lstrip('•')}" if number else ""
