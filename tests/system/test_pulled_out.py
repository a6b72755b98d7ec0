"""A stick that goes at any moment holds no file that looks whole and is not."""

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.export.fault import ExportFault
from kiosk.export.writing import (
    SUMS,
    Produce,
    Progress,
    Sink,
    Watch,
    Written,
    read_sums,
    write_verified,
)

POINTS = 50
SIZE = 1_500_000
STEP = 10_000
CONTENT = random.Random(3).randbytes(SIZE)

KILLED = """
import os, sys
from pathlib import Path
from tests.system.test_pulled_out import Watch, export

def die(progress):
    os._exit(9)

export(Path(sys.argv[1]), Watch(die, lambda: False))
"""


def mount(*command: str) -> None:
    subprocess.run(["mount", *command], check=True, capture_output=True)


@pytest.fixture
def stick(small_disk: Path, tmp_path: Path) -> Iterator[Path]:
    """Return where `small_disk` is mounted once more, to be pulled out of."""
    folder = tmp_path / "stick"
    folder.mkdir()
    mount("--bind", str(small_disk), str(folder))
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=False, capture_output=True)


def pull(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def write_all(sink: Sink) -> None:
    for at in range(0, SIZE, STEP):
        sink.write(CONTENT[at : at + STEP])


def export(
    folder: Path, watch: Watch, produce: Produce = write_all
) -> Written | ExportFault:
    return write_verified(
        folder, "export.csv", produce, expected_bytes=SIZE, watch=watch
    )


def find_false_files(disk: Path) -> list[str]:
    """Return files that look whole: named for good, or with a sum, and not right."""
    sums = read_sums(disk / SUMS)
    whole = hashlib.sha256(CONTENT).hexdigest()
    looks_whole = [path for path in disk.iterdir() if path.suffix == ".csv"]
    return [path.name for path in looks_whole if path.read_bytes() != CONTENT] + [
        name
        for name, line in sums.items()
        if not (disk / name).exists() or not line.startswith(whole)
    ]


class Moment:
    """The moment at which the stick goes: after some bytes were made, or some looks taken."""

    def __init__(self, folder: Path, *, steps: int) -> None:
        self._folder = folder
        self._left = steps
        self.is_over = False

    def come(self) -> None:
        if self._left == 0:
            pull(self._folder)
            self.is_over = True
        self._left -= 1


@pytest.mark.system
@pytest.mark.parametrize("seed", range(POINTS))
def test_a_stick_pulled_out_holds_nothing_that_looks_whole_and_is_not(
    stick: Path, small_disk: Path, seed: int
) -> None:
    chance = random.Random(seed)
    while_writing = Moment(stick, steps=chance.randrange(SIZE // STEP))
    later = Moment(stick, steps=chance.randrange(8))

    def look() -> bool:
        if seed % 2:
            later.come()
        return False

    def write(sink: Sink) -> None:
        for at in range(0, SIZE, STEP):
            if not seed % 2:
                while_writing.come()
            sink.write(CONTENT[at : at + STEP])

    ended = export(stick, Watch(lambda _: None, look), write)
    went = while_writing.is_over or later.is_over
    assert isinstance(ended, Written) != went
    assert find_false_files(small_disk) == []


@pytest.mark.system
def test_a_kiosk_killed_while_it_writes_leaves_only_a_part(small_disk: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(small_disk)], check=False
    )
    assert killed.returncode == 9
    assert [path.name for path in small_disk.iterdir()] == ["export.csv.part"]


@pytest.mark.system
def test_a_stick_that_turns_read_only_is_said(small_disk: Path) -> None:
    mount("-o", "remount,ro", str(small_disk))
    ended = export(small_disk, Watch(lambda _: None, lambda: False))
    mount("-o", "remount,rw", str(small_disk))
    assert (ended, list(small_disk.iterdir())) == (ExportFault.READ_ONLY, [])


@pytest.mark.system
def test_a_stick_that_fills_up_is_left_clean(small_disk: Path) -> None:
    def fill(progress: Progress) -> None:
        if not (small_disk / "ballast").exists():
            free = os.statvfs(small_disk).f_bavail * 4096
            (small_disk / "ballast").write_bytes(bytes(free))
        del progress

    ended = export(small_disk, Watch(fill, lambda: False))
    assert (ended, sorted(path.name for path in small_disk.iterdir())) == (
        ExportFault.FULL,
        ["ballast"],
    )
