"""Tests of what every route has in common."""

from pathlib import Path

import requests
from fastapi.testclient import TestClient
from sqlalchemy import text

from province.api.app import create_app
from province.api.problem import MEDIA_TYPE, TYPE_PREFIX
from province.services import Services
from tests.guards import LogWatch
from tests.province.builders import FakeKiosk, add_point, enrol
from tests.province.loopback import serve_in_thread


def test_a_ledger_that_does_not_answer_is_asked_again_later(
    services: Services, log_watch: LogWatch
) -> None:
    log_watch.expect("province.api.problem", "ledger unavailable: OperationalError")
    with services.database.writing() as connection:
        connection.execute(text("ALTER TABLE kiosks RENAME TO gone"))

    with serve_in_thread(services) as url:
        body = FakeKiosk().pack()
        response = requests.post(f"{url}/v1/batches", data=body, timeout=30)

    reason = response.json()["reason"]
    assert (response.status_code, reason) == (503, "ledger_unavailable")
    assert response.headers["Retry-After"] == "30"


def test_a_province_without_its_receipt_key_says_it_is_out_of_order(
    services: Services, tmp_path: Path, log_watch: LogWatch
) -> None:
    log_watch.expect("province.api.problem", "receipt.pem' is not here")
    kiosk = FakeKiosk()
    enrol(services.database, kiosk, add_point(services.database))
    (tmp_path / "data" / "keys" / "receipt.pem").unlink()

    with serve_in_thread(services) as url:
        body = kiosk.pack()
        response = requests.post(f"{url}/v1/batches", data=body, timeout=30)

    assert (response.status_code, response.json()["reason"]) == (503, "out_of_order")


def test_a_wrong_method_is_told(services: Services) -> None:
    with serve_in_thread(services) as url:
        response = requests.get(f"{url}/v1/batches", timeout=30)

    reason = response.json()["reason"]
    assert (response.status_code, reason) == (405, "method_not_allowed")


def test_there_is_no_map_of_the_routes(services: Services) -> None:
    with serve_in_thread(services) as url:
        found = [
            requests.get(f"{url}{path}", timeout=30).status_code
            for path in ("/docs", "/redoc", "/openapi.json")
        ]

    assert found == [404, 404, 404]


def test_every_fault_of_the_framework_is_a_problem(services: Services) -> None:
    with serve_in_thread(services) as url:
        told = [
            requests.request(method, f"{url}{path}", timeout=30)
            for method, path in (
                ("GET", "/v1/nothing"),
                ("DELETE", "/v1/batches"),
                ("TRACE", "/v1/health"),
            )
        ]

    assert [one.status_code for one in told] == [404, 405, 405]
    assert {one.headers["Content-Type"] for one in told} == {MEDIA_TYPE}
    assert [one.json()["type"] for one in told] == [
        TYPE_PREFIX + reason
        for reason in ("not_found", "method_not_allowed", "method_not_allowed")
    ]
    assert told[1].headers["Allow"] == "POST"


def test_what_cannot_be_read_and_a_bug_are_problems_without_a_word_of_the_request(
    services: Services,
) -> None:
    app = create_app(services)

    @app.get("/number/{number}")
    def read(number: int) -> None:
        raise ZeroDivisionError(number)

    client = TestClient(app, raise_server_exceptions=False)
    told = [client.get("/number/secret"), client.get("/number/1")]

    assert [(one.status_code, one.json()["reason"]) for one in told] == [
        (422, "bad_request"),
        (500, "out_of_order"),
    ]
    assert "secret" not in told[0].text
