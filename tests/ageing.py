"""Ageing: lets days pass at a kiosk, and the province take or refuse its entries."""

from sqlalchemy import delete, func, select, update

from kiosk.clock import Anchor
from kiosk.disposal import Disposed, dispose, make_terms
from kiosk.policy import DEFAULT_POLICY
from kiosk.storage import clock as storage_clock
from kiosk.storage import entries
from kiosk.storage.database import Database
from kiosk.storage.tables import ENTRIES, HEAD, OUTBOX
from tests.fakes import SteppedClock

DAY_S = 86_400
TERMS = make_terms(DEFAULT_POLICY)


def pass_days(database: Database, clock: SteppedClock, days: float) -> None:
    """Let days pass; then the province is heard of, so the clock is believed."""
    clock.advance(days * DAY_S)
    vouch(database, clock)


def vouch(database: Database, clock: SteppedClock) -> None:
    """Let the province say that the clock is right."""
    with database.write() as connection:
        anchor = Anchor(at=clock(), told=clock().wall)
        storage_clock.put(connection, anchor)


def settle_all(database: Database) -> None:
    """Empty the outbox, as receipts do."""
    with database.write() as connection:
        entries.fold(connection)
        connection.execute(delete(OUTBOX))
        connection.execute(update(HEAD).values(pending=0, refused=0))


def refuse(database: Database, position: int) -> None:
    """Mark a pending entry as refused, as a receipt does."""
    with database.write() as connection:
        entries.fold(connection)
        connection.execute(
            update(OUTBOX)
            .where(OUTBOX.c.position == position)
            .values(state="refused", reason="conflict")
        )
        connection.execute(
            update(HEAD).values(pending=HEAD.c.pending - 1, refused=HEAD.c.refused + 1)
        )


def purge(database: Database, clock: SteppedClock) -> Disposed:
    """Purge by the default policy, without a pause."""
    return dispose(database, TERMS, now=clock, wait=lambda _: False)


def count_contents(database: Database) -> int:
    """Return how many entries still have their content, admin acts too."""
    with database.read() as connection:
        query = select(func.count(ENTRIES.c.content)).select_from(ENTRIES)
        return connection.execute(query).scalar_one()
