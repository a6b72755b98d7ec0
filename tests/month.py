"""Month: one point's kiosks and their province, under a time that a test lets pass."""

import itertools
import json
import random
import shutil
import threading
from collections import deque
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from kiosk.commands.terms import read_terms
from kiosk.disposal import Disposed, dispose
from kiosk.export.job import Exported, ExportKind, Request, run_export
from kiosk.export.period import Period
from kiosk.export.receipts import Settlement, take_receipts
from kiosk.lane import Lane
from kiosk.outcome import Outcome
from kiosk.payload import Direction
from kiosk.place import Place, make_lane, open_place
from kiosk.presentation import Decided
from kiosk.protocol.content import Act
from kiosk.recovery import Mended, mend_if_damaged
from kiosk.sending import make_sender
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.sync import enrolment
from kiosk.sync.fault import FaultClass
from kiosk.sync.rules import RulesWatch
from kiosk.sync.sender import SyncReport
from province import policies, register, trusts
from province.enrolment import issue_code
from province.imports import Imported, Office, import_bundle
from province.ledger import kiosks
from province.services import Services
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.faulty import GOOD, FaultyProxy, Plan, Trouble, always
from tests.steered import TrueTime

BATTERY_DIED = datetime(1970, 1, 1, 0, 0, 30, tzinfo=UTC)
TRIES = 60
RETRY_S = 60.0
"""Of the true time, between two tries of a sender that met a fault."""

DAY_S = 86_400.0
OPEN_S = 50_400.0
"""From six in the morning, as a month begins, for fourteen hours."""

GOOD_ROAD = always(GOOD)
CARDS = itertools.count()
"""No card is given to two people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bureau:
    """What officers do at the province's office, beside its running server."""

    services: Services
    data: Path

    def add_point(self) -> str:
        place = ("Chốt Thử", "checkpoint")
        ledger, now = self.services.database, self.services.clock()
        return register.add_point(ledger, *place, unit="08", now=now)

    def make_code(self, point: str) -> str:
        root_sha256 = self.services.publication.hash_root()
        assert root_sha256 is not None
        ledger, now = self.services.database, self.services.clock()
        issued = issue_code(ledger, point, "A", root_sha256=root_sha256, now=now)
        return issued.text

    def trust(self, certificate: bytes) -> str:
        """Have kiosks believe an issuer; return the key's name."""
        file = self.data / "issuer.der"
        file.write_bytes(certificate)
        (name,) = trusts.add_keys(
            *(self.services.database, file, "Nơi ký thử"),
            scopes="health",
            now=self.services.clock(),
        )
        self.publish()
        return name

    def distrust(self, name: str) -> None:
        assert trusts.remove_keys(self.services.database, name) == 1
        self.publish()

    def set_policy(self, version: int, **rules: object) -> None:
        file = self.data / "policy.json"
        file.write_text(json.dumps({"version": version, "default": rules}))
        policies.set_policy(self.services.database, file)
        self.publish()

    def publish(self) -> None:
        """Publish what has changed, or what is a day old, as the server does by itself."""
        self.services.publication.publish_if_due(self.services.clock())

    def revoke(self, kiosk_id: str) -> None:
        with self.services.database.writing() as connection:
            kiosks.revoke(connection, kiosk_id, self.services.clock())

    def restore(self, kiosk_id: str) -> None:
        with self.services.database.writing() as connection:
            kiosks.restore(connection, kiosk_id)

    def take_stick(self, file: Path) -> Imported:
        office = Office(
            data=self.data,
            database=self.services.database,
            keys=self.services.keys,
            publication=self.services.publication,
            clock=self.services.clock,
        )
        return import_bundle(office, file, None)


