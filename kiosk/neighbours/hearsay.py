"""Hearsay: what neighbours say of holders, in memory and nowhere else.

Lanes ask from their threads, the neighbours' thread fills it. Nobody waits for
anybody: what is looked up is one value of a dictionary.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from kiosk.clock import Instant
from kiosk.payload import Direction
from kiosk.presence import Presence
from kiosk.protocol.neighbour import MAX_AGE_MS, Word, hash_holder

MOST_HOLDERS = 20_000
"""Of the busiest point's day; 11 MB with their names (measured), the oldest go first."""


@dataclass(frozen=True, slots=True)
class _Said:
    direction: str
    gate: str
    at_ms: int
    """By this machine's monotonic clock."""


@dataclass(slots=True)
class Names:
    """Holders by the hash that is local to this kiosk, with what neighbours call them."""

    key: bytes = b""
    _names: OrderedDict[bytes, bytes] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, holder: str, local: bytes) -> None:
        """Remember that `holder` is called `local` here."""
        if not self.key:
            return
        with self._lock:
            self._names[local] = hash_holder(self.key, holder)
            self._names.move_to_end(local)
            if len(self._names) > MOST_HOLDERS:
                self._names.popitem(last=False)

    def find(self, local: bytes) -> bytes | None:
        """Return what neighbours call the holder, None where that was not noted."""
        return self._names.get(local)

    def use(self, key: bytes) -> None:
        """Name by another key from now on."""
        with self._lock:
            self.key = key
            self._names.clear()


class Hearsay:
    """What neighbours told; a lane's `Neighbours`."""

    def __init__(self) -> None:
        self.names = Names()
        self._said: OrderedDict[bytes, Mapping[str, _Said]] = OrderedDict()

    def note(self, holder: str, local: bytes) -> None:
        """Remember that `holder` is called `local` by this kiosk's own hash."""
        self.names.note(holder, local)

    def find(self, local: bytes, now: Instant) -> Presence | None:
        """Return where neighbours saw the holder last, None where they did not."""
        name = self.names.find(local)
        said = None if name is None else self._said.get(name)
        told = [] if said is None else [one for one in said.values() if one.direction]
        if not told:
            return None
        last = max(told, key=lambda one: one.at_ms)
        age_ms = max(0, now.monotonic_ms - last.at_ms)
        if age_ms > MAX_AGE_MS:
            return None
        return Presence(
            direction=Direction(last.direction),
            gate=last.gate,
            at=now.wall - timedelta(milliseconds=age_ms),
            is_heard=True,
        )

    def take(self, sender: str, words: Iterable[Word], now_ms: int) -> None:
        """Believe `words`, the newest that `sender` said; one thread calls this."""
        for word in words:
            said = _Said(word.direction, word.gate, now_ms - word.age_ms)
            before = self._said.get(word.holder, {})
            self._said[word.holder] = {**before, sender: said}
            self._said.move_to_end(word.holder)
        while len(self._said) > MOST_HOLDERS:
            self._said.popitem(last=False)

    def use(self, key: bytes) -> None:
        """Forget everything and speak under another key."""
        self.names.use(key)
        self._said.clear()

    def forget_all_but(self, senders: Iterable[str]) -> None:
        """Forget what kiosks said that are no longer of the point."""
        kept = set(senders)
        for holder, said in list(self._said.items()):
            if not said.keys() <= kept:
                self._said[holder] = {
                    sender: one for sender, one in said.items() if sender in kept
                }
