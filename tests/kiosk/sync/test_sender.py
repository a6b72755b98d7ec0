"""The sender moves everything that is pending, and nothing that fails is lost."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from kiosk.clock import ClockState
from kiosk.demonstration.network import Network
from kiosk.errors import StorageError
from kiosk.place import Place, make_lane, open_place
from kiosk.presentation import Decided, Repeated
from kiosk.sending import make_sender
from kiosk.storage import entries, settings
from kiosk.storage.database import Database
from kiosk.sync import lease
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.link import Links, LinkWatch
from kiosk.sync.pace import START_ROWS
from kiosk.sync.reply import Reply
from kiosk.sync.sender import Sender, SyncReport
from kiosk.sync.watch import GoesOn, Progress
from province.ledger.database import open_database
from province.ledger.tables import batches
from tests.backlog import fill
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.guards import LogWatch
from tests.kiosk.sync.fake_province import make_uploader
from tests.provinces import Province


def present(place: Place, count: int) -> None:
    with make_lane(place) as lane:
        for number in range(count):
            lane.present(a_payload(a_card(number)))


def count_pending(database: Database) -> int:
    with database.read() as connection:
        return entries.read_head(connection).pending


@contextmanager
def behind(network: Network, place: Place, province: Province) -> Iterator[Sender]:
    """Send through a network that can be cut."""
    network.lead_to("127.0.0.1", int(province.url.rsplit(":", 1)[1]))
    enrolment = place.enrolment
    assert enrolment is not None
    moved = settings.Enrolment(
        **{name: getattr(enrolment, name) for name in enrolment.__struct_fields__}
        | {"url": network.url}
    )
    sender = make_sender(place, moved, lambda _: None)
    yield sender
    sender.close()


def test_everything_pending_is_sent_and_confirmed(
    enrolled: Place, sender: Sender, stop: threading.Event, province: Province
) -> None:
    before = province.count_entries()
    present(enrolled, 25)
    report = sender.send_all(stop)
    assert (report.sent, report.accepted, report.pending) == (25, 25, 0)
    assert province.count_entries() - before == 25


def test_sending_again_sends_nothing(
    enrolled: Place, sender: Sender, stop: threading.Event
) -> None:
    present(enrolled, 3)
    sender.send_all(stop)
    again = sender.send_all(stop)
    assert (again.sent, again.fault) == (0, FaultClass.NONE)


def test_a_receipt_lost_on_the_way_makes_duplicates_and_no_doubles(
    enrolled: Place, sender: Sender, stop: threading.Event, province: Province
) -> None:
    """What the province already has is sent again, as after a crash before settling."""
    before = province.count_entries()
    present(enrolled, 5)
    pending = enrolled.folder.database.with_name("before.db")
    with enrolled.database.read() as connection:
        connection.exec_driver_sql(f"ATTACH '{pending}' AS kept KEY ''")
        connection.exec_driver_sql("CREATE TABLE kept.outbox AS SELECT * FROM outbox")
    sender.send_all(stop)
    with enrolled.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO outbox SELECT * FROM kept.outbox")
        connection.exec_driver_sql("UPDATE head SET pending = 5")
    report = sender.send_all(stop)
    assert (report.accepted, report.duplicate, report.pending) == (0, 5, 0)
    assert province.count_entries() - before == 5


def test_a_first_contact_is_made_without_entries(
    sender: Sender, stop: threading.Event, reports: list[SyncReport]
) -> None:
    report = sender.send_all(stop)
    assert (report.sent, report.fault) == (0, FaultClass.NONE)
    assert len(reports) == 1


def test_the_provinces_date_tells_whether_the_clock_is_right(
    sender: Sender, stop: threading.Event
) -> None:
    """The tests' clock stands at a day that is not today."""
    assert sender.send_all(stop).clock is ClockState.DRIFTING


def test_a_cut_network_keeps_everything_pending(
    enrolled: Place, province: Province, stop: threading.Event, log_watch: LogWatch
) -> None:
    present(enrolled, 4)
    log_watch.expect("kiosk.sync.sender", "roster kept")
    with Network() as network, behind(network, enrolled, province) as sender:
        network.cut()
        report = sender.send_all(stop)
        assert (report.fault, report.pending) == (FaultClass.TCP, 4)
        network.mend()
        assert sender.send_all(stop).pending == 0


