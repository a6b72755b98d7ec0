"""Tests of what an entry says of a person, opened."""

from sqlalchemy import select, update

from province.ledger import told, vault
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from province.ledger.entry_tables import entries
from province.ledger.told import NOTHING, Told
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol


def read(ledger: Database) -> Told:
    with ledger.reading() as connection:
        (row,) = connection.execute(select(entries)).all()
        return told.read(vault.open_sealed(connection), row)


def test_it_is_what_the_entry_says_until_that_is_destroyed(ledger: Database) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    append_batch(ledger, kiosk.sign(an_entry(1, visit={"host": "Bà Mẫu"})), NOW)

    said = read(ledger)
    with ledger.writing() as connection:
        connection.execute(update(entries).values(sealed=None))

    assert (said.document, said.name) == ("001099000001", "NGUYỄN VĂN MẪU")
    assert (said.claims["sex"], said.visit) == ("male", {"host": "Bà Mẫu"})
    assert read(ledger) == NOTHING
    assert (NOTHING.document, NOTHING.name) == ("", "")
