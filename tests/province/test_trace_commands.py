"""Tests of `province trace` and `province health-key`, as real processes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.decision import LOCAL
from province.accounts import Accounts
from province.ledger import cases
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.database import open_database
from province.ledger.office_tables import audit
from province.ledger.scope import WHOLE
from province.ledger.trace_tables import case_looks
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol
from tests.province.processes import answer, run

HOUR_US = 3_600_000_000
PERIOD = ("--from", "2026-11-20", "--until", f"{NOW.astimezone(LOCAL).isoformat()}")
MAU, VI_DU = "001099000001", "001099000002"


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in which two people were at a market for half an hour together."""
    folder = tmp_path / "data"
    database = open_database(folder)
    kiosk = FakeKiosk()
    enrol(database, kiosk, add_point(database))
    shown = ((MAU, -4, "in"), (VI_DU, -3.5, "in"), (MAU, -3, "out"), (VI_DU, -2, "out"))
    rows = [
        an_entry(
            number,
            decided_at_us=to_us(NOW) + int(hours * HOUR_US),
            direction=way,
            claims={"document": document, "name": "NGUYỄN VĂN MẪU"},
        )
        for number, (document, hours, way) in enumerate(shown, start=1)
    ]
    append_batch(database, kiosk.sign(*rows), NOW)
    Accounts(database).add("mai", "health", "", NOW)
    Accounts(database).add("lan", "clerk", "", NOW)
    yield folder
    database.close()


def ask(
    data: Path, *more: str, officer: str = "mai", reason: str = "ca bệnh số 12"
) -> list[str]:
    return [
        *("trace", "--data", str(data), "--document", MAU, *PERIOD),
        *("--as", officer, "--reason", reason, *more),
    ]


def test_each_contact_is_a_line_with_its_number_masked(data: Path) -> None:
    line = answer(*ask(data))

    assert line["document"] == "••••••••0002"
    assert (line["point"], line["overlap_min"]) == ("P000001", 30)
    assert (line["confidence"], line["reasons"]) == ("high", ["unsigned"])


def test_numbers_are_whole_where_that_is_asked_for_and_both_are_audited(
    data: Path,
) -> None:
    assert answer(*ask(data, "--unmasked"))["document"] == VI_DU

    database = open_database(data)
    with database.reading() as connection:
        (note,) = connection.execute(select(audit)).all()
        (look,) = connection.execute(select(case_looks)).all()
        (case,) = cases.list_newest(connection, WHOLE, 2)
    database.close()
    assert (note.user_name, note.act, note.subject) == (
        "mai",
        "case_opened",
        case.case_id,
    )
    assert note.told["unmasked"] is True
    assert look.case_id == case.case_id
    assert case.reason == "ca bệnh số 12"
    assert MAU not in str(note)


@pytest.mark.parametrize(
    ("officer", "reason", "code"),
    [("lan", "ca bệnh số 12", 1), ("nobody", "ca bệnh số 12", 2), ("mai", "x", 2)],
)
def test_without_right_or_reason_nothing_is_told(
    data: Path, officer: str, reason: str, code: int
) -> None:
    done = run(*ask(data, officer=officer, reason=reason))

    assert (done.returncode, done.stdout) == (code, "")


def test_who_is_not_in_the_data_is_answered_with_one(data: Path) -> None:
    asked = [one.replace(MAU, "001099000077") for one in ask(data)]
    done = run(*asked)

    assert (done.returncode, done.stdout) == (1, "")


def test_a_name_is_found_without_its_accents(data: Path) -> None:
    asked = ask(data)
    at = asked.index("--document")
    asked[at : at + 2] = ["--name", "nguyen van mau"]

    lines = [json.loads(line) for line in run(*asked).stdout.splitlines()]
    # Both bear the name, so each is a case of its own.
    assert {line["document"] for line in lines} == {"••••••••0001", "••••••••0002"}
    assert len({line["case"] for line in lines}) == 2


def test_a_key_is_shown_once_and_may_be_revoked(data: Path) -> None:
    made = answer("health-key", "add", "--data", str(data), "CDC tỉnh")
    listed = answer("health-key", "list", "--data", str(data))["keys"]
    answer("health-key", "revoke", "--data", str(data), made["key"])
    again = run("health-key", "revoke", "--data", str(data), made["key"])

    assert [key["name"] for key in listed] == ["CDC tỉnh"]
    assert made["secret"] not in json.dumps(listed)
    assert again.returncode == 2
