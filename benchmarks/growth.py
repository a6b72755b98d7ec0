"""Growth: a decision's cost with 1,000,000 entries stored against 1,000.

Bound (issue 2): p95 within 1.2 × in interleaved rounds. Both kiosks are made
alike and decide alike; only what they hold differs.
"""

import shutil
import statistics
import tempfile
from pathlib import Path

from benchmarks.rounds import ROUNDS, get_percentile, judge, time_calls
from kiosk.clock import system_clock
from kiosk.lane import Lane
from kiosk.place import Place, make_lane, open_place
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from tests.backlog import fill
from tests.builders import a_card, a_payload

FEW, MANY = 1_000, 1_000_000
CODES = 400


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        few, many = make(Path(folder, "few"), FEW), make(Path(folder, "many"), MANY)
        ratios, absolute = measure(few, many)
        for place in (few, many):
            place.database.close()
        shutil.rmtree(folder, ignore_errors=True)
    print(
        f"p95 with {FEW:,}: {absolute[0]:.3f} ms; with {MANY:,}: {absolute[1]:.3f} ms"
    )
    judge("decision p95, many / few", statistics.median(ratios), 1.2, "×")


def make(path: Path, count: int) -> Place:
    folder = Folder(path)
    database = open_or_make(folder, upgrade)
    fill(database, count, settled=True)
    return open_place(folder, database, system_clock())


def measure(few: Place, many: Place) -> tuple[list[float], tuple[float, float]]:
    rounds: list[tuple[float, float]] = []
    with make_lane(few) as small, make_lane(many) as large:
        for number in range(-1, ROUNDS):
            first = number * CODES + CODES
            pair = (decide(small, first), decide(large, first))
            if number >= 0:  # the round before warms both up
                rounds.append(pair)
    ratios = [large_p95 / small_p95 for small_p95, large_p95 in rounds]
    return ratios, (
        statistics.median(one for one, _ in rounds),
        statistics.median(other for _, other in rounds),
    )


def decide(lane: Lane, first: int) -> float:
    samples = time_calls(
        lambda number: lane.present(a_payload(a_card(first + number))), CODES
    )
    return get_percentile(samples, 95)


if __name__ == "__main__":
    main()
