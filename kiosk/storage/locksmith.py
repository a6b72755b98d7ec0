"""Locksmith: changes the slots of a data folder, each change whole and nobody beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.errors import KeySlotError, UsageError
from kiosk.storage import filling, opening, renewal, slots
from kiosk.storage.filling import Filled
from kiosk.storage.folder import Folder, find_safes
from kiosk.storage.key_slots import passphrase, province
from kiosk.storage.key_slots.safe import Safe, SlotFault, fill, unlock
from kiosk.storage.opening import Opened
from kiosk.storage.slots import RECOVERY, SlotKind, Slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A slot as it is now; `opens` is None where it takes a person to tell."""

    kind: SlotKind
    opens: bool | None

    @property
    def is_weak(self) -> bool:
        """Say whether whoever has the disk has the key."""
        return self.kind is SlotKind.KEY_FILE


def look(folder: Folder, safes: Sequence[Safe] | None = None) -> list[Listed]:
    """Return the slots, and which open here and now; changes nothing."""
    held = renewal.pick(slots.load(folder.slots), folder.database)
    return _list(held, find_safes(folder) if safes is None else safes)


def add(folder: Folder, kind: SlotKind, safes: Sequence[Safe] | None = None) -> Slots:
    """Give this machine a slot of `kind`, or make the one there is anew.

    Raises:
        KeySlotError: no slot opens the key, or none of this kind can be made here.
    """
    used = find_safes(folder) if safes is None else safes
    with slots.hold(folder.slots):
        held, opened = _open(folder, used)
        safe = next(safe for safe in used if safe.kind is kind)
        made = fill(safe, opened.key)
        if isinstance(made, SlotFault):
            raise KeySlotError(
                f"Slot '{kind}' can't be made here ({made}): {_NEEDS[kind]} "
                "No slot was changed."
            )
        slot, secret = made
        changed = Filled(slots=slots.put(held, slot), secrets={kind: secret})
        return _save(folder, changed, used)


def add_passphrase(
    folder: Folder, text: str, safes: Sequence[Safe] | None = None
) -> Slots:
    """Let the passphrase `text` open the key, in place of an earlier one."""
    return _put(folder, safes, lambda key: passphrase.fill(key, text))


def add_province(
    folder: Folder, recipient: str, safes: Sequence[Safe] | None = None
) -> Slots:
    """Let the province's recovery key open the database, in place of an earlier one."""
    return _put(folder, safes, lambda key: province.fill(key, recipient))


def enrol(
    folder: Folder, text: str, recipient: str, safes: Sequence[Safe] | None = None
) -> Slots:
    """Add both slots for recovery; a key file that is needed no more goes.

    It goes where a better slot opens here and now, since what that one loses
    can be recovered from now on.
    """
    used = find_safes(folder) if safes is None else safes
    with slots.hold(folder.slots):
        held, opened = _open(folder, used)
        held = slots.put(held, passphrase.fill(opened.key, text))
        held = slots.put(held, province.fill(opened.key, recipient))
        if opened.source.kind is SlotKind.KEY_FILE:
            slots.save(held, folder.slots)
            return held
        return _drop(folder, held, SlotKind.KEY_FILE, used)


def remove(
    folder: Folder, kind: SlotKind, safes: Sequence[Safe] | None = None
) -> Slots:
    """Take the slots of `kind` away.

    Raises:
        UsageError: the kiosk would open by itself no more, or could not be recovered.
        KeySlotError: no slot opens now, so it is not certain that another would.
    """
    used = find_safes(folder) if safes is None else safes
    with slots.hold(folder.slots):
        held, _ = _open(folder, used)
        _refuse_last(slots.drop(held, kind), kind, used)
        return _drop(folder, held, kind, used)


def recover(
    folder: Folder,
    unlock_key: Callable[[Slots], bytes | None],
    safes: Sequence[Safe] | None = None,
) -> Slots | None:
    """Make this machine's slots anew for the key that `unlock_key` gives.

    Returns None, and changes nothing, where it gives none.
    """
    used = find_safes(folder) if safes is None else safes
    with slots.hold(folder.slots):
        held = renewal.settle(folder.sides)
        key = unlock_key(held)
        if key is None:
            return None
        return _save(folder, filling.refill(held, key, used), used)


_NEEDS = {
    SlotKind.CREDENTIAL: "systemd hands none to this program (docs/it.vi.md, "
    "install.sh --seal).",
    SlotKind.KEYRING: "this account has no keyring that is open and protects "
    "anything; log in to a desktop, or use a credential.",
    SlotKind.KEY_FILE: "the key file can't be read; give it to the kiosk's user.",
}


def _open(folder: Folder, safes: Sequence[Safe]) -> tuple[Slots, Opened]:
    held = renewal.settle(folder.sides)
    return held, opening.require_key(held, safes, folder.slots)


def _put(
    folder: Folder,
    safes: Sequence[Safe] | None,
    make: Callable[[bytes], slots.Slot],
) -> Slots:
    used = find_safes(folder) if safes is None else safes
    with slots.hold(folder.slots):
        held, opened = _open(folder, used)
        changed = slots.put(held, make(opened.key))
        slots.save(changed, folder.slots)
        return changed


def _save(folder: Folder, filled: Filled, safes: Sequence[Safe]) -> Slots:
    slots.save(filled.slots, folder.slots)
    filling.tidy(filled, safes)
    return filled.slots


def _drop(folder: Folder, held: Slots, kind: SlotKind, safes: Sequence[Safe]) -> Slots:
    changed = slots.drop(held, kind)
    slots.save(changed, folder.slots)
    for safe in safes:
        if safe.kind is kind:
            safe.keep(None)
    return changed


def _list(held: Slots, safes: Sequence[Safe]) -> list[Listed]:
    kinds = {
        safe.kind: not isinstance(unlock(safe, held), SlotFault)
        for safe in safes
        if safe.kind in held.kinds
    }
    return [
        Listed(kind=kind, opens=kinds.get(kind))
        for kind in SlotKind
        if kind in held.kinds
    ]


def _refuse_last(left: Slots, kind: SlotKind, safes: Sequence[Safe]) -> None:
    """Raise UsageError where what is `left` would not open, or could not be recovered."""
    if not isinstance(opening.open_key(left, safes), Opened):
        raise UsageError(
            f"Slot '{kind}' is the one that this machine starts with, so it stays: add "
            "another first (`kiosk keys add keyring`, `credential` or `key_file`)."
        )
    if not left.kinds & {SlotKind.KEY_FILE, *RECOVERY}:
        raise UsageError(
            f"Slot '{kind}' stays: without it a keyring or a machine that changes would "
            "take every entry along. Print a recovery passphrase first: `kiosk keys add`."
        )
