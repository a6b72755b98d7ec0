"""Watch: whose documents are looked for, and the sealed list as kiosks fetch it.

`watched` is the list. `watch_shards` tells which shards have changed since they
were sealed: an entry that comes or goes counts its shard on, and sealing notes
the count that it has seen. `watch_blobs` holds what was sealed, by its name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection, delete, func, insert, select, update

from kiosk.protocol.watch_list import SHARDS, WatchKeys, find_shard, find_span
from province.errors import LedgerError
from province.ledger import vault
from province.ledger.tables import (
    kiosks,
    watch_blobs,
    watch_keys,
    watch_shards,
    watched,
)
from province.ledger.vault import Opener, Place

HASH_KEY = 0
"""The number of the key that look-ups need; seal keys count from 1."""

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One document that is looked for; `entry` is its keyed hash."""

    entry: bytes
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKeys:
    """The list's keys; the newest seal key is `sealed_by`."""

    keys: WatchKeys
    sealed_by: int
    newest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardState:
    """How often a shard changed, and how often it had when it was sealed."""

    number: int
    changes: int
    sealed: int
    name: bytes


def add(connection: Connection, documents: Sequence[Watched], now: datetime) -> int:
    """Put `documents` on the list; return how many were not on it."""
    by_entry = {one.entry: one for one in documents}
    known = select(watched.c.entry).where(watched.c.entry.in_(by_entry))
    for entry in connection.execute(known).scalars().all():
        del by_entry[entry]
    if by_entry:
        sealer = vault.start_sealing(connection)
        connection.execute(
            insert(watched),
            [
                {
                    "entry": one.entry,
                    "document": sealer.seal(
                        Place.WATCHED, one.entry, one.document.encode()
                    ),
                    "added_at": now,
                }
                for one in by_entry.values()
            ],
        )
        _count_on(connection, {find_shard(entry) for entry in by_entry})
    return len(by_entry)


def remove(connection: Connection, entry: bytes) -> bool:
    """Take a document from the list; say whether it was on it."""
    gone = connection.execute(delete(watched).where(watched.c.entry == entry))
    if gone.rowcount:
        _count_on(connection, {find_shard(entry)})
    return gone.rowcount > 0


def list_documents(connection: Connection) -> Iterator[tuple[str, datetime]]:
    """Yield every document on the list with the time it came, the oldest first."""
    query = select(watched.c.entry, watched.c.document, watched.c.added_at).order_by(
        watched.c.added_at
    )
    opener = vault.open_sealed(connection)
    rows = connection.execute(query.execution_options(yield_per=_AT_ONCE))
    # Sealed numbers have no order in the database.
    for added_at, some in groupby(rows, key=attrgetter("added_at")):
        for document in sorted(_open(opener, row.entry, row.document) for row in some):
            yield document, added_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A document of the list with the time it came."""

    entry: bytes
    document: str
    added_at: datetime


def list_page(connection: Connection, after: bytes, most: int) -> tuple[Listed, ...]:
    """Return documents in the order of their hashes, those after `after`."""
    query = (
        select(watched.c.entry, watched.c.document, watched.c.added_at)
        .where(watched.c.entry > after)
        .order_by(watched.c.entry)
        .limit(most)
    )
    opener = vault.open_sealed(connection)
    return tuple(
        Listed(
            entry=row.entry,
            document=_open(opener, row.entry, row.document),
            added_at=row.added_at,
        )
        for row in connection.execute(query)
    )


def count(connection: Connection) -> int:
    """Return how many documents are on the list."""
    return connection.scalar(select(func.count()).select_from(watched)) or 0


def list_entries(connection: Connection, shard: int) -> list[bytes]:
    """Return the entries of one shard."""
    lowest, above = find_span(shard)
    query = select(watched.c.entry).where(
        watched.c.entry >= lowest, watched.c.entry < above
    )
    return list(connection.execute(query).scalars())


def read_keys(connection: Connection) -> StoredKeys | None:
    """Return the list's keys, None before the first document."""
    table = watch_keys.c
    query = select(table.number, table.key, table.made_at).order_by(table.number)
    rows = list(connection.execute(query))
    if not rows:
        return None
    opener = vault.open_sealed(connection)
    keys = {row.number: _open_key(opener, row.number, row.key) for row in rows}
    newest = rows[-1]
    return StoredKeys(
        keys=WatchKeys(hash_key=keys.pop(HASH_KEY), seal_keys=keys),
        sealed_by=newest.number,
        newest_at=newest.made_at,
    )


def add_key(connection: Connection, number: int, key: bytes, now: datetime) -> None:
    """Keep a new key."""
    sealer = vault.start_sealing(connection)
    sealed = sealer.seal(Place.WATCH_KEY, name_key(number), key)
    connection.execute(
        insert(watch_keys).values(number=number, key=sealed, made_at=now)
    )


