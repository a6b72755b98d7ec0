"""Opening: the database key, by the first slot that opens on this machine."""

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from kiosk.errors import KeySlotError
from kiosk.storage.key_slots.credential import VARIABLE, Credential
from kiosk.storage.key_slots.key_file import KeyFile
from kiosk.storage.key_slots.keyring import Keyring
from kiosk.storage.key_slots.safe import Safe, SlotFault, unlock
from kiosk.storage.slots import SlotKind, Slots

log = logging.getLogger(__name__)

_SAID = {
    SlotFault.ABSENT: "what opens slot '{kind}' is missing",
    SlotFault.LOCKED: "what opens slot '{kind}' can't be read",
    SlotFault.CHANGED: "what should open slot '{kind}' is not the key of this database",
}


class KeySource(msgspec.Struct, frozen=True, kw_only=True):
    """Which slot gave the key, and which of the better ones failed."""

    kind: SlotKind
    failed: Mapping[SlotKind, SlotFault] = msgspec.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The database key, which fits; it stands in no trace."""

    key: bytes = field(repr=False)
    source: KeySource


def find_safes(folder: Path, key_file: Path) -> Sequence[Safe]:
    """Return where this machine keeps secrets, the best first; touches none of them."""
    given = os.environ.get(VARIABLE)
    return (
        Credential(Path(given) if given else None),
        Keyring(folder),
        KeyFile(key_file),
    )


def open_key(
    held: Slots, safes: Sequence[Safe]
) -> Opened | Mapping[SlotKind, SlotFault]:
    """Return the key by the first slot that opens, or why none does."""
    failed: dict[SlotKind, SlotFault] = {}
    for safe in safes:
        if safe.kind not in held.kinds:
            continue
        found = unlock(safe, held)
        if not isinstance(found, SlotFault):
            return Opened(
                key=found.key, source=KeySource(kind=safe.kind, failed=failed)
            )
        failed[safe.kind] = found
    return failed


def require_key(held: Slots, safes: Sequence[Safe], path: Path) -> Opened:
    """Return the key of the slots at `path`; say so where a better slot failed.

    Raises:
        KeySlotError: no slot opens.
    """
    found = open_key(held, safes)
    if not isinstance(found, Opened):
        reasons = [_SAID[fault].format(kind=kind) for kind, fault in found.items()]
        said = "; ".join(reasons) or "this machine has no slot of its own"
        raise KeySlotError(
            f"No slot of {path} opens the database, which was not touched: {said}. Put "
            "it right, or open the kiosk with `kiosk keys recover` and the printed "
            "passphrase."
        )
    if found.source.failed:
        faults = ", ".join(
            f"{kind} ({fault})" for kind, fault in found.source.failed.items()
        )
        log.warning("key slot failed: %s; opened by: %s", faults, found.source.kind)
    return found
