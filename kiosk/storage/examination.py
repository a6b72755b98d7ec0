"""Examination: a look at the database of a data folder before it is opened for a gate."""

from kiosk.errors import StorageError
from kiosk.storage import aside, damage, lock, soundness
from kiosk.storage.damage import Sound, Soundness
from kiosk.storage.folder import Folder, read_key


def examine(folder: Folder) -> Soundness | None:
    """Look at the database of `folder` in a few ms; None where a kiosk runs on it.

    Where there is none, nothing is wrong.

    Raises:
        StorageError: the disk can't be read.
        KeySlotError: no slot opens the database.
    """
    try:
        if not is_there(folder):
            return Sound()
        with lock.hold(folder.run_lock):
            return examine_alone(folder, read_key(folder))
    except lock.HeldError:
        return None
    except OSError as error:
        raise explain(folder, error) from error


def examine_alone(folder: Folder, key: bytes) -> Soundness:
    """Do the same for who holds the run lock, and has the key."""
    return damage.read_mark(folder.database) or soundness.check(
        folder.database, key, folder.head_mark
    )


def is_there(folder: Folder) -> bool:
    """Say whether there is a database; what a salvage had begun is ended first."""
    aside.finish(folder.database)
    return folder.database.exists() and folder.slots.exists()


def explain(folder: Folder, error: OSError) -> StorageError:
    """Return what keeps the database from being examined or mended, in words."""
    return StorageError(
        f"Data folder {folder.path}: {error.strerror or error}. The database is damaged "
        "and can't be salvaged there: free space or mend the disk; nothing was changed."
    )
