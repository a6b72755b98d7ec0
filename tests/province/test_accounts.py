"""Tests of officers' accounts."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from province.accounts import DECOY, FREE_FAILURES, SESSION_LIFE, Accounts
from province.errors import UsageError
from province.ledger.database import Database
from province.ledger.tables import sessions, users
from tests.province.builders import NOW


def log_in_wrongly(accounts: Accounts, times: int) -> None:
    for _ in range(times):
        assert accounts.log_in("lan", "wrong", NOW) is None


def test_the_first_administrator_is_made_once(ledger: Database) -> None:
    accounts = Accounts(ledger)

    assert accounts.create_first(NOW) is not None
    assert accounts.create_first(NOW) is None


def test_name_and_password_open_a_session(ledger: Database) -> None:
    accounts = Accounts(ledger)
    password = accounts.add("lan", "unit", "04", NOW)

    token = accounts.log_in("lan", password, NOW)

    assert token is not None
    visitor = accounts.find_visitor(token, NOW)
    assert visitor is not None
    assert (visitor.name, visitor.role, visitor.unit) == ("lan", "unit", "04")


def test_neither_password_nor_token_is_stored(ledger: Database) -> None:
    accounts = Accounts(ledger)
    password = accounts.add("lan", "unit", "", NOW)
    token = accounts.log_in("lan", password, NOW)

    with ledger.reading() as connection:
        rows = [
            *connection.execute(select(users)),
            *connection.execute(select(sessions)),
        ]

    assert password not in str(rows)
    assert str(token) not in str(rows)


def test_a_wrong_password_and_an_unknown_name_look_alike(sqlite: Database) -> None:
    accounts = Accounts(sqlite)
    accounts.add("lan", "unit", "", NOW)

    tried = [accounts.log_in(name, "wrong", NOW) for name in ("lan", "nobody", "\0")]

    assert tried == [None, None, None]


def test_an_unknown_name_takes_the_work_of_a_known_one() -> None:
    assert PasswordHasher().check_needs_rehash(DECOY) is False


def test_after_five_failures_even_the_right_password_waits(ledger: Database) -> None:
    accounts = Accounts(ledger)
    password = accounts.add("lan", "unit", "", NOW)
    log_in_wrongly(accounts, FREE_FAILURES)

    now, later = (
        accounts.log_in("lan", password, NOW + delay)
        for delay in (timedelta(seconds=29), timedelta(seconds=30))
    )

    assert (now is None, later is None) == (True, False)


def test_four_failures_do_not_wait(sqlite: Database) -> None:
    accounts = Accounts(sqlite)
    password = accounts.add("lan", "unit", "", NOW)
    log_in_wrongly(accounts, FREE_FAILURES - 1)

    assert accounts.log_in("lan", password, NOW) is not None


def test_a_session_ends_by_itself_and_by_logging_out(sqlite: Database) -> None:
    accounts = Accounts(sqlite)
    password = accounts.add("lan", "unit", "", NOW)
    token = accounts.log_in("lan", password, NOW) or ""

    assert accounts.find_visitor(token, NOW + SESSION_LIFE) is None
    accounts.log_out(token)
    assert accounts.find_visitor(token, NOW) is None


@pytest.mark.parametrize("token", ["", "nonsense", "\ud800"])
def test_what_is_no_token_opens_nothing(sqlite: Database, token: str) -> None:
    assert Accounts(sqlite).find_visitor(token, NOW) is None


@pytest.mark.parametrize(
    ("name", "role", "unit"),
    [("", "unit", ""), ("a\n", "unit", ""), ("lan", "king", ""), ("lan", "unit", "x")],
)
def test_what_is_no_account_is_told(
    sqlite: Database, name: str, role: str, unit: str
) -> None:
    with pytest.raises(UsageError):
        Accounts(sqlite).add(name, role, unit, NOW)


def test_a_name_is_taken_once(sqlite: Database) -> None:
    accounts = Accounts(sqlite)
    accounts.add("lan", "unit", "", NOW)

    with pytest.raises(UsageError, match="already"):
        accounts.add("lan", "clerk", "", NOW)
