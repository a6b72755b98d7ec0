"""Tests of alarms: begun, looked into, over, and begun again."""

from datetime import timedelta

import pytest

from province.fleet import AlarmKind
from province.ledger import alarms
from province.ledger.alarms import Alarm, Changed
from province.ledger.database import Database
from province.ledger.scope import WHOLE, Scope
from tests.province.builders import NOW, FakeKiosk, add_point, enrol

KIOSK = FakeKiosk()
SILENT = (AlarmKind.SILENT, KIOSK.kiosk_id)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def rung(ledger: Database) -> Database:
    """Return a ledger in which one kiosk has been silent since `NOW`."""
    enrol(ledger, KIOSK, add_point(ledger))
    with ledger.writing() as connection:
        assert alarms.renew(connection, [SILENT], NOW) == Changed(begun=1, over=0)
    return ledger


def list_all(ledger: Database) -> list[Alarm]:
    with ledger.reading() as connection:
        return alarms.list_of(connection, KIOSK.kiosk_id)


def test_what_goes_on_is_one_alarm(rung: Database) -> None:
    with rung.writing() as connection:
        again = alarms.renew(connection, [SILENT], LATER)

    assert again == Changed(begun=0, over=0)
    assert [(one.kind, one.since) for one in list_all(rung)] == [("silent", NOW)]


def test_what_is_right_again_is_over_by_itself(rung: Database) -> None:
    with rung.writing() as connection:
        alarms.renew(connection, [], LATER)

        assert alarms.list_open(connection, [KIOSK.kiosk_id]) == {}
    assert [one.is_over for one in list_all(rung)] == [True]


def test_an_alarm_that_was_looked_into_is_counted_no_more(rung: Database) -> None:
    (alarm,) = list_all(rung)
    with rung.writing() as connection:
        assert alarms.count_open(connection, WHOLE) == {"silent": 1}
        kind = alarms.acknowledge(
            connection,
            KIOSK.kiosk_id,
            alarm.alarm_id,
            seen_by="lan",
            note="Mất điện",
            now=LATER,
        )

        assert kind == "silent"
        assert alarms.count_open(connection, WHOLE) == {}
    assert [one.note for one in list_all(rung)] == ["Mất điện"]


def test_the_same_fault_later_is_a_new_alarm(rung: Database) -> None:
    with rung.writing() as connection:
        alarms.renew(connection, [], NOW)
        alarms.renew(connection, [SILENT], LATER)

        assert alarms.count_open(connection, WHOLE) == {"silent": 1}
    assert [one.is_over for one in list_all(rung)] == [False, True]


def test_another_kiosks_alarm_is_not_acknowledged(rung: Database) -> None:
    (alarm,) = list_all(rung)
    with rung.writing() as connection:
        kind = alarms.acknowledge(
            connection, "KOTHER", alarm.alarm_id, seen_by="lan", note="x", now=NOW
        )

    assert kind is None
    assert list_all(rung)[0].seen_at is None


def test_alarms_are_counted_within_a_unit(rung: Database) -> None:
    with rung.reading() as connection:
        assert alarms.count_open(connection, Scope(unit="05")) == {}
