"""Tests of officers' accounts as administrators make, change and end them."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from province.accounts import Accounts, read_totp_roles
from province.ledger import users
from province.ledger.users import User
from tests.browser.seeded import FOREIGN, OWN
from tests.province.web.besieged import Besieged, Caller, Moving, besiege_in_thread

CHOSEN = "con mèo trèo cây cau"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Besieged]:
    """Give a province with officers."""
    with besiege_in_thread(tmp_path, Moving()) as province:
        yield province


def post(caller: Caller, path: str, **fields: object) -> int:
    return caller.post(path, fields | {"form_token": caller.find_token()}).status_code


def find(office: Besieged, name: str) -> User:
    with office.services.database.reading() as connection:
        user = users.find(connection, name)
    assert user is not None
    return user


def read_link(office: Besieged, caller: Caller, path: str, **fields: str) -> str:
    token = caller.find_token()
    page = caller.post(path, fields | {"form_token": token}).text
    found = re.search(r'value="([^"]*/invitation/[^"]+)"', page)
    assert found is not None
    return unescape(found[1]).removeprefix(office.url)


def test_an_invited_officer_chooses_a_password_and_comes_in(office: Besieged) -> None:
    admin = office.visit("tinh.admin")
    link = read_link(office, admin, "/officers", name="hoa", role="unit", unit=OWN)
    officer = office.visit()
    token = officer.find_token(link)

    fields = {"chosen": CHOSEN, "repeated": CHOSEN, "form_token": token}
    answer = officer.post(link, fields)

    assert answer.headers["Location"] == "/login"
    accounts = Accounts(office.services.database)
    assert accounts.log_in("hoa", CHOSEN, office.services.clock()) is not None
    assert officer.get(link).status_code == 404


@pytest.mark.parametrize(
    ("name", "role", "unit"),
    [
        ("hoa", "unit", FOREIGN),
        ("hoa", "unit", ""),
        ("hoa", "king", OWN),
        ("tinh.admin", "unit", OWN),
        ("", "unit", OWN),
    ],
)
def test_nobody_gives_more_than_they_have_nor_outside_their_unit(
    office: Besieged, name: str, role: str, unit: str
) -> None:
    before = office.read_rows()

    status = post(
        office.visit("phuong.admin"), "/officers", name=name, role=role, unit=unit
    )

    assert status == 422
    assert office.read_rows() == before


def test_a_units_administrator_sees_and_changes_only_their_own(
    office: Besieged,
) -> None:
    admin = office.visit("phuong.admin")
    page = admin.get("/officers").text

    assert "phuong.clerk" in page
    assert "xa.clerk" not in page
    assert "tinh.clerk" not in page
    assert post(admin, "/officers/xa.clerk/disable") == 404
    assert post(admin, "/officers/tinh.clerk/reset") == 404
    assert post(admin, "/officers/phuong.health/disable") == 303
    assert post(admin, "/officers-second-factor", role="unit") == 403


def test_a_change_of_role_ends_the_officers_sessions(office: Besieged) -> None:
    officer = office.visit("phuong.clerk")
    fields = {"role": "unit", "unit": OWN, "email": "hoa@example.vn"}

    assert post(office.visit("tinh.admin"), "/officers/phuong.clerk", **fields) == 303

    assert officer.get("/profile").headers["Location"] == "/login"
    user = find(office, "phuong.clerk")
    assert (user.role, user.email) == ("unit", "hoa@example.vn")


def test_a_disabled_officer_is_out_at_once_and_comes_back(office: Besieged) -> None:
    admin, officer = office.visit("tinh.admin"), office.visit("phuong.clerk")

    assert post(admin, "/officers/phuong.clerk/disable") == 303
    assert officer.get("/profile").status_code == 303
    assert "Đã ngừng" in admin.get("/officers/phuong.clerk").text
    assert post(admin, "/officers/phuong.clerk/enable") == 303
    assert office.visit("phuong.clerk").get("/profile").status_code == 200


def test_a_lost_telephone_is_taken_off_by_an_administrator(office: Besieged) -> None:
    with office.services.database.writing() as connection:
        users.change(connection, "phuong.clerk", totp_secret="A" * 32)

    path = "/officers/phuong.clerk/second-factor"
    assert post(office.visit("phuong.unit"), path) == 403
    assert post(office.visit("phuong.admin"), path) == 303

    assert find(office, "phuong.clerk").totp_secret is None


def test_nobody_ends_or_raises_their_own_account(office: Besieged) -> None:
    admin = office.visit("phuong.admin")

    for act in ("disable", "reset", "second-factor"):
        assert post(admin, f"/officers/phuong.admin/{act}") == 403
    own = {"role": "province", "unit": OWN}
    assert post(admin, "/officers/phuong.admin", **own) == 403


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"email": "không phải"}, "thư điện tử"),
        ({"subject": "s-1"}, "đã gắn với cán bộ khác"),
        ({"unit": "04", "role": "nobody"}, "không hợp lệ"),
    ],
)
def test_what_is_wrong_is_told_and_changes_nothing(
    office: Besieged, fields: dict[str, str], told: str
) -> None:
    with office.services.database.writing() as connection:
        users.change(connection, "xa.clerk", subject="s-1")
    admin, before = office.visit("tinh.admin"), office.read_rows()
    asked = {"role": "clerk", "unit": OWN, "form_token": admin.find_token()} | fields

    answer = admin.post("/officers/phuong.clerk", asked)

    assert answer.status_code == 422
    assert told in answer.text
    assert office.read_rows() == before


def test_roles_are_required_to_have_a_second_factor(office: Besieged) -> None:
    admin = office.visit("tinh.admin")

    assert post(admin, "/officers-second-factor", role=["health", "king"]) == 303

    with office.services.database.reading() as connection:
        assert read_totp_roles(connection) == {"health"}
