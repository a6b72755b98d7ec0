"""Any one slot opens the database key, and a wrong one opens nothing."""

import os
from pathlib import Path

import pyrage
import pytest

from kiosk.errors import KeySlotError, UsageError
from kiosk.storage import slots
from kiosk.storage.slots import SlotKind

KEY = bytes(range(48))


def test_the_key_file_opens_the_key(tmp_path: Path) -> None:
    held = slots.put_key_file(slots.make_slots(KEY), KEY, tmp_path / "key")
    assert slots.open_with_key_file(held, tmp_path / "key") == KEY


def test_the_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    slots.put_key_file(slots.make_slots(KEY), KEY, tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


def test_another_key_file_is_refused(tmp_path: Path) -> None:
    held = slots.put_key_file(slots.make_slots(KEY), KEY, tmp_path / "key")
    (tmp_path / "key").write_bytes(bytes(32))
    with pytest.raises(KeySlotError, match="not touched"):
        slots.open_with_key_file(held, tmp_path / "key")


def test_a_slot_that_opens_another_key_does_not_count(tmp_path: Path) -> None:
    other = slots.make_key()
    held = slots.put_key_file(slots.make_slots(KEY), other, tmp_path / "key")
    with pytest.raises(KeySlotError):
        slots.open_with_key_file(held, tmp_path / "key")


def test_the_passphrase_opens_the_key_however_it_is_typed() -> None:
    held = slots.put_passphrase(slots.make_slots(KEY), KEY, "ABCDE-FGHJK")
    assert slots.open_with_passphrase(held, "abcde fghjk") == KEY
    assert slots.open_with_passphrase(held, "ABCDE-FGHJL") is None


def test_a_new_passphrase_takes_the_place_of_the_old() -> None:
    held = slots.put_passphrase(slots.make_slots(KEY), KEY, "FIRST")
    held = slots.put_passphrase(held, KEY, "SECOND")
    assert slots.open_with_passphrase(held, "FIRST") is None
    assert slots.open_with_passphrase(held, "SECOND") == KEY


def test_the_provinces_recovery_key_opens_the_key() -> None:
    recovery = pyrage.x25519.Identity.generate()
    held = slots.put_province(slots.make_slots(KEY), KEY, str(recovery.to_public()))
    (slot,) = held.slots
    assert slot.kind is SlotKind.PROVINCE
    assert pyrage.decrypt(slot.wrapped, [recovery]) == KEY


def test_a_made_passphrase_has_no_letters_that_are_misread() -> None:
    assert not set("IO01") & set(slots.make_passphrase())


def test_slots_are_saved_whole_and_read_back(tmp_path: Path) -> None:
    held = slots.put_passphrase(slots.make_slots(KEY), KEY, "ABCDE")
    slots.save(held, tmp_path / "keys.json")
    assert slots.load(tmp_path / "keys.json") == held
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_missing_and_damaged_slots_are_said(tmp_path: Path) -> None:
    with pytest.raises(KeySlotError, match="missing"):
        slots.load(tmp_path / "keys.json")
    (tmp_path / "keys.json").write_text("{", encoding="ascii")
    with pytest.raises(KeySlotError, match="damaged"):
        slots.load(tmp_path / "keys.json")


def test_the_key_stands_nowhere_in_the_file(tmp_path: Path) -> None:
    held = slots.put_key_file(slots.make_slots(KEY), KEY, tmp_path / "key")
    slots.save(held, tmp_path / "keys.json")
    assert KEY.hex() not in (tmp_path / "keys.json").read_text(encoding="ascii")


def test_one_slot_is_removed_and_never_the_last(tmp_path: Path) -> None:
    held = slots.put_key_file(slots.make_slots(KEY), KEY, tmp_path / "key")
    held = slots.remove(slots.put_passphrase(held, KEY, "ABCDE"), SlotKind.PASSPHRASE)
    assert [slot.kind for slot in held.slots] == [SlotKind.KEY_FILE]
    with pytest.raises(UsageError, match="the last one"):
        slots.remove(held, SlotKind.KEY_FILE)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root writes for others")
def test_what_root_writes_belongs_to_whom_the_folder_belongs(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 12345)
    held = slots.put_key_file(slots.make_slots(KEY), KEY, tmp_path / "key")
    slots.save(held, tmp_path / "keys.json")
    owners = {path.name: path.stat().st_uid for path in tmp_path.iterdir()}
    assert owners == {"key": 12345, "keys.json": 12345}
