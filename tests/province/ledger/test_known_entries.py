"""Tests of what the ledger says it knows of a batch's entries."""

from kiosk.protocol import chain
from province.ingest import EntryStatus, Known
from province.ledger import known_entries
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from tests.province.builders import (
    NOW,
    FakeKiosk,
    add_point,
    an_entry,
    enrol,
    revoke,
)


def test_entries_and_acts_are_known_by_what_they_commit_to(ledger: Database) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    entry, act = an_entry(1), an_entry(2, act="exported", text="{}")
    append_batch(ledger, kiosk.sign(entry, act), NOW)
    revoke(ledger, kiosk)
    held = an_entry(3)
    append_batch(ledger, kiosk.sign(held), NOW)

    with ledger.reading() as connection:
        ids = [one.entry_id for one in (entry, act, held, an_entry(4))]
        found = known_entries.find(connection, ids)
        assert known_entries.find(connection, []) == {}

    accepted = EntryStatus.ACCEPTED
    stand = ((entry, accepted), (act, accepted), (held, EntryStatus.HELD))
    assert found == {
        row.entry_id: Known(commitment=chain.commit(row.salt, row.content), status=one)
        for row, one in stand
    }
