"""Folder: the kiosk's state on disk, and how its database is opened or made.

kiosk.db         the encrypted database
keys.json        key slots
database.key     the key file slot's key
enrolled         says that the database was enrolled, and may never be made anew
roster/          TUF metadata and targets
watch/           the watch list, sealed
run.lock         held by `kiosk run`
kiosk.toml       settings of this machine, optional
papers/          badges and lists as PDF files, kept for a week
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from kiosk.errors import StorageError
from kiosk.storage import schema, settings, slots
from kiosk.storage.database import Database, connect, make_storage_error


@dataclass(frozen=True, slots=True)
class Folder:
    """Paths inside one data folder."""

    path: Path

    @property
    def database(self) -> Path:
        """Return the encrypted database."""
        return self.path / "kiosk.db"

    @property
    def slots(self) -> Path:
        """Return the key slots."""
        return self.path / "keys.json"

    @property
    def key_file(self) -> Path:
        """Return the key file."""
        return self.path / "database.key"

    @property
    def enrolled_mark(self) -> Path:
        """Return the mark that stands once the kiosk is enrolled."""
        return self.path / "enrolled"

    @property
    def roster(self) -> Path:
        """Return the folder of TUF's files."""
        return self.path / "roster"

    @property
    def watch(self) -> Path:
        """Return the folder of the watch list."""
        return self.path / "watch"

    @property
    def run_lock(self) -> Path:
        """Return the lock of a running kiosk."""
        return self.path / "run.lock"

    @property
    def papers(self) -> Path:
        """Return the folder of what was printed into files."""
        return self.path / "papers"

    @property
    def config(self) -> Path:
        """Return the settings file."""
        return self.path / "kiosk.toml"


def open_or_make(folder: Folder, upgrade: schema.Upgrade) -> Database:
    """Open the database, or make it where this folder never had one.

    Raises:
        StorageError: it is missing though it was there before, newer than this
            program, damaged, or the disk is full.
        KeySlotError: no slot opens it.
    """
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        _finish_making(folder)
        if not folder.database.exists():
            _refuse_missing(folder)
            _make(folder, upgrade)
    except OSError as error:
        raise StorageError(
            f"Data folder {folder.path}: {error.strerror or error}. "
            "Choose another folder with --data, or mend the disk."
        ) from error
    return open_existing(folder, upgrade)


def open_existing(folder: Folder, upgrade: schema.Upgrade) -> Database:
    """Open the database that is there; never makes one."""
    if not folder.database.exists():
        _finish_making(folder)
    if not folder.database.exists():
        _refuse_missing(folder)
        raise StorageError(
            f"Data folder {folder.path} holds no kiosk database: start `kiosk run` "
            "or `kiosk enrol` there first, or name the right folder with --data."
        )
    key = slots.open_with_key_file(slots.load(folder.slots), folder.key_file)
    if _read_revision(folder.database, key) != schema.HEAD_REVISION:
        _upgrade(folder.database, key, upgrade)
    return Database(folder.database, key.hex())


def mark_enrolled(folder: Folder) -> None:
    """Remember outside the database that it must never be made anew."""
    folder.enrolled_mark.touch()
    slots.sync_folder(folder.path)


def _refuse_missing(folder: Folder) -> None:
    if folder.enrolled_mark.exists() or folder.slots.exists():
        raise StorageError(
            f"Database {folder.database} is missing, but this kiosk had one: put it back "
            "from where it was moved, or restore a backup. Nothing was created."
        )


def _make(folder: Folder, upgrade: schema.Upgrade) -> None:
    """Make database and slots such that a power cut leaves all or nothing.

    The database is made under another name; once the slots stand, a rename is
    all that is left, and `_finish_making` does it after a cut.
    """
    made = _get_made(folder)
    for leftover in (made, made.with_name(made.name + "-wal"), folder.slots):
        leftover.unlink(missing_ok=True)
    key = slots.make_key()
    _upgrade(made, key, upgrade)
    database = Database(made, key.hex())
    with database.write() as connection:
        settings.make_identity(connection)
    database.close()
    wrapped = slots.put_key_file(slots.make_slots(key), key, folder.key_file)
    slots.save(wrapped, folder.slots)
    _finish_making(folder)


def _get_made(folder: Folder) -> Path:
    return folder.path / "kiosk.db.made"


def _finish_making(folder: Folder) -> None:
    made = _get_made(folder)
    if made.exists() and folder.slots.exists() and not folder.database.exists():
        made.replace(folder.database)
        slots.sync_folder(folder.path)


def _read_revision(path: Path, key: bytes) -> str | None:
    """Return the schema's revision without changing the file."""
    try:
        with closing(connect(path, key.hex(), read_only=True)) as connection:
            row = connection.execute(
                "SELECT version_num FROM alembic_version"
            ).fetchone()
    except sqlcipher.Error as error:
        raise make_storage_error(path, error) from error
    revision = str(row[0]) if row else None
    schema.refuse_newer(path, revision)
    return revision


def _upgrade(path: Path, key: bytes, upgrade: schema.Upgrade) -> None:
    database = Database(path, key.hex())
    with database.write() as connection:
        upgrade(connection)
    database.close()
