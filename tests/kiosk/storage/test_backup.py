"""A backup is whole or it is not there, and the one before it stays until it is."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import text

from kiosk.errors import KeySlotError
from kiosk.lane import Lane
from kiosk.place import Place
from kiosk.storage import backup_record, entries, generations, settings, slots
from kiosk.storage.backup import BackedUp, BackupFault, Wanted, back_up
from kiosk.storage.backup_record import Record
from kiosk.storage.copying import Pace
from kiosk.storage.database import Database
from tests.backlog import fill
from tests.builders import a_card, a_payload
from tests.damage import unlock
from tests.folders import in_every_format


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "card"
    path.mkdir()
    return path


@pytest.fixture
def small_card(card: Path) -> Iterator[Path]:
    """Return a real file system of 2 MB; it takes root to mount one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small tmpfs takes root on Linux")
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "kiosk-test", str(card)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("no tmpfs can be mounted here")
    yield card
    subprocess.run(["umount", "--lazy", str(card)], check=False)


class Pulling(threading.Event):
    """Never set; the card is pulled out at the first look."""

    def __init__(self, card: Path) -> None:
        super().__init__()
        self._card = card

    def wait(self, timeout: float | None = None) -> bool:
        del timeout
        subprocess.run(["umount", "--lazy", str(self._card)], check=False)
        return False


def save(place: Place, card: Path, **wanted: bool) -> BackedUp | BackupFault:
    return back_up(
        place.folder, place.database, Wanted(to=card, **wanted), at=place.now()
    )


def list_numbers(place: Place, card: Path) -> list[int]:
    folder = generations.get_folder(card, place.identity.kiosk_id)
    return [generation.number for generation in generations.list_all(folder)]


def read_record(place: Place) -> Record:
    with place.database.read() as connection:
        return backup_record.read(connection)


@in_every_format
def test_a_backup_is_the_kiosk_as_it_is_now(
    place: Place, lane: Lane, card: Path
) -> None:
    for number in range(5):
        lane.present(a_payload(a_card(number)))
    made = save(place, card)
    assert isinstance(made, BackedUp)
    assert (made.head.position, made.head.pending) == (5, 5)
    copied = Database(made.generation.database, place.database.key, read_only=True)
    with closing(copied), copied.read() as connection:
        assert entries.read_head(connection) == made.head
        kiosk = settings.read_identity(connection)
    assert kiosk.kiosk_id == place.identity.kiosk_id


def test_a_backup_has_the_key_slots_and_not_the_key_file(
    place: Place, card: Path
) -> None:
    made = save(place, card)
    assert isinstance(made, BackedUp)
    names = sorted(path.name for path in made.generation.path.iterdir())
    assert names == ["backup.json", "keys.json", "kiosk.db"]
    assert slots.load(made.generation.slots) == slots.load(place.folder.slots)


def test_the_key_file_goes_along_where_it_is_asked_for(
    place: Place, card: Path
) -> None:
    made = save(place, card, with_key_file=True)
    assert isinstance(made, BackedUp)
    assert made.generation.key_file.read_bytes() == place.folder.key_file.read_bytes()


def test_two_generations_are_kept(place: Place, lane: Lane, card: Path) -> None:
    for number in range(4):
        lane.present(a_payload(a_card(number)))
        save(place, card)
    assert list_numbers(place, card) == [3, 4]


def test_the_kiosk_remembers_its_backup(place: Place, card: Path) -> None:
    save(place, card)
    record = read_record(place)
    assert (record.to, record.made_at, record.fault) == (
        str(card),
        place.now().wall,
        "",
    )


def test_a_card_that_is_not_there_is_said_and_remembered(
    place: Place, card: Path
) -> None:
    save(place, card)
    assert save(place, card / "other") is BackupFault.MISSING
    assert (read_record(place).to, read_record(place).fault) == (str(card), "missing")
    save(place, card)
    assert read_record(place).fault == ""


def test_the_data_folder_is_no_place_for_a_backup(place: Place) -> None:
    assert save(place, place.folder.path) is BackupFault.INSIDE
    below = place.folder.path / "below"
    below.mkdir()
    assert save(place, below) is BackupFault.INSIDE


def test_a_mount_point_without_its_card_gets_no_backup(
    place: Place, small_card: Path
) -> None:
    assert isinstance(save(place, small_card), BackedUp)
    subprocess.run(["umount", str(small_card)], check=True)
    assert save(place, small_card) is BackupFault.MISSING
    assert list(small_card.iterdir()) == []


def test_a_card_that_can_not_take_a_second_one_keeps_the_first(
    place: Place, small_card: Path
) -> None:
    fill(place.database, 1800)
    assert isinstance(save(place, small_card), BackedUp)
    assert save(place, small_card) is BackupFault.FULL
    assert list_numbers(place, small_card) == [1]


def test_a_card_with_room_for_two_gives_up_the_older_one_for_the_third(
    place: Place, small_card: Path
) -> None:
    fill(place.database, 500)
    for _ in range(4):
        assert isinstance(save(place, small_card), BackedUp)
    assert list_numbers(place, small_card)[-1] == 4


def test_a_card_that_is_read_only_is_said(place: Place, small_card: Path) -> None:
    save(place, small_card)
    subprocess.run(["mount", "-o", "remount,ro", str(small_card)], check=True)
    assert save(place, small_card) is BackupFault.READ_ONLY
    assert list_numbers(place, small_card) == [1]


def test_a_card_that_is_pulled_out_meanwhile_is_missing(
    place: Place, small_card: Path
) -> None:

    class Pulling(type(Pace().stop)):  # type: ignore[misc]  # threading.Event
        def wait(self, timeout: float | None = None) -> bool:
            del timeout
            subprocess.run(["umount", "--lazy", str(small_card)], check=False)
            return False

    fill(place.database, 300)
    wanted = Wanted(to=small_card)
    pace = Pace(stop=Pulling())
    made = back_up(place.folder, place.database, wanted, at=place.now(), pace=pace)
    assert made is BackupFault.MISSING


def test_a_database_that_is_not_whole_takes_no_good_backups_place(
    place: Place, lane: Lane, card: Path
) -> None:
    lane.present(a_payload())
    save(place, card)
    with place.database.write() as connection:
        unlock(connection).execute(text("UPDATE entries SET salt = zeroblob(16)"))
    assert save(place, card) is BackupFault.DAMAGED
    assert list_numbers(place, card) == [1]


def test_two_at_once_are_one(place: Place, card: Path) -> None:
    with FileLock(place.folder.backup_lock):
        assert save(place, card) is BackupFault.BUSY
    assert read_record(place) == Record()


def test_a_backup_that_is_cancelled_leaves_the_one_before(
    place: Place, card: Path
) -> None:
    save(place, card)
    before = read_record(place)
    pace = Pace()
    pace.stop.set()
    wanted = Wanted(to=card)
    ended = back_up(place.folder, place.database, wanted, at=place.now(), pace=pace)
    assert ended is BackupFault.CANCELLED
    assert list_numbers(place, card) == [1]
    assert read_record(place) == before


def test_slots_of_another_key_are_no_backup(place: Place, card: Path) -> None:
    slots.save(slots.make_slots(slots.make_key()), place.folder.slots)
    with pytest.raises(KeySlotError, match="don't hold the key"):
        save(place, card)
    assert list_numbers(place, card) == []


def test_another_kiosks_backups_are_left_alone(place: Place, card: Path) -> None:
    other = generations.get_folder(card, "K0")
    generations.finish(generations.begin(other))
    for _ in range(3):
        save(place, card)
    assert [one.number for one in generations.list_all(other)] == [1]
