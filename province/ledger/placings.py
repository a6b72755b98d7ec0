"""Placings: entries of doubtful clocks put where they really were, as batches tell it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Row,
    Table,
    Text,
    bindparam,
    case,
    exists,
    insert,
    literal,
    select,
    type_coerce,
    update,
)

from kiosk.protocol.batch import Batch
from province.ingest import NewEntry
from province.ledger import rollups, senders, untraced
from province.ledger.columns import clean_name, from_us, to_us
from province.ledger.entry_tables import entries, worded
from province.ledger.tables import anchors, stretches
from province.placing import (
    TRUSTED,
    Confidence,
    Counted,
    Placing,
    Stretch,
    add,
    anchor,
    clamp_ms,
    count,
    gather,
    has_moved,
    join,
    narrow,
    place,
)

REACHES = (50, 1000)
"""Positions to the next entry: it is beside, or admin acts and gaps lie between, seldom
more. Of a kiosk that sends each entry alone, each position is a batch to look into."""
MOST_STRETCHES = 100
"""Placed again in one transaction; a longer row of boots waits for its next batch."""

Placings = Mapping[str, Placing | None]
"""How the entries of a boot are placed now, by the boot's name."""


_AT = entries.c.position
_BOUNDS = tuple(bindparam(name, type_=BigInteger) for name in ("low", "high"))
_NEAR = select(entries.c.boot, entries.c.decided_at, entries.c.received_at).where(
    senders.lies_in_chain(entries, bindparam("kiosk_id", type_=Text), *_BOUNDS),
)
# Every batch asks these; made anew each time they cost three times as much.
_NEAR_BEFORE = _NEAR.order_by(_AT.desc()).limit(1)
_NEAR_AFTER = _NEAR.order_by(_AT).limit(1)
_ANCHOR = select(anchors.c.began_at).where(
    anchors.c.kiosk_id == bindparam("kiosk_id"), anchors.c.boot == bindparam("boot")
)
_IS_DOUBTED = select(exists().where(stretches.c.kiosk_id == bindparam("kiosk_id")))
_STRETCH = select(stretches).where(
    stretches.c.kiosk_id == bindparam("kiosk_id"), stretches.c.boot == bindparam("boot")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    stretch: Stretch
    placing: Placing | None


def note_anchor(connection: Connection, batch: Batch, received_at: datetime) -> None:
    """Keep what a batch over the network tells of its boot; the shortest way counts."""
    boot = clean_name(batch.health.boot)
    if not boot:
        return
    began_at = add(received_at, -clamp_ms(batch.health.monotonic_ms))
    before = _read_anchor(connection, batch.kiosk_id, boot)
    if before is None:
        connection.execute(
            insert(anchors).values(
                kiosk_id=batch.kiosk_id, boot=boot, began_at=began_at
            )
        )
    elif began_at < before:
        this = _is_of(anchors, batch.kiosk_id, boot)
        connection.execute(update(anchors).where(*this).values(began_at=began_at))


@contextmanager
def placing(
    connection: Connection,
    batch: Batch,
    new: Iterable[NewEntry],
    received_at: datetime,
) -> Iterator[Mapping[int, Mapping[str, Any]]]:
    """Give the columns of doubtful entries by position; once all are in, place what moved.

    `Any` because each column has its own type.
    """
    counted = {one.position: found for one in new if (found := _count(one))}
    placed = _read_placings(connection, batch.kiosk_id, counted.values())
    yield {
        position: _list_columns(found, placed, received_at)
        for position, found in counted.items()
    }
    _settle(connection, batch, counted.values(), received_at, placed)


def _count(entry: NewEntry) -> Counted | None:
    """Return what places an entry, None where its clock is to be believed."""
    facts = entry.content
    # Nearly all are trusted: no date is reckoned for them.
    if facts.clock == TRUSTED or entry.is_admin:
        return None
    found = count(facts, entry.position, from_us(facts.decided_at_us))
    return None if found is None else replace(found, boot=clean_name(found.boot))


def _list_columns(
    counted: Counted, placed: Placings, received_at: datetime
) -> Mapping[str, Any]:
    placing_now = placed.get(counted.boot)
    told = {"boot": counted.boot, "monotonic_ms": counted.monotonic_ms}
    if placing_now is None:
        return {**told, "placed_at": None, "placing": None}
    at = min(add(placing_now.began_at, counted.monotonic_ms), received_at)
    return {**told, "placed_at": at, "placing": placing_now.confidence.value}


def _read_placings(
    connection: Connection, kiosk_id: str, counted: Iterable[Counted]
) -> Placings:
    """Return how the boots of `counted` are placed before they are added."""
    found: dict[str, Placing | None] = {}
    for boot in {one.boot for one in counted if one.boot}:
        kept = _read(connection, kiosk_id, boot)
        began_at = _read_anchor(connection, kiosk_id, boot)
        if kept is not None:
            found[boot] = kept.placing
        elif began_at is not None:
            found[boot] = Placing(began_at=began_at, confidence=Confidence.EXACT)
        else:
            found[boot] = None
    return found


def _settle(
    connection: Connection,
    batch: Batch,
    counted: Iterable[Counted],
    received_at: datetime,
    placed: Placings,
) -> None:
    """Place again what a batch, whose entries are in, tells more of."""
    kiosk_id = batch.kiosk_id
    named = [one for one in counted if one.boot]
    for boot, stretch in gather(named, received_at).items():
        _add(connection, (kiosk_id, boot), stretch, placed.get(boot))
    if not connection.scalar(_IS_DOUBTED, {"kiosk_id": kiosk_id}):
        return  # as nearly always: no entry of the kiosk was of a doubtful clock
    waiting = [*{one.boot for one in named}, *_list_ends(connection, batch)]
    waiting.append(clean_name(batch.health.boot))
    touched = set(waiting)
    for _ in range(MOST_STRETCHES):
        if not waiting:
            return
        boot = waiting.pop(0)
        near = _settle_one(connection, kiosk_id, boot, is_touched=boot in touched)
        touched.discard(boot)
        waiting += [one for one in near if one not in waiting]


def _settle_one(
    connection: Connection, kiosk_id: str, boot: str, *, is_touched: bool
) -> list[str]:
    """Place one boot's entries again; return the boots beside it that this may move."""
    kept = _read(connection, kiosk_id, boot)
    if kept is None:
        return []
    stretch = kept.stretch
    began_at = _read_anchor(connection, kiosk_id, boot)
    if began_at is not None:
        stretch = anchor(stretch, began_at)
    before = _find_near(connection, kiosk_id, stretch.first, is_before=True)
    after = _find_near(connection, kiosk_id, stretch.last, is_before=False)
    stretch = narrow(
        stretch,
        _tell(connection, kiosk_id, before, is_before=True),
        _tell(connection, kiosk_id, after, is_before=False),
    )
    placing = place(stretch)
    if has_moved(kept.placing, placing):
        _move(connection, kiosk_id, boot, placing)
        untraced.mark(connection, kiosk_id, stretch.first, stretch.last)
    else:
        placing = kept.placing
    changed = stretch != kept.stretch
    if changed or placing != kept.placing:
        _save(connection, (kiosk_id, boot), _Kept(stretch=stretch, placing=placing))
    if not (changed or is_touched):
        return []
    return [near.boot for near in (before, after) if near is not None and near.boot]


def _add(
    connection: Connection,
    this: tuple[str, str],
    stretch: Stretch,
    placing: Placing | None,
) -> None:
    kept = _read(connection, *this)
    if kept is None:
        key = dict(zip(("kiosk_id", "boot"), this, strict=True))
        row = _flatten(_Kept(stretch=stretch, placing=placing))
        connection.execute(insert(stretches).values(**key, **row))
        return
    joined = _Kept(stretch=join(kept.stretch, stretch), placing=kept.placing)
    if kept.stretch.is_exact:  # an arrival says less than the count does
        exact = replace(joined.stretch, latest=kept.stretch.latest)
        joined = replace(joined, stretch=exact)
    _save(connection, this, joined)


def _list_ends(connection: Connection, batch: Batch) -> list[str]:
    """Return the boots of the entries beside `batch` that are still to be placed."""
    last = batch.first - 1 + len(batch.rows)
    found = (
        _find_near(connection, batch.kiosk_id, batch.first, is_before=True),
        _find_near(connection, batch.kiosk_id, last, is_before=False),
    )
    return [near.boot for near in found if near is not None and near.boot]


def _find_near(
    connection: Connection, kiosk_id: str, position: int, *, is_before: bool
) -> Row[*tuple[Any, ...]] | None:
    """Return the entry next to `position`; `Any` because the columns' types end at SQL."""
    query = _NEAR_BEFORE if is_before else _NEAR_AFTER
    for reach in REACHES:
        low = position - reach if is_before else position + 1
        asked = {"kiosk_id": kiosk_id, "low": low, "high": low + reach - 1}
        if (found := connection.execute(query, asked).first()) is not None:
            return found
    return None


def _tell(
    connection: Connection,
    kiosk_id: str,
    near: Row[*tuple[Any, ...]] | None,
    *,
    is_before: bool,
) -> datetime | None:
    """Return the moment that a neighbour bounds by, None where it tells none."""
    if near is None:
        return None
    if near.boot is None:
        # Of a clock that was ahead, when it came.
        moment: datetime = near.received_at or near.decided_at
        return moment
    kept = _read(connection, kiosk_id, near.boot)
    if kept is None:
        return None
    return kept.stretch.begins_after if is_before else kept.stretch.ends_before


def _move(
    connection: Connection, kiosk_id: str, boot: str, placing: Placing | None
) -> None:
    counted, this = (
        (table.c.boot == boot) & senders.sent_by(table, kiosk_id)
        for table in (worded, entries)
    )
    with rollups.in_step(connection, counted):
        connection.execute(update(entries).where(this).values(**_list_moved(placing)))


def _list_moved(placing: Placing | None) -> dict[str, Any]:
    """Return the columns of entries as `placing` has them; `Any`: each has its own type."""
    if placing is None:
        return {"placed_at": None, "placing": None}
    began_us = literal(to_us(placing.began_at), BigInteger)
    placed_us = began_us + entries.c.monotonic_ms * 1000
    arrived_us = type_coerce(entries.c.received_at, BigInteger)
    capped = case((placed_us > arrived_us, arrived_us), else_=placed_us)
    return {"placed_at": capped, "placing": placing.confidence.value}


def _read_anchor(connection: Connection, kiosk_id: str, boot: str) -> datetime | None:
    return connection.scalar(_ANCHOR, {"kiosk_id": kiosk_id, "boot": boot})


def _read(connection: Connection, kiosk_id: str, boot: str) -> _Kept | None:
    asked = {"kiosk_id": kiosk_id, "boot": boot}
    row = connection.execute(_STRETCH, asked).first()
    if row is None:
        return None
    stretch = Stretch(
        first=row.first,
        last=row.last,
        first_ms=row.first_ms,
        last_ms=row.last_ms,
        claimed=row.claimed,
        latest=row.latest,
        earliest=row.earliest,
        is_exact=row.is_exact,
    )
    if row.began_at is None:
        return _Kept(stretch=stretch, placing=None)
    confidence = Confidence(row.placing)
    return _Kept(
        stretch=stretch, placing=Placing(began_at=row.began_at, confidence=confidence)
    )


def _save(connection: Connection, this: tuple[str, str], kept: _Kept) -> None:
    connection.execute(
        update(stretches).where(*_is_of(stretches, *this)).values(**_flatten(kept))
    )


def _flatten(kept: _Kept) -> dict[str, Any]:
    """Return the columns of a stretch; `Any` because each has its own type."""
    stretch, placing = kept.stretch, kept.placing
    return {
        "first": stretch.first,
        "last": stretch.last,
        "first_ms": stretch.first_ms,
        "last_ms": stretch.last_ms,
        "claimed": stretch.claimed,
        "latest": stretch.latest,
        "earliest": stretch.earliest,
        "is_exact": stretch.is_exact,
        "began_at": None if placing is None else placing.began_at,
        "placing": None if placing is None else placing.confidence.value,
    }


def _is_of(table: Table, kiosk_id: str, boot: str) -> list[Any]:
    """Return the terms of a boot's rows; `Any` as SQLAlchemy types them."""
    return [table.c.kiosk_id == kiosk_id, table.c.boot == boot]
