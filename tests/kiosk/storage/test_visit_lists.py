"""Visits are found by who they are of, by name and by time."""

from datetime import timedelta

import pytest
from sqlalchemy import Select

from kiosk.desk import Reception
from kiosk.storage import visit_lists
from kiosk.storage.database import Database
from kiosk.storage.tables import VISIT_TAILS, VISITS
from kiosk.storage.visit_lists import REACH, Reach
from tests.fakes import START, SteppedClock
from tests.kiosk.storage.visitors import (
    START_US,
    come,
    count,
    find_earlier,
    return_often,
)


def test_who_returns_is_found_once_with_the_newest_visit(
    desk: Reception, database: Database
) -> None:
    return_often(desk, "Lê Văn Giả", 3)
    assert find_earlier(database, "gia") == ["Lê Văn Giả"]
    assert count(database, VISITS) == 3
    assert count(database, VISIT_TAILS) == 3


@pytest.mark.parametrize(
    "reach", [REACH, Reach(few=0), Reach(few=0, newest=1)], ids=str
)
@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("", ["Đặng Thị Ánh", "Trần Văn Ánh", "Lê Ánh Vân"]),
        ("ánh", ["Đặng Thị Ánh", "Trần Văn Ánh", "Lê Ánh Vân"]),
        ("VAN", ["Trần Văn Ánh", "Lê Ánh Vân"]),
        ("van a", ["Trần Văn Ánh"]),
        ("anh v", ["Lê Ánh Vân"]),
        ("nh", []),
    ],
)
def test_both_ways_of_looking_find_the_same(
    desk: Reception,
    database: Database,
    reach: Reach,
    search: str,
    expected: list[str],
) -> None:
    for name in ("Lê Ánh Vân", "Trần Văn Ánh", "Đặng Thị Ánh"):
        come(desk, name)
    assert find_earlier(database, search, reach=reach) == expected
    assert find_earlier(database, search, limit=1, reach=reach) == expected[:1]


def test_due_are_the_open_ones_from_before_oldest_first(
    desk: Reception, database: Database, clock: SteppedClock
) -> None:
    came = []
    for number in range(3):
        came.append(come(desk, f"Khách {number}"))
        clock.advance(60)
    before_us = START_US + 120 * 1_000_000
    with database.read() as connection:
        assert visit_lists.list_due(connection, before_us, limit=9) == came[:2]
        assert visit_lists.list_due(connection, before_us, limit=1) == came[:1]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (visit_lists._FIND_OPEN_BY_HOLDER, "visits_open_holder (holder=?)"),
        (visit_lists._FIND_OPEN_BY_CODE, "visits_open_code (code=?)"),
        (visit_lists._FIND_OPEN_BY_BADGE, "visits_open_badge (badge=?)"),
        (visit_lists._FIND_OF_PERSON, "visits_person (person=?)"),
    ],
)
def test_a_visit_is_looked_up_by_an_index(
    database: Database, query: Select[tuple[object, ...]], index: str
) -> None:
    """The cost of a check-in must not grow with the visits."""
    with database.read() as connection:
        compiled = query.compile(connection.core)
        values = compiled.construct_params({"wanted": b"x"})
        plan = connection.core.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {compiled}",
            tuple(values.get(name, 1) for name in compiled.positiontup or ()),
        ).all()
    assert plan[0].detail == f"SEARCH visits USING INDEX {index}"


def test_long_stays_are_told_from_their_entry(
    desk: Reception, clock: SteppedClock
) -> None:
    come(desk, "Lê Văn Giả")
    clock.advance(13 * 3600)
    (visit,) = desk.find_inside("", limit=5)
    assert visit.is_long(clock().wall)
    assert not visit.is_long(START + timedelta(hours=11))
