"""Draft: a batch sorted out before its turn to be written, as if nothing of it were known.

Turns to write come one after another, and on SQLite there is one for all
kiosks. What needs no lock is therefore done before: nearly every batch is new
from its first entry to its last, and then the draft is what goes in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    Text,
    bindparam,
    exists,
    or_,
    select,
)

from kiosk.protocol.batch import Batch, SignedBatch
from kiosk.protocol.content import ADMIN_ACTS
from province.footfall import Newcomers
from province.ingest import TRUSTED, Ingested, Sender, ingest
from province.ledger import kiosks, rows, senders, vault, wordings
from province.ledger.columns import KioskId, to_us
from province.ledger.copying import Value
from province.ledger.database import Database
from province.ledger.entry_tables import entries
from province.ledger.tables import admin_log, batches

FIND_BATCH = select(batches.c.batch_id).where(batches.c.hash == bindparam("hash"))


# Two, since the admin log keeps its kiosk as a number.
_SENDERS = (
    (entries, bindparam("sender", type_=Text)),
    (admin_log, bindparam("kiosk_id", type_=KioskId)),
)
_FIRST, _LAST = (bindparam(name, type_=BigInteger) for name in ("first", "last"))


def _select_held() -> Select[bool]:
    """Return the question whether anything is held at a batch's positions.

    Nor may any act of the admin log have one of its ids: ids of entries are
    looked after by their table's own key.
    """
    id_of = admin_log.c.entry_id
    return select(
        or_(
            *(
                exists().where(senders.lies_in_chain(table, its_sender, _FIRST, _LAST))
                for table, its_sender in _SENDERS
            ),
            exists().where(id_of.between(bindparam("lowest"), bindparam("highest"))),
        )
    )


_HELD = _select_held()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What becomes of a batch of `sender` that is new throughout, and its rows.

    `rows` can be gone through once. On PostgreSQL they are written while it takes
    in those before; its turns are each kiosk's own, so nobody waits for that.
    """

    sender: Sender
    sorted_out: Ingested
    newcomers: Newcomers
    rows: Iterable[tuple[Value, ...]]


def make_draft(
    database: Database, signed: SignedBatch, received_at: datetime
) -> Draft | None:
    """Return the draft of `signed`, None where more has to be asked than it could tell."""
    if not signed.batch.rows:
        return None
    with database.reading() as connection:
        sender = kiosks.find_sender(connection, signed.batch.kiosk_id)
        is_sqlite = connection.dialect.name == "sqlite"
        is_here = connection.scalar(FIND_BATCH, {"hash": signed.hash}) is not None
        sealer = vault.find_sealer(connection)
    if sender is None or sender.is_revoked or is_here or sealer is None:
        return None
    sorted_out = ingest(signed, sender, {}, received_at_us=to_us(received_at))
    contents = [one.content for one in sorted_out.new]
    if not {one.clock for one in contents} <= {TRUSTED}:
        return None
    if not ADMIN_ACTS.isdisjoint({one.act for one in contents}):
        return None
    with database.reading() as connection:
        numbers = rows.number(sorted_out.new, partial(wordings.find, connection))
    if numbers is None:
        return None
    flat = rows.flatten(sorted_out.new, {}, sealer, numbers, to_us(received_at))
    return Draft(
        sender=sender,
        sorted_out=sorted_out,
        newcomers=Newcomers(sender.point_id, sorted_out.new),
        rows=list(flat) if is_sqlite else flat,
    )


def is_fresh(connection: Connection, batch: Batch) -> bool:
    """Say whether nothing is held at the positions of `batch`, nor an act under its ids.

    An entry of the same id elsewhere still fails the load (`Loader.load`).
    """
    ids = [row.entry_id for row in batch.rows]
    asked = {
        "sender": batch.kiosk_id,
        "kiosk_id": batch.kiosk_id,
        "first": batch.first,
        "last": batch.first - 1 + len(ids),
        "lowest": min(ids),
        "highest": max(ids),
    }
    return not connection.scalar(_HELD, asked)
