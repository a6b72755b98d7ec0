"""Safe: a place where this machine keeps a secret that opens a slot by itself."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.storage import slots
from kiosk.storage.slots import Slot, SlotKind, Slots

SECRET_BYTES = 32


class SlotFault(StrEnum):
    """Why a slot does not open by itself."""

    ABSENT = "absent"
    """What opened it is not there: a file, a keyring, another account's session."""
    LOCKED = "locked"
    """It is there and can't be read: locked, forbidden, or it gives no answer."""
    CHANGED = "changed"
    """It opens another database's key, or none."""


class Safe(Protocol):
    """Keeps secrets of 32 bytes; several while one takes another's place."""

    @property
    def kind(self) -> SlotKind:
        """Return the kind of slot that its secrets open."""

    def read(self) -> Sequence[bytes] | SlotFault:
        """Return the secrets, or why there are none."""

    def add(self) -> bytes | SlotFault:
        """Return a secret to wrap by, durably kept; those before it stay."""

    def keep(self, secret: bytes | None) -> None:
        """Forget every other secret; all of them for None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """A slot that opened: the database key, and the secret that it was under."""

    key: bytes = field(repr=False)
    secret: bytes = field(repr=False)


def make_secret() -> bytes:
    """Return a new secret."""
    return secrets.token_bytes(SECRET_BYTES)


def unlock(safe: Safe, held: Slots) -> Unlocked | SlotFault:
    """Return the key that `safe` opens, which fits; or why it opens none."""
    found = safe.read()
    if isinstance(found, SlotFault):
        return found
    for slot in held.slots:
        if slot.kind is not safe.kind:
            continue
        for secret in found:
            key = slots.unwrap(held, slot, secret)
            if key is not None:
                return Unlocked(key=key, secret=secret)
    return SlotFault.CHANGED


def fill(safe: Safe, key: bytes) -> tuple[Slot, bytes] | SlotFault:
    """Return a new slot that holds `key`, and its secret; earlier slots still open."""
    secret = safe.add()
    if isinstance(secret, SlotFault):
        return secret
    return Slot(kind=safe.kind, wrapped=slots.wrap(secret, key)), secret