def test_beside_another_sender_it_is_busy(
    enrolled: Place, sender: Sender, stop: threading.Event, clock: SteppedClock
) -> None:
    with enrolled.database.write() as connection:
        now_us = int(clock().wall.timestamp() * 1_000_000)
        lease.take(connection, "somebody else", now_us)
    assert sender.send_all(stop).fault is FaultClass.BUSY


def test_a_fault_waits_longer_each_time_but_never_stops(
    enrolled: Place, province: Province, stop: threading.Event, log_watch: LogWatch
) -> None:
    present(enrolled, 1)
    log_watch.expect("kiosk.sync.sender", "roster kept")
    with Network() as network, behind(network, enrolled, province) as sender:
        network.cut()
        for _ in range(3):
            sender.send_all(stop)
        assert 0 <= sender._read_wait_s() <= 16.0


class Cable:
    """Stands for the machine's links: plugged in when it is told."""

    def __init__(self) -> None:
        self.is_in = threading.Event()

    def read(self) -> Links:
        return Links(carriers=frozenset({"eth0"} if self.is_in.is_set() else ()))


@pytest.mark.parametrize(
    ("fault", "is_sent"),
    [(FaultClass.NO_LINK, True), (FaultClass.TCP, True), (FaultClass.SERVER, False)],
)
def test_a_link_that_comes_ends_the_wait_for_one_and_no_other(
    enrolled: Place,
    sender: Sender,
    stop: threading.Event,
    fault: FaultClass,
    is_sent: bool,  # noqa: FBT001 - a case
) -> None:
    """The tests' clock stands still, so a wait never ends by itself."""
    present(enrolled, 1)
    cable = Cable()
    sender._links = LinkWatch(cable.read)
    sender._remember(SyncReport(fault=fault, retry_after_s=60.0))
    wake = threading.Event()
    thread = threading.Thread(target=sender.run, args=(stop, wake))
    thread.start()
    cable.is_in.set()
    sent = threading.Event()
    for _ in range(60):
        if not count_pending(enrolled.database) or sent.wait(0.05):
            break
    stop.set()
    wake.set()
    thread.join()
    assert (count_pending(enrolled.database) == 0) is is_sent


@pytest.mark.usefixtures("province")
def test_a_running_sender_takes_what_comes(
    enrolled: Place, sender: Sender, stop: threading.Event
) -> None:
    wake = threading.Event()
    thread = threading.Thread(target=sender.run, args=(stop, wake))
    thread.start()
    present(enrolled, 2)
    wake.set()
    ended = threading.Event()
    while count_pending(enrolled.database) and not ended.wait(0.05):
        pass
    stop.set()
    wake.set()
    thread.join()
    assert count_pending(enrolled.database) == 0


def test_a_kiosk_that_the_province_does_not_know_keeps_its_entries(
    enrolled: Place, stop: threading.Event
) -> None:
    present(enrolled, 2)
    with enrolled.database.write() as connection:
        settings.make_identity(connection)  # as after a disk was swapped
    with enrolled.database.read() as connection:
        stranger = settings.read_identity(connection)
    assert enrolled.enrolment is not None
    other = Place(
        folder=enrolled.folder,
        database=enrolled.database,
        identity=stranger,
        enrolment=enrolled.enrolment,
        now=enrolled.now,
    )
    unknown = make_sender(other, enrolled.enrolment, lambda _: None)
    report = unknown.send_all(stop)
    unknown.close()
    assert report.fault is FaultClass.UNAUTHORISED
    assert report.pending == 2


@pytest.mark.parametrize(("is_busy", "waits"), [(True, 2), (False, 0)])
def test_the_rest_of_a_backlog_gives_way_while_people_pass(
    enrolled: Place, *, is_busy: bool, waits: int
) -> None:
    assert enrolled.enrolment is not None
    fill(enrolled.database, 3 * START_ROWS + 1)  # 1,000, 2,000 and 1
    stop = Counted()
    with closing(
        make_sender(enrolled, enrolled.enrolment, lambda _: None, lambda: is_busy)
    ) as sender:
        report = sender.send_all(stop)
    assert (report.fault, report.pending) == (FaultClass.NONE, 0)
    assert len(stop.waited_s) == waits
    assert all(0 < one < 5 for one in stop.waited_s)


