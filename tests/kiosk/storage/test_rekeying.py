"""A new key loses no entry and no slot, wherever the power goes."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from filelock import FileLock

from kiosk.errors import KeySlotError, OutsideError, StorageError, UsageError
from kiosk.storage import entries, formats, locksmith, opening, settings, slots
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, find_safes, open_existing
from kiosk.storage.formats import Format
from kiosk.storage.key_slots import passphrase, province
from kiosk.storage.key_slots.safe import SlotFault
from kiosk.storage.migration import upgrade
from kiosk.storage.opening import Opened
from kiosk.storage.rekeying import Step, rekey
from kiosk.storage.slots import SlotKind
from tests.backlog import fill
from tests.folders import in_every_format
from tests.guards import LogWatch
from tests.safes import FakeSafe

ROWS = 300
OLD_PAPER, NEW_PAPER = passphrase.make(), passphrase.make()


class PowerCutError(Exception):
    """The power is gone."""


def cut_at(step: Step) -> Callable[[Step], None]:
    def cut(done: Step) -> None:
        if done is step:
            raise PowerCutError

    return cut


@pytest.fixture
def filled(folder: Folder) -> Folder:
    """Return a data folder with pending entries and a printed passphrase."""
    database = open_existing(folder, upgrade)
    fill(database, ROWS)
    database.close()
    locksmith.add_passphrase(folder, OLD_PAPER)
    return folder


def count(folder: Folder, more: int = 0) -> tuple[int, int, str]:
    """Open the kiosk, append some and return what it holds: pending, in all, chain."""
    database = open_existing(folder, upgrade)
    fill(database, more)
    with database.read() as connection:
        head = entries.read_head(connection)
        chain = entries.find_chain_fault(connection, tail=10_000)
    database.close()
    return head.pending, head.position, chain


def find_paper(folder: Folder) -> list[str]:
    """Return which papers open the kiosk."""
    held = slots.load(folder.slots)
    return [
        text
        for text in (OLD_PAPER, NEW_PAPER)
        if passphrase.unlock(held, text) is not None
    ]


@in_every_format
def test_the_new_key_opens_the_same_kiosk_and_the_old_one_nothing(
    filled: Folder, form: Format
) -> None:
    before, old_file = slots.load(filled.slots), filled.database.read_bytes()
    rekey(filled, NEW_PAPER)
    held = slots.load(filled.slots)
    assert held.check != before.check
    assert formats.find(held.salt) is form
    assert filled.database.read_bytes()[:16] == held.salt != old_file[:16]
    assert count(filled) == (ROWS, ROWS, "ok")
    assert find_paper(filled) == [NEW_PAPER]
    assert not isinstance(opening.open_key(before, find_safes(filled)), Opened)


def test_the_kiosk_is_who_it_was(filled: Folder) -> None:
    told = []
    for _ in range(2):
        database = open_existing(filled, upgrade)
        with database.read() as connection:
            identity = settings.read_identity(connection)
        database.close()
        told.append((identity.kiosk_id, identity.epoch))
        rekey(filled, NEW_PAPER)
    assert told[0] == told[1]


@pytest.mark.parametrize("step", Step)
def test_a_cut_after_any_step_leaves_a_kiosk_that_opens_with_every_entry(
    step: Step, filled: Folder
) -> None:
    with pytest.raises(PowerCutError):
        rekey(filled, NEW_PAPER, on_step=cut_at(step))
    is_new = step in {Step.RENAMED, Step.SETTLED, Step.TIDIED}
    assert count(filled, 3) == (ROWS + 3, ROWS + 3, "ok")
    assert find_paper(filled) == [NEW_PAPER if is_new else OLD_PAPER]
    assert (slots.load(filled.slots).next, filled.sides.copy.exists()) == (None, False)
    rekey(filled, NEW_PAPER)
    assert count(filled) == (ROWS + 3, ROWS + 3, "ok")


KILL = """
import os, sys
from pathlib import Path
from kiosk.storage.folder import Folder
from kiosk.storage.rekeying import rekey
rekey(Folder(Path(sys.argv[1])), "PAPER", on_step=lambda step: step == sys.argv[2] and os._exit(9))
"""


@pytest.mark.parametrize("step", Step)
def test_a_killed_process_leaves_a_kiosk_that_opens_with_every_entry(
    step: Step, filled: Folder
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILL, str(filled.path), step.value], check=False
    )
    assert killed.returncode == 9
    assert count(filled, 3) == (ROWS + 3, ROWS + 3, "ok")
    assert count(filled) == (ROWS + 3, ROWS + 3, "ok")


def test_a_kiosk_that_runs_keeps_its_key(filled: Folder) -> None:
    before = filled.slots.read_bytes()
    with (
        FileLock(filled.run_lock),
        pytest.raises(OutsideError, match="A kiosk runs"),
    ):
        rekey(filled, NEW_PAPER)
    assert filled.slots.read_bytes() == before


def test_a_database_that_a_program_has_open_keeps_its_key(
    folder: Folder, database: Database
) -> None:
    """An entry that it appends afterwards would be in the file of before."""
    before = folder.slots.read_bytes()
    with pytest.raises(OutsideError, match="Another program has the database"):
        rekey(folder, NEW_PAPER)
    fill(database, 1)
    assert folder.slots.read_bytes() == before
    assert count(folder) == (1, 1, "ok")


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="mounting takes root on Linux"
)
def test_a_full_disk_leaves_all_as_it_was(filled: Folder, tmp_path: Path) -> None:
    """A real one, with room for half a copy."""
    small = Folder(tmp_path / "small")
    small.path.mkdir()
    size = filled.database.stat().st_size * 3 // 2
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "kiosk", str(small.path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("no tmpfs can be mounted here")
    try:
        shutil.copytree(filled.path, small.path, dirs_exist_ok=True)
        with pytest.raises(StorageError, match="make room on the disk"):
            rekey(small, NEW_PAPER)
        assert count(small) == (ROWS, ROWS, "ok")
        assert find_paper(small) == [OLD_PAPER]
    finally:
        subprocess.run(["umount", "--lazy", str(small.path)], check=False)


def test_a_copy_that_cant_be_written_leaves_all_as_it_was(filled: Folder) -> None:
    filled.sides.copy.with_name("kiosk.db.next-journal").mkdir()
    with pytest.raises((StorageError, OSError)):
        rekey(filled, NEW_PAPER)
    filled.sides.copy.with_name("kiosk.db.next-journal").rmdir()
    assert count(filled) == (ROWS, ROWS, "ok")
    assert find_paper(filled) == [OLD_PAPER]


def test_the_province_is_given_the_new_key(filled: Folder) -> None:
    recovery = pyrage.x25519.Identity.generate()
    locksmith.add_province(filled, str(recovery.to_public()))
    rekey(filled, NEW_PAPER)
    assert province.unlock(slots.load(filled.slots), str(recovery)) is not None


def test_a_province_that_was_not_noted_has_to_be_named(filled: Folder) -> None:
    recovery = pyrage.x25519.Identity.generate()
    held = locksmith.add_province(filled, str(recovery.to_public()))
    unnamed = slots.Slot(kind=SlotKind.PROVINCE, wrapped=held.slots[-1].wrapped)
    slots.save(slots.put(held, unnamed), filled.slots)
    with pytest.raises(UsageError, match="--recipient"):
        rekey(filled, NEW_PAPER)
    rekey(filled, NEW_PAPER, recipient=str(recovery.to_public()))
    assert province.unlock(slots.load(filled.slots), str(recovery)) is not None


def test_a_slot_that_cant_have_the_new_key_stops_it(
    filled: Folder, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.storage.opening", "key slot failed: keyring")
    keyring = FakeSafe(SlotKind.KEYRING)
    safes = (keyring, *find_safes(filled)[2:])
    locksmith.add(filled, SlotKind.KEYRING, safes)
    keyring.fault = SlotFault.LOCKED
    before = filled.slots.read_bytes()
    with pytest.raises(KeySlotError, match=r"'keyring' \(locked\) can't be given"):
        rekey(filled, NEW_PAPER, safes=safes)
    assert filled.slots.read_bytes() == before


def test_every_slot_of_the_machine_is_given_the_new_key(filled: Folder) -> None:
    safes = (FakeSafe(SlotKind.KEYRING), *find_safes(filled)[2:])
    locksmith.add(filled, SlotKind.KEYRING, safes)
    held = rekey(filled, NEW_PAPER, safes=safes)
    opened = [opening.open_key(held, [safe]) for safe in safes]
    assert [isinstance(one, Opened) for one in opened] == [True, True]
    assert len(safes[0].read()) == 1


def test_a_copy_left_half_by_a_cut_is_forgotten(filled: Folder) -> None:
    filled.sides.copy.write_bytes(b"half a copy")
    assert count(filled) == (ROWS, ROWS, "ok")
    assert not filled.sides.copy.exists()
