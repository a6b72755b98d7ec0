"""Tests of a case's pages: masked, audited, and of one's own unit only."""

import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from province.ledger import cases
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.office_tables import audit
from province.ledger.scope import WHOLE
from province.ledger.trace_tables import case_looks
from province.services import Services
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol
from tests.province.web.clerk import Clerk, open_office

HOUR = timedelta(hours=1)
# Mẫu (1) met Giả (2) at the market; Giả met Thử (3) later at the school.
SHOWN = (
    (1, 0, -9.0, "in"),
    (2, 0, -8.5, "in"),
    (1, 0, -8.0, "out"),
    (2, 0, -7.5, "out"),
    (2, 1, -6.0, "in"),
    (3, 1, -5.5, "in"),
    (2, 1, -5.0, "out"),
    (3, 1, -4.0, "out"),
)
# Any: a form's fields, beside a file that it does not have.
ASKED: dict[str, Any] = {
    "way": "document",
    "value": "001099000001",
    "since": "2026-11-10",
    "until": "2026-11-20",
    "window": "0",
    "reason": "ca bệnh số 12",
}


@pytest.fixture
def clerk(services: Services) -> Clerk:
    """Return a health officer of a province in which three people met one another."""
    kiosks = [FakeKiosk(seed) for seed in (1, 2)]
    for place, kiosk in enumerate(kiosks):
        enrol(services.database, kiosk, add_point(services.database, f"Nơi {place}"))
    for place, kiosk in enumerate(kiosks):
        rows = [
            an_entry(
                number,
                decided_at_us=to_us(NOW + hours * HOUR),
                direction=way,
                claims={
                    "document": f"00109900000{person}",
                    "name": ["MẪU", "GIẢ", "THỬ"][person - 1],
                    "phone": f"091200000{person}",
                },
            )
            for number, (person, at, hours, way) in enumerate(SHOWN)
            if at == place
        ]
        append_batch(services.database, kiosk.sign(*rows), NOW)
    return open_office(services, role="health")


@pytest.fixture
def case(clerk: Clerk) -> str:
    """Return where the case of the first of them is."""
    place: str = clerk.send("/tracing", at="/tracing", **ASKED).headers["location"]
    return place


def list_looks(services: Services) -> list[str]:
    with services.database.reading() as connection:
        query = select(case_looks.c.act).order_by(case_looks.c.look_id)
        return list(connection.scalars(query))


def test_a_case_is_masked_until_somebody_asks_and_that_is_kept(
    clerk: Clerk, case: str, services: Services
) -> None:
    page = clerk.read(case)
    assert "••••••••0002" in page
    assert "001099000002" not in page

    assert "001099000002" in clerk.send(f"{case}/unmask", at=case).text
    # A form's token is read from the page, which is a look too.
    assert list_looks(services) == ["opened", "seen", "seen", "unmasked"]
    with services.database.reading() as connection:
        told = list(connection.scalars(select(audit.c.act)))
    assert told[-1] == "case_unmasked"


def test_a_file_is_whole_and_kept_as_taken_along(
    clerk: Clerk, case: str, services: Services
) -> None:
    file = clerk.get(f"{case}?table=tracing_contacts&form=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active

    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:4] == [
        "GIẢ",
        "",
        "001099000002",
        "0912000002",
    ]
    assert list_looks(services)[-1] == "exported"


def test_contacts_of_contacts_are_found_by_a_second_question(
    clerk: Clerk, case: str
) -> None:
    response = clerk.send(f"{case}/second", at=case)
    page = clerk.read(case)

    assert response.headers["location"] == f"{case}#second"
    assert "THỬ" in page
    assert "1 / 1" in page


def test_the_points_are_told_and_no_more_once_the_case_is_closed(
    clerk: Clerk, case: str, services: Services
) -> None:
    clerk.send(f"{case}/notice", at=case, text="Khử   khuẩn.")
    with services.database.reading() as connection:
        (notice,) = cases.notices(connection, WHOLE)
    assert (notice.point_name, notice.text) == ("Nơi 0", "Khử khuẩn.")

    clerk.send(f"{case}/close", at=case)
    with services.database.reading() as connection:
        assert cases.notices(connection, WHOLE) == []


def test_a_message_goes_to_each_contact_with_a_telephone(
    clerk: Clerk, case: str, services: Services
) -> None:
    file = clerk.send(f"{case}/messages", at=case, text="Xin gọi trạm y tế.")

    assert file.content.decode("utf-8-sig") == (
        "phone,text\r\n0912000002,Xin gọi trạm y tế.\r\n"
    )
    assert list_looks(services)[-1] == "messages_exported"


@pytest.mark.parametrize("path", ["notice", "messages"])
@pytest.mark.parametrize("text", ["", " ", "x" * 301])
def test_no_text_and_a_long_one_are_refused(
    clerk: Clerk, case: str, path: str, text: str
) -> None:
    response = clerk.send(f"{case}/{path}", at=case, text=text)

    assert response.status_code == 422
    assert "từ 1 đến 300" in response.text


def test_a_contacts_ways_and_a_points_people_are_shown(clerk: Clerk, case: str) -> None:
    found = re.search(rf'href="({case}/contacts/\w+)"', clerk.read(case))
    assert found is not None
    ways = clerk.read(found[1])

    assert "Nơi 1" in ways
    assert "GIẢ" in clerk.read(f"{case}/points/P000001")


def test_who_is_no_contact_is_not_shown(clerk: Clerk, case: str) -> None:
    stranger = "00" * 16
    for path in (
        f"{case}/contacts/{stranger}",
        f"{case}/contacts/xyz",
        f"{case}/points/P000002",
        "/tracing/Vnone",
    ):
        assert clerk.get(path).status_code == 404


def test_a_case_of_the_province_is_not_there_for_an_officer_of_a_unit(
    case: str, services: Services
) -> None:
    other = open_office(services, role="health", unit="04")

    assert other.get(case).status_code == 404
    assert case.rpartition("/")[2] not in other.read("/tracing")
