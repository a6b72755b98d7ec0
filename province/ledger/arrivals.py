"""Arrivals: the one transaction that writes a batch and everything in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.protocol.batch import SignedBatch
from province.ingest import (
    EntryStatus,
    Ingested,
    Known,
    Sender,
    ingest,
    read_head,
)
from province.ledger import countersigned, forks, kiosks, placings, rows
from province.ledger.columns import clean, clean_name, from_us, to_us
from province.ledger.database import Database
from province.ledger.rows import ADMIN_LOG, ENTRIES, Origin
from province.ledger.tables import admin_log, batches, conflicts, entries
from province.ledger.tables import kiosks as kiosk_table

_ATTEMPTS = 3
_LARGEST = 2**53
"""What a kiosk says of itself is kept within this; the columns hold 63 bits."""

_PLAN_ANEW = "SET LOCAL plan_cache_mode = force_custom_plan"
"""A prepared statement keeps the plan that it got while its table was empty, by any
index or none; batches then took twenty times as long (measured)."""

_KEEP_PLANS = "SET LOCAL plan_cache_mode = auto"
"""Before the rows: foreign keys are checked by plans too, three for each row."""

WRONG_CLOCK_S = 120
"""As the kiosk judges it (`kiosk.clock.BOUND`); a slow line stays below."""


class Way(Enum):
    """How a batch came; only over the network is its arrival a moment of the kiosk's too."""

    NETWORK = "network"
    STICK = "stick"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownKiosk:
    """The batch names a kiosk that is not enrolled, any more."""

    kiosk_id: str


