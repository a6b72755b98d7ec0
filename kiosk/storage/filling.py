"""Filling: this machine's own slots, made for a key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.errors import KeySlotError
from kiosk.storage import slots
from kiosk.storage.key_slots.safe import Safe, SlotFault, fill
from kiosk.storage.slots import SlotKind, Slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Slots that are to be saved, and under which secret each new one is.

    Earlier secrets stay in their safes until `tidy`, so that the slots that are
    saved now open too.
    """

    slots: Slots
    secrets: Mapping[SlotKind, bytes] = field(repr=False)


def fill_first(key: bytes, safes: Sequence[Safe]) -> Filled:
    """Return the slots of a new database.

    The key file is one of them also where a better slot is: until the kiosk is
    enrolled nobody could recover what a keyring loses.
    """
    held, secrets = slots.make_slots(key), dict[SlotKind, bytes]()
    for safe in safes:
        if secrets and safe.kind is not SlotKind.KEY_FILE:
            continue
        held, secrets = _fill_one(held, secrets, key, safe)
    return _require(Filled(slots=held, secrets=secrets))


def refill(held: Slots, key: bytes, safes: Sequence[Safe]) -> Filled:
    """Make those of this machine's slots anew that can be, or else the best there can.

    A slot that can't be made now stays as it is: it may open elsewhere, as a
    service's credential does.
    """
    changed, secrets = held, dict[SlotKind, bytes]()
    for safe in safes:
        if safe.kind in held.kinds:
            changed, secrets = _fill_one(changed, secrets, key, safe)
    for safe in safes:
        if not secrets:
            changed, secrets = _fill_one(changed, secrets, key, safe)
    return _require(Filled(slots=changed, secrets=secrets))


def fill_all(
    held: Slots, target: Slots, key: bytes, safes: Sequence[Safe]
) -> Filled | Mapping[SlotKind, SlotFault]:
    """Put into `target`, for `key`, each of this machine's slots in `held`; all or none."""
    secrets: dict[SlotKind, bytes] = {}
    failed: dict[SlotKind, SlotFault] = {}
    for safe in safes:
        if safe.kind not in held.kinds:
            continue
        made = fill(safe, key)
        if isinstance(made, SlotFault):
            failed[safe.kind] = made
        else:
            target, secrets[safe.kind] = slots.put(target, made[0]), made[1]
    return failed or Filled(slots=target, secrets=secrets)


def tidy(filled: Filled, safes: Sequence[Safe]) -> None:
    """Forget the secrets that open nothing any more, once the slots are saved."""
    for safe in safes:
        if safe.kind in filled.secrets:
            safe.keep(filled.secrets[safe.kind])


def _fill_one(
    held: Slots, secrets: dict[SlotKind, bytes], key: bytes, safe: Safe
) -> tuple[Slots, dict[SlotKind, bytes]]:
    made = fill(safe, key)
    if isinstance(made, SlotFault):
        return held, secrets
    slot, secret = made
    return slots.put(held, slot), {**secrets, safe.kind: secret}


def _require(filled: Filled) -> Filled:
    if filled.secrets:
        return filled
    raise KeySlotError(
        "No slot can be made that this machine opens: its key file can't be read. "
        "Give the data folder to the user that runs the kiosk. Nothing was changed."
    )
