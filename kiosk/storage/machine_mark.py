"""Machine mark: which machine the database woke up on last."""

import hashlib
import hmac
import sys
from pathlib import Path

from kiosk.clock import Instant
from kiosk.storage import epochs, settings
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.epochs import Cause

_SETTING = "machine"
MACHINE_ID = Path("/etc/machine-id")
_CRYPTOGRAPHY = r"SOFTWARE\Microsoft\Cryptography"


def name_machine(path: Path = MACHINE_ID) -> bytes:
    """Return what the system names this machine by, empty where it has no name.

    An image that was not started yet has the name `uninitialized` (systemd).
    """
    if sys.platform == "win32":
        return _read_registry()
    try:
        name = path.read_bytes().strip()
    except OSError:
        return b""
    return b"" if name == b"uninitialized" else name


def put(connection: Connection, machine: bytes) -> None:
    """Remember that the database is at home on `machine`; the caller commits."""
    settings.put(connection, _SETTING, _make_mark(connection, machine))


def wake(database: Database, machine: bytes, at: Instant) -> bool:
    """Begin a new epoch where the database was on another machine before; say so.

    A database without a mark is marked, and nothing else. Where the machine has
    no name nothing can be told apart, and nothing is done. A cloned disk whose
    clone kept the name is seen by the province, as a fork.
    """
    if not machine:
        return False
    with database.read() as connection:
        if settings.get(connection, _SETTING) == _make_mark(connection, machine):
            return False
    with database.write() as connection:
        is_moved = settings.get(connection, _SETTING) is not None
        if is_moved:
            epochs.begin(connection, Cause.MACHINE, {}, at=at)
        put(connection, machine)
    return is_moved


def _make_mark(connection: Connection, machine: bytes) -> bytes:
    """Return a keyed hash: the machine's name is not for whoever reads the database."""
    hash_key = settings.read_identity(connection).hash_key
    return hmac.digest(hash_key, b"machine " + machine, hashlib.sha256)[:16]


def _read_registry() -> bytes:
    """Return Windows' MachineGuid; not yet proven on real Windows."""
    if sys.platform != "win32":
        return b""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _CRYPTOGRAPHY) as opened:
            return str(winreg.QueryValueEx(opened, "MachineGuid")[0]).encode()
    except OSError:
        return b""
