"""Tests of entries as appearances of persons."""

import pytest

from province.ledger import joins, sightings, untraced
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from province.ledger.sightings import Sighting
from province.stays import Doubt, list_doubts
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol

SECRET = b"k" * 32


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def see(ledger: Database) -> list[Sighting]:
    with ledger.reading() as connection:
        waiting = untraced.list_oldest(connection, 1000)
        return sightings.find(connection, joins.read(connection, SECRET), waiting)


@pytest.mark.parametrize(
    ("changes", "doubts"),
    [
        ({"verified": True}, ()),
        ({}, (Doubt.UNSIGNED,)),
        ({"kind": "number"}, (Doubt.TYPED, Doubt.UNSIGNED)),
        ({"claims": {"name": "LÊ VĂN GIẢ"}}, (Doubt.UNSIGNED, Doubt.NAMED)),
        ({"clock": "unknown"}, (Doubt.CLOCK_DOUBTED, Doubt.UNSIGNED)),
    ],
)
def test_what_an_entry_leaves_in_doubt(
    ledger: Database,
    kiosk: FakeKiosk,
    changes: dict[str, object],
    doubts: tuple[Doubt, ...],
) -> None:
    append_batch(ledger, kiosk.sign(an_entry(-9, **changes)), NOW)

    (seen,) = see(ledger)
    assert seen.appearance is not None
    assert list_doubts(seen.appearance.doubts) == doubts


def test_who_was_refused_did_not_appear(ledger: Database, kiosk: FakeKiosk) -> None:
    append_batch(ledger, kiosk.sign(an_entry(-9, outcome="deny")), NOW)

    (seen,) = see(ledger)
    assert seen.appearance is None


def test_a_code_that_names_nobody_is_no_sighting(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(ledger, kiosk.sign(an_entry(-9, claims={})), NOW)

    assert see(ledger) == []
