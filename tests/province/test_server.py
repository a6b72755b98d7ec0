"""Tests of a province as a process that serves."""

import contextlib
import signal
import subprocess
import threading
from pathlib import Path

import pytest
import requests

from kiosk.protocol import enrolment
from kiosk.protocol.enrolment import Code
from province.enrolment import issue_code
from province.keys import KeyFolder
from province.ledger import periods
from province.ledger.database import open_database
from province.server import Options, Prepared, prepare
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol
from tests.province.processes import Running, answer, serve

pytestmark = pytest.mark.system


def test_a_signal_ends_it_cleanly_with_connections_kept_alive(tmp_path: Path) -> None:
    with serve(tmp_path / "data") as running, requests.Session() as kept_alive:
        kept_alive.get(f"{running.url}/v1/health", timeout=30)
        running.process.send_signal(signal.SIGTERM)

        assert running.process.wait(10) == 0


def test_the_first_start_tells_a_password_that_opens_the_page(tmp_path: Path) -> None:
    with serve(tmp_path / "data") as running, requests.Session() as browser:
        form = browser.get(f"{running.url}/login", timeout=30).text
        token = form.partition('name="form_token" value="')[2][:64]
        fields = {"name": "admin", "password": running.password, "form_token": token}

        page = browser.post(f"{running.url}/login", data=fields, timeout=30)

    assert page.url == f"{running.url}/"
    assert page.status_code == 200


def prepare_once(options: Options) -> Prepared:
    """Return what a start prepares, closed again."""
    prepared = prepare(options, "http://127.0.0.1:8080")
    prepared.services.database.close()
    return prepared


def test_every_start_tells_of_offline_keys_until_they_are_moved(
    tmp_path: Path,
) -> None:
    options, told = Options(data=str(tmp_path / "data")), []
    for move in (False, True, False):
        notices = prepare_once(options).notices
        told.append(any("Offline keys are still" in each for each in notices))
        if move:
            KeyFolder(tmp_path / "data").back_up(tmp_path / "stick")

    assert told == [True, True, False]


def test_codes_carry_the_public_address(tmp_path: Path) -> None:
    options = Options(data=str(tmp_path), public_url="https://province.example/")
    prepare_once(options)

    with contextlib.closing(open_database(tmp_path)) as database:
        point = add_point(database)
        issued = issue_code(database, point, "", root_sha256=bytes(32), now=NOW)

    code = enrolment.parse_code(issued.text)
    assert isinstance(code, Code)
    assert code.url == "https://province.example"


def test_plain_http_beyond_loopback_is_told(tmp_path: Path) -> None:
    notices = prepare_once(
        Options(data=str(tmp_path), public_url="http://10.0.0.1")
    ).notices

    assert "Kiosks refuse plain http beyond loopback" in notices[-1]


def test_it_speaks_tls_with_a_given_certificate(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    make = "openssl req -x509 -newkey ed25519 -nodes -days 2 -subj /CN=localhost"
    names = "-addext subjectAltName=IP:127.0.0.1,DNS:localhost"
    files = f"-keyout {key} -out {certificate}"
    subprocess.run(f"{make} {names} {files}".split(), check=True, capture_output=True)
    options = ("--tls-cert", str(certificate), "--tls-key", str(key))

    with serve(tmp_path / "data", *options) as running:
        assert running.url.startswith("https://")
        told = requests.get(
            f"{running.url}/v1/health", verify=str(certificate), timeout=30
        )

    assert told.status_code == 200


def test_several_workers_answer_and_end_together(tmp_path: Path) -> None:
    with serve(tmp_path / "data", "--workers", "2") as running:
        response = requests.post(
            f"{running.url}/v1/batches", data=FakeKiosk().pack(), timeout=60
        )
        running.process.terminate()

        assert (response.status_code, running.process.wait(20)) == (403, 0)


def test_it_serves_from_postgresql(tmp_path: Path, postgres_url: str) -> None:
    place = ("--data", str(tmp_path / "data"), "--database", postgres_url)
    described = ("--name", "A", "--category", "office", "--unit", "04")

    with serve(tmp_path / "data", "--database", postgres_url) as running:
        point = answer("point", "add", *place, *described)["point"]
        code = enrolment.parse_code(answer("enrol", *place, point)["code"])
        assert isinstance(code, Code)
        body = FakeKiosk().ask(code.token)
        response = requests.post(f"{running.url}/v1/enrolments", data=body, timeout=30)

    assert response.status_code == 200
    assert not (tmp_path / "data" / "province.db").exists()


def test_the_log_names_no_person(province: Running) -> None:
    requests.get(f"{province.url}/?points=001099000001", timeout=30)

    assert "001099000001" not in province.log.read_text()


def test_what_has_a_receipt_survives_a_kill(tmp_path: Path) -> None:
    kiosk = FakeKiosk()
    with serve(tmp_path / "data") as running:
        with contextlib.closing(open_database(tmp_path / "data")) as database:
            enrol(database, kiosk, add_point(database))
        confirmed = 0
        killer = threading.Timer(0.5, running.process.kill)
        killer.start()
        with contextlib.suppress(requests.RequestException):
            while True:
                row = an_entry(confirmed + 1)
                url = f"{running.url}/v1/batches"
                response = requests.post(url, data=kiosk.pack(row), timeout=30)
                assert response.status_code == 200
                confirmed += 1
        killer.join()

    reopened = open_database(tmp_path / "data")
    with contextlib.closing(reopened), reopened.reading() as connection:
        held = periods.count_entries(connection, None)
    assert confirmed > 0
    assert held in {confirmed, confirmed + 1}
