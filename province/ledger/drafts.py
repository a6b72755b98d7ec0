"""Draft: a batch sorted out before its turn to be written, as if nothing of it were known.

Turns to write come one after another, and on SQLite there is one for all
kiosks. What needs no lock is therefore done before: nearly every batch is new
from its first entry to its last, and then the draft is what goes in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, bindparam, exists, or_, select

from kiosk.protocol.batch import Batch, SignedBatch
from province.ingest import TRUSTED, Ingested, Sender, ingest
from province.ledger import kiosks, rows
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.loading import Value
from province.ledger.tables import admin_log, batches, entries

FIND_BATCH = select(batches.c.batch_id).where(batches.c.hash == bindparam("hash"))


def _select_held() -> Select[bool]:
    """Return the question whether anything is held at a batch's positions.

    Nor may any act of the admin log have one of its ids: ids of entries are
    looked after by their table's own key.
    """
    id_of = admin_log.c.entry_id
    return select(
        or_(
            *(
                exists().where(
                    table.c.kiosk_id == bindparam("kiosk_id"),
                    table.c.position.between(bindparam("first"), bindparam("last")),
                )
                for table in (entries, admin_log)
            ),
            exists().where(id_of.between(bindparam("lowest"), bindparam("highest"))),
        )
    )


_HELD = _select_held()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What becomes of a batch of `sender` that is new throughout, and its rows."""

    sender: Sender
    sorted_out: Ingested
    rows: Sequence[tuple[Value, ...]]


def make_draft(
    database: Database, signed: SignedBatch, received_at: datetime
) -> Draft | None:
    """Return the draft of `signed`, None where more has to be asked than it could tell."""
    if not signed.batch.rows:
        return None
    with database.reading() as connection:
        sender = kiosks.find_sender(connection, signed.batch.kiosk_id)
        is_here = connection.scalar(FIND_BATCH, {"hash": signed.hash}) is not None
    if sender is None or sender.is_revoked or is_here:
        return None
    sorted_out = ingest(signed, sender, {}, received_at_us=to_us(received_at))
    if any(one.content.clock != TRUSTED or one.is_admin for one in sorted_out.new):
        return None
    return Draft(
        sender=sender,
        sorted_out=sorted_out,
        rows=list(rows.flatten(sorted_out.new, {})),
    )


def is_fresh(connection: Connection, batch: Batch) -> bool:
    """Say whether nothing is held at the positions of `batch`, nor an act under its ids.

    An entry of the same id elsewhere still fails the load (`Loader.load`).
    """
    ids = [row.entry_id for row in batch.rows]
    asked = {
        "kiosk_id": batch.kiosk_id,
        "first": batch.first,
        "last": batch.first - 1 + len(ids),
        "lowest": min(ids),
        "highest": max(ids),
    }
    return not connection.scalar(_HELD, asked)
