"""The neighbourhood in use is the newest that the province signed for this kiosk."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from kiosk.neighbours.register import fetch
from kiosk.place import Place
from kiosk.protocol import signature
from kiosk.protocol.neighbourhood import PATH, Neighbourhood, issue
from kiosk.roster import Roster
from kiosk.storage import neighbours, roster
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import Reply
from tests.fakes import START
from tests.lan import KEY, a_key
from tests.watch_lists import answer

PROVINCE = a_key(100)


@dataclass
class Shelf:
    """Gives one answer at one path."""

    path: str
    reply: Reply | Fault

    def get(self, path: str) -> Reply | Fault:
        assert path == self.path
        return self.reply


@pytest.fixture
def trusting(place: Place) -> Place:
    """Return a place that knows its province's keys."""
    head = Roster(
        version=1,
        issued_at=START,
        expires_at=START + timedelta(days=60),
        receipt_keys=(signature.get_public_bytes(PROVINCE),),
    )
    with place.database.write() as connection:
        roster.put(connection, head)
    return place


def tell(place: Place, issued_at: int, key: bytes = KEY) -> Shelf:
    mine = signature.get_public_bytes(place.identity.private_key)
    told = Neighbourhood(
        kiosk_id=place.identity.kiosk_id,
        issued_at=issued_at,
        key=key,
        kiosks=(mine,),
    )
    return give(place, answer(issue(told, PROVINCE, mine)))


def give(place: Place, reply: Reply | Fault) -> Shelf:
    return Shelf(f"{PATH}/{place.identity.kiosk_id}", reply)


def take(place: Place, shelf: Shelf) -> Neighbourhood | Fault:
    return fetch(shelf, place.database, place.identity)


def read_held(place: Place) -> Neighbourhood | None:
    with place.database.read() as connection:
        return neighbours.read(connection)


def test_what_the_province_tells_is_kept(trusting: Place) -> None:
    taken = take(trusting, tell(trusting, 7))
    assert isinstance(taken, Neighbourhood)
    assert read_held(trusting) == taken


def test_an_older_one_does_not_take_its_place(trusting: Place) -> None:
    newest = take(trusting, tell(trusting, 7))
    refused = take(trusting, tell(trusting, 6, b"o" * 32))
    assert isinstance(refused, Fault)
    assert read_held(trusting) == newest


def test_without_a_roster_nobody_is_believed(place: Place) -> None:
    refused = take(place, tell(place, 7))
    assert isinstance(refused, Fault)
    assert refused.fault_class is FaultClass.BAD_RECEIPT
    assert read_held(place) is None


def test_what_is_not_there_is_a_fault(trusting: Place) -> None:
    nothing = replace(answer(None), content_type="application/problem+json")
    assert isinstance(take(trusting, give(trusting, nothing)), Fault)
    fault = Fault(fault_class=FaultClass.NO_LINK)
    assert take(trusting, give(trusting, fault)) == fault
