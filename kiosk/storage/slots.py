"""Slots: the database key, wrapped side by side so that any one slot opens it.

The file is JSON. `check` tells whether a key is the right one before the
database is touched. Kinds so far, in the order they are tried: `key_file` (a
file beside the database, weak), `passphrase` (scrypt, printed at enrolment),
`province` (age, sealed to the province's offline recovery key).
"""

import hashlib
import hmac
import os
import secrets
import sys
from enum import StrEnum
from pathlib import Path

import msgspec
import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from kiosk.errors import KeySlotError, UsageError

KEY_BYTES = 48
"""SQLCipher's raw key (32) and salt (16), 96 hex digits."""

SCRYPT_N = 2**15
"""32 MB and 0.1 s on a slow kiosk; the passphrase has 128 random bits, so this is ample."""

_CHECK_NAME = b"kiosk database key check 1"
PASSPHRASE_SIZE = 26
PASSPHRASE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # noqa: S105 - an alphabet
"""32 characters without I, O, 0 and 1, which are misread from paper."""


class SlotKind(StrEnum):
    """What opens a slot."""

    KEY_FILE = "key_file"
    PASSPHRASE = "passphrase"  # noqa: S105 - a slot's kind
    PROVINCE = "province"


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One wrapping of the database key; byte strings are base64 in JSON."""

    kind: SlotKind
    wrapped: bytes
    salt: bytes = b""


class Slots(msgspec.Struct, frozen=True, kw_only=True):
    """All wrappings, and the check value of the key they hold."""

    check: bytes
    slots: tuple[Slot, ...] = ()


def make_key() -> bytes:
    """Return a new database key."""
    return secrets.token_bytes(KEY_BYTES)


def make_slots(key: bytes) -> Slots:
    """Return the empty set of slots for `key`."""
    return Slots(check=_make_check(key))


def put_key_file(slots: Slots, key: bytes, path: Path) -> Slots:
    """Wrap `key` by a new key file at `path`, readable by its owner only."""
    wrapper = secrets.token_bytes(32)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(wrapper)
        file.flush()
        os.fsync(file.fileno())
    _give_to_owner(path)
    return _put(slots, Slot(kind=SlotKind.KEY_FILE, wrapped=_wrap(wrapper, key)))


def put_passphrase(slots: Slots, key: bytes, passphrase: str) -> Slots:
    """Wrap `key` by `passphrase`, in place of an earlier one.

    Case, blanks and hyphens in it do not matter.
    """
    salt = secrets.token_bytes(16)
    wrapper = _derive(passphrase, salt)
    return _put(
        slots,
        Slot(kind=SlotKind.PASSPHRASE, wrapped=_wrap(wrapper, key), salt=salt),
    )


def put_province(slots: Slots, key: bytes, recipient: str) -> Slots:
    """Seal `key` to the province's age `recipient`, in place of an earlier one."""
    to = pyrage.x25519.Recipient.from_str(recipient)
    sealed = pyrage.encrypt(key, [to])
    return _put(slots, Slot(kind=SlotKind.PROVINCE, wrapped=sealed))


def remove(slots: Slots, kind: SlotKind) -> Slots:
    """Return `slots` without those of `kind`; raise UsageError where no other would be left."""
    others = tuple(slot for slot in slots.slots if slot.kind is not kind)
    if not others:
        raise UsageError(
            f"Slot '{kind}' is the last one: without it nothing opens the database. "
            "Add another first."
        )
    return msgspec.structs.replace(slots, slots=others)


def make_passphrase() -> str:
    """Return a passphrase of 130 random bits, in groups that can be read aloud."""
    letters = [secrets.choice(PASSPHRASE_LETTERS) for _ in range(PASSPHRASE_SIZE)]
    groups = ["".join(letters[at : at + 5]) for at in range(0, PASSPHRASE_SIZE, 5)]
    return "-".join(groups)


def open_with_key_file(slots: Slots, path: Path) -> bytes:
    """Return the database key; raise KeySlotError where the key file does not fit."""
    try:
        wrapper = path.read_bytes()
    except FileNotFoundError as error:
        raise KeySlotError(
            f"Key file {path} is missing: put it back, or open the kiosk with "
            "`kiosk keys recover` and the printed passphrase."
        ) from error
    for slot in slots.slots:
        if slot.kind is SlotKind.KEY_FILE:
            key = _unwrap(wrapper, slot.wrapped)
            if key is not None and fits(slots, key):
                return key
    raise KeySlotError(
        f"Key file {path} is not the key of this database, which was not touched: "
        "put the right key file back, or use `kiosk keys recover`."
    )


def open_with_passphrase(slots: Slots, passphrase: str) -> bytes | None:
    """Return the database key, None where `passphrase` opens no slot."""
    for slot in slots.slots:
        if slot.kind is SlotKind.PASSPHRASE:
            key = _unwrap(_derive(passphrase, slot.salt), slot.wrapped)
            if key is not None and fits(slots, key):
                return key
    return None


def fits(slots: Slots, key: bytes) -> bool:
    """Say whether `key` is the one that `slots` hold."""
    return hmac.compare_digest(slots.check, _make_check(key))


def load(path: Path) -> Slots:
    """Return the slots in the file at `path`; raise KeySlotError where there are none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Slots)
    except FileNotFoundError as error:
        raise KeySlotError(
            f"Key slots {path} are missing, so the database can't be opened: "
            "restore this file from a backup. The database was not touched."
        ) from error
    except msgspec.MsgspecError as error:
        raise KeySlotError(
            f"Key slots {path} are damaged ({error}): restore this file from a "
            "backup. The database was not touched."
        ) from error


def save(slots: Slots, path: Path) -> None:
    """Write `slots` to `path`, whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(slots)))
        file.flush()
        os.fsync(file.fileno())
    _give_to_owner(part)
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _give_to_owner(path: Path) -> None:
    """Give a file that root wrote to whom the data folder belongs, who must read it."""
    if sys.platform != "win32" and os.geteuid() == 0:
        of_folder = path.parent.stat()
        os.chown(path, of_folder.st_uid, of_folder.st_gid)


def _put(slots: Slots, slot: Slot) -> Slots:
    others = tuple(other for other in slots.slots if other.kind is not slot.kind)
    return msgspec.structs.replace(slots, slots=(*others, slot))


def _make_check(key: bytes) -> bytes:
    return hmac.digest(key, _CHECK_NAME, hashlib.sha256)[:16]


def _derive(passphrase: str, salt: bytes) -> bytes:
    packed = "".join(passphrase.split()).replace("-", "").upper()
    return Scrypt(salt=salt, length=32, n=SCRYPT_N, r=8, p=1).derive(
        packed.encode("utf-8")
    )


def _wrap(wrapper: bytes, key: bytes) -> bytes:
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(wrapper).encrypt(nonce, key, None)


def _unwrap(wrapper: bytes, wrapped: bytes) -> bytes | None:
    try:
        return AESGCM(wrapper).decrypt(wrapped[:12], wrapped[12:], None)
    except (InvalidTag, ValueError):
        return None
