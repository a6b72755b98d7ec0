"""Stays kept: made of new and changed entries, a stretch of the queue at a time."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, text

from province.ledger import joins, sightings, untraced
from province.ledger.columns import EntryId, UtcTime, from_us, to_us
from province.ledger.database import Database
from province.ledger.joins import Joiner
from province.ledger.loading import Loader
from province.ledger.piece import Value
from province.ledger.sightings import Sighting
from province.ledger.tables import batches, points
from province.ledger.trace_tables import person_aliases, stays
from province.stays import (
    LONGEST_US,
    Appearance,
    House,
    Stay,
    build,
    take_apart,
)

AT_ONCE = 2000
"""Entries made stays of in one transaction: a kiosk's batch waits for it on SQLite."""

BUSY_PER_S = 500
"""Entries a second that people at gates do not make: kiosks send what they kept, and each
would wait for stays, which take as long as taking them in (one Python lock, measured)."""

_LOCK = text("SELECT pg_advisory_xact_lock(7304155103)")
"""Whoever makes stays is alone; any number that nothing else locks by."""

_TOGETHER = 500

STAYS = Loader(
    stays,
    (
        "person_key",
        "in_id",
        "out_id",
        "since",
        "until",
        "marks",
        "sureness",
        "span",
        "point_id",
        "key_number",
    ),
)
_ALIASES = Loader(person_aliases, ("alias_key", "person_key", "key_number"))
_DELETE = delete(stays).where(
    stays.c.person_key == bindparam("its_key", type_=EntryId()),
    stays.c.since == bindparam("its_since", type_=UtcTime()),
)


def catch_up(
    database: Database,
    secret: bytes,
    *,
    most: int | None = None,
    gives_way: bool = False,
    now_s: Callable[[], float] = time.monotonic,
) -> int:
    """Make stays of what waits, at most `most` transactions; return how many stretches.

    One that `gives_way` ends after the first during which a backlog came in.
    """
    done, turns = 0, 0
    while most is None or turns < most:
        newest, begun_s = _read_newest(database), now_s()
        with database.writing() as connection:
            settled = settle(connection, secret)
        if not settled:
            break
        done += settled
        turns += 1
        came = _count_since(database, newest)
        if gives_way and came > BUSY_PER_S * (now_s() - begun_s):
            break
    return done


def _read_newest(database: Database) -> int:
    """Return the number of the newest batch, 0 for none."""
    with database.reading() as connection:
        return connection.scalar(select(func.max(batches.c.batch_id))) or 0


def _count_since(database: Database, batch_id: int) -> int:
    """Return how many entries came in batches after this one."""
    query = select(func.sum(batches.c["count"])).where(batches.c.batch_id > batch_id)
    with database.reading() as connection:
        return int(connection.scalar(query) or 0)


def settle(connection: Connection, secret: bytes) -> int:
    """Make stays of what waits longest; return how many stretches, 0 where nothing waits."""
    lock(connection)
    waiting = untraced.list_oldest(connection, AT_ONCE)
    if not waiting:
        return 0
    joiner = joins.read(connection, secret)
    seen = sightings.find(connection, joiner, waiting)
    if seen:
        joins.carry(connection, joiner, {one.person_key for one in seen})
        _change(connection, seen, joiner)
        _add_aliases(connection, seen, joiner)
    untraced.remove(connection, waiting)
    return len(waiting)


def lock(connection: Connection) -> None:
    """Keep others from making or destroying stays until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)


def list_houses(connection: Connection) -> dict[str, House]:
    """Return of every point what the rules ask; rooms lie in the point they belong to."""
    query = select(points.c.point_id, points.c.category, points.c.parent_id)
    rows = connection.execute(query).all()
    parents = {row.point_id: row.parent_id for row in rows if row.parent_id}
    return {
        row.point_id: House(
            category=row.category, house=_find_house(parents, row.point_id)
        )
        for row in rows
    }


def read_stay(row: Row[*tuple[Any, ...]]) -> Stay:
    """Return the stay of a row; `Any` because the columns' types end at SQL."""
    return Stay(
        point_id=row.point_id,
        since_us=to_us(row.since),
        until_us=to_us(row.until),
        in_id=row.in_id,
        out_id=row.out_id,
        marks=row.marks,
    )


