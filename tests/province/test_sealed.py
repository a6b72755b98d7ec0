"""Tests of passwords that are kept sealed."""

import stat
from pathlib import Path

import pytest

from province import sealed
from province.errors import KeyFileError
from province.keys import KeyFolder, KeyName
from province.sealed import MAIL_PASSWORD


def test_a_password_comes_back_and_its_file_tells_nothing(keys: KeyFolder) -> None:
    sealed.keep(keys, MAIL_PASSWORD, "bí mật")

    path = keys.folder / f"{MAIL_PASSWORD}.sealed"
    assert sealed.read(keys, MAIL_PASSWORD) == "bí mật"
    assert "bí mật".encode() not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_read_after_a_rotation_too(keys: KeyFolder) -> None:
    sealed.keep(keys, MAIL_PASSWORD, "bí mật")
    keys.stage(KeyName.BUNDLE)

    keys.promote(KeyName.BUNDLE)

    assert sealed.read(keys, MAIL_PASSWORD) == "bí mật"


def test_an_empty_one_is_none(keys: KeyFolder) -> None:
    for secret in ("bí mật", "", ""):
        sealed.keep(keys, MAIL_PASSWORD, secret)

    assert sealed.read(keys, MAIL_PASSWORD) is None


def test_a_systemd_credential_goes_before_it(
    keys: KeyFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed.keep(keys, MAIL_PASSWORD, "cũ")
    (tmp_path / MAIL_PASSWORD).write_text("mới\n", "utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))

    assert sealed.read(keys, MAIL_PASSWORD) == "mới"


def test_a_damaged_one_is_told(keys: KeyFolder) -> None:
    (keys.folder / f"{MAIL_PASSWORD}.sealed").write_bytes(b"rubbish")

    with pytest.raises(KeyFileError, match="Set it again"):
        sealed.read(keys, MAIL_PASSWORD)
