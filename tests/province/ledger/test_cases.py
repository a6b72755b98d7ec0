"""Tests of cases: kept, looked into, told of, closed."""

from datetime import timedelta

import pytest

from province.ledger import cases
from province.ledger.cases import Case, Look
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.scope import WHOLE, Scope
from province.ledger.tracing import Tally
from province.stays import Stay, Sureness
from tests.province.builders import NOW, add_point

HOUR = timedelta(hours=1)
MAU, GIA, THU = (bytes([number]) * 16 for number in (1, 2, 3))


@pytest.fixture
def case(ledger: Database) -> Case:
    """Return a case of an officer of unit 04."""
    made = Case(
        case_id="V1",
        made_at=NOW,
        made_by="mai",
        unit="04",
        reason="ca bệnh số 12",
        way="document",
        persons=(MAU,),
        since=NOW - 24 * HOUR,
        until=NOW,
        window=timedelta(minutes=15),
    )
    with ledger.writing() as connection:
        cases.add(connection, made)
    return made


def a_stay(point_id: str, hours: int) -> Stay:
    return Stay(
        point_id=point_id,
        since_us=to_us(NOW - hours * HOUR),
        until_us=to_us(NOW - (hours - 1) * HOUR),
        in_id=b"i" * 16,
        out_id=None,
        marks=0,
    )


def a_tally(person: bytes, minutes: int) -> Tally:
    return Tally(
        person_key=person,
        since_us=to_us(NOW),
        overlap_us=minutes * 60_000_000,
        sureness=Sureness.HIGH,
    )


def test_a_case_is_seen_from_its_own_unit_and_above(
    ledger: Database, case: Case
) -> None:
    with ledger.reading() as connection:
        assert cases.find(connection, Scope(unit="04"), "V1") == case
        assert cases.list_newest(connection, WHOLE, 9) == [case]
        assert cases.find(connection, Scope(unit="79"), "V1") is None


def test_every_look_stays(ledger: Database, case: Case) -> None:
    looks = [
        Look(at=NOW, user_name="mai", act=act, told={"page": 0})
        for act in ("opened", "seen")
    ]
    with ledger.writing() as connection:
        for look in looks:
            cases.look(connection, case.case_id, look)

        assert cases.list_looks(connection, "V1", 9) == [looks[1], looks[0]]


def test_points_are_told_once_until_the_case_is_closed(
    ledger: Database, case: Case
) -> None:
    point = add_point(ledger)
    stays = [a_stay(point, 5), a_stay(point, 2)]
    with ledger.writing() as connection:
        for text in ("Khử khuẩn.", "Chờ hướng dẫn."):
            assert cases.notify(connection, case, stays, text=text, now=NOW) == 1
        (notice,) = cases.notices(connection, Scope(unit="04"))
        assert (notice.point_id, notice.text) == (point, "Chờ hướng dẫn.")
        assert (notice.since, notice.until) == (NOW - 5 * HOUR, NOW - HOUR)
        assert cases.notices(connection, Scope(unit="79")) == []
        assert cases.notices(connection, WHOLE, point) == [notice]
        assert cases.notices(connection, WHOLE, "P999999") == []

        cases.close(connection, "V1")
        assert cases.notices(connection, WHOLE) == []


def test_contacts_of_contacts_are_kept_once_and_never_who_is_known(
    ledger: Database, case: Case
) -> None:
    found = {GIA: [a_tally(THU, 9), a_tally(MAU, 30)]}
    with ledger.writing() as connection:
        for done in (1, 2):
            cases.keep_second(
                connection, "V1", found, leave_out={*case.persons, GIA}, done=done
            )
        (second,) = cases.list_second(connection, "V1")
        kept = cases.find(connection, WHOLE, "V1")

        assert (second.person_key, second.through_key) == (THU, GIA)
        assert second.overlap == timedelta(minutes=9)
        assert cases.count_second(connection, "V1") == 1
        assert kept is not None
        assert kept.second_done == 2
