"""Tests of an officer's own pages."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pyotp
import pytest

from province.accounts import Accounts
from tests.browser.seeded import PASSWORD
from tests.province.web.besieged import Besieged, Caller, Moving, besiege_in_thread

CHOSEN = "con mèo trèo cây cau"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Besieged]:
    """Give a province with officers."""
    with besiege_in_thread(tmp_path, Moving()) as province:
        yield province


def change(caller: Caller, current: str, chosen: str) -> int:
    fields = {"current": current, "chosen": chosen, "repeated": chosen}
    token = caller.find_token("/profile/password")
    return caller.post("/profile/password", fields | {"form_token": token}).status_code


def test_a_new_password_ends_the_other_sessions(office: Besieged) -> None:
    here, there = office.visit("xa.clerk"), office.visit("xa.clerk")
    old = here.session.cookies["session"]

    assert change(here, PASSWORD, CHOSEN) == 303

    assert here.session.cookies["session"] != old
    assert here.get("/profile").status_code == 200
    assert there.get("/profile").status_code == 303


@pytest.mark.parametrize(("current", "chosen"), [("wrong", CHOSEN), (PASSWORD, "ngắn")])
def test_a_wrong_or_weak_password_changes_nothing(
    office: Besieged, current: str, chosen: str
) -> None:
    caller = office.visit("xa.clerk")

    assert change(caller, current, chosen) == 422

    accounts = Accounts(office.services.database)
    assert accounts.log_in("xa.clerk", PASSWORD, office.services.clock()) is not None


def test_a_telephone_is_confirmed_by_a_first_code(office: Besieged) -> None:
    caller = office.visit("xa.clerk")
    page = caller.get("/profile/code").text
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found is not None
    code = pyotp.TOTP(found[1].replace(" ", "")).at(office.services.clock())
    token = caller.find_token("/profile/code")

    wrong = caller.post("/profile/code", {"code": "0", "form_token": token})
    right = caller.post("/profile/code", {"code": code, "form_token": token})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "<svg" in page
    assert "Đã bật mã xác thực" in caller.get("/profile").text
    assert "<svg" not in caller.get("/profile/code").text


def test_own_sessions_are_listed_and_ended(office: Besieged) -> None:
    here, there = office.visit("xa.clerk"), office.visit("xa.clerk")
    other = office.visit("xa.unit")
    page = here.get("/profile").text
    (listed,) = re.findall(r'name="session" value="([0-9a-f]{64})"', page)
    token = here.find_token()

    here.post("/profile/sessions", {"session": listed, "form_token": token})

    assert here.get("/profile").status_code == 200
    assert there.get("/profile").status_code == 303
    assert other.get("/profile").status_code == 200


def test_another_officers_session_is_not_ended(office: Besieged) -> None:
    mine, theirs = office.visit("xa.clerk"), office.visit("xa.unit")
    office.visit("xa.unit")
    page = unescape(theirs.get("/profile").text)
    (listed,) = re.findall(r'name="session" value="([0-9a-f]{64})"', page)

    mine.post("/profile/sessions", {"session": listed, "form_token": mine.find_token()})
    mine.post(
        "/profile/sessions", {"session": "others", "form_token": mine.find_token()}
    )

    assert listed in theirs.get("/profile").text
