"""Tests of the queue of what stays are still to be made of."""

from province.ledger import untraced
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol


def test_a_batch_waits_from_the_moment_it_is_in(ledger: Database) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    append_batch(ledger, kiosk.sign(an_entry(1), an_entry(2)), NOW)

    with ledger.reading() as connection:
        (stretch,) = untraced.list_oldest(connection, 1000)
    assert (stretch.kiosk_id, stretch.first, stretch.last) == (kiosk.kiosk_id, 1, 2)


def test_a_batch_that_is_here_already_waits_no_second_time(ledger: Database) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    batch = kiosk.sign(an_entry(1))
    append_batch(ledger, batch, NOW)
    append_batch(ledger, batch, NOW)

    with ledger.reading() as connection:
        assert untraced.count(connection) == 1


def test_the_oldest_are_given_up_to_a_number_of_positions(ledger: Database) -> None:
    with ledger.writing() as connection:
        for first in (1, 11, 21):
            untraced.mark(connection, "k", first, first + 9)
        several = untraced.list_oldest(connection, 25)
        untraced.remove(connection, several)

        assert [one.first for one in several] == [1, 11]
        assert [one.first for one in untraced.list_oldest(connection, 1)] == [21]
