"""What the province holds of the lost entries is put back, and nothing else."""

from collections.abc import Iterator

import msgspec
import pytest
from sqlalchemy import delete, select

from kiosk.protocol.recovery import MAX_ROWS, Answer, Row
from kiosk.storage import chain_check, entries, lost, rebuilding, refilling, settings
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.tables import ENTRIES, OUTBOX
from tests.backlog import fill

LOST = (6, 7, 8)


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Return a connection to a database of 20 settled entries."""
    fill(database, 20, settled=True)
    with database.write() as connection, rebuilding.unlocked(connection):
        yield connection


def lose(connection: Connection, *positions: int) -> tuple[Row, ...]:
    """Lose entries; return what the province holds of them."""
    found = ENTRIES.c.position.in_(positions)
    kept = connection.execute(select(ENTRIES).where(found)).all()
    connection.execute(delete(ENTRIES).where(found))
    chained = rebuilding.follow_chain(connection, {}, 1)
    rebuilding.put_gaps(connection, chained.gaps, ())
    rebuilding.put_head(connection, chained, chained.last, chained.link)
    return tuple(
        Row(
            row.position,
            row.entry_id,
            row.commitment,
            row.act,
            row.decided_at_us,
            "e",
        )
        for row in kept
    )


def refill(connection: Connection, rows: tuple[Row, ...]) -> refilling.Inquired:
    answer = Answer(kiosk_id="K", request=bytes(32), highest=20, rows=rows, epochs=())
    asked = refilling.list_open(connection)
    return refilling.refill(connection, asked, answer, 5)


def check_chain(connection: Connection) -> str:
    identity = settings.read_identity(connection)
    return chain_check.check(connection, identity).state.value


def test_the_chain_is_whole_again(connection: Connection) -> None:
    rows = lose(connection, *LOST)
    assert check_chain(connection) == "gaps"
    said = refill(connection, rows)
    assert (said.held, said.put_back, said.highest) == (3, 3, 20)
    assert check_chain(connection) == "ok"
    assert lost.list_all(connection) == []
    assert entries.read_head(connection).purged == 3


def test_they_come_without_content_and_wait_for_nobody(connection: Connection) -> None:
    rows = lose(connection, *LOST)
    refill(connection, rows)
    found = select(ENTRIES).where(ENTRIES.c.position.in_(LOST))
    back = connection.execute(found).all()
    assert [row.entry_id for row in back] == [row.entry_id for row in rows]
    assert {row.content for row in back} == {None}
    assert connection.execute(select(OUTBOX)).all() == []


def test_a_gap_shrinks_from_its_beginning(connection: Connection) -> None:
    rows = lose(connection, *LOST)
    said = refill(connection, rows[:1])
    (gap,) = lost.list_all(connection)
    assert (said.put_back, gap.first, gap.last) == (1, 7, 8)
    assert refilling.list_open(connection) == []


def test_rows_behind_a_hole_are_held_and_not_put_back(connection: Connection) -> None:
    rows = lose(connection, *LOST)
    said = refill(connection, rows[1:])
    assert (said.held, said.put_back) == (2, 0)
    assert lost.count(connection) == 3


def test_another_branch_of_the_chain_is_not_taken(connection: Connection) -> None:
    fork = lose(connection, *LOST)
    (gap,) = lost.list_all(connection)
    lost.drop(connection, gap)
    lost.put(connection, msgspec.structs.replace(gap, link=b"l" * 32))
    assert refill(connection, fork).put_back == 0


def test_of_two_epochs_the_one_that_leads_on_is_taken(connection: Connection) -> None:
    link = connection.execute(select(ENTRIES.c.link).where(ENTRIES.c.position == 8))
    known = link.scalar_one()
    rows = lose(connection, *LOST)
    (gap,) = lost.list_all(connection)
    lost.drop(connection, gap)
    lost.put(connection, msgspec.structs.replace(gap, link=known))
    other = tuple(
        Row(row.position, bytes([row.position]) * 16, bytes(32), "presented", 1, "a")
        for row in rows
    )
    assert refill(connection, (*other, *rows)).put_back == 3
    assert check_chain(connection) == "ok"


def test_what_is_here_already_is_not_doubled(connection: Connection) -> None:
    here = connection.execute(select(ENTRIES).where(ENTRIES.c.position == 1)).one()
    lose(connection, *LOST)
    again = Row(6, here.entry_id, here.commitment, here.act, 1, "e")
    assert refill(connection, (again,)).put_back == 0


def test_the_province_is_asked_once_and_again_after_another_salvage(
    connection: Connection,
) -> None:
    lose(connection, *LOST)
    assert len(refilling.list_open(connection)) == 1
    refill(connection, ())
    assert refilling.list_open(connection) == []
    refilling.forget(connection)
    assert len(refilling.list_open(connection)) == 1


def test_a_full_answer_is_not_the_last(connection: Connection) -> None:
    lose(connection, 6, 12)
    row = Row(6, bytes(16), bytes(32), "presented", 1, "e")
    said = refill(connection, (row,) * MAX_ROWS)
    assert said.until == 6
    assert [gap.first for gap in refilling.list_open(connection)] == [12]
