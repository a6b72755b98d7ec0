"""A roll call is kept by ids, in two settings."""

from datetime import timedelta
from uuid import UUID

from kiosk.reception import Roll
from kiosk.storage import roll
from kiosk.storage.database import Database
from tests.fakes import START
from tests.ui.visitors import a_visit

VISIT = a_visit(1)
BEGUN = Roll(visits=(VISIT,), taken_at=START)


def test_nothing_is_read_before_a_roll_call(database: Database) -> None:
    with database.read() as connection:
        assert roll.read(connection, START) is None


def test_ticks_take_the_place_of_those_before(database: Database) -> None:
    with database.write() as connection:
        roll.begin(connection, BEGUN)
        for number in (1, 2):
            roll.keep_seen(connection, frozenset({UUID(int=number)}))
        kept = roll.read(connection, START)
    assert kept is not None
    assert (kept.seen, kept.taken_at) == (frozenset({UUID(int=2)}), START)


def test_whose_entry_was_purged_is_not_called(database: Database) -> None:
    with database.write() as connection:
        roll.begin(connection, BEGUN)
        kept = roll.read(connection, START)
    assert kept is not None
    assert list(kept.visits) == []


def test_an_old_roll_call_is_not_read(database: Database) -> None:
    with database.write() as connection:
        roll.begin(connection, BEGUN)
        assert roll.read(connection, START + timedelta(seconds=1)) is None


def test_a_dropped_roll_call_is_gone(database: Database) -> None:
    with database.write() as connection:
        roll.begin(connection, BEGUN)
        roll.drop(connection)
        assert roll.read(connection, START) is None


def test_a_roll_call_of_before_a_time_is_dropped(database: Database) -> None:
    with database.write() as connection:
        roll.drop_before(connection, START)
        roll.begin(connection, BEGUN)
        roll.drop_before(connection, START)
        assert roll.read(connection, START) is not None
        roll.drop_before(connection, START + timedelta(seconds=1))
        assert roll.read(connection, START) is None
