"""Tests of what every route has in common."""

from pathlib import Path

import requests
from sqlalchemy import text

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
