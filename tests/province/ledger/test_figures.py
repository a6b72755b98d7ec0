"""Tests of figures out of the rollups, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update

from province import statistics
from province.figures import Figures
from province.ledger import figures
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.place_tables import point_units, suspensions, unit_ancestors
from province.ledger.scope import WHOLE, Scope
from province.ledger.tables import points
from province.period import find_week
from province.reckoning import Choice, is_chosen
from tests.province import weeks
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol
from tests.province.weeks import ACTIVE_WEEK, SILENT_WEEK, WEEK, Letter

THIS_WEEK = find_week(NOW.date())
MONDAY = THIS_WEEK.start


@pytest.mark.parametrize("letter", [ACTIVE_WEEK, SILENT_WEEK])
def test_the_letters_weeks_come_out_exactly(ledger: Database, letter: Letter) -> None:
    weeks.lay(ledger, letter)

    with ledger.reading() as connection:
        found = figures.read(connection, WHOLE, WEEK, NOW)
        listed = figures.list_points(connection, WHOLE, WEEK, NOW)

    told = found.totals
    assert (told.points, told.active, told.zero, told.no_report) == (
        6_128,
        letter.active,
        letter.zero,
        letter.no_report,
    )
    assert told.admitted == sum(weeks.count_admitted(letter))
    assert (found.change, found.entries_change) == (letter.change, letter.change)
    assert sum(is_chosen(one, Choice.ZERO) for one in listed) == letter.zero
    assert sum(one.admitted for one in listed) == told.admitted
    assert len(found.by_unit) == weeks.COMMUNES
    assert sum(part.change for part in found.by_unit) == letter.change
    assert sum(day.entries for day in found.by_day) == told.entries
    assert sum(found.by_hour) == told.admitted


def test_the_command_line_agrees(ledger: Database) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger, "A"))
    add_point(ledger, "B", unit="05")
    before = an_entry(9, decided_at_us=to_us(NOW - timedelta(days=7)))
    append_batch(
        ledger, kiosk.sign(an_entry(1), an_entry(2, outcome="deny"), before), NOW
    )

    told = statistics.collect(ledger, statistics.parse_week("2026-W47"), NOW)
    with ledger.reading() as connection:
        found = figures.read(connection, WHOLE, THIS_WEEK, NOW)

    totals = found.totals
    assert (told["points"], told["active_7d"]) == (totals.points, totals.active)
    assert (told["zero"], told["no_report"]) == (totals.zero, totals.no_report)
    assert (told["entries"], told["change"]) == (totals.entries, found.change)
    assert (totals.entries, totals.admitted, found.refused) == (2, 1, 1)


@pytest.mark.parametrize("letter", [ACTIVE_WEEK, SILENT_WEEK])
def test_the_command_line_tells_the_letters_weeks(
    ledger: Database, letter: Letter
) -> None:
    weeks.lay(ledger, letter)

    told = statistics.collect(ledger, statistics.parse_week(WEEK.week), NOW)

    assert (told["points"], told["active_7d"], told["change"]) == (
        6_128,
        letter.active,
        letter.change,
    )
    assert (told["zero"], told["no_report"]) == (letter.zero, letter.no_report)


def test_a_late_batch_makes_a_silent_week_right(ledger: Database) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    append_batch(ledger, kiosk.sign(), NOW)
    told = [read_week(ledger)]
    late = an_entry(1, decided_at_us=to_us(MONDAY + timedelta(hours=8)))
    append_batch(ledger, kiosk.sign(late), NOW)
    told.append(read_week(ledger))

    assert [(one.totals.zero, one.totals.active) for one in told] == [(1, 0), (0, 1)]
    assert told[1].by_day[0].admitted == 1
    assert told[1].by_hour[8] == 1


def test_a_point_is_suspended_as_of_the_periods_end(ledger: Database) -> None:
    point_id = add_at(ledger, MONDAY - timedelta(days=30))
    suspend(ledger, point_id, MONDAY - timedelta(days=2), MONDAY + timedelta(days=1))

    found = read_week(ledger)

    assert (found.previous.suspended, found.totals.suspended) == (1, 0)


def test_an_open_suspension_counts_from_its_day(ledger: Database) -> None:
    point_id = add_at(ledger, MONDAY - timedelta(days=30))
    suspend(ledger, point_id, MONDAY + timedelta(days=1), None)

    found = read_week(ledger)

    assert (found.previous.suspended, found.totals.suspended) == (0, 1)


def test_a_point_of_this_week_was_not_registered_before(ledger: Database) -> None:
    add_at(ledger, MONDAY)

    found = read_week(ledger)

    assert (found.previous.points, found.totals.points) == (0, 1)


def test_a_unit_has_what_lies_in_it_and_nothing_else(ledger: Database) -> None:
    weeks.lay(ledger, SILENT_WEEK)
    commune = weeks.find_commune(7)

    with ledger.reading() as connection:
        whole = figures.read(connection, Scope(unit=weeks.PROVINCE), WEEK, NOW)
        one = figures.read(connection, Scope(unit=commune), WEEK, NOW)

    (part,) = (part for part in whole.by_unit if part.key == commune)
    assert (one.totals, one.previous) == (part.totals, part.previous)
    assert (one.unit_name, part.name) == ("Xã Mẫu 008", "Xã Mẫu 008")
    assert whole.totals.points == 6_128
    assert whole.change == SILENT_WEEK.change


def test_entries_keep_the_unit_of_their_day_and_add_up(ledger: Database) -> None:
    kiosk = FakeKiosk()
    point_id = add_point(ledger, unit="05")
    enrol(ledger, kiosk, point_id)
    tie(ledger, point_id, (date(2020, 1, 1), "04"), (THIS_WEEK.days[2], "05"))
    rows = [
        an_entry(number, decided_at_us=to_us(MONDAY + timedelta(days=number, hours=9)))
        for number in range(4)
    ]
    append_batch(ledger, kiosk.sign(*rows), NOW)

    found = {unit: read_week(ledger, unit) for unit in ("", "04", "05")}

    assert [found[unit].totals.entries for unit in ("", "04", "05")] == [4, 2, 2]
    assert [found[unit].totals.active for unit in ("", "04", "05")] == [1, 0, 1]
    parts = {part.key: part.totals.entries for part in found[""].by_unit}
    assert parts == {"04": 2, "05": 2}


def test_a_past_week_has_points_in_their_units_of_then(ledger: Database) -> None:
    point_id = add_at(ledger, WEEK.start - timedelta(days=30), unit="05")
    tie(ledger, point_id, (date(2020, 1, 1), "04"), (THIS_WEEK.first, "05"))

    with ledger.reading() as connection:
        then = figures.read(connection, WHOLE, WEEK, NOW)

    assert [part.key for part in then.by_unit] == ["04"]


def test_an_hours_points_are_those_that_admitted_in_it(ledger: Database) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    hours = (8, 8, 9)
    rows = [
        an_entry(number, decided_at_us=to_us(MONDAY + timedelta(hours=hour)) + number)
        for number, hour in enumerate(hours)
    ]
    append_batch(ledger, kiosk.sign(*rows), NOW)

    with ledger.reading() as connection:
        busy = [
            figures.list_hours(connection, WHOLE, THIS_WEEK, hour) for hour in (8, 10)
        ]

    assert busy == [{"P000001": 2}, {}]


def read_week(ledger: Database, unit: str = "") -> Figures:
    with ledger.reading() as connection:
        return figures.read(connection, Scope(unit=unit), THIS_WEEK, NOW)


def add_at(ledger: Database, moment: object, unit: str = "04") -> str:
    point_id = add_point(ledger, unit=unit)
    with ledger.writing() as connection:
        connection.execute(update(points).values(created_at=moment))
    return point_id


def suspend(ledger: Database, point_id: str, since: object, until: object) -> None:
    with ledger.writing() as connection:
        connection.execute(
            insert(suspensions).values(
                point_id=point_id,
                since=since,
                until=until,
                reason="sửa",
                decided_by="lan",
            )
        )


def tie(ledger: Database, point_id: str, *spells: tuple[date, str]) -> None:
    """Let the point lie in a unit from each day on."""
    with ledger.writing() as connection:
        connection.execute(point_units.delete())
        connection.execute(
            insert(point_units),
            [
                {"point_id": point_id, "valid_from": day, "unit": unit}
                for day, unit in spells
            ],
        )
        connection.execute(unit_ancestors.delete())
        connection.execute(
            insert(unit_ancestors),
            [{"code": unit, "ancestor": unit} for _, unit in spells],
        )