def name_key(number: int) -> bytes:
    """Return what a key of the list is sealed as."""
    return str(number).encode("ascii")


def begin(connection: Connection) -> None:
    """Make the rows of all shards, empty."""
    connection.execute(
        insert(watch_shards),
        [
            {"number": number, "changes": 0, "sealed": 0, "name": None}
            for number in range(SHARDS)
        ],
    )


def read_last_revocation(connection: Connection) -> datetime | None:
    """Return when a kiosk was revoked last."""
    query = select(kiosks.c.revoked_at).where(kiosks.c.revoked_at.is_not(None))
    return connection.scalar(query.order_by(kiosks.c.revoked_at.desc()).limit(1))


def find_public_key(connection: Connection, kiosk_id: str) -> bytes | None:
    """Return the key of an enrolled kiosk, None where it is unknown or revoked."""
    query = select(kiosks.c.public_key).where(
        kiosks.c.kiosk_id == kiosk_id, kiosks.c.revoked_at.is_(None)
    )
    return connection.scalar(query)


def list_public_keys(connection: Connection) -> dict[str, bytes]:
    """Return the keys of all kiosks that are not revoked, by their ids."""
    query = select(kiosks.c.kiosk_id, kiosks.c.public_key).where(
        kiosks.c.revoked_at.is_(None)
    )
    return {row.kiosk_id: row.public_key for row in connection.execute(query)}


def read_shards(connection: Connection) -> list[ShardState]:
    """Return the state of every shard, in order; none before the first document."""
    table = watch_shards.c
    query = select(table.number, table.changes, table.sealed, table.name)
    return [
        ShardState(
            number=row.number,
            changes=row.changes,
            sealed=row.sealed,
            name=row.name or b"",
        )
        for row in connection.execute(query.order_by(table.number))
    ]


def put_sealed(connection: Connection, state: ShardState, name: bytes) -> None:
    """Note under which name a shard was sealed as it was at `state`."""
    connection.execute(
        update(watch_shards)
        .where(watch_shards.c.number == state.number)
        .values(sealed=state.changes, name=name)
    )


def put_blobs(connection: Connection, blobs: Mapping[bytes, bytes]) -> None:
    """Keep sealed bytes by their names; those that are there already stay."""
    names = list(blobs)
    known = select(watch_blobs.c.name).where(watch_blobs.c.name.in_(names))
    new = blobs.keys() - set(connection.execute(known).scalars())
    if new:
        connection.execute(
            insert(watch_blobs),
            [{"name": name, "blob": blobs[name], "left_at": None} for name in new],
        )


def read_blob(connection: Connection, name: bytes) -> bytes | None:
    """Return the sealed bytes of `name`, None where there are none."""
    query = select(watch_blobs.c.blob).where(watch_blobs.c.name == name)
    return connection.scalar(query)


def list_blobs(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Yield every blob of the list as it was sealed last, by its name in hex."""
    query = select(watch_blobs.c.name, watch_blobs.c.blob).where(
        watch_blobs.c.left_at.is_(None)
    )
    for row in connection.execute(query.execution_options(yield_per=_AT_ONCE)):
        yield row.name.hex(), row.blob


def keep_blobs(
    connection: Connection, names: set[bytes], *, now: datetime, until: datetime
) -> None:
    """Mark blobs that are not of `names` as left, and drop those left before `until`.

    A kiosk may still be fetching the list of before.
    """
    table = watch_blobs.c
    held = connection.execute(select(table.name, table.left_at)).all()
    left = [row.name for row in held if row.left_at is None and row.name not in names]
    back = [row.name for row in held if row.left_at is not None and row.name in names]
    for marked, at in ((left, now), (back, None)):
        for name in marked:
            connection.execute(
                update(watch_blobs).where(table.name == name).values(left_at=at)
            )
    connection.execute(delete(watch_blobs).where(table.left_at < until))


def _open(opener: Opener, entry: bytes, sealed: bytes) -> str:
    return (opener.open(Place.WATCHED, entry, sealed) or b"").decode()


def _open_key(opener: Opener, number: int, sealed: bytes) -> bytes:
    key = opener.open(Place.WATCH_KEY, name_key(number), sealed)
    if key is None:
        raise LedgerError(
            f"The watch list's key {number} was altered in the database. Bring back a "
            "backup of it."
        )
    return key


def _count_on(connection: Connection, shards: set[int]) -> None:
    connection.execute(
        update(watch_shards)
        .where(watch_shards.c.number.in_(sorted(shards)))
        .values(changes=watch_shards.c.changes + 1)
    )
