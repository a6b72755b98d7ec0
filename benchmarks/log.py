"""Log: frames while 100,000 entries are opened, scrolled and searched, beside 100.

A frame is the time between two turns of the window's event loop: as long as one
takes, nothing is painted and no verdict shown. The staff thread reads meanwhile.
"""

import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.rounds import get_percentile, judge
from kiosk.clock import Instant, system_clock
from kiosk.counter import Counter
from kiosk.place import Place, make_lane, open_place
from kiosk.storage import log
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.log import Span
from kiosk.storage.migration import upgrade
from kiosk.ui import theme
from kiosk.ui.flow import Flow
from kiosk.ui.screens import compose_screen
from kiosk.ui.staff.log_taps import ScrollTap
from kiosk.ui.staff.session import StaffSession
from kiosk.ui.staff.taps import StaffAct, StaffPress, StaffWrite
from tests.backlog import fill
from tests.ui.samples import EN, VI, WALL, surroundings

MANY, FEW = 100_000, 100
ROUNDS = 5
FRAME_MS = 50.0
"""The longest frame that the issue allows."""
SEARCHES = ("n", "ng", "nguyen", "nguyen anh", "nguyen an", "2345", "dat")
STEP_MS = 30


class Frames:
    """Counts the event loop's turns while something is done."""

    def __init__(self) -> None:
        self.spans_ms: list[float] = []
        self._last = time.perf_counter()
        self._beat = QTimer()
        self._beat.setInterval(0)
        self._beat.timeout.connect(self._turn)

    def run(
        self, acts: Sequence[Callable[[], object]], until: Callable[[], bool]
    ) -> None:
        """Do `acts`, a step after each other, and go on until `until`."""
        loop, waiting = QEventLoop(), list(acts)
        step = QTimer()
        step.setInterval(STEP_MS)

        def go_on() -> None:
            if waiting:
                waiting.pop(0)()
            elif until():
                loop.quit()

        step.timeout.connect(go_on)
        self._last = time.perf_counter()
        self._beat.start()
        step.start()
        loop.exec()
        self._beat.stop()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.spans_ms.append((now - self._last) * 1000)
        self._last = now


class Desk:
    """A log's screens over a kiosk with so many entries."""

    def __init__(self, path: Path, count: int) -> None:
        database = open_or_make(Folder(path), upgrade)
        fill(database, count)
        with database.read() as connection:
            [newest] = log.read_lines(connection, Span(), most=1)
        place: Place = open_place(Folder(path), database, system_clock())
        real, ahead = system_clock(), place.now()
        day = log.find_day(newest.entry_id)
        wall = WALL.replace(year=day.year, month=day.month, day=day.day)

        def now() -> Instant:
            return Instant(wall=wall, monotonic_ms=real().monotonic_ms, boot=ahead.boot)

        self.database = database
        self.session = StaffSession(
            lambda: Counter(database, make_lane(place), now=now, on_kept=_ignore),
            (VI, EN),
            now=now,
        )
        self.session.view.resize(1920, 1080)
        self.session.show_status(
            compose_screen(Flow(), surroundings(), (VI, EN), WALL).status
        )
        self.session.start()

    @property
    def is_whole(self) -> bool:
        found = self.session.flow.log
        listing = found.listing if found else None
        return (
            found is not None
            and listing is not None
            and listing.query == found.query
            and listing.is_whole
        )

    @property
    def count(self) -> int:
        found = self.session.flow.log
        return len(found.listing.positions) if found and found.listing else 0

    def measure(self) -> tuple[list[float], list[float], list[float]]:
        """Return the frames of opening, of scrolling and of searching."""
        tap = self.session.on_tapped
        opened, scrolled, searched = Frames(), Frames(), Frames()
        opened.run([lambda: self.session.open_log(None)], lambda: self.is_whole)
        last = max(1, self.count)
        turns = [ScrollTap(first=number * last // 60) for number in range(60)]
        scrolled.run([partial(tap, turn) for turn in turns], lambda: self.is_whole)
        written = [StaffWrite(text=text) for text in SEARCHES]
        searched.run([partial(tap, one) for one in written], lambda: self.is_whole)
        tap(StaffPress(act=StaffAct.BACK))
        return opened.spans_ms, scrolled.spans_ms, searched.spans_ms

    def finish(self) -> None:
        self.session.finish()
        self.database.close()


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    theme.load_fonts()
    with tempfile.TemporaryDirectory() as folder:
        desks = [Desk(Path(folder, str(count)), count) for count in (FEW, MANY)]
        gc.collect()
        gc.freeze()  # as `kiosk run` does once it is ready
        rounds = [[desk.measure() for desk in desks] for _ in range(ROUNDS)]
        for desk in desks:
            desk.finish()
    for index, name in enumerate(("opening", "scrolling", "searching")):
        few = [measured[0][index] for measured in rounds]
        many = [measured[1][index] for measured in rounds]
        worst = statistics.median(max(spans) for spans in many)
        ratio = statistics.median(
            max(second) / max(first) for first, second in zip(few, many, strict=True)
        )
        p99 = statistics.median(get_percentile(spans, 99) for spans in many)
        print(f"{name}: p99 {p99:.2f} ms, {ratio:.2f} times the longest of {FEW}")
        judge(f"{name} {MANY:,}, longest frame", worst, FRAME_MS)
    application.quit()


def _ignore() -> None:
    """Nobody sends here."""


if __name__ == "__main__":
    main()