class Counted(threading.Event):
    """Is waited for no time, and remembers how long it would have been."""

    def __init__(self) -> None:
        super().__init__()
        self.waited_s: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waited_s.append(timeout or 0.0)
        return False


class Lists:
    """Stands for the watch list's fetching: does what each turn is to do."""

    def __init__(self, *turns: Callable[[GoesOn], Progress | Fault]) -> None:
        self._turns = list(turns)
        self.asked: list[str] = []

    def take(self, wanted: str, goes_on: GoesOn) -> Progress | Fault:
        self.asked.append(wanted)
        return self._turns.pop(0)(goes_on)


def be_whole(_: GoesOn) -> Progress:
    return Progress.WHOLE


def fail(_: GoesOn) -> Fault:
    return Fault(fault_class=FaultClass.TCP)


def fail_to_keep(_: GoesOn) -> Fault:
    raise StorageError("Watch list folder: full.")


def fetch_with(enrolled: Place, lists: Lists) -> Sender:
    assert enrolled.enrolment is not None
    made = make_sender(enrolled, enrolled.enrolment, lambda _: None)
    made._watch = lists
    return made


def test_what_the_gate_keeps_goes_before_the_rest_of_the_list(
    enrolled: Place, stop: threading.Event
) -> None:
    told: list[bool] = []

    def be_interrupted(goes_on: GoesOn) -> Progress:
        told.append(goes_on())
        present(enrolled, 2)
        told.append(goes_on())
        return Progress.PAUSED

    lists = Lists(be_interrupted, be_whole)
    with closing(fetch_with(enrolled, lists)) as sender:
        report = sender.send_all(stop)
    assert (told, report.sent, report.pending) == ([True, False], 2, 0)
    assert len(lists.asked) == 2


def test_a_whole_list_is_asked_for_again_with_the_next_roster(
    enrolled: Place, stop: threading.Event, clock: SteppedClock
) -> None:
    lists = Lists(be_whole, be_whole)
    with closing(fetch_with(enrolled, lists)) as sender:
        for wait_s in (0, 60, 3700):
            clock.advance(wait_s)
            sender.send_all(stop)
    assert len(lists.asked) == 2


@pytest.mark.parametrize("broken", [fail, fail_to_keep])
def test_a_list_that_does_not_come_stops_no_batch(
    enrolled: Place,
    stop: threading.Event,
    clock: SteppedClock,
    log_watch: LogWatch,
    broken: Callable[[GoesOn], Fault],
) -> None:
    log_watch.expect("kiosk.sync.sender", "watch list kept")
    lists = Lists(broken, be_whole)
    with closing(fetch_with(enrolled, lists)) as sender:
        assert sender.send_all(stop).fault is FaultClass.NONE
        assert len(lists.asked) == 1
        clock.advance(61)
        assert sender.send_all(stop).fault is FaultClass.NONE
    assert len(lists.asked) == 2


def test_a_sender_that_is_stopped_leaves_the_list_for_later(
    enrolled: Place, stop: threading.Event
) -> None:
    def be_stopped(goes_on: GoesOn) -> Progress:
        stop.set()
        return Progress.WHOLE if goes_on() else Progress.PAUSED

    lists = Lists(be_stopped)
    with closing(fetch_with(enrolled, lists)) as sender:
        sender.send_all(stop)
    assert len(lists.asked) == 1


SET_BY_S = (-5 * 3600, 5 * 3600, -20_000 * 86_400, 20_000 * 86_400)
"""Hours either way, and a battery that died."""


