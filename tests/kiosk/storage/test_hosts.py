"""Hosts are imported or grow, and those visited last come first."""

from kiosk.storage import hosts
from kiosk.storage.database import Database


def find(database: Database, search: str = "", limit: int = 9) -> list[str]:
    with database.read() as connection:
        return hosts.find(connection, search, limit=limit)


def test_a_host_is_added_once(database: Database) -> None:
    with database.write() as connection:
        assert hosts.add(connection, ["Bà Ánh", "Ông Bình"]) == 2
        assert hosts.add(connection, ["Ông Bình", "Cô Châu"]) == 1
        assert hosts.add(connection, []) == 0
    assert find(database) == ["Bà Ánh", "Cô Châu", "Ông Bình"]


def test_the_last_visited_come_first(database: Database) -> None:
    with database.write() as connection:
        hosts.add(connection, ["Bà Ánh", "Ông Bình"])
        hosts.visit(connection, "Ông Bình", position=3)
        hosts.visit(connection, "Cô Châu", position=5)
    assert find(database) == ["Cô Châu", "Ông Bình", "Bà Ánh"]
    assert find(database, limit=1) == ["Cô Châu"]


def test_every_word_of_the_search_begins_a_word(database: Database) -> None:
    with database.write() as connection:
        hosts.add(connection, ["Nguyễn Thị Ánh", "Trần Ánh Đức", "Lê Danh"])
    assert find(database, "anh") == ["Nguyễn Thị Ánh", "Trần Ánh Đức"]
    assert find(database, "đ an") == ["Trần Ánh Đức"]


def test_a_host_grown_from_visits_goes_with_the_last_one(database: Database) -> None:
    with database.write() as connection:
        hosts.visit(connection, "Bà Ánh", position=1)
        hosts.visit(connection, "Bà Ánh", position=4)
        hosts.forget(connection, 1)
        assert hosts.find(connection, "", limit=9) == ["Bà Ánh"]
        hosts.forget(connection, 4)
    assert find(database) == []


def test_an_imported_host_stays(database: Database) -> None:
    with database.write() as connection:
        hosts.visit(connection, "Bà Ánh", position=1)
        hosts.add(connection, ["Bà Ánh"])
        hosts.forget(connection, 1)
    assert find(database) == ["Bà Ánh"]


def test_several_hosts_are_forgotten_at_once(database: Database) -> None:
    with database.write() as connection:
        for position, name in enumerate(("An", "Bình", "Châu"), start=1):
            hosts.visit(connection, name, position=position)
        hosts.forget(connection, 1, 3)
        assert hosts.find(connection, "", limit=9) == ["Bình"]
