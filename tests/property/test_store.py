"""Whatever happens to a kiosk, every entry is at the province once, pending, or purged.

A state machine: presentations and what staff do about them, clocks that jump,
crashes, power cuts in the middle of a decision, roads that lose receipts and
repeat batches, purges, backups that take the database's place. After every step
each entry that was ever told of is looked for, and who is inside is compared
with a simple model.
"""

import atexit
import os
import random
import shutil
import tempfile
from contextlib import closing, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import select

from kiosk.disposal import dispose
from kiosk.lane import Lane, Rules
from kiosk.outcome import Outcome
from kiosk.payload import Direction
from kiosk.place import open_place
from kiosk.policy import DEFAULT_POLICY
from kiosk.presentation import Decided, Repeated
from kiosk.protocol.content import Act
from kiosk.retention import Terms
from kiosk.sending import read_batch_health
from kiosk.storage import entries, presence, restoring, retention, slots
from kiosk.storage.backup import BackedUp, Wanted, back_up
from kiosk.storage.connection import Connection
from kiosk.storage.entries import Head
from kiosk.storage.folder import Folder, open_existing, open_or_make
from kiosk.storage.generations import Generation
from kiosk.storage.migration import upgrade
from kiosk.storage.restoring import Chosen, Restored
from kiosk.storage.tables import ENTRIES, OUTBOX
from kiosk.sync.uploader import Sent, Uploader
from tests import nearby
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.guards import LogWatch
from tests.nearby import Nearby, Road
from tests.presences import Model, Shown

IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"
EXAMPLES = 15 * (100 if IS_LONG else 1)
STEPS = 30
QUEUE = 8
HOUR_S, DAY_S = 3600.0, 86_400.0
TERMS = Terms(settled=timedelta(days=2), unsettled=timedelta(days=4))
CARDS = st.integers(0, 3)

_ROWS = select(ENTRIES.c.entry_id, ENTRIES.c.content, OUTBOX.c.state).outerjoin(
    OUTBOX, OUTBOX.c.position == ENTRIES.c.position
)


@cache
def get_template() -> Path:
    """Return a made kiosk and a province that knows it, copied for each example."""
    path = Path(tempfile.mkdtemp(prefix="store-"))
    atexit.register(shutil.rmtree, path)
    folder = Folder(path / "kiosk")
    with closing(open_or_make(folder, upgrade)) as database:
        place = open_place(folder, database, SteppedClock())
    nearby.prepare(path / "province", place.identity)
    return path


@pytest.fixture(autouse=True)
def _a_copy_may_be_held(log_watch: LogWatch) -> None:
    """Some examples restore a backup over unsent entries and let their time pass."""
    log_watch.allow("kiosk.disposal", "may hold unsent entries")


class CutError(Exception):
    """The power is cut before the commit."""