@pytest.mark.parametrize("seconds", SET_BY_S)
def test_a_clock_that_is_set_loses_and_reorders_nothing(
    enrolled: Place,
    sender: Sender,
    stop: threading.Event,
    province: Province,
    clock: SteppedClock,
    seconds: float,
) -> None:
    """The province puts every entry where it was, whatever the clock said."""
    clock.reboot(f"{seconds:+.0f}"[:8])
    made = []
    with make_lane(enrolled) as lane:
        for number in range(4):
            clock.advance(600)
            if number == 2:
                clock.set_by(seconds)
            decided = lane.present(a_payload(a_card(number)))
            assert isinstance(decided, Decided)
            made.append(decided.entry_id.bytes)
            assert isinstance(lane.present(a_payload(a_card(number))), Repeated)
    assert sender.send_all(stop).pending == 0
    placed = province.read_placed(made)
    assert [position for position, _ in placed] == [1, 2, 3, 4]
    steps = [then - before for (_, before), (_, then) in pairwise(placed)]
    assert steps == [timedelta(seconds=600)] * 3


def test_entries_say_that_the_clock_was_set_before_anyone_is_asked(
    enrolled: Place, sender: Sender, stop: threading.Event, clock: SteppedClock
) -> None:
    sender.send_all(stop)
    told = []
    again = open_place(enrolled.folder, enrolled.database, clock)
    with make_lane(again) as lane:
        for seconds in (0, -40_000_000, 80_000_000):
            clock.set_by(seconds)
            told.append(lane.judge_clock(clock()).value)
    assert told == ["drifting", "set_back", "drifting"]


def test_a_clock_set_back_puts_off_no_roster(
    sender: Sender, stop: threading.Event, clock: SteppedClock
) -> None:
    sender.send_all(stop)
    assert not sender._is_roster_due()
    clock.set_by(-5 * 3600)
    clock.advance(3601)
    assert sender._is_roster_due()


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize(
    ("waited_s", "set_by_s", "is_due"),
    [(3599, 0, False), (3601, 0, True), (60, -7200, True)],
)
def test_where_nobody_comes_the_kiosk_says_so_hourly(
    sender: Sender,
    stop: threading.Event,
    clock: SteppedClock,
    waited_s: float,
    set_by_s: float,
    is_due: bool,  # noqa: FBT001 - a case
) -> None:
    sender.send_all(stop)
    clock.advance(waited_s)
    clock.set_by(set_by_s)
    assert sender._is_due() is is_due


def test_after_days_without_network_the_first_batch_covers_all_of_them(
    enrolled: Place,
    province: Province,
    stop: threading.Event,
    clock: SteppedClock,
    log_watch: LogWatch,
) -> None:
    log_watch.expect("kiosk.sync.sender", "roster kept")
    with Network() as network, behind(network, enrolled, province) as sender:
        network.cut()
        for _ in range(3):
            clock.advance(86_400)
            assert sender.send_all(stop).fault is FaultClass.TCP
        network.mend()
        assert sender.send_all(stop).fault is FaultClass.NONE
    with closing(open_database(province.data)) as ledger, ledger.reading() as reading:
        newest = select(batches.c.count, batches.c.covered_until).where(
            batches.c.batch_id == select(func.max(batches.c.batch_id)).scalar_subquery()
        )
        assert reading.execute(newest).one() == (0, clock().wall)


@dataclass
class Busy:
    """A province that has no time."""

    asks_for_s: float

    def post(self, path: str, body: bytes, content_type: str) -> Reply:
        del path, body, content_type
        return Reply(
            status=429,
            content_type="application/problem+json",
            body=b"",
            date=None,
            retry_after_s=self.asks_for_s,
        )


@pytest.mark.parametrize(
    ("asked_s", "least_s", "most_s"),
    [(120.0, 120.0, 122.0), (1e9, 3000.0, 3600.0), (-5.0, 0.0, 2.0)],
)
def test_a_province_that_is_busy_is_left_alone_for_as_long_as_it_asked(
    enrolled: Place,
    sender: Sender,
    stop: threading.Event,
    asked_s: float,
    least_s: float,
    most_s: float,
) -> None:
    sender._uploader = make_uploader(enrolled, Busy(asked_s))
    assert sender.send_all(stop).fault is FaultClass.RATE_LIMITED
    assert least_s <= sender._read_wait_s() <= most_s


def test_a_clock_set_back_makes_no_wait_longer(
    sender: Sender, clock: SteppedClock
) -> None:
    sender._remember(SyncReport(fault=FaultClass.SERVER, retry_after_s=60.0))
    clock.set_by(-1800)
    assert sender._read_wait_s() <= 62.0
    clock.advance(62)
    assert sender._read_wait_s() <= 0
