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
LATEST_S = 1.6
"""Some kills fall into the start, some into the work: a start takes about a second."""


@pytest.mark.system
@pytest.mark.timeout(600)
def test_what_was_printed_is_kept_through_fifty_kills(tmp_path: Path) -> None:
    data = tmp_path / "kiosk"
    chance = random.Random(20261120)
    with serve(tmp_path / "province") as province, kiosks.open_line() as line:
        code = province.make_code(province.add_point())
        kiosks.ask("enrol", code, data=data)
        printed = [
            entry_id
            for number in range(KILLS)
            for entry_id in run_and_kill(data, line, chance, number)
        ]
        synced = kiosks.ask("sync", "--once", data=data)
        kept = find_all(data, printed)
        status = kiosks.ask("status", data=data)
        held = province.count_entries()
    assert len(printed) > KILLS
    assert kept == printed
    assert (synced["fault"], synced["refused"]) == ("none", 0)
    assert (status["chain"], status["pending"]) == ("ok", 0)
    assert held == status["entries"]


def run_and_kill(
    data: Path, line: Line, chance: random.Random, number: int
) -> list[str]:
    """Feed a kiosk until a random moment, kill it, and return the ids it printed."""
    ended = threading.Event()
    feeder = threading.Thread(target=feed, args=(line, number, ended))
    with kiosks.run(data, "--serial", line.path, end=signal.SIGKILL) as running:
        feeder.start()
        ended.wait(chance.uniform(0, LATEST_S))
    ended.set()
    feeder.join()
    return [str(decision["entry_id"]) for decision in running.decisions]


def feed(line: Line, number: int, ended: threading.Event) -> None:
    end = time.monotonic() + LATEST_S
    for card in range(1000):
        if ended.wait(0.01) or time.monotonic() > end:
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
