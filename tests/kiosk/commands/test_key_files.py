"""A key file is read, or refused with its name and the reason."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from kiosk.commands.key_files import read_key_file
from kiosk.errors import UsageError
from tests.signing import Issuer


def test_the_keys_of_a_file_are_read(tmp_path: Path) -> None:
    file, issuer = tmp_path / "dsc.der", Issuer()
    file.write_bytes(issuer.certificate)
    (key,) = read_key_file(file)
    assert issuer.kid in key.kids


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.pem' can't be read: No such file"):
        read_key_file(tmp_path / "none.pem")


def test_a_private_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(Ed25519PrivateKey.generate().private_bytes(*form))
    with pytest.raises(
        UsageError, match=r"key\.pem' are not taken: it holds a private"
    ):
        read_key_file(file)
