"""Admin log: acts stand in the chain, and are found without looking at every entry."""

import pytest
from sqlalchemy import select, text

from kiosk.lane import Lane
from kiosk.protocol import content
from kiosk.protocol.content import ADMIN_ACTS, Act
from kiosk.storage import admin_log, entries
from kiosk.storage.database import Database
from kiosk.storage.tables import ENTRIES
from tests.builders import a_payload
from tests.fakes import SteppedClock


@pytest.mark.parametrize("act", sorted(ADMIN_ACTS))
def test_an_act_is_chained_and_counted_apart(
    lane: Lane, database: Database, clock: SteppedClock, act: Act
) -> None:
    lane.present(a_payload())
    with database.write() as connection:
        admin_log.append(connection, act, {"who": "Ánh"}, at=clock())
    with database.read() as connection:
        head = entries.read_head(connection)
        waiting = entries.count_waiting(connection)
        fault = entries.find_chain_fault(connection, tail=10)
    assert (head.position, head.admin, waiting.pending, fault) == (2, 1, 1, "ok")


def test_an_act_says_what_was_done_to_which(
    database: Database, clock: SteppedClock
) -> None:
    said = {"who": "Ánh", "rows": 7}
    with database.write() as connection:
        admin_log.append(connection, Act.EXPORTED, said, at=clock(), refers=b"x" * 16)
        row = connection.execute(select(ENTRIES.c.content)).scalar_one()
    facts = content.decode(row)
    assert facts is not None
    assert (facts.text, facts.refers) == ('{"who":"Ánh","rows":7}', b"x" * 16)


def test_waiting_acts_are_found_by_their_index(database: Database) -> None:
    """A backlog may be 100,000 entries long."""
    with database.read() as connection:
        query = entries._COUNT_WAITING_ACTS.sql
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
    assert "entries_admin" in " ".join(step.detail for step in plan)
