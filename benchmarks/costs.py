"""Costs: what work took, in wall time and in CPU of whoever serves it."""

import contextlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICKS_S = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What some work took: wall time, and CPU of whoever is the server."""

    wall_s: float
    cpu_s: float


def measure(server: Sequence[int], work: Callable[[], None]) -> Cost:
    """Do `work`; return its wall time, and the CPU of the processes `server`."""
    before = sum(read_cpu_s(process) for process in server)
    start = time.perf_counter()
    work()
    wall_s = time.perf_counter() - start
    cpu_s = sum(read_cpu_s(process) for process in server) - before
    return Cost(wall_s=wall_s, cpu_s=cpu_s)


def read_cpu_s(process: int) -> float:
    """Return the CPU that a process and its children took, those that ended too."""
    parents: dict[int, int] = {}
    used: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rsplit(")", 1)[1].split()
            number = int(stat.parent.name)
            parents[number] = int(fields[1])
            used[number] = sum(int(part) for part in fields[11:15])
    family = {process}
    while more := {one for one, parent in parents.items() if parent in family} - family:
        family |= more
    ticks = sum(used.get(one, 0) for one in family)
    return ticks * _TICKS_S
