"""Roster: what asking for news costs, and what a gate feels while a big one is taken.

Bounds (issue 7): where nothing is new one request and under 1 kB go both ways
in all, headers counted; while a roster with a list of 240,000 revoked
certificates and a watch list of 100,000 people are taken beside it, a
decision's p95 stays within 1.5 × of idle. Idle and busy rounds take turns, as
the machine is shared; the longest wait is told beside idle's own.
"""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from statistics import median

import msgspec

from benchmarks.rounds import get_percentile, judge
from kiosk.clock import system_clock
from kiosk.lane import Lane
from kiosk.place import Place, make_lane, open_place
from kiosk.protocol import revocation
from kiosk.sending import make_watch_sync
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.sync import roster
from kiosk.sync.roster import Delivered
from kiosk.sync.transport import Transport
from kiosk.sync.watch import Progress
from province.keys import KeyFolder
from tests.builders import a_card, a_payload
from tests.faulty import FaultyProxy
from tests.provinces import serve
from tests.rosters import Files, fetch, publish_files
from tests.watch_lists import Shelf, make_tree

ROUNDS = 7
PEOPLE = 100_000
REVOKED = 240_000
EVERY_S = 0.05
IDLE_S = 10.0
MOST_WIRE_BYTES = 1_000


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        measure_wire(Path(folder))
        measure_gate(Path(folder))


def measure_wire(folder: Path) -> None:
    with (
        serve(folder / "province") as province,
        FaultyProxy(int(province.url.rsplit(":", 1)[1])) as proxy,
    ):
        root = (province.data / "roster" / "metadata" / "root.json").read_bytes()
        for name in ("all is new", "nothing is new"):
            with closing(Transport(proxy.url)) as transport:
                fetched = roster.fetch(transport, folder / "kept", root)
            assert isinstance(fetched, Delivered)
            moved = proxy.requested_bytes + proxy.answered_bytes
            print(f"{name}: {moved} bytes, {proxy.connections} connections so far")
    judge("bytes both ways where nothing is new", moved, MOST_WIRE_BYTES, "bytes")


def measure_gate(folder: Path) -> None:
    keys = KeyFolder(folder / "keys")
    keys.create_missing()
    named: dict[str, bytes] = {}
    files = publish_files(folder / "published", keys, named)
    kept = Folder(folder / "kiosk")
    numbers = count()
    with closing(open_or_make(kept, upgrade)) as database:
        place = open_place(kept, database, system_clock())
        with make_lane(place) as lane:
            idle, busy = [], []
            for number in range(ROUNDS):
                idle.append(list(decide(lane, numbers, wait(IDLE_S))))
                fill(named, number)
                files.publication.publish_if_due(place.now().wall)
                taking = start(place, files, folder / "tuf", number)
                busy.append(list(decide(lane, numbers, taking)))
                print(f"round {number}: {len(busy[-1])} decisions while it is taken")
    tell(idle, busy)


def fill(named: dict[str, bytes], seed: int) -> None:
    """Change every shard of the list, so that all of it moves."""
    rows = REVOKED // revocation.SHARDS
    for number in range(revocation.SHARDS):
        row = bytes([number << 4, seed]) + bytes(revocation.ROW_BYTES - 2)
        named[revocation.name_shard(number)] = row * rows


def start(place: Place, files: Files, kept: Path, seed: int) -> Callable[[], bool]:
    """Take roster and watch list in a thread; return what says whether it goes on."""
    shelf = Shelf()
    root = shelf.put(make_tree(f"{seed}0119{one:07d}" for one in range(PEOPLE)))
    shelf.welcome(place.identity.private_key)

    def take() -> None:
        fetched = fetch(files, kept)
        assert isinstance(fetched, Delivered), fetched
        head = msgspec.structs.replace(fetched.head, watch=root)
        roster.swap(place.database, replace(fetched, head=head))
        done = make_watch_sync(place, shelf).take(root, lambda: True)
        assert done is Progress.WHOLE

    thread = threading.Thread(target=take, name="taking")
    thread.start()
    return thread.is_alive


def wait(seconds: float) -> Callable[[], bool]:
    end_s = time.monotonic() + seconds
    return lambda: time.monotonic() < end_s


def decide(
    lane: Lane, numbers: Iterator[int], goes_on: Callable[[], bool]
) -> Iterator[float]:
    """Yield how long each decision took, in milliseconds."""
    while goes_on():
        time.sleep(EVERY_S)
        payload = a_payload(a_card(next(numbers)))
        began_s = time.perf_counter()
        lane.present(payload)
        yield (time.perf_counter() - began_s) * 1000


def tell(idle: list[list[float]], busy: list[list[float]]) -> None:
    for name, rounds in (("idle", idle), ("taking", busy)):
        p50, p95 = (
            median(get_percentile(one, at) for one in rounds) for at in (50, 95)
        )
        most = max(map(max, rounds))
        print(f"decision, {name}: p50 {p50:.1f}, p95 {p95:.1f}, most {most:.1f} ms")
    pairs = zip(idle, busy, strict=True)
    ratios = [get_percentile(two, 95) / get_percentile(one, 95) for one, two in pairs]
    judge("p95 while a roster is taken / idle", median(ratios), 1.5, "×")


if __name__ == "__main__":
    main()
