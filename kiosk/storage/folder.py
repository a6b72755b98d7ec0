"""Folder: the kiosk's state on disk, and how its database is opened or made.

kiosk.db         the encrypted database
kiosk.db.next    the same under a new key, while the key is changed
keys.json        key slots
keys.lock        held while slots or key are changed, or the database is opened
database.key     the key file slot's key
enrolled         says that the database was enrolled, and may never be made anew
roster/          TUF metadata and targets
watch/           the watch list, sealed
run.lock         held by `kiosk run`
run.bell         written by a second start: the window comes to the front
crash.log        stacks of bugs and crashes, small, without values
backup.lock      held while a backup is made
reserve          blocks for the end of a shift on a full disk
kiosk.toml       settings of this machine, optional
kiosk.db.page1   the database's first page as it was when the schema last changed
kiosk.identity   who the kiosk is, sealed, for when the database is damaged
kiosk.head       the newest signed checkpoint
kiosk.damaged    says that damage was found while the kiosk ran: the next start salvages
damaged-DATE/    what a salvage moved aside, and its report
replaced-DATE/   what a restore moved aside, a data folder of its own
*.going          a copy that is overwritten, past its time
overdue/         a sealed bundle of entries that are past their time and unsent
papers/          badges and lists as PDF files, kept for a week
"""

import importlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from types import ModuleType

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from kiosk.errors import StorageError
from kiosk.storage import (
    aside,
    damage,
    filling,
    opening,
    renewal,
    reserve,
    schema,
    settings,
    slots,
)
from kiosk.storage.database import Database, connect, make_storage_error
from kiosk.storage.key_slots.safe import Safe
from kiosk.storage.renewal import Sides
from kiosk.storage.slots import Slots
from kiosk.storage.statement import Statement

_LOOK = Statement("SELECT count(*) FROM sqlite_master")


class Folder(msgspec.Struct, frozen=True):
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
    def sides(self) -> Sides:
        """Return what a change of the key goes between."""
        copy = self.path / "kiosk.db.next"
        return Sides(database=self.database, copy=copy, slots=self.slots)

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
    def bell(self) -> Path:
        """Return what a second start writes into."""
        return self.path / "run.bell"

    @property
    def crash_log(self) -> Path:
        """Return the file of stacks of bugs and crashes."""
        return self.path / "crash.log"

    @property
    def backup_lock(self) -> Path:
        """Return the lock of a backup under way."""
        return self.path / "backup.lock"

    @property
    def papers(self) -> Path:
        """Return the folder of what was printed into files."""
        return self.path / "papers"

    @property
    def overdue(self) -> Path:
        """Return the folder of bundles of what the province lacks for too long."""
        return self.path / "overdue"

    @property
    def page_one(self) -> Path:
        """Return the copy of the database's first page."""
        return self.path / "kiosk.db.page1"

    @property
    def identity_copy(self) -> Path:
        """Return the sealed copy of who the kiosk is."""
        return self.path / "kiosk.identity"

    @property
    def head_mark(self) -> Path:
        """Return the newest signed checkpoint."""
        return self.path / "kiosk.head"

    @property
    def damage_mark(self) -> Path:
        """Return the mark that stands once damage was found."""
        return damage.find_mark(self.database)

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
        aside.finish(folder.database)
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
    aside.finish(folder.database)
    if not folder.database.exists():
        _finish_making(folder)
    if not folder.database.exists():
        _refuse_missing(folder)
        raise StorageError(
            f"Data folder {folder.path} holds no kiosk database: start `kiosk run` "
            "or `kiosk enrol` there first, or name the right folder with --data."
        )
    reserve.make_room(reserve.find_reserve(folder.database))
    with _hold_slots(folder) as held:
        opened = opening.require_key(held, find_safes(folder), folder.slots)
        key = opened.key.hex()
        if _read_revision(folder.database, opened.key) != schema.HEAD_REVISION:
            _bring_up_to_date(folder, key, upgrade)
        database = Database(folder.database, key, may_make=False, source=opened.source)
        _claim(database)
    if schema.get_former_copy(folder.database).exists():
        _load_upgrading().drop_copy(database)
    return database


def read_key(folder: Folder) -> bytes:
    """Return the key of the database that is there, which is not opened.

    Raises:
        KeySlotError: no slot opens it.
    """
    with _hold_slots(folder) as held:
        return opening.require_key(held, find_safes(folder), folder.slots).key


def find_safes(folder: Folder) -> Sequence[Safe]:
    """Return where this machine keeps what opens the slots of `folder`."""
    return opening.find_safes(folder.path, folder.key_file)


def mark_enrolled(folder: Folder) -> None:
    """Remember outside the database that it must never be made anew."""
    folder.enrolled_mark.touch()
    slots.sync_folder(folder.path)


def _bring_up_to_date(folder: Folder, key: str, upgrade: schema.Upgrade) -> None:
    upgrading = _load_upgrading()
    upgrading.bring_up_to_date(folder.database, key, upgrade, folder.run_lock)


def _load_upgrading() -> ModuleType:
    """Return what a first start after an update needs, and no other."""
    return importlib.import_module("kiosk.storage.upgrading")


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
    _keep_name(folder.path)
    key = slots.make_key()
    _upgrade(made, key, upgrade)
    database = Database(made, key.hex())
    with database.write() as connection:
        settings.make_identity(connection)
    database.close()
    safes = find_safes(folder)
    filled = filling.fill_first(key, safes)
    slots.save(filled.slots, folder.slots)
    _finish_making(folder)
    filling.tidy(filled, safes)


def _keep_name(path: Path) -> None:
    """Let a power cut not take the data folder as a whole, where its parent is ours."""
    with suppress(PermissionError):
        slots.sync_folder(path.parent)


@contextmanager
def _hold_slots(folder: Folder) -> Iterator[Slots]:
    """Return the slots of the key that the database has, while nobody changes either.

    Where the folder can't be written, nobody changes them anyhow.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(slots.hold(folder.slots))
            held = renewal.settle(folder.sides)
        except OSError:
            held = renewal.pick(slots.load(folder.slots), folder.database)
        yield held


def _claim(database: Database) -> None:
    """Have one connection open from now on: nobody changes the key below it."""
    with database.read() as connection:
        _LOOK.find(connection)


def _get_made(folder: Folder) -> Path:
    return folder.path / "kiosk.db.made"


def _finish_making(folder: Folder) -> None:
    made = _get_made(folder)
    if made.exists() and folder.slots.exists() and not folder.database.exists():
        made.replace(folder.database)
        slots.sync_folder(folder.path)


def _read_revision(path: Path, key: bytes) -> str | None:
    """Return the schema's revision without changing the file, or making WAL's."""
    still = not path.with_name(path.name + "-wal").exists()
    try:
        with closing(
            connect(path, key.hex(), read_only=True, still=still)
        ) as connection:
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
