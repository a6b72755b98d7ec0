"""Telling: what this kiosk says to its neighbours, in the order of their need."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from kiosk.clock import ClockJudge, Instant, find_time
from kiosk.neighbours.hearsay import MOST_HOLDERS, Names
from kiosk.presence import Presence
from kiosk.protocol.neighbour import MAX_AGE_MS, MAX_GATE, Word
from kiosk.storage import entries, neighbours, presence
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database

NEWEST = 200
"""Changes in each round, however often they were told; some datagrams get lost."""
WALKED = 200
"""And as many older ones, in turn: who came late hears all of 20,000 in 17 minutes."""
TIMES = 3
"""How often a change is told at once, a look apart: at 40 % loss one in 16 waits."""
LOOK_BACK = 2_000
"""Entries that a start goes back to."""
AT_ONCE = 500


@dataclass(slots=True)
class _Told:
    direction: str
    gate: str
    at_ms: int
    times: int = 0


class Telling:
    """Follows the entries, whichever process keeps them, once they are durable."""

    def __init__(
        self,
        database: Database,
        names: Names,
        hash_local: Callable[[bytes], bytes],
        clock_judge: ClockJudge | None = None,
    ) -> None:
        self._database = database
        self._clock_judge = clock_judge or ClockJudge()
        self._names = names
        self._hash_local = hash_local
        self._position = 0
        self._told: OrderedDict[bytes, _Told] = OrderedDict()
        self._walked = 0

    def begin(self, now: Instant) -> None:
        """Start from the newest entries that were kept before; names may be others now.

        Only who can be named again from the claims that were kept is told.
        """
        self._told.clear()
        with self._database.read() as connection:
            head = entries.read_head(connection).position
            self._position = max(0, head - LOOK_BACK)
        while self.look(now):
            pass
        for told in self._told.values():
            told.times = TIMES  # rounds tell them

    def look(self, now: Instant) -> bool:
        """Note what has changed since the last look; say whether anything has."""
        with self._database.read() as connection:
            changed = neighbours.find_changed(connection, self._position, most=AT_ONCE)
            if any(self._names.find(local) is None for local in changed.holders):
                self._name(connection)
            for local in changed.holders:
                self._note(connection, local, now)
        moved = changed.position > self._position
        self._position = changed.position
        return moved

    def list_new(self, now: Instant) -> list[Word]:
        """Return what was told fewer than `TIMES` times yet; it counts as told."""
        found = []
        for name, told in reversed(self._told.items()):
            if told.times >= TIMES:
                break
            told.times += 1
            found.append((name, told))
        return _make_words(found, now)

    def list_round(self, now: Instant) -> list[Word]:
        """Return the newest changes, and some of the older ones in turn."""
        count = len(self._told)
        newest = list(islice(reversed(self._told.items()), NEWEST))
        if count <= NEWEST:
            return _make_words(newest, now)
        at = self._walked % (count - NEWEST)
        self._walked = at + WALKED
        older = islice(self._told.items(), at, min(at + WALKED, count - NEWEST))
        return _make_words([*newest, *older], now)

    def _name(self, connection: Connection) -> None:
        """Name holders by the claims that were kept of them.

        A lane names whom it hashes, but not before this process had a key.
        """
        for local, claims in neighbours.list_claims(
            connection, self._position, most=AT_ONCE
        ):
            for holder in (*claims, *(f"qid:{claim}" for claim in claims)):
                if self._hash_local(holder.encode()) == local:
                    self._names.note(holder, local)

    def _note(self, connection: Connection, local: bytes, now: Instant) -> None:
        name = self._names.find(local)
        if name is None:
            return
        found = presence.find(connection, local)
        age_ms = (
            0 if found is None else self._find_age_ms(connection, local, found, now)
        )
        made = _Told(
            direction="" if found is None else found.direction.value,
            gate="" if found is None else found.gate[:MAX_GATE],
            at_ms=now.monotonic_ms - age_ms,
        )
        if found is None and name not in self._told:
            return
        self._told[name] = made
        self._told.move_to_end(name)
        if len(self._told) > MOST_HOLDERS:
            self._told.popitem(last=False)

    def _find_age_ms(
        self, connection: Connection, local: bytes, found: Presence, now: Instant
    ) -> int:
        """Return how long ago `found` was, by what no set clock changes where that is known.

        An age that is too small makes an old admission the newest word of all.
        """
        gone = find_time(now, self._clock_judge.anchor) - found.at
        by_wall_ms = gone // timedelta(milliseconds=1)
        return neighbours.count_age_ms(connection, local, now, by_wall_ms=by_wall_ms)


def _make_words(told: Iterable[tuple[bytes, _Told]], now: Instant) -> list[Word]:
    words = (
        Word(name, one.direction, one.gate, max(0, now.monotonic_ms - one.at_ms))
        for name, one in told
    )
    return [word for word in words if word.age_ms <= MAX_AGE_MS]
