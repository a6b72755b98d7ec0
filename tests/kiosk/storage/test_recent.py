"""A payload of the last seconds is known again; older ones are forgotten."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from kiosk.storage import recent
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.tables import RECENT

CODE, PLACE = b"hash-of-a-code", ("A", "in")
WINDOW_US = 3_000_000


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Return a writing transaction in which `CODE` was read at `PLACE`, time 10 s."""
    with database.write() as opened:
        put(opened, CODE, 10)
        yield opened


def put(connection: Connection, code: bytes, at_s: int) -> None:
    recent.put(connection, code, PLACE, entry_id=code[:6], span_us=span_to(at_s))


def find(
    connection: Connection,
    at_s: int,
    code: bytes = CODE,
    place: tuple[str, str] = PLACE,
) -> bytes | None:
    return recent.find(connection, code, place, span_to(at_s))


def span_to(at_s: int) -> tuple[int, int]:
    return at_s * 1_000_000 - WINDOW_US, at_s * 1_000_000


@pytest.mark.parametrize(("at_s", "found"), [(10, True), (13, True), (14, False)])
def test_a_code_is_known_for_three_seconds(
    connection: Connection, at_s: int, *, found: bool
) -> None:
    assert find(connection, at_s) == (CODE[:6] if found else None)


def test_a_code_read_in_the_future_of_a_clock_set_back_is_no_repeat(
    connection: Connection,
) -> None:
    assert find(connection, 9) is None


@pytest.mark.parametrize("place", [("B", "in"), ("A", "out")])
def test_another_gate_or_direction_is_no_repeat(
    connection: Connection, place: tuple[str, str]
) -> None:
    assert find(connection, 11, place=place) is None


def test_another_code_is_no_repeat(connection: Connection) -> None:
    assert find(connection, 11, code=b"another-code") is None


def test_a_touch_moves_the_window_of_that_code_only(connection: Connection) -> None:
    put(connection, b"second-code", 11)
    recent.touch(connection, CODE, PLACE, 13_000_000)
    assert find(connection, 15) == CODE[:6]
    assert find(connection, 15, code=b"second-code") is None


@pytest.mark.parametrize("at_s", [14, 5])
def test_what_lies_outside_the_window_is_forgotten_by_the_next(
    connection: Connection, at_s: int
) -> None:
    """Both sides: time went on, or the clock was set back."""
    put(connection, b"second-code", at_s)
    left = connection.execute(select(RECENT.c.payload)).scalars().all()
    assert left == [b"second-code"]


def test_the_same_code_after_its_window_is_put_anew(connection: Connection) -> None:
    put(connection, CODE, 20)
    assert find(connection, 21) == CODE[:6]
