"""Head mark: the newest signed checkpoint, kept outside the database.

A database that is behind it lost what was kept, though nothing in it is bad:
as after a write-ahead log that went missing, or an older file put in its place.
"""

from pathlib import Path

from kiosk.protocol import checkpoint
from kiosk.protocol.checkpoint import Checkpoint
from kiosk.protocol.signature import get_public_bytes
from kiosk.storage import checkpoints, entries, lost
from kiosk.storage.connection import Connection
from kiosk.storage.settings import Identity
from kiosk.storage.whole_file import read_or_none, write_whole


def keep(connection: Connection, path: Path) -> bool:
    """Bring the mark at `path` up to date; say whether it had to be written."""
    noted = checkpoints.read_last(connection)
    if noted is None:
        return False
    note = noted.note.encode("utf-8")
    if read_or_none(path) == note:
        return False
    write_whole(path, note)
    return True


def read(path: Path, identity: Identity) -> Checkpoint | None:
    """Return what the mark states of the epoch that goes on, None where nothing.

    A mark of another epoch says nothing: that one ended elsewhere.
    """
    note = (read_or_none(path) or b"").decode("utf-8", "replace")
    stated = checkpoint.open_note(note, get_public_bytes(identity.private_key))
    is_of_epoch = (
        stated is not None and stated.origin == f"{identity.kiosk_id}/{identity.epoch}"
    )
    return stated if is_of_epoch else None


def is_behind(connection: Connection, path: Path, identity: Identity) -> bool:
    """Say whether the database lacks what the mark speaks of."""
    stated = read(path, identity)
    if stated is None:
        return False
    if stated.size > entries.read_head(connection).position:
        return True
    return lost.find_link(connection, stated.size) not in {None, stated.head}
