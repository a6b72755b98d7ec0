"""Simulator: a month of people at points, what kiosks saw of it, and the truth beside it."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from operator import itemgetter

from sqlalchemy import update

from kiosk.protocol.batch import Health, Row, SignedBatch
from province.ledger.arrivals import Way, append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.tables import points
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol

BOOT = "b00t"
COMMAND = {"outcome": "", "kind": "", "claims": {}}
"""What an act on another entry leaves empty."""

SORTS = ("market", "office", "restaurant", "checkpoint", "hotel", "supermarket")
LENGTHS_MIN = {
    "market": (10, 110),
    "office": (60, 500),
    "restaurant": (20, 110),
    "checkpoint": (1, 30),
    "hotel": (60, 600),
    "supermarket": (10, 110),
}
"""How long people stay: never longer than the rule for a missing exit takes for possible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A point with its kiosks; `is_lost` where its clock was wrong and nothing tells how."""

    point_id: str
    sort: str
    kiosks: tuple[FakeKiosk, ...]
    skew: timedelta = timedelta(0)
    is_lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Where a person really was, and which ends of it the ledger has."""

    person: int
    spot: Spot
    since: datetime
    until: datetime
    has_in: bool = True
    has_out: bool = True

    @property
    def is_told(self) -> bool:
        """Say whether the data contain it: an end that counts, by a clock that is known."""
        return (self.has_in or self.has_out) and not self.spot.is_lost

    def is_within(self, start: datetime, end: datetime) -> bool:
        """Say whether any of it lies in a period."""
        return self.since < end and start < self.until

    def meets(self, other: "Truth", start: datetime, end: datetime) -> bool:
        """Say whether both were there at the same time, within a period."""
        if self.spot.point_id != other.spot.point_id:
            return False
        return max(self.since, other.since, start) < min(self.until, other.until, end)


