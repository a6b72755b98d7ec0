"""A backup takes the database's place under a new epoch, and nothing is deleted."""

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk.errors import StorageError
from kiosk.place import Place, make_lane, open_place
from kiosk.storage import (
    entries,
    machine_mark,
    opening,
    restoring,
    settings,
    slots,
)
from kiosk.storage.backup import BackedUp, Wanted, back_up
from kiosk.storage.database import Database
from kiosk.storage.entries import Head
from kiosk.storage.folder import Folder, find_safes, mark_enrolled, open_existing
from kiosk.storage.generations import Generation
from kiosk.storage.key_slots import passphrase
from kiosk.storage.migration import upgrade
from kiosk.storage.restoring import Chosen, Restored, RestoreFault
from tests import released
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.folders import in_every_format

NOW = SteppedClock()


def present(place: Place, *numbers: int) -> None:
    with make_lane(place) as lane:
        for number in numbers:
            lane.present(a_payload(a_card(number)))


@pytest.fixture
def generation(place: Place, tmp_path: Path) -> Generation:
    """Return a backup of a kiosk with three entries."""
    present(place, 1, 2, 3)
    card = tmp_path / "card"
    card.mkdir()
    made = back_up(place.folder, place.database, Wanted(to=card), at=place.now())
    assert isinstance(made, BackedUp)
    return made.generation


def choose(place: Place, generation: Generation, *, move_aside: bool = False) -> Chosen:
    return Chosen(
        generation=generation,
        slots=slots.load(generation.slots),
        key=bytes.fromhex(place.database.key),
        is_ours=True,
        move_aside=move_aside,
    )


def restore(folder: Folder, chosen: Chosen) -> Restored | RestoreFault:
    return restoring.restore(folder, chosen, upgrade, at=NOW(), said={"who": "test"})


def read(folder: Folder) -> tuple[Head, str, str]:
    """Return the head, the chain's word and the epoch of the database in `folder`."""
    opened = open_existing(folder, upgrade)
    with closing(opened), opened.read() as connection:
        return (
            entries.read_head(connection),
            str(entries.find_chain_fault(connection, tail=100)),
            settings.read_identity(connection).epoch,
        )


def snapshot(folder: Folder) -> dict[str, bytes]:
    return {
        path.relative_to(folder.path).as_posix(): path.read_bytes()
        for path in folder.path.rglob("*")
        if path.is_file() and not path.name.endswith((".lock", "-shm"))
    }


@in_every_format
def test_a_lost_database_comes_back_under_a_new_epoch(
    place: Place, generation: Generation
) -> None:
    place.database.close()
    place.folder.database.unlink()
    restored = restore(place.folder, choose(place, generation))
    assert isinstance(restored, Restored)
    head, chain, epoch = read(place.folder)
    assert (restored.head.position, restored.aside) == (3, None)
    assert (head.position, head.pending, head.admin, chain) == (4, 4, 1, "ok")
    assert epoch == restored.epoch != place.identity.epoch


def test_a_database_that_has_nothing_more_is_moved_aside_whole(
    place: Place, generation: Generation
) -> None:
    place.database.close()
    restored = restore(place.folder, choose(place, generation))
    assert isinstance(restored, Restored)
    assert restored.aside is not None
    before, chain, epoch = read(Folder(restored.aside))
    assert (before.position, chain, epoch) == (3, "ok", place.identity.epoch)
    assert read(place.folder)[0].position == 4


def test_a_database_with_more_entries_is_not_replaced_unasked(
    place: Place, generation: Generation
) -> None:
    present(place, 4)
    place.database.close()
    before = snapshot(place.folder)
    assert restore(place.folder, choose(place, generation)) is RestoreFault.AHEAD
    assert snapshot(place.folder) == before


def test_a_database_with_more_entries_is_moved_aside_where_it_is_asked_for(
    place: Place, generation: Generation
) -> None:
    """Also entries that only the write-ahead log has."""
    present(place, 4)
    restored = restore(place.folder, choose(place, generation, move_aside=True))
    assert isinstance(restored, Restored)
    assert restored.aside is not None
    assert read(Folder(restored.aside))[0].position == 4
    assert read(place.folder)[0].position == 4  # three, and the act of the restore


def test_a_database_that_went_another_way_is_not_replaced_unasked(
    place: Place, generation: Generation, made_folder: Path
) -> None:
    """It has fewer entries, but others."""
    place.database.close()
    for name in ("kiosk.db", "keys.json", "database.key"):
        (place.folder.path / name).write_bytes((made_folder / name).read_bytes())
    with closing(open_existing(place.folder, upgrade)) as database:
        present(open_place(place.folder, database, NOW), 8, 9)
    assert restore(place.folder, choose(place, generation)) is RestoreFault.AHEAD


def test_a_database_that_nobody_can_read_is_not_replaced_unasked(
    place: Place, generation: Generation
) -> None:
    place.database.close()
    place.folder.database.write_bytes(bytes(40_000))
    chosen = choose(place, generation)
    assert restore(place.folder, chosen) is RestoreFault.UNREADABLE
    restored = restore(place.folder, choose(place, generation, move_aside=True))
    assert isinstance(restored, Restored)
    assert restored.aside is not None
    assert (restored.aside / "kiosk.db").read_bytes() == bytes(40_000)
    assert read(place.folder)[0].position == 4


