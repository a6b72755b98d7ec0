"""Forks: what batches tell of a kiosk's chain, kept, and what does not fit together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.protocol.batch import Batch
from province.forks import (
    Found,
    Kind,
    Known,
    Origin,
    Point,
    find_fork,
    find_restores,
    find_shared,
    join,
    read_origin,
)
from province.ingest import NewEntry
from province.ledger import senders
from province.ledger.columns import clean_name
from province.ledger.entry_tables import entries
from province.ledger.tables import admin_log, batches, epochs, forks, heads

_HOLDERS = (entries, admin_log)
"""Where the entries of a chain are kept."""

# Every batch asks these; made anew each time they cost three times as much.
_KNOWN = select(epochs).where(epochs.c.kiosk_id == bindparam("kiosk_id"))
_BEGIN_EPOCH = insert(epochs)
_STATED = select(heads.c.position, heads.c.link).where(
    heads.c.kiosk_id == bindparam("kiosk_id"),
    heads.c.epoch == bindparam("epoch"),
    heads.c.position.between(bindparam("low"), bindparam("high")),
)
_ENDS: list[dict[str, BindParameter[Any]]] = [
    {
        "kiosk_id": bindparam("its_kiosk"),
        "epoch": bindparam("its_epoch"),
        "position": bindparam(f"{end}_position"),
        "link": bindparam(f"{end}_link"),
    }
    for end in ("start", "head")
]
_PUT_HEADS = {
    "sqlite": sqlite.insert(heads).values(_ENDS).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(heads).values(_ENDS).on_conflict_do_nothing(),
}
_TOLD = ("first", "last", "after_epoch", "after_position", "after_link")
_RENEW_EPOCH = (
    update(epochs)
    .where(
        epochs.c.kiosk_id == bindparam("its_kiosk"),
        epochs.c.epoch == bindparam("its_epoch"),
    )
    .values({name: bindparam(name) for name in _TOLD})
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A batch on its way into the ledger: its epoch, its last link, which entries are new.

    `is_fresh` where no new entry is an act, and the ledger has none at any of the
    kiosk's same positions: nearly always.
    """

    batch: Batch
    epoch: str
    head: bytes
    new: tuple[NewEntry, ...]
    batch_id: int
    received_at: datetime
    is_fresh: bool = False

    @property
    def last(self) -> int:
        """Return the position of the last entry, the one before the first for none."""
        return self.batch.first - 1 + len(self.batch.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkView:
    """A fork or a restore as officers see it; `decided_by` is None while it is open."""

    kiosk_id: str
    epoch: str
    kind: str
    position: int
    beyond: int | None
    seen_at: datetime
    decided_by: str | None


def note(connection: Connection, arrival: Arrival) -> None:
    """Keep the links of a batch before its entries are in, and what they contradict.

    Nothing is ever refused for it, and neither order nor repetition matters.
    """
    batch = arrival.batch
    known = _renew(connection, arrival, _list_known(connection, batch.kiosk_id))
    _put_heads(connection, arrival)
    for found in (
        *_find_contradiction(connection, arrival),
        *_find_doubles(connection, arrival, known),
        *_find_late_doubles(connection, arrival, known),
        *_find_false_origins(connection, batch.kiosk_id, known),
        *find_restores(known),
    ):
        _keep(connection, arrival, found)


def list_forks(connection: Connection, kiosk_id: str = "") -> list[ForkView]:
    """Return every fork and restore, those of one kiosk where it is named, oldest first."""
    table = forks.c
    query = select(
        table.kiosk_id,
        table.epoch,
        table.kind,
        table.position,
        table.beyond,
        table.seen_at,
        table.decided_by,
    ).order_by(table.fork_id)
    if kiosk_id:
        query = query.where(table.kiosk_id == kiosk_id)
    return [ForkView(**row) for row in map(dict, connection.execute(query).mappings())]


def decide(
    connection: Connection, kiosk_id: str, epoch: str, kind: str, decided_by: str
) -> bool:
    """Say who has looked into what was found; say whether it was open until now."""
    done = connection.execute(
        update(forks)
        .where(
            forks.c.kiosk_id == kiosk_id,
            forks.c.epoch == epoch,
            forks.c.kind == kind,
            forks.c.decided_by.is_(None),
        )
        .values(decided_by=decided_by)
    )
    return done.rowcount > 0


def list_epochs(connection: Connection, kiosk_id: str) -> list[Known]:
    """Return what is known of a kiosk's epochs, by their first position."""
    return sorted(_list_known(connection, kiosk_id), key=lambda known: known.first)


def _list_known(connection: Connection, kiosk_id: str) -> list[Known]:
    return [
        Known(
            epoch=row.epoch,
            first=row.first,
            last=row.last,
            origin=None
            if row.after_epoch is None
            else Origin(
                begins=row.epoch,
                epoch=row.after_epoch,
                position=row.after_position,
                link=row.after_link,
            ),
        )
        for row in connection.execute(_KNOWN, {"kiosk_id": kiosk_id})
    ]


def _renew(
    connection: Connection, arrival: Arrival, before: list[Known]
) -> list[Known]:
    """Keep what a batch tells of its epoch and of others; return all that is known now."""
    batch = arrival.batch
    told = [Known(epoch=arrival.epoch, first=batch.first, last=arrival.last)]
    told += [_begin(origin) for origin in _list_origins(arrival)]
    known = {one.epoch: one for one in before}
    for one in told:
        held = known.get(one.epoch)
        now = one if held is None else join(held, one)
        if now != held:
            _save(connection, batch.kiosk_id, now, is_new=held is None)
        known[one.epoch] = now
    return list(known.values())


def _list_origins(arrival: Arrival) -> list[Origin]:
    """Return where epochs go on whose first act is new; a run may hold several."""
    if arrival.is_fresh:
        return []
    found = (read_origin(one.content) for one in arrival.new)
    return [
        replace(one, begins=clean_name(one.begins), epoch=clean_name(one.epoch))
        for one in found
        if one is not None
    ]


def _begin(origin: Origin) -> Known:
    at = origin.position
    return Known(epoch=origin.begins, first=at + 1, last=at, origin=origin)


def _save(connection: Connection, kiosk_id: str, known: Known, *, is_new: bool) -> None:
    origin = known.origin
    row = {
        "first": known.first,
        "last": known.last,
        "after_epoch": None if origin is None else origin.epoch,
        "after_position": None if origin is None else origin.position,
        "after_link": None if origin is None else origin.link,
    }
    if is_new:
        this = {"kiosk_id": kiosk_id, "epoch": known.epoch}
        connection.execute(_BEGIN_EPOCH, {**this, **row})
        return
    this = {"its_kiosk": kiosk_id, "its_epoch": known.epoch}
    connection.execute(_RENEW_EPOCH, {**this, **row})


def _find_contradiction(connection: Connection, arrival: Arrival) -> list[Found]:
    """Compare links with those of other batches of the epoch."""
    batch = arrival.batch
    asked = {
        "kiosk_id": batch.kiosk_id,
        "epoch": arrival.epoch,
        "low": batch.first - 1,
        "high": arrival.last,
    }
    stated = [
        Point(position=row[0], link=row[1])
        for row in connection.execute(_STATED, asked)
    ]
    position = find_fork(batch, arrival.head, stated)
    if position is None:
        return []
    return [Found(kind=Kind.FORK, epoch=arrival.epoch, position=position)]


def _find_doubles(
    connection: Connection, arrival: Arrival, known: Iterable[Known]
) -> list[Found]:
    """Find the new entries at whose position another entry is, of a shared history."""
    if arrival.is_fresh or not arrival.new:
        return []
    positions = {one.position for one in arrival.new}
    shared = find_shared(arrival.epoch, known)
    span = (min(positions), max(positions))
    held = _list_held(connection, arrival.batch.kiosk_id, span, list(shared))
    return [
        Found(kind=Kind.FORK, epoch=shared[epoch].epoch, position=at)
        for at, _, epoch in held
        if at in positions and at <= shared[epoch].until
    ]


def _find_late_doubles(
    connection: Connection, arrival: Arrival, known: Iterable[Known]
) -> list[Found]:
    """Compare what came before the act that tells where its epoch goes on."""
    begun = {origin.begins for origin in _list_origins(arrival)}
    found: list[Found] = []
    for one in known:
        if one.epoch not in begun or one.origin is None:
            continue
        span, names = (one.first, one.origin.position), [one.epoch, one.origin.epoch]
        held = _list_held(connection, arrival.batch.kiosk_id, span, names)
        found += [
            Found(kind=Kind.FORK, epoch=one.origin.epoch, position=at)
            for at in _find_told_twice(held)
        ]
    return found


def _find_told_twice(held: Iterable[tuple[int, bytes, str]]) -> list[int]:
    ids: dict[int, set[bytes]] = {}
    for position, entry_id, _ in held:
        ids.setdefault(position, set()).add(entry_id)
    return [position for position, told in ids.items() if len(told) > 1]


def _find_false_origins(
    connection: Connection, kiosk_id: str, known: list[Known]
) -> list[Found]:
    """Find epochs that go on after another link than the former epoch has there."""
    return [
        Found(kind=Kind.FORK, epoch=origin.epoch, position=origin.position)
        for origin in (one.origin for one in known if one.origin is not None)
        if _is_false(connection, kiosk_id, origin)
    ]


def _is_false(connection: Connection, kiosk_id: str, origin: Origin) -> bool:
    query = select(heads.c.link).where(
        heads.c.kiosk_id == kiosk_id,
        heads.c.epoch == origin.epoch,
        heads.c.position == origin.position,
    )
    stated = set(connection.execute(query).scalars())
    return bool(stated) and origin.link not in stated


def _list_held(
    connection: Connection, kiosk_id: str, span: tuple[int, int], names: list[str]
) -> list[tuple[int, bytes, str]]:
    """Return position, id and epoch of the entries held in `span` of these epochs."""
    return [
        (row.position, row.entry_id, row.epoch)
        for table in _HOLDERS
        for row in connection.execute(
            select(table.c.position, table.c.entry_id, batches.c.epoch)
            .join(batches, batches.c.batch_id == table.c.batch_id)
            .where(
                senders.lies_in_chain(table, kiosk_id, *span),
                batches.c.epoch.in_(names),
            )
        )
    ]


def _keep(connection: Connection, arrival: Arrival, found: Found) -> None:
    """Keep the lowest position of a fork, and the highest of what a restore lacks."""
    this = (
        forks.c.kiosk_id == arrival.batch.kiosk_id,
        forks.c.epoch == found.epoch,
        forks.c.kind == found.kind.value,
    )
    held = connection.execute(
        select(forks.c.position, forks.c.beyond).where(*this)
    ).first()
    if held is None:
        connection.execute(
            insert(forks).values(
                kiosk_id=arrival.batch.kiosk_id,
                epoch=found.epoch,
                kind=found.kind.value,
                position=found.position,
                beyond=found.beyond,
                seen_at=arrival.received_at,
                batch_id=arrival.batch_id,
            )
        )
    elif found.position < held.position or found.beyond != held.beyond:
        values = {
            "position": min(found.position, held.position),
            "beyond": found.beyond,
        }
        connection.execute(update(forks).where(*this).values(**values))


def _put_heads(connection: Connection, arrival: Arrival) -> None:
    """Keep the links before and after a batch; of an empty one they are the same."""
    batch = arrival.batch
    told = {
        "its_kiosk": batch.kiosk_id,
        "its_epoch": arrival.epoch,
        "start_position": batch.first - 1,
        "start_link": batch.start,
        "head_position": arrival.last,
        "head_link": arrival.head,
    }
    connection.execute(_PUT_HEADS[connection.dialect.name], told)
