"""Tests of coming and going: login, second factor, logout, and who tries by force."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
import pytest
from requests import Response

from province.accounts import TOTP_ROLES
from province.brake import FREE_TRIES, ONE_MORE_AFTER
from province.ledger import settings, users
from tests.browser.seeded import PASSWORD
from tests.province.web.besieged import Besieged, Caller, Moving, besiege_in_thread

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture
def clock() -> Moving:
    """Return the clock of `besieged`."""
    return Moving()


@pytest.fixture
def besieged(tmp_path: Path, clock: Moving) -> Iterator[Besieged]:
    """Give a province with officers."""
    with besiege_in_thread(tmp_path, clock) as province:
        yield province


def log_in(caller: Caller, name: str, password: str = PASSWORD) -> Response:
    token = caller.find_token("/login")
    fields = {"name": name, "password": password, "form_token": token}
    return caller.post("/login", fields)


def enter_code(caller: Caller, code: str) -> Response:
    token = caller.find_token("/login/code")
    return caller.post("/login/code", {"code": code, "form_token": token})


def test_a_telephone_is_asked_for_after_the_password(
    besieged: Besieged, clock: Moving
) -> None:
    with besieged.services.database.writing() as connection:
        users.change(connection, "tinh.admin", totp_secret=SECRET)
    caller = besieged.visit()

    assert log_in(caller, "tinh.admin").headers["Location"] == "/login/code"
    half = caller.session.cookies["session"]
    assert caller.get("/officers").headers["Location"] == "/login"
    assert enter_code(caller, "000000").status_code == 401
    answer = enter_code(caller, pyotp.TOTP(SECRET).at(clock.now))

    assert answer.headers["Location"] == "/"
    assert caller.session.cookies["session"] != half
    assert caller.get("/officers").status_code == 200


def test_a_code_without_a_password_leads_to_the_login(besieged: Besieged) -> None:
    caller = besieged.visit()

    assert caller.get("/login/code").headers["Location"] == "/login"
    answer = caller.post("/login/code", {"code": "000000"})
    assert answer.headers["Location"] == "/login"


def test_codes_are_braked_too(besieged: Besieged) -> None:
    with besieged.services.database.writing() as connection:
        users.change(connection, "tinh.admin", totp_secret=SECRET)
    caller = besieged.visit()
    log_in(caller, "tinh.admin")

    tried = [enter_code(caller, "000000").status_code for _ in range(FREE_TRIES + 1)]

    assert tried[-1] == 429


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"must_change": True}, "/profile/password"),
        ({"must_change": False}, "/profile/code"),
    ],
)
def test_a_duty_comes_before_every_door(
    besieged: Besieged, values: dict[str, object], place: str
) -> None:
    with besieged.services.database.writing() as connection:
        users.change(connection, "tinh.admin", **values)
        settings.store(connection, TOTP_ROLES, "admin")
    caller = besieged.visit("tinh.admin")

    asked = [caller.get(path) for path in ("/", "/officers", "/audit", "/profile")]

    assert {one.headers["Location"] for one in asked} == {place}
    assert caller.get(place).status_code == 200


def test_a_form_of_before_the_login_is_none_of_the_session(besieged: Besieged) -> None:
    """A ticket that was planted tells its form token; that one counts no more."""
    caller = besieged.visit("tinh.admin")
    caller.session.cookies.set("ticket", "planted", domain="127.0.0.1", path="/")
    token = caller.find_token("/login")

    answer = caller.post("/officers", {"form_token": token, "name": "x"})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/\r\nX-Planted: 1",
        "/%0d%0aX-Planted: 1",
        "javascript:alert(1)",
        "/\t/evil.example",
    ],
)
def test_the_way_back_stays_here(besieged: Besieged, back: str) -> None:
    answer = besieged.visit().get("/language/en", back=back)

    place = answer.headers["Location"]
    assert urlsplit(place).netloc == ""
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\", "/\t"))
    assert "X-Planted" not in answer.headers


def test_a_session_from_before_the_login_is_worth_nothing(besieged: Besieged) -> None:
    planted = besieged.visit()
    planted.session.cookies.set("session", "planted")
    token = planted.find_token("/login")
    fields = {"name": "tinh.clerk", "password": PASSWORD, "form_token": token}

    answer = planted.post("/login", fields)

    assert answer.status_code == 303
    assert answer.cookies["session"] != "planted"
    thief = besieged.visit()
    thief.session.cookies.set("session", "planted")
    assert thief.get("/profile").status_code == 303


def test_a_flood_of_logins_is_braked_and_the_office_soon_free(
    besieged: Besieged, clock: Moving
) -> None:
    caller = besieged.visit()
    fields = {"password": "x", "form_token": caller.find_token("/login")}
    flood = [
        caller.post("/login", fields | {"name": f"ai{number}"}).status_code
        for number in range(FREE_TRIES + 1)
    ]
    assert flood == [401] * FREE_TRIES + [429]
    right = fields | {"name": "tinh.clerk", "password": PASSWORD}
    braked = caller.post("/login", right)
    assert (braked.status_code, braked.headers["Retry-After"]) == (429, "10")

    clock.now += ONE_MORE_AFTER

    assert caller.post("/login", right).status_code == 303
