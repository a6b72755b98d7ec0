"""Sightings: entries of a kiosk's chain as appearances of persons."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from kiosk.credentials.credential import Kind
from kiosk.payload import Direction
from kiosk.protocol.content import Act
from province.identity import Identity, identify
from province.ledger import senders, told, vault
from province.ledger.columns import to_us
from province.ledger.entry_tables import entries, worded
from province.ledger.joins import Joiner
from province.ledger.periods import is_admitted
from province.ledger.untraced import Stretch
from province.ledger.vault import Opener
from province.placing import Confidence
from province.stays import Appearance, Doubt, pack

_TOGETHER = 1000
"""Ids that one question names; SQLite takes 32,766."""

_TYPED = frozenset({Kind.NUMBER.value, Kind.MANUAL.value})

_FACTS = select(
    worded.c.entry_id,
    func.coalesce(worded.c.placed_at, worded.c.decided_at).label("at"),
    worded.c.point_id,
    worded.c.direction,
    worded.c.kind,
    worded.c.verified,
    worded.c.sealed,
    worded.c.boot,
    worded.c.placing,
    worded.c.refers,
    is_admitted(worded).label("is_admitted"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An entry as it stands now; `appearance` is None where it is not admitted.

    `may_have_moved` where it may be known at another time.
    """

    entry_id: bytes
    person_key: bytes
    alias_keys: frozenset[bytes]
    at_us: int
    appearance: Appearance | None
    may_have_moved: bool


def find(
    connection: Connection, joiner: Joiner, stretches: Iterable[Stretch]
) -> list[Sighting]:
    """Return what is to be known again: the entries of `stretches`, and what they act on."""
    rows = list(_read(connection, _list_touched(connection, stretches)))
    opener = vault.open_sealed(connection)
    before = {
        row.entry_id: _identify(opener, row) for row in _read_referred(connection, rows)
    }
    found = (_see(row, _identify(opener, row), before, joiner) for row in rows)
    return [one for one in found if one is not None]


def _list_touched(connection: Connection, stretches: Iterable[Stretch]) -> set[bytes]:
    table = worded.c
    touched: set[bytes] = set()
    acted_on: set[bytes] = set()
    for one in stretches:
        query = select(table.entry_id, table.act, table.refers).where(
            senders.lies_in_chain(worded, one.kiosk_id, one.first, one.last)
        )
        for entry_id, act, refers in connection.execute(query):
            if act == Act.PRESENTED:
                touched.add(entry_id)
            elif refers is not None:
                acted_on.add(refers)
    for some in _slice(acted_on):
        query = select(entries.c.refers).where(
            entries.c.entry_id.in_(some), entries.c.refers.is_not(None)
        )
        touched.update(connection.scalars(query))
    leaving = _list_leaving(connection, touched)
    return touched | acted_on | leaving


def _list_leaving(connection: Connection, touched: set[bytes]) -> set[bytes]:
    """Return who is known only by the entry that they refer to: visitors that left."""
    if not touched:
        return set()
    query = select(worded.c.entry_id, worded.c.refers).where(
        worded.c.refers.between(min(touched), max(touched)),
        worded.c.act == Act.PRESENTED.value,
    )
    rows = connection.execute(query)
    return {entry_id for entry_id, refers in rows if refers in touched}


def _read(
    connection: Connection, ids: Iterable[bytes]
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Yield the presented entries among `ids`; `Any` because types end at SQL."""
    for some in _slice(ids):
        query = _FACTS.where(
            worded.c.entry_id.in_(some), worded.c.act == Act.PRESENTED.value
        )
        yield from connection.execute(query)


def _read_referred(
    connection: Connection, rows: Iterable[Row[*tuple[Any, ...]]]
) -> Iterator[Row[*tuple[Any, ...]]]:
    ids = {row.refers for row in rows if row.refers is not None}
    return _read(connection, ids)


def _see(
    row: Row[*tuple[Any, ...]],
    own: Identity | None,
    before: Mapping[bytes, Identity | None],
    joiner: Joiner,
) -> Sighting | None:
    identity = own or before.get(row.refers)
    if identity is None:
        return None
    at_us = to_us(row.at)
    return Sighting(
        entry_id=row.entry_id,
        person_key=joiner.make(identity.person),
        alias_keys=frozenset(map(joiner.make, identity.others)),
        at_us=at_us,
        appearance=_appear(row, identity, at_us) if row.is_admitted else None,
        may_have_moved=row.boot is not None,
    )


def _identify(opener: Opener, row: Row[*tuple[Any, ...]]) -> Identity | None:
    return identify(told.read(opener, row).claims)


def _appear(row: Row[*tuple[Any, ...]], identity: Identity, at_us: int) -> Appearance:
    return Appearance(
        entry_id=row.entry_id,
        at_us=at_us,
        point_id=row.point_id,
        is_out=row.direction == Direction.OUT,
        doubts=pack(_list_doubts(row, identity)),
    )


def _list_doubts(row: Row[*tuple[Any, ...]], identity: Identity) -> Iterator[Doubt]:
    if row.boot is not None and row.placing is None:
        yield Doubt.CLOCK_DOUBTED
    if row.placing == Confidence.BOUNDED:
        yield Doubt.CLOCK_BOUNDED
    if row.kind in _TYPED:
        yield Doubt.TYPED
    if not row.verified:
        yield Doubt.UNSIGNED
    if identity.is_named:
        yield Doubt.NAMED


def _slice(ids: Iterable[bytes]) -> Iterator[list[bytes]]:
    listed = sorted(ids)
    for first in range(0, len(listed), _TOGETHER):
        yield listed[first : first + _TOGETHER]
