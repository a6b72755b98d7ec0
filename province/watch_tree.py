"""Watch tree: the watch list as kiosks fetch it, sealed where it has changed."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.protocol.watch_list import (
    KEY_BYTES,
    NODES,
    NOTHING,
    SHARDS_PER_NODE,
    Root,
    WatchKeys,
    make_check,
    name_blob,
    seal_node,
    seal_root,
    seal_shard,
    wrap_keys,
)
from province.ledger import watch
from province.ledger.database import Database
from province.ledger.watch import HASH_KEY, ShardState, StoredKeys

KEPT_FOR = timedelta(days=7)
"""How long what was replaced is kept for kiosks that fetch it over a slow line."""

_SealKey = tuple[int, bytes]


def seal(database: Database, now: datetime) -> str:
    """Seal what has changed and return the root's name (hex), empty for no list.

    Runs under the lock of publishing, beside officers who change the list: what
    they change meanwhile is sealed the next time.
    """
    keys = _read_fresh_keys(database, now)
    if keys is None:
        return ""
    sealed_by = (keys.sealed_by, keys.keys.seal_keys[keys.sealed_by])
    with database.reading() as connection:
        states = watch.read_shards(connection)
    changed = [state for state in states if state.changes != state.sealed]
    for at in range(0, len(changed), SHARDS_PER_NODE):
        _seal_shards(database, changed[at : at + SHARDS_PER_NODE], sealed_by)
    with database.writing() as connection:
        return _seal_top(connection, keys.keys.hash_key, sealed_by, now)


def make_keys(connection: Connection, now: datetime) -> StoredKeys:
    """Return the list's keys, which are made with its first document."""
    keys = watch.read_keys(connection)
    if keys is not None:
        return keys
    hash_key, seal_key = (secrets.token_bytes(KEY_BYTES) for _ in range(2))
    first = HASH_KEY + 1
    watch.add_key(connection, HASH_KEY, hash_key, now)
    watch.add_key(connection, first, seal_key, now)
    watch.begin(connection)
    made = WatchKeys(hash_key=hash_key, seal_keys={first: seal_key})
    return StoredKeys(keys=made, sealed_by=first, newest_at=now)


def wrap_for(connection: Connection, kiosk_id: str) -> bytes | None:
    """Return the list's keys for one kiosk only, None where it gets none."""
    public_key = watch.find_public_key(connection, kiosk_id)
    keys = watch.read_keys(connection)
    if public_key is None or keys is None:
        return None
    return wrap_keys(keys.keys, public_key)


def wrap_for_all(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Yield the list's keys for each kiosk, by its id."""
    keys = watch.read_keys(connection)
    if keys is not None:
        for kiosk_id, public_key in watch.list_public_keys(connection).items():
            yield kiosk_id, wrap_keys(keys.keys, public_key)


def _read_fresh_keys(database: Database, now: datetime) -> StoredKeys | None:
    """Return the keys, with a new one to seal by where a kiosk was revoked since."""
    with database.reading() as connection:
        keys = watch.read_keys(connection)
        revoked_at = watch.read_last_revocation(connection)
    if keys is None or revoked_at is None or revoked_at < keys.newest_at:
        return keys
    number, key = keys.sealed_by + 1, secrets.token_bytes(KEY_BYTES)
    with database.writing() as connection:
        watch.add_key(connection, number, key, now)
        return watch.read_keys(connection)


def _seal_shards(
    database: Database, states: Sequence[ShardState], sealed_by: _SealKey
) -> None:
    with database.reading() as connection:
        sealed = [
            seal_shard(
                watch.list_entries(connection, state.number), state.number, sealed_by
            )
            for state in states
        ]
    with database.writing() as connection:
        watch.put_blobs(connection, {name_blob(blob): blob for blob in sealed if blob})
        for state, blob in zip(states, sealed, strict=True):
            watch.put_sealed(connection, state, name_blob(blob))


def _seal_top(
    connection: Connection, hash_key: bytes, sealed_by: _SealKey, now: datetime
) -> str:
    """Seal nodes and root over the shards as they stand sealed."""
    shards = [state.name or NOTHING for state in watch.read_shards(connection)]
    nodes = [
        seal_node(
            shards[number * SHARDS_PER_NODE : (number + 1) * SHARDS_PER_NODE],
            number,
            sealed_by,
        )
        for number in range(NODES)
    ]
    named = Root(check=make_check(hash_key), nodes=tuple(map(name_blob, nodes)))
    root = seal_root(named, sealed_by)
    top = {name_blob(blob): blob for blob in (*nodes, root) if blob}
    watch.put_blobs(connection, top)
    used = {*shards, *top} - {NOTHING}
    watch.keep_blobs(connection, used, now=now, until=now - KEPT_FOR)
    return name_blob(root).hex() if root else ""
