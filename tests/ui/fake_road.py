"""Fake road: the kiosk's real window over a road that admits whatever it gets.

`python -m tests.ui.fake_road MODE`; prints one JSON object a line: what the
road and the window did. Modes: `good`, `unstartable`, `buggy` (its thread
breaks down), `broken` (it tells that nothing can be kept),
`damaged` (that it is for good), `mended` (the same,
until a code comes), `clumsy` (a slot of the window breaks down), `fatal` (it
ends by SIGSEGV), `turns` (what is read is unreadable every second time), `again` (it asks for a new start, and a second window takes its place), `hanging` (the window's thread stands still once it is ready).
What the window keeps stands in `KIOSK_TEST_FILES`, where that is given.
"""

import gc
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk.decision import Outcome
from kiosk.errors import KioskError, StorageCause, StorageError
from kiosk.health import InOrder
from kiosk.order import FAULT_CODES
from kiosk.payload import Payload
from kiosk.ui.admin_session import AdminSession
from kiosk.ui.behind import Openings, compose
from kiosk.ui.main import AGAIN, run_window
from kiosk.ui.posts import Posts
from kiosk.ui.station import Files
from kiosk.ui.threads import Event
from tests.ui.fake_admin import FakeAdmin
from tests.ui.samples import FAULT, GATE, a_decided, a_health

SECRET = "001190012345|NGUYEN VAN THU"
"""An invented payload that no file of the window may hold."""
HANGS_S = 20
FAULT_SENTENCE = "Disk: it is full. Free some space."


_OTHER = {Outcome.ALLOW: Outcome.UNREADABLE, Outcome.UNREADABLE: Outcome.ALLOW}


class FakeRoad:
    """Admits every payload at once."""

    def __init__(self, mode: str) -> None:
        self._mode = mode
        self._on_event: Callable[[Event], None] | None = None
        self._outcome = Outcome.UNREADABLE

    def start(
        self,
        on_event: Callable[[Event], None],
        on_payload: Callable[[Payload], None] | None = None,
    ) -> None:
        """Begin as the mode says."""
        del on_payload
        self._on_event = on_event
        on_event(a_health())
        match self._mode:
            case "unstartable":
                raise StorageError(FAULT_SENTENCE)
            case "buggy":
                threading.Thread(target=break_down, name="buggy").start()
            case "fatal":
                threading.Thread(target=die, args=(SECRET,), name="fatal").start()
            case "broken" | "mended":
                on_event(FAULT)
            case "damaged":
                on_event(
                    msgspec.structs.replace(
                        FAULT, code=FAULT_CODES[StorageCause.DAMAGED]
                    )
                )
            case _:
                pass

    def follow(self) -> None:
        """Start nothing more: no code waits for this road."""

    def submit(self, payload: Payload) -> None:
        """Admit `payload`."""
        tell(submitted=payload.data.decode())
        if self._on_event is not None:
            self._on_event(self._decide())

    def _decide(self) -> Event:
        if self._mode == "mended":
            return InOrder()
        if self._mode != "turns":
            return a_decided()
        self._outcome = _OTHER[self._outcome]
        tell(decided_s=time.monotonic())
        return a_decided(self._outcome)

    def stop(self) -> None:
        """Tell that the road ends."""
        tell(stopped=True)


def break_down() -> None:
    message = f"a bug over {SECRET}"
    raise RuntimeError(message)


def die(payload: str) -> None:
    """End with `payload` in hand, as a bug in a library would."""
    assert payload
    signal.pthread_kill(threading.get_ident(), signal.SIGSEGV)


def hang() -> None:
    """Let the window's thread stand still."""
    tell(hanging=True)
    threading.Event().wait(HANGS_S)


def hang_soon() -> None:
    tell_ready()
    QTimer.singleShot(300, hang)


def ask_for_new_start() -> None:
    """Leave the admin's screens as if something had been set up there."""
    (session,) = (one for one in gc.get_objects() if isinstance(one, AdminSession))
    session.restart_asked.emit()


def run_twice(mode: str) -> int:
    """Run the window, then another in its place, and tell whether that one stays."""
    again = run_window(
        FakeRoad(mode),
        title="Kiosk",
        gate=GATE,
        on_ready=tell_ready,
        on_settled=lambda: QTimer.singleShot(0, ask_for_new_start),
        posts=Posts(load=lambda: partial(compose, Openings(open_admin=FakeAdmin))),
        files=find_files(),
    )
    tell(again=again == AGAIN)
    return run_window(
        FakeRoad(mode),
        title="Kiosk",
        gate=GATE,
        on_ready=lambda: QTimer.singleShot(300, tell_windows),
        files=find_files(),
    )


def tell_windows() -> None:
    """Tell how many windows can be seen."""
    tell(windows=sum(one.isVisible() for one in QApplication.topLevelWidgets()))


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - a process's answer


def tell_ready() -> None:
    tell(ready=True)


def find_files() -> Files | None:
    """Return what the window keeps, where the test gave it a folder."""
    folder = os.environ.get("KIOSK_TEST_FILES")
    if folder is None:
        return None
    return Files(
        crash_log=Path(folder, "crash.log"),
        bell=Path(folder, "run.bell"),
    )


def main() -> int:
    """Run the window and return its exit code."""
    mode = sys.argv[1]
    if mode == "again":
        return run_twice(mode)
    on_ready = {"clumsy": break_down, "hanging": hang_soon}.get(mode, tell_ready)
    try:
        return run_window(
            FakeRoad(mode),
            title="Kiosk",
            gate=GATE,
            on_ready=on_ready,
            files=find_files(),
        )
    except KioskError as error:
        tell(fault=str(error))
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
