"""Tests of points as officers look for them, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from kiosk.decision import LOCAL
from province.activity import Activity
from province.ledger.database import Database
from province.ledger.place_tables import point_days
from province.ledger.point_views import (
    SHOWN_DAYS,
    Doings,
    Wanted,
    count_found,
    list_found,
    read_doings,
)
from province.ledger.scope import WHOLE, Scope
from province.ledger.suspensions import suspend
from province.ledger.tables import kiosks
from tests.province.builders import NOW, FakeKiosk, add_point, enrol, revoke

TODAY = NOW.astimezone(LOCAL).date()


@pytest.fixture
def three(ledger: Database) -> Database:
    """Give a ledger with a point that works, one that rests and one of another unit."""
    for name, unit in (("Chợ Lớn", "04"), ("Đền_Mẫu", "04"), ("Chợ", "05")):
        add_point(ledger, name, unit)
    for seed in (1, 2):
        enrol(ledger, FakeKiosk(seed), "P000001")
    enrol(ledger, FakeKiosk(3), "P000002")
    revoke(ledger, FakeKiosk(3))
    with ledger.writing() as connection:
        suspend(connection, "P000002", "hè", by="lan", now=NOW)
    return ledger


def find(ledger: Database, wanted: Wanted, scope: Scope = WHOLE) -> list[str]:
    with ledger.reading() as connection:
        found = [one.point_id for one in list_found(connection, scope, wanted)]
        assert count_found(connection, scope, wanted) == len(found)
    return [point_id[-1] for point_id in found]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), "123"),
        (Wanted(text="cho"), "13"),
        (Wanted(text="DEN_mau"), "2"),
        (Wanted(text="_"), "2"),
        (Wanted(text="%"), ""),
        (Wanted(text="p000003"), "3"),
        (Wanted(unit="05"), "3"),
        (Wanted(category="school"), ""),
        (Wanted(state="working"), "13"),
        (Wanted(state="suspended"), "2"),
        (Wanted(state="without_kiosk"), "23"),
        (Wanted(state="'; DROP TABLE points"), "123"),
    ],
)
def test_what_is_wanted_is_found(three: Database, wanted: Wanted, found: str) -> None:
    assert find(three, wanted) == list(found)


def test_a_unit_finds_its_own(three: Database) -> None:
    assert find(three, Wanted(), Scope(unit="05")) == ["3"]
    assert find(three, Wanted(unit="04"), Scope(unit="05")) == []


def test_a_list_counts_the_kiosks_in_use(three: Database) -> None:
    with three.reading() as connection:
        found = list_found(connection, WHOLE, Wanted())

    assert [one.kiosks for one in found] == [2, 0, 0]


def read(ledger: Database, point_id: str = "P000001") -> Doings:
    with ledger.reading() as connection:
        return read_doings(connection, point_id, NOW)


def test_thirty_days_are_told_and_those_without_entries_too(three: Database) -> None:
    with three.writing() as connection:
        for ago in (0, 29, 30):
            told = {"entries": 3, "admitted": 2, "refused": 1, "unit": "04"}
            day = TODAY - timedelta(days=ago)
            row = {"day": day, "point_id": "P000001", **told}
            connection.execute(insert(point_days).values(row))

    days = read(three).days

    assert [day.admitted for day in days] == [2, *[0] * (SHOWN_DAYS - 2), 2]
    assert days[-1].day == TODAY


@pytest.mark.parametrize(
    ("ago", "covered", "activity"),
    [
        (6, [None, None], Activity.ACTIVE),
        (7, [0, 1], Activity.ZERO),
        (7, [0, 30], Activity.NO_REPORT),
        (7, [0, None], Activity.NO_REPORT),
    ],
)
def test_silence_is_told_as_everywhere(
    three: Database, ago: int, covered: list[int | None], activity: Activity
) -> None:
    with three.writing() as connection:
        told = {"entries": 1, "admitted": 1, "refused": 0, "unit": "04"}
        day = TODAY - timedelta(days=ago)
        row = {"day": day, "point_id": "P000001", **told}
        connection.execute(insert(point_days).values(row))
        for seed, hours in enumerate(covered, start=1):
            until = None if hours is None else NOW - timedelta(hours=hours)
            this = kiosks.c.kiosk_id == FakeKiosk(seed).kiosk_id
            connection.execute(
                update(kiosks).where(this).values(last_covered_until=until)
            )

    assert read(three).activity is activity


def test_a_point_without_a_kiosk_reports_nothing(three: Database) -> None:
    doings = read(three, "P000003")

    assert (doings.activity, doings.last_contact) == (Activity.NO_REPORT, None)


def test_a_list_tells_the_last_contact_of_all_kiosks_in_use(three: Database) -> None:
    with three.writing() as connection:
        for seed, hours in ((1, 5), (2, 2), (3, 1)):
            this = kiosks.c.kiosk_id == FakeKiosk(seed).kiosk_id
            heard = NOW - timedelta(hours=hours)
            connection.execute(update(kiosks).where(this).values(last_contact=heard))
        found = list_found(connection, WHOLE, Wanted())

    assert [one.last_contact for one in found] == [NOW - timedelta(hours=2), None, None]
