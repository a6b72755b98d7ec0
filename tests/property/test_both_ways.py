"""Network and sticks at once, in any order and again: the ledger and the kiosk end the same."""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import select

from kiosk.export.period import Period
from kiosk.export.source import Scope, read_runs
from kiosk.place import Place, open_place
from kiosk.protocol import batch, receipt
from kiosk.protocol.batch import SignedBatch
from kiosk.protocol.chain import ChainState
from kiosk.protocol.receipt import Receipt
from kiosk.sending import read_batch_health
from kiosk.storage import attention, chain_check, entries, outbox
from kiosk.storage.folder import Folder, open_existing, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.storage.tables import ENTRIES, OUTBOX
from kiosk.sync.fault import Fault
from kiosk.sync.packing import make_batch
from kiosk.sync.reply import Reply
from kiosk.sync.uploader import Uploader
from province.ledger.database import open_database
from province.ledger.entry_tables import entries as ledger_entries
from province.ledger.tables import conflicts
from tests.backlog import fill
from tests.fakes import START, SteppedClock
from tests.nearby import Nearby, Road, prepare

SEEDS = 12 * (100 if os.environ.get("HYPOTHESIS_PROFILE") == "fuzz" else 1)
STEPS = 40
EARLY = START - timedelta(days=3)
"""A province whose clock is so late refuses what is newer as `future`."""


@cache
def get_template() -> Path:
    """Return a kiosk's folder and its province's, made once."""
    root = Path(mkdtemp(prefix="both-ways-"))
    with closing(open_or_make(Folder(root / "kiosk"), upgrade)) as database:
        identity = open_place(Folder(root / "kiosk"), database, SteppedClock()).identity
    prepare(root / "province", identity)
    return root


class Point:
    """A kiosk, its province, the bundles on their way there and the receipts on theirs."""

    def __init__(self, place: Place, province: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.province_at = START
        self.place = place
        self.province = Nearby(province, lambda: self.province_at)
        self.poison = set[int]()
        self.uploader = Uploader(
            place.database,
            place.identity,
            self,
            now=place.now,
            health=lambda pending: read_batch_health(place, pending),
        )
        self.carried: list[bytes] = []
        self.answered: list[Receipt] = []

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        """Take a batch to the province, unless it holds what a proxy there turns down."""
        signed = batch.parse(body)
        assert isinstance(signed, SignedBatch)
        first = signed.batch.first
        if self.poison & set(range(first, first + len(signed.batch.rows))):
            return Reply(
                status=413, content_type="", body=b"", date=None, retry_after_s=None
            )
        return self.province.post(path, body, content_type)

    def appear(self) -> None:
        fill(self.place.database, self.chance.randrange(1, 8))

    def send(self) -> None:
        self.province.road = self.chance.choice(list(Road))
        self.uploader.send(self.province.receipt_keys)

    def export(self) -> None:
        """Put the batches of all that is unsettled on a stick."""
        with self.place.database.read() as connection:
            last = entries.read_head(connection).position
            sequence = outbox.read_next_sequence(connection)
        unsettled = Scope(period=Period(), last=last, unsettled=True)
        for number, run in enumerate(read_runs(self.place.database, unsettled)):
            made = make_batch(
                self.place.identity,
                run,
                sequence=sequence + number,
                reaches_head=run.last == last,
                sent_at_us=1,
                health=read_batch_health(self.place, 0),
            )
            self.carried.append(batch.seal(made, self.place.identity.private_key))

    def arrive(self) -> None:
        """Import one of the batches on any stick, perhaps again."""
        if self.carried:
            reply = self.province.take(self.chance.choice(self.carried))
            opened = receipt.open_receipt(reply.body, self.province.receipt_keys)
            assert opened is not None
            self.answered.append(opened)

    def return_receipt(self) -> None:
        """Take any receipt that came back, perhaps again."""
        if self.answered:
            with self.place.database.write() as connection:
                outbox.settle_named(connection, self.chance.choice(self.answered).lines)

    def be_poisoned(self) -> None:
        with self.place.database.read() as connection:
            last = entries.read_head(connection).position
        self.poison.add(self.chance.randint(1, last + 1))

    def mend(self) -> None:
        self.poison.clear()

    def set_right(self) -> None:
        """Set the province's clock right, or wrong."""
        self.province_at = self.chance.choice((EARLY, START + timedelta(days=1)))

    def try_again(self) -> None:
        with self.place.database.write() as connection:
            listed = attention.list_entries(connection)
            attention.resend(connection, [one.entry_id for one in listed])
            attention.retry(connection, now_us=0, version="test")

    def live(self) -> None:
        acts = (
            self.appear,
            self.send,
            self.send,
            self.export,
            self.arrive,
            self.arrive,
            self.return_receipt,
            self.be_poisoned,
            self.mend,
            self.set_right,
            self.try_again,
        )
        for act in self.chance.choices(acts, k=STEPS):
            act()
            self.assert_counted()

    def end_well(self) -> None:
        """Let everything through at last, the late receipts last of all."""
        self.mend()
        self.province_at = START + timedelta(days=1)
        self.province.road = Road.GOOD
        self.try_again()
        while self.count()[0]:
            assert not isinstance(self.uploader.send(self.province.receipt_keys), Fault)
        self.chance.shuffle(self.answered)
        with self.place.database.write() as connection:
            for one in self.answered:
                outbox.settle_named(connection, one.lines)

    def count(self) -> tuple[int, int]:
        with self.place.database.read() as connection:
            head = entries.read_head(connection)
        return head.pending, head.refused

    def assert_counted(self) -> None:
        """What the head says of the outbox is what the outbox holds."""
        with self.place.database.read() as connection:
            states = connection.core.scalars(select(OUTBOX.c.state)).all()
        assert (states.count("pending"), states.count("refused")) == self.count()


@contextmanager
def make_point(root: Path, seed: int) -> Iterator[Point]:
    shutil.copytree(get_template(), root, dirs_exist_ok=True)
    folder = Folder(root / "kiosk")
    with closing(open_existing(folder, upgrade)) as database:
        place = open_place(folder, database, SteppedClock())
        point = Point(place, root / "province", seed)
        with closing(point.province):
            yield point


def list_held(root: Path) -> tuple[list[tuple[int, bytes]], int]:
    """Return the ledger's entries in the chain's order, and how many conflicts it has."""
    with closing(open_database(root / "province")) as ledger, ledger.reading() as told:
        columns = ledger_entries.c.position, ledger_entries.c.entry_id
        held = told.execute(select(*columns).order_by(*columns)).all()
        return [(row[0], row[1]) for row in held], len(
            told.execute(select(conflicts)).all()
        )


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_goes_which_way_and_how_often_both_sides_end_alike(
    tmp_path: Path, seed: int
) -> None:
    with make_point(tmp_path, seed) as point:
        point.live()
        point.end_well()
        with point.place.database.read() as connection:
            kept = connection.execute(
                select(ENTRIES.c.position, ENTRIES.c.entry_id).order_by(
                    ENTRIES.c.position
                )
            ).all()
            found = chain_check.check(connection, point.place.identity)
        assert point.count() == (0, 0)
    assert list_held(tmp_path) == ([(row[0], row[1]) for row in kept], 0)
    assert found.state is ChainState.OK
