"""Readers' faults are counted, and told to the province once."""

from kiosk.storage import reader_faults
from kiosk.storage.database import Database
from kiosk.storage.reader_faults import MOST_READERS


def lose(database: Database, *readers: str) -> None:
    with database.write() as connection:
        for reader in readers:
            reader_faults.note(connection, reader)


def count_untold(database: Database) -> int:
    with database.read() as connection:
        return reader_faults.count_untold(connection)


def test_at_first_there_are_none(database: Database) -> None:
    assert count_untold(database) == 0


def test_each_reader_has_its_own_count(database: Database) -> None:
    lose(database, "serial:1", "camera", "serial:1")
    with database.read() as connection:
        assert reader_faults.read(connection) == {"serial:1": 2, "camera": 1}
    assert count_untold(database) == 3


def test_what_the_province_was_told_is_not_told_again(database: Database) -> None:
    lose(database, "serial:1", "serial:1")
    with database.write() as connection:
        reader_faults.settle(connection, 2)
    lose(database, "camera")
    assert count_untold(database) == 1
    with database.read() as connection:
        assert reader_faults.read(connection)["serial:1"] == 2


def test_no_more_is_told_than_there_was(database: Database) -> None:
    lose(database, "camera")
    with database.write() as connection:
        reader_faults.settle(connection, 5)
    lose(database, "camera")
    assert count_untold(database) == 1


def test_names_past_the_first_few_count_together(database: Database) -> None:
    lose(database, *(f"serial:{n}" for n in range(MOST_READERS + 3)))
    with database.read() as connection:
        assert reader_faults.read(connection)[""] == 3
    assert count_untold(database) == MOST_READERS + 3
