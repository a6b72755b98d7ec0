"""The data folder is opened, made once, and never made anew over what was there."""

from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk.errors import KeySlotError, StorageError
from kiosk.storage import settings
from kiosk.storage.folder import Folder, mark_enrolled, open_existing, open_or_make
from kiosk.storage.migration import upgrade


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


def test_a_newer_database_is_refused_untouched(folder: Folder) -> None:
    database = open_existing(folder, upgrade)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    before = folder.database.read_bytes()
    with pytest.raises(StorageError, match="newer than"):
        open_existing(folder, upgrade)
    assert folder.database.read_bytes() == before


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
