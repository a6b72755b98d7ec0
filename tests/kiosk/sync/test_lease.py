"""One process at a time may send, and a dead one does not stand in the way."""

import subprocess
import sys

import msgspec
import pytest

from kiosk.storage import settings
from kiosk.storage.database import Database
from kiosk.sync import lease


def take(database: Database, owner: str, now_us: int) -> bool:
    with database.write() as connection:
        return lease.take(connection, owner, now_us)


def test_a_second_sender_is_turned_away(database: Database) -> None:
    assert take(database, "first", 0)
    assert not take(database, "second", 1)


def test_the_holder_renews(database: Database) -> None:
    assert take(database, "first", 0)
    assert take(database, "first", lease.TERM_US - 1)
    assert not take(database, "second", lease.TERM_US + 1)


def test_a_lease_renewed_just_now_costs_no_write(database: Database) -> None:
    take(database, "first", 0)
    with database.write() as connection:
        before = settings.get(connection, "lease")
        assert lease.take(connection, "first", lease.RENEWED_US - 1)
        assert settings.get(connection, "lease") == before
        assert lease.take(connection, "first", lease.RENEWED_US)
        assert settings.get(connection, "lease") != before


def test_a_lease_given_back_is_free(database: Database) -> None:
    take(database, "first", 0)
    with database.write() as connection:
        lease.give_back(connection, "first")
    assert take(database, "second", 1)


def test_only_the_holder_gives_back(database: Database) -> None:
    take(database, "first", 0)
    with database.write() as connection:
        lease.give_back(connection, "second")
    assert not take(database, "second", 1)


def test_a_lease_ends_with_its_term(database: Database) -> None:
    take(database, "first", 0)
    assert take(database, "second", lease.TERM_US + 1)


def test_a_lease_from_a_clock_since_set_back_does_not_count(database: Database) -> None:
    take(database, "first", 10 * lease.TERM_US)
    assert take(database, "second", 0)


@pytest.mark.skipif(sys.platform == "win32", reason="asks POSIX who runs")
def test_a_dead_processs_lease_is_free_at_once(database: Database) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    held = lease._Lease(owner="dead", process=dead.pid, until_us=lease.TERM_US)
    with database.write() as connection:
        settings.put(connection, "lease", msgspec.msgpack.encode(held))
    assert take(database, "second", 1)
