"""Tests of the public pages on which a place asks for a point."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from province.folding import fold
from province.ledger import applications
from province.ledger.columns import EPOCH
from province.ledger.place_tables import applications as table
from province.ledger.place_tables import units
from province.services import Services
from province.web.registering import AT_ONCE, LOOK_UPS_AT_ONCE
from tests.province.builders import NOW
from tests.province.web.clerk import Answer, Clerk

GOOD = {
    "name": "Quán <b>Mẫu",
    "category": "restaurant",
    "unit": "04",
    "address": "Số 1",
    "contact_name": "NGUYỄN VĂN MẪU",
    "contact_phone": "0912 000 001",
}


@pytest.fixture
def visitor(services: Services) -> Clerk:
    """Return somebody who is not logged in."""
    return Clerk(services)


def ask(visitor: Clerk, **fields: str) -> Answer:
    return visitor.send("/register", at="/register", **(GOOD | fields))


def count(services: Services) -> int | None:
    with services.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_a_place_asks_and_looks_up_its_answer(
    services: Services, visitor: Clerk
) -> None:
    page = ask(visitor).headers["Location"]
    assert "Đang chờ" in visitor.read(page)
    assert "Quán &lt;b&gt;Mẫu" in visitor.read(page)
    number = page.removeprefix("/register/")

    with services.database.writing() as connection:
        asked = applications.look_up(connection, number)
        assert asked is not None
        applications.refuse(connection, asked, "Ngoài địa bàn", by="lan", now=NOW)

    typed = visitor.get(f"/register?number={number.lower()}").headers["Location"]
    assert "Ngoài địa bàn" in visitor.read(typed)
    assert "lan" not in re.sub(r"<[^>]*>", "", visitor.read(typed)).split()


def test_the_answer_tells_no_name_nor_phone(visitor: Clerk) -> None:
    page = visitor.read(ask(visitor).headers["Location"])

    assert ("NGUYỄN" in page, "0912" in page) == (False, False)


@pytest.mark.parametrize("field", GOOD)
def test_each_field_is_needed_and_the_rest_is_kept(
    services: Services, visitor: Clerk, field: str
) -> None:
    done = ask(visitor, **{field: ""})

    assert (done.status_code, f'id="{field}-fault"' in done.text) == (422, True)
    assert done.text.count("-fault") == 2
    assert count(services) == 0


def test_a_commune_is_named_and_namesakes_are_told_apart(
    services: Services, visitor: Clerk
) -> None:
    with services.database.writing() as connection:
        for code, name in (("02476", "Tân Trào"), ("1", "Mẫu"), ("2", "Mẫu")):
            told = {"name": name, "folded": fold(name), "level": "commune"}
            row = insert(units).values(code=code, valid_from=EPOCH.date(), **told)
            connection.execute(row)

    assert ask(visitor, unit="tan trao").status_code == 303
    several = ask(visitor, unit="mau")
    assert "Có nhiều xã, phường trùng tên" in several.text
    assert "Không tìm thấy xã, phường" in ask(visitor, unit="99").text
    assert ask(visitor, unit="2").status_code == 303


def test_a_program_that_fills_in_everything_is_caught(
    services: Services, visitor: Clerk
) -> None:
    assert ask(visitor, website="http://a").status_code == 403
    assert count(services) == 0


def test_another_site_s_form_is_not_taken(services: Services, visitor: Clerk) -> None:
    done = ask(visitor, form_token="0" * 64)

    assert (done.status_code, count(services)) == (403, 0)


def test_one_address_asks_so_often_and_then_waits(
    services: Services,
) -> None:
    now = NOW
    visitor = Clerk(replace(services, clock=lambda: now))

    codes = [ask(visitor).status_code for _ in range(AT_ONCE + 1)]
    assert codes == [*[303] * AT_ONCE, 429]
    refused = ask(visitor)
    assert 'value="Số 1"' in refused.text
    now = NOW + timedelta(minutes=10)
    assert [ask(visitor).status_code for _ in range(2)] == [303, 429]


def test_numbers_are_not_tried_out(visitor: Clerk) -> None:
    codes = [
        visitor.get(f"/register/AAAA-AAAA-{n}").status_code
        for n in range(LOOK_UPS_AT_ONCE + 1)
    ]

    assert codes == [*[404] * LOOK_UPS_AT_ONCE, 429]


@pytest.mark.parametrize("number", ["-", "%00", "'--", "%F0%9F%98%80"])
def test_what_is_no_number_is_told(visitor: Clerk, number: str) -> None:
    assert visitor.get(f"/register/{number}").status_code == 404


def test_the_page_is_as_strict_as_those_of_officers(visitor: Clerk) -> None:
    response = visitor.get("/register")

    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "style=" not in response.text
    assert '<html lang="vi">' in response.text
