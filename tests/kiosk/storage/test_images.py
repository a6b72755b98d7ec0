"""The newest image of every page is found, in the log and behind its first bad frame too."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.storage import settings
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.images import Images, list_free_pages
from kiosk.storage.log_frames import (
    FRAME_HEADER_BYTES,
    LOG_HEADER_BYTES,
    Frame,
    find_log,
    read_frames,
)
from kiosk.storage.pages import PageKey
from tests.backlog import fill
from tests.wrecks import blank, flip, flip_page


@pytest.fixture
def crashed(folder: Folder, database: Database, tmp_path: Path) -> Path:
    """Return a database as a power cut leaves it: three transactions in the log alone."""
    database.empty_wal()
    for number in range(3):
        with database.write() as connection:
            settings.put(connection, f"value {number}", b"x" * 5000)
    path = tmp_path / "crashed" / "kiosk.db"
    path.parent.mkdir()
    shutil.copy(folder.database, path)
    shutil.copy(find_log(folder.database), find_log(path))
    return path


def read_pages(path: Path, database: Database) -> tuple[dict[int, bytes], int]:
    with Images(path, bytes.fromhex(database.key)) as images:
        pages = {image.number: image.page for image in images}
        return pages, images.bad


def count_values(path: Path, database: Database) -> int:
    pages, _ = read_pages(path, database)
    every = b"".join(pages.values())
    return sum(f"value {number}".encode() in every for number in range(3))


def test_what_stands_in_the_log_alone_is_found(
    crashed: Path, database: Database
) -> None:
    assert count_values(crashed, database) == 3
    find_log(crashed).unlink()
    assert count_values(crashed, database) == 0


def test_a_bad_frame_costs_its_page_not_those_behind_it(
    crashed: Path, database: Database
) -> None:
    flip(find_log(crashed), LOG_HEADER_BYTES + FRAME_HEADER_BYTES + 100)
    assert count_values(crashed, database) == 3


def test_a_log_without_its_header_is_read(crashed: Path, database: Database) -> None:
    flip(find_log(crashed), 17)
    assert count_values(crashed, database) == 3


@pytest.mark.parametrize("cut", [0, 10, LOG_HEADER_BYTES, LOG_HEADER_BYTES + 30])
def test_a_log_that_was_cut_off_is_read_as_far_as_it_goes(
    crashed: Path, database: Database, cut: int
) -> None:
    with find_log(crashed).open("r+b") as log:
        log.truncate(cut)
    assert count_values(crashed, database) == 0


def test_a_log_cut_in_its_last_transaction_keeps_the_others(
    crashed: Path, database: Database
) -> None:
    frames = read_whole(crashed, database)
    with find_log(crashed).open("r+b") as log:
        log.truncate(frames[-1].offset + 2000)
    whole = len(frames) - 1
    key = bytes.fromhex(database.key)
    with Images(crashed, key, whole_frames=whole) as images:
        assert all(image.is_current for image in images)
        assert images.bad == 0
    with Images(crashed, key) as images:  # what nobody was told of is tried too
        assert list(images)
        assert images.bad == 1


def read_whole(crashed: Path, database: Database) -> tuple[Frame, ...]:
    with find_log(crashed).open("rb") as log:
        return tuple(read_frames(log, PageKey(bytes.fromhex(database.key))))


def test_bad_and_blank_pages_are_counted(folder: Folder, database: Database) -> None:
    fill(database, 100)
    database.empty_wal()
    database.close()
    flip_page(folder.database, 5)
    blank(folder.database, 7)
    pages, bad = read_pages(folder.database, database)
    assert bad == 2
    assert {5, 7} & set(pages) == set()


def test_a_page_with_a_bad_newest_image_comes_last(
    crashed: Path, database: Database
) -> None:
    flip(find_log(crashed), LOG_HEADER_BYTES + FRAME_HEADER_BYTES + 100)
    with Images(crashed, bytes.fromhex(database.key)) as images:
        currency = [image.is_current for image in images]
    assert currency == sorted(currency, reverse=True)


def test_pages_that_no_table_uses_are_listed(
    folder: Folder, database: Database
) -> None:
    with database.write() as connection:
        settings.put(connection, "large", b"x" * 60_000)
    with database.write() as connection:
        settings.drop(connection, "large")
    database.empty_wal()
    with (
        closing(database),
        Images(folder.database, bytes.fromhex(database.key)) as all_,
    ):
        assert len(list_free_pages(all_)) >= 60_000 // all_.key.format.page_bytes
