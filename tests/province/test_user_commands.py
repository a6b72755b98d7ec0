"""Tests of `province user`."""

import argparse
from typing import Any

import pytest

from province import user_commands
from province.accounts import Accounts, read_totp_roles
from province.errors import RefusedError, UsageError
from province.ledger.audit import Search, list_notes
from province.ledger.database import Database
from province.ledger.scope import WHOLE
from tests.province.builders import NOW


def run(ledger: Database, action: str, **options: Any) -> tuple[list[Any], list[str]]:
    """Run an action and return what it answered and told; `Any` as argparse has it."""
    answered: list[Any] = []
    told: list[str] = []
    asked = argparse.Namespace(action=action, **options)
    user_commands.run(ledger, asked, NOW, answer=answered.append, tell=told.append)
    return answered, told


def add(ledger: Database) -> str:
    answered, told = run(ledger, "add", name="lan", role="unit", unit="04")
    assert answered == [{"user": "lan"}]
    return told[0].rpartition(" ")[2]


def test_an_account_is_added_and_listed(ledger: Database) -> None:
    password = add(ledger)

    answered, _ = run(ledger, "list")

    assert Accounts(ledger).log_in("lan", password, NOW) is not None
    assert answered == [
        {
            "user": "lan",
            "role": "unit",
            "unit": "04",
            "second_factor": False,
            "disabled": False,
            "locked": False,
        }
    ]


def test_a_reset_gives_a_link_and_takes_the_password(ledger: Database) -> None:
    password = add(ledger)

    answered, _ = run(ledger, "reset", name="lan")

    assert "/invitation/" in answered[0]["link"]
    assert Accounts(ledger).log_in("lan", password, NOW) is None


def test_a_disabled_account_is_enabled_again(sqlite: Database) -> None:
    password, accounts = add(sqlite), Accounts(sqlite)
    run(sqlite, "disable", name="lan")
    assert accounts.log_in("lan", password, NOW) is None

    run(sqlite, "enable", name="lan")

    assert accounts.log_in("lan", password, NOW) is not None


def test_roles_are_required_to_have_a_second_factor(sqlite: Database) -> None:
    run(sqlite, "require", role=["admin", "health"])

    with sqlite.reading() as connection:
        assert read_totp_roles(connection) == {"admin", "health"}
    with pytest.raises(UsageError, match="king"):
        run(sqlite, "require", role=["king"])


def test_who_is_not_there_is_told(sqlite: Database) -> None:
    with pytest.raises(RefusedError, match="nobody"):
        run(sqlite, "disable", name="nobody")


def test_what_was_done_at_the_machine_is_kept(sqlite: Database) -> None:
    add(sqlite)
    run(sqlite, "disable", name="lan")

    with sqlite.reading() as connection:
        kept = list_notes(connection, Search(scope=WHOLE), before=None, most=9)
    assert [(one.note.act, one.note.remote) for one in kept] == [
        ("officer_disabled", "shell"),
        ("officer_added", "shell"),
    ]
