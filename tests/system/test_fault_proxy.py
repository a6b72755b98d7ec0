"""Whatever a network does to a batch or its receipt, kiosk and province end alike."""

import itertools
import random
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import select

from kiosk.place import Place, make_lane, open_place
from kiosk.protocol.batch import Health
from kiosk.storage import entries, roster
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.storage.tables import ENTRIES
from kiosk.sync import enrolment
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import Transport
from kiosk.sync.uploader import Sent, Uploader
from province.ledger import senders
from province.ledger.database import open_database
from province.ledger.entry_tables import entries as ledger_entries
from tests.authorities import make_authority
from tests.backlog import fill
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.faulty import GOOD, FaultyProxy, Plan, Trouble, always, in_turn
from tests.provinces import Province

MOST_TRIES = 500
SOAK_SEEDS = 1000
ANSWER_BYTES = 600
"""Of about two batches, whose receipts say no more than that all is there."""

CARDS = itertools.count()
"""No card is shown twice."""


@pytest.fixture(scope="module")
def place(
    province: Province, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """Return a kiosk for all tests of this file; each leaves nothing pending."""
    folder = Folder(tmp_path_factory.mktemp("point") / "kiosk")
    database = open_or_make(folder, upgrade)
    code = enrolment.read_code(province.make_code(province.add_point()))
    enrolment.enrol(database, folder, code, "test")
    yield open_place(folder, database, SteppedClock())
    database.close()


@pytest.fixture
def proxy(province: Province) -> Iterator[FaultyProxy]:
    """Return a proxy to the province that does nothing yet."""
    with FaultyProxy(int(province.url.rsplit(":", 1)[1])) as running:
        yield running


@contextmanager
def uploading(
    place: Place,
    url: str,
    floor_s: float = 10.0,
    context: ssl.SSLContext | None = None,
) -> Iterator[Uploader]:
    """Send from `place` to `url`; every batch says the same of its kiosk's health."""
    with closing(Transport(url, context=context, floor_s=floor_s)) as transport:
        yield Uploader(
            place.database,
            place.identity,
            transport,
            now=place.now,
            health=lambda _: Health(
                app_version="test",
                clock="unknown",
                pending=0,
                roster_version=0,
                disk_free=1,
            ),
        )


def read_keys(place: Place) -> tuple[bytes, ...]:
    with place.database.read() as connection:
        current = roster.read_head(connection)
    assert current is not None
    return current.receipt_keys


def count_pending(place: Place) -> int:
    with place.database.read() as connection:
        return entries.read_head(connection).pending


def send_all(place: Place, uploader: Uploader) -> list[FaultClass]:
    """Send until nothing is pending; return what stood in the way."""
    keys = read_keys(place)
    met: list[FaultClass] = []
    for _ in range(MOST_TRIES):
        if not count_pending(place):
            return met
        sent = uploader.send(keys)
        if isinstance(sent, Fault):
            met.append(sent.fault_class)
    pytest.fail(f"{count_pending(place)} still pending after {met}")


def assert_exact(place: Place, province: Province) -> None:
    """Nothing is lost, doubled or out of its place in the chain."""
    with place.database.read() as connection:
        kept = list(
            connection.execute(
                select(ENTRIES.c.position, ENTRIES.c.entry_id).order_by(
                    ENTRIES.c.position
                )
            )
        )
        chain = entries.find_chain_fault(connection, tail=len(kept))
    with closing(open_database(province.data)) as ledger, ledger.reading() as reading:
        table = ledger_entries
        wanted = senders.sent_by(table, place.identity.kiosk_id)
        columns = select(table.c.position, table.c.entry_id).where(wanted)
        held = list(reading.execute(columns.order_by(table.c.position)))
    assert (chain, count_pending(place)) == ("ok", 0)
    assert [(one, bytes(other)) for one, other in held] == [
        (one, bytes(other)) for one, other in kept
    ]


def present(place: Place, count: int) -> None:
    with make_lane(place) as lane:
        for number in itertools.islice(CARDS, count):
            lane.present(a_payload(a_card(number)))


def measure(place: Place, proxy: FaultyProxy) -> tuple[int, int]:
    """Return the bytes of a request and of its answer, without settling by it."""
    with uploading(place, proxy.url) as uploader:
        fault = uploader.send((bytes(32),))
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.BAD_RECEIPT
    return proxy.requested_bytes, proxy.answered_bytes


def test_a_cut_at_every_byte_of_a_batch_and_of_its_receipt_loses_and_doubles_nothing(
    place: Place, province: Province, proxy: FaultyProxy
) -> None:
    present(place, 3)
    asked, answered = measure(place, proxy)
    cuts = [Trouble(cut_request_at=at, resets=at % 2 == 0) for at in range(asked)]
    cuts += [Trouble(cut_answer_at=at, resets=at % 2 == 0) for at in range(answered)]
    keys = read_keys(place)
    with uploading(place, proxy.url) as uploader:
        for cut in cuts:
            proxy.plan = always(cut)
            fault = uploader.send(keys)
            assert isinstance(fault, Fault), cut
            assert (fault.fault_class, fault.was_cut) == (FaultClass.TCP, True), cut
        proxy.plan = always(GOOD)
        assert isinstance(uploader.send(keys), Sent)
    assert proxy.connections == 1 + asked + answered + 1
    assert_exact(place, province)


def cut_at_random(chance: random.Random, cuts: int) -> Plan:
    """Cut the first `cuts` connections, each anywhere on its way out or back."""
    planned = []
    for _ in range(cuts):
        resets = chance.random() < 0.5
        planned.append(
            Trouble(cut_request_at=chance.randrange(60_000), resets=resets)
            if chance.random() < 0.5
            else Trouble(cut_answer_at=chance.randrange(ANSWER_BYTES), resets=resets)
        )
    return in_turn(*planned)


def test_ten_thousand_entries_with_thirty_cuts_end_exact(
    place: Place, province: Province, proxy: FaultyProxy
) -> None:
    fill(place.database, 10_000)
    proxy.plan = cut_at_random(random.Random(7), 30)
    with uploading(place, proxy.url) as uploader:
        met = send_all(place, uploader)
    assert 20 <= len(met) <= 30  # a cut beyond all that was sent cuts nothing
    assert set(met) == {FaultClass.TCP}
    assert_exact(place, province)


def test_a_line_of_a_kilobyte_a_second_is_waited_for(
    place: Place, province: Province, proxy: FaultyProxy
) -> None:
    fill(place.database, 100)
    proxy.plan = always(Trouble(bytes_per_s=1000.0))
    with uploading(place, proxy.url, floor_s=5.0) as uploader:
        met = send_all(place, uploader)
    assert (met, proxy.connections) == ([], 1)
    assert_exact(place, province)


@pytest.mark.parametrize(
    ("trouble", "fault_class"),
    [
        (Trouble(swallows=True), FaultClass.TCP),
        (Trouble(drips_s=0.2), FaultClass.TCP),
        (Trouble(holds=True), FaultClass.TCP),
        (Trouble(cut_answer_at=60, resets=True), FaultClass.TCP),
        (Trouble(delay_s=0.2), None),
        (Trouble(repeats=True), None),
    ],
)
def test_whatever_befalls_the_first_connection_the_next_ends_exact(
    place: Place,
    province: Province,
    proxy: FaultyProxy,
    trouble: Trouble,
    fault_class: FaultClass | None,
) -> None:
    present(place, 3)
    proxy.plan = in_turn(trouble)
    with uploading(place, proxy.url, floor_s=2.0) as uploader:
        met = send_all(place, uploader)
    assert met == ([] if fault_class is None else [fault_class])
    assert_exact(place, province)


def test_somebody_between_who_ends_tls_hears_nothing(
    place: Place, province: Province, proxy: FaultyProxy
) -> None:
    ours, theirs = make_authority(), make_authority()
    contexts = [one.make_server_context("127.0.0.1") for one in (theirs, ours)]
    proxy.plan = in_turn(*(Trouble(ends_tls=one) for one in contexts))
    url = proxy.url.replace("http:", "https:")
    trusted = ssl.create_default_context(cadata=ours.certificate)
    present(place, 3)
    with uploading(place, url, context=trusted) as uploader:
        met = send_all(place, uploader)
    assert (met, proxy.connections) == ([FaultClass.TLS], 2)
    assert_exact(place, province)


def make_troubles(chance: random.Random) -> list[Trouble]:
    """Return what one seed of the soak does to its connections, one after the other."""
    kinds = [
        Trouble(cut_request_at=chance.randrange(3000), resets=chance.random() < 0.5),
        Trouble(cut_answer_at=chance.randrange(1500), resets=chance.random() < 0.5),
        Trouble(swallows=True),
        Trouble(holds=True),
        Trouble(repeats=True),
        Trouble(delay_s=0.02),
        Trouble(bytes_per_s=200_000.0),
        Trouble(drips_s=0.01),
    ]
    return chance.choices(kinds, k=chance.randrange(1, 6))


@pytest.mark.soak
def test_a_thousand_seeds_end_exact(
    place: Place, province: Province, proxy: FaultyProxy
) -> None:
    for seed in range(SOAK_SEEDS):
        chance = random.Random(seed)
        fill(place.database, chance.randrange(1, 60))
        proxy.plan = in_turn(*make_troubles(chance), first=proxy.connections)
        with uploading(place, proxy.url, floor_s=0.3) as uploader:
            send_all(place, uploader)
    assert_exact(place, province)
