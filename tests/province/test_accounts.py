"""Tests of officers' accounts."""

import unicodedata
from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from province.accounts import (
    CODE_WITHIN,
    DECOY,
    FREE_FAILURES,
    IDLE_LIFE,
    LONGEST_DELAY,
    NOWHERE,
    SESSION_LIFE,
    TOTP_ROLES,
    Accounts,
    Client,
    Duty,
)
from province.errors import UsageError
from province.ledger.audit import Search, list_notes
from province.ledger.database import Database
from province.ledger.scope import WHOLE
from province.ledger.sessions import Stage
from province.ledger.settings import store
from province.ledger.tables import sessions, users
from province.ledger.users import change
from tests.province.builders import NOW


def log_in_wrongly(accounts: Accounts, times: int) -> None:
    for _ in range(times):
        assert accounts.log_in("lan", "wrong", NOW) is None


def open_session(accounts: Accounts, password: str, name: str = "lan") -> str:
    opened = accounts.log_in(name, password, NOW)
    assert opened is not None
    return opened.token


def set_second_factor(ledger: Database) -> tuple[Accounts, str, str]:
    accounts, secret = Accounts(ledger), pyotp.random_base32()
    password = accounts.add("lan", "unit", "", NOW)
    with ledger.writing() as connection:
        change(connection, "lan", totp_secret=secret)
    return accounts, password, secret


def test_the_first_administrator_is_made_once(ledger: Database) -> None:
    accounts = Accounts(ledger)

    assert accounts.create_first(NOW) is not None
    assert accounts.create_first(NOW) is None


def test_name_and_password_open_a_session(ledger: Database) -> None:
    accounts = Accounts(ledger)
    password = accounts.add("lan", "unit", "04", NOW)

    opened = accounts.log_in("lan", password, NOW)

    assert opened is not None
    visitor = accounts.find_visitor(opened.token, NOW)
    assert visitor is not None
    assert (visitor.name, visitor.role, visitor.unit) == ("lan", "unit", "04")


def test_neither_password_nor_token_is_stored(ledger: Database) -> None:
    accounts = Accounts(ledger)
    password = accounts.add("lan", "unit", "", NOW)
    opened = accounts.log_in("lan", password, NOW)
    assert opened is not None

    with ledger.reading() as connection:
        rows = [
            *connection.execute(select(users)),
            *connection.execute(select(sessions)),
        ]

    assert password not in str(rows)
    assert opened.token not in str(rows)


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
    token = open_session(accounts, password)

    assert accounts.find_visitor(token, NOW) is not None
    assert accounts.find_visitor(token, NOW + SESSION_LIFE) is None
    accounts.log_out(token, NOW)
    assert accounts.find_visitor(token, NOW) is None


def test_a_session_that_idles_for_an_hour_is_over(ledger: Database) -> None:
    accounts = Accounts(ledger)
    token = open_session(accounts, accounts.add("lan", "unit", "", NOW))

    at = NOW
    for _ in range(13):
        at += IDLE_LIFE - timedelta(minutes=5)
        seen = accounts.find_visitor(token, at)
        assert (seen is None) == (at >= NOW + SESSION_LIFE)
    fresh = open_session(accounts, accounts.add("minh", "unit", "", NOW), "minh")
    assert accounts.find_visitor(fresh, NOW + IDLE_LIFE) is None


def test_a_new_password_ends_every_session_but_the_new_one(ledger: Database) -> None:
    accounts = Accounts(ledger)
    password = accounts.add("lan", "unit", "", NOW)
    old = open_session(accounts, password)

    opened = accounts.change_password(
        "lan", password, "câu dài dễ nhớ", now=NOW, client=NOWHERE
    )

    assert opened is not None
    assert accounts.find_visitor(opened.token, NOW) is not None
    assert accounts.find_visitor(old, NOW) is None
    assert accounts.log_in("lan", password, NOW) is None
    decomposed = unicodedata.normalize("NFD", "câu dài dễ nhớ")
    assert accounts.log_in("lan", decomposed, NOW) is not None


def test_a_wrong_current_password_changes_nothing_and_counts(sqlite: Database) -> None:
    accounts = Accounts(sqlite)
    password = accounts.add("lan", "unit", "", NOW)

    tried = [
        accounts.change_password(
            "lan", "wrong", "câu dài dễ nhớ", now=NOW, client=NOWHERE
        )
        for _ in range(FREE_FAILURES)
    ]

    assert tried == [None] * FREE_FAILURES
    assert accounts.log_in("lan", password, NOW) is None
    assert accounts.log_in("lan", password, NOW + LONGEST_DELAY) is not None


