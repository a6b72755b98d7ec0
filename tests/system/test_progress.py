"""A real terminal sees a bar of `kiosk sync`, and nobody else does."""

import itertools
import os
import pty
import subprocess
from pathlib import Path

import msgspec
import pytest

from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.migration import upgrade
from tests.backlog import fill
from tests.provinces import Province
from tests.system import kiosks
from tests.system.kiosks import KIOSK

BACKLOG = 1_500
SEEDS = itertools.count(1_000_003, BACKLOG)
"""Two kiosks of one province have no id in common."""


@pytest.fixture
def data(province: Province, tmp_path: Path) -> Path:
    """Return the folder of an enrolled kiosk with entries that wait."""
    folder = tmp_path / "kiosk"
    kiosks.ask("enrol", province.make_code(province.add_point()), data=folder)
    database = open_existing(Folder(folder), upgrade)
    fill(database, BACKLOG, seed=next(SEEDS))
    database.close()
    return folder


def read_all(leader: int) -> str:
    """Return what a terminal was told until everybody who wrote to it has ended."""
    told = b""
    try:
        while piece := os.read(leader, 4096):
            told += piece
    except OSError:  # Linux: the other end is closed
        pass
    os.close(leader)
    return told.decode("utf-8")


def test_a_terminal_sees_a_bar_and_programs_the_same_line_as_ever(data: Path) -> None:
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*KIOSK, "sync", "--once", "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=follower,
        env={**os.environ, "COLUMNS": "100"},
    )
    os.close(follower)
    seen = read_all(leader)
    printed, _ = process.communicate()
    assert (process.returncode, printed.count(b"\n")) == (0, 1)
    assert msgspec.json.decode(printed)["accepted"] == BACKLOG
    drawn = seen.removesuffix("\r\n").split("\r")
    assert drawn[1].startswith("[........................]   0 %  0/1.500")
    assert drawn[-1].startswith("[########################] 100 %  1.500/1.500")


def test_where_nobody_looks_on_there_is_no_bar(data: Path) -> None:
    done = subprocess.run(
        [*KIOSK, "sync", "--once", "--data", str(data)],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert list(msgspec.json.decode(done.stdout)) == [
        *("sent", "accepted", "duplicate", "refused", "held", "pending", "fault")
    ]
