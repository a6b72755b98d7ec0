"""What a revoked kiosk sends late is accepted where a head was signed for in time."""

from datetime import datetime, timedelta

import pytest

from kiosk.protocol.batch import SignedBatch
from province.ingest import Ingested
from province.ledger import kiosks
from province.ledger.arrivals import append_batch
from province.ledger.countersigned import find_until
from province.ledger.database import Database
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol

REVOKED = NOW + timedelta(hours=1)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send to `ledger`."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def send(ledger: Database, signed: SignedBatch, at: datetime) -> list[str]:
    done = append_batch(ledger, signed, at)
    assert isinstance(done, Ingested)
    return [line.status.value for line in done.lines]


def revoke(ledger: Database, kiosk: FakeKiosk) -> None:
    with ledger.writing() as connection:
        kiosks.revoke(connection, kiosk.kiosk_id, REVOKED)


def test_what_comes_after_the_last_countersigned_head_is_held(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    first, second = kiosk.sign(an_entry(1)), kiosk.sign(an_entry(2))
    assert send(ledger, first, NOW) == ["accepted"]
    revoke(ledger, kiosk)

    assert send(ledger, second, LATER) == ["held"]
    assert send(ledger, second, LATER) == ["held"]
    assert send(ledger, first, LATER) == ["duplicate"]


def test_a_late_batch_under_a_countersigned_head_is_accepted(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    on_a_stick, over_the_network = kiosk.sign(an_entry(1)), kiosk.sign(an_entry(2))
    send(ledger, over_the_network, NOW)
    revoke(ledger, kiosk)

    assert send(ledger, on_a_stick, LATER) == ["accepted"]


def test_a_chain_of_late_batches_leads_to_the_head(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    one, two, three = (kiosk.sign(an_entry(number)) for number in (1, 2, 3))
    send(ledger, three, NOW)
    revoke(ledger, kiosk)

    assert [send(ledger, late, LATER) for late in (two, one)] == [["accepted"]] * 2


def test_a_batch_is_divided_where_the_head_was(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    whole = FakeKiosk().sign(an_entry(1), an_entry(2), an_entry(3))
    kiosk.sign(an_entry(1))
    over_the_network = kiosk.sign(an_entry(2))
    send(ledger, over_the_network, NOW)
    revoke(ledger, kiosk)

    assert send(ledger, whole, LATER) == ["accepted", "duplicate", "held"]


def test_whoever_has_the_key_makes_up_no_past(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    thief = kiosk.copy()
    kiosk.sign(an_entry(1))
    send(ledger, kiosk.sign(an_entry(2)), NOW)
    revoke(ledger, kiosk)

    assert send(ledger, thief.sign(an_entry(7)), LATER) == ["held"]


def test_a_kiosk_that_is_not_revoked_needs_no_head(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    with ledger.reading() as connection:
        assert find_until(connection, kiosk.make_batch(an_entry(1))) == 0
