"""Tests of clones and restores as the ledger sees them, on both databases."""

import itertools
import json
from collections.abc import Iterable

import pytest
from sqlalchemy import delete

from kiosk.protocol.batch import Row, SignedBatch
from province.ledger import forks
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from province.ledger.entry_tables import entries
from province.ledger.tables import admin_log, batches, epochs, heads
from province.ledger.tables import forks as forks_table
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send to `ledger`."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def rows(*numbers: int) -> list[Row]:
    return [an_entry(number) for number in numbers]


def a_restore(kiosk: FakeKiosk, epoch: str, number: int) -> Row:
    """Return the act by which `kiosk` begins `epoch`, and let it go on under that."""
    said = {
        "epoch": epoch,
        "after_epoch": kiosk.epoch,
        "after_position": kiosk.size,
        "after_link": kiosk.head.hex(),
    }
    kiosk.epoch = epoch
    return an_entry(number, act="restored", text=json.dumps(said), outcome="")


def take(ledger: Database, sent: Iterable[SignedBatch]) -> list[tuple[object, ...]]:
    """Take batches in and return what an officer sees."""
    for signed in sent:
        append_batch(ledger, signed, NOW)
    with ledger.reading() as connection:
        found = forks.list_forks(connection)
    return sorted((one.kind, one.epoch, one.position, one.beyond) for one in found)


def forget(ledger: Database) -> None:
    with ledger.writing() as connection:
        for table in (forks_table, heads, epochs, admin_log, entries, batches):
            connection.execute(delete(table))


def find_in_any_order(
    ledger: Database, sent: list[SignedBatch]
) -> list[list[tuple[object, ...]]]:
    """Return what is found, each batch twice, in every order."""
    told = []
    for order in itertools.permutations(sent):
        told.append(take(ledger, [*order, *order]))
        forget(ledger)
    return told


def test_one_kiosk_that_goes_on_is_no_fork(ledger: Database, kiosk: FakeKiosk) -> None:
    sent = [
        kiosk.sign(*rows(1, 2)),
        kiosk.sign(),
        kiosk.sign(*rows(3)),
        FakeKiosk().sign(*rows(1, 2, 3)),
    ]
    assert set(map(tuple, find_in_any_order(ledger, sent))) == {()}


def test_a_cloned_disk_is_a_fork_in_any_order(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    before = kiosk.sign(*rows(1, 2))
    clone = kiosk.copy()
    sent = [
        before,
        kiosk.sign(*rows(3, 4, 5)),
        clone.sign(*rows(13)),
        clone.sign(*rows(14)),
    ]
    found = find_in_any_order(ledger, sent)
    assert all(one == [("fork", "e1", 3, None)] for one in found)


def test_clones_that_never_overlap_contradict_at_their_links(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    clone = kiosk.copy()
    kiosk_sent = kiosk.sign(*rows(1, 2))
    clone.sign(*rows(11, 12))
    sent = [kiosk_sent, clone.sign(*rows(13))]
    found = find_in_any_order(ledger, sent)
    assert all(one == [("fork", "e1", 2, None)] for one in found)


def test_a_gap_is_no_fork(ledger: Database, kiosk: FakeKiosk) -> None:
    first = kiosk.sign(*rows(1))
    kiosk.sign(*rows(2))
    assert take(ledger, [kiosk.sign(*rows(3)), first]) == []


def test_a_restored_backup_is_told_as_such_and_is_no_fork(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    early = kiosk.sign(*rows(1, 2))
    backup = kiosk.copy()
    beyond = kiosk.sign(*rows(3, 4))
    again = backup.sign(a_restore(backup, "e2", 20), *rows(21), epoch="e2")
    found = find_in_any_order(ledger, [early, beyond, again])
    assert all(one == [("restored", "e2", 2, 4)] for one in found)


def test_what_a_backup_sends_again_is_no_fork(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    """It was sent after the backup was made, so it is pending in the backup."""
    sent = kiosk.sign(*rows(1, 2))
    fresh = FakeKiosk()
    fresh.size, fresh.head = kiosk.size, kiosk.head
    act = a_restore(fresh, "e2", 20)
    again = FakeKiosk().sign(*rows(1, 2), act, epoch="e2")
    found = find_in_any_order(ledger, [sent, again])
    assert all(one == [] for one in found)


def test_a_clone_that_was_restored_under_a_new_epoch_is_still_a_fork(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    """What both told of the former epoch differs, whoever names a new one after."""
    clone = kiosk.copy()
    sent = kiosk.sign(*rows(1, 2))
    told = [*rows(11, 12)]
    ahead = clone.copy()
    ahead.sign(*told)
    act = a_restore(ahead, "e2", 20)
    again = clone.sign(*told, act, epoch="e2")
    found = find_in_any_order(ledger, [sent, again])
    assert all(one == [("fork", "e1", 1, None)] for one in found)


def test_restores_in_a_row_are_each_told(ledger: Database, kiosk: FakeKiosk) -> None:
    early = kiosk.sign(*rows(1))
    backup = kiosk.copy()
    beyond = kiosk.sign(*rows(2, 3))
    ahead = backup.copy()
    first = a_restore(ahead, "e2", 20)
    ahead.sign(first, epoch="e2")
    second = a_restore(ahead, "e3", 21)
    again = backup.sign(first, second, epoch="e3")
    found = find_in_any_order(ledger, [early, beyond, again])
    assert all(one == [("restored", "e2", 1, 3)] for one in found)


def test_names_that_no_index_can_keep_stop_no_batch(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    assert take(ledger, [kiosk.sign(*rows(1), epoch="\0" + "e" * 70)]) == []


def test_a_fork_shows_though_the_act_of_the_new_epoch_comes_last(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    clone = kiosk.copy()
    sent = [kiosk.sign(*rows(1, 2)), clone.sign(*rows(11, 12), epoch="e2")]
    sent.append(clone.sign(a_restore(clone, "e2", 20)))
    found = find_in_any_order(ledger, sent)
    assert all(one == [("fork", "e1", 1, None)] for one in found)


def test_an_epoch_after_another_link_than_the_former_has_is_a_fork(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    """What the clone told of the former epoch never arrives."""
    clone = kiosk.copy()
    sent = [kiosk.sign(*rows(1, 2))]
    clone.sign(*rows(11, 12))
    sent.append(clone.sign(a_restore(clone, "e2", 20)))
    found = find_in_any_order(ledger, sent)
    assert all(one == [("fork", "e1", 2, None)] for one in found)
