"""Tests of the audit as an auditor reads it."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from province import web
from province.ledger import audit
from province.ledger.audit import PAGE_ROWS, Note
from province.web.page import load_texts
from tests.browser.seeded import FOREIGN, OWN
from tests.province.builders import NOW
from tests.province.web.besieged import Besieged, Moving, besiege_in_thread


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Besieged]:
    """Give a province with notes of two units and two days."""
    with besiege_in_thread(tmp_path, Moving()) as province:
        keep(province, 3, "phuong.unit", OWN)
        keep(province, 2, "xa.unit", FOREIGN, days=1)
        yield province


def keep(office: Besieged, times: int, name: str, unit: str, *, days: int = 0) -> None:
    with office.services.database.writing() as connection:
        for number in range(times):
            note = Note(
                at=NOW - timedelta(days=days),
                user_name=name,
                unit=unit,
                act="entries_viewed",
                subject=f"lần {number}",
                told={"rows": 50},
                remote="192.0.2.7",
            )
            audit.append(connection, note)


def count(office: Besieged, name: str, **query: str) -> int:
    page = office.visit(name).get("/audit", **query)
    assert page.status_code == 200
    return page.text.count("192.0.2.7")


def test_an_auditor_sees_only_the_own_unit(office: Besieged) -> None:
    assert count(office, "tinh.auditor") == 5
    assert count(office, "phuong.auditor") == 3


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({"officer": "xa.unit"}, 2),
        ({"act": "entries_viewed"}, 5),
        ({"act": "nothing"}, 0),
        ({"since": "2026-11-20"}, 3),
        ({"until": "2026-11-19"}, 2),
        ({"since": "9999-12-31", "until": "0001-01-01"}, 5),
    ],
)
def test_officer_act_and_days_narrow_it(
    office: Besieged, query: dict[str, str], rows: int
) -> None:
    assert count(office, "tinh.auditor", **query) == rows


def test_a_day_that_is_none_is_told_beside_its_box(office: Besieged) -> None:
    page = office.visit("tinh.auditor").get("/audit", since="hôm qua").text

    assert 'id="since-fault"' in page


def test_pages_follow_each_other_and_a_file_is_whole(office: Besieged) -> None:
    keep(office, PAGE_ROWS, "phuong.unit", OWN)
    auditor = office.visit("tinh.auditor")
    first = auditor.get("/audit").text
    place = first.partition("before=")[2].partition('"')[0]

    assert first.count("192.0.2.7") == PAGE_ROWS
    assert auditor.get("/audit", before=place).text.count("192.0.2.7") == 5
    body = auditor.get("/audit", table="audit", form="csv").content
    told = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert len(told) == 1 + PAGE_ROWS + 5
    assert "Tải nhật ký" in auditor.get("/audit").text


def test_every_act_of_a_page_has_its_words() -> None:
    folder = Path(web.__file__).parent
    sources = "".join(file.read_text("utf-8") for file in folder.rglob("*.py"))

    acts = re.findall(r'visit\.note\(\s*connection,\s*"(\w+)"', sources)

    assert len(acts) > 10
    assert {f"act_{act}" for act in acts} - set(load_texts("vi")) == set()
