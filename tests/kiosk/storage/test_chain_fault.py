"""Where links stop fitting, other entries and known heads tell what was done."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select, update

from kiosk.protocol import chain
from kiosk.storage import chain_fault
from kiosk.storage.database import Database
from kiosk.storage.tables import ENTRIES
from tests.backlog import fill
from tests.damage import unlock

AT = 3


@pytest.fixture
def spoilt(database: Database) -> Database:
    """Return five entries whose third follows nothing that is there."""
    fill(database, 5)
    with database.write() as connection:
        third = update(ENTRIES).where(ENTRIES.c.position == AT)
        unlock(connection).execute(third.values(commitment=bytes(32)))
    return database


def list_links(database: Database) -> list[bytes]:
    with database.read() as connection:
        query = select(ENTRIES.c.link).order_by(ENTRIES.c.position)
        return [chain.GENESIS, *connection.execute(query).scalars()]


def classify(database: Database, sizes: Mapping[bytes, int]) -> tuple[str, int]:
    previous = list_links(database)[AT - 1]
    with database.read() as connection:
        state, position = chain_fault.classify(connection, AT, previous, sizes)
    return state.value, position


@pytest.mark.parametrize(
    ("size", "state"), [(5, "altered"), (6, "missing"), (4, "inserted")]
)
def test_a_known_head_tells_whether_entries_came_or_went(
    spoilt: Database, size: int, state: str
) -> None:
    assert classify(spoilt, {list_links(spoilt)[5]: size}) == (state, AT)


def test_without_any_sign_an_entry_was_altered(spoilt: Database) -> None:
    assert classify(spoilt, {}) == ("altered", AT)
