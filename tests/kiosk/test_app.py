"""The road: what readers read becomes decided, durable, told and sent."""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import msgspec
import pytest

from kiosk.app import QUEUE_PAYLOADS, Event, Road
from kiosk.clock import system_clock
from kiosk.demonstration.network import Network
from kiosk.desk import Reception
from kiosk.disk import DiskState
from kiosk.errors import StorageCause
from kiosk.health import Health, InOrder, Link, OutOfOrder
from kiosk.neighbours.conversation import Address
from kiosk.neighbours.mailbox import Mailbox
from kiosk.neighbours.neighbours import Neighbours
from kiosk.order import BUG, CANT_KEEP, FAULT_CODES
from kiosk.payload import Payload
from kiosk.place import Place, make_lane, open_place
from kiosk.presentation import Decided, Repeated
from kiosk.reason import Reason
from kiosk.reception import CheckedIn, Form
from kiosk.roster import Roster, RosterState
from kiosk.scanner.reader import Reader, ReaderReport, ReaderState
from kiosk.storage import (
    checkpoints,
    entries,
    given_keys,
    papers,
    reader_faults,
    reserve,
    roster,
    settings,
)
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.reserve import ReserveState
from kiosk.storage.settings import Enrolment
from kiosk.sync import enrolment, lease
from kiosk.sync.fault import FaultClass
from kiosk.sync.sender import SyncReport
from tests.builders import a_card, a_payload
from tests.fakes import START, SteppedClock
from tests.guards import LogWatch
from tests.provinces import Province, serve

PATIENCE_S = 10.0
FULL = FAULT_CODES[StorageCause.FULL]


class CardReader:
    """Emits what it is given, once, then waits like a reader nobody uses."""

    name = "cards"

    def __init__(self, *payloads: Payload) -> None:
        self._payloads = payloads

    def run(
        self,
        emit: Callable[[Payload], None],
        report: Callable[[ReaderReport], None],
        stop: threading.Event,
    ) -> None:
        report(ReaderReport(reader=self.name, state=ReaderState.READING))
        for payload in self._payloads:
            emit(payload)
        stop.wait()


class BrokenReader(CardReader):
    """Has a bug."""

    name = "broken"

    def run(
        self,
        emit: Callable[[Payload], None],
        report: Callable[[ReaderReport], None],
        stop: threading.Event,
    ) -> None:
        raise ZeroDivisionError(str((emit, report, stop)))


class LooseReader(CardReader):
    """Is lost, comes back, and is lost again; says so more than once."""

    name = "loose"

    def run(
        self,
        emit: Callable[[Payload], None],
        report: Callable[[ReaderReport], None],
        stop: threading.Event,
    ) -> None:
        del emit
        lost, back = ReaderState.MISSING, ReaderState.READING
        for state in (lost, lost, back, lost):
            report(ReaderReport(reader=self.name, state=state))
        stop.wait()


