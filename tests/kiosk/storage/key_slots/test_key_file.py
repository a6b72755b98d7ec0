"""The key file is its owner's, and survives what an earlier version or a hand left there."""

from pathlib import Path

from kiosk.storage.key_slots.key_file import KeyFile
from kiosk.storage.key_slots.safe import SlotFault


def test_the_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    KeyFile(tmp_path / "key").add()
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_file_of_32_bytes_is_one_secret(tmp_path: Path) -> None:
    """So the versions before wrote it."""
    (tmp_path / "key").write_bytes(bytes(32))
    assert KeyFile(tmp_path / "key").read() == (bytes(32),)


def test_what_is_no_key_file_opens_nothing_and_gives_way(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"no key at all")
    safe = KeyFile(tmp_path / "key")
    before = safe.read()
    secret = safe.add()
    assert (before, safe.read()) == ((), (secret,))


def test_a_key_file_that_cant_be_read_is_locked(tmp_path: Path) -> None:
    (tmp_path / "key").mkdir()
    safe = KeyFile(tmp_path / "key")
    assert (safe.read(), safe.add()) == (SlotFault.LOCKED, SlotFault.LOCKED)


def test_a_file_that_is_right_already_is_not_written_again(tmp_path: Path) -> None:
    safe = KeyFile(tmp_path / "key")
    secret = safe.add()
    assert isinstance(secret, bytes)
    before = (tmp_path / "key").stat().st_ino
    safe.keep(secret)
    assert (tmp_path / "key").stat().st_ino == before
