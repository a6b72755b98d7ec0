"""Frames behind a bad one are found, those of an earlier try are not."""

import shutil
from pathlib import Path

import pytest

from kiosk.storage import settings
from kiosk.storage.database import Database
from kiosk.storage.log_frames import (
    LOG_HEADER_BYTES,
    Frame,
    count_whole_frames,
    find_committed,
    find_frame,
    find_log,
    is_log_header,
    list_whole,
    read_frames,
)
from kiosk.storage.pages import PageKey
from tests.folders import in_every_format
from tests.wrecks import flip


@pytest.fixture
def log(database: Database, tmp_path: Path) -> Path:
    """Return the log of five transactions, as a power cut leaves it."""
    database.empty_wal()
    for number in range(5):
        put(database, number)
    path = tmp_path / "log"
    shutil.copy(find_log(database.path), path)
    return path


def put(database: Database, number: int) -> None:
    with database.write() as connection:
        settings.put(connection, f"value {number}", b"x" * 5000)


def get_key(database: Database) -> PageKey:
    return PageKey(bytes.fromhex(database.key))


def read(log: Path, database: Database, after: int = 0) -> tuple[Frame, ...]:
    with log.open("rb") as file:
        return tuple(read_frames(file, get_key(database), after=after))


@in_every_format
def test_every_frame_of_a_whole_log_is_found(log: Path, database: Database) -> None:
    frames = read(log, database)
    assert len(frames) == count_whole_frames(database.path)
    assert sum(frame.ends > 0 for frame in frames) == 5
    assert read(log, database, after=3) == frames[3:]
    with log.open("rb") as file:
        assert list_whole(file, get_key(database), len(frames)) == frames


@in_every_format
@pytest.mark.parametrize("frame", [0, 2])
def test_a_bad_page_hides_nothing_behind_it(
    log: Path, database: Database, frame: int
) -> None:
    wanted = read(log, database)
    flip(log, wanted[frame].offset + 100)
    assert read(log, database) == wanted


@pytest.mark.parametrize("offset", [0, 9, 17, 25])
def test_a_bad_header_hides_nothing_behind_it(
    log: Path, database: Database, offset: int
) -> None:
    wanted = read(log, database)
    flip(log, offset)
    assert read(log, database) == wanted


def test_a_frame_with_bad_salts_is_passed_over(log: Path, database: Database) -> None:
    wanted = read(log, database)
    flip(log, find_frame(2, get_key(database)) + 8)
    assert read(log, database) == (*wanted[:2], *wanted[3:])


@in_every_format
def test_what_an_earlier_try_left_behind_the_end_is_not_taken(
    log: Path, database: Database
) -> None:
    wanted = read(log, database)
    with log.open("r+b") as file:
        first, last, end = (
            find_frame(at, get_key(database)) for at in (1, 4, len(wanted))
        )
        file.seek(first)
        earlier = file.read(last - first)
        file.seek(end)
        file.write(earlier)
    assert read(log, database) == wanted


def test_a_transaction_that_was_not_ended_does_not_count(
    log: Path, database: Database
) -> None:
    frames = read(log, database)
    ends = [at for at, frame in enumerate(frames) if frame.ends]
    assert find_committed(frames[: ends[-1]]) == frames[: ends[-2] + 1]
    assert find_committed(()) == ()


def test_a_header_is_told_by_its_sum(log: Path) -> None:
    header = log.read_bytes()[:LOG_HEADER_BYTES]
    assert is_log_header(header)
    assert not is_log_header(header[:-1])
    assert not is_log_header(bytes([header[0] ^ 1]) + header[1:])
    assert not is_log_header(header[:-1] + bytes([header[-1] ^ 1]))


def test_without_an_index_nobody_has_counted(tmp_path: Path) -> None:
    assert count_whole_frames(tmp_path / "kiosk.db") is None
