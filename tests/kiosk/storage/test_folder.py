"""The data folder is opened, made once, and never made anew over what was there."""

from pathlib import Path

import keyring
import pytest
from sqlalchemy import text

from kiosk.errors import KeySlotError, StorageError
from kiosk.storage import settings, slots
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, mark_enrolled, open_existing, open_or_make
from kiosk.storage.key_slots.credential import NAME, VARIABLE
from kiosk.storage.key_slots.safe import SlotFault
from kiosk.storage.migration import upgrade
from kiosk.storage.opening import KeySource
from kiosk.storage.slots import SlotKind
from tests.guards import LogWatch
from tests.safes import MemoryKeyring


def snapshot(folder: Folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.path.iterdir()}


def test_a_new_folder_gets_a_database_with_an_identity(tmp_path: Path) -> None:
    database = open_or_make(Folder(tmp_path / "deep" / "kiosk"), upgrade)
    with database.read() as connection:
        identity = settings.read_identity(connection)
    database.close()
    assert identity.kiosk_id.startswith("K")


def test_the_same_folder_opened_again_is_the_same_kiosk(folder: Folder) -> None:
    ids = []
    for _ in range(2):
        database = open_or_make(folder, upgrade)
        with database.read() as connection:
            ids.append(settings.read_identity(connection).kiosk_id)
        database.close()
    assert ids[0] == ids[1]


def test_the_file_tells_nothing_without_the_key(folder: Folder) -> None:
    assert b"SQLite format 3" not in folder.database.read_bytes()
    assert b"CREATE TABLE" not in folder.database.read_bytes()


def test_a_missing_database_of_an_enrolled_kiosk_is_said_and_nothing_made(
    folder: Folder,
) -> None:
    mark_enrolled(folder)
    folder.database.unlink()
    folder.slots.unlink()
    before = snapshot(folder)
    with pytest.raises(StorageError, match="missing, but this kiosk had one"):
        open_or_make(folder, upgrade)
    assert snapshot(folder) == before


def test_a_missing_database_of_a_kiosk_with_keys_is_not_made_anew(
    folder: Folder,
) -> None:
    folder.database.unlink()
    with pytest.raises(StorageError, match="missing"):
        open_or_make(folder, upgrade)
    assert not folder.database.exists()


def test_looking_at_an_empty_folder_makes_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "none")
    with pytest.raises(StorageError, match="no kiosk database"):
        open_existing(folder, upgrade)
    assert not folder.path.exists()


def test_a_wrong_key_file_opens_and_changes_nothing(folder: Folder) -> None:
    folder.key_file.write_bytes(bytes(32))
    before = snapshot(folder)
    with pytest.raises(KeySlotError, match="not the key of this database"):
        open_or_make(folder, upgrade)
    assert snapshot(folder) == before


def test_a_missing_key_file_is_said(folder: Folder) -> None:
    folder.key_file.unlink()
    with pytest.raises(KeySlotError, match="missing"):
        open_existing(folder, upgrade)


def test_slots_of_another_database_do_not_open_this_one(
    folder: Folder, tmp_path: Path
) -> None:
    other = Folder(tmp_path / "other")
    open_or_make(other, upgrade).close()
    other.slots.replace(folder.slots)
    other.key_file.replace(folder.key_file)
    before = folder.database.read_bytes()
    with pytest.raises(StorageError, match="not a database"):
        open_existing(folder, upgrade)
    assert folder.database.read_bytes() == before


def make_newer(folder: Folder) -> Database:
    """Let a newer version have been here; return its open database."""
    database = open_existing(folder, upgrade)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    return database


def test_a_newer_database_is_refused_untouched(folder: Folder) -> None:
    make_newer(folder).close()
    before = snapshot(folder)
    with pytest.raises(StorageError, match="newer than"):
        open_existing(folder, upgrade)
    assert snapshot(folder) == before
    assert not list(folder.path.glob("kiosk.db-*"))


def test_a_newer_database_that_was_killed_is_refused_untouched(folder: Folder) -> None:
    """What only its write-ahead log has stays there."""
    database = make_newer(folder)
    names = ("kiosk.db", "kiosk.db-wal")
    before = [(folder.path / name).read_bytes() for name in names]
    with pytest.raises(StorageError, match="newer than"):
        open_existing(folder, upgrade)
    assert [(folder.path / name).read_bytes() for name in names] == before
    database.close()


def test_a_power_cut_while_making_leaves_all_or_nothing(
    tmp_path: Path, made_folder: Path
) -> None:
    """The database is made and the slots stand, but the rename is not done."""
    folder = Folder(tmp_path / "kiosk")
    folder.path.mkdir()
    for name in ("kiosk.db", "keys.json", "database.key"):
        target = "kiosk.db.made" if name == "kiosk.db" else name
        (folder.path / target).write_bytes((made_folder / name).read_bytes())
    open_or_make(folder, upgrade).close()
    assert folder.database.exists()


def test_a_power_cut_before_the_slots_stand_starts_again(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "kiosk")
    folder.path.mkdir()
    (folder.path / "kiosk.db.made").write_bytes(b"half a database")
    open_or_make(folder, upgrade).close()
    assert folder.database.exists()


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="Choose another folder"):
        open_or_make(Folder(tmp_path / "file" / "kiosk"), upgrade)


def test_a_new_kiosk_of_a_service_is_opened_by_systemds_credential(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key file stays until the kiosk is enrolled: nobody could recover it before."""
    (tmp_path / NAME).write_bytes(bytes(range(32)))
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    folder = Folder(tmp_path / "kiosk")
    database = open_or_make(folder, upgrade)
    database.close()
    assert database.source == KeySource(kind=SlotKind.CREDENTIAL)
    kinds = slots.load(folder.slots).kinds
    assert kinds == {SlotKind.CREDENTIAL, SlotKind.KEY_FILE}


def test_a_new_kiosk_of_an_account_with_a_keyring_is_opened_by_it(
    tmp_path: Path,
) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    try:
        database = open_or_make(Folder(tmp_path / "kiosk"), upgrade)
    finally:
        keyring.set_keyring(before)
    database.close()
    assert database.source == KeySource(kind=SlotKind.KEYRING)


def test_a_credential_that_is_gone_gives_way_to_the_key_file_and_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.storage.opening", "credential (absent)")
    (tmp_path / NAME).write_bytes(bytes(range(32)))
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    folder = Folder(tmp_path / "kiosk")
    open_or_make(folder, upgrade).close()
    monkeypatch.delenv(VARIABLE)
    database = open_existing(folder, upgrade)
    database.close()
    failed = {SlotKind.CREDENTIAL: SlotFault.ABSENT}
    assert database.source == KeySource(kind=SlotKind.KEY_FILE, failed=failed)


def test_a_folder_that_cant_be_written_is_still_opened(folder: Folder) -> None:
    """Nobody changes its key either, so nothing has to be held."""
    folder.slots.with_suffix(".lock").unlink()
    folder.slots.with_suffix(".lock").mkdir()
    open_existing(folder, upgrade).close()
