"""A drain that is killed goes on where it was: at most one batch is sent again."""

import contextlib
import signal
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.sync import enrolment
from province.ledger.database import open_database
from province.ledger.tables import batches
from tests.backlog import fill
from tests.provinces import Province
from tests.system.kiosks import KIOSK, ask

ENTRIES = 12_000
KILLS = 4


@pytest.fixture
def data(province: Province, tmp_path: Path) -> Path:
    """Return the folder of an enrolled kiosk with a backlog."""
    folder = Folder(tmp_path / "kiosk")
    with contextlib.closing(open_or_make(folder, upgrade)) as database:
        code = enrolment.read_code(province.make_code(province.add_point()))
        enrolment.enrol(database, folder, code, "test")
        fill(database, ENTRIES, seed=2_000_003)
    return folder.path


def sync_and_kill(data: Path, batches_before: int) -> None:
    """Kill `kiosk sync` while it sends the batch after so many."""
    process = subprocess.Popen(
        [*KIOSK, "sync", "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    for _ in range(batches_before):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def read_spans(province: Province, kiosk_id: str) -> list[tuple[int, int]]:
    """Return first and last position of a kiosk's batches with entries, as they came."""
    ledger = open_database(province.data)
    with contextlib.closing(ledger), ledger.reading() as reading:
        rows = reading.execute(
            select(batches.c.first, batches.c["count"])
            .where(batches.c.kiosk_id == kiosk_id, batches.c["count"] > 0)
            .order_by(batches.c.batch_id)
        )
        return [(first, first + count - 1) for first, count in rows]


@pytest.mark.system
def test_a_drain_that_is_killed_sends_at_most_one_batch_again_each_time(
    data: Path, province: Province
) -> None:
    before = province.count_entries()
    for number in range(KILLS):
        sync_and_kill(data, batches_before=1 + number % 2)
    report = ask("sync", "--once", data=data)
    assert (report["pending"], report["refused"]) == (0, 0)
    assert province.count_entries() - before == ENTRIES
    kiosk_id = str(ask("status", data=data)["kiosk_id"])
    pairs = list(pairwise(read_spans(province, kiosk_id)))
    assert [first for (before_it, _), (first, _) in pairs if first < before_it] == []
    assert sum(first <= last for (_, last), (first, _) in pairs) <= KILLS
