"""A kiosk that is killed at any moment has every decision it printed, and sends each once."""

import random
import signal
import threading
import time
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.storage import entries
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.migration import upgrade
from tests.builders import a_card
from tests.provinces import serve
from tests.system import kiosks
from tests.system.kiosks import Line

KILLS = 50
SOAK_KILLS = 1000
SEED = 20261120
LATEST = 1.7
"""Of the time that a start takes here: some kills fall into the start, some into the work."""


@pytest.mark.system
@pytest.mark.timeout(600)
def test_what_was_printed_is_kept_through_fifty_kills(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, KILLS)


@pytest.mark.system
@pytest.mark.soak
def test_what_was_printed_is_kept_through_a_thousand_kills(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, SOAK_KILLS)


def kill_again_and_again(folder: Path, kills: int) -> None:
    """Kill a kiosk `kills` times; what it printed is there, and at the province once."""
    data = folder / "kiosk"
    chance = random.Random(SEED)
    print(f"{kills} kills, seed {SEED}")  # noqa: T201 - shown where the test fails
    with serve(folder / "province") as province, kiosks.open_line() as line:
        code = province.make_code(province.add_point())
        kiosks.ask("enrol", code, data=data)
        latest_s = LATEST * measure_start(data, line)
        printed = [
            entry_id
            for number in range(kills)
            for entry_id in run_and_kill(
                data, line, number, chance.uniform(0, latest_s)
            )
        ]
        synced = kiosks.ask("sync", "--once", data=data)
        kept = find_all(data, printed)
        status = kiosks.ask("status", data=data)
        held = province.count_entries()
    assert len(printed) > kills
    assert kept == printed
    assert (synced["fault"], synced["refused"]) == ("none", 0)
    assert (status["chain"], status["pending"]) == ("ok", 0)
    assert held == status["entries"]


def measure_start(data: Path, line: Line) -> float:
    begun = time.monotonic()
    with kiosks.run(data, "--serial", line.path) as running:
        running.ready.wait()
        assert running.process.poll() is None
        return time.monotonic() - begun


def run_and_kill(data: Path, line: Line, number: int, after_s: float) -> list[str]:
    """Feed a kiosk for `after_s`, kill it, and return the ids it printed."""
    ended = threading.Event()
    feeder = threading.Thread(target=feed, args=(line, number, ended))
    with kiosks.run(data, "--serial", line.path, end=signal.SIGKILL) as running:
        feeder.start()
        ended.wait(after_s)
    ended.set()
    feeder.join()
    return [str(decision["entry_id"]) for decision in running.decisions]


def feed(line: Line, number: int, ended: threading.Event) -> None:
    for card in range(1000):
        if ended.wait(0.01):
            return
        line.send(a_card(number * 1000 + card))


def find_all(data: Path, printed: list[str]) -> list[str]:
    database = open_existing(Folder(data), upgrade)
    with database.read() as connection:
        found = [
            entry_id
            for entry_id in printed
            if entries.find(connection, UUID(entry_id).bytes) is not None
        ]
    database.close()
    return found
