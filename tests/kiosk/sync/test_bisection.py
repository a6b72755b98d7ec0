"""An entry that the province can't take is found, left out, and holds up no other."""

import contextlib
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from kiosk.lane import Lane
from kiosk.place import Place, make_lane
from kiosk.protocol import batch
from kiosk.protocol.batch import SignedBatch
from kiosk.protocol.chain import ChainState
from kiosk.storage import attention, chain_check, entries, settings
from kiosk.storage.attention import Cause
from kiosk.storage.database import Database
from kiosk.sync import bisection
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.pace import START_ROWS
from kiosk.sync.reply import Reply
from kiosk.sync.sender import Sender
from kiosk.sync.transport import Transport
from kiosk.sync.uploader import Post
from province.ledger import senders
from province.ledger.database import open_database
from province.ledger.entry_tables import entries as ledger_entries
from province.ledger.tables import kiosks
from tests.backlog import fill
from tests.builders import a_card, a_payload
from tests.fakes import START, SteppedClock
from tests.kiosk.sync.fake_province import (
    Answer,
    FakeProvince,
    accept,
    make_reply,
    make_uploader,
    say,
)
from tests.provinces import Province

MALFORMED = b'{"status": 400, "reason": "malformed", "detail": "no batch"}'
DAY_S = 86_400


@pytest.fixture(autouse=True)
def make_stranger(database: Database) -> None:
    """Make the kiosk another than those of the other tests, as the province knows them."""
    with database.write() as connection:
        settings.make_identity(connection)


def make_problem(status: int, body: bytes = MALFORMED) -> Reply:
    return make_reply(body, status, "application/problem+json")


def holds(signed: SignedBatch, positions: Collection[int]) -> bool:
    first = signed.batch.first
    return any(first <= at < first + len(signed.batch.rows) for at in positions)


def turn_down(*positions: int, status: int = 400, body: bytes = MALFORMED) -> Answer:
    """Take every batch but those that hold an entry at one of `positions`."""

    def answer(province: FakeProvince, signed: SignedBatch) -> Reply:
        if holds(signed, positions):
            return make_problem(status, body)
        return accept(province, signed)

    return answer


def send_all(
    place: Place,
    province: FakeProvince,
    *,
    anew: bool = False,
    post: Post | None = None,
) -> list[FaultClass]:
    """Send until nothing is pending; return what stood in the way meanwhile."""
    uploader = make_uploader(place, post or province)
    met: list[FaultClass] = []
    while count(place)[0]:
        assert len(met) < 30, "never ends"
        sent = uploader.send(province.keys)
        if isinstance(sent, Fault):
            met.append(sent.fault_class)
        if anew:
            uploader = make_uploader(place, province)
    return met


def count(place: Place) -> tuple[int, int]:
    """Return how many are pending, and how many wait for a person."""
    with place.database.read() as connection:
        head = entries.read_head(connection)
    return head.pending, head.refused


def list_left_out(place: Place) -> list[tuple[int, str]]:
    with place.database.read() as connection:
        listed = attention.list_entries(connection)
    assert {one.cause for one in listed} <= {Cause.IN_THE_WAY}
    return [(one.position, one.word) for one in listed]


def retry(place: Place) -> int:
    with place.database.write() as connection:
        return attention.retry(connection, now_us=0, version="test")


@pytest.mark.parametrize("position", [1, 2, 700, START_ROWS, START_ROWS + 1, 1500])
def test_one_entry_is_found_wherever_it_is_and_all_others_go(
    place: Place, position: int
) -> None:
    fill(place.database, 1500)
    province = FakeProvince(answer=turn_down(position))
    assert send_all(place, province) == []
    assert list_left_out(place) == [(position, "malformed")]
    assert len(province.held) == 1499
    assert len(province.posted) < 60


@pytest.mark.parametrize(
    ("status", "body", "word"),
    [
        (413, b"", "http_413"),
        (400, MALFORMED, "malformed"),
        (422, b'{"reason": "broken_chain"}', "broken_chain"),
        (422, b'{"reason": "<b>Not a word of ours</b>"}', "http_422"),
        (400, b"<html>Bad request</html>", "http_400"),
    ],
)
def test_what_the_province_calls_it_is_kept(
    place: Place, lane: Lane, status: int, body: bytes, word: str
) -> None:
    for number in range(9):
        lane.present(a_payload(a_card(number)))
    province = FakeProvince(answer=turn_down(4, status=status, body=body))
    assert send_all(place, province) == []
    assert list_left_out(place) == [(4, word)]