@dataclass(slots=True)
class Month:
    """A generated time of `days` days; `play` puts it into a ledger."""

    seed: int
    people: int
    days: int
    spots: list[Spot] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)

    def play(self, database: Database, after_each: Callable[[], object] = int) -> None:
        """Register points, live the days, and send what the kiosks saw, late and twice.

        `after_each` is called after each batch.
        """
        chance = random.Random(self.seed)
        self.spots, self.truths = list(_open_spots(database)), []
        queues: dict[str, list[tuple[datetime, Row]]] = {}
        numbers = iter(range(1, 10_000_000))
        for person in range(self.people):
            for stay in self._live(person, chance):
                self.truths.append(self._show(stay, queues, chance, numbers))
        for load, way in self._pack(queues, chance):
            append_batch(database, load, NOW, way=way)
            after_each()

    def list_returns(self, person: int, point_id: str) -> Iterator[tuple[Truth, Truth]]:
        """Yield each stay of a person at a point with the next one there."""
        own = [
            one
            for one in self.truths
            if one.person == person and one.spot.point_id == point_id
        ]
        yield from pairwise(own)

    def _live(self, person: int, chance: random.Random) -> Iterator[Truth]:
        for day in range(self.days):
            at = (
                NOW
                - timedelta(days=self.days - day)
                + timedelta(hours=chance.uniform(-4, 0))
            )
            for _ in range(chance.choice((0, 1, 1, 2, 3))):
                spot = chance.choice(self.spots)
                low, high = LENGTHS_MIN[spot.sort]
                until = at + timedelta(minutes=chance.uniform(low, high))
                if until > NOW - timedelta(days=self.days - day) + timedelta(hours=10):
                    break
                yield Truth(person=person, spot=spot, since=at, until=until)
                at = until + timedelta(minutes=chance.uniform(5, 60))

    def _show(
        self,
        stay: Truth,
        queues: dict[str, list[tuple[datetime, Row]]],
        chance: random.Random,
        numbers: Iterator[int],
    ) -> Truth:
        """Show codes at the gates of `stay`, as people do; return what counts of it."""
        has_in = chance.random() > 0.04
        has_out = chance.random() > 0.07
        shown = stay.since, stay.until

        def write(at: datetime, direction: str, **changes: object) -> Row:
            kiosk = chance.choice(stay.spot.kiosks)
            row = _make(next(numbers), stay, at, direction, **changes)
            queues.setdefault(kiosk.kiosk_id, []).append((at, row))
            return row

        def act(at: datetime, name: str, on: Row) -> None:
            later = at + timedelta(seconds=9)
            write(later, "", act=name, refers=on.entry_id, **COMMAND)

        if has_in:
            row = write(shown[0], "in")
            if chance.random() < 0.02:  # void, and shown again at another gate
                act(shown[0], "void", row)
                write(shown[0] + timedelta(seconds=20), "in")
            elif chance.random() < 0.02:  # void, and nobody shows it again
                act(shown[0], "void", row)
                has_in = False
            elif chance.random() < 0.03:  # once more at another gate
                write(shown[0] + (shown[1] - shown[0]) / 2, "in")
        if has_out:
            outcome = "check" if chance.random() < 0.03 else "allow"
            row = write(shown[1], "out", outcome=outcome)
            if outcome == "check":
                has_out = chance.random() < 0.5
                act(shown[1], "admitted" if has_out else "turned_away", row)
        return replace(stay, has_in=has_in, has_out=has_out)

    def _pack(
        self, queues: dict[str, list[tuple[datetime, Row]]], chance: random.Random
    ) -> Iterator[tuple[SignedBatch, Way]]:
        """Yield batches in any order, the first ones again at the end."""
        loads = []
        for spot in self.spots:
            way = Way.STICK if spot.is_lost else Way.NETWORK
            for kiosk in spot.kiosks:
                queue = sorted(queues.get(kiosk.kiosk_id, []), key=itemgetter(0))
                while queue:
                    size = chance.randint(40, 400)
                    rows, queue = [row for _, row in queue[:size]], queue[size:]
                    loads.append((kiosk.sign(*rows, health=_tell_health()), way))
        chance.shuffle(loads)
        yield from loads
        yield from loads[:3]


def name_document(person: int) -> str:
    """Return the number of a made-up person's card."""
    return f"0010990{person:05d}"


def _make(
    number: int, stay: Truth, at: datetime, direction: str, **changes: object
) -> Row:
    claims = {"document": name_document(stay.person), "name": "NGUYỄN VĂN MẪU"}
    told: dict[str, object] = {"claims": claims, "direction": direction}
    told["decided_at_us"] = to_us(at + stay.spot.skew)
    if stay.spot.skew:
        began = NOW - timedelta(days=60)
        told["clock"], told["boot"] = "unknown", BOOT
        told["monotonic_ms"] = (at - began) // timedelta(milliseconds=1)
    return an_entry(-number, **(told | changes))


def _tell_health() -> Health:
    return Health(
        app_version="0.1.0",
        clock="unknown",
        pending=0,
        roster_version=1,
        disk_free=10**9,
        boot=BOOT,
        monotonic_ms=60 * 86_400_000,
    )


def _open_spots(database: Database) -> Iterator[Spot]:
    """Open two points of each sort; two have wrong clocks, of one nothing tells how wrong."""
    seeds = iter(range(1, 200))
    for number in range(2 * len(SORTS)):
        sort = SORTS[number % len(SORTS)]
        point_id = add_point(database, f"Điểm {number}")
        with database.writing() as connection:
            this = points.c.point_id == point_id
            connection.execute(update(points).where(this).values(category=sort))
        kiosks = tuple(FakeKiosk(next(seeds)) for _ in range(1 + number % 2))
        for kiosk in kiosks:
            enrol(database, kiosk, point_id)
        skew = timedelta(days=-400) if number in {3, 4} else timedelta(0)
        yield Spot(
            point_id=point_id, sort=sort, kiosks=kiosks, skew=skew, is_lost=number == 4
        )
