"""Tests that a kiosk's state is that of its newest batch, whatever came last."""

from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import select

from kiosk.protocol.batch import Health, SignedBatch
from province.ledger.arrivals import Way, append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.tables import kiosks
from tests.province.builders import NOW, FakeKiosk, add_point, enrol

HOUR = timedelta(hours=1)


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that the ledger knows."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def say(kiosk: FakeKiosk, hours_ago: int, pending: int) -> SignedBatch:
    at = to_us(NOW - hours_ago * HOUR)
    health = Health(
        app_version=f"1.{9 - hours_ago}.0",
        clock="trusted",
        pending=pending,
        roster_version=20 - hours_ago,
        disk_free=pending * 10,
        reader_faults=hours_ago,
    )
    return kiosk.sign(covered_until_us=at, sent_at_us=at, health=health)


def read(ledger: Database) -> tuple[object, ...]:
    table = kiosks.c
    query = select(
        table.last_pending,
        table.last_app_version,
        table.last_roster_version,
        table.last_disk_free,
        table.last_reader_faults,
        table.last_covered_until,
        table.last_drained_at,
    )
    with ledger.reading() as connection:
        return tuple(connection.execute(query).one())


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_newest_batch_counts_in_any_order(
    ledger: Database, kiosk: FakeKiosk, order: tuple[int, ...]
) -> None:
    said = [say(kiosk, 3, pending=0), say(kiosk, 2, pending=70), say(kiosk, 1, 90)]

    for place in order:
        append_batch(ledger, said[place], NOW, way=Way.STICK)

    newest = (90, "1.8.0", 19, 900, 1, NOW - HOUR, NOW - 3 * HOUR)
    assert read(ledger) == newest


def test_of_batches_of_one_moment_the_last_numbered_counts(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    first, second = say(kiosk, 1, pending=50), say(kiosk, 1, pending=0)

    for one in (second, first):
        append_batch(ledger, one, NOW, way=Way.STICK)

    assert read(ledger)[0] == 0


def test_a_repeat_changes_nothing(ledger: Database, kiosk: FakeKiosk) -> None:
    old, new = say(kiosk, 2, pending=7), say(kiosk, 1, pending=1)
    for one in (old, new):
        append_batch(ledger, one, NOW)
    before = read(ledger)

    append_batch(ledger, old, NOW + HOUR)

    assert read(ledger) == before