def test_a_fault_of_the_server_must_come_three_times_before_entries_are_doubted(
    place: Place,
) -> None:
    """Also where each attempt is a process of its own."""
    fill(place.database, 40)
    province = FakeProvince(answer=turn_down(17, status=500, body=b""))
    met = send_all(place, province, anew=True)
    assert met[:2] == [FaultClass.SERVER] * 2
    assert list_left_out(place) == [(17, "http_500")]
    assert len(province.held) == 39


def test_a_server_that_fails_thrice_and_not_again_has_found_nothing(
    place: Place,
) -> None:
    fill(place.database, 40)
    answers = iter([make_problem(500)] * 3)
    province = FakeProvince(
        answer=lambda province, signed: next(answers, None) or accept(province, signed)
    )
    assert len(send_all(place, province)) <= 3
    assert count(place) == (0, 0)


@pytest.mark.parametrize("status", [400, 413, 422, 500, 502, 503])
def test_a_province_that_takes_nothing_has_every_entry_left_pending(
    place: Place, status: int
) -> None:
    fill(place.database, 30)
    province = FakeProvince(answer=say(status))
    uploader = make_uploader(place, province)
    for _ in range(6):
        assert isinstance(uploader.send(province.keys), Fault)
    assert count(place) == (30, 0)
    assert len(province.posted) <= 6 * 16
    province.answer = accept
    assert send_all(place, province) == []
    assert count(place) == (0, 0)


@pytest.mark.parametrize("status", [400, 413, 500])
def test_a_province_that_takes_empty_batches_only_has_every_entry_left_pending(
    place: Place, status: int
) -> None:
    """As one whose table of entries is broken: no entry is at fault."""
    fill(place.database, 30)
    province = FakeProvince(answer=turn_down(*range(1, 31), status=status))
    uploader = make_uploader(place, province)
    for _ in range(6):
        assert isinstance(uploader.send(province.keys), Fault)
    assert count(place) == (30, 0)


@pytest.mark.parametrize("anew", [False, True])
@pytest.mark.parametrize(
    "positions", [(1, 2, 3), tuple(range(5, 26)), tuple(range(2, 31, 3)), (1, 30)]
)
def test_many_such_entries_hold_up_no_other(
    place: Place,
    positions: tuple[int, ...],
    anew: bool,  # noqa: FBT001 - a case
) -> None:
    fill(place.database, 30)
    province = FakeProvince(answer=turn_down(*positions))
    uploader = make_uploader(place, province)
    while len(province.held) < 30 - len(positions):
        assert len(province.posted) < 1000, "never ends"
        uploader = make_uploader(place, province) if anew else uploader
        uploader.send(province.keys)
    assert sum(count(place)) == len(positions)


def test_two_that_are_tried_again_alone_are_left_out_again(place: Place) -> None:
    fill(place.database, 30)
    province = FakeProvince(answer=turn_down(3, 20))
    send_all(place, province)
    assert retry(place) == 2
    assert send_all(place, province) == []
    assert list_left_out(place) == [(3, "malformed"), (20, "malformed")]


def test_the_only_entry_there_is_is_left_out_once_an_empty_batch_is_taken(
    place: Place, lane: Lane
) -> None:
    lane.present(a_payload())
    province = FakeProvince(answer=turn_down(1, status=413))
    assert send_all(place, province) == []
    assert list_left_out(place) == [(1, "malformed")]
    assert province.sizes == [1, 0]


class PowerCutError(Exception):
    """The machine went off."""


@dataclass
class Cut:
    """Leads to a province until the power is cut, after an answer was given."""

    province: FakeProvince
    posts: int

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        reply = self.province.post(path, body, content_type)
        self.posts -= 1
        if not self.posts:
            raise PowerCutError
        return reply


def test_a_restart_in_the_middle_of_the_search_goes_on_with_what_is_left(
    place: Place,
) -> None:
    fill(place.database, 1000)
    province = FakeProvince(answer=turn_down(700, 701))
    for posts in range(1, 40):
        with contextlib.suppress(PowerCutError):
            send_all(place, province, post=Cut(province, posts))
    assert (list_left_out(place), len(province.held)) == (
        [(700, "malformed"), (701, "malformed")],
        998,
    )


@dataclass
class Gate:
    """Stands before a real province; turns down what holds an entry at one of `positions`."""

    transport: Post
    positions: set[int]
    status: int = 413

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        signed = batch.parse(body)
        assert isinstance(signed, SignedBatch)
        if holds(signed, self.positions):
            return make_problem(self.status)
        return self.transport.post(path, body, content_type)


