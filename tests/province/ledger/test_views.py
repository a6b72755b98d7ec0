"""Tests of entries as officers see them, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from province.ledger import views
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from province.ledger.views import EntryView, Position
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send to `ledger`."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def list_today(
    ledger: Database, unit: str = "", after: Position | None = None
) -> tuple[EntryView, ...]:
    with ledger.reading() as connection:
        return views.list_entries(connection, unit, views.find_day(NOW), after)


def test_a_day_is_hanois() -> None:
    start, end = views.find_day(datetime(2026, 11, 20, 17, tzinfo=UTC))

    assert start.astimezone(UTC) == datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert end - start == timedelta(days=1)


def test_a_page_follows_the_last_entry_also_within_one_moment(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    same = {"decided_at_us": int(NOW.timestamp() * 1_000_000)}
    rows = [an_entry(number, **same) for number in range(1, 56)]
    append_batch(ledger, kiosk.sign(*rows), NOW)

    first = list_today(ledger)
    second = list_today(ledger, after=first[-1].position)

    seen = [view.position.entry_id for view in (*first, *second)]
    assert seen == sorted((row.entry_id for row in rows), reverse=True)


def test_numbers_are_masked_and_names_whole(ledger: Database, kiosk: FakeKiosk) -> None:
    append_batch(ledger, kiosk.sign(an_entry()), NOW)

    (view,) = list_today(ledger)

    assert (view.name, view.document) == ("NGUYỄN VĂN MẪU", "••••••••0001")


def test_an_act_without_claims_is_shown_too(ledger: Database, kiosk: FakeKiosk) -> None:
    append_batch(ledger, kiosk.sign(an_entry(1, act="void", claims={})), NOW)

    (view,) = list_today(ledger)

    assert (view.act, view.name, view.document) == ("void", "", "")


def test_a_unit_sees_its_own_entries_only(ledger: Database, kiosk: FakeKiosk) -> None:
    append_batch(ledger, kiosk.sign(an_entry()), NOW)

    assert len(list_today(ledger, unit="04")) == 1
    assert list_today(ledger, unit="05") == ()