def append_batch(
    database: Database,
    signed: SignedBatch,
    received_at: datetime,
    *,
    way: Way = Way.NETWORK,
) -> Ingested | UnknownKiosk:
    """Keep `signed`, whose signature and chain were verified, and say what became of it.

    One transaction; a batch that is here already changes no row.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with database.writing() as connection:
                return _append(connection, signed, received_at, way)
        except IntegrityError:
            # Two kiosks sent the same entry at the same moment: now it is known.
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("the loop returns or raises")


def _append(
    connection: Connection, signed: SignedBatch, received_at: datetime, way: Way
) -> Ingested | UnknownKiosk:
    _plan(connection, _PLAN_ANEW)
    sender = kiosks.lock_sender(connection, signed.batch.kiosk_id)
    if sender is None:
        return UnknownKiosk(kiosk_id=signed.batch.kiosk_id)
    sorted_out = _sort_out(connection, signed, sender, received_at)
    batch_id = _find_batch(connection, signed.hash)
    if batch_id is None:
        batch_id = _insert_batch(connection, signed, received_at)
        _touch_kiosk(connection, signed, received_at, way)
        _note(connection, signed, sorted_out, batch_id, received_at)
    origin = Origin(
        batch_id=batch_id,
        kiosk_id=sender.kiosk_id,
        point_id=sender.point_id,
        received_at_us=to_us(received_at),
    )
    with placings.placing(
        connection, signed.batch, sorted_out.new, received_at
    ) as placed:
        acts = [one for one in sorted_out.new if one.is_admin]
        people = (
            [one for one in sorted_out.new if not one.is_admin]
            if acts
            else sorted_out.new
        )
        _plan(connection, _KEEP_PLANS)
        ENTRIES.load(connection, list(rows.flatten(people, origin, placed)))
        ADMIN_LOG.load(connection, list(rows.flatten_acts(acts, origin)))
        _plan(connection, _PLAN_ANEW)
    _insert_conflicts(connection, sorted_out, sender, batch_id, received_at)
    return sorted_out


def _plan(connection: Connection, how: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(how)


def _sort_out(
    connection: Connection, signed: SignedBatch, sender: Sender, received_at: datetime
) -> Ingested:
    until = 0
    if sender.is_revoked:
        until = countersigned.find_until(connection, signed.batch)
    known = _find_known(connection, [row.entry_id for row in signed.batch.rows])
    return ingest(
        signed,
        sender,
        known,
        received_at_us=to_us(received_at),
        countersigned=until,
    )


def _note(
    connection: Connection,
    signed: SignedBatch,
    sorted_out: Ingested,
    batch_id: int,
    received_at: datetime,
) -> None:
    """Compare a new batch with the chain as it is known, before its entries are in."""
    arrival = forks.Arrival(
        batch=signed.batch,
        epoch=clean_name(signed.batch.epoch),
        head=read_head(signed),
        new=sorted_out.new,
        batch_id=batch_id,
        received_at=received_at,
    )
    forks.note(connection, arrival)


def _find_known(connection: Connection, ids: Sequence[bytes]) -> dict[bytes, Known]:
    """Return what is known of `ids`, with one question to each table."""
    if not ids:
        return {}
    is_sqlite = connection.dialect.name == "sqlite"
    told = (
        tuple(ids) if is_sqlite else ("{" + ",".join(one.hex() for one in ids) + "}",)
    )
    places = ", ".join("?" * len(ids))
    among = f"IN ({places})" if is_sqlite else "= ANY (%s::uuid[])"
    return {
        getattr(entry_id, "bytes", entry_id): Known(
            commitment=commitment, status=EntryStatus(status)
        )
        for table in (entries, admin_log)
        for entry_id, commitment, status in connection.exec_driver_sql(
            # Our own names and places; an expanding IN of SQLAlchemy's costs
            # as much as the rest of the batch.
            f"SELECT entry_id, commitment, status FROM {table.name} "  # noqa: S608
            f"WHERE entry_id {among}",
            told,
        )
    }


def _find_batch(connection: Connection, batch_hash: bytes) -> int | None:
    query = select(batches.c.batch_id).where(batches.c.hash == batch_hash)
    return connection.scalar(query)


def _insert_batch(
    connection: Connection, signed: SignedBatch, received_at: datetime
) -> int:
    batch = signed.batch
    batch_id = connection.scalar(
        insert(batches)
        .values(
            hash=signed.hash,
            kiosk_id=batch.kiosk_id,
            epoch=clean(batch.epoch),
            sequence=batch.sequence,
            first=batch.first,
            count=len(batch.rows),
            start=batch.start,
            head=read_head(signed),
            signature=signed.signature,
            covered_until=from_us(batch.covered_until_us),
            sent_at=from_us(batch.sent_at_us),
            received_at=received_at,
            app_version=clean(batch.health.app_version),
            clock=clean(batch.health.clock),
            pending=_clamp(batch.health.pending),
            roster_version=_clamp(batch.health.roster_version),
            disk_free=_clamp(batch.health.disk_free),
            reader_faults=_clamp(batch.health.reader_faults),
        )
        .returning(batches.c.batch_id)
    )
    return int(batch_id)


def _touch_kiosk(
    connection: Connection, signed: SignedBatch, received_at: datetime, way: Way
) -> None:
    """Remember the newest of what the kiosk said, whatever order batches come in."""
    batch = signed.batch
    drift_s = (batch.sent_at_us - to_us(received_at)) // 1_000_000
    covered = min(from_us(batch.covered_until_us), received_at)
    says_now = batch.covered_until_us == batch.sent_at_us
    if way is Way.NETWORK and says_now and abs(drift_s) > WRONG_CLOCK_S:
        covered = received_at  # until now, whatever its clock calls it
    this = kiosk_table.c.kiosk_id == batch.kiosk_id
    connection.execute(
        update(kiosk_table)
        .where(this)
        .values(last_contact=received_at, last_pending=_clamp(batch.health.pending))
    )
    older = kiosk_table.c.last_covered_until
    connection.execute(
        update(kiosk_table)
        .where(this, older.is_(None) | (older < covered))
        .values(last_covered_until=covered)
    )
    if way is Way.NETWORK:
        connection.execute(update(kiosk_table).where(this).values(last_drift_s=drift_s))
        placings.note_anchor(connection, batch, received_at)


def _insert_conflicts(
    connection: Connection,
    sorted_out: Ingested,
    sender: Sender,
    batch_id: int,
    received_at: datetime,
) -> None:
    kept = _find_conflicts(connection, (c.row.entry_id for c in sorted_out.conflicts))
    fresh = {
        (conflict.row.entry_id, conflict.commitment): conflict
        for conflict in sorted_out.conflicts
        if (conflict.row.entry_id, conflict.commitment) not in kept
    }
    if not fresh:
        return
    connection.execute(
        insert(conflicts),
        [
            {
                "entry_id": conflict.row.entry_id,
                "commitment": conflict.commitment,
                "batch_id": batch_id,
                "kiosk_id": sender.kiosk_id,
                "position": conflict.position,
                "received_at": received_at,
                "salt": conflict.row.salt,
                "content": conflict.row.content,
            }
            for conflict in fresh.values()
        ],
    )


def _find_conflicts(
    connection: Connection, ids: Iterable[bytes]
) -> set[tuple[bytes, bytes]]:
    named = list(ids)
    if not named:
        return set()
    query = select(conflicts.c.entry_id, conflicts.c.commitment).where(
        conflicts.c.entry_id.in_(named)
    )
    return {
        (entry_id, commitment) for entry_id, commitment in connection.execute(query)
    }


def _clamp(number: int) -> int:
    return min(max(number, 0), _LARGEST)
