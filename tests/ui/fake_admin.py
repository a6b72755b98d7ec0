"""Fake admin: a data folder that answers the admin's screens at once, and its sticks."""

import threading
from pathlib import Path

from kiosk.export.fault import ExportFault
from kiosk.export.sticks import Stick
from kiosk.export.writing import Phase
from kiosk.storage.pin import PinAnswer, Right, Wrong
from kiosk.ui.admin_calls import (
    CountCall,
    Ended,
    ExportCall,
    Facts,
    Plugged,
    Watching,
)
from tests.ui.admin_samples import FACTS, a_progress, an_end

PIN = "482915"


class FakeAdmin:
    """Knows one PIN and one stick, and remembers who asked what from which thread."""

    def __init__(self, stick: Plugged | ExportFault = ExportFault.NO_STICK) -> None:
        self.stick = stick
        self.ended: Ended | ExportFault = an_end()
        self.error: Exception | None = None
        self.waits_for_cancel = False
        self.threads: set[str] = set()
        self.pins: list[str] = []

    def read_facts(self) -> Facts:
        self.threads.add(threading.current_thread().name)
        if self.error is not None:
            raise self.error
        return FACTS

    def check_pin(self, pin: str) -> PinAnswer:
        return Right() if pin == PIN else Wrong(tries_left=4)

    def set_pin(self, pin: str) -> None:
        self.pins.append(pin)

    def watch_sticks(self) -> None:
        pass

    def find_stick(self) -> Plugged | ExportFault:
        return self.stick

    def count(self, call: CountCall) -> int:
        return len(call.what.value)

    def export(self, call: ExportCall, watching: Watching) -> Ended | ExportFault:
        del call
        watching.on_progress(a_progress(Phase.WRITING))
        pause = threading.Event()
        while self.waits_for_cancel:
            if watching.is_cancelled():
                return ExportFault.CANCELLED
            pause.wait(0.005)
        return self.ended


class FakeSticks:
    """Folders that stand for sticks; `plug` and they are there."""

    def __init__(self) -> None:
        self.plugged: list[Stick] = []
        self.ejected: list[Path] = []

    def plug(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        stick = Stick(device="/dev/fake1", folder=folder, number=folder.name)
        self.plugged.append(stick)

    def list(self) -> tuple[Stick, ...]:
        return tuple(self.plugged)

    def eject(self, stick: Stick) -> bool:
        self.ejected.append(stick.folder)
        return True