class Store(RuleBasedStateMachine):
    """One kiosk and its province."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="store-"))
        shutil.copytree(get_template(), self.root, dirs_exist_ok=True)
        self.clock = SteppedClock()
        self.chance = random.Random(1)
        self.model = Model()
        self.ever_told: set[bytes] = set()
        self.backup: tuple[Generation, Model] | None = None
        self.aside: dict[Path, set[bytes]] = {}
        """In databases that a backup took the place of."""
        self.emptied_aside: set[bytes] = set()
        """Without content there, so that a purge had counted them."""
        self.boots = self.copies = 0
        self.province = Nearby(self.root / "province", lambda: self.clock._at)
        self.open(self.root / "kiosk")

    def open(self, path: Path) -> None:
        folder = Folder(path)
        database = open_existing(folder, upgrade)
        self.place = open_place(folder, database, self.clock)
        self.lanes = [self.make_lane(), self.make_lane()]
        self.uploader = Uploader(
            database,
            self.place.identity,
            self.province,
            now=self.clock,
            health=lambda pending: read_batch_health(self.place, pending),
        )

    def make_lane(self) -> Lane:
        return Lane(
            self.place.database,
            self.place.identity.hash_key,
            Rules(policy=DEFAULT_POLICY),
            now=self.clock,
            randomness=self.chance.randbytes,
            clock_judge=self.place.clock_judge,
        )

    def close(self) -> None:
        for lane in self.lanes:
            lane.__exit__(None, None, None)
        self.place.database.close()

    def teardown(self) -> None:
        """Let the road be good at last: then nothing is pending any more."""
        self.send_all()
        self.nothing_is_lost_or_doubled()
        self.the_chain_is_whole()
        self.close()
        self.province.close()
        shutil.rmtree(self.root)

    # --- what people do

    @rule(card=CARDS, direction=st.sampled_from(Direction), lane=st.integers(0, 1))
    def present(self, card: int, direction: Direction, lane: int) -> None:
        payload = a_payload(a_card(card), direction=direction)
        match self.lanes[lane].present(payload):
            case Decided() as decided:
                shown = Shown(
                    decided.entry_id.bytes,
                    card,
                    decided.decision.outcome,
                    direction,
                    self.read_head().position,
                )
                self.model.note(shown)
            case Repeated(repeat_of=repeat_of):
                assert repeat_of.bytes in self.model.told

    @rule(people=st.lists(st.tuples(CARDS, st.sampled_from(Direction)), min_size=4))
    def queue(self, people: list[tuple[int, Direction]]) -> None:
        """Many come one after the other, each once the one before has passed."""
        for card, direction in people[:QUEUE]:
            self.clock.advance(4)
            self.present(card, direction, 0)

    @precondition(lambda self: self.model.shown)
    @rule(data=st.data(), lane=st.integers(0, 1))
    def void(self, data: st.DataObject, lane: int) -> None:
        entry_id = data.draw(st.sampled_from(sorted(self.model.shown)))
        is_voided = Act.VOID in self.model.shown[entry_id].acts
        made = self.lanes[lane].void(UUID(bytes=entry_id), "thử")
        assert isinstance(made, UUID) is not is_voided
        if isinstance(made, UUID):
            self.model.told.add(made.bytes)
            self.model.void(entry_id)

    @precondition(lambda self: self.model.shown)
    @rule(
        data=st.data(),
        act=st.sampled_from((Act.ADMITTED, Act.TURNED_AWAY)),
        lane=st.integers(0, 1),
    )
    def settle(self, data: st.DataObject, act: Act, lane: int) -> None:
        entry_id = data.draw(st.sampled_from(sorted(self.model.shown)))
        shown = self.model.shown[entry_id]
        is_open = shown.outcome is Outcome.CHECK and not shown.acts
        made = self.lanes[lane].settle(UUID(bytes=entry_id), act)
        assert isinstance(made, UUID) is is_open
        if isinstance(made, UUID):
            self.model.told.add(made.bytes)
            self.model.settle(entry_id, act)

    # --- what the clock does

    @rule(seconds=st.sampled_from((1.0, 4.0, HOUR_S, DAY_S)))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule(seconds=st.sampled_from((-3 * DAY_S, -5 * HOUR_S, 5 * HOUR_S, 3 * DAY_S)))
    def set_clock(self, seconds: float) -> None:
        self.clock.set_by(seconds)

    # --- what the machine does

    @rule(boots=st.booleans())
    def restart(self, *, boots: bool) -> None:
        self.close()
        if boots:
            self.boots += 1
            self.clock.reboot(f"{self.boots:08x}")
        self.open(self.place.folder.path)

    @rule()
    def crash(self) -> None:
        """Go on with the files as they are on the disk now."""
        copied = self.copy_files()
        self.close()
        self.open(copied)

    @rule(card=CARDS)
    def crash_before_the_commit(self, card: int) -> None:
        payload = a_payload(a_card(card))
        lane, copied = self.lanes[0], []

        def decide(connection: Connection) -> None:
            lane.present_within(connection, payload, lane.understand(payload))
            copied.append(self.copy_files())
            raise CutError

        with suppress(CutError):
            lane.write(decide)
        self.close()
        self.open(copied[0])

    def read_head(self) -> Head:
        with self.place.database.read() as connection:
            return entries.read_head(connection)

    def copy_files(self) -> Path:
        """Copy the data folder as a process that is killed leaves it."""
        self.copies += 1
        path = self.root / f"kiosk{self.copies}"
        ignored = shutil.ignore_patterns("*-shm", "*.lock")
        shutil.copytree(self.place.folder.path, path, ignore=ignored)
        return path

    # --- what the road does

    @rule(road=st.sampled_from(Road), card=CARDS)
    def send(self, road: Road, card: int) -> None:
        """Send a batch, and let somebody in while it is on its way."""
        self.province.road = road
        self.province.meanwhile = lambda: self.present(card, Direction.IN, 1)
        self.uploader.send(self.province.receipt_keys)

    @rule()
    def send_all(self) -> None:
        self.province.meanwhile = lambda: None
        self.province.road = Road.GOOD
        while self.read_head().pending:
            assert isinstance(self.uploader.send(self.province.receipt_keys), Sent)

    @precondition(lambda self: self.province.seen)
    @rule(data=st.data())
    def deliver_again(self, data: st.DataObject) -> None:
        """A batch comes once more, late and out of order."""
        self.province.take(data.draw(st.sampled_from(self.province.seen)))

    # --- what upkeep and admins do

    @rule(nights=st.integers(1, 6))
    def purge_nightly(self, nights: int) -> None:
        for _ in range(nights):
            self.clock.advance(DAY_S)
            self.purge()

    @rule()
    def purge(self) -> None:
        dispose(self.place.database, TERMS, now=self.clock, wait=lambda _: False)
        with self.place.database.read() as connection:
            gone = connection.core.scalars(
                select(ENTRIES.c.entry_id).where(ENTRIES.c.content.is_(None))
            ).all()
        self.model.purge(set(gone))

    @rule()
    def back_up(self) -> None:
        card = self.root / "card"
        card.mkdir(exist_ok=True)
        made = back_up(
            self.place.folder, self.place.database, Wanted(to=card), at=self.clock()
        )
        assert isinstance(made, BackedUp)
        self.backup = (made.generation, self.model.copy())

    @precondition(lambda self: self.backup is not None)
    @rule()
    def restore(self) -> None:
        assert self.backup is not None
        generation, model = self.backup
        self.close()
        chosen = Chosen(
            generation=generation,
            slots=slots.load(generation.slots),
            key=bytes.fromhex(self.place.database.key),
            is_ours=True,
            move_aside=True,
        )
        folder = self.place.folder
        restored = restoring.restore(folder, chosen, upgrade, at=self.clock(), said={})
        assert isinstance(restored, Restored)
        assert restored.aside is not None
        ids, emptied = read_ids(Folder(restored.aside))
        self.aside[restored.aside] = ids
        self.emptied_aside |= emptied
        self.model = model.copy()
        self.open(folder.path)

    # --- what must hold

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        self.ever_told |= self.model.told
        held = self.province.list_entries()
        assert len(held) == len(set(held))
        with self.place.database.read() as connection:
            rows = connection.execute(_ROWS).all()
            ended = retention.read_unsettled(connection)
            head = entries.read_head(connection)
        here = {row.entry_id for row in rows}
        pending = {row.entry_id for row in rows if row.state is not None}
        emptied = {row.entry_id for row in rows if row.content is None}
        assert len(here) == len(rows) == head.position
        assert self.model.told <= here
        aside = [ids for path, ids in self.aside.items() if path.exists()]
        moved = self.emptied_aside.union(*aside)
        assert self.ever_told <= here | set(held) | moved
        assert head.pending + head.refused == len(pending)
        assert head.purged == len(emptied)
        assert not pending & emptied
        lacking = here - set(held) - pending
        assert lacking <= emptied
        assert len(lacking) <= ended

    @invariant()
    def the_chain_is_whole(self) -> None:
        with self.place.database.read() as connection:
            assert entries.find_chain_fault(connection, tail=10_000) == "ok"

    @invariant()
    def who_is_inside_is_known(self) -> None:
        with self.place.database.read() as connection:
            assert presence.count_inside(connection) == self.model.count_inside()


def read_ids(folder: Folder) -> tuple[set[bytes], set[bytes]]:
    """Return the ids of all entries, and of those without content."""
    ids = select(ENTRIES.c.entry_id)
    database = open_existing(folder, upgrade)
    with closing(database), database.read() as connection:
        emptied = connection.core.scalars(ids.where(ENTRIES.c.content.is_(None))).all()
        return set(connection.core.scalars(ids).all()), set(emptied)


TestStore = Store.TestCase
TestStore.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    suppress_health_check=[HealthCheck.too_slow],
)
