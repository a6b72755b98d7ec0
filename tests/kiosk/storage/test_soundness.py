"""A start sees what is wrong, in constant time, and changes nothing by looking."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text, update

from kiosk.place import Place
from kiosk.protocol.chain import ChainState
from kiosk.storage import checkpoints, soundness
from kiosk.storage.checkpoints import Occasion
from kiosk.storage.connection import Connection
from kiosk.storage.damage import Damaged, Part, Sound, Soundness
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.log_frames import LOG_HEADER_BYTES, read_frames
from kiosk.storage.pages import PageKey
from kiosk.storage.tables import CHECKPOINTS, HEAD
from tests.backlog import fill
from tests.damage import unlock
from tests.folders import count_page_bytes, in_every_format
from tests.wrecks import blank, flip, flip_page


def check(folder: Folder, database: Database) -> Soundness:
    database.close()
    key = bytes.fromhex(database.key)
    return soundness.check(folder.database, key, folder.head_mark)


def find_part(folder: Folder, database: Database) -> Part | None:
    found = check(folder, database)
    return found.part if isinstance(found, Damaged) else None


def fill_whole(database: Database, count: int = 300) -> None:
    fill(database, count)
    database.empty_wal()
    database.close()


@in_every_format
def test_a_whole_database_is_sound(folder: Folder, database: Database) -> None:
    assert check(folder, database) == Sound()
    fill_whole(database)
    before = folder.database.read_bytes()
    assert check(folder, database) == Sound()
    assert folder.database.read_bytes() == before


@in_every_format
def test_a_bad_first_page_is_seen(folder: Folder, database: Database) -> None:
    fill_whole(database)
    flip_page(folder.database, 1)
    assert find_part(folder, database) is Part.PAGE_ONE


@in_every_format
@pytest.mark.parametrize("pages", [1, 3])
def test_an_end_of_zeros_is_seen(
    folder: Folder, database: Database, pages: int
) -> None:
    fill_whole(database)
    count = folder.database.stat().st_size // count_page_bytes(folder.database)
    blank(folder.database, count - pages + 1, pages)
    assert find_part(folder, database) is Part.END


@in_every_format
@pytest.mark.parametrize("cut", [1, 2048, 4096, 5 * 4096])
def test_a_file_that_was_cut_is_seen(
    folder: Folder, database: Database, cut: int
) -> None:
    fill_whole(database)
    with folder.database.open("r+b") as file:
        file.truncate(folder.database.stat().st_size - cut)
    assert isinstance(check(folder, database), Damaged)


def make_log(database: Database, to: Path, *, is_emptied: bool = True) -> Folder:
    """Return a folder as a power cut leaves it: five transactions in the log."""
    if is_emptied:
        database.empty_wal()
    for _ in range(5):
        fill(database, 3)
    to.mkdir()
    for path in (database.path, database.path.with_name("kiosk.db-wal")):
        shutil.copy(path, to / path.name)
    return Folder(to)


@in_every_format
def test_a_log_that_a_power_cut_left_is_sound(
    database: Database, tmp_path: Path
) -> None:
    crashed = make_log(database, tmp_path / "crashed")
    assert check(crashed, database) == Sound()


@in_every_format
def test_a_first_page_torn_while_the_log_holds_it_is_sound(
    database: Database, tmp_path: Path
) -> None:
    """A power cut in the middle of a checkpoint leaves it so."""
    database.empty_wal()
    fill(database, 300)  # the first page says how many there are
    crashed = make_log(database, tmp_path / "crashed", is_emptied=False)
    flip_page(crashed.database, 1)
    assert check(crashed, database) == Sound()


@in_every_format
@pytest.mark.parametrize("kept", [512, 3 * 1024])
def test_a_page_half_copied_from_the_log_is_sound(
    database: Database, tmp_path: Path, kept: int
) -> None:
    database.empty_wal()
    fill(database, 300)
    crashed = make_log(database, tmp_path / "crashed", is_emptied=False)
    with crashed.database.open("ab") as file:
        file.write(bytes(kept))
    assert check(crashed, database) == Sound()


@in_every_format
def test_a_log_torn_in_its_last_transaction_is_sound(
    database: Database, tmp_path: Path
) -> None:
    crashed = make_log(database, tmp_path / "crashed")
    log = crashed.database.with_name("kiosk.db-wal")
    with log.open("rb") as file:
        frames = tuple(read_frames(file, PageKey(bytes.fromhex(database.key))))
    flip(log, frames[-1].offset + 1000)
    assert check(crashed, database) == Sound()


@in_every_format
def test_kept_transactions_behind_a_bad_frame_are_seen_and_left(
    database: Database, tmp_path: Path
) -> None:
    crashed = make_log(database, tmp_path / "crashed")
    log = crashed.database.with_name("kiosk.db-wal")
    flip(log, LOG_HEADER_BYTES + 24 + 1000)
    before = log.read_bytes()
    assert find_part(crashed, database) is Part.LOG
    assert log.read_bytes() == before


def test_a_lost_log_is_seen_by_the_head_mark(
    place: Place, folder: Folder, tmp_path: Path
) -> None:
    place.database.empty_wal()
    fill(place.database, 3)
    with place.database.write() as connection:
        noted = checkpoints.put(connection, place.identity, Occasion.SHIFT, 1)
    crashed = Folder(tmp_path / "crashed")
    crashed.path.mkdir()
    shutil.copy(folder.database, crashed.database)
    assert find_part(crashed, place.database) is None
    crashed.head_mark.write_text(noted.note)
    assert find_part(crashed, place.database) is Part.BEHIND


@pytest.mark.parametrize(
    ("sql", "part"),
    [
        ("DELETE FROM entries WHERE position = 250", Part.CHAIN),
        ("DELETE FROM entries WHERE position > 290", Part.CHAIN),
        ("UPDATE head SET link = zeroblob(32)", Part.CHAIN),
        ("UPDATE entries SET link = zeroblob(32) WHERE position = 299", Part.ALTERED),
        ("DELETE FROM settings", Part.TABLE),
        ("DROP TABLE head", Part.TABLE),
    ],
)
def test_a_chain_that_is_not_whole_is_seen(
    folder: Folder, database: Database, sql: str, part: Part
) -> None:
    fill(database, 300)
    with database.write() as connection:
        unlock(connection).execute(text(sql))
    database.empty_wal()
    assert find_part(folder, database) is part


def test_a_checkpoint_that_the_chain_is_not_as_is_no_disks_fault(
    place: Place, folder: Folder
) -> None:
    fill(place.database, 5)
    with place.database.write() as connection:
        checkpoints.put(connection, place.identity, Occasion.SHIFT, 1)
        alter_note(connection)
    assert find_part(folder, place.database) is Part.ALTERED


def alter_note(connection: Connection) -> None:
    noted = checkpoints.read_last(connection)
    assert noted is not None
    altered = noted.note.replace("\n5\n", "\n4\n")
    connection.execute(update(CHECKPOINTS).values(note=altered))


def test_a_head_before_its_checkpoint_is_behind(place: Place, folder: Folder) -> None:
    fill(place.database, 5)
    with place.database.write() as connection:
        noted = checkpoints.put(connection, place.identity, Occasion.SHIFT, 1)
        unlock(connection).execute(text("DELETE FROM entries"))
        connection.execute(text("DELETE FROM checkpoints"))
        connection.execute(text("DELETE FROM outbox"))
        connection.execute(update(HEAD).values(position=0, link=bytes(32)))
    folder.head_mark.write_text(noted.note)
    assert check(folder, place.database) == Damaged(part=Part.BEHIND)


def test_faults_of_a_chain_are_the_disks_or_somebodys() -> None:
    assert soundness.judge(ChainState.GAPS) == Sound()
    assert soundness.judge(ChainState.MISSING) == Damaged(
        part=Part.CHAIN, detail="missing"
    )
    assert soundness.judge(ChainState.INSERTED) == Damaged(
        part=Part.ALTERED, detail="inserted"
    )