def test_a_telephone_is_asked_after_the_password(ledger: Database) -> None:
    accounts, password, secret = set_second_factor(ledger)

    half = accounts.log_in("lan", password, NOW)

    assert half is not None
    assert half.stage is Stage.CODE
    assert accounts.find_visitor(half.token, NOW) is None
    assert accounts.enter_code(half.token, "000000", NOW) is None
    whole = accounts.enter_code(half.token, pyotp.TOTP(secret).at(NOW), NOW)
    assert whole is not None
    assert whole.token != half.token
    assert accounts.find_visitor(whole.token, NOW) is not None
    assert accounts.find_visitor(half.token, NOW) is None


def test_a_code_opens_once(ledger: Database) -> None:
    accounts, password, secret = set_second_factor(ledger)
    code = pyotp.TOTP(secret).at(NOW)

    tried = []
    for _ in range(2):
        half = accounts.log_in("lan", password, NOW)
        assert half is not None
        tried.append(accounts.enter_code(half.token, code, NOW))

    assert [one is None for one in tried] == [False, True]


def test_wrong_codes_lock_as_wrong_passwords_do(sqlite: Database) -> None:
    accounts, password, secret = set_second_factor(sqlite)
    half = accounts.log_in("lan", password, NOW)
    assert half is not None
    for _ in range(FREE_FAILURES):
        accounts.enter_code(half.token, "000000", NOW)

    assert accounts.enter_code(half.token, pyotp.TOTP(secret).at(NOW), NOW) is None


def test_the_code_must_come_within_five_minutes(sqlite: Database) -> None:
    accounts, password, secret = set_second_factor(sqlite)
    half = accounts.log_in("lan", password, NOW)
    later = NOW + CODE_WITHIN

    assert half is not None
    code = pyotp.TOTP(secret).at(later)
    assert accounts.enter_code(half.token, code, later) is None


def test_a_disabled_officer_is_out_at_once(ledger: Database) -> None:
    accounts = Accounts(ledger)
    password = accounts.add("lan", "unit", "", NOW)
    token = open_session(accounts, password)
    with ledger.writing() as connection:
        change(connection, "lan", disabled_at=NOW)

    assert accounts.find_visitor(token, NOW) is None
    assert accounts.log_in("lan", password, NOW) is None


def test_duties_stand_before_everything_else(ledger: Database) -> None:
    accounts = Accounts(ledger)
    token = open_session(accounts, accounts.add("lan", "unit", "", NOW))
    duties = []
    for values in ({"must_change": True}, {"must_change": False}):
        with ledger.writing() as connection:
            store(connection, TOTP_ROLES, "unit health")
            change(connection, "lan", **values)
        visitor = accounts.find_visitor(token, NOW)
        assert visitor is not None
        duties.append(visitor.duty)

    assert duties == [Duty.PASSWORD, Duty.CODE]


def test_logins_are_kept_without_what_was_typed(ledger: Database) -> None:
    accounts = Accounts(ledger)
    password = accounts.add("lan", "unit", "04", NOW)
    client = Client(address="192.0.2.7", browser="thử")

    accounts.log_in("mật khẩu gõ nhầm ô", "x", NOW, client)
    accounts.log_in("lan", "x", NOW, client)
    accounts.log_in("lan", password, NOW, client)

    with ledger.reading() as connection:
        kept = list_notes(connection, Search(scope=WHOLE), before=None, most=9)
    told = [(one.note.user_name, one.note.act, one.note.remote) for one in kept]
    assert told == [
        ("lan", "logged_in", "192.0.2.7"),
        ("lan", "login_failed", "192.0.2.7"),
        ("", "login_failed", "192.0.2.7"),
    ]


def test_a_logout_is_kept_once(ledger: Database) -> None:
    accounts = Accounts(ledger)
    token = open_session(accounts, accounts.add("lan", "unit", "04", NOW))

    for _ in range(2):
        accounts.log_out(token, NOW, Client(address="192.0.2.7"))

    asked = Search(scope=WHOLE, act="logged_out")
    with ledger.reading() as connection:
        (kept,) = list_notes(connection, asked, before=None, most=9)
    note = kept.note
    assert (note.user_name, note.unit, note.remote) == ("lan", "04", "192.0.2.7")


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
