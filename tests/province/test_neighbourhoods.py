"""Kiosks of a point get one key and each other's names; a revoked one gets neither."""

from dataclasses import dataclass

import pytest

from kiosk.protocol import signature
from kiosk.protocol.neighbourhood import MAX_KIOSKS, Neighbourhood, receive
from province import neighbourhoods
from province.ledger.database import Database
from tests.lan import a_key
from tests.province.builders import NOW, FakeKiosk, add_point, enrol, revoke

PROVINCE = a_key(100)
SIGNERS = (signature.get_public_bytes(PROVINCE),)


@dataclass(frozen=True)
class Point:
    """A point's kiosks at a province."""

    database: Database
    point_id: str

    def add(self, seed: int) -> FakeKiosk:
        kiosk = FakeKiosk(seed)
        enrol(self.database, kiosk, self.point_id)
        return kiosk

    def tell(self, kiosk: FakeKiosk) -> Neighbourhood | None:
        with self.database.reading() as connection:
            sealed = neighbourhoods.seal_for(connection, kiosk.kiosk_id, PROVINCE, NOW)
        return None if sealed is None else receive(sealed, kiosk.key, SIGNERS)

    def find(self, kiosk: FakeKiosk) -> Neighbourhood:
        told = self.tell(kiosk)
        assert told is not None
        return told


@pytest.fixture
def point(sqlite: Database) -> Point:
    """Return a point without kiosks."""
    neighbourhoods.prepare(sqlite)
    return Point(sqlite, add_point(sqlite))


def test_kiosks_of_a_point_share_a_key_and_know_each_other(point: Point) -> None:
    one, other = point.add(1), point.add(2)
    told = point.find(one)
    assert told.key == point.find(other).key
    assert set(told.kiosks) == {one.public_key, other.public_key}
    assert told.issued_at == int(NOW.timestamp())


def test_another_point_has_another_key(point: Point, sqlite: Database) -> None:
    neighbourhoods.prepare(sqlite)  # once more changes nothing
    elsewhere = Point(sqlite, add_point(sqlite, "Chốt Khác"))
    here, there = point.find(point.add(1)), elsewhere.find(elsewhere.add(2))
    assert here.key != there.key
    assert not set(here.kiosks) & set(there.kiosks)


def test_a_revoked_kiosk_is_named_no_more_and_learns_no_new_key(point: Point) -> None:
    one, stolen = point.add(1), point.add(2)
    before = point.find(one)
    revoke(point.database, stolen)
    after = point.find(one)
    assert point.tell(stolen) is None
    assert (after.kiosks, after.key == before.key) == ((one.public_key,), False)


def test_nobody_is_told_before_there_is_a_secret(sqlite: Database) -> None:
    point = Point(sqlite, add_point(sqlite))
    kiosk = point.add(1)
    assert point.tell(kiosk) is None
    assert list_all(sqlite) == []


def test_all_are_told_at_once(point: Point, sqlite: Database) -> None:
    kiosks = [point.add(seed) for seed in (1, 2)]
    assert sorted(list_all(sqlite)) == sorted(kiosk.kiosk_id for kiosk in kiosks)


def test_a_crowd_is_cut_and_the_asking_one_stays(point: Point) -> None:
    kiosks = [point.add(seed) for seed in range(1, MAX_KIOSKS + 3)]
    for kiosk in (kiosks[0], kiosks[-1]):
        told = point.find(kiosk)
        assert (len(told.kiosks), told.kiosks[0]) == (MAX_KIOSKS, kiosk.public_key)


def list_all(database: Database) -> list[str]:
    with database.reading() as connection:
        told = neighbourhoods.seal_for_all(connection, PROVINCE, NOW)
        return [kiosk_id for kiosk_id, _ in told]
