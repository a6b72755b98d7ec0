"""Every safe keeps one contract: what it opens fits, and what it keeps is enough to open."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.storage import slots
from kiosk.storage.key_slots.credential import NAME, Credential
from kiosk.storage.key_slots.key_file import KeyFile
from kiosk.storage.key_slots.keyring import Keyring
from kiosk.storage.key_slots.safe import Safe, SlotFault, Unlocked, fill, unlock
from kiosk.storage.slots import Slot, SlotKind, Slots
from tests.safes import FakeSafe, MemoryKeyring

KEY = bytes(range(48))
MakeSafe = Callable[[Path], Safe]


def make_fake(folder: Path) -> Safe:
    del folder
    return FakeSafe(SlotKind.KEYRING)


def make_key_file(folder: Path) -> Safe:
    return KeyFile(folder / "database.key")


def make_keyring(folder: Path) -> Safe:
    backend = MemoryKeyring()
    return Keyring(folder, lambda: backend)


def make_credential(folder: Path) -> Safe:
    (folder / NAME).write_bytes(bytes(range(40)))
    return Credential(folder)


WRITABLE = (make_fake, make_key_file, make_keyring)
ALL = (*WRITABLE, make_credential)


def filled(safe: Safe, key: bytes = KEY) -> tuple[Slot, bytes]:
    made = fill(safe, key)
    assert not isinstance(made, SlotFault)
    return made


def hold(slot: Slot, key: bytes = KEY) -> Slots:
    return slots.put(slots.make_slots(key), slot)


@pytest.mark.parametrize("make", ALL)
def test_a_filled_slot_opens_to_its_key(make: MakeSafe, tmp_path: Path) -> None:
    safe = make(tmp_path)
    slot, secret = filled(safe)
    assert slot.kind is safe.kind
    assert unlock(safe, hold(slot)) == Unlocked(key=KEY, secret=secret)


@pytest.mark.parametrize("make", ALL)
def test_a_slot_of_another_key_counts_for_nothing(
    make: MakeSafe, tmp_path: Path
) -> None:
    safe = make(tmp_path)
    slot, _ = filled(safe, slots.make_key())
    assert unlock(safe, hold(slot)) is SlotFault.CHANGED


@pytest.mark.parametrize("make", ALL)
def test_a_slot_of_before_opens_until_it_is_tidied_away(
    make: MakeSafe, tmp_path: Path
) -> None:
    safe = make(tmp_path)
    made = [filled(safe) for _ in range(3)]
    opened = [unlock(safe, hold(slot)) for slot, _ in made]
    assert opened == [Unlocked(key=KEY, secret=secret) for _, secret in made]


@pytest.mark.parametrize("make", WRITABLE)
def test_only_the_secret_that_is_kept_opens(make: MakeSafe, tmp_path: Path) -> None:
    safe = make(tmp_path)
    (first, _), (second, secret) = filled(safe), filled(safe)
    safe.keep(secret)
    assert unlock(safe, hold(first)) is SlotFault.CHANGED
    assert unlock(safe, hold(second)) == Unlocked(key=KEY, secret=secret)


@pytest.mark.parametrize("make", WRITABLE)
def test_an_emptied_safe_is_absent(make: MakeSafe, tmp_path: Path) -> None:
    safe = make(tmp_path)
    slot, _ = filled(safe)
    safe.keep(None)
    assert unlock(safe, hold(slot)) is SlotFault.ABSENT
