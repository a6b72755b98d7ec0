"""Roster: the one in use, as the database keeps it."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import msgspec

from kiosk.protocol import policy
from kiosk.roster import Roster
from kiosk.storage import roster_files, settings
from kiosk.storage.connection import Connection

_SETTING = "roster"
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

    A file that `roster_files` holds already is not written again; what is used
    no more stays until `list_strays` is acted on. With `policy_fault` the policy of before stays, whatever `files` holds.
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
    changed = [name for name in kept if kept[name] != before.get(name)]
    contents = [files[name] for name in changed]
    for piece in roster_files.list_missing(connection, contents):
        roster_files.put_piece(connection, piece)
    if made == held:
        return
    settings.put(connection, _SETTING, msgspec.msgpack.encode(made))
    settings.mark_rules(connection)


def list_strays(connection: Connection) -> list[str]:
    """Return the settings that hold files of other rosters than the one in use."""
    held = _read(connection)
    files = {} if held is None else held.files
    names = roster_files.list_names(connection)
    return roster_files.choose_strays(names, files)


def is_whole(connection: Connection) -> bool:
    """Say whether every file of the roster in use is here."""
    held = _read(connection)
    files = {} if held is None else held.files
    found = (_read_file(connection, *one) for one in files.items())
    return all(content is not None for content in found)


def forget(connection: Connection) -> None:
    """Forget the roster in use, as its files are not all here; it is fetched again."""
    for name in roster_files.list_names(connection):
        settings.drop(connection, name)
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
    files = {} if held is None else held.files
    found = {name: _read_file(connection, name, files[name]) for name in files}
    return {name: content or b"" for name, content in found.items()}


def read_file(connection: Connection, name: str) -> bytes:
    """Return one file of the roster in use, empty where it has none of the name."""
    held = _read(connection)
    if held is None or name not in held.files:
        return b""
    return _read_file(connection, name, held.files[name]) or b""


def list_files(connection: Connection) -> list[str]:
    """Return the names of the files of the roster in use."""
    held = _read(connection)
    return [] if held is None else sorted(held.files)


def read_policy_fault(connection: Connection) -> str:
    """Return why the newest policy is not in use, empty where it is."""
    held = _read(connection)
    return "" if held is None else held.policy_fault


def _read_file(connection: Connection, name: str, digest: bytes) -> bytes | None:
    found = roster_files.read(connection, digest)
    return roster_files.read_whole(connection, name) if found is None else found


def _read(connection: Connection) -> _Stored | None:
    value = settings.get(connection, _SETTING)
    return None if value is None else msgspec.msgpack.decode(value, type=_Stored)
