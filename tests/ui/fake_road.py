"""Fake road: the kiosk's real window over a road that admits whatever it gets.

`python -m tests.ui.fake_road MODE`; prints one JSON object a line: what the
road and the window did. Modes: `good`, `unstartable`, `buggy` (its thread
breaks down), `broken` (it tells that nothing can be kept), `damaged` (that it is for good), `mended` (the same,
until a code comes), `clumsy` (a slot of the window breaks down).
"""

import json
import sys
import threading
from collections.abc import Callable
from dataclasses import replace

from kiosk.errors import KioskError, StorageCause, StorageError
from kiosk.health import InOrder
from kiosk.order import FAULT_CODES
from kiosk.payload import Payload
from kiosk.ui.main import run_window
from kiosk.ui.threads import Event
from tests.ui.samples import FAULT, GATE, a_decided, a_health

FAULT_SENTENCE = "Disk: it is full. Free some space."


class FakeRoad:
    """Admits every payload at once."""

    def __init__(self, mode: str) -> None:
        self._mode = mode
        self._on_event: Callable[[Event], None] | None = None

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
            case "broken" | "mended":
                on_event(FAULT)
            case "damaged":
                on_event(replace(FAULT, code=FAULT_CODES[StorageCause.DAMAGED]))
            case _:
                pass

    def submit(self, payload: Payload) -> None:
        """Admit `payload`."""
        tell(submitted=payload.data.decode())
        if self._on_event is not None:
            self._on_event(InOrder() if self._mode == "mended" else a_decided())

    def stop(self) -> None:
        """Tell that the road ends."""
        tell(stopped=True)


def break_down() -> None:
    message = "a bug"
    raise RuntimeError(message)


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - a process's answer


def tell_ready() -> None:
    tell(ready=True)


def main() -> int:
    """Run the window and return its exit code."""
    mode = sys.argv[1]
    on_ready = break_down if mode == "clumsy" else tell_ready
    try:
        return run_window(FakeRoad(mode), title="Kiosk", gate=GATE, on_ready=on_ready)
    except KioskError as error:
        tell(fault=str(error))
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
