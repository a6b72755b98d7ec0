"""Stays in the ledger are always those that its entries make, however they came."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from kiosk.protocol.batch import Row
from province.identity import make_key, tell_number
from province.ledger import held, stays, untraced
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.kiosks import restore
from province.ledger.tables import batches, points
from province.ledger.trace_tables import person_aliases
from province.ledger.trace_tables import stays as stay_table
from province.ledger.trace_tables import untraced as queue
from tests.province.builders import (
    NOW,
    FakeKiosk,
    add_point,
    an_entry,
    enrol,
    revoke,
)
from tests.province.simulator import Month

SECRET = b"k" * 32
HOUR = timedelta(hours=1)
MAU = {"document": "001099000001", "name": "NGUYỄN VĂN MẪU", "phone": "0912000001"}


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk of a market."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def show(number: int, hours: float, way: str = "in", **changes: object) -> Row:
    told = {"decided_at_us": to_us(NOW + hours * HOUR), "direction": way, "claims": MAU}
    return an_entry(number, **(told | changes))


def bring(ledger: Database, kiosk: FakeKiosk, *rows: Row) -> None:
    append_batch(ledger, kiosk.sign(*rows), NOW)
    stays.catch_up(ledger, SECRET)


def read(ledger: Database) -> list[tuple[float, float]]:
    """Return the stays as hours from NOW."""
    with ledger.reading() as connection:
        rows = connection.execute(select(stay_table).order_by(stay_table.c.since))
        return [((row.since - NOW) / HOUR, (row.until - NOW) / HOUR) for row in rows]


def read_all(ledger: Database) -> set[tuple[object, ...]]:
    with ledger.reading() as connection:
        return {tuple(row) for row in connection.execute(select(stay_table))}


def test_an_exit_that_comes_later_ends_the_stay(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(ledger, kiosk, show(1, -4))
    assert read(ledger) == [(-4, -2)]

    bring(ledger, kiosk, show(2, -1, "out"))
    assert read(ledger) == [(-4, -1)]


def test_an_entry_that_comes_after_its_exit_begins_the_stay(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(ledger, kiosk, show(1, -1, "out"))
    assert read(ledger) == [(-3, -1)]

    bring(ledger, kiosk, show(2, -5))
    assert read(ledger) == [(-5, -1)]


def test_what_is_voided_was_never_there(ledger: Database, kiosk: FakeKiosk) -> None:
    wrong = show(1, -4)
    bring(ledger, kiosk, wrong, show(2, -1, "out"))
    bring(ledger, kiosk, an_entry(3, act="void", refers=wrong.entry_id, claims={}))

    assert read(ledger) == [(-3, -1)]


def test_a_check_counts_once_it_is_settled_as_admitted(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    check = show(1, -4, outcome="check")
    bring(ledger, kiosk, check)
    assert read(ledger) == []

    settled = an_entry(2, act="admitted", refers=check.entry_id, claims={}, outcome="")
    bring(ledger, kiosk, settled)
    assert read(ledger) == [(-4, -2)]

    bring(ledger, kiosk, an_entry(3, act="void", refers=settled.entry_id, claims={}))
    assert read(ledger) == []


def test_what_is_held_counts_once_an_officer_accepts_it(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    revoke(ledger, kiosk)
    bring(ledger, kiosk, show(1, -4))
    assert read(ledger) == []

    with ledger.writing() as connection:
        restore(connection, kiosk.kiosk_id)
        held.accept(connection, kiosk.kiosk_id)
    stays.catch_up(ledger, SECRET)
    assert read(ledger) == [(-4, -2)]


def test_a_visitor_who_leaves_without_a_code_is_known_by_the_visit(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    came = show(1, -4)
    bring(ledger, kiosk, came, show(2, -1, "out", claims={}, refers=came.entry_id))

    assert read(ledger) == [(-4, -1)]


def test_a_person_is_found_by_telephone_and_name_too(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(ledger, kiosk, show(1, -4))
    bring(ledger, kiosk, show(2, -1, "out"))

    with ledger.reading() as connection:
        rows = connection.execute(select(person_aliases.c.person_key)).scalars()
        assert set(rows) == {make_key(SECRET, tell_number("001099000001"))}


def test_stays_made_as_batches_come_are_those_made_of_all_at_once(
    ledger: Database,
) -> None:
    """Doubtful clocks, voids, late and repeated batches are in the month."""
    month = Month(seed=7, people=15, days=4)
    month.play(ledger, after_each=lambda: stays.catch_up(ledger, SECRET))
    in_step = read_all(ledger)

    with ledger.writing() as connection:
        connection.execute(delete(stay_table))
        rows = connection.execute(select(batches).where(batches.c.count > 0)).all()
        for row in rows:
            last = row.first + row.count - 1
            untraced.mark(connection, row.kiosk_id, row.first, last)
    stays.catch_up(ledger, SECRET)

    assert len(in_step) > 50
    assert read_all(ledger) == in_step


def test_rooms_lie_in_the_house_that_their_point_is(ledger: Database) -> None:
    point, room = add_point(ledger), add_point(ledger, "Phòng 2")
    with ledger.writing() as connection:
        this = points.c.point_id == room
        connection.execute(update(points).where(this).values(parent_id=point))
        houses = stays.list_houses(connection)

    assert houses[room].house == point == houses[point].house


def test_a_limit_of_turns_leaves_the_rest_waiting(ledger: Database) -> None:
    with ledger.writing() as connection:
        rows = [{"kiosk_id": "k", "first": 1, "last": 1500} for _ in range(3)]
        connection.execute(insert(queue), rows)

    assert stays.catch_up(ledger, SECRET, most=1) == 1
    with ledger.reading() as connection:
        assert untraced.count(connection) == 2


class Visited:
    """A ledger to which a kiosk sends so many entries after each turn of the stays."""

    def __init__(self, ledger: Database, kiosk: FakeKiosk, entries: int) -> None:
        self._ledger, self._kiosk, self._entries = ledger, kiosk, entries
        self._number = 1000
        self.reading = ledger.reading
        self.turns = 0

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._ledger.writing() as connection:
            yield connection
        self.turns += 1
        first = self._number = self._number + self._entries
        if self._entries and self.turns < 3:
            rows = [show(first + at, -5) for at in range(self._entries)]
            append_batch(self._ledger, self._kiosk.sign(*rows), NOW)


@pytest.mark.parametrize(
    ("gives_way", "entries", "turns"), [(True, 1, 4), (True, 200, 1), (False, 200, 4)]
)
def test_stays_wait_a_round_while_kiosks_send_what_they_kept(
    ledger: Database,
    kiosk: FakeKiosk,
    *,
    gives_way: bool,
    entries: int,
    turns: int,
) -> None:
    append_batch(ledger, kiosk.sign(show(1, -4)), NOW)
    visited = Visited(ledger, kiosk, entries)
    stays.catch_up(
        cast("Database", visited),
        SECRET,
        gives_way=gives_way,
        now_s=itertools.count(step=0.1).__next__,
    )
    assert visited.turns == turns
