"""Drain window: 100,000 pending entries go to a loopback province under a live window.

Bound (issue 2): the window misses no frame by more than 50 ms. A frame is a
16 ms timer of the GUI thread; what counts is how late it fires. The same is
measured with nothing to send first, since this machine is shared.
"""

import os
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from benchmarks.rounds import get_percentile, judge
from kiosk.app import Road
from kiosk.clock import system_clock
from kiosk.commands.running import freeze_start
from kiosk.payload import Direction
from kiosk.place import Place, open_place
from kiosk.scanner.reader import Gate
from kiosk.storage import entries
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.sync import enrolment
from kiosk.ui.main import run_window
from tests.backlog import fill
from tests.provinces import serve

ENTRIES = 100_000
FRAME_MS = 16
IDLE_S = 5.0


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with (
        tempfile.TemporaryDirectory(dir=Path.cwd()) as folder,
        serve(Path(folder, "province")) as province,
    ):
        data = Folder(Path(folder, "kiosk"))
        database = open_or_make(data, upgrade)
        code = enrolment.read_code(province.make_code(province.add_point()))
        enrolment.enrol(database, data, code, "benchmark")
        place = open_place(data, database, system_clock())
        idle = watch(place, IDLE_S)
        fill(database, ENTRIES)
        start = time.monotonic()
        busy = watch(place, None)
        elapsed_s = time.monotonic() - start
        print(
            f"{ENTRIES:,} entries drained in {elapsed_s:.1f} s with the window's own start"
        )
        database.close()
    print(
        f"frames late, idle: p99 {get_percentile(idle, 99):.1f} ms, most {max(idle):.1f} ms"
    )
    print(
        f"frames late, drain: p99 {get_percentile(busy, 99):.1f} ms, most {max(busy):.1f} ms"
    )
    judge("frame missed by, most, while draining", max(busy), 50.0)


def watch(place: Place, for_s: float | None) -> list[float]:
    """Run the window for `for_s`, or until nothing is pending; return how late frames were."""
    application = QApplication.instance() or QApplication(["benchmark"])
    assert isinstance(application, QApplication)
    frames = Frames(place.database, for_s)
    run_window(
        Road(place, (), sync=True),
        title="benchmark",
        gate=Gate(name="A", direction=Direction.IN),
        fullscreen=False,
        on_ready=frames.start,
    )
    return frames.late_ms


class Frames(QObject):
    """Measures how late each frame of the GUI thread is."""

    def __init__(self, database: Database, for_s: float | None) -> None:
        super().__init__()
        self.late_ms: list[float] = []
        self._database = database
        self._end_s = None if for_s is None else time.monotonic() + for_s
        self._due_s = 0.0
        self._number = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.on_frame)

    def start(self) -> None:
        freeze_start()  # as the window's own command does once it is ready
        self._due_s = time.monotonic() + FRAME_MS / 1000
        self._timer.start()

    @Slot()
    def on_frame(self) -> None:
        now_s = time.monotonic()
        self.late_ms.append(max(0.0, (now_s - self._due_s) * 1000))
        self._number += 1
        if self._number % 30 == 0 and self._is_over(now_s):
            self._timer.stop()
            QApplication.exit(0)
        self._due_s = time.monotonic() + FRAME_MS / 1000

    def _is_over(self, now_s: float) -> bool:
        if self._end_s is not None:
            return now_s > self._end_s
        with self._database.read() as connection:
            return entries.read_head(connection).pending == 0


if __name__ == "__main__":
    main()
