"""Retention: what a decision costs while a purge of 100,000 entries goes on beside it.

Bound (issue 6, our own): p95 within 1.5 × of the same kiosk at rest, in
interleaved rounds: in each the purge is held up for a while, then goes on. Codes
come every 20 ms, faster than any gate, so that none waits for the one before.
"""

import shutil
import statistics
import tempfile
import threading
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import msgspec

from benchmarks.rounds import ROUNDS, get_percentile, judge, time_calls
from kiosk.clock import Anchor, Instant, system_clock
from kiosk.disposal import dispose, make_terms
from kiosk.lane import Lane
from kiosk.payload import Payload
from kiosk.place import Place, make_lane, open_place
from kiosk.policy import DEFAULT_POLICY
from kiosk.storage import clock
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from tests.backlog import fill
from tests.builders import a_card, a_payload
from tests.fakes import START

OLD = 100_000
CODES = 150
PAUSE_S = 0.02
DAYS_S = 40 * 86_400


class Purge:
    """A purge in its own thread, which goes on only while it is let."""

    def __init__(self, place: Place) -> None:
        self.may_go = threading.Event()
        self._is_over = False
        self.destroyed = 0
        self._place = place
        self._thread = threading.Thread(target=self._run, name="purge")
        self._thread.start()

    def end(self) -> None:
        self._is_over = True
        self.may_go.set()
        self._thread.join()

    def _run(self) -> None:
        terms = make_terms(DEFAULT_POLICY)
        disposed = dispose(
            self._place.database, terms, now=self._place.now, wait=self._wait
        )
        self.destroyed = disposed.destroyed.purged

    def _wait(self, pause_s: float) -> bool:
        time.sleep(pause_s)
        self.may_go.wait()
        return self._is_over


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        place = make(Path(folder, "kiosk"))
        purge = Purge(place)
        with make_lane(place) as lane:
            rounds = [measure(lane, purge, number) for number in range(ROUNDS + 1)][1:]
        purge.end()
        place.database.close()
        shutil.rmtree(folder, ignore_errors=True)
    rest, beside = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"p95 at rest {rest:.3f} ms, beside a purge {beside:.3f} ms")
    print(f"destroyed meanwhile: {purge.destroyed:,} of {OLD:,}")
    ratio = statistics.median(second / first for first, second in rounds)
    judge("decision p95, purging / at rest", ratio, 1.5, "×")


def make(path: Path) -> Place:
    """Make a kiosk whose entries are due by a clock that the province vouches for."""
    real, days = system_clock(), timedelta(seconds=OLD * 0.5 + DAYS_S)
    ahead = START + days - real().wall

    def now() -> Instant:
        return msgspec.structs.replace(real(), wall=real().wall + ahead)

    database = open_or_make(Folder(path), upgrade)
    fill(database, OLD, settled=True)
    with database.write() as connection:
        clock.put(connection, Anchor(at=now(), told=now().wall))
    return open_place(Folder(path), database, now)


def measure(lane: Lane, purge: Purge, number: int) -> tuple[float, float]:
    """Return the p95 of a decision at rest, and beside the purge."""
    first = 2 * number * CODES
    purge.may_go.clear()
    time.sleep(0.2)  # the step under way ends
    rest = decide(lane, first)
    purge.may_go.set()
    return rest, decide(lane, first + CODES)


def decide(lane: Lane, first: int) -> float:
    samples = []
    for number in range(first, first + CODES):
        time.sleep(PAUSE_S)
        payload = a_payload(a_card(number))
        samples += time_calls(partial(_present, lane, payload), 1)
    return get_percentile(samples, 95)


def _present(lane: Lane, payload: Payload, _: int) -> None:
    lane.present(payload)


if __name__ == "__main__":
    main()
