"""The first slot that opens gives the key, and one that failed is said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.errors import KeySlotError
from kiosk.storage import slots
from kiosk.storage.key_slots.credential import NAME, VARIABLE
from kiosk.storage.key_slots.safe import SlotFault, fill
from kiosk.storage.opening import KeySource, Opened, find_safes, open_key, require_key
from kiosk.storage.slots import SlotKind, Slots
from tests.guards import LogWatch
from tests.safes import FakeSafe

KEY = bytes(range(48))
PATH = Path("keys.json")


def make_safes(*kinds: SlotKind) -> tuple[Slots, list[FakeSafe]]:
    """Return safes of these kinds, and slots that each of them opens."""
    held, safes = slots.make_slots(KEY), [FakeSafe(kind) for kind in kinds]
    for safe in safes:
        made = fill(safe, KEY)
        assert not isinstance(made, SlotFault)
        held = slots.put(held, made[0])
    return held, safes


def lock(safe: FakeSafe) -> SlotFault:
    safe.fault = SlotFault.LOCKED
    return SlotFault.LOCKED


def lose(safe: FakeSafe) -> SlotFault:
    safe.keep(None)
    return SlotFault.ABSENT


def change(safe: FakeSafe) -> SlotFault:
    safe.keep(bytes(32))
    return SlotFault.CHANGED


def test_the_best_slot_opens_and_the_others_are_not_asked() -> None:
    held, safes = make_safes(SlotKind.KEYRING, SlotKind.KEY_FILE)
    lock(safes[1])
    expected = Opened(key=KEY, source=KeySource(kind=SlotKind.KEYRING))
    assert open_key(held, safes) == expected


@pytest.mark.parametrize("spoil", [lock, lose, change])
def test_a_slot_that_fails_gives_way_to_the_next_and_is_said(
    spoil: Callable[[FakeSafe], SlotFault], log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.storage.opening", "key slot failed: keyring")
    held, safes = make_safes(SlotKind.KEYRING, SlotKind.KEY_FILE)
    fault = spoil(safes[0])
    opened = require_key(held, safes, PATH)
    expected = KeySource(kind=SlotKind.KEY_FILE, failed={SlotKind.KEYRING: fault})
    assert (opened.key, opened.source) == (KEY, expected)


@pytest.mark.parametrize("spoil", [lock, lose, change])
def test_where_no_slot_opens_each_is_named_with_its_reason(
    spoil: Callable[[FakeSafe], SlotFault],
) -> None:
    held, safes = make_safes(SlotKind.KEYRING, SlotKind.KEY_FILE)
    faults = {safe.kind: spoil(safe) for safe in safes}
    assert open_key(held, safes) == faults
    with pytest.raises(KeySlotError, match=r"not touched.*'keyring'.*'key_file'"):
        require_key(held, safes, PATH)


def test_a_safe_without_a_slot_is_not_asked() -> None:
    """So a kiosk without a keyring's slot never loads the library."""
    held, safes = make_safes(SlotKind.KEY_FILE)
    asked = [FakeSafe(SlotKind.KEYRING, fault=SlotFault.LOCKED), *safes]
    expected = Opened(key=KEY, source=KeySource(kind=SlotKind.KEY_FILE))
    assert open_key(held, asked) == expected


def test_a_machine_without_a_slot_of_its_own_is_said() -> None:
    with pytest.raises(KeySlotError, match="no slot of its own"):
        require_key(slots.make_slots(KEY), [], PATH)


def test_the_credential_comes_first_and_the_key_file_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    (tmp_path / NAME).write_bytes(bytes(32))
    safes = find_safes(tmp_path, tmp_path / "database.key")
    order = (SlotKind.CREDENTIAL, SlotKind.KEYRING, SlotKind.KEY_FILE)
    assert tuple(safe.kind for safe in safes) == order
    assert safes[0].read() != SlotFault.ABSENT


def test_the_key_stands_in_no_trace() -> None:
    opened = Opened(key=KEY, source=KeySource(kind=SlotKind.KEY_FILE))
    assert str(KEY)[2:12] not in repr(opened)