@pytest.fixture
def gate(enrolled: Place, sender: Sender) -> Iterator[Gate]:
    """Return a proxy between the sender and its province that turns down the third entry."""
    assert enrolled.enrolment is not None
    with contextlib.closing(Transport(enrolled.enrolment.url)) as transport:
        made = Gate(transport=transport, positions={3})
        sender._uploader = make_uploader(enrolled, made)
        yield made


def present(place: Place, numbers: range) -> None:
    with make_lane(place) as lane:
        for number in numbers:
            lane.present(a_payload(a_card(number)))


def read_told(province: Province, place: Place) -> tuple[list[int], datetime]:
    """Return the positions in the ledger, and until when it knows all."""
    this = place.identity.kiosk_id
    with (
        contextlib.closing(open_database(province.data)) as ledger,
        ledger.reading() as reading,
    ):
        query = select(ledger_entries.c.position).order_by(ledger_entries.c.position)
        held = reading.scalars(query.where(senders.sent_by(ledger_entries, this))).all()
        told = select(kiosks.c.last_covered_until).where(kiosks.c.kiosk_id == this)
        return list(held), reading.execute(told).scalar_one()


def test_the_ledger_is_whole_up_to_the_gap_and_whole_once_that_is_filled(
    enrolled: Place,
    sender: Sender,
    gate: Gate,
    province: Province,
    clock: SteppedClock,
    stop: threading.Event,
) -> None:
    for number in range(8):
        clock.advance(60)
        present(enrolled, range(number, number + 1))
    report = sender.send_all(stop)
    assert (report.fault, report.pending, report.refused) == (FaultClass.NONE, 0, 1)
    held, until = read_told(province, enrolled)
    assert held == [1, 2, 4, 5, 6, 7, 8]
    assert until < START + timedelta(seconds=180)
    gate.positions.clear()
    clock.advance(DAY_S)
    assert sender.send_all(stop).refused == 0
    clock.advance(DAY_S)  # an empty batch of another day tells that nothing is left
    sender.send_all(stop)
    held, until = read_told(province, enrolled)
    assert (held, count(enrolled)) == (list(range(1, 9)), (0, 0))
    assert until > START + timedelta(days=1)


def test_every_head_is_countersigned_once_the_gap_is_filled(
    enrolled: Place, sender: Sender, gate: Gate, stop: threading.Event
) -> None:
    present(enrolled, range(8))
    sender.send_all(stop)
    gate.positions.clear()
    retry(enrolled)
    sender.send_all(stop)
    with enrolled.database.read() as connection:
        found = chain_check.check(connection, enrolled.identity)
    assert (found.state, found.countersigned) == (ChainState.OK, 8)


def test_it_is_tried_again_the_next_day_and_not_before(
    enrolled: Place,
    sender: Sender,
    gate: Gate,
    clock: SteppedClock,
    stop: threading.Event,
) -> None:
    present(enrolled, range(8))
    sender.send_all(stop)
    gate.positions.clear()
    clock.advance(DAY_S - 60)
    sender.send_all(stop)
    assert count(enrolled) == (0, 1)
    clock.advance(61)
    sender.send_all(stop)
    assert count(enrolled) == (0, 0)


def test_a_clock_that_was_set_back_puts_off_no_second_try(
    enrolled: Place,
    sender: Sender,
    gate: Gate,
    clock: SteppedClock,
    stop: threading.Event,
) -> None:
    present(enrolled, range(8))
    sender.send_all(stop)
    gate.positions.clear()
    clock.set_by(-400 * DAY_S)
    sender.send_all(stop)
    assert count(enrolled) == (0, 0)


def make_reply_of(status: int, retry_after_s: float | None = None) -> Reply:
    return Reply(
        status=status,
        content_type="application/problem+json",
        body=MALFORMED,
        date=None,
        retry_after_s=retry_after_s,
    )


@pytest.mark.parametrize("status", [200, 302, 401, 403, 404, 407, 408, 429, 511])
def test_an_answer_about_something_else_is_no_objection(status: int) -> None:
    assert bisection.read_objection(make_reply_of(status)) is None


def test_a_province_that_says_when_to_come_again_objects_to_no_entry() -> None:
    assert bisection.read_objection(make_reply_of(503, retry_after_s=30.0)) is None


def test_the_count_of_a_batch_begins_anew_with_another(place: Place) -> None:
    with place.database.write() as connection:
        times = [bisection.count_turned_down(connection, at) for at in (5, 5, 9, 5)]
        bisection.forget_turned_down(connection)
        times.append(bisection.count_turned_down(connection, 5))
    assert times == [1, 2, 1, 1, 1]
