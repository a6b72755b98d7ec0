"""Two gates of a point over real sockets, without a network beyond this machine."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest

from kiosk.decision import Outcome
from kiosk.lane import Lane
from kiosk.neighbours.conversation import Address
from kiosk.neighbours.mailbox import Mailbox
from kiosk.neighbours.neighbours import Neighbours
from kiosk.payload import Direction
from kiosk.place import Place, make_lane, open_place
from kiosk.presentation import Decided
from kiosk.protocol import signature
from kiosk.protocol.neighbourhood import Neighbourhood
from kiosk.reason import Reason
from kiosk.storage import neighbours
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.lan import KEY

LOOPBACK = "127.0.0.1"
WITHIN_S = 30.0
"""Far more than the second that it takes on a machine that is idle."""


@dataclass
class Street:
    """Everybody's addresses, as a search would find them."""

    addresses: list[Address] = field(default_factory=list)

    def search(self, tag: str, port: int) -> "Street":
        assert (bool(tag), port in {found for _, found in self.addresses}) == (
            True,
            True,
        )
        return self

    def renew(self) -> None:
        pass

    def list_found(self) -> list[Address]:
        return list(self.addresses)

    def close(self) -> None:
        pass


@dataclass
class Gate:
    """One kiosk: its lane, and who talks for it."""

    place: Place
    lane: Lane
    neighbours: Neighbours

    def present(self, number: int, direction: Direction = Direction.IN) -> Decided:
        payload = a_payload(a_card(number), direction=direction)
        presentation = self.lane.present(payload)
        self.neighbours.wake()
        assert isinstance(presentation, Decided)
        return presentation

    def knows(self, number: int) -> bool:
        local = self.lane.hash(f"001090{number:06d}".encode())
        self.neighbours.hearsay.note(f"001090{number:06d}", local)
        now = self.place.now()
        return self.neighbours.hearsay.find(local, now) is not None


@pytest.fixture
def gates(tmp_path: Path, clock: SteppedClock) -> Iterator[tuple[Gate, Gate]]:
    """Return two kiosks of one point that talk over loopback."""
    street = Street()
    with ExitStack() as stack:
        places = [
            open_gate(tmp_path / name, clock, stack) for name in ("first", "second")
        ]
        keys = tuple(
            signature.get_public_bytes(place.identity.private_key) for place in places
        )
        made = []
        for place in places:
            told = Neighbourhood(
                kiosk_id=place.identity.kiosk_id, issued_at=1, key=KEY, kiosks=keys
            )
            with place.database.write() as connection:
                neighbours.put(connection, told)
            mailbox = Mailbox(0, LOOPBACK)
            street.addresses.append((LOOPBACK, mailbox.port))
            talker = Neighbours(place, mailbox, street.search, asks=False)
            lane = stack.enter_context(make_lane(place))
            lane.neighbours = talker.hearsay
            made.append(Gate(place, lane, talker))
        for gate in made:
            gate.neighbours.start()
            stack.callback(gate.neighbours.stop)
        yield made[0], made[1]


def open_gate(path: Path, clock: SteppedClock, stack: ExitStack) -> Place:
    database = open_or_make(Folder(path), upgrade)
    stack.callback(database.close)
    return open_place(Folder(path), database, clock)


def wait(is_so: Callable[[], bool]) -> bool:
    until, pause = time.monotonic() + WITHIN_S, Event()
    while not is_so() and time.monotonic() < until:
        pause.wait(0.02)
    return is_so()


def test_who_is_in_at_one_gate_is_already_inside_at_the_other(
    gates: tuple[Gate, Gate], clock: SteppedClock
) -> None:
    first, second = gates
    assert first.present(7).decision.outcome is Outcome.ALLOW
    assert wait(lambda: second.knows(7))
    clock.advance(5)
    decision = second.present(7).decision
    assert decision.reasons == (Reason.ALREADY_INSIDE,)
    assert decision.seen is not None
    assert (decision.seen.gate, decision.seen.is_heard) == ("A", True)


def test_who_came_in_at_one_gate_goes_out_at_the_other_and_comes_in_again(
    gates: tuple[Gate, Gate], clock: SteppedClock
) -> None:
    first, second = gates
    first.present(7)
    assert wait(lambda: second.knows(7))
    clock.advance(5)
    assert second.present(7, Direction.OUT).decision.outcome is Outcome.ALLOW
    assert wait(lambda: first.knows(7))
    clock.advance(5)
    assert first.present(7).decision.outcome is Outcome.ALLOW


def test_a_void_at_one_gate_is_heard_at_the_other(
    gates: tuple[Gate, Gate], clock: SteppedClock
) -> None:
    first, second = gates
    entry_id = first.present(7).entry_id
    assert wait(lambda: second.knows(7))
    first.lane.void(entry_id, "slip")
    assert wait(lambda: not second.knows(7))
    clock.advance(5)
    assert second.present(7).decision.outcome is Outcome.ALLOW


def test_another_key_of_the_point_is_taken_into_use(gates: tuple[Gate, Gate]) -> None:
    first, second = gates
    first.present(7)
    assert wait(lambda: second.knows(7))
    for gate in gates:
        with gate.place.database.write() as connection:
            held = neighbours.read(connection)
            assert held is not None
            told = Neighbourhood(
                kiosk_id=held.kiosk_id, issued_at=2, key=b"o" * 32, kiosks=held.kiosks
            )
            neighbours.put(connection, told)
    first.neighbours._finds.set()
    second.neighbours._finds.set()
    assert wait(lambda: second.neighbours.hearsay.names.key == b"o" * 32)
    assert wait(lambda: second.knows(7))
