"""Reading serial: from the last byte on the line to the payload in the decision's thread.

Bounds (issue 4): p50 ≤ 0.5 ms, p99 ≤ 10 ms, and p50 ≤ 2 × of the least that any
program can do: `select` and `os.read` in a thread, up to the terminator, and the
line handed to the deciding thread by a queue. What that costs before the queue
is printed too. Interleaved rounds on pseudo-terminals; times are of this machine,
so the ratio is what tells.
"""

import os
import pty
import queue
import select
import statistics
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.rounds import ROUNDS, get_percentile, judge, take_median
from kiosk.payload import Direction, Payload
from kiosk.scanner.reader import Gate, ReaderReport
from kiosk.scanner.serial import make_serial_reader
from tests.builders import a_card

CODES = 50
"""In each round, for each way: 450 in all."""
GATE = Gate(name="A", direction=Direction.IN)
PAUSE_S = 0.004
BARE_WAIT_S = 0.05

Times = tuple[float, float]
"""Milliseconds until this thread had the code, and until the other one had it."""
Ask = Callable[[bytes], Times]


def main() -> None:
    with run_bare() as bare, run_product() as product:
        bare(b"warm\r")
        product(b"warm\r")
        rounds = [(ask_all(bare), ask_all(product)) for _ in range(ROUNDS)]
        cpu_ms = measure_cpu_ms(product)
    lines = [[arrived for _, arrived in bare] for bare, _ in rounds]
    limits = [[handed for handed, _ in bare] for bare, _ in rounds]
    samples = [[handed for handed, _ in product] for _, product in rounds]
    print(f"select + os.read alone, p50: {take_median(lines, 50):.3f} ms")
    for percent in (50, 99):
        limit = take_median(limits, percent)
        print(f"select + os.read, handed over, p{percent}: {limit:.3f} ms")
    judge("last byte to payload, p50", take_median(samples, 50), 0.5)
    judge("last byte to payload, p99", take_median(samples, 99), 10.0)
    ratios = [
        get_percentile(ours, 50) / get_percentile(least, 50)
        for least, ours in zip(limits, samples, strict=True)
    ]
    judge("the same / select + os.read, p50", statistics.median(ratios), 2.0, "×")
    print(f"CPU for a code, the bench's own share included: {cpu_ms:.3f} ms")


def ask_all(ask: Ask) -> list[Times]:
    return [ask(a_card(number).encode() + b"\r") for number in range(CODES)]


def measure_cpu_ms(ask: Ask) -> float:
    start = time.process_time()
    ask_all(ask)
    return (time.process_time() - start) * 1000 / CODES


@contextmanager
def run_product() -> Iterator[Ask]:
    """Run the product's reader; this thread takes the decision's place."""
    master, device = pty.openpty()
    tty.setraw(device)
    payloads: queue.Queue[Payload] = queue.Queue()
    reports: queue.Queue[ReaderReport] = queue.Queue()
    stop = threading.Event()
    reader = make_serial_reader(os.ttyname(device), gate=GATE)
    thread = threading.Thread(target=reader.run, args=(payloads.put, reports.put, stop))
    thread.start()
    reports.get(timeout=10)

    def ask(code: bytes) -> Times:
        time.sleep(PAUSE_S)  # people do not come back to back
        start_ns = time.monotonic_ns()
        os.write(master, code)
        payload = payloads.get(timeout=10)
        handed_ns = time.monotonic_ns()
        assert payload.data == code[:-1]
        return (handed_ns - start_ns) / 1e6, (payload.received_ns - start_ns) / 1e6

    yield ask
    stop.set()
    thread.join()
    os.close(device)
    os.close(master)


@contextmanager
def run_bare() -> Iterator[Ask]:
    """Read with nothing but `select` and `os.read`, up to the terminator."""
    master, device = pty.openpty()
    tty.setraw(device)
    ends: queue.Queue[tuple[bytes, int]] = queue.Queue()
    stop = threading.Event()

    def read() -> None:
        line = b""
        while not stop.is_set():
            if select.select([device], [], [], BARE_WAIT_S)[0]:
                line += os.read(device, 4096)
            if line.endswith(b"\r"):
                ends.put((line, time.monotonic_ns()))
                line = b""

    thread = threading.Thread(target=read)
    thread.start()

    def ask(code: bytes) -> Times:
        time.sleep(PAUSE_S)
        start_ns = time.monotonic_ns()
        os.write(master, code)
        line, read_ns = ends.get(timeout=10)
        handed_ns = time.monotonic_ns()
        assert line == code
        return (handed_ns - start_ns) / 1e6, (read_ns - start_ns) / 1e6

    yield ask
    stop.set()
    thread.join()
    os.close(device)
    os.close(master)


if __name__ == "__main__":
    main()
