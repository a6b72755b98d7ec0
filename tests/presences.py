"""Presences: a simple model of what a kiosk was told of, and of who is inside."""

from dataclasses import dataclass, field

from kiosk.outcome import Outcome
from kiosk.payload import Direction
from kiosk.protocol.content import Act


@dataclass(slots=True)
class Shown:
    """What the model knows of a presentation."""

    entry_id: bytes
    card: int
    outcome: Outcome
    direction: Direction
    place: int
    acts: set[Act] = field(default_factory=set)

    @property
    def is_admitted(self) -> bool:
        is_let_in = self.outcome is Outcome.ALLOW or Act.ADMITTED in self.acts
        return is_let_in and Act.VOID not in self.acts


@dataclass(slots=True)
class Model:
    """Every entry that was told of, and where each card's holder was admitted last."""

    told: set[bytes] = field(default_factory=set)
    shown: dict[bytes, Shown] = field(default_factory=dict)
    purged: set[bytes] = field(default_factory=set)
    rests: dict[int, bytes] = field(default_factory=dict)

    def note(self, shown: Shown) -> None:
        self.told.add(shown.entry_id)
        self.shown[shown.entry_id] = shown
        if shown.outcome is Outcome.ALLOW:
            self.rests[shown.card] = shown.entry_id

    def settle(self, entry_id: bytes, act: Act) -> None:
        shown = self.shown[entry_id]
        shown.acts.add(act)
        if act is not Act.ADMITTED or entry_id in self.purged:
            return
        rests = self.shown.get(self.rests.get(shown.card, b""))
        if rests is None or rests.place < shown.place:
            self.rests[shown.card] = entry_id

    def void(self, entry_id: bytes) -> None:
        shown = self.shown[entry_id]
        shown.acts.add(Act.VOID)
        if self.rests.get(shown.card) != entry_id or entry_id in self.purged:
            return
        del self.rests[shown.card]
        admitted = [
            one
            for one in self.shown.values()
            if one.card == shown.card
            and one.is_admitted
            and one.entry_id not in self.purged
        ]
        if admitted:
            newest = max(admitted, key=lambda one: one.place)
            self.rests[shown.card] = newest.entry_id

    def purge(self, gone: set[bytes]) -> None:
        self.purged |= gone
        self.rests = {
            card: rests for card, rests in self.rests.items() if rests not in gone
        }

    def count_inside(self) -> int:
        last = [self.shown[rests] for rests in self.rests.values()]
        return sum(one.direction is Direction.IN for one in last)

    def copy(self) -> "Model":
        shown = {
            one.entry_id: Shown(
                one.entry_id,
                one.card,
                one.outcome,
                one.direction,
                one.place,
                set(one.acts),
            )
            for one in self.shown.values()
        }
        return Model(set(self.told), shown, set(self.purged), dict(self.rests))
