"""Drain: 100,000 pending entries go to a real province over loopback; its wall time and memory.

Bounds (issue 7): all of it (read, encode, send, receipt, settle) takes at most 3 s,
TLS off, against SQLite and PostgreSQL. Reading, encoding and compressing reach at
least half of the rate of a bare read of the same rows from the same encrypted
file, batch by batch, measured in turn. `kiosk sync --once` of any backlog takes
at most 32 MB more than of none.

What a window feels meanwhile: `benchmarks.drain_window`; what the gate feels:
`benchmarks.drain_gate`; what goes over the wire: `benchmarks.wire`.
"""

import contextlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import zstandard

from benchmarks.rounds import judge
from kiosk.clock import system_clock
from kiosk.place import Place, open_place
from kiosk.protocol import batch
from kiosk.sending import make_sender, read_batch_health
from kiosk.storage import entries, outbox
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.sync import enrolment
from kiosk.sync.fault import FaultClass
from kiosk.sync.packing import make_batch
from tests.backlog import fill
from tests.province.postgres import run_cluster
from tests.provinces import Province, serve

ENTRIES = 100_000
DRAINS = 5
APART_S = 0.05
"""So that all of them lie within a day."""
ROUNDS = 9
SMALL, LARGE = 20_000, 200_000
LOOK_S = 0.005


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        with serve(Path(folder, "sqlite")) as province:
            measure_drains(Path(folder, "kiosk-1"), province, "SQLite")
            measure_memory(Path(folder, "kiosk-2"), province)
        with (
            run_cluster() as url,
            serve(Path(folder, "pg"), database=url) as province,
        ):
            measure_drains(Path(folder, "kiosk-3"), province, "PostgreSQL")


@contextlib.contextmanager
def open_enrolled(path: Path, province: Province) -> Iterator[Place]:
    """Give the place of a new kiosk that has its roster and nothing to send."""
    folder = Folder(path)
    with contextlib.closing(open_or_make(folder, upgrade)) as database:
        code = enrolment.read_code(province.make_code(province.add_point()))
        enrolment.enrol(database, folder, code, "benchmark")
        place = open_place(folder, database, system_clock())
        drain(place)
        yield place


def drain(place: Place, is_gate_busy: Callable[[], bool] = lambda: False) -> int:
    """Send all that is pending; return how many the province took."""
    assert place.enrolment is not None
    sender = make_sender(place, place.enrolment, lambda _: None, is_gate_busy)
    with contextlib.closing(sender):
        report = sender.send_all(threading.Event())
    assert report.fault is FaultClass.NONE, report
    return report.accepted


def measure_drains(path: Path, province: Province, name: str) -> None:
    with open_enrolled(path, province) as place:
        taken = [measure_drain(place, name) for _ in range(DRAINS)]
        judge(
            f"drain of {ENTRIES:,} to {name}, median", statistics.median(taken), 3, "s"
        )
        if name == "SQLite":
            fill(place.database, ENTRIES)
            rates = [compare_reading(place) for _ in range(ROUNDS)]
            print(
                "reading, encoding and compressing, of a bare read, by round: "
                + " ".join(f"{rate:.2f}" for rate in rates)
            )
            rate = statistics.median(rates)
            mark = "holds" if rate >= 0.5 else "MISSED"
            print(f"median {rate:.2f}, at least 0.50: {mark}")


def measure_drain(place: Place, name: str) -> float:
    fill(place.database, ENTRIES, apart_s=APART_S)
    place.database.empty_wal()
    own_s, start = time.process_time(), time.perf_counter()
    assert drain(place) == ENTRIES
    taken_s = time.perf_counter() - start
    own_s = time.process_time() - own_s
    print(f"{name}: {taken_s:.2f} s, of which the kiosk's CPU {own_s:.2f} s")
    return taken_s


def compare_reading(place: Place) -> float:
    """Return the rate of making batches of the backlog, in bare reads of its rows."""
    return time_of(lambda: read_bare(place)) / time_of(lambda: make_batches(place))


def time_of(work: Callable[[], int]) -> float:
    start = time.perf_counter()
    assert work() == ENTRIES
    return time.perf_counter() - start


def read_bare(place: Place) -> int:
    """Read id, salt and content of every row, as fast as the driver can."""
    read = 0
    with place.database.read() as connection:
        first = outbox.read_run(connection, limit=1).first
        driver = connection.driver
        for at in range(first, first + ENTRIES, batch.MAX_ROWS):
            cursor = driver.execute(
                "SELECT entry_id, salt, content FROM entries WHERE position BETWEEN ? AND ?",
                (at, at + batch.MAX_ROWS - 1),
            )
            read += len(cursor.fetchall())
    return read


def make_batches(place: Place) -> int:
    """Read, encode and compress every row, as sending does but for the signature."""
    made = behind = 0
    while made < ENTRIES:
        with place.database.read() as connection:
            run = outbox.read_run(connection, limit=batch.MAX_ROWS, behind=behind)
            head = entries.read_head(connection)
        body = batch.encode(
            make_batch(
                place.identity,
                run,
                sequence=1,
                reaches_head=run.last == head.position,
                sent_at_us=1,
                health=read_batch_health(place, head.pending),
            )
        )
        assert zstandard.ZstdCompressor(level=batch.LEVEL).compress(body)
        made, behind = made + len(run.rows), run.last
    return made


def measure_memory(path: Path, province: Province) -> None:
    with open_enrolled(path, province) as place:
        idle = min(measure_sync(path) for _ in range(3))
        for count in (SMALL, LARGE):
            fill(place.database, count)
            judge(
                f"memory of a drain of {count:,}, above idle",
                measure_sync(path) - idle,
                32,
                "MB",
            )


def measure_sync(path: Path) -> float:
    """Return the most memory that `kiosk sync --once` held, in MB."""
    command = [sys.executable, "-m", "kiosk", "sync", "--once", "--data", str(path)]
    most_kb = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            most_kb = max(most_kb, read_peak_kb(running.pid))
            time.sleep(LOOK_S)
    assert running.returncode == 0
    return most_kb / 1000


def read_peak_kb(process: int) -> int:
    """Return the peak that the kernel counted, 0 for a process that is over."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main()
