"""The neighbourhood is kept, never for an older one, and starts are counted up."""

from kiosk.lane import Lane
from kiosk.storage import neighbours, settings
from kiosk.storage.database import Database
from tests.builders import a_card, a_payload
from tests.lan import a_neighbourhood


def test_the_newest_neighbourhood_is_kept(database: Database) -> None:
    with database.write() as connection:
        assert neighbours.read(connection) is None
        newest = a_neighbourhood(1, 2, issued_at=2)
        assert neighbours.put(connection, newest)
        assert not neighbours.put(connection, a_neighbourhood(1, issued_at=1))
        assert neighbours.read(connection) == newest


def test_a_start_counts_on_whatever_the_clock_says(database: Database) -> None:
    with database.write() as connection:
        starts = [neighbours.count_start(connection, now_s) for now_s in (50, 10, 90)]
    assert starts == [50, 51, 90]


def test_a_restored_backup_starts_above_what_it_forgot(database: Database) -> None:
    with database.write() as connection:
        lost = neighbours.count_start(connection, 100)
        settings.drop(connection, "neighbours_start")
        assert neighbours.count_start(connection, 101) > lost


def test_changes_are_followed_by_holder(lane: Lane, database: Database) -> None:
    for number in (1, 2, 1):
        lane.present(a_payload(a_card(number)))
    with database.read() as connection:
        first = neighbours.find_changed(connection, 0, most=1)
        rest = neighbours.find_changed(connection, first.position, most=10)
        none = neighbours.find_changed(connection, rest.position, most=10)
        claims = neighbours.list_claims(connection, 0, most=10)
    assert (len(first.holders), first.position) == (1, 1)
    assert (none.holders, none.position) == ((), rest.position)
    assert "001090000001" in claims[0][1]
