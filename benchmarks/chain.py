"""Chain: every entry, link and checkpoint of a kiosk with 1,000,000 entries is checked.

Bound (issue 6): 10 s. Beside it stands what hashing alone takes, two hashes an
entry over bytes of the same size, in the same rounds.
"""

import hashlib
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.rounds import judge
from kiosk.clock import system_clock
from kiosk.place import Place, open_place
from kiosk.protocol.chain import ChainState
from kiosk.storage import chain_check, checkpoints
from kiosk.storage.checkpoints import Occasion
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from tests.backlog import fill

ENTRIES = 1_000_000
ROUNDS = 3
CONTENT_BYTES = 250
"""A salt and the content of an invented CCCD's entry."""


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        place = make(Path(folder, "kiosk"))
        pairs = [
            (measure(hash_all), measure(lambda: check(place))) for _ in range(ROUNDS)
        ]
        place.database.close()
    limit, checked = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"hashing alone: {limit:.2f} s; {checked / limit:.1f} × of it")
    judge(f"check of {ENTRIES:,} entries", checked, 10.0, "s")


def make(path: Path) -> Place:
    folder = Folder(path)
    database = open_or_make(folder, upgrade)
    fill(database, ENTRIES, settled=True)
    place = open_place(folder, database, system_clock())
    with database.write() as connection:
        checkpoints.put(connection, place.identity, Occasion.SHIFT, now_us=1)
    return place


def check(place: Place) -> None:
    with place.database.read() as connection:
        found = chain_check.check(connection, place.identity)
    assert (found.state, found.rows) == (ChainState.OK, ENTRIES)


def hash_all() -> None:
    content, link = bytes(CONTENT_BYTES), bytes(80)
    for _ in range(ENTRIES):
        hashlib.sha256(content).digest()
        hashlib.sha256(link).digest()


def measure(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
