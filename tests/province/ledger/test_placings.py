"""Tests of placing entries in real time as batches arrive, on both databases."""

import itertools
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import delete, func, select

from kiosk.protocol.batch import Health, Row, SignedBatch
from province.ledger import periods
from province.ledger.arrivals import Way, append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.entry_tables import entries
from province.ledger.tables import anchors, batches, epochs, heads, kiosks, stretches
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol

HOUR = timedelta(hours=1)
BATTERY_DIED = timedelta(days=20_000)
HEALTH = Health(
    app_version="0.1.0", clock="unknown", pending=0, roster_version=1, disk_free=1
)

Told = dict[int, tuple[timedelta, str | None]]
"""How long before NOW each position is placed, and how surely."""


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send to `ledger`."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def an_event(
    number: int, ago: timedelta, *, off: timedelta = timedelta(), **told: object
) -> Row:
    """Return what was decided `ago` before NOW by a clock that is `off` ahead.

    Its boot began ten hours before NOW.
    """
    counted = {"monotonic_ms": (10 * HOUR - ago) // timedelta(milliseconds=1)}
    at_us = to_us(NOW - ago + off)
    facts = {"clock": "unknown", "boot": "boot", "decided_at_us": at_us}
    return an_entry(number, **(counted | facts | told))


def sign(kiosk: FakeKiosk, *rows: Row, ago: timedelta = timedelta()) -> SignedBatch:
    """Return a batch that left `ago` before NOW."""
    counted_ms = (10 * HOUR - ago) // timedelta(milliseconds=1)
    health = replace(HEALTH, boot="boot", monotonic_ms=counted_ms)
    return kiosk.sign(*rows, health=health)


def read(ledger: Database) -> Told:
    query = select(
        entries.c.position, entries.c.placed_at, entries.c.decided_at, entries.c.placing
    )
    with ledger.reading() as connection:
        return {
            row.position: (NOW - (row.placed_at or row.decided_at), row.placing)
            for row in connection.execute(query)
        }


def bring(ledger: Database, signed: SignedBatch, at: datetime = NOW) -> None:
    append_batch(ledger, signed, at, way=Way.STICK)


def test_a_trusted_clock_is_left_alone(ledger: Database, kiosk: FakeKiosk) -> None:
    append_batch(ledger, sign(kiosk, an_event(1, HOUR, clock="trusted")), NOW)
    assert read(ledger) == {1: (HOUR, None)}


@pytest.mark.parametrize("off", [-BATTERY_DIED, -5 * HOUR, 5 * HOUR, BATTERY_DIED])
def test_a_batch_over_the_network_places_what_it_brings(
    ledger: Database, kiosk: FakeKiosk, off: timedelta
) -> None:
    """The clock was set in the middle."""
    rows = an_event(1, 3 * HOUR), an_event(2, 2 * HOUR, off=off)
    append_batch(ledger, sign(kiosk, *rows), NOW)
    assert read(ledger) == {1: (3 * HOUR, "exact"), 2: (2 * HOUR, "exact")}


def test_a_later_batch_places_what_a_stick_brought(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(ledger, sign(kiosk, an_event(1, 3 * HOUR, off=-BATTERY_DIED)))
    assert read(ledger)[1] == (3 * HOUR + BATTERY_DIED, None)
    append_batch(ledger, sign(kiosk), NOW)
    assert read(ledger)[1] == (3 * HOUR, "exact")


def test_a_stick_after_the_network_is_placed_at_once(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(ledger, sign(kiosk), NOW)
    bring(ledger, sign(kiosk, an_event(1, 3 * HOUR, off=5 * HOUR)))
    assert read(ledger) == {1: (3 * HOUR, "exact")}


def test_what_a_stick_says_of_now_is_no_anchor(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(ledger, sign(kiosk, an_event(1, 3 * HOUR)), NOW + 50 * HOUR)
    with ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(anchors)) == 0
    assert read(ledger) == {1: (3 * HOUR, None)}


def test_a_batch_that_was_long_on_its_way_is_put_right_by_the_next(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(ledger, sign(kiosk, an_event(1, 3 * HOUR), ago=HOUR), NOW)
    assert read(ledger)[1] == (2 * HOUR, "exact")
    append_batch(ledger, sign(kiosk), NOW)
    assert read(ledger)[1] == (3 * HOUR, "exact")


def test_between_trusted_neighbours_a_wrong_clock_is_bounded(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(
        ledger,
        kiosk.sign(
            an_event(1, 5 * HOUR, clock="trusted", boot="other"),
            an_event(2, 4 * HOUR, off=-BATTERY_DIED),
            an_event(3, 3 * HOUR, off=-BATTERY_DIED),
            an_event(4, 2 * HOUR, clock="trusted", boot="other"),
        ),
    )
    assert read(ledger)[2] == (5 * HOUR, "bounded")
    assert read(ledger)[3] == (4 * HOUR, "bounded")


def test_a_boot_between_placed_boots_is_bounded_by_them_in_any_order(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    sent = [
        sign(kiosk, an_event(1, 6 * HOUR, clock="set_back")),
        kiosk.sign(an_event(2, 5 * HOUR, off=9 * HOUR, boot="lost")),
        kiosk.sign(an_event(3, 4 * HOUR, clock="trusted", boot="third")),
    ]
    for number, order in enumerate(itertools.permutations(sent)):
        for signed in order:
            append_batch(ledger, signed, NOW)
        assert (number, read(ledger)[2]) == (number, (4 * HOUR, "bounded"))
        forget(ledger)


def test_a_bound_reaches_through_boots_of_which_nothing_is_known(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(ledger, kiosk.sign(an_event(1, 6 * HOUR, off=4 * HOUR, boot="first")))
    bring(ledger, kiosk.sign(an_event(2, 5 * HOUR, boot="second")))
    assert read(ledger)[1] == (2 * HOUR, None)
    bring(ledger, kiosk.sign(an_event(3, 4 * HOUR, clock="trusted", boot="third")))
    assert read(ledger)[1] == (4 * HOUR, "bounded")


def forget(ledger: Database) -> None:
    with ledger.writing() as connection:
        for table in (anchors, stretches, heads, epochs, entries, batches):
            connection.execute(delete(table))


def test_no_entry_is_placed_after_it_arrived(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    """A count that goes beyond that of the batch is the kiosk's fault."""
    row = an_event(1, HOUR, monotonic_ms=2**62)
    append_batch(ledger, sign(kiosk, row), NOW)
    bring(ledger, sign(kiosk, an_event(2, HOUR, boot="", decided_at_us=0)))
    assert read(ledger)[1] == (timedelta(), "exact")
    assert read(ledger)[2][1] is None


def test_a_period_counts_by_the_placed_time(ledger: Database, kiosk: FakeKiosk) -> None:
    rows = an_event(1, 3 * HOUR, off=-BATTERY_DIED), an_event(2, 3 * HOUR, off=5 * HOUR)
    append_batch(ledger, sign(kiosk, *rows), NOW)
    with ledger.reading() as connection:
        then = NOW - 4 * HOUR, NOW - 2 * HOUR
        assert periods.count_admitted(connection, then) == 2
        before = NOW - BATTERY_DIED - 9 * HOUR, NOW - 4 * HOUR
        after = NOW - 2 * HOUR, NOW + 9 * HOUR
        assert periods.count_entries(connection, before) == 0
        assert periods.count_entries(connection, after) == 0
        (point,) = periods.list_point_periods(connection, then)
        assert point.is_active


def test_the_drift_of_a_kiosk_is_kept_from_the_network_only(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(ledger, kiosk.sign(sent_at_us=to_us(NOW - 5 * HOUR)), NOW)
    bring(ledger, kiosk.sign(), NOW + 50 * HOUR)
    with ledger.reading() as connection:
        assert connection.scalar(select(kiosks.c.last_drift_s)) == -5 * 3600


@pytest.mark.parametrize("off", [-5 * HOUR, 5 * HOUR])
def test_a_wrong_clock_covers_until_now_and_never_beyond(
    ledger: Database, kiosk: FakeKiosk, off: timedelta
) -> None:
    """Else a clock set forward once would hide a silent point for as long."""
    told_us = to_us(NOW + off)
    signed = kiosk.sign(sent_at_us=told_us, covered_until_us=told_us)
    append_batch(ledger, signed, NOW)
    with ledger.reading() as connection:
        assert connection.scalar(select(kiosks.c.last_covered_until)) == NOW