def test_a_damaged_backup_changes_nothing(place: Place, generation: Generation) -> None:
    place.database.close()
    content = bytearray(generation.database.read_bytes())
    content[len(content) // 2] ^= 1
    generation.database.write_bytes(content)
    before = snapshot(place.folder)
    assert restore(place.folder, choose(place, generation)) is RestoreFault.UNSOUND
    assert snapshot(place.folder) == before


def test_a_backup_of_a_newer_version_is_refused_and_changes_nothing(
    place: Place, generation: Generation
) -> None:
    place.database.close()
    newer = Database(generation.database, place.database.key)
    with closing(newer), newer.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = snapshot(place.folder)
    with pytest.raises(StorageError, match="newer"):
        restore(place.folder, choose(place, generation))
    assert snapshot(place.folder) == before


@pytest.mark.parametrize("revision", released.REVISIONS)
def test_a_backup_of_an_older_version_is_brought_up_to_date(
    place: Place, generation: Generation, revision: str
) -> None:
    generation.database.unlink()
    made = released.make(generation.database, place.database.key, revision)
    place.database.close()
    place.folder.database.unlink()
    assert isinstance(restore(place.folder, choose(place, generation)), Restored)
    head, chain, _ = read(place.folder)
    assert (head.position, chain) == (made.position + 1, "ok")


def test_a_new_machine_gets_slots_of_its_own(
    place: Place, generation: Generation, tmp_path: Path
) -> None:
    """By the passphrase; and being restored is no reason for another epoch at its start."""
    key, elsewhere = bytes.fromhex(place.database.key), Folder(tmp_path / "elsewhere")
    held = slots.put(slots.load(generation.slots), passphrase.fill(key, "invented"))
    elsewhere.path.mkdir()
    unlocked = passphrase.unlock(held, "invented")
    assert unlocked == key
    restored = restore(
        elsewhere, Chosen(generation=generation, slots=held, key=key, is_ours=False)
    )
    assert isinstance(restored, Restored)
    assert read(elsewhere)[2] == restored.epoch
    opened = opening.open_key(slots.load(elsewhere.slots), find_safes(elsewhere))
    assert getattr(opened, "key", None) == key


def test_a_restored_database_is_at_home_on_this_machine(
    place: Place, generation: Generation
) -> None:
    place.database.close()
    restore(place.folder, choose(place, generation))
    with closing(open_existing(place.folder, upgrade)) as database:
        assert not machine_mark.wake(database, machine_mark.name_machine(), NOW())


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.clock import Instant
from kiosk.storage import restoring, slots
from kiosk.storage.folder import Folder
from kiosk.storage.generations import Generation
from kiosk.storage.migration import upgrade

folder, generation = Folder(Path(sys.argv[1])), Generation(path=Path(sys.argv[2]))
last, seen = int(sys.argv[4]), []

def die(event, arguments):
    if event in {"os.rename", "os.mkdir"}:
        seen.append(event)
        if len(seen) > last:
            os.kill(os.getpid(), signal.SIGKILL)

chosen = restoring.Chosen(
    generation=generation,
    slots=slots.load(generation.slots),
    key=bytes.fromhex(sys.argv[3]),
    is_ours=True,
    move_aside=True,
)
at = Instant(wall=datetime.now(UTC), monotonic_ms=1, boot="0badcafe")
sys.addaudithook(die)
restoring.restore(folder, chosen, upgrade, at=at, said={})
"""
CHANGES = 4
"""At least: a folder made, the database aside, the slots, the database in place."""


def kill_after(place: Place, generation: Generation, last: int) -> int:
    """Restore in a process that is killed before change `last` + 1; return its exit code."""
    command = [sys.executable, "-c", KILLED, str(place.folder.path)]
    command += [str(generation.path), place.database.key, str(last)]
    return subprocess.run(command, check=False).returncode


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
@pytest.mark.parametrize("last", range(CHANGES + 1))
def test_a_restore_that_is_killed_loses_nothing_and_can_be_done_again(
    place: Place, generation: Generation, last: int
) -> None:
    """The folder has the old database, or none and says so; the old one is somewhere."""
    mark_enrolled(place.folder)
    present(place, 4)
    place.database.close()
    ended = kill_after(place, generation, last)
    assert ended == -signal.SIGKILL or last >= CHANGES
    if place.folder.database.exists():
        assert read(place.folder)[0].position == 4  # the old one, or three and the act
    else:
        with pytest.raises(StorageError, match="restore a backup"):
            open_existing(place.folder, upgrade)
    again = restore(place.folder, choose(place, generation, move_aside=True))
    assert isinstance(again, Restored)
    aside = list(place.folder.path.glob("replaced-*/kiosk.db"))
    epochs = {read(Folder(path.parent))[2] for path in aside}
    assert place.identity.epoch in epochs
    assert read(place.folder)[2] == again.epoch
