"""Backup: a decision's cost while 100,000 entries are backed up, against an idle kiosk.

Bound: p95 within 1.5 × in interleaved rounds, where the backup goes to another
folder of the same disk, which is worse than a card.
"""

import statistics
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.rounds import ROUNDS, get_percentile, judge, time_calls
from kiosk.clock import system_clock
from kiosk.lane import Lane
from kiosk.place import Place, make_lane, open_place
from kiosk.safekeeping import REST
from kiosk.storage.backup import BackedUp, BackupFault, Wanted, back_up
from kiosk.storage.copying import Pace
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from tests.backlog import fill
from tests.builders import a_card, a_payload

ENTRIES = 100_000
CODES = 300


class Backups:
    """Backs up again and again, as upkeep paces it, until the block ends."""

    def __init__(self, place: Place, to: Path) -> None:
        self._place, self._wanted = place, Wanted(to=to)
        self._stop = threading.Event()
        self._work = threading.Thread(target=self._run, name="backup")

    def __enter__(self) -> None:
        self._work.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._work.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            save(self._place, self._wanted, self._stop)


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        card = Path(name, "card")
        card.mkdir()
        place = make(Path(name, "kiosk"))
        started_s = time.perf_counter()
        made = save(place, Wanted(to=card), threading.Event())
        assert isinstance(made, BackedUp)
        took_s = time.perf_counter() - started_s
        ratios, idle, busy = measure(place, card)
        place.database.close()
    print(f"one backup: {made.size / 1e6:.0f} MB in {took_s:.1f} s, verified")
    print(f"p95 idle: {idle:.3f} ms; while backing up: {busy:.3f} ms")
    judge("decision p95, backing up / idle", statistics.median(ratios), 1.5, "×")


def make(path: Path) -> Place:
    folder = Folder(path)
    database = open_or_make(folder, upgrade)
    fill(database, ENTRIES)
    return open_place(folder, database, system_clock())


def save(place: Place, wanted: Wanted, stop: threading.Event) -> BackedUp | BackupFault:
    pace = Pace(rest=REST, stop=stop)
    return back_up(place.folder, place.database, wanted, at=place.now(), pace=pace)


def measure(place: Place, card: Path) -> tuple[list[float], float, float]:
    rounds: list[tuple[float, float]] = []
    with make_lane(place) as lane:
        for number in range(-1, ROUNDS):
            first = (number + 1) * 2 * CODES
            idle = decide(lane, first)
            with Backups(place, card):
                busy = decide(lane, first + CODES)
            if number >= 0:  # the round before warms both up
                rounds.append((idle, busy))
    return (
        [busy / idle for idle, busy in rounds],
        statistics.median(idle for idle, _ in rounds),
        statistics.median(busy for _, busy in rounds),
    )


def decide(lane: Lane, first: int) -> float:
    samples = time_calls(
        lambda number: lane.present(a_payload(a_card(first + number))), CODES
    )
    return get_percentile(samples, 95)


if __name__ == "__main__":
    main()
