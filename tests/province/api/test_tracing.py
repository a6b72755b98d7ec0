"""Tests of the health department's door."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from province.api.app import create_app
from province.api.tracing import AT_ONCE
from province.ledger import cases, health_keys
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.health_keys import HealthKey
from province.ledger.office_tables import audit
from province.ledger.scope import WHOLE
from province.services import Services
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol

HOUR = timedelta(hours=1)
HEADERS = {"Authorization": "Bearer secret", "Trace-Reason": "ca%20b%E1%BB%87nh%2012"}
ASKED = {
    "way": "document",
    "value": "001099000001",
    "since": "2026-11-20",
    "until": "2026-11-20",
}


@pytest.fixture
def client(services: Services) -> Iterator[TestClient]:
    """Give a program of the health department whose key is "secret"."""
    database = services.database
    kiosk = FakeKiosk()
    enrol(database, kiosk, add_point(database))
    rows = [
        an_entry(
            number,
            decided_at_us=to_us(NOW - (5 - number) * HOUR / 2),
            claims={"document": f"00109900000{number}", "name": "NGUYỄN VĂN MẪU"},
        )
        for number in (1, 2)
    ]
    append_batch(database, kiosk.sign(*rows), NOW)
    key = HealthKey(key_id="H1", name="CDC", unit="", made_at=NOW)
    with database.writing() as connection:
        health_keys.add(connection, key, "secret")
    with TestClient(create_app(services)) as opened:
        yield opened


def test_contacts_come_whole_under_a_case_that_is_kept(
    client: TestClient, services: Services
) -> None:
    answer = client.post("/v1/tracing", json=ASKED, headers=HEADERS).json()
    (person,) = answer["persons"]
    (contact,) = person["contacts"]

    assert (person["document"], contact["document"]) == (
        "001099000001",
        "001099000002",
    )
    assert contact["confidence"] == "medium"
    assert contact["reasons"] == ["exit_assumed", "unsigned"]
    assert answer["waiting"] == 0
    with services.database.reading() as connection:
        (kept,) = cases.list_newest(connection, WHOLE, 2)
        note = connection.execute(select(audit)).one()
    assert (kept.case_id, kept.reason) == (person["case"], "ca bệnh 12")
    assert (note.user_name, note.act, note.subject) == (
        "H1",
        "health_traced",
        kept.case_id,
    )


def test_two_of_one_name_are_two_persons(client: TestClient) -> None:
    asked = ASKED | {"way": "name", "value": "Nguyễn Văn Mẫu"}
    answer = client.post("/v1/tracing", json=asked, headers=HEADERS).json()

    assert len(answer["persons"]) == 2


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", "Basic secret", "secret"]
)
def test_without_its_key_nothing_is_told(client: TestClient, header: str) -> None:
    headers = HEADERS | {"Authorization": header}
    response = client.post("/v1/tracing", json=ASKED, headers=headers)

    assert response.status_code == 401
    assert response.json()["reason"] == "bad_key"


def test_without_a_reason_nothing_is_told(client: TestClient) -> None:
    headers = {"Authorization": "Bearer secret"}
    response = client.post("/v1/tracing", json=ASKED, headers=headers)

    assert (response.status_code, response.json()["reason"]) == (400, "no_reason")


@pytest.mark.parametrize(
    "wrong",
    [{"way": "face"}, {"since": "x"}, {"until": "2026-01-01"}, {"value": ""}],
)
def test_what_can_not_be_asked_is_refused(
    client: TestClient, wrong: dict[str, str]
) -> None:
    response = client.post("/v1/tracing", json=ASKED | wrong, headers=HEADERS)

    assert (response.status_code, response.json()["reason"]) == (400, "bad_request")


def test_who_asks_too_often_waits(client: TestClient) -> None:
    statuses = [
        client.post("/v1/tracing", json=ASKED, headers=HEADERS).status_code
        for _ in range(AT_ONCE + 1)
    ]

    assert statuses[:-1] == [200] * AT_ONCE
    assert statuses[-1] == 429
