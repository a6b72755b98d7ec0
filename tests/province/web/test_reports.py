"""Tests of reports' pages: drafted, read and taken by an officer."""

import io
import zipfile

import pytest

from province.services import Services
from tests.province.web.clerk import Clerk, open_office
from tests.province.weeks import ACTIVE_WEEK, find_commune, lay


@pytest.fixture
def clerk(services: Services) -> Clerk:
    """Return a clerk of a province with the week of the letter."""
    lay(services.database, ACTIVE_WEEK)
    return open_office(services, "clerk")


def make(clerk: Clerk, **fields: str) -> str:
    told = {"period": "2026-W46", "unit": ""} | fields
    response = clerk.send("/reports", at="/reports", **told)
    assert response.status_code == 303, response.text
    return response.headers["location"]


def test_a_draft_shows_the_letters_figures(clerk: Clerk) -> None:
    page = clerk.read(make(clerk))
    assert "620 điểm hoạt động trên 6.128 điểm" in page
    assert "tuần 46 năm 2026" in clerk.read("/reports")


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_draft_is_taken_along(clerk: Clerk, form: str) -> None:
    response = clerk.get(f"{make(clerk)}/{form}")
    assert zipfile.is_zipfile(io.BytesIO(response.content))
    named = f'attachment; filename="bao-cao-01-2026-W46.{form}"'
    assert response.headers["content-disposition"] == named


@pytest.mark.parametrize("period", ["", "2026-W60", "2030-01", "yesterday"])
def test_a_period_that_is_none_is_told(clerk: Clerk, period: str) -> None:
    response = clerk.send("/reports", at="/reports", period=period)
    assert response.status_code == 422
    assert "Kỳ báo cáo không đúng" in response.text


def test_a_unit_sees_its_own_drafts_only(clerk: Clerk, services: Services) -> None:
    whole, own = make(clerk), make(clerk, unit=find_commune(0))
    officer = open_office(services, "unit", find_commune(0))
    assert officer.get(whole).status_code == 404
    assert officer.get(f"{whole}/docx").status_code == 404
    assert officer.get(own).status_code == 200


def test_another_unit_is_not_reported_on(clerk: Clerk, services: Services) -> None:
    del clerk
    officer = open_office(services, "unit", find_commune(0))
    response = officer.send(
        "/reports", at="/reports", period="2026-W46", unit=find_commune(1)
    )
    assert response.status_code == 422


@pytest.mark.parametrize("place", ["/reports/0", "/reports/x", "/reports/9/docx"])
def test_what_is_not_there_is_not_found(clerk: Clerk, place: str) -> None:
    assert clerk.get(place).status_code == 404
