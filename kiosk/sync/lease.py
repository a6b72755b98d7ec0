"""Lease: the right to send, which one process at a time holds.

It stands in the database, so that `kiosk sync` beside a running kiosk waits
its turn. A holder that died is seen by its process, or by the lease's end.
"""

import os

import msgspec

from kiosk.storage import settings
from kiosk.storage.connection import Connection

TERM_US = 65_000_000
"""Longer than one batch takes on the slowest line that is waited for."""

RENEWED_US = 5_000_000
"""One renewed just now is not written again: a quick line has ten batches a second,
and each write waits for the disk while the gate waits for it."""

_SETTING = "lease"


class _Lease(msgspec.Struct, frozen=True):
    owner: str
    process: int
    until_us: int


def take(connection: Connection, owner: str, now_us: int) -> bool:
    """Take or renew the lease for `owner`; say whether it is held now."""
    value = settings.get(connection, _SETTING)
    if value is not None:
        lease = msgspec.msgpack.decode(value, type=_Lease)
        if lease.owner != owner and _is_alive(lease, now_us):
            return False
        since_us = now_us + TERM_US - lease.until_us
        if lease.owner == owner and 0 <= since_us < RENEWED_US:
            return True
    lease = _Lease(owner=owner, process=os.getpid(), until_us=now_us + TERM_US)
    settings.put(connection, _SETTING, msgspec.msgpack.encode(lease))
    return True


def give_back(connection: Connection, owner: str) -> None:
    """Give the lease back, where `owner` holds it."""
    value = settings.get(connection, _SETTING)
    if value is not None and msgspec.msgpack.decode(value, type=_Lease).owner == owner:
        settings.drop(connection, _SETTING)


def _is_alive(lease: _Lease, now_us: int) -> bool:
    """Say whether the lease still counts; one from a clock since set back does not."""
    in_term = now_us < lease.until_us <= now_us + TERM_US
    return in_term and (lease.process == os.getpid() or _runs(lease.process))


def _runs(process: int) -> bool:
    if os.name != "posix":
        return True  # os.kill(pid, 0) ends a process on Windows
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
