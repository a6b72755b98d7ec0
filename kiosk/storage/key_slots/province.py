"""Province: the slot that is sealed to the province's offline recovery key."""

import pyrage

from kiosk.errors import UsageError
from kiosk.storage import slots
from kiosk.storage.slots import Slot, SlotKind, Slots


def fill(key: bytes, recipient: str) -> Slot:
    """Seal `key` to the age `recipient`, who is remembered for the next key.

    Raises:
        UsageError: it is no age recipient.
    """
    try:
        to = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise UsageError(
            f"Recipient '{recipient}' is no age recipient: `province keys list` shows "
            "it as the public half of `recovery`."
        ) from error
    sealed = pyrage.encrypt(key, [to])
    return Slot(kind=SlotKind.PROVINCE, wrapped=sealed, recipient=recipient)


def unlock(held: Slots, identity: str) -> bytes | None:
    """Return the database key, None where the age `identity` opens no slot.

    Raises:
        UsageError: it is no age identity.
    """
    try:
        opener = pyrage.x25519.Identity.from_str(identity.strip())
    except pyrage.IdentityError as error:
        raise UsageError(
            "The identity file holds no age identity (AGE-SECRET-KEY-1…): give the "
            "file `recovery.agekey` of the province's offline keys."
        ) from error
    for slot in held.slots:
        if slot.kind is SlotKind.PROVINCE:
            key = _open(slot, opener)
            if key is not None and slots.fits(held, key):
                return key
    return None


def _open(slot: Slot, opener: "pyrage.x25519.Identity") -> bytes | None:
    try:
        return bytes(pyrage.decrypt(slot.wrapped, [opener]))
    except pyrage.DecryptError:
        return None
