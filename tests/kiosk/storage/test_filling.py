"""A machine's own slots are made by the best it has, and earlier ones open until then."""

import pytest

from kiosk.errors import KeySlotError
from kiosk.storage import filling, slots
from kiosk.storage.filling import Filled
from kiosk.storage.key_slots.safe import SlotFault
from kiosk.storage.opening import Opened, open_key
from kiosk.storage.slots import SlotKind
from tests.safes import FakeSafe

KEY = bytes(range(48))
ABSENT = SlotFault.ABSENT


def make_safes(
    *, credential: SlotFault | None = None, keyring: SlotFault | None = None
) -> list[FakeSafe]:
    return [
        FakeSafe(SlotKind.CREDENTIAL, fault=credential),
        FakeSafe(SlotKind.KEYRING, fault=keyring),
        FakeSafe(SlotKind.KEY_FILE),
    ]


@pytest.mark.parametrize(
    ("safes", "kinds"),
    [
        (make_safes(), {SlotKind.CREDENTIAL, SlotKind.KEY_FILE}),
        (make_safes(credential=ABSENT), {SlotKind.KEYRING, SlotKind.KEY_FILE}),
        (make_safes(credential=ABSENT, keyring=ABSENT), {SlotKind.KEY_FILE}),
    ],
)
def test_a_new_kiosk_has_the_best_slot_and_the_key_file(
    safes: list[FakeSafe], kinds: set[SlotKind]
) -> None:
    filled = filling.fill_first(KEY, safes)
    assert filled.slots.kinds == kinds
    assert isinstance(open_key(filled.slots, safes), Opened)


def test_slots_are_made_anew_where_they_can_be_and_stay_where_not() -> None:
    safes = make_safes(credential=ABSENT)
    held = filling.fill_first(KEY, make_safes()).slots
    filled = filling.refill(held, KEY, safes)
    assert filled.secrets.keys() == {SlotKind.KEY_FILE}
    assert filled.slots.kinds == held.kinds
    assert isinstance(open_key(filled.slots, safes), Opened)


def test_a_machine_whose_own_slots_are_gone_gets_the_best_it_has() -> None:
    safes = make_safes(credential=ABSENT)
    filled = filling.refill(slots.make_slots(KEY), KEY, safes)
    assert filled.slots.kinds == {SlotKind.KEYRING}


def test_where_nothing_can_be_made_it_is_said() -> None:
    with pytest.raises(KeySlotError, match="Nothing was changed"):
        filling.refill(slots.make_slots(KEY), KEY, [])


def test_all_are_filled_or_the_ones_that_fail_are_named() -> None:
    safes = make_safes()
    held = filling.refill(filling.fill_first(KEY, safes).slots, KEY, safes).slots
    new = slots.make_key()
    target = slots.make_slots(new)
    assert isinstance(filling.fill_all(held, target, new, safes), Filled)
    safes[0].fault = SlotFault.LOCKED
    failed = filling.fill_all(held, target, new, safes)
    assert failed == {SlotKind.CREDENTIAL: SlotFault.LOCKED}


def test_earlier_slots_open_until_what_is_old_is_tidied_away() -> None:
    safes = make_safes(credential=ABSENT, keyring=ABSENT)
    old = filling.fill_first(KEY, safes).slots
    filled = filling.refill(old, KEY, safes)
    before = isinstance(open_key(old, safes), Opened)
    filling.tidy(filled, safes)
    assert (before, isinstance(open_key(old, safes), Opened)) == (True, False)
    assert isinstance(open_key(filled.slots, safes), Opened)
