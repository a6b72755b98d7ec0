"""Fake counter: what staff's screens ask, in memory; every act is noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from kiosk.declaration import Declared
from kiosk.errors import StorageError
from kiosk.lane import Refusal
from kiosk.payload import Payload
from kiosk.presentation import Decided, Looked, Presentation
from kiosk.protocol.content import Act
from tests.ui.fake_log import FakeLog
from tests.ui.samples import a_decided

FULL = "The disk is full. Free some space."


class FakeCounter:
    """Refuses what `refusal` says, and fails at every call once `is_broken`."""

    def __init__(self, log: FakeLog | None = None) -> None:
        self.log = log or FakeLog()
        self.refusal: Refusal | None = None
        self.turned: Presentation = a_decided()
        self.declared = a_decided()
        self.is_broken = False
        self.opened = self.closed = 0
        self.acts: list[tuple[str, UUID, str]] = []

    @contextmanager
    def open(self) -> Iterator["FakeCounter"]:
        self.opened += 1
        yield self
        self.closed += 1

    def void(self, entry_id: UUID, reason: str = "") -> UUID | Refusal:
        return self._note("void", entry_id, reason)

    def settle(self, entry_id: UUID, act: Act, reason: str) -> UUID | Refusal:
        return self._note(act, entry_id, reason)

    def turn_round(self, decided: Decided) -> Presentation | Refusal:
        noted = self._note("turn_round", decided.entry_id, "")
        return noted if isinstance(noted, Refusal) else self.turned

    def declare(self, decided: Decided, declared: Declared | None) -> Decided | Refusal:
        said = "incomplete" if declared is None else "declared"
        noted = self._note(said, decided.entry_id, "")
        return noted if isinstance(noted, Refusal) else self.declared

    def look(self, payload: Payload) -> Looked:
        self._note("look", UUID(int=0), payload.data.decode())
        return Looked(decision=a_decided().decision)

    def _note(self, name: str, entry_id: UUID, reason: str) -> UUID | Refusal:
        if self.is_broken:
            raise StorageError(FULL)
        if self.refusal is not None:
            return self.refusal
        self.acts.append((name, entry_id, reason))
        return UUID(int=99)
