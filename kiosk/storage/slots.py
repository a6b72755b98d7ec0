"""Slots: the database key, wrapped side by side so that any one slot opens it.

The file is JSON. `check` tells whether a key is the right one before the
database is touched. While the key is changed, `next` holds the new key's
slots beside the old one's, so that a power cut leaves one of them right.
"""

import errno
import hashlib
import hmac
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.errors import KeySlotError
from kiosk.storage import formats, lock
from kiosk.storage.formats import SALT_BYTES, Format

KEY_BYTES = 48
"""SQLCipher's raw key (32) and salt (16), 96 hex digits."""

SCRYPT_N = 2**15
"""32 MB and 0.1 s on a slow kiosk; the passphrase has 128 random bits, so this is ample."""

HELD_WITHIN_S = 120
"""How long another program may change the slots; a new key for 1 GB takes some 80 s."""

_CHECK_NAMES = {
    formats.FIRST: b"kiosk database key check 1",
    formats.CURRENT: b"kiosk database key check 2",
}
"""A version that knows no second format has no key for it then, and touches no file."""


class SlotKind(StrEnum):
    """What opens a slot, in the order in which they are tried."""

    CREDENTIAL = "credential"
    """A key that systemd hands to the service, sealed to the machine."""
    KEYRING = "keyring"
    """The account's own: Credential Manager, Secret Service, KWallet."""
    KEY_FILE = "key_file"
    """A file beside the database, weak: who has the disk has both."""
    PASSPHRASE = "passphrase"  # noqa: S105 - a slot's kind
    """On paper, for `kiosk keys recover`."""
    PROVINCE = "province"
    """The province's offline recovery key, for `kiosk keys recover`."""


RECOVERY = (SlotKind.PASSPHRASE, SlotKind.PROVINCE)
"""What a person opens; the others this machine opens by itself."""


class Slot(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One wrapping of the database key; byte strings are base64 in JSON.

    `salt` is the passphrase's, `recipient` whom the province's slot is sealed to.
    """

    kind: SlotKind
    wrapped: bytes
    salt: bytes = b""
    recipient: str = ""


class Slots(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All wrappings, and the check value of the key they hold.

    `salt` is how the file begins that the key is for, empty where an earlier
    version made them; `next` always has one.
    """

    check: bytes
    slots: tuple[Slot, ...] = ()
    salt: bytes = b""
    next: "Slots | None" = None

    @property
    def kinds(self) -> frozenset[SlotKind]:
        """Return what is there."""
        return frozenset(slot.kind for slot in self.slots)


def make_key(form: Format = formats.CURRENT) -> bytes:
    """Return a new database key, with the salt that says how pages are made."""
    return secrets.token_bytes(KEY_BYTES - SALT_BYTES) + form.make_salt()


def make_slots(key: bytes) -> Slots:
    """Return the empty set of slots for `key`."""
    return Slots(check=_make_check(key), salt=key[-SALT_BYTES:])


def put(slots: Slots, slot: Slot) -> Slots:
    """Return `slots` with `slot` in place of an earlier one of its kind."""
    others = tuple(other for other in slots.slots if other.kind is not slot.kind)
    return msgspec.structs.replace(slots, slots=(*others, slot))


def drop(slots: Slots, kind: SlotKind) -> Slots:
    """Return `slots` without those of `kind`."""
    others = tuple(slot for slot in slots.slots if slot.kind is not kind)
    return msgspec.structs.replace(slots, slots=others)


def fits(slots: Slots, key: bytes) -> bool:
    """Say whether `key` is the one that `slots` hold."""
    return hmac.compare_digest(slots.check, _make_check(key))


def wrap(secret: bytes, key: bytes) -> bytes:
    """Return `key` under a secret of 32 bytes."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(secret).encrypt(nonce, key, None)


def unwrap(slots: Slots, slot: Slot, secret: bytes) -> bytes | None:
    """Return the key of `slots`, None where `secret` does not open `slot` to it."""
    try:
        key = AESGCM(secret).decrypt(slot.wrapped[:12], slot.wrapped[12:], None)
    except (InvalidTag, ValueError):
        return None
    return key if fits(slots, key) else None


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Keep every other program from changing the slots at `path`, or the key.

    Raises:
        KeySlotError: another one has been at it for too long.
        OSError: this folder can't be written, so that nobody changes anything.
    """
    if not path.parent.is_dir():  # the library of the lock would make it
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    try:
        with lock.hold(path.with_suffix(".lock"), HELD_WITHIN_S):
            give_to_owner(path.with_suffix(".lock"))
            yield
    except lock.HeldError as error:
        raise KeySlotError(
            f"Key slots {path} are being changed by another program for "
            f"{HELD_WITHIN_S} s: wait for it, or end it. Nothing was touched."
        ) from error


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
    write_secret(path, msgspec.json.format(msgspec.json.encode(slots)))


def write_secret(path: Path, content: bytes) -> None:
    """Write a file of the folder's owner, whole or not at all."""
    part = path.with_suffix(".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    give_to_owner(part)
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


def give_to_owner(path: Path) -> None:
    """Give a file that root wrote to whom the data folder belongs, who must read it."""
    if sys.platform != "win32" and os.geteuid() == 0 and path.exists():
        of_folder = path.parent.stat()
        os.chown(path, of_folder.st_uid, of_folder.st_gid)


def _make_check(key: bytes) -> bytes:
    return hmac.digest(key, _CHECK_NAMES[formats.find(key)], hashlib.sha256)[:16]