class Told:
    """What a road told, to be waited for."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._queue: queue.Queue[Event] = queue.Queue()

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self._queue.put(event)

    def until(self, is_it: Callable[[Event], bool]) -> Event:
        """Return the next event that `is_it`; raise queue.Empty where none comes."""
        while not is_it(event := self._queue.get(timeout=PATIENCE_S)):
            pass
        return event

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]


@contextmanager
def running(
    place: Place, readers: Sequence[Reader] = (), *, sync: bool = False
) -> Iterator[tuple[Road, Told]]:
    road, told = Road(place, readers, sync=sync), Told()
    road.start(told)
    road.follow()
    try:
        yield road, told
    finally:
        road.stop()


def is_decided(event: Event) -> bool:
    return isinstance(event, Decided)


def is_fault(event: Event) -> bool:
    return isinstance(event, OutOfOrder)


def reads(link: Link, pending: int) -> Callable[[Event], bool]:
    def is_it(event: Event) -> bool:
        return isinstance(event, Health) and (event.link, event.pending) == (
            link,
            pending,
        )

    return is_it


def becomes_idle(road: Road) -> bool:
    """Say whether the road is idle soon: the lane tells of a decision just before."""
    pause = threading.Event()
    return any(road.is_idle(0.0) or pause.wait(0.01) for _ in range(500))


def count_entries(database: Database) -> int:
    with database.read() as connection:
        return entries.read_head(connection).position


def fill_disk(database: Database) -> None:
    """Let every entry fail from now on, as on a full disk."""
    with database.write() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON entries "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )


def test_what_is_read_is_told_once_it_is_kept(place: Place) -> None:
    kept: list[int] = []

    def listen(event: Event) -> None:
        if isinstance(event, Decided):
            kept.append(count_entries(place.database))

    road = Road(place, [CardReader(a_payload(a_card(1)), a_payload(a_card(2)))])
    road.start(listen)
    road.follow()
    road.stop()
    assert kept[0] >= 1
    assert kept[-1] == 2


def test_a_shift_that_ends_leaves_a_checkpoint(place: Place) -> None:
    with running(place) as (road, told):
        road.submit(a_payload())
        told.until(is_decided)
    with place.database.read() as connection:
        noted = checkpoints.read_last(connection)
    assert noted is not None
    assert (noted.occasion, noted.position) == ("shift", 1)


def test_stopping_still_decides_what_was_read(place: Place) -> None:
    cards = [a_payload(a_card(number)) for number in range(50)]
    with running(place, [CardReader(*cards)]) as (_, told):
        told.until(lambda event: isinstance(event, ReaderReport))
    assert len(told.of(Decided)) == 50
    assert count_entries(place.database) == 50


def test_a_repeat_is_told_and_makes_no_entry(place: Place) -> None:
    with running(place) as (road, told):
        road.submit(a_payload())
        road.submit(a_payload())
        told.until(lambda event: isinstance(event, Repeated))
    assert count_entries(place.database) == 1


def test_what_can_not_be_kept_is_one_fault_and_no_decision(place: Place) -> None:
    fill_disk(place.database)
    with running(place) as (road, told):
        for number in range(5):
            road.submit(a_payload(a_card(number)))
        told.until(is_fault)
    (fault,) = told.of(OutOfOrder)
    assert isinstance(fault, OutOfOrder)
    assert (fault.code, "Free space" in fault.sentence) == (FULL, True)
    assert told.of(Decided) == []


def test_the_gate_comes_back_by_itself_once_entries_can_be_kept(place: Place) -> None:
    away = place.database.path.with_name("away.db")
    with running(place) as (road, told):
        told.until(lambda event: isinstance(event, Health))
        place.database.path.rename(away)
        road.submit(a_payload(a_card(1)))
        told.until(is_fault)
        away.rename(place.database.path)
        told.until(lambda event: isinstance(event, InOrder))
        road.submit(a_payload(a_card(2)))
        told.until(is_decided)
    assert (road.fault, count_entries(place.database)) == (None, 1)


def test_a_disk_that_lives_on_its_reserve_is_told(place: Place) -> None:
    path = reserve.find_reserve(place.database.path)
    reserve.keep(path)
    reserve.give(path)
    with running(place) as (_, told):
        health = told.until(
            lambda event: (
                isinstance(event, Health) and event.room.state is DiskState.RESERVE
            )
        )
    assert isinstance(health, Health)
    assert health.room.days is None


def test_a_kiosk_that_runs_keeps_a_reserve(place: Place) -> None:
    path = reserve.find_reserve(place.database.path)
    road, told = Road(place, [], sync=False, keeps_reserve=True), Told()
    road.start(told)
    road.follow()
    pause = threading.Event()
    made = (
        reserve.look(path) is ReserveState.WHOLE or pause.wait(0.01) for _ in range(500)
    )
    is_made = any(made)
    road.stop()
    assert is_made


def test_a_bug_in_a_reader_is_told_and_the_others_read_on(
    place: Place, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.app", "broken ended by a bug")
    with running(place, [BrokenReader()]) as (road, told):
        told.until(is_fault)
        road.submit(a_payload())
        told.until(is_decided)
    assert told.of(OutOfOrder) == [
        OutOfOrder(code=BUG, sentence="broken: ZeroDivisionError")
    ]


def test_a_bug_in_the_lane_does_not_hold_up_readers_for_ever(
    place: Place, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.app", "lane ended by a bug")
    told = Told()

    def listen(event: Event) -> None:
        told(event)
        if isinstance(event, Decided):
            raise ZeroDivisionError

    flood = [a_payload()] * (QUEUE_PAYLOADS + 2)
    road = Road(place, [CardReader(*flood)])
    road.start(listen)
    road.follow()
    told.until(is_fault)
    road.stop()
    assert road.fault == OutOfOrder(code=BUG, sentence="lane: ZeroDivisionError")


def test_each_time_a_reader_is_lost_is_counted_once(place: Place) -> None:
    with running(place, [LooseReader()]) as (road, _):
        assert becomes_idle(road)
    with place.database.read() as connection:
        assert reader_faults.read(connection) == {"loose": 2}


def test_a_reader_is_lost_also_where_that_can_not_be_counted(place: Place) -> None:
    fill_disk(place.database)
    with running(place, [LooseReader(), CardReader()]) as (road, told):
        assert becomes_idle(road)
    assert len(told.of(ReaderReport)) == 5


def test_a_road_is_ready_once_every_reader_has_reported(place: Place) -> None:
    road = Road(place, [CardReader()])
    assert not road.is_ready()
    road.start(told := Told())
    road.follow()
    told.until(lambda event: isinstance(event, ReaderReport))
    road.stop()
    assert road.is_ready()


def test_a_road_is_idle_once_nothing_is_read_for_long_enough(place: Place) -> None:
    with running(place) as (road, told):
        road.submit(a_payload())
        assert not road.is_idle(60.0)
        told.until(is_decided)
        assert becomes_idle(road)
        assert not road.is_idle(60.0)


def test_a_decision_wakes_the_sender(place: Place) -> None:
    """Without it an entry would wait until the sender looks by itself."""
    with running(place) as (road, told):
        told.until(lambda event: isinstance(event, Health))
        assert not road._wake.is_set()
        road.submit(a_payload())
        assert road._wake.wait(PATIENCE_S)


def test_a_road_gives_every_lane_its_neighbours_and_tells_them(place: Place) -> None:
    mailbox = Mailbox(0, "127.0.0.1")
    neighbours = Neighbours(place, mailbox, Nobody, asks=False)
    road, told = Road(place, [], sync=False, neighbours=neighbours), Told()
    road.start(told)
    road.follow()
    with road.desk():
        road.submit(a_payload())
        told.until(is_decided)
        heard = [lane.neighbours for lane in road._lanes]
    road.stop()
    assert len(heard) >= 2
    assert all(one is neighbours.hearsay for one in heard)
    assert neighbours._threads != []


class Nobody:
    """Finds no kiosk on any LAN."""

    def __init__(self, tag: str, port: int) -> None:
        self.asked = (tag, port)

    def renew(self) -> None:
        """Announce nothing."""

    def list_found(self) -> list[Address]:
        return []

    def close(self) -> None:
        """Say nothing."""


class PlayingReader(CardReader):
    """Plays something, and has nothing to emit yet."""

    name = "playing"
    is_playing = True


def test_a_road_is_not_idle_while_a_recording_plays(place: Place) -> None:
    reader = PlayingReader()
    road = Road(place, [reader])
    during = road.is_idle(0.0)
    reader.is_playing = False
    assert (during, road.is_idle(0.0)) == (False, True)


def test_a_road_is_not_idle_while_a_payload_waits(place: Place) -> None:
    road = Road(place, [])
    assert road.is_idle(0.0)
    road.submit(a_payload())
    assert not road.is_idle(0.0)


def test_a_road_is_not_idle_while_entries_can_be_sent(place: Place) -> None:
    with make_lane(place) as lane:
        lane.present(a_payload())
    road = Road(
        msgspec.structs.replace(place, enrolment=an_enrolment("http://127.0.0.1:1")), []
    )
    assert not road.is_idle(0.0)
    road.upkeep.contact.last_report = SyncReport(pending=1, fault=FaultClass.TCP)
    assert road.is_idle(0.0)


def test_health_counts_what_is_pending_and_refused(place: Place) -> None:
    with running(place) as (road, told):
        first = told.until(lambda event: isinstance(event, Health))
        with place.database.write() as connection:
            connection.exec_driver_sql("UPDATE head SET refused = 7")
        road.submit(a_payload())
        told.until(is_decided)
        then = told.until(lambda event: isinstance(event, Health))
    assert first == Health(
        link=Link.UNKNOWN,
        pending=0,
        refused=0,
        roster_state=RosterState.NONE,
        point_name="",
    )
    assert isinstance(then, Health)
    assert (then.pending, then.refused) == (1, 7)


def test_what_a_desk_keeps_is_told_and_pending(place: Place) -> None:
    with running(place) as (road, told), road.desk() as desk:
        told.until(lambda event: isinstance(event, Health))
        answer = desk.check_in(Form(name="Lê Văn Giả", document="", fields={}))
        then = told.until(lambda event: isinstance(event, Health))
    assert isinstance(answer, CheckedIn)
    assert isinstance(then, Health)
    assert (then.pending, told.of(Decided)) == (1, [])


def test_a_desks_readers_hand_their_payloads_to_the_desk(place: Place) -> None:
    taken: queue.Queue[Payload] = queue.Queue()
    road = Road(place, [CardReader(a_payload())])
    road.start(Told(), taken.put)
    road.follow()
    assert taken.get(timeout=PATIENCE_S) == a_payload()
    road.stop()
    assert count_entries(place.database) == 0


def test_visits_of_days_missed_are_closed_at_the_start(
    place: Place, desk: Reception, clock: SteppedClock
) -> None:
    desk.check_in(Form(name="Lê Văn Giả", document="", fields={}))
    clock.advance(48 * 3600)
    with running(place) as (_, told):
        told.until(lambda event: isinstance(event, Health) and event.pending == 2)
    assert desk.count_inside() == 0


def test_visits_are_closed_at_the_hour_that_is_set(
    place: Place, desk: Reception, clock: SteppedClock
) -> None:
    desk.check_in(Form(name="Lê Văn Giả", document="", fields={}))
    clock.advance(11 * 3600)
    road, told = Road(place, [], sync=False, night_hour=19), Told()
    road.start(told)
    road.follow()
    told.until(lambda event: isinstance(event, Health) and event.pending == 2)
    road.stop()
    assert desk.count_inside() == 0


def test_without_a_night_hour_visits_stay_and_old_papers_go(
    place: Place, desk: Reception, clock: SteppedClock
) -> None:
    desk.check_in(Form(name="Lê Văn Giả", document="", fields={}))
    paper, _ = papers.make_file(place.folder.papers, "badge")
    clock.advance(20 * 365 * 86_400)
    road = Road(place, [], sync=False, night_hour=None)
    assert road.upkeep._do_nightly(desk, clock().wall)
    assert (paper.exists(), desk.count_inside()) == (False, 1)


def test_a_night_rule_that_can_not_write_is_a_fault(
    place: Place, desk: Reception, clock: SteppedClock
) -> None:
    desk.check_in(Form(name="Lê Văn Giả", document="", fields={}))
    clock.advance(48 * 3600)
    fill_disk(place.database)
    with running(place) as (_, told):
        fault = told.until(is_fault)
    assert isinstance(fault, OutOfOrder)
    assert (fault.code, desk.count_inside()) == (FULL, 1)


def test_a_kiosk_that_is_not_enrolled_sends_nothing(place: Place) -> None:
    with running(place, sync=True) as (road, told):
        road.submit(a_payload())
        told.until(is_decided)
        names = {thread.name for thread in threading.enumerate()}
        assert ("lane" in names, "sender" in names) == (True, False)
        assert becomes_idle(road)


def test_beside_another_sender_the_link_is_not_called_offline(place: Place) -> None:
    with place.database.write() as connection:
        now_us = int(place.now().wall.timestamp() * 1_000_000)
        lease.take(connection, "somebody else", now_us)
    enrolled = msgspec.structs.replace(
        place, enrolment=an_enrolment("http://127.0.0.1:1")
    )
    with running(enrolled, sync=True) as (road, told):
        told.until(lambda _: road.upkeep.contact.last_report is not None)
        last = told.until(lambda event: isinstance(event, Health))
    assert isinstance(last, Health)
    assert last.link is Link.UNKNOWN


def test_a_sender_that_the_disk_stops_does_not_stop_the_gate(
    place: Place, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.upkeep", "sending stopped: Roster folder")
    place.folder.roster.write_bytes(b"a file in its place")
    enrolled = msgspec.structs.replace(
        place, enrolment=an_enrolment("http://127.0.0.1:1")
    )
    pause = threading.Event()
    with running(enrolled, sync=True) as (road, told):
        assert any(log_watch.records or pause.wait(0.01) for _ in range(500))
        road.submit(a_payload())
        told.until(is_decided)
    assert road.fault is None


def test_a_database_that_can_not_be_read_is_a_fault_at_once(place: Place) -> None:
    with place.database.write() as connection:
        connection.exec_driver_sql("DROP TABLE head")
    with running(place) as (_, told):
        fault = told.until(is_fault)
    assert isinstance(fault, OutOfOrder)
    assert (fault.code, "no such table" in fault.sentence) == (CANT_KEEP, True)


def an_enrolment(url: str) -> Enrolment:
    return Enrolment(
        token=bytes(16),
        url=url,
        root=b"{}",
        point="1",
        point_name="Chốt Thử",
        gate="A",
        province="Tỉnh Thử",
    )


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """Run a province for the tests of this module."""
    with serve(tmp_path_factory.mktemp("province") / "data") as served:
        yield served


@pytest.fixture
def network(province: Province) -> Iterator[Network]:
    """Return a network to the province that can be cut."""
    with Network() as relay:
        relay.lead_to("127.0.0.1", int(province.url.rsplit(":", 1)[1]))
        yield relay


@pytest.fixture
def enrolled(
    province: Province, network: Network, folder: Folder, database: Database
) -> Place:
    """Return the place of a kiosk whose province is behind `network`."""
    code = enrolment.read_code(province.make_code(province.add_point("Chốt Bắc")))
    enrolment.enrol(database, folder, code, "test")
    place = open_place(folder, database, system_clock())
    assert place.enrolment is not None
    names = Enrolment.__struct_fields__
    moved = {name: getattr(place.enrolment, name) for name in names}
    return msgspec.structs.replace(
        place, enrolment=Enrolment(**moved | {"url": network.url})
    )


def test_entries_are_confirmed_while_online_and_kept_while_offline(
    enrolled: Place, network: Network, province: Province
) -> None:
    with running(enrolled, sync=True) as (road, told):
        told.until(reads(Link.ONLINE, 0))
        road.submit(a_payload(a_card(1)))
        told.until(reads(Link.ONLINE, 1))
        told.until(reads(Link.ONLINE, 0))
        network.cut()
        road.submit(a_payload(a_card(2)))
        told.until(reads(Link.OFFLINE, 1))
        assert becomes_idle(road)
    assert province.count_entries() == 1


def test_health_names_the_point_and_the_roster(enrolled: Place) -> None:
    with running(enrolled) as (_, told):
        health = told.until(lambda event: isinstance(event, Health))
    assert isinstance(health, Health)
    assert (health.point_name, health.roster_state) == ("Chốt Bắc", RosterState.FRESH)


def test_an_identity_outlives_the_opening(
    place: Place, clock: SteppedClock, database: Database
) -> None:
    with database.write() as connection:
        settings.put_enrolment(connection, an_enrolment("http://127.0.0.1:1"))
    again = open_place(place.folder, database, clock)
    assert again.identity.kiosk_id == place.identity.kiosk_id
    assert again.enrolment == an_enrolment("http://127.0.0.1:1")


def test_a_running_kiosk_decides_by_new_rules_without_a_stop(
    place: Place,
) -> None:
    head = Roster(version=1, issued_at=START, expires_at=START + timedelta(days=1))
    with running(place) as (road, told):
        desk = road.desk()
        with place.database.write() as connection:
            strict = b'{"version": 9, "default": {"accepted": ["bhyt"]}}'
            roster.put(connection, head, {"policy.json": strict})
        road.upkeep._renew_rules()
        road.submit(a_payload())
        decided = told.until(is_decided)
        assert desk._lane.rules.policy.version == 9
    assert isinstance(decided, Decided)
    assert decided.decision.reasons == (Reason.KIND_NOT_ACCEPTED,)


def test_upkeep_looks_for_new_rules_by_itself(place: Place) -> None:
    with running(place) as (road, _):
        with place.database.write() as connection:
            given_keys.add_opening(connection, bytes(32))
        pause = threading.Event()
        taken = (
            bool(road._lane.rules.trust.opening_keys) or pause.wait(0.05)
            for _ in range(200)
        )
        assert any(taken)


def test_a_clock_set_forward_ends_nobodys_visit(
    place: Place, clock: SteppedClock
) -> None:
    road = Road(place, [])
    before = road.upkeep._find_due()
    clock.set_by(12 * 3600)
    assert (before is None, road.upkeep._find_due()) == (False, None)
    clock.advance(86_400)
    assert road.upkeep._find_due() is not None


def test_what_runs_beside_the_road_ends_with_it(place: Place) -> None:
    seen: list[str] = []

    def wait(stop: threading.Event) -> None:
        stop.wait()
        seen.append(threading.current_thread().name)

    road = Road(place, [], sync=False, beside=lambda: {"backup": wait})
    road.start(Told())
    road.follow()
    road.stop()
    assert seen == ["backup"]
