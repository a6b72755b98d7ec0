"""What is lost is known, and how the chain goes on behind it."""

from datetime import timedelta

from kiosk.storage import lost
from kiosk.storage.database import Database
from kiosk.storage.lost import Lost
from tests.backlog import fill
from tests.fakes import START

FOUND_US = int(START.timestamp()) * 1_000_000


def a_gap(first: int, last: int, *, moved: int = 0, link: bytes | None = None) -> Lost:
    return Lost(
        first=first,
        last=last,
        start=b"s" * 32,
        link=link,
        moved=moved,
        found_at_us=FOUND_US,
    )


def test_gaps_are_listed_in_the_chains_order(database: Database) -> None:
    gaps = [a_gap(40, 42), a_gap(7, 7)]
    with database.write() as connection:
        for gap in gaps:
            lost.put(connection, gap)
        assert lost.list_all(connection) == [gaps[1], gaps[0]]
        lost.drop(connection, gaps[1])
        assert lost.list_all(connection) == [gaps[0]]


def test_an_entry_that_was_moved_is_not_lost_but_leaves_a_hole(
    database: Database,
) -> None:
    with database.write() as connection:
        assert (lost.count(connection), lost.count_holes(connection)) == (0, 0)
        lost.put(connection, a_gap(5, 9, moved=1))
        assert (lost.count(connection), lost.count_holes(connection)) == (4, 5)


def test_only_what_was_found_lately_is_counted(database: Database) -> None:
    with database.write() as connection:
        lost.put(connection, a_gap(5, 9))
        assert lost.count_since(connection, START) == 5
        assert lost.count_since(connection, START + timedelta(seconds=1)) == 0


def test_the_link_at_a_gaps_end_is_known_where_it_was_kept(database: Database) -> None:
    fill(database, 3)
    with database.write() as connection:
        lost.put(connection, a_gap(4, 6, link=b"l" * 32))
        assert lost.find_link(connection, 0) == bytes(32)
        assert lost.find_link(connection, 3) is not None
        assert lost.find_link(connection, 5) is None
        assert lost.find_link(connection, 6) == b"l" * 32
