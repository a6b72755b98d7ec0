"""The tables refuse what would break their rules."""

import pytest
from sqlalchemy import text

from kiosk.errors import StorageError
from kiosk.lane import Lane
from kiosk.storage import entries
from kiosk.storage.database import Database
from kiosk.storage.statement import Statement
from kiosk.storage.tables import ENTRIES, METADATA
from tests.builders import a_card, a_payload


def write(database: Database, statement: str) -> None:
    with database.write() as connection:
        connection.execute(text(statement))


@pytest.fixture
def filled(lane: Lane, database: Database) -> Database:
    """Return a database with three entries."""
    for number in range(3):
        lane.present(a_payload(a_card(number)))
    return database


COPY = "INSERT INTO entries SELECT {} FROM entries WHERE position = 1"
COLUMNS = tuple(column.name for column in ENTRIES.c)
CHAINED = sorted(set(COLUMNS) - {"content", "salt", "holder"})
PURGE = "UPDATE entries SET content = NULL, salt = NULL, holder = NULL"


def copy_with(changed: str, value: str) -> str:
    """Return a statement that inserts the first entry again, but for one column."""
    cells = {"position": "9"} | {changed: value}
    return COPY.format(", ".join(cells.get(name, name) for name in COLUMNS))


def test_an_entry_id_stands_once(filled: Database) -> None:
    with pytest.raises(StorageError, match="UNIQUE"):
        write(filled, copy_with("entry_id", "entry_id"))


@pytest.mark.parametrize("column", ["entry_id", "commitment", "link", "outcome"])
def test_what_the_chain_rests_on_is_never_absent(filled: Database, column: str) -> None:
    with pytest.raises(StorageError, match="NOT NULL"):
        write(filled, copy_with(column, "NULL"))


def test_an_entry_is_never_deleted(filled: Database) -> None:
    with pytest.raises(StorageError, match="append-only"):
        write(filled, "DELETE FROM entries WHERE position = 2")


@pytest.mark.parametrize("column", COLUMNS)
def test_an_entry_is_never_changed(filled: Database, column: str) -> None:
    with pytest.raises(StorageError, match="append-only"):
        write(filled, f"UPDATE entries SET {column} = 7")  # noqa: S608 - named above


@pytest.mark.parametrize("column", CHAINED)
def test_a_purge_changes_nothing_that_the_chain_rests_on(
    filled: Database, column: str
) -> None:
    with pytest.raises(StorageError, match="append-only"):
        write(filled, f"{PURGE}, {column} = 7")


def test_a_purge_takes_content_salt_and_holder_together(filled: Database) -> None:
    with pytest.raises(StorageError, match="append-only"):
        write(filled, "UPDATE entries SET content = NULL")


def test_content_may_be_purged(filled: Database) -> None:
    write(filled, PURGE)
    with filled.read() as connection:
        left = connection.execute(text("SELECT count(content) FROM entries")).scalar()
    assert left == 0


@pytest.mark.parametrize(
    ("query", "search"),
    [
        (entries._FIND_BY_ID, "(entry_id=?)"),
        (entries._FIND_REFERRING, "entries_refers (refers=?)"),
        (entries._FIND_OF_HOLDER, "entries_holder (holder=?)"),
    ],
)
def test_a_decision_looks_entries_up_by_an_index(
    filled: Database, query: Statement, search: str
) -> None:
    """The cost of a decision must not grow with the entries."""
    asked = {"wanted": b"x", "act": "presented", "limit": 9}
    with filled.read() as connection:
        plan = Statement(f"EXPLAIN QUERY PLAN {query.sql}").list(connection, asked)
    (step,) = plan
    assert str(step[-1]).startswith("SEARCH entries USING INDEX ")
    assert str(step[-1]).endswith(search)


def test_every_table_has_a_primary_key() -> None:
    assert ENTRIES in METADATA.sorted_tables
    assert [t.name for t in METADATA.sorted_tables if not t.primary_key.columns] == []
