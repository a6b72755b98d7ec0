"""Tests of the fleet's rows: filtered, sorted, with gaps, and how far all have reported."""

from datetime import datetime, timedelta

import pytest

from province.fleet import AlarmKind
from province.ledger import alarms, fleet
from province.ledger.arrivals import Way, append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.fleet import Filter, Gap, Order, Use
from province.ledger.scope import WHOLE, Scope
from tests.province.builders import NOW, FakeKiosk, add_point, enrol, revoke

HOUR = timedelta(hours=1)


@pytest.fixture
def three(ledger: Database) -> list[FakeKiosk]:
    """Return kiosks of two units: one heard now, one an hour ago, one never."""
    made = [FakeKiosk(seed) for seed in (1, 2, 3)]
    for kiosk, unit in zip(made, ("04", "04", "05"), strict=True):
        enrol(ledger, kiosk, add_point(ledger, f"Chợ Mẫu {unit}", unit=unit))
    say(ledger, made[0], NOW)
    say(ledger, made[1], NOW - HOUR)
    return made


def say(ledger: Database, kiosk: FakeKiosk, at: datetime) -> None:
    batch = kiosk.sign(covered_until_us=to_us(at), sent_at_us=to_us(at))
    append_batch(ledger, batch, at)


def list_ids(ledger: Database, wanted: Filter, order: Order = Order.POINT) -> list[str]:
    with ledger.reading() as connection:
        rows = fleet.list_kiosks(connection, WHOLE, wanted, order)
        assert fleet.count_kiosks(connection, WHOLE, wanted) == len(rows)
    return [row.kiosk_id for row in rows]


def test_whoever_was_never_heard_comes_first(
    ledger: Database, three: list[FakeKiosk]
) -> None:
    heard, late, mute = (one.kiosk_id for one in three)

    assert list_ids(ledger, Filter(), Order.CONTACT) == [mute, late, heard]


@pytest.mark.parametrize("order", Order)
def test_every_order_lists_every_kiosk(
    ledger: Database, three: list[FakeKiosk], order: Order
) -> None:
    assert set(list_ids(ledger, Filter(), order)) == {one.kiosk_id for one in three}


def test_filters_narrow_the_fleet(ledger: Database, three: list[FakeKiosk]) -> None:
    first, second, third = three
    revoke(ledger, second)
    with ledger.writing() as connection:
        alarms.renew(connection, [(AlarmKind.SILENT, third.kiosk_id)], NOW)

    assert list_ids(ledger, Filter(unit="04")) == [first.kiosk_id]
    assert list_ids(ledger, Filter(use=Use.REVOKED)) == [second.kiosk_id]
    assert list_ids(ledger, Filter(alarm=AlarmKind.SILENT)) == [third.kiosk_id]
    assert list_ids(ledger, Filter(text=third.kiosk_id.lower())) == [third.kiosk_id]
    assert list_ids(ledger, Filter(point_id="P000001")) == [first.kiosk_id]


def test_another_units_kiosk_is_not_there(
    ledger: Database, three: list[FakeKiosk]
) -> None:
    with ledger.reading() as connection:
        other = Scope(unit="05")
        assert fleet.find_kiosk(connection, other, three[0].kiosk_id) is None
        assert fleet.find_kiosk(connection, other, three[2].kiosk_id) is not None


def test_gaps_are_the_numbers_that_never_came(ledger: Database) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    said = [kiosk.sign() for _ in range(6)]
    for place in (5, 2):
        append_batch(ledger, said[place], NOW, way=Way.STICK)

    with ledger.reading() as connection:
        gaps = fleet.list_gaps(connection, kiosk.kiosk_id)
        listed = fleet.list_batches(connection, kiosk.kiosk_id)

    assert gaps == [
        Gap(epoch="e1", first=1, last=2),
        Gap(epoch="e1", first=4, last=5),
    ]
    assert [one.sequence for one in listed] == [3, 6]
