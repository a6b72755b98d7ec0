"""Start: from the command to `{"ready": true}`, with 1,000,000 entries against none.

Bound (issue 6): 1.1 × in interleaved rounds. Both kiosks start headless with
nothing to read; only what they hold differs.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.rounds import judge
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from tests.backlog import fill

ENTRIES = 1_000_000
ROUNDS = 15
"""A start takes half a second and is disturbed easily: more rounds than others have."""


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        none, many = make(Path(folder, "none"), 0), make(Path(folder, "many"), ENTRIES)
        pairs = [(start(none), start(many)) for _ in range(-1, ROUNDS)][1:]
    print(
        f"start with none: {statistics.median(one for one, _ in pairs):.3f} s; "
        f"with {ENTRIES:,}: {statistics.median(other for _, other in pairs):.3f} s"
    )
    ratio = statistics.median(other / one for one, other in pairs)
    judge("start to ready, many / none", ratio, 1.1, "×")


def make(path: Path, count: int) -> Path:
    database = open_or_make(Folder(path), upgrade)
    fill(database, count, settled=True)
    database.close()
    (path / "codes.txt").touch()
    return path


def start(data: Path) -> float:
    """Return how long it took until the first code could be read, in seconds."""
    begun = time.perf_counter()
    kiosk = subprocess.Popen(
        [
            *(sys.executable, "-m", "kiosk", "run", "--headless", "--no-sync"),
            *("--data", str(data), "--replay", str(data / "codes.txt")),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert kiosk.stdout is not None
    with kiosk, kiosk.stdout:
        line = kiosk.stdout.readline()
        took = time.perf_counter() - begun
        kiosk.terminate()
        kiosk.wait()
    assert line == b'{"ready":true}\n'
    return took


if __name__ == "__main__":
    main()
