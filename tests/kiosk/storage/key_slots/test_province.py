"""The province's offline key opens its slot, which remembers to whom it is sealed."""

import pyrage
import pytest

from kiosk.errors import UsageError
from kiosk.storage import slots
from kiosk.storage.key_slots import province

KEY = bytes(range(48))


def test_the_provinces_recovery_key_opens_the_key() -> None:
    ours, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    slot = province.fill(KEY, str(ours.to_public()))
    held = slots.put(slots.make_slots(KEY), slot)
    assert slot.recipient == str(ours.to_public())
    assert province.unlock(held, f"{ours}\n") == KEY
    assert province.unlock(held, str(other)) is None


def test_a_slot_of_another_key_counts_for_nothing() -> None:
    ours = pyrage.x25519.Identity.generate()
    slot = province.fill(slots.make_key(), str(ours.to_public()))
    assert province.unlock(slots.put(slots.make_slots(KEY), slot), str(ours)) is None


def test_what_is_no_age_key_is_said() -> None:
    with pytest.raises(UsageError, match="no age recipient"):
        province.fill(KEY, "age1wrong")
    with pytest.raises(UsageError, match="no age identity"):
        province.unlock(slots.make_slots(KEY), "AGE-SECRET-KEY-1WRONG")
