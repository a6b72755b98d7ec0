"""The printed passphrase opens its slot however it is typed, and no other does."""

from kiosk.storage import slots
from kiosk.storage.key_slots import passphrase

KEY = bytes(range(48))


def test_the_passphrase_opens_the_key_however_it_is_typed() -> None:
    held = slots.put(slots.make_slots(KEY), passphrase.fill(KEY, "ABCDE-FGHJK"))
    assert passphrase.unlock(held, "abcde fghjk") == KEY
    assert passphrase.unlock(held, "ABCDE-FGHJL") is None


def test_a_slot_of_another_key_counts_for_nothing() -> None:
    other = passphrase.fill(slots.make_key(), "ABCDE")
    assert passphrase.unlock(slots.put(slots.make_slots(KEY), other), "ABCDE") is None


def test_a_made_passphrase_has_no_letters_that_are_misread() -> None:
    made = passphrase.make()
    assert not set("IO01") & set(made)
    assert len(made.replace("-", "")) == passphrase.SIZE
