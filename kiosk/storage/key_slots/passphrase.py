"""Passphrase: the slot that is opened from paper."""

import secrets

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from kiosk.storage import slots
from kiosk.storage.slots import SCRYPT_N, Slot, SlotKind, Slots

SIZE = 26
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 characters without I, O, 0 and 1, which are misread from paper."""


def make() -> str:
    """Return a passphrase of 130 random bits, in groups that can be read aloud."""
    letters = [secrets.choice(LETTERS) for _ in range(SIZE)]
    groups = ["".join(letters[at : at + 5]) for at in range(0, SIZE, 5)]
    return "-".join(groups)


def fill(key: bytes, passphrase: str) -> Slot:
    """Wrap `key` by `passphrase`; case, blanks and hyphens in it do not matter."""
    salt = secrets.token_bytes(16)
    wrapped = slots.wrap(_derive(passphrase, salt), key)
    return Slot(kind=SlotKind.PASSPHRASE, wrapped=wrapped, salt=salt)


def unlock(held: Slots, passphrase: str) -> bytes | None:
    """Return the database key, None where `passphrase` opens no slot; takes 0.1 s."""
    for slot in held.slots:
        if slot.kind is SlotKind.PASSPHRASE:
            key = slots.unwrap(held, slot, _derive(passphrase, slot.salt))
            if key is not None:
                return key
    return None


def _derive(passphrase: str, salt: bytes) -> bytes:
    packed = "".join(passphrase.split()).replace("-", "").upper()
    return Scrypt(salt=salt, length=32, n=SCRYPT_N, r=8, p=1).derive(
        packed.encode("utf-8")
    )
