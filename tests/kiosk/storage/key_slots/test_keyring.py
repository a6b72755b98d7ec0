"""A keyring that is locked, silent, plain or another's is told from one that is right."""

from pathlib import Path

import pytest

from kiosk.storage.key_slots.keyring import SERVICE, Keyring, find_backend
from kiosk.storage.key_slots.safe import SlotFault
from tests.guards import LogWatch
from tests.safes import (
    ForgetfulKeyring,
    LockedKeyring,
    MemoryKeyring,
    PlainKeyring,
    SilentKeyring,
)


def test_the_secret_is_under_the_data_folders_own_path(tmp_path: Path) -> None:
    backend = MemoryKeyring()
    secret = Keyring(tmp_path / "a" / "..", lambda: backend).add()
    assert isinstance(secret, bytes)
    assert backend.kept == {(SERVICE, str(tmp_path)): secret.hex()}


def test_another_data_folder_has_another_secret(tmp_path: Path) -> None:
    backend = MemoryKeyring()
    Keyring(tmp_path / "a", lambda: backend).add()
    assert Keyring(tmp_path / "b", lambda: backend).read() is SlotFault.ABSENT


@pytest.mark.parametrize(
    ("backend", "fault"),
    [
        (LockedKeyring(), SlotFault.LOCKED),
        (PlainKeyring(), SlotFault.ABSENT),
        (ForgetfulKeyring(), SlotFault.LOCKED),
    ],
)
def test_a_keyring_that_protects_or_keeps_nothing_gets_no_secret(
    backend: MemoryKeyring, fault: SlotFault, tmp_path: Path
) -> None:
    assert Keyring(tmp_path, lambda: backend).add() is fault
    assert backend.kept == {}


def test_a_keyring_that_waits_for_somebody_holds_up_nothing(
    tmp_path: Path, log_watch: LogWatch
) -> None:
    """A thread is left behind, until the keyring is answered."""
    log_watch.expect("kiosk.storage.key_slots.keyring", "no answer")
    backend = SilentKeyring()
    told = Keyring(tmp_path, lambda: backend, within_s=0.01).read()
    backend.answered.set()
    assert told is SlotFault.LOCKED


@pytest.mark.parametrize("text", ["", "no hex", "abcd", "00" * 31])
def test_what_is_no_secret_opens_nothing(text: str, tmp_path: Path) -> None:
    backend = MemoryKeyring()
    backend.kept[SERVICE, str(tmp_path)] = text
    assert Keyring(tmp_path, lambda: backend).read() == ()


def test_a_missing_library_is_a_missing_keyring(tmp_path: Path) -> None:
    def find() -> MemoryKeyring:
        raise ModuleNotFoundError

    assert Keyring(tmp_path, find).read() is SlotFault.ABSENT


def test_a_machine_without_a_keyring_has_none(tmp_path: Path) -> None:
    """The library's own answer: tests run under its backend that fails."""
    assert find_backend().priority < 1
    assert Keyring(tmp_path).add() is SlotFault.ABSENT


def test_what_cant_be_forgotten_stops_nobody(tmp_path: Path) -> None:
    Keyring(tmp_path, LockedKeyring).keep(None)
