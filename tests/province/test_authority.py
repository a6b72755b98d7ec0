"""The CA that codes name is the one the operator gave, or none."""

import hashlib
from pathlib import Path

import pytest

from province import authority
from province.errors import OutsideError
from province.ledger.database import Database
from tests.authorities import make_authority


def test_a_certificate_is_loaded_and_named_by_its_hash(
    ledger: Database, tmp_path: Path
) -> None:
    ours = make_authority()
    file = tmp_path / "ca.pem"
    file.write_bytes(ours.pem)
    with ledger.writing() as connection:
        authority.store(connection, authority.load(str(file)))
        assert authority.read(connection) == ours.certificate
        assert (
            authority.hash_ca(connection) == hashlib.sha256(ours.certificate).digest()
        )


def test_without_one_codes_name_none(ledger: Database) -> None:
    with ledger.writing() as connection:
        authority.store(connection, b"")
        assert authority.hash_ca(connection) == b""


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----"])
def test_a_file_that_is_none_is_said(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(OutsideError, match="--tls-ca"):
        authority.load(str(file))
