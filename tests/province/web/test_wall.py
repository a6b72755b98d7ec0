"""Tests of what a phone is shown that opens a location code."""

import pytest

from province.ledger import posters
from province.services import Services
from tests.province.builders import NOW, add_point
from tests.province.web.clerk import Clerk


@pytest.fixture
def poster(services: Services) -> str:
    """Return the id of a poster at a market."""
    point = add_point(services.database, "Chợ <b>Mẫu</b>")
    with services.database.writing() as connection:
        return posters.add(connection, [(point, "Cổng Đông")], "lan", NOW)[0]


@pytest.fixture
def phone(services: Services) -> Clerk:
    """Return somebody who is not logged in."""
    return Clerk(services)


@pytest.mark.usefixtures("services")
def test_a_phone_is_told_where_it_is_without_a_login(phone: Clerk, poster: str) -> None:
    page = phone.read(f"/l/{poster}")

    assert "Chợ &lt;b&gt;Mẫu" in page
    assert "Cổng Đông" in page
    assert "người trực" in page


def test_a_code_is_read_however_it_was_typed(phone: Clerk, poster: str) -> None:
    typed = f"{poster[:5]}-{poster[5:].lower()}"

    assert "Cổng Đông" in phone.read(f"/l/{typed}")


def test_a_revoked_code_says_so(phone: Clerk, poster: str, services: Services) -> None:
    with services.database.writing() as connection:
        posters.revoke(connection, poster, NOW)

    answer = phone.get(f"/l/{poster}")

    assert answer.status_code == 410
    assert "không còn hiệu lực" in answer.text


@pytest.mark.parametrize("code", ["x", "0" * 20, "..%2Flogin", "%00", "A" * 5000])
def test_a_code_that_is_none_is_told_to_the_phone(phone: Clerk, code: str) -> None:
    answer = phone.get(f"/l/{code}")

    assert answer.status_code == 404
    assert "Không có mã địa điểm này" in answer.text or code.startswith("..")


def test_the_page_speaks_english_where_it_is_asked_to(
    phone: Clerk, poster: str
) -> None:
    phone.client.cookies.set("language", "en")

    assert "control point" in phone.read(f"/l/{poster}")
