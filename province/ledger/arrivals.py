"""Arrivals: the one transaction that writes a batch and everything in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Insert, Table, insert, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

from kiosk.protocol.batch import SignedBatch
from province.ingest import (
    EntryStatus,
    Ingested,
    Known,
    NewEntry,
    Sender,
    ingest,
    read_head,
)
from province.ledger import forks, kiosks, placings
from province.ledger.columns import clean, clean_name, from_us, to_us
from province.ledger.database import Database
from province.ledger.tables import admin_log, batches, conflicts, entries
from province.ledger.tables import kiosks as kiosk_table

_ATTEMPTS = 3
_LARGEST = 2**53
"""What a kiosk says of itself is kept within this; the columns hold 63 bits."""

WRONG_CLOCK_S = 120
"""As the kiosk judges it (`kiosk.clock.BOUND`); a slow line stays below."""

_COLUMNS = frozenset({"document", "name"})


class Way(Enum):
    """How a batch came; only over the network is its arrival a moment of the kiosk's too."""

    NETWORK = "network"
    STICK = "stick"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownKiosk:
    """The batch names a kiosk that is not enrolled, any more."""

    kiosk_id: str


class _RacedError(Exception):
    """Another transaction kept one of the entries in the meantime."""


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
        except (_RacedError, IntegrityError):
            # Two kiosks sent the same entry at the same moment: now it is known.
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("the loop returns or raises")


def _append(
    connection: Connection, signed: SignedBatch, received_at: datetime, way: Way
) -> Ingested | UnknownKiosk:
    sender = kiosks.lock_sender(connection, signed.batch.kiosk_id)
    if sender is None:
        return UnknownKiosk(kiosk_id=signed.batch.kiosk_id)
    ids = [row.entry_id for row in signed.batch.rows]
    sorted_out = ingest(signed, sender, _find_known(connection, ids))
    batch_id = _find_batch(connection, signed.hash)
    if batch_id is None:
        batch_id = _insert_batch(connection, signed, received_at)
        _touch_kiosk(connection, signed, received_at, way)
        _note(connection, signed, sorted_out, batch_id, received_at)
    with placings.placing(
        connection, signed.batch, sorted_out.new, received_at
    ) as columns:
        _insert_entries(
            connection, sorted_out.new, sender, batch_id, received_at, columns=columns
        )
    _insert_conflicts(connection, sorted_out, sender, batch_id, received_at)
    return sorted_out


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


def _find_known(connection: Connection, ids: list[bytes]) -> dict[bytes, Known]:
    if not ids:
        return {}
    return {
        entry_id: Known(commitment=commitment, status=EntryStatus(status))
        for table in (entries, admin_log)
        for entry_id, commitment, status in connection.execute(
            select(table.c.entry_id, table.c.commitment, table.c.status).where(
                table.c.entry_id.in_(ids)
            )
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


def _make_inserts(table: Table) -> tuple[Insert, Insert]:
    """Return the statements for SQLite and PostgreSQL.

    SQLite has one writer at a time, so there a row is never in already.
    """
    return insert(table), postgresql.insert(table).on_conflict_do_nothing()


_INSERT = _make_inserts(entries)
_INSERT_ADMIN = _make_inserts(admin_log)


def _insert_entries(
    connection: Connection,
    new: tuple[NewEntry, ...],
    sender: Sender,
    batch_id: int,
    received_at: datetime,
    *,
    columns: Mapping[int, Mapping[str, Any]],
) -> None:
    """Keep the entries, and the admin acts among them in their own log."""
    shared = {
        "batch_id": batch_id,
        "kiosk_id": sender.kiosk_id,
        "point_id": sender.point_id,
        "received_at": received_at,
    }
    people = [entry for entry in new if not entry.is_admin]
    acts = [entry for entry in new if entry.is_admin]
    _insert_rows(
        connection,
        _INSERT,
        [shared | _flatten(one) | dict(columns[one.position]) for one in people],
    )
    _insert_rows(
        connection, _INSERT_ADMIN, [shared | _flatten_admin(one) for one in acts]
    )


def _insert_rows(
    connection: Connection,
    statements: tuple[Insert, Insert],
    rows: list[dict[str, Any]],
) -> None:
    if not rows:
        return
    alone, unless_there = statements
    written = connection.execute(
        alone if connection.dialect.name == "sqlite" else unless_there,
        rows,
        execution_options={"preserve_rowcount": True},
    )
    if written.rowcount != len(rows):
        raise _RacedError


def _flatten(entry: NewEntry) -> dict[str, Any]:
    """Return the columns of `entry`; `Any` because each has its own type."""
    facts = entry.content
    claims = _clean_claims(facts.claims)
    return {
        "entry_id": entry.row.entry_id,
        "position": entry.position,
        "act": clean(facts.act),
        "decided_at": from_us(facts.decided_at_us),
        "direction": clean(facts.direction),
        "gate": clean(facts.gate),
        "outcome": clean(facts.outcome),
        "kind": clean(facts.kind),
        "verified": facts.verified,
        "reasons": [clean(reason) for reason in facts.reasons],
        "document": claims.get("document"),
        "name": claims.get("name"),
        "claims": {k: v for k, v in claims.items() if k not in _COLUMNS},
        "refers": facts.refers or None,
        "visit": _clean_claims(facts.visit) or None,
        "text": clean(facts.text),
        "status": entry.status.value,
        "commitment": entry.commitment,
        "salt": entry.row.salt,
        "content": entry.row.content,
    }


def _flatten_admin(entry: NewEntry) -> dict[str, Any]:
    """Return the columns of an admin act; `Any` because each has its own type."""
    flat = _flatten(entry)
    return {name: flat[name] for name in flat if name in admin_log.c}


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


def _clean_claims(claims: Mapping[str, str]) -> dict[str, str]:
    return {clean(claim): clean(value) for claim, value in claims.items()}


def _clamp(number: int) -> int:
    return min(max(number, 0), _LARGEST)
