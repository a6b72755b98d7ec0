"""Tests of what cases keep: whom they name stays until they are over, and not longer."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from kiosk.protocol.batch import Row
from province import tracing
from province.identity import make_key, tell_number
from province.ledger import cases, holds, settings
from province.ledger.cases import Case, Look
from province.ledger.database import Database
from province.ledger.scope import WHOLE, Scope
from province.ledger.trace_tables import case_contacts, stays
from province.retention import AFTER_CASE, Matter
from province.tracing import Progress
from tests.province.builders import NOW, FakeKiosk, add_point, enrol
from tests.province.past import DAY, SECRET, bring, came, list_full, purge_now

HOUR = timedelta(hours=1)
MAU, MET, MET_THEM, STRANGER = 1, 2, 3, 4
DOCUMENTS = {n: f"0010990{n:05}" for n in (MAU, MET, MET_THEM, STRANGER)}


@pytest.fixture
def rows(ledger: Database) -> dict[int, Row]:
    """Return who came 31 days ago: one, who met them, who met those later, and another."""
    hours = {MAU: 31, MET: 31, MET_THEM: 31 - 1.5 / 24, STRANGER: 33}
    made = {number: came(number, days) for number, days in hours.items()}
    left = came(10 + MAU, 31 - 1 / 24, direction="out", claims=a_claim(MAU))
    later = came(10 + MET, 31 - 2.5 / 24, direction="out", claims=a_claim(MET))
    last = came(10 + MET_THEM, 31 - 2 / 24, direction="out", claims=a_claim(MET_THEM))
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    bring(ledger, kiosk, *made.values(), left, later, last)
    return made | {11: left, 12: later, 13: last}


def a_claim(number: int) -> dict[str, str]:
    return {"document": DOCUMENTS[number]}


def open_case(ledger: Database, unit: str = "") -> Case:
    case = Case(
        case_id="V1",
        made_at=NOW - 20 * DAY,
        made_by="mai",
        unit=unit,
        reason="ca bệnh số 12",
        way="document",
        persons=(make_key(SECRET, tell_number(DOCUMENTS[MAU])),),
        since=NOW - 31 * DAY - HOUR,
        until=NOW - 20 * DAY,
        window=timedelta(0),
    )
    with ledger.writing() as connection:
        cases.add(connection, case)
    return case


def close(ledger: Database, at: datetime) -> None:
    look = Look(at=at, user_name="mai", act=holds.CLOSED, told={})
    with ledger.writing() as connection:
        cases.close(connection, "V1")
        cases.look(connection, "V1", look)


def name(ledger: Database, now: datetime = NOW) -> set[bytes]:
    with ledger.reading() as connection:
        return set(holds.list_named(connection, now, NOW))


def ids(rows: dict[int, Row], *numbers: int) -> set[bytes]:
    return {rows[number].entry_id for number in numbers}


def test_a_case_names_its_person_and_whom_they_met(
    ledger: Database, rows: dict[int, Row]
) -> None:
    open_case(ledger)

    assert name(ledger) == ids(rows, MAU, 11, MET, 12)


def test_contacts_of_contacts_are_named_once_they_were_asked_for(
    ledger: Database, rows: dict[int, Row]
) -> None:
    case = open_case(ledger)

    assert tracing.ask_second(ledger, case) == Progress(done=1, total=1)

    assert name(ledger) == ids(rows, MAU, 11, MET, 12, MET_THEM, 13)


def test_what_is_named_outlives_its_time_on_record(
    ledger: Database, rows: dict[int, Row]
) -> None:
    open_case(ledger)

    done = purge_now(ledger)

    assert list_full(ledger) == ids(rows, MAU, 11, MET, 12)
    assert (done.counts[Matter.KEPT], done.counts[Matter.ENTRIES]) == (4, 3)
    with ledger.reading() as connection:
        assert holds.count_by_case(connection, WHOLE) == [("V1", 4)]
        assert holds.count_by_case(connection, Scope(unit="04")) == []


@pytest.mark.usefixtures("rows")
def test_a_case_says_the_same_after_a_purge(ledger: Database) -> None:
    case = open_case(ledger)
    tracing.ask_second(ledger, case)
    with ledger.reading() as connection:
        before = tracing.follow(connection, case)

    purge_now(ledger)

    with ledger.reading() as connection:
        assert tracing.follow(connection, case) == before
    assert [one.person.document for one in before.met] == [DOCUMENTS[MET]]


@pytest.mark.usefixtures("rows")
def test_what_was_kept_goes_once_the_case_is_over(ledger: Database) -> None:
    open_case(ledger)
    purge_now(ledger)
    close(ledger, NOW)

    assert purge_now(ledger, AFTER_CASE / DAY).counts[Matter.ENTRIES] == 0
    assert len(list_full(ledger)) == 4
    done = purge_now(ledger, AFTER_CASE / DAY + 1)

    assert (list_full(ledger), done.counts[Matter.ENTRIES]) == (set(), 4)
    with ledger.reading() as connection:
        assert connection.execute(select(stays)).all() == []
        assert holds.count_by_case(connection, WHOLE) == []


@pytest.mark.usefixtures("rows")
def test_the_keys_of_persons_go_with_a_case_and_its_reason_stays(
    ledger: Database,
) -> None:
    tracing.ask_second(ledger, open_case(ledger))
    close(ledger, NOW)

    done = purge_now(ledger, AFTER_CASE / DAY + 1)

    assert done.counts[Matter.CASES] == 1
    with ledger.reading() as connection:
        (case,) = cases.list_newest(connection, WHOLE, 9)
        assert connection.execute(select(case_contacts)).all() == []
    assert (case.persons, case.reason) == ((), "ca bệnh số 12")
    assert purge_now(ledger, AFTER_CASE / DAY + 2).counts[Matter.CASES] == 0


@pytest.mark.usefixtures("rows")
def test_a_case_of_other_units_keeps_nothing_here(ledger: Database) -> None:
    open_case(ledger, unit="79")

    assert name(ledger) == set()


@pytest.mark.usefixtures("rows")
def test_a_young_case_is_not_even_looked_into(ledger: Database) -> None:
    open_case(ledger)

    with ledger.reading() as connection:
        assert holds.list_named(connection, NOW, NOW - 60 * DAY) == {}


@pytest.mark.usefixtures("rows")
def test_a_longer_policy_keeps_what_a_case_lets_go(ledger: Database) -> None:
    open_case(ledger)
    purge_now(ledger)
    close(ledger, NOW - 60 * DAY)
    with ledger.writing() as connection:
        text = '{"version": 1, "default": {"retention_days": 90}}'
        settings.store(connection, "policy", text)

    assert purge_now(ledger).counts[Matter.ENTRIES] == 0
    assert len(list_full(ledger)) == 4
