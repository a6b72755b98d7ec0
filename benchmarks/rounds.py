"""Rounds: interleaved measurements, judged by the median of their ratios."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROUNDS = 9
"""At least 7: the machine is shared, and a median of nine forgives four bad ones."""


def get_percentile(samples: Sequence[float], percent: float) -> float:
    """Return the value below which `percent` of `samples` lie."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def time_calls(call: Callable[[int], object], count: int) -> list[float]:
    """Return how long each of `count` calls took, in milliseconds."""
    samples = []
    for number in range(count):
        start = time.perf_counter()
        call(number)
        samples.append((time.perf_counter() - start) * 1000)
    return samples


def time_appends(path: Path, count: int) -> list[float]:
    """Return how long a bare 200-byte append with fdatasync took, in milliseconds.

    This is the least that any durable write costs on this disk.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    line = bytes(200)

    def append(_: int) -> None:
        os.write(handle, line)
        os.fdatasync(handle)

    try:
        return time_calls(append, count)
    finally:
        os.close(handle)


def take_median(rounds: Sequence[Sequence[float]], percent: float) -> float:
    """Return the median over rounds of each round's percentile."""
    return statistics.median(get_percentile(samples, percent) for samples in rounds)


def judge(name: str, value: float, bound: float, unit: str = "ms") -> bool:
    """Print one figure against its bound; return whether it holds."""
    holds = value <= bound
    mark = "holds" if holds else "MISSED"
    print(f"{name}: {value:.3f} {unit}, bound {bound:.3f} {unit}: {mark}")
    return holds
