"""Slots are saved whole, hold no key in the clear, and are changed by one at a time."""

import os
from pathlib import Path

import msgspec
import pytest

from kiosk.errors import KeySlotError
from kiosk.storage import slots
from kiosk.storage.slots import Slot, SlotKind

KEY = bytes(range(48))
SECRET = bytes(32)


def make_slot(kind: SlotKind = SlotKind.KEY_FILE, key: bytes = KEY) -> Slot:
    return Slot(kind=kind, wrapped=slots.wrap(SECRET, key))


def test_the_secret_opens_its_slot_and_another_does_not() -> None:
    held = slots.put(slots.make_slots(KEY), make_slot())
    (slot,) = held.slots
    assert slots.unwrap(held, slot, SECRET) == KEY
    assert slots.unwrap(held, slot, bytes(31) + b"1") is None
    assert slots.unwrap(held, slot, b"short") is None


def test_a_slot_that_holds_another_key_does_not_count() -> None:
    slot = make_slot(key=slots.make_key())
    assert slots.unwrap(slots.make_slots(KEY), slot, SECRET) is None


def test_a_slot_takes_the_place_of_one_of_its_kind() -> None:
    first, second = make_slot(), make_slot()
    held = slots.put(slots.put(slots.make_slots(KEY), first), second)
    assert held.slots == (second,)
    assert slots.drop(held, SlotKind.KEY_FILE).kinds == frozenset()


def test_slots_are_saved_whole_and_read_back(tmp_path: Path) -> None:
    held = slots.put(slots.make_slots(KEY), make_slot(SlotKind.KEYRING))
    both = msgspec.structs.replace(held, next=slots.make_slots(slots.make_key()))
    slots.save(both, tmp_path / "keys.json")
    assert slots.load(tmp_path / "keys.json") == both
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_slots_of_the_version_before_are_read(tmp_path: Path) -> None:
    old = (
        b'{"check": "AAAA", "slots": [{"kind": "province", "wrapped": "", "salt": ""}]}'
    )
    (tmp_path / "keys.json").write_bytes(old)
    held = slots.load(tmp_path / "keys.json")
    assert held.kinds == {SlotKind.PROVINCE}
    assert (held.salt, held.next) == (b"", None)


def test_missing_and_damaged_slots_are_said(tmp_path: Path) -> None:
    with pytest.raises(KeySlotError, match="missing"):
        slots.load(tmp_path / "keys.json")
    (tmp_path / "keys.json").write_text("{", encoding="ascii")
    with pytest.raises(KeySlotError, match="damaged"):
        slots.load(tmp_path / "keys.json")


def test_the_key_stands_nowhere_in_the_file(tmp_path: Path) -> None:
    slots.save(slots.put(slots.make_slots(KEY), make_slot()), tmp_path / "keys.json")
    text = (tmp_path / "keys.json").read_text(encoding="ascii")
    assert KEY.hex()[:64] not in text
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cant_be_written_can_not_be_held(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"), slots.hold(tmp_path / "none" / "k.json"):
        raise AssertionError


@pytest.mark.skipif(os.geteuid() != 0, reason="only root writes for others")
def test_what_root_writes_belongs_to_whom_the_folder_belongs(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 12345)
    with slots.hold(tmp_path / "keys.json"):
        slots.save(slots.make_slots(KEY), tmp_path / "keys.json")
    owners = {path.name: path.stat().st_uid for path in tmp_path.iterdir()}
    assert owners == {"keys.lock": 12345, "keys.json": 12345}
