"""Tests of `province oidc`."""

import argparse
from pathlib import Path

import pytest

from province import oidc_commands
from province.errors import UsageError
from province.ledger.database import Database


def put(ledger: Database, secret: Path, issuer: str = "https://id.example/") -> object:
    options = argparse.Namespace(
        action="set", issuer=issuer, client_id="tinh", secret_file=secret
    )
    return oidc_commands.run(ledger, options)


def test_a_provider_is_set_shown_without_its_secret_and_ended(
    sqlite: Database, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("bi-mat\n")

    done = put(sqlite, secret)

    assert done == {"issuer": "https://id.example", "client_id": "tinh"}
    assert oidc_commands.run(sqlite, argparse.Namespace(action="show")) == done
    off = oidc_commands.run(sqlite, argparse.Namespace(action="off"))
    assert off == {"issuer": None}


@pytest.mark.parametrize("secret", ["", "bí mật", "a\nb"])
def test_what_is_no_secret_is_refused(
    sqlite: Database, tmp_path: Path, secret: str
) -> None:
    file = tmp_path / "secret"
    file.write_text(secret, "utf-8")

    with pytest.raises(UsageError):
        put(sqlite, file)
    with pytest.raises(UsageError):
        put(sqlite, tmp_path / "none")


def test_an_address_in_the_clear_is_refused(sqlite: Database, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("bi-mat")

    with pytest.raises(UsageError, match="https"):
        put(sqlite, file, "http://id.example")
