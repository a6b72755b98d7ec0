"""A kiosk's key is believed, revoked once, and believed again."""

from datetime import timedelta

import pytest

from province.ledger import kiosks
from province.ledger.columns import from_kiosk_number, to_kiosk_number
from province.ledger.database import Database
from tests.province.builders import NOW, FakeKiosk, add_point, enrol


def test_the_first_revocation_is_the_one_that_counts(ledger: Database) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    with ledger.writing() as connection:
        told = [
            kiosks.revoke(connection, kiosk.kiosk_id, NOW + timedelta(days=days))
            for days in (0, 1)
        ]
        sender = kiosks.find_sender(connection, kiosk.kiosk_id)
    assert told == [NOW, NOW]
    assert sender is not None
    assert sender.is_revoked


def test_a_restored_kiosk_may_send_again(ledger: Database) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    with ledger.writing() as connection:
        kiosks.revoke(connection, kiosk.kiosk_id, NOW)
        assert kiosks.restore(connection, kiosk.kiosk_id)
        sender = kiosks.lock_sender(connection, kiosk.kiosk_id)
        assert [one.revoked_at for one in kiosks.list_kiosks(connection)] == [None]
    assert sender is not None
    assert not sender.is_revoked


def test_nobody_else_is_revoked_or_restored(sqlite: Database) -> None:
    with sqlite.writing() as connection:
        assert kiosks.revoke(connection, "K0", NOW) is None
        assert not kiosks.restore(connection, "K0")


@pytest.mark.parametrize("seed", range(1, 40))
def test_an_id_is_the_number_it_spells_and_back(seed: int) -> None:
    kiosk_id = FakeKiosk(seed).kiosk_id

    number = to_kiosk_number(kiosk_id)

    assert from_kiosk_number(number) == kiosk_id
    assert 0 <= number < 2**60


@pytest.mark.parametrize(
    "said", ["", "k", "K", "K" + "1" * 12, "K" + "a" * 12, "Q" * 13]
)
def test_what_is_no_id_spells_none(said: str) -> None:
    with pytest.raises(ValueError, match=r"id of a kiosk|alphabet|digit"):
        to_kiosk_number(said)
