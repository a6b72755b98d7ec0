"""Tests of links by which officers choose their password."""

from datetime import timedelta

from province import invitations
from province.accounts import NOWHERE, Accounts
from province.ledger.database import Database
from province.ledger.settings import PUBLIC_URL, store
from province.ledger.users import change
from tests.province.builders import NOW

CHOSEN = "con mèo trèo cây cau"


def invite(ledger: Database) -> tuple[Accounts, str]:
    """Add an officer and return the token of a link for that one."""
    accounts = Accounts(ledger)
    accounts.add("lan", "unit", "", NOW)
    with ledger.writing() as connection:
        store(connection, PUBLIC_URL, "https://tinh.example")
        link = invitations.reset(connection, "lan", "admin", NOW)
    place, _, token = link.rpartition("/")
    assert place == "https://tinh.example/invitation"
    return accounts, token


def accept(accounts: Accounts, ledger: Database, token: str, days: int = 0) -> bool:
    now = NOW + timedelta(days=days)
    return invitations.accept(accounts, ledger, token, CHOSEN, now=now, client=NOWHERE)


def test_the_link_gives_a_password_once(ledger: Database) -> None:
    accounts, token = invite(ledger)

    assert invitations.find_invited(ledger, token, NOW) == "lan"
    assert accept(accounts, ledger, token)
    assert accounts.log_in("lan", CHOSEN, NOW) is not None
    assert invitations.find_invited(ledger, token, NOW) is None
    assert not accept(accounts, ledger, token)


def test_a_reset_takes_the_password_and_the_sessions(ledger: Database) -> None:
    accounts, token = invite(ledger)
    accept(accounts, ledger, token)
    opened = accounts.log_in("lan", CHOSEN, NOW)
    assert opened is not None

    with ledger.writing() as connection:
        invitations.reset(connection, "lan", "admin", NOW)

    assert accounts.find_visitor(opened.token, NOW) is None
    assert accounts.log_in("lan", CHOSEN, NOW) is None


def test_a_newer_link_voids_the_older(sqlite: Database) -> None:
    accounts, token = invite(sqlite)
    with sqlite.writing() as connection:
        invitations.invite(connection, "lan", "admin", NOW)

    assert not accept(accounts, sqlite, token)


def test_after_seven_days_it_opens_nothing(sqlite: Database) -> None:
    accounts, token = invite(sqlite)

    assert not accept(accounts, sqlite, token, days=7)
    assert accept(accounts, sqlite, token, days=6)


def test_it_does_not_open_a_disabled_account(sqlite: Database) -> None:
    accounts, token = invite(sqlite)
    with sqlite.writing() as connection:
        change(connection, "lan", disabled_at=NOW)

    assert not accept(accounts, sqlite, token)
