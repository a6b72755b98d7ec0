"""Visits are found quickly, newest first, and go when they do not count."""

from sqlalchemy import update

from kiosk.desk import Reception
from kiosk.reception import Leaving
from kiosk.storage import visit_lists, visits
from kiosk.storage.database import Database
from kiosk.storage.statement import Statement
from kiosk.storage.tables import ENTRIES, VISIT_TAILS, VISITS
from tests.fakes import START
from tests.kiosk.storage.visitors import (
    START_US,
    come,
    count,
    find_earlier,
    return_often,
)


def test_a_visit_that_began_is_open(desk: Reception, database: Database) -> None:
    visit_id = come(desk, "Lê Văn Giả", badge="17")
    with database.read() as connection:
        found = visit_lists.find(connection, visit_id)
        assert visit_lists.find_open_by_badge(connection, "17") == found
        assert visits.count_inside(connection) == 1
    assert found is not None
    assert (found.left_at, found.leaving) == (None, None)


def test_a_visit_ends_once(desk: Reception, database: Database) -> None:
    visit_id = come(desk, "Lê Văn Giả")
    with database.write() as connection:
        for number, leaving in enumerate((Leaving.TAPPED, Leaving.CLOSED)):
            visits.end(
                connection,
                visit_id,
                at_us=START_US + number,
                leaving=leaving,
                out_id=bytes([number]) * 16,
            )
        found = visit_lists.find(connection, visit_id)
    assert found is not None
    assert (found.left_at, found.leaving) == (START, Leaving.TAPPED)


def test_without_the_newest_visit_the_one_before_is_found(
    desk: Reception, database: Database
) -> None:
    first, second, third = return_often(desk, "Lê Văn Giả", 3)
    with database.write() as connection:
        visits.drop(connection, third)
        visits.drop(connection, first)
        (left,) = visit_lists.list_earlier(connection, "van", limit=5)
    assert left.visit_id.bytes == second
    assert count(database, VISITS) == 1


def test_a_forgotten_visit_leaves_no_name_behind(
    desk: Reception, database: Database
) -> None:
    come(desk, "Lê Văn Giả")
    with database.write() as connection:
        visits.forget(connection, 1)
        visits.forget(connection, 2)
    assert (count(database, VISITS), count(database, VISIT_TAILS)) == (0, 0)


def test_a_visit_whose_entry_was_purged_says_nothing(
    desk: Reception, database: Database
) -> None:
    visit_id = come(desk, "Lê Văn Giả")
    with database.write() as connection:
        connection.execute(update(ENTRIES).values(content=None, salt=None, holder=None))
        assert visit_lists.find(connection, visit_id) is None
        assert visit_lists.list_inside(connection, "", limit=5) == []


def test_a_name_without_a_letter_is_kept(desk: Reception, database: Database) -> None:
    come(desk, "- * -")
    assert find_earlier(database, "") == ["- * -"]


def test_the_visit_that_somebody_leaves_is_looked_up_by_an_index(
    database: Database,
) -> None:
    query = Statement(f"EXPLAIN QUERY PLAN {visits._FIND_OPEN_ID.sql}")
    with database.read() as connection:
        plan = query.list(connection, {"wanted": b"x"})
    assert plan[0][-1] == "SEARCH visits USING INDEX visits_open_holder (holder=?)"
