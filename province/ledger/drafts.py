"""Draft: a batch sorted out before its turn to be written, as if nothing of it were known.

Turns to write come one after another, and on SQLite there is one for all
kiosks. What needs no lock is therefore done before: nearly every batch is new
from its first entry to its last, and then the draft is what goes in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import partial

from sqlalchemy import (
    BigInteger,
    Connection,
    Text,
    bindparam,
    exists,
    or_,
    select,
)

from kiosk.protocol.batch import Batch, SignedBatch
from kiosk.protocol.content import ADMIN_ACTS
from province.footfall import Newcomers
from province.ingest import TRUSTED, Ingested, NewEntry, Sender, ingest
from province.ledger import kiosks, rows, senders, vault, wordings
from province.ledger.columns import KioskId, to_us
from province.ledger.database import Database
from province.ledger.entry_tables import entries
from province.ledger.loading import find_size
from province.ledger.piece import Piece
from province.ledger.tables import admin_log, batches

FIND_BATCH = select(batches.c.batch_id).where(batches.c.hash == bindparam("hash"))


_FIRST, _LAST = (bindparam(name, type_=BigInteger) for name in ("first", "last"))
_SENDER = bindparam("sender", type_=Text)
_ID = admin_log.c.entry_id

# Nearly every batch is behind all others, and is told so at half the price. No act
# of the admin log may have one of its ids: ids of entries their own table looks after.
_MAY_BE_HELD = select(
    or_(
        exists(senders.select_near(_SENDER, _FIRST, _LAST)),
        exists().where(_ID.between(bindparam("lowest"), bindparam("highest"))),
    )
)
# Two senders, since the admin log keeps its kiosk as a number.
_IS_HELD = select(
    or_(
        exists().where(senders.lies_in_chain(entries, _SENDER, _FIRST, _LAST)),
        exists().where(
            senders.lies_in_chain(
                admin_log, bindparam("kiosk_id", type_=KioskId), _FIRST, _LAST
            )
        ),
        exists().where(_ID.between(bindparam("lowest"), bindparam("highest"))),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What becomes of a batch of `sender` that is new throughout, and its rows.

    `pieces` can be gone through once. On PostgreSQL they are written while it takes
    in those before; its turns are each kiosk's own, so nobody waits for that.
    """

    sender: Sender
    sorted_out: Ingested
    newcomers: Newcomers
    pieces: Iterable[Piece]


def make_draft(
    database: Database,
    signed: SignedBatch,
    received_at: datetime,
    sender: Sender | None = None,
) -> Draft | None:
    """Return the draft of `signed`, None where more has to be asked than it could tell.

    `sender` is asked for where it is not known; its turn asks again.
    """
    if not signed.batch.rows:
        return None
    received_at_us = to_us(received_at)
    with database.reading() as connection:
        sender = sender or kiosks.find_sender(connection, signed.batch.kiosk_id)
        size = find_size(connection)
        sealer = vault.find_sealer(connection)
        if sender is None or sender.is_revoked or sealer is None:
            return None
        if connection.scalar(FIND_BATCH, {"hash": signed.hash}) is not None:
            return None
        sorted_out = ingest(signed, sender, {}, received_at_us=received_at_us)
        new = sorted_out.new
        if not _is_plain(new):
            return None
        numbers = rows.number(new, partial(wordings.find, connection))
    if numbers is None:
        return None
    pieces = rows.flatten(new, {}, sealer, numbers, received_at_us, size)
    return Draft(
        sender=sender,
        sorted_out=sorted_out,
        newcomers=Newcomers(sender.point_id, new),
        # SQLite's turns are everybody's: all of it is made before.
        pieces=pieces if size < len(new) else [*pieces],
    )


def _is_plain(new: Iterable[NewEntry]) -> bool:
    """Say whether all clocks are trusted, and none of `new` is an act."""
    contents = [one.content for one in new]
    clocks = {one.clock for one in contents}
    return clocks <= {TRUSTED} and ADMIN_ACTS.isdisjoint({one.act for one in contents})


class Standing(Enum):
    """How a batch stands to what is held."""

    AHEAD = "ahead"
    """No other batch says entries at any of its positions."""
    FREE = "free"
    """Others do, but none is held there: a gap is filled, or all was refused."""
    HELD = "held"


def find_standing(connection: Connection, batch: Batch) -> Standing:
    """Say whether anything is held at the positions of `batch`, or an act under its ids.

    An entry of the same id elsewhere still fails the load (`Loader.load`).
    """
    ids = [row.entry_id for row in batch.rows]
    asked = {
        "sender": batch.kiosk_id,
        "first": batch.first,
        "last": batch.first - 1 + len(ids),
        "lowest": min(ids),
        "highest": max(ids),
    }
    if not connection.scalar(_MAY_BE_HELD, asked):
        return Standing.AHEAD
    asked["kiosk_id"] = batch.kiosk_id
    return Standing.HELD if connection.scalar(_IS_HELD, asked) else Standing.FREE
