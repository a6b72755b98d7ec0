"""Tests of commitments: the same while the content is there, once it is gone, and never a guess."""

from sqlalchemy import select

from kiosk.protocol import chain
from province.ledger import commitments, retention, vault
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from province.ledger.entry_tables import entries
from tests.guards import LogWatch
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol


def tell(ledger: Database) -> bytes:
    with ledger.reading() as connection:
        (row,) = connection.execute(select(entries)).all()
        opener = vault.open_sealed(connection)
        return commitments.tell(opener, row.entry_id, row.sealed, row.commitment)


def test_it_is_reckoned_from_the_content_and_kept_once_that_is_destroyed(
    ledger: Database,
) -> None:
    kiosk, row = FakeKiosk(), an_entry(1)
    enrol(ledger, kiosk, add_point(ledger))
    append_batch(ledger, kiosk.sign(row), NOW)
    with ledger.reading() as connection:
        assert connection.scalar(select(entries.c.commitment)) is None

    before = tell(ledger)
    with ledger.writing() as connection:
        retention.destroy(connection, [row.entry_id])

    assert before == chain.commit(row.salt, row.content) == tell(ledger)
    with ledger.reading() as connection:
        assert connection.scalar(select(entries.c.sealed)) is None


def test_of_an_altered_value_it_is_that_of_nothing(
    ledger: Database, log_watch: LogWatch
) -> None:
    log_watch.expect("province.ledger.vault", "was altered")
    with ledger.writing() as connection:
        sealer = vault.start_sealing(connection)
        opener = vault.open_sealed(connection)
    sealed = sealer.seal_content(vault.Place.ENTRY, b"1" * 16, b"s" * 16, b"content")

    assert commitments.tell(opener, b"1" * 16, sealed, None) == chain.commit(
        b"s" * 16, b"content"
    )
    assert commitments.tell(opener, b"2" * 16, sealed, None) == commitments.UNKNOWN
    assert commitments.tell(opener, b"2" * 16, None, None) == commitments.UNKNOWN
