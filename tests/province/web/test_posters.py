"""Tests of location codes: made, printed, revoked and renewed by an officer, and read by a phone."""

import io
import re

import pypdfium2
import pytest
import zxingcpp

from province.services import Services
from tests.province.builders import add_point
from tests.province.web.clerk import Clerk, open_office

PRINT = "/posters/print?live=1"


@pytest.fixture
def clerk(services: Services) -> Clerk:
    """Return an officer of the province, where there are points in two units."""
    for name, unit in (("Chợ Mẫu", "04"), ("Trường Mẫu", "04"), ("Bến Mẫu", "05")):
        add_point(services.database, name, unit=unit)
    return open_office(services)


def make(clerk: Clerk, gate: str = "") -> str:
    response = clerk.send("/posters", at="/posters", point="P000001", gate=gate)
    assert response.status_code == 303
    return response.headers["location"].rpartition("/")[2]


def read_codes(pdf: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [
        zxingcpp.read_barcodes(page.render(scale=1).to_pil())[0].text for page in pages
    ]


def test_a_poster_leads_a_phone_to_what_it_is(clerk: Clerk) -> None:
    poster = make(clerk, gate="Cổng Bắc")

    (address,) = read_codes(clerk.get(f"/posters/{poster}/print").content)

    assert address == f"http://127.0.0.1:8080/l/{poster}"
    clerk.client.cookies.clear()
    page = clerk.read(f"/l/{poster}")
    assert "Chợ Mẫu" in page
    assert "Cổng Bắc" in page


def test_a_revoked_poster_says_so_and_prints_no_more(clerk: Clerk) -> None:
    poster = make(clerk)
    clerk.send(f"/posters/{poster}/revoke", at=f"/posters/{poster}")

    page = clerk.get(f"/l/{poster}")

    assert page.status_code == 410
    assert "không còn hiệu lực" in page.text
    assert clerk.get(f"/posters/{poster}/print").status_code == 404


def test_renewing_kills_the_old_one_and_keeps_the_place(clerk: Clerk) -> None:
    poster = make(clerk, gate="Cổng Nam")
    response = clerk.send(f"/posters/{poster}/renew", at=f"/posters/{poster}")

    renewed = response.headers["location"].rpartition("/")[2]

    assert renewed != poster
    assert clerk.get(f"/l/{poster}").status_code == 410
    assert "Cổng Nam" in clerk.read(f"/l/{renewed}")


def test_renewing_twice_makes_one_poster(clerk: Clerk) -> None:
    poster = make(clerk)
    at = f"/posters/{poster}"
    token = clerk.find_token(at)
    for _ in range(2):
        clerk.client.post(f"{at}/renew", data={"form_token": token})

    assert len(read_codes(clerk.get(PRINT).content)) == 1


def test_a_unit_gets_what_is_missing_in_one_file(clerk: Clerk) -> None:
    kept = make(clerk)
    clerk.send("/posters/batch", at="/posters", unit="04")

    codes = read_codes(clerk.get(f"{PRINT}&unit=04&paper=a5").content)

    assert len(codes) == 2
    assert codes[0].endswith(kept)


def test_another_units_officer_neither_sees_nor_touches_a_poster(
    clerk: Clerk, services: Services
) -> None:
    poster = make(clerk)
    other = open_office(services, "unit", "05")

    assert other.get(f"/posters/{poster}").status_code == 404
    assert other.get(f"/posters/{poster}/print").status_code == 404
    answer = other.send(f"/posters/{poster}/revoke", at="/posters")
    assert answer.status_code == 404
    assert clerk.get(f"/l/{poster}").status_code == 200


@pytest.mark.usefixtures("clerk")
def test_no_poster_is_made_for_another_units_point(services: Services) -> None:
    other = open_office(services, "unit", "05")

    answer = other.send("/posters", at="/posters", point="P000001")

    assert answer.status_code == 404
    assert "Không có điểm này" in answer.text


def test_every_poster_of_a_unit_is_listed_and_taken_along(clerk: Clerk) -> None:
    clerk.send("/posters/batch", at="/posters", unit="")

    table = clerk.get("/posters?table=posters_title&form=csv").text

    assert re.findall(r"P\d{6}", table) == ["P000001", "P000002", "P000003"]
