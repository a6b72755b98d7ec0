"""Tests of the form of a letterhead."""

import pytest

from province.drafting import read_letterhead
from province.reports.letterhead import Letterhead
from province.services import Services
from tests.province.web.clerk import Clerk, open_office

AT = "/reports/letterhead"


@pytest.fixture
def clerk(services: Services) -> Clerk:
    """Return a clerk of the province."""
    return open_office(services, "clerk")


def read(services: Services) -> Letterhead:
    with services.database.reading() as connection:
        return read_letterhead(connection, "", "")


def test_a_letterhead_is_kept_line_by_line(clerk: Clerk, services: Services) -> None:
    response = clerk.send(
        AT, at=AT, issuer="Sở Mẫu", copies="Như trên\r\n\r\n Lưu ", sign="SM"
    )
    assert response.headers["location"] == "/reports"
    assert (read(services).issuer, read(services).copies) == (
        "Sở Mẫu",
        ("Như trên", "Lưu"),
    )


def test_a_line_that_cant_be_printed_is_named(clerk: Clerk, services: Services) -> None:
    response = clerk.send(AT, at=AT, issuer="")
    assert response.status_code == 422
    assert 'id="issuer-fault"' in response.text
    assert read(services).issuer == "Tên cơ quan"


def test_another_units_letterhead_is_not_found(services: Services) -> None:
    officer = open_office(services, "unit", "001")
    assert officer.get(f"{AT}?unit=002").status_code == 404
    assert officer.send(AT, at=AT, unit="002", issuer="x").status_code == 404
