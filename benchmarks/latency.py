"""Latency: from the last byte on a serial line to the printed, durable decision.

Bound (issue 2): p50 ≤ limit + 3 ms and p95 ≤ 1.5 × limit + 5 ms, where the
limit is a bare 200-byte append with fdatasync on the same disk, in interleaved
rounds.
"""

import os
import pty
import select
import subprocess
import sys
import tempfile
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.rounds import ROUNDS, judge, take_median, time_appends
from tests.builders import a_card

CODES = 100


def main() -> None:
    decisions, limits = [], []
    with (
        tempfile.TemporaryDirectory(dir=Path.cwd()) as folder,
        run_kiosk(Path(folder, "kiosk")) as ask,
    ):
        for number in range(ROUNDS):
            decisions.append([ask(number * CODES + card) for card in range(CODES)])
            limits.append(time_appends(Path(folder, "limit"), CODES))
    for percent in (50, 95):
        print(f"limit p{percent}: {take_median(limits, percent):.3f} ms")
    judge(
        "serial byte to printed decision, p50",
        take_median(decisions, 50),
        take_median(limits, 50) + 3,
    )
    judge(
        "serial byte to printed decision, p95",
        take_median(decisions, 95),
        1.5 * take_median(limits, 95) + 5,
    )


class Asker:
    """Sends one code and waits for its line."""

    def __init__(self, leader: int, output: int) -> None:
        self._leader = leader
        self._output = output

    def __call__(self, number: int) -> float:
        code = a_card(number).encode("utf-8") + b"\r"
        start = time.perf_counter()
        os.write(self._leader, code)
        read_line(self._output)
        elapsed_ms = (time.perf_counter() - start) * 1000
        time.sleep(0.005)  # people do not come back to back
        return elapsed_ms


def read_line(output: int) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        select.select([output], [], [])
        line += os.read(output, 65536)
    return line


@contextmanager
def run_kiosk(data: Path) -> Iterator[Asker]:
    leader, follower = pty.openpty()
    tty.setraw(follower)
    kiosk = subprocess.Popen(
        [
            *(sys.executable, "-m", "kiosk", "run", "--headless", "--no-sync"),
            *("--data", str(data), "--serial", os.ttyname(follower)),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert kiosk.stdout is not None
    try:
        read_line(kiosk.stdout.fileno())
        yield Asker(leader, kiosk.stdout.fileno())
    finally:
        kiosk.terminate()
        kiosk.wait()
        kiosk.stdout.close()
        os.close(leader)
        os.close(follower)


if __name__ == "__main__":
    main()
