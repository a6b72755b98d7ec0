"""Drain gate: what a decision waits for while a backlog is sent.

Bound (issue 7): the p95 of a decision, from the payload to its durable entry, is
within 1.5 times that of the same gate with nothing to send. Somebody presents a
card every 60 ms or so; the sender works in the same process, as in `kiosk run`, and
gives way as it does there while people pass.
Idle and draining are measured in turn, and the median of the ratios counts.
"""

import contextlib
import itertools
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.drain import drain, open_enrolled
from benchmarks.rounds import get_percentile, judge
from kiosk.lane import Lane
from kiosk.place import Place
from kiosk.policy import DEFAULT_POLICY
from kiosk.rules import Rules
from tests.backlog import fill
from tests.builders import a_card, a_payload
from tests.provinces import serve

ENTRIES = 30_000
ROUNDS = 7
IDLE_S = 5.0
EVERY_S = (0.03, 0.09)


def main() -> None:
    ratios: list[float] = []
    with (
        tempfile.TemporaryDirectory(dir=Path.cwd()) as folder,
        serve(Path(folder, "province")) as province,
        open_enrolled(Path(folder, "kiosk"), province) as place,
        Lane(
            place.database,
            place.identity.hash_key,
            Rules(policy=DEFAULT_POLICY),
            now=place.now,
        ) as lane,
    ):
        cards = itertools.count()
        for number in range(ROUNDS + 1):
            idle = present_until(lane, cards, threading.Event(), IDLE_S)
            fill(place.database, ENTRIES)
            with draining(place) as done:
                busy = present_until(lane, cards, done, 60.0)
            if number:  # the first warms everything up
                ratios.append(get_percentile(busy, 95) / get_percentile(idle, 95))
                print(
                    f"idle {tell(idle)}; draining {tell(busy)}: {ratios[-1]:.2f} times"
                )
    judge("decision's p95 while draining", statistics.median(ratios), 1.5, "times idle")


def present_until(
    lane: Lane, cards: Iterator[int], done: threading.Event, at_most_s: float
) -> list[float]:
    """Return what each decision took, in ms, until `done` or so many seconds."""
    chance, end = random.Random(1), time.monotonic() + at_most_s
    taken: list[float] = []
    while time.monotonic() < end and not done.wait(chance.uniform(*EVERY_S)):
        payload = a_payload(a_card(next(cards)))
        start = time.perf_counter()
        lane.present(payload)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


@contextlib.contextmanager
def draining(place: Place) -> Iterator[threading.Event]:
    """Give what is set once the backlog is sent."""
    done = threading.Event()

    def send() -> None:
        drain(place, lambda: True)
        done.set()

    thread = threading.Thread(target=send, name="sender")
    thread.start()
    yield done
    thread.join()


def tell(taken: list[float]) -> str:
    p50, p95 = (get_percentile(taken, percent) for percent in (50, 95))
    return f"p50 {p50:.2f} ms, p95 {p95:.2f} ms of {len(taken)}"


if __name__ == "__main__":
    main()
