"""The sealed tree names what stands on the list, and changes where the list does."""

import pytest

from kiosk.protocol.watch_list import (
    SHARDS_PER_NODE,
    WatchKeys,
    contains,
    find_shard,
    hash_document,
    open_node,
    open_root,
    open_shard,
    unwrap_keys,
)
from province import watch_tree, watching
from province.ledger import watch
from province.ledger.database import Database
from tests.province.builders import NOW, FakeKiosk, add_point, enrol, revoke

ONE, TWO = "001190000123", "B1234567"


def read_blobs(database: Database) -> dict[str, bytes]:
    with database.reading() as connection:
        return dict(watch.list_blobs(connection))


def read_keys(database: Database) -> WatchKeys:
    with database.reading() as connection:
        stored = watch.read_keys(connection)
    assert stored is not None
    return stored.keys


def is_sealed_in(database: Database, root_name: str, document: str) -> bool:
    """Look a document up as a kiosk does that has all keys."""
    blobs, keys = read_blobs(database), read_keys(database)
    root = open_root(blobs[root_name], keys)
    assert root is not None
    entry = hash_document(keys.hash_key, document)
    number = find_shard(entry)
    node = blobs.get(root.nodes[number // SHARDS_PER_NODE].hex())
    names = node and open_node(node, number // SHARDS_PER_NODE, keys)
    sealed = names and blobs.get(names[number % SHARDS_PER_NODE].hex())
    shard = sealed and open_shard(sealed, number, keys)
    return bool(shard) and contains(shard or b"", entry)


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return an enrolled kiosk."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def test_a_province_that_looks_for_nobody_has_no_list(ledger: Database) -> None:
    assert watch_tree.seal(ledger, NOW) == ""
    assert read_blobs(ledger) == {}


def test_the_root_leads_to_who_is_looked_for(ledger: Database) -> None:
    watching.add_document(ledger, ONE, NOW)
    root = watch_tree.seal(ledger, NOW)
    assert is_sealed_in(ledger, root, ONE)
    assert not is_sealed_in(ledger, root, TWO)


def test_what_has_not_changed_keeps_its_root(ledger: Database) -> None:
    watching.add_document(ledger, ONE, NOW)
    assert watch_tree.seal(ledger, NOW) == watch_tree.seal(ledger, NOW)


def test_one_change_makes_three_blobs(ledger: Database) -> None:
    for number in range(300):
        watching.add_document(ledger, f"079201{number:06d}", NOW)
    watch_tree.seal(ledger, NOW)
    before = read_blobs(ledger)
    watching.add_document(ledger, ONE, NOW)
    root = watch_tree.seal(ledger, NOW)
    assert len(read_blobs(ledger).keys() - before.keys()) == 3
    assert is_sealed_in(ledger, root, ONE)


def test_a_list_that_became_empty_is_none(ledger: Database) -> None:
    watching.add_document(ledger, ONE, NOW)
    watch_tree.seal(ledger, NOW)
    watching.remove_document(ledger, ONE)
    assert watch_tree.seal(ledger, NOW) == ""
    assert read_blobs(ledger) == {}


def test_a_revoked_kiosk_reads_nothing_that_comes_later(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    watching.add_document(ledger, ONE, NOW)
    watch_tree.seal(ledger, NOW)
    stolen = read_keys(ledger)
    shards = {blob for blob in read_blobs(ledger).values() if len(blob) < 100}
    revoke(ledger, kiosk)
    watching.add_document(ledger, TWO, NOW)
    root = watch_tree.seal(ledger, NOW)
    assert open_root(read_blobs(ledger)[root], stolen) is None
    assert is_sealed_in(ledger, root, TWO)
    # What was sealed before is not sealed again: every kiosk has it.
    assert is_sealed_in(ledger, root, ONE)
    assert shards < set(read_blobs(ledger).values())


def test_a_revocation_makes_one_new_key(ledger: Database, kiosk: FakeKiosk) -> None:
    watching.add_document(ledger, ONE, NOW)
    revoke(ledger, kiosk)
    later = NOW.replace(hour=23)
    roots = {watch_tree.seal(ledger, later) for _ in range(3)}
    assert len(roots) == 1
    assert sorted(read_keys(ledger).seal_keys) == [1, 2]


def test_only_an_enrolled_kiosk_is_given_the_keys(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    with ledger.reading() as connection:
        assert watch_tree.wrap_for(connection, kiosk.kiosk_id) is None
        assert list(watch_tree.wrap_for_all(connection)) == []
    watching.add_document(ledger, ONE, NOW)
    with ledger.reading() as connection:
        wrapped = watch_tree.wrap_for(connection, kiosk.kiosk_id)
        every = dict(watch_tree.wrap_for_all(connection))
        assert watch_tree.wrap_for(connection, "KNOBODY") is None
    assert wrapped is not None
    assert unwrap_keys(wrapped, kiosk.key) == read_keys(ledger)
    assert unwrap_keys(every[kiosk.kiosk_id], kiosk.key) == read_keys(ledger)
    assert unwrap_keys(wrapped, FakeKiosk(2).key) is None
