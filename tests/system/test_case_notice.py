"""A notice of a case reaches the kiosks of the points that it touches, and goes with the case."""

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import system_clock
from kiosk.decision import LOCAL
from province.accounts import Accounts
from province.ledger.database import open_database
from tests.builders import a_card
from tests.province.web.besieged import Caller
from tests.provinces import Province
from tests.system import kiosks

pytestmark = pytest.mark.system

PERSON = 7
DOCUMENT = f"001090{PERSON:06d}"
NOTICE = "Đề nghị khử khuẩn và chờ hướng dẫn."


@pytest.fixture
def officer(province: Province) -> Caller:
    """Return a health officer who has logged in."""
    with closing(open_database(province.data)) as ledger:
        password = Accounts(ledger).add("mai", "health", "", read_now())
    caller = Caller(province.url)
    fields = {"name": "mai", "password": password}
    token = caller.find_token("/login")
    answer = caller.post("/login", fields | {"form_token": token})
    assert answer.headers["Location"] == "/"
    return caller


@pytest.fixture
def touched(province: Province, tmp_path: Path) -> Path:
    """Return the folder of a kiosk that saw the person and has sent it."""
    data = enrol(province, tmp_path / "touched")
    cards = tmp_path / "cards.txt"
    cards.write_text(f"{a_card(PERSON)}\n", encoding="utf-8")
    replay = ("--no-sync", "--replay", str(cards), "--exit-when-idle", "0.3")
    with kiosks.run(data, *replay) as running:
        running.process.wait(timeout=60)
    assert [one["outcome"] for one in running.decisions] == ["allow"]
    return data


def read_now() -> datetime:
    return system_clock()().wall


def enrol(province: Province, data: Path) -> Path:
    kiosks.ask("enrol", province.make_code(province.add_point()), data=data)
    return data


def read_notice(data: Path) -> object:
    """Return what `kiosk status` tells once the kiosk has asked the province."""
    assert kiosks.ask("sync", "--once", data=data)["fault"] == "none"
    return kiosks.ask("status", data=data)["notice"]


def send(officer: Caller, path: str, **fields: str) -> str:
    """Send a form and return where it leads."""
    token = officer.find_token()
    answer = officer.post(path, fields | {"form_token": token})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def open_case(officer: Caller) -> str:
    today = read_now().astimezone(LOCAL).date()
    return send(
        officer,
        "/tracing",
        way="document",
        value=DOCUMENT,
        since=(today - timedelta(days=1)).isoformat(),
        until=today.isoformat(),
        window="15",
        reason="Ca bệnh để thử",
    )


def test_a_case_is_told_where_the_person_was_until_it_is_closed(
    province: Province, officer: Caller, touched: Path, tmp_path: Path
) -> None:
    other = enrol(province, tmp_path / "other")
    assert read_notice(touched) is None

    case = open_case(officer)
    assert read_notice(touched) is None
    send(officer, f"{case}/notice", text=NOTICE)
    assert (read_notice(touched), read_notice(other)) == (NOTICE, None)

    send(officer, f"{case}/close")
    assert read_notice(touched) is None
