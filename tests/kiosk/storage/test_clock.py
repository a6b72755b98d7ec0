"""What is known of the clock holds for one boot."""

from kiosk.clock import ClockState
from kiosk.storage import clock
from kiosk.storage.database import Database


def test_what_is_known_holds_until_the_next_boot(database: Database) -> None:
    with database.write() as connection:
        clock.put(connection, ClockState.TRUSTED, "this boot")
        assert clock.read(connection, "this boot") is ClockState.TRUSTED
        assert clock.read(connection, "next boot") is ClockState.UNKNOWN


def test_nothing_is_known_at_first(database: Database) -> None:
    with database.read() as connection:
        assert clock.read(connection, "any") is ClockState.UNKNOWN
