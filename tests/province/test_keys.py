"""Tests of the province's keys."""

import stat
from pathlib import Path

import pytest
from pyrage import decrypt, encrypt, x25519

from kiosk.protocol import signature
from province.errors import KeyFileError, UsageError
from province.keys import KeyFolder, KeyName, Place


def test_every_key_is_made_once(keys: KeyFolder) -> None:
    before = keys.list_keys()

    keys.create_missing()

    assert keys.list_keys() == before
    assert [key.name for key in before] == list(KeyName)


@pytest.mark.usefixtures("keys")
def test_only_the_owner_reads_private_keys(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "keys"
    private = [*folder.rglob("*.pem"), *folder.rglob("*.agekey")]

    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(private) == len(KeyName)


def test_a_loaded_key_is_the_one_that_is_listed(keys: KeyFolder) -> None:
    listed = {key.name: key.public for key in keys.list_keys()}

    loaded = signature.get_public_bytes(keys.load(KeyName.RECEIPT)).hex()

    assert loaded == listed[KeyName.RECEIPT]


def test_a_backup_moves_the_offline_keys(keys: KeyFolder, tmp_path: Path) -> None:
    stick = tmp_path / "stick"

    keys.back_up(stick)

    moved = [key.name for key in keys.list_keys() if key.place is Place.MOVED]
    assert moved == [KeyName.ROOT, KeyName.RECOVERY]
    assert keys.list_still_here() == ()
    assert sorted(p.name for p in stick.iterdir()) == ["recovery.agekey", "root.pem"]


def test_what_is_sealed_to_recovery_opens_with_the_backup(
    keys: KeyFolder, tmp_path: Path
) -> None:
    recipient = x25519.Recipient.from_str(keys.read_recovery_recipient())
    sealed = encrypt(b"database key", [recipient])
    keys.back_up(tmp_path / "stick")

    text = (tmp_path / "stick" / "recovery.agekey").read_text().strip()

    assert decrypt(sealed, [x25519.Identity.from_str(text)]) == b"database key"


def test_a_moved_key_is_not_made_again(keys: KeyFolder, tmp_path: Path) -> None:
    keys.back_up(tmp_path / "stick")

    keys.create_missing()

    assert keys.list_still_here() == ()
    with pytest.raises(KeyFileError, match="Bring it back"):
        keys.load(KeyName.ROOT)


def test_a_backup_into_the_data_folder_is_refused(
    keys: KeyFolder, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="inside the data folder"):
        keys.back_up(tmp_path / "data" / "backup")

    assert len(keys.list_still_here()) == 2


def test_a_backup_over_other_keys_is_refused(keys: KeyFolder, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_text("another")

    with pytest.raises(UsageError, match="holds another key"):
        keys.back_up(tmp_path)

    assert (tmp_path / "root.pem").read_text() == "another"
    assert len(keys.list_still_here()) == 2


def test_a_damaged_key_is_told(keys: KeyFolder, tmp_path: Path) -> None:
    (tmp_path / "data" / "keys" / "receipt.pem").write_text("nonsense")

    with pytest.raises(KeyFileError, match=r"receipt\.pem"):
        keys.load(KeyName.RECEIPT)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(KeyFileError, match="can't be written"):
        KeyFolder(tmp_path / "file" / "data").create_missing()
