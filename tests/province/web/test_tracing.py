"""Tests of looking a person up."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.office_tables import audit
from province.ledger.trace_tables import cases
from province.services import Services
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol
from tests.province.web.clerk import Clerk, open_office

HOUR = timedelta(hours=1)
# Any: a form's fields, beside a file that it does not have.
ASKED: dict[str, Any] = {
    "way": "document",
    "value": "001099000001",
    "since": "2026-11-10",
    "until": "2026-11-20",
    "window": "15",
    "reason": "ca bệnh số 12",
}


@pytest.fixture
def clerk(services: Services) -> Clerk:
    """Return a health officer of a province where two of one name were at a market."""
    kiosk = FakeKiosk()
    enrol(services.database, kiosk, add_point(services.database))
    rows = [
        an_entry(
            number,
            decided_at_us=to_us(NOW - (9 - number) * HOUR),
            claims={"document": f"00109900000{number}", "name": "NGUYỄN VĂN MẪU"},
        )
        for number in (1, 2)
    ]
    append_batch(services.database, kiosk.sign(*rows), NOW)
    return open_office(services, role="health")


def test_one_person_is_a_case_at_once(clerk: Clerk, services: Services) -> None:
    response = clerk.send("/tracing", at="/tracing", **ASKED)

    place = response.headers["location"]
    assert (response.status_code, place[:10]) == (303, "/tracing/V")
    assert "ca bệnh số 12" in clerk.read(place)
    with services.database.reading() as connection:
        acts = connection.execute(select(audit.c.act, audit.c.subject)).all()
    assert ("case_opened", place.rpartition("/")[2]) in acts


def test_of_several_with_the_name_one_is_chosen(
    clerk: Clerk, services: Services
) -> None:
    named = ASKED | {"way": "name", "value": "nguyen van mau"}
    page = clerk.send("/tracing", at="/tracing", **named)
    assert "••••••••0001" in page.text
    assert "••••••••0002" in page.text
    assert "001099000001" not in page.text
    key = page.text.split('name="person" value="')[1][:32]

    chosen = clerk.send("/tracing", at="/tracing", **named, person=key)

    assert chosen.status_code == 303
    with services.database.reading() as connection:
        assert connection.scalar(select(cases.c.persons)) == [key]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"reason": "x"}, "Lý do phải có"),
        ({"value": " "}, "Hãy nhập số"),
        ({"until": "2026-11-01"}, "Khoảng ngày không hợp lệ"),
        ({"since": "hôm qua"}, "Khoảng ngày không hợp lệ"),
        ({"until": "9999-12-31"}, "Khoảng ngày không hợp lệ"),
        ({"window": "-1"}, "là số phút"),
        ({"value": "001099000077"}, "Không thấy người này"),
    ],
)
def test_what_can_not_be_looked_up_is_said_and_no_case(
    clerk: Clerk, services: Services, wrong: dict[str, Any], told: str
) -> None:
    response = clerk.send("/tracing", at="/tracing", **(ASKED | wrong))

    assert response.status_code == 422
    assert told in response.text
    with services.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(cases)) == 0


def test_units_clerks_and_auditors_trace_nobody(services: Services) -> None:
    for role in ("unit", "clerk", "auditor"):
        assert open_office(services, role=role).get("/tracing").status_code == 403