class Kiosk:
    """One kiosk: what it decides, and when that really was."""

    place: Place
    lane: Lane

    def __init__(self, path: Path, now: TrueTime, code: str) -> None:
        self.when: dict[bytes, datetime] = {}
        self.clock = SteppedClock(now())
        self.clock.reboot("boot 0")
        self._now = now
        self._boots = self._copies = 0
        self._chance = random.Random(path.name)
        self._inside: deque[int] = deque()
        self._open(path)
        read = enrolment.read_code(code)
        enrolment.enrol(self.place.database, self.place.folder, read, "test")
        self.reopen()

    @property
    def kiosk_id(self) -> str:
        return self.place.identity.kiosk_id

    def present(self, text: str, direction: Direction = Direction.IN) -> Decided:
        """Hold up a code that was not held up within the last seconds."""
        decided = self.lane.present(a_payload(text, direction=direction))
        assert isinstance(decided, Decided)
        self.when[decided.entry_id.bytes] = self._now()
        return decided

    def meet_somebody(self) -> None:
        """Let somebody in or out; of twenty one is unreadable, comes twice or is void."""
        dice = self._chance.randrange(20)
        if dice == 0:
            self.present(f"?{next(CARDS)}")
        elif dice < 9 and self._inside:
            self.present(a_card(self._inside.popleft()), Direction.OUT)
        elif dice == 9 and self._inside:
            self._settle(self.present(a_card(self._inside[0])))
        else:
            self._inside.append(next(CARDS))
            let_in = self.present(a_card(self._inside[-1]))
            if dice == 10:
                self._inside.pop()
                self._note(self.lane.void(let_in.entry_id, "thử"))

    def _settle(self, decided: Decided) -> None:
        assert decided.decision.outcome is Outcome.CHECK
        act = self._chance.choice((Act.ADMITTED, Act.TURNED_AWAY))
        self._note(self.lane.settle(decided.entry_id, act))

    def _note(self, made: object) -> None:
        assert isinstance(made, UUID)
        self.when[made.bytes] = self._now()

    def sync(self) -> SyncReport:
        """Send what is pending until the first fault, and decide by the rules of now."""
        assert self.place.enrolment is not None
        sender = make_sender(self.place, self.place.enrolment, lambda _: None)
        with closing(sender):
            report = sender.send_all(threading.Event())
        self._look()
        return report

    def export(self, stick: Path) -> Path:
        """Write everything unsent onto a stick; return the file."""
        stick.mkdir(exist_ok=True)
        request = Request(
            kind=ExportKind.BUNDLE,
            folder=stick,
            period=Period(),
            who="test",
            unsettled=True,
        )
        done = run_export(self.place, request)
        assert isinstance(done, Exported), done
        return done.written.path

    def take_receipts(self, file: Path) -> Settlement:
        return take_receipts(self.place, file)

    def purge(self) -> Disposed:
        """Destroy what is past its time, as every night."""
        database, terms = self.place.database, read_terms(self.place)
        return dispose(database, terms, now=self.clock, wait=lambda _: False)

    def set_clock(self, to: datetime | None = None) -> None:
        """Set the wall clock; to the true time, where none is named."""
        off = (to or self._now()) - self.clock().wall
        self.clock.set_by(off.total_seconds())

    def reboot(
        self, wall: datetime | None = None, *, files: Path | None = None
    ) -> None:
        """Switch off and on again; the clock shows `wall` then, else what it did.

        After a power cut `files` are what the kiosk finds of its own.
        """
        self.close()
        self._boots += 1
        self.clock.reboot(f"boot {self._boots}")
        if wall is not None:
            self.set_clock(wall)
        self._open(files or self.place.folder.path)

    def reopen(self) -> None:
        self.close()
        self._open(self.place.folder.path)

    def copy_files(self) -> Path:
        """Copy the data folder as a power cut leaves it."""
        self._copies += 1
        folder = self.place.folder.path
        path = folder.with_name(f"{folder.name}.{self._copies}")
        ignored = shutil.ignore_patterns("*-shm", "*.lock")
        return Path(shutil.copytree(folder, path, ignore=ignored))

    def mend(self) -> Mended | None:
        """Mend the closed database, as the next start does."""
        return mend_if_damaged(self.place.folder, upgrade, self.clock())

    def close(self) -> None:
        self.lane.__exit__(None, None, None)
        self.place.database.close()

    def _open(self, path: Path) -> None:
        folder = Folder(path)
        self.place = open_place(folder, open_or_make(folder, upgrade), self.clock)
        self.lane = make_lane(self.place)
        judge = self.place.clock_judge
        self._rules = RulesWatch(self.place.database, folder, judge)
        self._look()

    def _look(self) -> None:
        found = self._rules.look()
        if found is not None:
            self.lane.rules = found


@dataclass(kw_only=True)
class Month:
    """A point in the course of a month; `kiosk` is the one at its gate now."""

    now: TrueTime
    bureau: Bureau
    proxy: FaultyProxy
    folder: Path
    per_day: int
    is_online: bool = True
    point: str = ""
    all_kiosks: list[Kiosk] = field(default_factory=list)
    faults: list[FaultClass] = field(default_factory=list)
    """That stood in the way while there was a network."""

    @property
    def kiosk(self) -> Kiosk:
        return self.all_kiosks[-1]

    def enrol_kiosk(self) -> Kiosk:
        """Put another kiosk at the point's gate."""
        self.point = self.point or self.bureau.add_point()
        path = self.folder / f"kiosk {len(self.all_kiosks)}"
        made = Kiosk(path, self.now, self.bureau.make_code(self.point))
        self.all_kiosks.append(made)
        return made

    def pass_time(self, seconds: float) -> None:
        self.now.set(self.now() + timedelta(seconds=seconds))
        for kiosk in self.all_kiosks:
            kiosk.clock.advance(seconds)

    def live(self, days: float = 1, *, syncs: int = 2) -> None:
        """Let days go by, or half of one; people come, `syncs` times a day all is sent."""
        for _ in range(max(1, int(days))):
            count = int(self.per_day * min(days, 1))
            for number in range(count):
                self.pass_time(OPEN_S / self.per_day)
                self.kiosk.meet_somebody()
                if (number + 1) * syncs % self.per_day < syncs:
                    self.try_to_sync()
            if days >= 1:
                self.end_day()

    def end_day(self) -> None:
        """Let the night come: what is past its time goes, the roster is published anew."""
        self.pass_time(DAY_S - OPEN_S)
        self.kiosk.purge()
        self.bureau.publish()

    def go_online(self, plan: Plan = GOOD_ROAD) -> None:
        self.proxy.plan, self.is_online = plan, True

    def go_offline(self) -> None:
        self.proxy.plan = always(Trouble(cut_request_at=0, resets=True))
        self.is_online = False

    def try_to_sync(self) -> None:
        if self.is_online:
            self.sync()
        else:
            assert self.kiosk.sync().fault is FaultClass.TCP

    def renew_rules(self) -> None:
        """Try until the kiosk decides by what the province published last."""
        newest = self.bureau.services.publication.read_version()
        for _ in range(TRIES):
            self.kiosk.sync()
            roster = self.kiosk.lane.rules.roster
            if roster is not None and roster.version == newest:
                return
            self.pass_time(RETRY_S)
        raise AssertionError(newest)

    def sync(self) -> list[SyncReport]:
        """Try until nothing is pending; return what each try came to."""
        reports = []
        for _ in range(TRIES):
            reports.append(self.kiosk.sync())
            if reports[-1].fault is not FaultClass.NONE:
                self.faults.append(reports[-1].fault)
            if not reports[-1].pending:
                return reports
            self.pass_time(RETRY_S)
        raise AssertionError(reports[-1])
