"""Entries stand in a chain in which every change shows."""

import pytest
from sqlalchemy import delete, insert, select, text, update

from kiosk.lane import Lane
from kiosk.protocol.content import Act
from kiosk.storage import entries
from kiosk.storage.database import Database
from kiosk.storage.tables import ENTRIES, HEAD, LOST
from tests.builders import a_card, a_payload
from tests.damage import unlock


@pytest.fixture
def filled(lane: Lane, database: Database) -> Database:
    """Return a database with ten entries."""
    for number in range(10):
        lane.present(a_payload(a_card(number)))
    return database


def find_fault(database: Database, tail: int = 100) -> str:
    with database.read() as connection:
        return entries.find_chain_fault(connection, tail=tail)


def test_an_untouched_chain_is_ok(filled: Database) -> None:
    assert find_fault(filled) == "ok"


def test_an_empty_chain_is_ok(database: Database) -> None:
    assert find_fault(database) == "ok"


def test_only_the_tail_is_looked_at(filled: Database) -> None:
    with filled.write() as connection:
        unlock(connection).execute(
            update(ENTRIES).where(ENTRIES.c.position == 2).values(content=b"altered")
        )
    assert find_fault(filled, tail=5) == "ok"
    assert find_fault(filled, tail=9) == "altered"


@pytest.mark.parametrize("column", ["content", "salt", "link", "commitment"])
def test_an_altered_entry_is_found(filled: Database, column: str) -> None:
    with filled.write() as connection:
        unlock(connection).execute(
            update(ENTRIES)
            .where(ENTRIES.c.position == 4)
            .values({column: text("zeroblob(32)")})
        )
    assert find_fault(filled) == "altered"


def test_a_removed_entry_is_found(filled: Database) -> None:
    with filled.write() as connection:
        unlock(connection).execute(delete(ENTRIES).where(ENTRIES.c.position == 4))
    assert find_fault(filled) == "missing"


def test_a_cut_off_chain_is_found(filled: Database) -> None:
    with filled.write() as connection:
        unlock(connection).execute(delete(ENTRIES).where(ENTRIES.c.position == 10))
    assert find_fault(filled) == "truncated"


def test_a_moved_head_is_found(filled: Database) -> None:
    with filled.write() as connection:
        connection.execute(update(HEAD).values(position=4, link=bytes(32)))
    assert find_fault(filled) == "broken"


def test_entries_known_to_be_lost_are_a_gap_and_no_fault(filled: Database) -> None:
    with filled.write() as connection:
        unlock(connection).execute(
            delete(ENTRIES).where(ENTRIES.c.position.between(4, 6))
        )
        connection.execute(insert(LOST).values(first=4, last=6, moved=0, found_at_us=1))
    assert find_fault(filled) == "gaps"
    assert find_fault(filled, tail=5) == "gaps"
    assert find_fault(filled, tail=4) == "ok"


def test_folding_the_head_changes_nothing_of_it(filled: Database) -> None:
    with filled.write() as connection:
        before = entries.read_head(connection)
        entries.fold(connection)
        assert entries.read_head(connection) == before
        row = connection.execute(select(HEAD.c.position, HEAD.c.pending)).one()
    assert (before.position, before.pending, tuple(row)) == (10, 10, (10, 10))


def test_purged_content_leaves_the_chain_whole(filled: Database) -> None:
    with filled.write() as connection:
        connection.execute(
            update(ENTRIES)
            .where(ENTRIES.c.position <= 5)
            .values(content=None, salt=None, holder=None)
        )
    assert find_fault(filled) == "ok"


def test_admin_acts_are_counted_apart_and_sent_like_others(
    filled: Database, lane: Lane
) -> None:
    with filled.read() as connection:
        first = connection.execute(select(ENTRIES.c.entry_id).limit(1)).scalar_one()
        kept = entries.read(connection, first)
    lane.write(lambda c: lane.append_act(c, Act.EXPORTED, kept, "{}"))
    with filled.read() as connection:
        head = entries.read_head(connection)
    assert (head.position, head.pending, head.admin) == (11, 11, 1)
