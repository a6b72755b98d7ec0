"""Roster: the one in use, as the database keeps it."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import msgspec
from sqlalchemy import Connection

from kiosk.protocol import policy
from kiosk.roster import Roster
from kiosk.storage import settings

_SETTING = "roster"
_FILE = "roster."
NO_FILES: Mapping[str, bytes] = MappingProxyType({})


class _Stored(msgspec.Struct, frozen=True):
    version: int
    issued_at: float
    expires_at: float
    receipt_keys: tuple[bytes, ...]
    bundle_recipients: tuple[str, ...] = ()
    watch: str = ""
    files: dict[str, bytes] = {}
    """The SHA-256 of each file, by name."""
    policy_fault: str = ""


def put(
    connection: Connection,
    head: Roster,
    files: Mapping[str, bytes] = NO_FILES,
    *,
    policy_fault: str = "",
) -> None:
    """Keep `head` and its files, in the caller's one transaction.

    With `policy_fault` the policy of before stays, whatever `files` holds.
    """
    held = _read(connection)
    before = {} if held is None else dict(held.files)
    kept = {name: hashlib.sha256(data).digest() for name, data in files.items()}
    if policy_fault:
        kept.pop(policy.TARGET, None)
        if policy.TARGET in before:
            kept[policy.TARGET] = before[policy.TARGET]
    made = _Stored(
        version=head.version,
        issued_at=head.issued_at.timestamp(),
        expires_at=head.expires_at.timestamp(),
        receipt_keys=head.receipt_keys,
        bundle_recipients=head.bundle_recipients,
        watch=head.watch,
        files=kept,
        policy_fault=policy_fault,
    )
    if made == held:
        return
    for name in before.keys() - kept.keys():
        settings.drop(connection, _FILE + name)
    for name, digest in kept.items():
        if before.get(name) != digest:
            settings.put(connection, _FILE + name, files[name])
    settings.put(connection, _SETTING, msgspec.msgpack.encode(made))
    settings.mark_rules(connection)


def forget(connection: Connection) -> None:
    """Forget the roster in use, as its files are not all here; it is fetched again."""
    for name in list_files(connection):
        settings.drop(connection, _FILE + name)
    settings.drop(connection, _SETTING)
    settings.mark_rules(connection)


def read_head(connection: Connection) -> Roster | None:
    """Return the roster in use without keys and lists, None where there is none yet.

    Enough for its age and for receipts; decisions need `read_files` too.
    """
    held = _read(connection)
    if held is None:
        return None
    return Roster(
        version=held.version,
        issued_at=datetime.fromtimestamp(held.issued_at, UTC),
        expires_at=datetime.fromtimestamp(held.expires_at, UTC),
        receipt_keys=held.receipt_keys,
        bundle_recipients=held.bundle_recipients,
        watch=held.watch,
    )


def read_files(connection: Connection) -> dict[str, bytes]:
    """Return the files of the roster in use, by name."""
    held = _read(connection)
    names = () if held is None else held.files
    return {name: settings.get(connection, _FILE + name) or b"" for name in names}


def list_files(connection: Connection) -> list[str]:
    """Return the names of the files of the roster in use."""
    held = _read(connection)
    return [] if held is None else sorted(held.files)


def read_policy_fault(connection: Connection) -> str:
    """Return why the newest policy is not in use, empty where it is."""
    held = _read(connection)
    return "" if held is None else held.policy_fault


def _read(connection: Connection) -> _Stored | None:
    value = settings.get(connection, _SETTING)
    return None if value is None else msgspec.msgpack.decode(value, type=_Stored)
