"""Export: 100,000 entries as CSV against the csv module alone, and the memory it takes.

Bounds (issue 3): at least 0.5 × of writing the same rows, which are in memory
as text already, with the csv module and nothing else; 40 MB more memory. Each
kind's memory is measured in a process of its own.
"""

import csv
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.rounds import ROUNDS, judge
from kiosk.clock import system_clock
from kiosk.export.columns import HEADER
from kiosk.export.job import Exported, ExportKind, Request, run_export
from kiosk.export.period import Period
from kiosk.place import Place, open_place
from kiosk.storage.folder import Folder, open_existing, open_or_make
from kiosk.storage.migration import upgrade
from tests.backlog import fill

ENTRIES = 100_000
KINDS = ("csv", "xlsx", "zip")


def main() -> None:
    if len(sys.argv) == 3:
        grow(Path(sys.argv[1]), sys.argv[2])
        return
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        database = open_or_make(Folder(folder / "kiosk"), upgrade)
        fill(database, ENTRIES)
        place = open_place(Folder(folder / "kiosk"), database, system_clock())
        judge_speed(place, folder)
        database.close()
        for kind in KINDS:
            judge_growth(folder, kind)


def judge_speed(place: Place, folder: Path) -> None:
    done = export(place, folder, "csv")
    with done.written.path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == HEADER
    gc.freeze()  # the rows in memory are the measure's own burden
    pairs = []
    for _ in range(ROUNDS):
        alone_s = time_s(lambda: write(folder / "alone.csv", rows))
        pairs.append((alone_s, time_s(lambda: export(place, folder, "csv"))))
    alone_s, whole_s = (
        statistics.median(column) for column in zip(*pairs, strict=True)
    )
    print(f"csv module alone {alone_s:.2f} s, verified export {whole_s:.2f} s")
    judge(
        "export / csv module alone, time",
        statistics.median(whole / alone for alone, whole in pairs),
        2.0,
        "×",
    )


def judge_growth(folder: Path, kind: str) -> None:
    command = [sys.executable, "-m", "benchmarks.export", str(folder), kind]
    told = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    judge(f"memory growth, {kind}", float(told), 40.0, "MB")


def grow(folder: Path, kind: str) -> None:
    """Print by how many MB an export lifts the most memory this process ever had."""
    data = Folder(folder / "kiosk")
    place = open_place(data, open_existing(data, upgrade), system_clock())
    before = read_peak_mb()
    export(place, folder, kind)
    print(read_peak_mb() - before)


def export(place: Place, folder: Path, kind: str) -> Exported:
    request = Request(
        kind=ExportKind(kind), folder=folder, period=Period(), who="benchmark"
    )
    done = run_export(place, request)
    assert isinstance(done, Exported)
    return done


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def time_s(act: Callable[[], object]) -> float:
    os.sync()  # neither pays for what the other left in the cache
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def read_peak_mb() -> float:
    """Return VmHWM: the kernel keeps ru_maxrss of the parent across exec."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


if __name__ == "__main__":
    main()
