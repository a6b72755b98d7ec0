"""Arrivals: the one transaction that writes a batch and everything in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import partial
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from kiosk.protocol.batch import SignedBatch
from province.footfall import Newcomers
from province.ingest import (
    Ingested,
    Sender,
    ingest,
    read_head,
)
from province.ledger import (
    countersigned,
    drafts,
    forks,
    kiosk_states,
    kiosks,
    known_entries,
    placings,
    rollups,
    rows,
    untraced,
    vault,
    wordings,
)
from province.ledger.columns import clean, clean_name, from_us, to_us
from province.ledger.database import Database
from province.ledger.drafts import Draft, Standing
from province.ledger.kiosk_states import clamp
from province.ledger.loading import find_size
from province.ledger.rows import ADMIN_LOG, ENTRIES, Origin
from province.ledger.tables import batches, conflicts
from province.ledger.vault import Place

_ATTEMPTS = 3

_INSERT_BATCH = insert(batches).returning(batches.c.batch_id)


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
    sender: Sender | None = None,
) -> Ingested | UnknownKiosk:
    """Keep `signed`, whose signature and chain were verified, and say what became of it.

    One transaction; a batch that is here already changes no row. `sender` is who
    sent it, where that was asked already.
    """
    came = _Came(signed=signed, received_at=received_at, way=way)
    draft = drafts.make_draft(database, signed, received_at, sender)
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with database.writing() as connection:
                return _append(connection, came, draft)
        except IntegrityError:
            # Two kiosks sent the same entry at the same moment, or it is known
            # from another place in a chain: now all is asked.
            draft = None
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("the loop returns or raises")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Came:
    """A batch that was verified, and how and when it came."""

    signed: SignedBatch
    received_at: datetime
    way: Way


def _append(
    connection: Connection, came: _Came, draft: Draft | None
) -> Ingested | UnknownKiosk:
    batch = came.signed.batch
    sender = kiosks.lock_sender(connection, batch.kiosk_id)
    if sender is None:
        return UnknownKiosk(kiosk_id=batch.kiosk_id)
    standing = Standing.HELD
    if draft is not None and draft.sender == sender:
        standing = drafts.find_standing(connection, batch)
    if standing is Standing.HELD:
        draft = None
    sorted_out = (
        _sort_out(connection, came, sender) if draft is None else draft.sorted_out
    )
    batch_id = _keep_batch(connection, came, sorted_out, standing)
    origin = Origin(
        batch_id=batch_id,
        kiosk_id=sender.kiosk_id,
        point_id=sender.point_id,
        received_at_us=to_us(came.received_at),
    )
    doubtful = sorted_out.new if draft is None else ()
    with placings.placing(connection, batch, doubtful, came.received_at) as placed:
        newcomers = (
            _list_newcomers(sender, sorted_out, placed)
            if draft is None
            else draft.newcomers
        )
        rollups.lock_point(
            connection, sender.point_id, is_shared=not newcomers.acting_on
        )
        arriving = rollups.foresee(connection, newcomers)
        if draft is None:
            _load(connection, sorted_out, origin, placed)
        else:
            ENTRIES.load_pieces(connection, draft.pieces, origin.values)
        rollups.settle(connection, arriving)
        if sorted_out.new:
            positions = [one.position for one in sorted_out.new]
            untraced.mark(connection, batch.kiosk_id, positions[0], positions[-1])
    _insert_conflicts(connection, sorted_out, origin, came.received_at)
    return sorted_out


def _list_newcomers(
    sender: Sender, sorted_out: Ingested, placed: Mapping[int, Mapping[str, Any]]
) -> Newcomers:
    """Return the new entries of people as they count; `Any` as `_load` has it."""
    people = [one for one in sorted_out.new if not one.is_admin]
    at = ((position, told["placed_at"]) for position, told in placed.items())
    placed_us = {position: to_us(moment) for position, moment in at if moment}
    return Newcomers(sender.point_id, people, placed_us)


def _load(
    connection: Connection,
    sorted_out: Ingested,
    origin: Origin,
    placed: Mapping[int, Mapping[str, Any]],
) -> None:
    """Put the new entries into their tables; `Any` because each column has its own type."""
    people = [one for one in sorted_out.new if not one.is_admin]
    acts = [one for one in sorted_out.new if one.is_admin]
    if sorted_out.new:
        sealer = vault.start_sealing(connection)
        numbers = rows.number(people, partial(wordings.keep, connection)) or ()
        flat = rows.flatten(
            people,
            placed,
            sealer,
            numbers,
            origin.received_at_us,
            find_size(connection),
        )
        ENTRIES.load_pieces(connection, flat, origin.values)
        ADMIN_LOG.load(connection, rows.flatten_acts(acts, sealer), origin.act_values)


def _sort_out(connection: Connection, came: _Came, sender: Sender) -> Ingested:
    batch = came.signed.batch
    until = countersigned.find_until(connection, batch) if sender.is_revoked else 0
    known = known_entries.find(connection, [row.entry_id for row in batch.rows])
    return ingest(
        came.signed,
        sender,
        known,
        received_at_us=to_us(came.received_at),
        countersigned=until,
    )


def _keep_batch(
    connection: Connection, came: _Came, sorted_out: Ingested, standing: Standing
) -> int:
    """Return the batch's number; a new one is compared with the chain as it is known.

    That is done before its entries are in.
    """
    batch_hash = came.signed.hash
    if standing is not Standing.AHEAD:
        found = connection.scalar(drafts.FIND_BATCH, {"hash": batch_hash})
        if found is not None:
            return int(found)
    batch_id = _insert_batch(connection, came, batch_hash)
    _touch_kiosk(connection, came)
    arrival = forks.Arrival(
        batch=came.signed.batch,
        epoch=clean_name(came.signed.batch.epoch),
        head=read_head(came.signed),
        new=sorted_out.new,
        batch_id=batch_id,
        received_at=came.received_at,
        is_fresh=standing is not Standing.HELD,
    )
    forks.note(connection, arrival)
    return batch_id


def _insert_batch(connection: Connection, came: _Came, batch_hash: bytes) -> int:
    batch = came.signed.batch
    told = {
        "hash": batch_hash,
        "kiosk_id": batch.kiosk_id,
        "epoch": clean(batch.epoch),
        "sequence": batch.sequence,
        "first": batch.first,
        "count": len(batch.rows),
        "start": batch.start,
        "head": read_head(came.signed),
        "signature": came.signed.signature,
        "covered_until": from_us(batch.covered_until_us),
        "sent_at": from_us(batch.sent_at_us),
        "received_at": came.received_at,
        "app_version": clean(batch.health.app_version),
        "clock": clean(batch.health.clock),
        "pending": clamp(batch.health.pending),
        "roster_version": clamp(batch.health.roster_version),
        "disk_free": clamp(batch.health.disk_free),
        "reader_faults": clamp(batch.health.reader_faults),
    }
    return int(connection.scalar(_INSERT_BATCH, told))


def _touch_kiosk(connection: Connection, came: _Came) -> None:
    """Remember the newest of what the kiosk said, whatever order batches come in."""
    batch, received_at = came.signed.batch, came.received_at
    is_network = came.way is Way.NETWORK
    kiosk_states.note(connection, batch, received_at, is_network=is_network)
    if is_network:
        placings.note_anchor(connection, batch, received_at)


def _insert_conflicts(
    connection: Connection,
    sorted_out: Ingested,
    origin: Origin,
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
    sealer = vault.start_sealing(connection)
    connection.execute(
        insert(conflicts),
        [
            {
                "entry_id": conflict.row.entry_id,
                "commitment": conflict.commitment,
                "batch_id": origin.batch_id,
                "kiosk_id": origin.kiosk_id,
                "position": conflict.position,
                "received_at": received_at,
                "sealed": sealer.seal_content(
                    Place.CONFLICT,
                    conflict.row.entry_id + conflict.commitment,
                    conflict.row.salt,
                    conflict.row.content,
                ),
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
