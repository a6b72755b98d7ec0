"""The outbox of a real kiosk, as the page about sending asks for it."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from kiosk.lane import Lane
from kiosk.place import Place
from kiosk.storage import attention, entries
from kiosk.storage.attention import Cause
from kiosk.storage.tables import HEAD, OUTBOX
from kiosk.sync import waiting
from kiosk.sync.fault import FaultClass
from kiosk.ui.sending_calls import MOST_STUCK, ResendCall, SendingCall, SendNowCall
from kiosk.ui.sending_desk import send
from kiosk.version import VERSION
from tests.backlog import fill
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock


@pytest.fixture
def stuck(place: Place, lane: Lane) -> Place:
    """Return the place of a kiosk with three entries: one refused, one in the way."""
    for number in (1, 2, 3):
        lane.present(a_payload(a_card(number)))
    refuse(place, 1, "future")
    with place.database.write() as connection:
        attention.set_aside(connection, {2: "too_large"}, now_us=0, version=VERSION)
    return place


def refuse(place: Place, position: int, reason: str) -> None:
    with place.database.write() as connection:
        entries.fold(connection)
        connection.execute(
            update(OUTBOX)
            .where(OUTBOX.c.position == position)
            .values(state=entries.REFUSED, reason=reason)
        )
        connection.execute(
            update(HEAD).values(pending=HEAD.c.pending - 1, refused=HEAD.c.refused + 1)
        )


def test_what_waits_and_what_needs_attention_is_counted(stuck: Place) -> None:
    found = send(stuck, SendingCall())
    assert (found.pending, found.attention, found.put_back) == (1, 2, None)
    assert [(one.cause, one.word) for one in found.stuck] == [
        (Cause.FUTURE, "future"),
        (Cause.IN_THE_WAY, "too_large"),
    ]


def test_nobodys_number_is_told_whole(stuck: Place) -> None:
    one, _ = send(stuck, SendingCall()).stuck
    assert one.kind == "cccd"
    assert one.number.startswith("•••• ")
    assert len(one.number) == 9


def test_a_wait_is_told_and_ended_by_a_person(
    stuck: Place, clock: SteppedClock
) -> None:
    wait = waiting.begin(clock(), 240.0, faults=5, fault="dns", detail="")
    with stuck.database.write() as connection:
        waiting.put(connection, wait)
    clock.advance(40)
    found = send(stuck, SendingCall())
    assert (found.fault, found.faults, found.left_s) == (FaultClass.DNS, 5, 200.0)
    now = send(stuck, SendNowCall())
    assert (now.fault, now.left_s, now.put_back) == (FaultClass.NONE, 0.0, 1)
    assert [one.cause for one in now.stuck] == [Cause.FUTURE]


def test_one_is_put_back_and_the_other_stays(stuck: Place) -> None:
    first, second = send(stuck, SendingCall()).stuck
    found = send(stuck, ResendCall(entry_id=first.entry_id))
    assert (found.put_back, found.pending, found.stuck) == (1, 2, (second,))


def test_all_are_put_back(stuck: Place) -> None:
    found = send(stuck, ResendCall())
    assert (found.put_back, found.pending, found.attention) == (2, 3, 0)


def test_where_nothing_is_stuck_nothing_is_put_back(place: Place) -> None:
    assert send(place, SendNowCall()) == replace(
        send(place, SendingCall()), put_back=None
    )
    assert send(place, ResendCall()).put_back == 0


def test_of_very_many_the_oldest_are_listed_and_all_are_counted(place: Place) -> None:
    fill(place.database, MOST_STUCK + 2)
    aside = dict.fromkeys(range(1, MOST_STUCK + 3), "malformed")
    with place.database.write() as connection:
        attention.set_aside(connection, aside, now_us=0, version=VERSION)
    found = send(place, SendingCall())
    assert (len(found.stuck), found.attention) == (MOST_STUCK, MOST_STUCK + 2)
