"""Slots change one at a time, the kiosk opens after each change, and no entry is touched."""

from collections.abc import Callable, Sequence

import pyrage
import pytest

from kiosk.errors import KeySlotError, KioskError, UsageError
from kiosk.storage import entries, locksmith, opening, pin, slots
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, find_safes, open_existing
from kiosk.storage.key_slots import passphrase
from kiosk.storage.key_slots.safe import Safe, SlotFault
from kiosk.storage.locksmith import Listed
from kiosk.storage.migration import upgrade
from kiosk.storage.opening import Opened
from kiosk.storage.rekeying import rekey
from kiosk.storage.slots import SlotKind
from tests.backlog import fill
from tests.fakes import SteppedClock
from tests.guards import LogWatch
from tests.safes import FakeSafe

PAPER = passphrase.make()
ROWS = 20


def make_recipient() -> str:
    return str(pyrage.x25519.Identity.generate().to_public())


def with_keyring(folder: Folder) -> tuple[FakeSafe, Sequence[Safe]]:
    """Return a keyring that has a slot, and every safe of the machine."""
    keyring = FakeSafe(SlotKind.KEYRING)
    safes = (keyring, *find_safes(folder)[2:])
    locksmith.add(folder, SlotKind.KEYRING, safes)
    return keyring, safes


def test_slots_are_listed_with_what_opens_here_and_now(folder: Folder) -> None:
    keyring, safes = with_keyring(folder)
    locksmith.add_passphrase(folder, PAPER, safes)
    keyring.fault = SlotFault.LOCKED
    assert locksmith.look(folder, safes) == [
        Listed(kind=SlotKind.KEYRING, opens=False),
        Listed(kind=SlotKind.KEY_FILE, opens=True),
        Listed(kind=SlotKind.PASSPHRASE, opens=None),
    ]


def test_a_new_passphrase_takes_the_place_of_the_old(folder: Folder) -> None:
    locksmith.add_passphrase(folder, PAPER)
    held = locksmith.add_passphrase(folder, "SECOND")
    opened = [passphrase.unlock(held, text) for text in (PAPER, "SECOND")]
    assert [key is not None for key in opened] == [False, True]


def test_a_slot_that_cant_be_made_here_changes_nothing(folder: Folder) -> None:
    before = folder.slots.read_bytes()
    with pytest.raises(KeySlotError, match=r"can't be made here \(absent\)"):
        locksmith.add(folder, SlotKind.KEYRING)
    assert folder.slots.read_bytes() == before


def test_the_key_file_goes_once_a_better_slot_opens_and_paper_recovers(
    folder: Folder,
) -> None:
    _, safes = with_keyring(folder)
    with pytest.raises(UsageError, match="Print a recovery passphrase first"):
        locksmith.remove(folder, SlotKind.KEY_FILE, safes)
    locksmith.add_passphrase(folder, PAPER, safes)
    held = locksmith.remove(folder, SlotKind.KEY_FILE, safes)
    assert held.kinds == {SlotKind.KEYRING, SlotKind.PASSPHRASE}
    assert not folder.key_file.exists()


def test_the_key_file_stays_while_the_better_slot_does_not_open(
    folder: Folder, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.storage.opening", "key slot failed: keyring (locked)")
    keyring, safes = with_keyring(folder)
    locksmith.add_passphrase(folder, PAPER, safes)
    keyring.fault = SlotFault.LOCKED
    with pytest.raises(UsageError, match="so it stays"):
        locksmith.remove(folder, SlotKind.KEY_FILE, safes)
    assert folder.key_file.exists()


def test_the_last_paper_stays_where_no_key_file_is(folder: Folder) -> None:
    _, safes = with_keyring(folder)
    locksmith.add_passphrase(folder, PAPER, safes)
    locksmith.remove(folder, SlotKind.KEY_FILE, safes)
    with pytest.raises(UsageError, match="'passphrase' stays"):
        locksmith.remove(folder, SlotKind.PASSPHRASE, safes)


@pytest.mark.parametrize("has_keyring", [True, False])
def test_an_enrolled_kiosk_keeps_the_key_file_only_where_it_needs_it(
    has_keyring: bool,  # noqa: FBT001 - a parameter of the test
    folder: Folder,
) -> None:
    safes = with_keyring(folder)[1] if has_keyring else find_safes(folder)
    held = locksmith.enrol(folder, PAPER, make_recipient(), safes)
    own = SlotKind.KEYRING if has_keyring else SlotKind.KEY_FILE
    assert held.kinds == {own, SlotKind.PASSPHRASE, SlotKind.PROVINCE}
    assert isinstance(opening.open_key(held, safes), Opened)


def test_a_keyring_that_lost_its_secret_is_recovered_from_paper(
    folder: Folder,
) -> None:
    keyring, safes = with_keyring(folder)
    locksmith.enrol(folder, PAPER, make_recipient(), safes)
    keyring.keep(None)
    with pytest.raises(KeySlotError, match="'keyring' is missing"):
        locksmith.add_passphrase(folder, PAPER, safes)
    held = locksmith.recover(folder, lambda h: passphrase.unlock(h, PAPER), safes)
    assert held is not None
    assert isinstance(opening.open_key(held, safes), Opened)
    assert SlotKind.KEY_FILE not in held.kinds


def test_who_can_open_nothing_changes_nothing(folder: Folder) -> None:
    before = folder.slots.read_bytes(), folder.key_file.read_bytes()
    assert locksmith.recover(folder, lambda _: None) is None
    assert (folder.slots.read_bytes(), folder.key_file.read_bytes()) == before


def recover(folder: Folder) -> None:
    folder.key_file.unlink()
    locksmith.recover(folder, lambda held: passphrase.unlock(held, PAPER))


def fail_to_open(folder: Folder) -> None:
    key = folder.key_file.read_bytes()
    folder.key_file.write_bytes(bytes(32))
    with pytest.raises(KioskError):
        open_existing(folder, upgrade)
    folder.key_file.write_bytes(key)


def reset_pin(folder: Folder) -> None:
    """As the supervisor's recovery code does at the PIN's screen."""
    database, at = open_existing(folder, upgrade), SteppedClock()()
    pin.set_pin(database, "1234", at=at, who="admin")
    held = slots.load(folder.slots)
    assert passphrase.unlock(held, PAPER) is not None
    pin.set_pin(database, "5678", at=at, who="admin", forgotten=True)
    assert pin.drop_pin(database, at=at, who="admin")
    database.close()


ACTS: dict[str, Callable[[Folder], object]] = {
    "recover": recover,
    "a failed recovery": lambda folder: locksmith.recover(folder, lambda _: None),
    "remove": lambda folder: locksmith.remove(folder, SlotKind.PASSPHRASE),
    "add": lambda folder: locksmith.add(folder, SlotKind.KEY_FILE),
    "rekey": lambda folder: rekey(folder, PAPER),
    "a failed open": fail_to_open,
    "a forgotten PIN": reset_pin,
}


def count_pending(folder: Folder) -> int:
    database: Database = open_existing(folder, upgrade)
    with database.read() as connection:
        pending = entries.count_waiting(connection).pending
    database.close()
    return pending


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_no_act_on_keys_or_pin_takes_a_pending_entry(
    act: Callable[[Folder], object], folder: Folder
) -> None:
    database = open_existing(folder, upgrade)
    fill(database, ROWS)
    database.close()
    locksmith.add_passphrase(folder, PAPER)
    act(folder)
    assert count_pending(folder) == ROWS
