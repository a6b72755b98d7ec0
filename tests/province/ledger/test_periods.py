"""Tests of which entries count as admitted, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from kiosk.protocol.batch import Row
from province.ledger import periods
from province.ledger.arrivals import append_batch
from province.ledger.columns import EPOCH, to_us
from province.ledger.database import Database
from province.ledger.periods import Period
from province.ledger.tables import points
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol, revoke

PERIOD: Period = (NOW - timedelta(days=7), NOW + timedelta(hours=1))


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send to `ledger`."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def act(number: int, name: str, refers: Row) -> Row:
    return an_entry(number, act=name, outcome="", refers=refers.entry_id)


def count(ledger: Database, kiosk: FakeKiosk, *rows: Row) -> int:
    append_batch(ledger, kiosk.sign(*rows), NOW)
    with ledger.reading() as connection:
        return periods.count_admitted(connection, PERIOD)


ALLOW = an_entry(1)
CHECK = an_entry(2, outcome="check")
DENY = an_entry(3, outcome="deny")
SETTLED = act(4, "admitted", CHECK)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((ALLOW,), 1),
        ((CHECK,), 0),
        ((DENY, act(5, "admitted", DENY)), 0),
        ((CHECK, SETTLED), 1),
        ((CHECK, act(5, "turned_away", CHECK)), 0),
        ((ALLOW, act(5, "void", ALLOW)), 0),
        ((CHECK, SETTLED, act(5, "void", CHECK)), 0),
        ((CHECK, SETTLED, act(5, "void", SETTLED)), 0),
        ((an_entry(6, decided_at_us=0),), 0),
    ],
)
def test_admitted_is_allowed_or_settled_and_not_voided(
    ledger: Database, kiosk: FakeKiosk, rows: tuple[Row, ...], expected: int
) -> None:
    assert count(ledger, kiosk, *rows) == expected


def test_a_held_entry_is_counted_but_not_admitted(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    revoke(ledger, kiosk)

    assert count(ledger, kiosk, ALLOW) == 0
    with ledger.reading() as connection:
        assert periods.count_entries(connection, None) == 1


def test_another_point_cannot_void(ledger: Database, kiosk: FakeKiosk) -> None:
    stranger = FakeKiosk(2)
    enrol(ledger, stranger, add_point(ledger, "B"))
    append_batch(ledger, stranger.sign(act(5, "void", ALLOW)), NOW)

    assert count(ledger, kiosk, ALLOW) == 1


def test_a_point_is_covered_as_far_as_all_its_kiosks_are(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(ledger, kiosk.sign(), NOW)
    second = FakeKiosk(2)
    enrol(ledger, second, "P000001")

    assert list_covered(ledger) == [None]
    append_batch(ledger, second.sign(covered_until_us=0), NOW)
    assert list_covered(ledger) == [EPOCH]
    revoke(ledger, second)
    assert list_covered(ledger) == [NOW]


def test_a_suspended_point_is_not_counted(ledger: Database) -> None:
    add_point(ledger)
    with ledger.writing() as connection:
        connection.execute(update(points).values(suspended_at=NOW))

    assert list_covered(ledger) == []


def list_covered(ledger: Database) -> list[object]:
    with ledger.reading() as connection:
        listed = periods.list_point_periods(connection, PERIOD)
    return [point.covered_until for point in listed]


def test_a_point_with_an_admitted_entry_is_active(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    add_point(ledger, "B")
    append_batch(ledger, kiosk.sign(ALLOW), NOW)

    with ledger.reading() as connection:
        listed = periods.list_point_periods(connection, PERIOD)

    assert [point.is_active for point in listed] == [True, False]


def test_whole_local_days_say_the_same_as_their_entries(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    """A period that begins a microsecond early is counted from the entries."""
    start = NOW - timedelta(hours=12)
    ends = (start - timedelta(microseconds=1), start, start + timedelta(days=1))
    rows = [
        an_entry(number, decided_at_us=to_us(at)) for number, at in enumerate(ends[:2])
    ]
    append_batch(ledger, kiosk.sign(*rows, act(5, "void", rows[0]), CHECK), NOW)
    with ledger.reading() as connection:
        counted = [
            (
                periods.count_entries(connection, (begin, ends[2])),
                periods.count_admitted(connection, (begin, ends[2])),
                periods.list_point_periods(connection, (begin, ends[2]))[0].is_active,
            )
            for begin in ends[:2]
        ]

    assert counted == [(4, 1, True), (3, 1, True)]
    assert periods.find_days((ends[0], ends[2])) is None
