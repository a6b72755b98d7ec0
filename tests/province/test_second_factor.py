"""Tests of an officer's telephone, learnt and confirmed."""

from datetime import timedelta

import pyotp

from province.accounts import NOWHERE, Accounts, Opened
from province.ledger.database import Database
from province.second_factor import SecondFactor
from tests.province.builders import NOW


def log_in(ledger: Database) -> tuple[Accounts, str, str]:
    """Return the accounts, a session's token, and the password."""
    accounts = Accounts(ledger)
    password = accounts.add("lan", "unit", "", NOW)
    opened = accounts.log_in("lan", password, NOW)
    assert opened is not None
    return accounts, opened.token, password


def confirm(ledger: Database, token: str, code: str) -> Opened | None:
    return SecondFactor(ledger).confirm(token, code, NOW, client=NOWHERE)


def test_a_first_code_confirms_and_opens_a_new_session(ledger: Database) -> None:
    accounts, token, password = log_in(ledger)
    secret = SecondFactor(ledger).offer(token, NOW)
    assert secret is not None

    opened = confirm(ledger, token, pyotp.TOTP(secret).at(NOW))

    assert opened is not None
    assert accounts.find_visitor(opened.token, NOW) is not None
    assert accounts.find_visitor(token, NOW) is None
    half = accounts.log_in("lan", password, NOW)
    assert half is not None
    assert accounts.enter_code(half.token, pyotp.TOTP(secret).at(NOW), NOW) is None
    later = NOW + timedelta(seconds=30)
    code = pyotp.TOTP(secret).at(later)
    assert accounts.enter_code(half.token, code, later) is not None


def test_the_same_secret_waits_until_it_is_confirmed(sqlite: Database) -> None:
    _, token, _ = log_in(sqlite)
    factor = SecondFactor(sqlite)

    assert factor.offer(token, NOW) == factor.offer(token, NOW)
    assert confirm(sqlite, token, "000000") is None


def test_without_an_offer_or_a_session_nothing_is_confirmed(sqlite: Database) -> None:
    _, token, _ = log_in(sqlite)

    assert confirm(sqlite, token, "000000") is None
    assert SecondFactor(sqlite).offer("none", NOW) is None
    assert confirm(sqlite, "none", "000000") is None


def test_who_has_one_is_offered_no_other(sqlite: Database) -> None:
    _, token, _ = log_in(sqlite)
    secret = SecondFactor(sqlite).offer(token, NOW) or ""
    opened = confirm(sqlite, token, pyotp.TOTP(secret).at(NOW))
    assert opened is not None

    assert SecondFactor(sqlite).offer(opened.token, NOW) is None
    assert confirm(sqlite, opened.token, pyotp.TOTP(secret).at(NOW)) is None