def _find_house(parents: dict[str, str], point_id: str) -> str:
    for _ in range(len(parents)):
        if point_id not in parents:
            break
        point_id = parents[point_id]
    return point_id


def _change(connection: Connection, seen: Sequence[Sighting], joiner: Joiner) -> None:
    houses = list_houses(connection)
    by_person: dict[bytes, list[Sighting]] = {}
    for one in seen:
        by_person.setdefault(one.person_key, []).append(one)
    known = _read_around(connection, by_person)
    gone: list[dict[str, Any]] = []
    fresh: list[tuple[Value, ...]] = []
    for person_key, sighted in by_person.items():
        old = known.get(person_key, [])
        left, come = _compare(old, sighted, houses)
        gone += [{"its_key": person_key, "its_since": from_us(since)} for since in left]
        fresh += [(*_flatten(person_key, stay), joiner.newest) for stay in come]
    if gone:
        connection.execute(_DELETE, gone)
    STAYS.load(connection, fresh)


def _read_around(
    connection: Connection, by_person: dict[bytes, list[Sighting]]
) -> dict[bytes, list[Stay]]:
    """Return the stays that what was sighted can have to do with."""
    moved = {
        key
        for key, sighted in by_person.items()
        if any(one.may_have_moved for one in sighted)
    }
    known: dict[bytes, list[Stay]] = {}
    for some in _slice(by_person.keys() - moved):
        times = [one.at_us for key in some for one in by_person[key]]
        low, high = min(times) - 3 * LONGEST_US, max(times) + 2 * LONGEST_US
        near = stays.c.since.between(from_us(max(low, 0)), from_us(high))
        query = select(stays).where(stays.c.person_key.in_(some), near)
        for row in connection.execute(query):
            known.setdefault(row.person_key, []).append(read_stay(row))
    for some in _slice(moved):
        query = select(stays).where(stays.c.person_key.in_(some))
        for row in connection.execute(query):
            known.setdefault(row.person_key, []).append(read_stay(row))
    return known


def _compare(
    old: list[Stay], sighted: list[Sighting], houses: dict[str, House]
) -> tuple[set[int], list[Stay]]:
    """Return when stays began that are no more, and the stays that come.

    Only those near what changed are looked at: what was read around them ends
    somewhere, and a stay at that edge would be made of too little.
    """
    changed = {one.entry_id: one.appearance for one in sighted}
    appearances: dict[bytes, Appearance] = {}
    times = {one.at_us for one in sighted}
    for stay in old:
        for one in take_apart(stay):
            if one.entry_id in changed:
                times.add(one.at_us)
            else:
                appearances[one.entry_id] = one
    appearances |= {key: one for key, one in changed.items() if one is not None}
    low, high = min(times) - LONGEST_US, max(times) + LONGEST_US
    made = build(appearances.values(), houses)
    before = {stay for stay in old if low <= stay.anchor_us <= high}
    after = {stay for stay in made if low <= stay.anchor_us <= high}
    left = {stay.since_us for stay in before - after}
    untouched = {stay for stay in old if stay not in before}
    come = [stay for stay in after if stay not in before or stay.since_us in left]
    # A delete names when a stay began; what began at the same moment goes with it.
    come += [stay for stay in untouched if stay.since_us in left]
    return left, come


def _add_aliases(
    connection: Connection, seen: Iterable[Sighting], joiner: Joiner
) -> None:
    told = {(alias, one.person_key) for one in seen for alias in one.alias_keys}
    for some in _slice({person for _, person in told}):
        columns = person_aliases.c.alias_key, person_aliases.c.person_key
        query = select(*columns).where(person_aliases.c.person_key.in_(some))
        told -= {(alias, person) for alias, person in connection.execute(query)}
    _ALIASES.load(connection, [(*one, joiner.newest) for one in sorted(told)])


def _flatten(person_key: bytes, stay: Stay) -> tuple[Value, ...]:
    return (
        person_key,
        stay.in_id,
        stay.out_id,
        stay.since_us,
        stay.until_us,
        stay.marks,
        int(stay.sureness),
        stay.span,
        stay.point_id,
    )


def _slice(keys: Iterable[bytes]) -> Iterator[list[bytes]]:
    listed = sorted(keys)
    for first in range(0, len(listed), _TOGETHER):
        yield listed[first : first + _TOGETHER]
