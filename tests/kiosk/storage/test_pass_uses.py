"""Uses of a pass are counted once each, and only where somebody was admitted."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from kiosk.storage import pass_uses
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.pass_uses import KEPT_AFTER
from kiosk.storage.tables import PASS_USES

ONE, OTHER = b"hash-of-a-pass", b"another-hash"
DAY_US = 86_400_000_000


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Return a writing transaction."""
    with database.write() as opened:
        yield opened


def put(
    connection: Connection,
    entry_id: bytes,
    gate_pass: bytes = ONE,
    *,
    is_admitted: bool = True,
    now_us: int = 0,
) -> None:
    pass_uses.put(
        connection,
        gate_pass,
        entry_id=entry_id,
        is_admitted=is_admitted,
        ends_at_us=DAY_US,
        now_us=now_us,
    )


def test_each_admission_is_a_use_of_its_own_pass(connection: Connection) -> None:
    put(connection, b"1")
    put(connection, b"2")
    put(connection, b"3", OTHER)
    assert pass_uses.count(connection, ONE) == 2
    assert pass_uses.count(connection, OTHER) == 1


def test_a_check_is_a_use_once_staff_let_it_pass(connection: Connection) -> None:
    put(connection, b"1", is_admitted=False)
    before = pass_uses.count(connection, ONE)
    pass_uses.admit(connection, b"1")
    assert (before, pass_uses.count(connection, ONE)) == (0, 1)


def test_a_use_is_given_back(connection: Connection) -> None:
    put(connection, b"1")
    pass_uses.take_back(connection, b"1")
    assert pass_uses.count(connection, ONE) == 0


def test_uses_are_forgotten_long_after_the_pass_has_ended(
    connection: Connection,
) -> None:
    kept_us = KEPT_AFTER.days * DAY_US
    put(connection, b"1")
    put(connection, b"2", OTHER, now_us=DAY_US + kept_us)
    still = pass_uses.count(connection, ONE)
    put(connection, b"3", OTHER, now_us=DAY_US + kept_us + 1)
    rows = select(func.count()).select_from(PASS_USES)
    assert still == 1
    assert connection.execute(rows).scalar() == 1


def test_entries_of_no_counted_pass_change_nothing(connection: Connection) -> None:
    pass_uses.admit(connection, b"1")
    pass_uses.take_back(connection, b"1")
    assert pass_uses.count(connection, ONE) == 0


def test_a_purge_forgets_uses_of_passes_that_ended_long_ago(
    connection: Connection,
) -> None:
    put(connection, b"1")
    ended_us = DAY_US + KEPT_AFTER.days * DAY_US
    left = []
    for now_us in (ended_us, ended_us + 1):
        pass_uses.forget(connection, now_us)
        left.append(pass_uses.count(connection, ONE))
    assert left == [1, 0]
