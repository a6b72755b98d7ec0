"""The ledger's watch list, on both databases: what changed is known, and what is used."""

from collections.abc import Iterable
from datetime import timedelta

from kiosk.protocol.watch_list import SHARDS, find_shard, hash_document
from province.ledger import watch
from province.ledger.database import Database
from province.ledger.watch import ShardState, Watched
from tests.province.builders import NOW, FakeKiosk, add_point, enrol, revoke

KEY = b"h" * 32
ONE, TWO = "001190000123", "B1234567"
DAY = timedelta(days=1)


def watched(document: str) -> Watched:
    return Watched(entry=hash_document(KEY, document), document=document)


def put(database: Database, *documents: str) -> int:
    with database.writing() as connection:
        if not watch.read_shards(connection):
            watch.begin(connection)
        return watch.add(connection, [watched(one) for one in documents], NOW)


def find_changed(states: Iterable[ShardState]) -> list[int]:
    return [state.number for state in states if state.changes != state.sealed]


def read_changed(database: Database) -> list[int]:
    with database.reading() as connection:
        return find_changed(watch.read_shards(connection))


def test_a_document_is_added_once(ledger: Database) -> None:
    assert put(ledger, ONE, TWO, ONE) == 2
    assert put(ledger, ONE) == 0
    with ledger.reading() as connection:
        listed = list(watch.list_documents(connection))
    assert listed == [(ONE, NOW), (TWO, NOW)]


def test_what_comes_and_goes_changes_its_shard_only(ledger: Database) -> None:
    put(ledger, ONE)
    shard = find_shard(watched(ONE).entry)
    assert read_changed(ledger) == [shard]
    with ledger.writing() as connection:
        for state in watch.read_shards(connection):
            if state.number == shard:
                watch.put_sealed(connection, state, b"name")
    assert read_changed(ledger) == []
    put(ledger, ONE)
    assert read_changed(ledger) == []
    with ledger.writing() as connection:
        assert watch.remove(connection, watched(ONE).entry)
        assert not watch.remove(connection, watched(ONE).entry)
    assert read_changed(ledger) == [shard]


def test_what_changed_while_it_was_sealed_is_still_changed(ledger: Database) -> None:
    put(ledger, ONE)
    shard = find_shard(watched(ONE).entry)
    with ledger.writing() as connection:
        before = watch.read_shards(connection)[shard]
        watch.remove(connection, watched(ONE).entry)
        watch.put_sealed(connection, before, b"name")
        after = watch.read_shards(connection)[shard]
    assert (after.changes, after.sealed, after.name) == (2, 1, b"name")


def test_each_entry_is_in_the_shard_that_it_names(ledger: Database) -> None:
    documents = [f"001190{number:06d}" for number in range(200)]
    put(ledger, *documents)
    with ledger.reading() as connection:
        listed = [watch.list_entries(connection, number) for number in range(SHARDS)]
    assert all(
        find_shard(entry) == number
        for number, entries in enumerate(listed)
        for entry in entries
    )
    found = {entry for entries in listed for entry in entries}
    assert found == {watched(document).entry for document in documents}


def test_the_newest_key_seals(ledger: Database) -> None:
    with ledger.writing() as connection:
        assert watch.read_keys(connection) is None
        watch.add_key(connection, watch.HASH_KEY, KEY, NOW)
        watch.add_key(connection, 1, b"1" * 32, NOW)
        watch.add_key(connection, 2, b"2" * 32, NOW + DAY)
        keys = watch.read_keys(connection)
    assert keys is not None
    assert keys.keys.hash_key == KEY
    assert keys.keys.seal_keys == {1: b"1" * 32, 2: b"2" * 32}
    assert (keys.sealed_by, keys.newest_at) == (2, NOW + DAY)


def test_a_revoked_kiosk_is_given_nothing(ledger: Database) -> None:
    good, bad = FakeKiosk(1), FakeKiosk(2)
    point = add_point(ledger)
    for kiosk in (good, bad):
        enrol(ledger, kiosk, point)
    with ledger.reading() as connection:
        assert watch.read_last_revocation(connection) is None
    revoke(ledger, bad)
    with ledger.reading() as connection:
        assert watch.read_last_revocation(connection) == NOW
        assert watch.find_public_key(connection, good.kiosk_id) == good.public_key
        assert watch.find_public_key(connection, bad.kiosk_id) is None
        keys = watch.list_public_keys(connection)
    assert keys == {good.kiosk_id: good.public_key}


def test_blobs_are_kept_while_used_and_some_days_longer(ledger: Database) -> None:
    with ledger.writing() as connection:
        watch.put_blobs(connection, {b"a": b"A", b"b": b"B"})
        watch.put_blobs(connection, {b"b": b"B"})
        watch.keep_blobs(connection, {b"b"}, now=NOW, until=NOW - DAY)
        assert list(watch.list_blobs(connection)) == [(b"b".hex(), b"B")]
        assert watch.read_blob(connection, b"a") == b"A"
        watch.keep_blobs(connection, {b"a"}, now=NOW + DAY, until=NOW + DAY)
        assert list(watch.list_blobs(connection)) == [(b"a".hex(), b"A")]
        watch.keep_blobs(connection, {b"a"}, now=NOW + 3 * DAY, until=NOW + 2 * DAY)
        assert watch.read_blob(connection, b"b") is None
