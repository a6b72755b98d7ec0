"""The next batch is made while the last one is answered; it is what would have been made after."""

import threading
from collections.abc import Callable

import pytest

from kiosk.errors import StorageError
from kiosk.lane import Lane
from kiosk.place import Place
from kiosk.protocol.batch import Batch, Health, SignedBatch
from kiosk.sending import read_batch_health
from kiosk.storage import attention, entries, outbox, reader_faults
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.packing import Packer
from kiosk.sync.transport import Reply
from kiosk.sync.uploader import AHEAD_S, Sent, Uploader
from tests.backlog import fill
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.kiosk.sync.fake_province import Answer, FakeProvince, accept

TIMEOUT_S = 60
ENTRIES = 3500
"""Batches of 1,000, 2,000 and 500: the second is sent once it is known how quick the line is."""


def make_uploader(
    place: Place, province: FakeProvince, health: Callable[[int], Health] | None = None
) -> Uploader:
    return Uploader(
        place.database,
        place.identity,
        province,
        now=place.now,
        health=health or (lambda pending: read_batch_health(place, pending)),
    )


def make_packer(place: Place) -> Packer:
    return Packer(
        place.database,
        place.identity,
        now=place.now,
        health=lambda pending: read_batch_health(place, pending),
    )


def drain(uploader: Uploader, province: FakeProvince, times: int = 3) -> list[Batch]:
    """Send so many batches, each made ahead where that is done; return them."""
    for _ in range(times):
        assert isinstance(uploader.send(province.keys, makes_ahead=True), Sent)
    return province.batches


def once(place_in_row: int, act: Callable[[], Reply | Fault | None]) -> Answer:
    """Accept all, but do `act` first, and perhaps give its answer, at one batch (from 1)."""

    def answer(province: FakeProvince, signed: SignedBatch) -> Reply | Fault:
        is_it = len(province.posted) == place_in_row
        return (act() if is_it else None) or accept(province, signed)

    return answer


def count_pending(place: Place) -> int:
    with place.database.read() as connection:
        return entries.read_head(connection).pending


def test_the_next_batch_is_made_while_the_answer_is_awaited(place: Place) -> None:
    asked = threading.Semaphore(0)

    def tell(pending: int) -> Health:
        asked.release()
        return read_batch_health(place, pending)

    def wait() -> None:
        """Answer the second batch only when health was asked for the third."""
        for _ in range(3):
            assert asked.acquire(timeout=TIMEOUT_S)

    fill(place.database, ENTRIES)
    province = FakeProvince(answer=once(2, wait))
    drain(make_uploader(place, province, tell), province)
    assert province.sizes == [1000, 2000, 500]


def test_what_is_made_ahead_says_what_it_would_have_said_after(place: Place) -> None:
    fill(place.database, ENTRIES)
    province = FakeProvince(answer=accept)
    with place.database.read() as connection:
        whole = outbox.read_run(connection, limit=ENTRIES)
    made = drain(make_uploader(place, province), province)
    assert [one.sequence for one in made] == [1, 2, 3]
    assert [one.first for one in made] == [1, 1001, 3001]
    assert [one.health.pending for one in made] == [2500, 500, 0]
    assert tuple(row for one in made for row in one.rows) == whole.rows
    assert made[2].covered_until_us == made[2].sent_at_us
    assert count_pending(place) == 0


def test_what_is_on_its_way_is_no_gap_for_the_batch_behind_it(place: Place) -> None:
    fill(place.database, ENTRIES)
    packer = make_packer(place)
    first = packer.make(1000)
    ahead = packer.make_next(first, 1000)
    assert ahead is not None
    assert ahead.batch.covered_until_us == ahead.run.covered_until_us


def test_an_entry_left_out_before_all_is_a_gap_for_all(
    place: Place, clock: SteppedClock
) -> None:
    fill(place.database, ENTRIES)
    clock.advance(86_400)
    with place.database.write() as connection:
        attention.set_aside(connection, {1: "too_large"}, now_us=0, version="test")
    province = FakeProvince(answer=accept)
    made = drain(make_uploader(place, province), province)
    assert len({one.covered_until_us for one in made}) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(fault_class=FaultClass.TCP),
        Fault(fault_class=FaultClass.TCP, was_cut=True),
    ],
)
def test_a_fault_discards_what_was_made_ahead(place: Place, fault: Fault) -> None:
    fill(place.database, ENTRIES)
    province = FakeProvince(answer=once(2, lambda: fault))
    uploader = make_uploader(place, province)
    assert isinstance(uploader.send(province.keys, makes_ahead=True), Sent)
    assert uploader.send(province.keys, makes_ahead=True) is fault
    assert count_pending(place) == ENTRIES - 1000
    assert isinstance(uploader.send(province.keys, makes_ahead=True), Sent)
    assert [one.first for one in province.batches] == [1, 1001, 1001]
    assert [one.sequence for one in province.batches] == [1, 2, 2]


def test_what_was_made_too_long_ago_is_made_anew(
    place: Place, clock: SteppedClock
) -> None:
    """A batch tells the kiosk's time, and the province judges its clock by that."""

    def pass_time() -> None:
        clock.advance(2 * AHEAD_S)

    fill(place.database, ENTRIES)
    province = FakeProvince(answer=once(2, pass_time))
    made = drain(make_uploader(place, province), province)
    assert made[2].sent_at_us - made[1].sent_at_us == 2 * AHEAD_S * 1_000_000


def test_a_slow_line_has_nothing_made_ahead(place: Place, clock: SteppedClock) -> None:
    asked: list[int] = []

    def tell(pending: int) -> Health:
        asked.append(pending)
        return read_batch_health(place, pending)

    def pass_time() -> None:
        clock.advance(2 * AHEAD_S)

    fill(place.database, ENTRIES)
    province = FakeProvince(answer=once(1, pass_time))
    drain(make_uploader(place, province, tell), province, times=2)
    assert len(asked) == 2


def test_a_readers_faults_are_told_once_by_batches_made_ahead(place: Place) -> None:
    fill(place.database, ENTRIES)
    province = FakeProvince(answer=accept)
    uploader = make_uploader(place, province)
    drain(uploader, province, times=1)
    with place.database.write() as connection:
        reader_faults.note(connection, "serial:1")
    made = drain(uploader, province, times=2)
    assert [one.health.reader_faults for one in made] == [0, 1, 0]


def test_an_entry_that_comes_meanwhile_goes_with_a_batch_after(
    place: Place, lane: Lane
) -> None:
    fill(place.database, ENTRIES)

    def come() -> None:
        lane.present(a_payload(a_card(1)))

    province = FakeProvince(answer=once(3, come))
    drain(make_uploader(place, province), province, times=4)
    assert province.sizes == [1000, 2000, 500, 1]
    assert count_pending(place) == 0


def test_a_fault_of_the_disk_while_making_ahead_settles_what_is_on_its_way(
    place: Place,
) -> None:
    def fail(pending: int) -> Health:
        if pending == 0:
            raise StorageError("disk")
        return read_batch_health(place, pending)

    fill(place.database, ENTRIES)
    province = FakeProvince(answer=accept)
    uploader = make_uploader(place, province, fail)
    drain(uploader, province, times=2)
    assert count_pending(place) == 500


def test_nothing_is_made_ahead_where_nothing_stands_behind(
    place: Place, lane: Lane
) -> None:
    lane.present(a_payload(a_card(1)))
    packer = make_packer(place)
    assert packer.make_next(packer.make(1000), 1000) is None
